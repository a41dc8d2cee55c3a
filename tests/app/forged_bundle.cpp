// SPDX-License-Identifier: GPL-3.0-or-later
#include "forged_bundle.h"

#include <QDir>
#include <QProcess>

QString forgedBundle(const QString &bundle, const QString &copy, const QByteArray &program)
{
    QDir(copy).removeRecursively();
    QProcess::execute(QStringLiteral("cp"), {QStringLiteral("-r"), bundle, copy});
    const QByteArray head = "import os, sys, json, hashlib\nroot = sys.argv[1]\n"
                            "def read(n): return open(root + '/data/' + n, 'rb').read()\n"
                            "def write(n, b): open(root + '/data/' + n, 'wb').write(b)\n"
                            "def lines(n): return read(n).split(b'\\n')[:-1]\n"
                            "def put(n, l): write(n, b''.join(x + b'\\n' for x in l))\n";
    const QByteArray tail = "\nrows = []; octets = 0\n"
                            "for folder, _, names in os.walk(root + '/data'):\n"
                            "  for name in names:\n"
                            "    p = os.path.join(folder, name); b = open(p, 'rb').read(); octets += len(b)\n"
                            "    rows.append((os.path.relpath(p, root), hashlib.sha256(b).hexdigest()))\n"
                            "open(root + '/manifest-sha256.txt', 'w').write(''.join(f'{d}  {n}\\n' for n, d in sorted(rows)))\n"
                            "info = [l for l in open(root + '/bag-info.txt') if not l.startswith('Payload-Oxum')]\n"
                            "open(root + '/bag-info.txt', 'w').write(''.join(info) + f'Payload-Oxum: {octets}.{len(rows)}\\n')\n"
                            "tags = ['bag-info.txt', 'bagit.txt', 'manifest-sha256.txt']\n"
                            "open(root + '/tagmanifest-sha256.txt', 'w').write(''.join(hashlib.sha256(open(root + '/' + t, 'rb').read()).hexdigest() + '  ' + t + '\\n' for t in tags))\n";
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("python3"), {QStringLiteral("-c"), QString::fromUtf8(head + program + tail), copy});
    process.waitForFinished(60'000);
    if (process.exitCode() != 0)
        qWarning("%s", process.readAll().constData());
    return process.exitCode() == 0 ? copy : QString();
}
