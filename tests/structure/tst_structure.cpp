// SPDX-License-Identifier: GPL-3.0-or-later
// The tree obeys ARCHITECTURE.md, and the check that says so can fail: each rule is broken once in a small tree of its own.
#include "tests/structure/rules.h"
#include "tests/structure/source_text.h"

#include <QFile>
#include <QLibraryInfo>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace mandate::structure;

namespace {

const QByteArray licenceLine = "// SPDX-License-Identifier: GPL-3.0-or-later\n";

std::filesystem::path qtHeaders()
{
    return QLibraryInfo::path(QLibraryInfo::HeadersPath).toStdString();
}

QString inWords(const std::vector<Violation> &violations)
{
    QStringList lines;
    for (const Violation &violation : violations)
        lines += QString::fromStdString(describe(violation));
    return lines.join(QLatin1Char('\n'));
}

QStringList rulesIn(const std::vector<Violation> &violations)
{
    QStringList rules;
    for (const Violation &violation : violations)
        rules += QString::fromStdString(violation.rule);
    return rules;
}

/// A tree in a temporary folder, obedient until a test adds to it.
class SmallTree
{
public:
    SmallTree()
    {
        add("models/base/result.h", header());
        add("models/evidence/record.h", header("#include \"models/base/result.h\"\n#include <string>\n"));
        add("models/pact/cel/lexer.h", header("#include \"models/base/result.h\"\n"));
        add("models/pact/document.h", header("#include \"models/evidence/record.h\"\n#include \"models/pact/cel/lexer.h\"\n"));
        add("models/store/store.h", header("#include \"models/pact/document.h\"\n"));
        add("models/store/sqlite/engine.cpp",
            licenceLine + "#include \"models/store/store.h\"\n#include <sqlite3.h>\nconst char *q = \"SELECT a FROM b\";\n");
        add("models/sources/adapter.h", header("#include \"models/evidence/record.h\"\n"));
        add("models/people/key_store.h", header("#include \"models/evidence/record.h\"\n"));
        add("models/workspace/workspace.h", header("#include \"models/store/store.h\"\n#include <QObject>\n#include <QtConcurrent>\n"));
        add("models/workspace/import.cpp", licenceLine + "#include \"models/sources/adapter.h\"\n");
        add("models/items/session.h", header("#include \"models/workspace/workspace.h\"\n#include \"models/store/store.h\"\n#include <QColor>\n"));
        add("views/shell/page.h", header("#include \"models/items/session.h\"\n#include <QWidget>\n"));
        add("views/evidence/page.cpp", licenceLine + "#include \"views/shell/page.h\"\n#include \"page.moc\"\n");
        add("app/cli/main.cpp", licenceLine + "#include \"models/workspace/workspace.h\"\n#include \"models/evidence/record.h\"\n");
        add("tests/models/base/tst_result.cpp", licenceLine + "#include \"models/base/result.h\"\n#include <QTest>\n");
    }

    static QByteArray header(const QByteArray &includes = {}) { return licenceLine + "#pragma once\n" + includes; }

    void add(const std::string &path, const QByteArray &text) const
    {
        const std::filesystem::path full = root() / path;
        std::filesystem::create_directories(full.parent_path());
        std::ofstream stream(full, std::ios::binary);
        stream.write(text.constData(), text.size());
        if (!stream.flush())
            qFatal("cannot write %s", full.c_str());
    }

    [[nodiscard]] std::vector<Violation> check() const { return checkTree(root(), qtHeaders()); }

private:
    [[nodiscard]] std::filesystem::path root() const { return m_folder.path().toStdString(); }

    QTemporaryDir m_folder;
};

} // namespace

class StructureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thisTreeObeys()
    {
        QVERIFY2(std::filesystem::exists(qtHeaders() / "QtCore" / "QObject"), "the headers of Qt are where the check looks for them");
        const std::vector<Violation> violations = checkTree(MANDATE_SOURCE_DIR, qtHeaders());
        QVERIFY2(violations.empty(), qPrintable(QLatin1Char('\n') + inWords(violations)));
    }

    void everyTestThatHoldsAFaultIsThere()
    {
        const auto contentOf = [](const QString &name) {
            QFile file(QStringLiteral(MANDATE_SOURCE_DIR "/") + name);
            return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
        };
        static const QRegularExpression quoted(QStringLiteral("`([^`]+)`"));
        static const QRegularExpression test(QStringLiteral("^[a-z]+[A-Z][A-Za-z0-9]+$"));
        QString name;
        QString source;
        int named = 0;
        for (auto found = quoted.globalMatch(contentOf(QStringLiteral("docs/faults.md"))); found.hasNext();) {
            const QString word = found.next().captured(1);
            if (word.startsWith(QLatin1String("tests/")) && (word.endsWith(QLatin1String(".cpp")) || word.endsWith(QLatin1String(".h")))) {
                name = word;
                source = contentOf(word);
                QVERIFY2(!source.isEmpty(), qPrintable(word));
            } else if (test.match(word).hasMatch()) {
                const QRegularExpression slot(QStringLiteral("void (\\w+::)?") + word + QStringLiteral("\\(\\)"));
                QVERIFY2(source.contains(slot), qPrintable(name + QLatin1String(": ") + word));
                ++named;
            }
        }
        QVERIFY2(named >= 100, qPrintable(QString::number(named)));
    }

    void anObedientTreePasses()
    {
        const SmallTree tree;
        QCOMPARE(inWords(tree.check()), QString());
    }

    void aBrokenRuleIsNamed_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("rules");
        const auto row = [](const char *name, const char *file, const QByteArray &text, const QStringList &rules) {
            QTest::newRow(name) << QString::fromLatin1(file) << text << rules;
        };
        const QStringList arrow{QStringLiteral("arrow")};
        const QStringList arrowAndCycle{QStringLiteral("arrow"), QStringLiteral("cycle")};

        // Arrows
        row("base knows evidence", "models/base/a.cpp", licenceLine + "#include \"models/evidence/record.h\"\n", arrowAndCycle);
        row("evidence knows pact", "models/evidence/a.cpp", licenceLine + "#include \"models/pact/document.h\"\n", arrowAndCycle);
        row("the condition language knows the pact", "models/pact/cel/a.cpp", licenceLine + "#include \"models/pact/document.h\"\n", arrowAndCycle);
        row("the condition language knows evidence", "models/pact/cel/a.cpp", licenceLine + "#include \"models/evidence/record.h\"\n", arrow);
        row("pact knows store", "models/pact/a.cpp", licenceLine + "#include \"models/store/store.h\"\n", arrowAndCycle);
        row("sources know pact", "models/sources/a.cpp", licenceLine + "#include \"models/pact/document.h\"\n", arrow);
        row("people know pact", "models/people/a.cpp", licenceLine + "#include \"models/pact/document.h\"\n", arrow);
        row("the workspace knows items", "models/workspace/a.cpp", licenceLine + "#include \"models/items/session.h\"\n", arrowAndCycle);
        row("items know what the workspace hides", "models/items/a.cpp", licenceLine + "#include \"models/sources/adapter.h\"\n", arrow);
        row("a view knows the store", "views/evidence/a.cpp", licenceLine + "#include \"models/store/store.h\"\n", arrow);
        row("a view knows the workspace", "views/evidence/a.cpp", licenceLine + "#include \"models/workspace/workspace.h\"\n", arrow);
        row("the command line knows a view", "app/cli/a.cpp", licenceLine + "#include \"views/shell/page.h\"\n", arrow);
        row("a model knows a test", "models/base/a.cpp", licenceLine + "#include \"tests/models/base/tst_result.cpp\"\n", arrow);
        row("an arrow by a path beside the file", "models/base/a.cpp", licenceLine + "#include \"../evidence/record.h\"\n", arrowAndCycle);
        row("an arrow in angle brackets", "models/base/a.cpp", licenceLine + "#  include <models/evidence/record.h>\n", arrowAndCycle);
        row("pages in a circle", "views/shell/a.cpp", licenceLine + "#include \"views/evidence/page.cpp\"\n", {QStringLiteral("cycle")});
        row("a folder nobody planned", "models/helpers/a.cpp", licenceLine, {QStringLiteral("folder")});
        row("a header that is nowhere", "models/base/a.cpp", licenceLine + "#include \"models/base/gone.h\"\n", {QStringLiteral("include")});

        // Qt
        const QStringList qt{QStringLiteral("qt")};
        const QStringList gui{QStringLiteral("gui")};
        row("Qt in base", "models/base/a.cpp", licenceLine + "#include <QString>\n", qt);
        row("Qt in a source", "models/sources/a.cpp", licenceLine + "#include <QtCore/QString>\n", qt);
        row("Qt in store by its small name", "models/store/a.cpp", licenceLine + "#include <qstring.h>\n", qt);
        row("a colour in the workspace", "models/workspace/a.cpp", licenceLine + "#include <QColor>\n", gui);
        row("a widget in incidents", "models/incidents/a.cpp", licenceLine + "#include <QtWidgets/QLabel>\n", gui);
        row("a plot in metrics", "models/metrics/a.cpp", licenceLine + "#include <qcustomplot.h>\n", gui);

        // SQL and engines
        const QStringList sql{QStringLiteral("sql")};
        const QStringList engine{QStringLiteral("engine")};
        row("SQL in items", "models/items/a.cpp", licenceLine + "const char *q = \"SELECT id\"\n    \" FROM record\";\n", sql);
        row("raw SQL in the workspace", "models/workspace/a.cpp", licenceLine + "const char *q = R\"sql(\n  delete from record)sql\";\n", sql);
        row("an engine's SQL beside the engines", "models/store/a.cpp", licenceLine + "const char *q = \"PRAGMA journal_mode\";\n", sql);
        row("SQLite outside its folder", "models/store/a.cpp", licenceLine + "#include <sqlite3.h>\n", engine);
        row("SQLite's names outside its folder", "models/workspace/a.cpp", licenceLine + "struct sqlite3;\n", engine);
        row("PostgreSQL in a view", "views/evidence/a.cpp", licenceLine + "#include <libpq-fe.h>\n", engine);
        row("Qt SQL in items", "models/items/a.cpp", licenceLine + "class QSqlQuery;\n", engine);

        // Form
        row("no licence line", "app/cli/a.cpp", "int a;\n", {QStringLiteral("licence")});
        row("no licence line in a test", "tests/models/base/a.cpp", "int a;\n", {QStringLiteral("licence")});
        row("a header read twice", "models/base/a.h", licenceLine, {QStringLiteral("once")});
        row("a file of 601 lines", "models/base/a.cpp", licenceLine + QByteArray(600, '\n'), {QStringLiteral("length")});
    }

    void aBrokenRuleIsNamed()
    {
        QFETCH(const QString, file);
        QFETCH(const QByteArray, text);
        QFETCH(const QStringList, rules);
        const SmallTree tree;
        tree.add(file.toStdString(), text);
        const std::vector<Violation> violations = tree.check();
        QVERIFY2(rulesIn(violations) == rules, qPrintable(QStringLiteral("found instead:\n") + inWords(violations)));
        if (rules.front() != QLatin1String("cycle")) // a circle has no one file
            QCOMPARE(QString::fromStdString(violations.front().file), file);
    }

    void whatOnlyLooksBrokenPasses_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char *name, const char *file, const QByteArray &text) {
            QTest::newRow(name) << QString::fromLatin1(file) << licenceLine + text;
        };
        row("an include in a comment", "models/base/a.cpp", "// #include <QString>\n/* \n#include \"models/store/store.h\"\n*/\n");
        row("an include in a constant", "models/base/a.cpp", "const char *q = R\"(\n#include <QString>\n)\";\n");
        row("SQL in a comment", "views/evidence/a.cpp", "// SELECT id FROM record\n");
        row("a sentence for people", "views/evidence/a.cpp", "const char *q = \"Select an incident from the list, or delete from it.\";\n");
        row("an engine named in words", "models/workspace/a.cpp", "// as sqlite3 does\nconst char *q = \"sqlite3\";\n");
        row("digit separators", "models/base/a.cpp", "int a = 1'000'000; // it's fine\n#include <string>\n");
        row("600 lines", "models/base/a.cpp", QByteArray(599, '\n'));
    }

    void whatOnlyLooksBrokenPasses()
    {
        QFETCH(const QString, file);
        QFETCH(const QByteArray, text);
        const SmallTree tree;
        tree.add(file.toStdString(), text);
        QCOMPARE(inWords(tree.check()), QString());
    }

    void aCircleIsToldByItsIncludes()
    {
        const SmallTree tree;
        tree.add("views/shell/window.cpp", licenceLine + "#include \"views/evidence/page.cpp\"\n");
        const std::vector<Violation> violations = tree.check();
        QCOMPARE(violations.size(), std::size_t{1});
        QVERIFY(violations.front().reason.find("views/evidence/page.cpp includes views/shell/page.h") != std::string::npos);
        QVERIFY(violations.front().reason.find("views/shell/window.cpp includes views/evidence/page.cpp") != std::string::npos);
    }

    void sourcesAreReadAsACompilerWould()
    {
        const SourceText text = readSource(
            "first\n# include \"a/b.h\" // why\n#pragma once\nauto s = \"x\\\"y\" /* joined */\n  \"z\"; char c = '\"';\nauto r = R\"q(a)\"b)q\";");
        QCOMPARE(text.firstLine, std::string("first"));
        QCOMPARE(text.lines, std::size_t{6});
        QVERIFY(text.hasPragmaOnce);
        QCOMPARE(text.includes.size(), std::size_t{1});
        QCOMPARE(text.includes[0].name, std::string("a/b.h"));
        QCOMPARE(text.includes[0].line, std::size_t{2});
        QVERIFY(text.includes[0].quoted);
        QCOMPARE(text.constants.size(), std::size_t{2});
        QCOMPARE(text.constants[0].text, std::string("x\\\"yz"));
        QCOMPARE(text.constants[0].line, std::size_t{4});
        QCOMPARE(text.constants[1].text, std::string("a)\"b"));
        QVERIFY(text.code.find("char c =") != std::string::npos);
        QVERIFY(text.code.find("joined") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(StructureTest)
#include "tst_structure.moc"
