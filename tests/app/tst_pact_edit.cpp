// SPDX-License-Identifier: GPL-3.0-or-later
// Editing a pact's file through the real program, with editors that are scripts, without a terminal and at one.
#include "cli_process.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <memory>
#include <pty.h>
#include <unistd.h>

using nlohmann::json;

namespace {

QString text(const char *words)
{
    return QString::fromLatin1(words);
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray pact(const char *when, const char *title = "Shop")
{
    return QByteArray::fromStdString(
        json{{"schema", "mandate.pact/1"},
             {"pact_id", "shop"},
             {"version", "1.0.0"},
             {"title", title},
             {"binds", json::array({{{"agent", "a"}}})},
             {"accountability", {{"owner", "Owner A"}, {"deputy", "Deputy B"}}},
             {"tools", json::array({{{"name", "pay"}, {"title", "Pays"}}})},
             {"clauses", json::array({{{"id", "S1"}, {"kind", "permit"}, {"tools", {"pay"}}, {"when", when}, {"reads_as", "Payments."}}})}}
            .dump(2));
}

} // namespace

class tst_PactEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatIsTypedReplacesTheFile();
    void visualGoesBeforeEditorAndMayHaveOptions();
    void nothingTypedChangesNothing();
    void aLinkAndTheModeStay();
    void whatDoesNotParseIsKeptApart();
    void problemsOfClassErrorAreKeptApart();
    void anEditorThatFailsChangesNothing();
    void anotherHandIsNotOverwritten();
    void theTextIsKeptOnAFullDisk();
    void theEditorMayPrint();
    void atATerminalItIsEditedAgain();
    void atATerminalItMayBeGivenUp();

private:
    /// An editor that does this with the file "$1"; N counts its runs.
    QString editor(const QByteArray &script) const;
    CliResult edit(const QString &command, const QStringList &more = {}, const char *variable = "EDITOR") const;
    CliResult editAtTerminal(const QString &command, const QByteArray &answer) const;
    [[nodiscard]] QStringList copies() const { return QDir(m_world->path(text("."))).entryList({text("shop.edit-*")}, QDir::Files); }
    std::unique_ptr<CliWorld> m_world;
    QString m_file;
    const QByteArray m_before = pact("true");
};

void tst_PactEdit::init()
{
    m_world = std::make_unique<CliWorld>();
    m_file = m_world->write(text("shop.json"), m_before);
    m_world->write(text("good.json"), pact("args.amount < 100", "Better"));
    m_world->write(text("bad.json"), "{\"schema\": ");
    m_world->write(text("broken.json"), pact("args.amount <"));
}

QString tst_PactEdit::editor(const QByteArray &script) const
{
    const QString path = m_world->write(text("editor"), "#!/bin/sh\ncd '" + QFile::encodeName(m_world->path(text("."))) +
                                                            "'\necho >> runs\nN=$(wc -l < runs)\n" + script + '\n');
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
}

CliResult tst_PactEdit::edit(const QString &command, const QStringList &more, const char *variable) const
{
    QProcess process;
    QProcessEnvironment environment = m_world->environment();
    environment.remove(text("VISUAL"));
    environment.insert(text("EDITOR"), text("false"));
    environment.insert(text(variable), command);
    process.setProcessEnvironment(environment);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(text(MANDATE_BINARY), QStringList{text("pact"), text("edit"), m_file} + more);
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

CliResult tst_PactEdit::editAtTerminal(const QString &command, const QByteArray &answer) const
{
    int master = -1;
    int slave = -1;
    if (::openpty(&master, &slave, nullptr, nullptr, nullptr) != 0)
        return {};
    QProcess process;
    QProcessEnvironment environment = m_world->environment();
    environment.remove(text("VISUAL"));
    environment.insert(text("EDITOR"), command);
    process.setProcessEnvironment(environment);
    process.setChildProcessModifier([slave] { ::dup2(slave, STDIN_FILENO); });
    process.start(text(MANDATE_BINARY), {text("pact"), text("edit"), m_file});
    const bool written = ::write(master, answer.constData(), static_cast<std::size_t>(answer.size())) == answer.size();
    const bool finished = written && process.waitForFinished(60'000);
    ::close(master);
    ::close(slave);
    if (!finished)
        return {};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

void tst_PactEdit::whatIsTypedReplacesTheFile()
{
    const CliResult result = edit(editor("cp good.json \"$1\""), {text("--json")});
    QVERIFY2(result.exitCode == 0, result.err);
    COMPARE_JSON(result.json()["changed"], json(true));
    COMPARE_JSON(result.json()["pact"], json("shop@1.0.0"));
    QVERIFY(result.json()["problems"].is_array());
    QCOMPARE(bytesOf(m_file), pact("args.amount < 100", "Better"));
    QVERIFY(copies().isEmpty());
}

void tst_PactEdit::visualGoesBeforeEditorAndMayHaveOptions()
{
    const QString command = editor("test \"$1\" = --wait && cp good.json \"$2\"") + text(" --wait");
    const CliResult result = edit(command, {}, "VISUAL");
    QVERIFY2(result.exitCode == 0, result.err);
    QVERIFY2(result.out.contains("Written: "), result.out);
    QCOMPARE(bytesOf(m_file), pact("args.amount < 100", "Better"));
}

void tst_PactEdit::nothingTypedChangesNothing()
{
    const CliResult result = edit(editor("true"));
    QCOMPARE(result.exitCode, 0);
    QVERIFY2(result.out.contains("Nothing was changed."), result.out);
    COMPARE_JSON(edit(editor("true"), {text("--json")}).json()["changed"], json(false));
    QVERIFY(copies().isEmpty());
}

void tst_PactEdit::aLinkAndTheModeStay()
{
    const QString real = m_file;
    QFile::setPermissions(real, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup);
    const QFile::Permissions mode = QFile::permissions(real);
    m_file = m_world->path(text("link.json"));
    QVERIFY(QFile::link(real, m_file));
    QCOMPARE(edit(editor("cp good.json \"$1\"")).exitCode, 0);
    QCOMPARE(QFile::symLinkTarget(m_file), real);
    QCOMPARE(bytesOf(real), pact("args.amount < 100", "Better"));
    QCOMPARE(QFile::permissions(real), mode);
}

void tst_PactEdit::whatDoesNotParseIsKeptApart()
{
    const CliResult result = edit(editor("cp bad.json \"$1\""));
    QCOMPARE(result.exitCode, 2);
    QCOMPARE(bytesOf(m_file), m_before);
    QCOMPARE(copies().size(), 1);
    QVERIFY2(result.err.contains(copies().front().toUtf8()), result.err);
    QCOMPARE(bytesOf(m_world->path(copies().front())), QByteArray("{\"schema\": "));
}

void tst_PactEdit::problemsOfClassErrorAreKeptApart()
{
    const CliResult result = edit(editor("cp broken.json \"$1\""));
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.out.contains("S1"), result.out); // what is wrong
    QCOMPARE(bytesOf(m_file), m_before);
    QCOMPARE(copies().size(), 1);
    QVERIFY2(result.err.contains(copies().front().toUtf8()), result.err);
    QCOMPARE(bytesOf(m_world->path(copies().front())), pact("args.amount <"));
}

void tst_PactEdit::anEditorThatFailsChangesNothing()
{
    const CliResult typed = edit(editor("cp good.json \"$1\"; exit 3"));
    QCOMPARE(typed.exitCode, 1);
    QVERIFY2(typed.err.contains("exit code 3"), typed.err);
    QCOMPARE(bytesOf(m_file), m_before);
    QCOMPARE(copies().size(), 1);
    QVERIFY(QFile::remove(m_world->path(copies().front())));
    const CliResult none = edit(text("/nowhere/editor"));
    QCOMPARE(none.exitCode, 1);
    QVERIFY2(none.err.contains("Set VISUAL or EDITOR"), none.err);
    QVERIFY(copies().isEmpty());
    QCOMPARE(edit(editor("rm \"$1\"")).exitCode, 2);
    QCOMPARE(bytesOf(m_file), m_before);
}

void tst_PactEdit::anotherHandIsNotOverwritten()
{
    const CliResult result = edit(editor("cp good.json \"$1\"; echo other > shop.json"));
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("was changed while you edited it"), result.err);
    QCOMPARE(bytesOf(m_file), QByteArray("other\n"));
    QCOMPARE(copies().size(), 1);
}

void tst_PactEdit::theTextIsKeptOnAFullDisk()
{
    // The limit comes with the editor's own shell: the program itself writes the copy first, then the file.
    const QString command = editor("cp good.json \"$1\"; head -c 5000 /dev/zero | tr '\\0' ' ' >> \"$1\"");
    QProcess process;
    QProcessEnvironment environment = m_world->environment();
    environment.remove(text("VISUAL"));
    environment.insert(text("EDITOR"), text("ulimit -S -f unlimited; ") + command);
    process.setProcessEnvironment(environment);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(text("bash"), {text("-c"), text("ulimit -S -f 2; exec \"$0\" \"$@\""), text(MANDATE_BINARY), text("pact"), text("edit"), m_file});
    QVERIFY(process.waitForFinished(60'000));
    const QByteArray said = process.readAllStandardError();
    QVERIFY2(process.exitCode() == 1 && said.contains("MND-CLI-014"), said);
    QCOMPARE(bytesOf(m_file), m_before);
    QCOMPARE(copies().size(), 1);
    QVERIFY2(said.contains(copies().front().toUtf8()), said);
}

void tst_PactEdit::theEditorMayPrint()
{
    const CliResult result = edit(editor("echo hello; cp good.json \"$1\""), {text("--json")});
    QVERIFY2(result.err.contains("hello"), result.err);
    QVERIFY(result.json().is_object());
}

void tst_PactEdit::atATerminalItIsEditedAgain()
{
    const CliResult result = editAtTerminal(
        editor("test $N = 1 && cp bad.json \"$1\"; test $N = 2 && cp broken.json \"$1\"; test $N = 3 && cp good.json \"$1\"; true"), "y\n\n");
    QVERIFY2(result.exitCode == 0, result.err);
    QCOMPARE(result.err.count("Edit again?"), 2);
    QCOMPARE(bytesOf(m_file), pact("args.amount < 100", "Better"));
    QVERIFY(copies().isEmpty());
}

void tst_PactEdit::atATerminalItMayBeGivenUp()
{
    const CliResult result = editAtTerminal(editor("cp bad.json \"$1\""), "n\n");
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.err.contains("Edit again?"), result.err);
    QCOMPARE(bytesOf(m_file), m_before);
    QCOMPARE(copies().size(), 1);
}

QTEST_GUILESS_MAIN(tst_PactEdit)
#include "tst_pact_edit.moc"
