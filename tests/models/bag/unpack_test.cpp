// SPDX-License-Identifier: GPL-3.0-or-later
// Hostile archives, made by Python's zipfile and tarfile: refused with the reason, nothing written anywhere.
#include "models/bag/unpack.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>

using namespace mandate;
namespace fs = std::filesystem;

class UnpackTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    [[nodiscard]] QString at(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }

    /// Runs a program of Python with `z`, a ZipFile open for writing, or `t`, a TarFile, at the path that comes back.
    std::string made(const QString &name, const QByteArray &program) const
    {
        const QString path = m_folder.filePath(name);
        const QByteArray head = "import zipfile, tarfile, io, sys, struct\npath = sys.argv[1]\n"
                                "def member(name, kind=tarfile.REGTYPE, to='', size=0):\n"
                                "    m = tarfile.TarInfo(name); m.type = kind; m.linkname = to; m.size = size\n"
                                "    return m\n";
        const QByteArray open = name.endsWith(QStringLiteral(".zip")) ? "z = zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED)\n" : "t = tarfile.open(path, 'w:gz')\n";
        const QByteArray close = name.endsWith(QStringLiteral(".zip")) ? "z.close()\n" : "t.close()\n";
        QProcess process;
        process.start(QStringLiteral("python3"), {QStringLiteral("-c"), QString::fromUtf8(head + open + program + close), path});
        process.waitForFinished(240'000);
        if (process.exitCode() != 0)
            qWarning("%s", process.readAllStandardError().constData());
        return process.exitCode() == 0 ? path.toStdString() : std::string();
    }
    std::uint64_t filesBelow() const
    {
        std::uint64_t count = 0;
        for (const auto &entry : fs::recursive_directory_iterator(m_folder.path().toStdString()))
            count += entry.is_regular_file() || entry.is_symlink();
        return count;
    }

private Q_SLOTS:
    void hostileArchivesAreRefusedAndLeaveNothing_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("program");
        QTest::addColumn<QByteArray>("words");
        const auto row = [](const char *what, const char *name, const QByteArray &program, const char *words) {
            QTest::newRow(what) << QString::fromLatin1(name) << program + '\n' << QByteArray(words);
        };
        row("out of the folder, zip", "a.zip", "z.writestr('bag/../../evil.txt', 'x')", "leads out of its folder");
        row("out of the folder, tar", "a.tar.gz", "t.addfile(member('../evil.txt'))", "leads out of its folder");
        row("absolute, zip", "b.zip", "z.writestr('/tmp/mandate-evil.txt', 'x')", "absolute");
        row("absolute, tar", "b.tar.gz", "t.addfile(member('/tmp/mandate-evil.txt'))", "absolute");
        row("of another drive", "c.zip", "z.writestr('C:evil.txt', 'x')", "absolute");
        row("a backslash", "d.tar.gz", "t.addfile(member('bag\\\\..\\\\..\\\\evil.txt'))", "backslash");
        row("somebody's folder", "e.zip", "z.writestr('~root/evil', 'x')", "begins with ~");
        row("a symbolic link, tar", "f.tar.gz", "t.addfile(member('bag/link', tarfile.SYMTYPE, '/etc'))\nt.addfile(member('bag/link/passwd'))", "link");
        row("a symbolic link, zip", "f.zip", "i = zipfile.ZipInfo('bag/link'); i.create_system = 3; i.external_attr = 0o120777 << 16\nz.writestr(i, '/etc')", "link");
        row("a hard link", "g.tar.gz", "t.addfile(member('bag/a'))\nt.addfile(member('bag/b', tarfile.LNKTYPE, 'bag/a'))", "link");
        row("a device", "h.tar.gz", "t.addfile(member('bag/null', tarfile.CHRTYPE))", "neither a file nor a folder");
        row("a pipe", "i.tar.gz", "t.addfile(member('bag/pipe', tarfile.FIFOTYPE))", "neither a file nor a folder");
        row("twice, zip", "j.zip", "z.writestr('bag/a', 'x'); z.writestr('bag/a', 'y')", "there twice");
        row("twice in capitals", "k.tar.gz", "t.addfile(member('bag/a'))\nt.addfile(member('bag/A'))", "the same file as");
        row("twice, composed and not", "l.zip", "z.writestr('bag/\\u00e9', 'x'); z.writestr('bag/e\\u0301', 'y')", "there twice");
        row("a file where a folder is", "m.tar.gz", "t.addfile(member('bag/a'))\nt.addfile(member('bag/a/b'))", "is there as a file");
        row("control characters", "n.tar.gz", "t.addfile(member('bag/a\\x1b[2J'))", "control characters");
        row("a bomb, zip", "o.zip", "with z.open('bag/zeros', 'w') as f:\n  for i in range(80): f.write(bytes(1 << 20))", "grow beyond");
        row("a bomb, tar", "o.tar.gz", "m = member('bag/zeros', size=80 << 20); t.addfile(m, io.BytesIO(bytes(80 << 20)))", "grow beyond");
        row("damaged", "p.zip", "z.writestr('bag/a', 'x' * 10000); z.close(); b = bytearray(open(path,'rb').read()); b[45] ^= 255; open(path,'wb').write(b)\nclass N:\n  def close(self): pass\nz = N()", "damaged");
        row("cut off, zip", "q.zip", "z.writestr('bag/a', bytes(range(256)) * 400); z.close(); b = open(path,'rb').read(); open(path,'wb').write(b[:200])\nclass N:\n  def close(self): pass\nz = N()", "damaged");
        row("cut off, tar", "q.tar.gz", "import os\nm = member('bag/a', size=100000); t.addfile(m, io.BytesIO(os.urandom(100000))); t.close(); b = open(path,'rb').read(); open(path,'wb').write(b[:50000])\nclass N:\n  def close(self): pass\nt = N()", "damaged");
        row("a size that lies", "r.zip", "z.writestr('bag/a', b'x' * 5000); z.close(); b = bytearray(open(path,'rb').read()); i = b.rfind(b'PK\\x01\\x02'); b[i+24:i+28] = struct.pack('<I', 10); b[22:26] = struct.pack('<I', 10); open(path,'wb').write(b)\nclass N:\n  def close(self): pass\nz = N()", "damaged");
        const auto added = [&row](const char *what, const char *name, const char *change, const char *words) {
            const QByteArray program = QByteArray(name).endsWith(".zip") ? QByteArray("z.writestr('bag/a', 'x' * 900); z.writestr('bag/b', 'y'); z.close()\nclass N:\n  def close(self): pass\nz = N()\n")
                                                                         : QByteArray("t.addfile(member('bag/a')); t.close()\nclass N:\n  def close(self): pass\nt = N()\nimport gzip\n");
            row(what, name, program + "b = open(path, 'rb').read()\n" + change + "\nopen(path, 'wb').write(b)", words);
        };
        added("added behind the end, zip", "s.zip", "b += b'later'", "5 added bytes lie behind its end");
        added("much added behind the end, zip", "t.zip", "b += bytes(70000)", "many bytes were added behind its end");
        added("added as a comment, zip", "u.zip", "b = b[:-2] + struct.pack('<H', 5) + b'later'", "5 added bytes lie behind its end");
        added("added before the end, zip", "v.zip", "b = b[:-22] + b'later' + b[-22:]", "damaged");
        added("added between files, zip", "w.zip",
              "i = b.rfind(b'PK\\x03\\x04'); j = b.find(b'PK\\x01\\x02'); k = b.rfind(b'PK\\x01\\x02')\n"
              "b = b[:i] + b'later' + b[i:k+42] + struct.pack('<I', i + 5) + b[k+46:-6] + struct.pack('<I', j + 5) + b[-2:]",
              "5 added bytes lie behind one of its files");
        added("added behind the end, tar", "s.tar.gz", "b += b'later'", "5 added bytes lie behind its end");
        added("added within what is packed, tar", "t.tar.gz", "b = gzip.compress(gzip.decompress(b) + b'later')", "5 added bytes lie behind its end");
        added("added as another member, tar", "u.tar.gz", "b += gzip.compress(b'later')", "5 added bytes lie behind its end");
    }
    void hostileArchivesAreRefusedAndLeaveNothing()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, program);
        QFETCH(QByteArray, words);
        const std::string archive = made(name, program);
        QVERIFY(!archive.empty());
        const std::uint64_t before = filesBelow();
        const std::string target = m_folder.filePath(QStringLiteral("into")).toStdString();
        const auto refused = unpack(archive, target);
        QVERIFY(!refused);
        QVERIFY2(refused.error().code == "MND-BAG-004", describe(refused.error()).c_str());
        QVERIFY2(QByteArray::fromStdString(refused.error().happened).contains(words), refused.error().happened.c_str());
        QVERIFY(!fs::exists(target));
        QVERIFY(!fs::exists(m_folder.filePath(QStringLiteral(".into.mandate-part")).toStdString()));
        QCOMPARE(filesBelow(), before);
        QVERIFY(!fs::exists("/tmp/mandate-evil.txt"));
        QVERIFY(!fs::exists(m_folder.filePath(QStringLiteral("evil.txt")).toStdString()));
        fs::remove(archive);
    }
    void moreFilesThanAnyBagNeedsAreRefusedWithTheReason()
    {
        const std::string archive = made(QStringLiteral("many.tar.gz"), "t.close()\nimport gzip\n"
                                                                        "block = member('x').tobuf()\n"
                                                                        "with gzip.open(path, 'wb', 1) as f:\n"
                                                                        "  for i in range(20000):\n"
                                                                        "    b = bytearray(block); n = b'bag/%07d' % i; b[0:len(n)] = n\n"
                                                                        "    b[148:156] = b' ' * 8; b[148:156] = b'%06o\\0 ' % sum(b)\n"
                                                                        "    f.write(b)\n");
        QVERIFY(!archive.empty());
        UnpackBounds bounds;
        bounds.files = 3000; // the default is tried by the number alone: making as many files says nothing more
        static_assert(mostBagFiles < 1'000'000);
        const auto refused = unpack(archive, at("into").toStdString(), bounds);
        QVERIFY(!refused);
        QVERIFY2(refused.error().happened.find("more than 3000 files") != std::string::npos, refused.error().happened.c_str());
        QVERIFY(!fs::exists(at("into").toStdString()));
    }
    void whatIsInOneFolderIsUnpackedAsThatFolder()
    {
        const std::string archive = made(QStringLiteral("good.zip"), "z.writestr('bag/bagit.txt', 'x'); z.writestr('bag/data/\\u00e9.txt', 'y')\n");
        const std::string into = at("good").toStdString();
        const auto unpacked = unpack(archive, into);
        QVERIFY2(unpacked.ok(), unpacked ? "" : describe(unpacked.error()).c_str());
        QVERIFY(fs::exists(into + "/bagit.txt"));
        QVERIFY(fs::exists(into + "/data/\xC3\xA9.txt"));
        const auto again = unpack(archive, into);
        QVERIFY(!again);
        QCOMPARE(again.error().code, std::string("MND-BAG-006"));
    }
    void whatIsReadOnceIsRemoved()
    {
        const std::string archive = made(QStringLiteral("once.tar.gz"), "t.addfile(member('bag/bagit.txt'))\n");
        std::string folder;
        {
            const auto unpacked = UnpackedArchive::of(archive);
            QVERIFY(unpacked.ok());
            folder = unpacked->folder();
            QVERIFY(fs::exists(folder + "/bagit.txt"));
        }
        QVERIFY(!fs::exists(fs::path(folder).parent_path()));
    }
    void whatIsNoArchiveIsSaid()
    {
        const std::string path = at("text.txt").toStdString();
        std::ofstream(path) << "no archive";
        QVERIFY(!looksLikeArchive(path));
        const auto refused = unpack(path, at("never").toStdString());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, std::string("MND-BAG-004"));
    }
};

QTEST_GUILESS_MAIN(UnpackTest)
#include "unpack_test.moc"
