// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared_world.h"

#include <QDir>
#include <QFile>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shared_world {

namespace {

bool isRoot()
{
    return ::geteuid() == 0;
}

/// The words before a program that is to run as another account.
QStringList becoming(const char *account)
{
    if (isRoot())
        return {text("setpriv"), text("--reuid"), text(account), text("--regid"), text("nogroup"), text("--clear-groups")};
    const passwd *entry = ::getpwnam(account);
    return {text("unshare"), text("--user"), text("--map-user=") + QString::number(entry ? entry->pw_uid : 65534)};
}

} // namespace

QString text(const char *words)
{
    return QString::fromLatin1(words);
}

QByteArray quoted(QByteArray json)
{
    return json.replace('\'', '"');
}

QByteArray shop(const QByteArray &version, const QByteArray &parent, int most, const QByteArray &reviewers)
{
    QByteArray json = "{'schema':'mandate.pact/1','pact_id':'shop','version':'" + version + "',";
    if (!parent.isEmpty())
        json += "'parent_version':'" + parent + "',";
    json += "'title':'Shop','binds':[{'agent':'*'}],'accountability':{'owner':'Owner A'";
    if (!reviewers.isEmpty())
        json += ",'reviewers':" + reviewers;
    json += "},'clauses':[{'id':'S1','kind':'permit','tools':['*'],'when':'true','reads_as':'Everything.'},"
            "{'id':'P1','kind':'forbid','tools':['send_money'],'when':'args.amount > " +
            QByteArray::number(most) + "','reads_as':'Payments are small.'}]}";
    return quoted(json);
}

QByteArray payments(int count, int first)
{
    QByteArray lines;
    for (int i = first; i < first + count; ++i) {
        const QByteArray number = QByteArray::number(i);
        lines += quoted("{'messages':[{'role':'user','content':'please'},{'role':'assistant','content':null,'tool_calls':[{'id':'c" + number +
                        "','type':'function','function':{'name':'send_money','arguments':'{\\'amount\\': " + number +
                        "}'}}]},{'role':'tool','tool_call_id':'c" + number + "','content':'sent " + number + "'}]}\n");
    }
    return lines;
}

SharedWorld::SharedWorld() : w(world.path(text("w.mandate"))) {}

void SharedWorld::make()
{
    if (world.run({text("init"), w}).exitCode != 0)
        qFatal("init failed");
    if (!others())
        return;
    if (isRoot()) {
        QProcess::execute(text("chgrp"), {text("nogroup"), world.path(text(".")), w});
        ::chmod(QFile::encodeName(world.path(text("."))).constData(), 02770);
        ::chmod(QFile::encodeName(w).constData(), 0660);
    }
    for (const char *account : {second(), third()}) {
        const QString keys = keysOf(account);
        QProcess::execute(text("cp"), {text("-r"), world.path(text("keys")), keys});
        if (isRoot())
            QProcess::execute(text("chown"), {text("-R"), text(account), keys});
    }
}

const char *SharedWorld::second()
{
    return self() == "account:nobody" ? "bin" : "nobody";
}

const char *SharedWorld::third()
{
    return self() == "account:daemon" ? "bin" : "daemon";
}

bool SharedWorld::others()
{
    static const bool may = [] {
        const QStringList words = becoming(second());
        QProcess process;
        process.start(words[0], words.mid(1) + QStringList{text("true")});
        return process.waitForFinished(10'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    }();
    return may;
}

std::string SharedWorld::self()
{
    const passwd *entry = ::getpwuid(::geteuid());
    return "account:" + (entry ? std::string(entry->pw_name) : "uid-" + std::to_string(::geteuid()));
}

QString SharedWorld::keysOf(const char *account) const
{
    return world.path(text("keys-") + text(account));
}

std::unique_ptr<QProcess> SharedWorld::start(const char *account, const QStringList &arguments) const
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = world.environment();
    environment.insert(text("MANDATE_KEYS"), keysOf(account));
    process->setProcessEnvironment(environment);
    const QStringList words = becoming(account);
    process->start(words[0], words.mid(1) + QStringList{text(MANDATE_BINARY)} + arguments);
    return process;
}

CliResult SharedWorld::run(const char *account, const QStringList &arguments) const
{
    const auto process = start(account, arguments);
    process->waitForFinished(60'000);
    return {process->exitStatus() == QProcess::NormalExit ? process->exitCode() : -1, process->readAllStandardOutput(),
            process->readAllStandardError()};
}

CliResult SharedWorld::pact(const QStringList &arguments) const
{
    return world.run(QStringList{text("pact")} + arguments + QStringList{text("--json")});
}

CliResult SharedWorld::pactAs(const char *account, const QStringList &arguments) const
{
    return run(account, QStringList{text("pact")} + arguments + QStringList{text("--json")});
}

} // namespace shared_world
