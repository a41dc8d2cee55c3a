// SPDX-License-Identifier: GPL-3.0-or-later
// Making and opening: twice, for reading only, without its key, damaged.
#include "tests/models/workspace/made_trail.h"

#include "models/workspace/metric_trail.h"

#include <QDir>
#include <QTest>

#include <random>

using namespace mandate;
using namespace mandate::test;

namespace {

QByteArray contentOf(const std::string &path)
{
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", path.c_str());
    return file.readAll();
}

} // namespace

class OpeningTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    const std::vector<Call> m_calls{{"a", "read_order", "{}", 1}, {"a", "refund", "{}", 2}, {"b", "refund", "{}", 3}};

    std::string trail() const { return m_folder.write("trail.jsonl", lines(m_calls)); }
    /// The path of a workspace that holds the trail, closed.
    std::string closed()
    {
        const auto workspace = m_folder.workspace(shopPact());
        (void)need(workspace->import({trail()}, {}));
        return workspace->path();
    }

private Q_SLOTS:
    void nothingIsMadeOverWhatIsThere();
    void whatIsNotThereOrNoWorkspaceIsRefused();
    void twoThatAreOpenSeeEachOthersEntries();
    void forReadingOnlyNothingChanges();
    void withoutItsKeyItIsReadButNotAddedTo();
    void aChangedByteIsFoundAndHarmsNothingElse();
    void aFileCutShortIsRefusedOrFoundOut();
};

void OpeningTest::nothingIsMadeOverWhatIsThere()
{
    const std::string path = closed();
    const QByteArray before = contentOf(path);
    const auto keys = [] { return QDir(qEnvironmentVariable("MANDATE_KEYS")).entryList(QDir::Files | QDir::Hidden); };
    const QStringList keysBefore = keys();
    QVERIFY(!keysBefore.isEmpty());
    const auto refused = Workspace::create(path);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Refused);
    QVERIFY(contentOf(path) == before);
    QVERIFY(!Workspace::create(m_folder.path("no/such/folder/w.mandate")));
    QCOMPARE(keys(), keysBefore); // no key stays behind for a workspace that was not made
}

void OpeningTest::whatIsNotThereOrNoWorkspaceIsRefused()
{
    const std::string missing = m_folder.path("missing.mandate");
    const auto none = Workspace::open(missing);
    QVERIFY(!none);
    QCOMPARE(none.error().kind, ErrorKind::Missing);
    QVERIFY(!QFile::exists(QString::fromStdString(missing))); // looking makes nothing
    for (const char *content : {"", "plain text", "SQLite format 3"}) {
        const std::string path = m_folder.write("other.mandate", content);
        for (const bool readOnly : {false, true}) {
            const auto refused = Workspace::open(path, readOnly);
            QVERIFY(!refused);
            QVERIFY(!refused.error().happened.empty() && !refused.error().remedy.empty());
        }
        QVERIFY(contentOf(path) == content);
    }
}

void OpeningTest::twoThatAreOpenSeeEachOthersEntries()
{
    const std::string path = closed();
    const auto one = need(Workspace::open(path));
    const auto two = need(Workspace::open(path));
    QCOMPARE(one->store().size(), two->store().size());
    (void)need(one->import({m_folder.write("more.jsonl", lines({{"c", "refund", "{}", 4}}, 30))}, {}));
    QCOMPARE(two->store().size(), one->store().size());
    QCOMPARE(need(two->incidents()).size(), std::size_t{2});
    (void)need(two->addPact(shopPact("2.0.0", "shop", "*", 50)));
    QCOMPARE(one->pactFor("clerk", "shop")->document.version, std::string("2.0.0"));
    (void)need(one->import({m_folder.write("most.jsonl", lines({{"d", "pay", R"({"amount":70})", std::nullopt}}, 40))}, {})); // judged by what the other brought
    QCOMPARE(rows(*two).back().verdict, Verdict::Prohibited);
    QVERIFY(judged(*one) == judged(*two));

    // While one is in the middle of an import the other is refused, and may write when it is over.
    std::string long_;
    for (std::size_t i = 0; i < 20'000; ++i)
        long_ += line({"l" + std::to_string(i % 50), "look", "{}", 6}, 1000 + i);
    std::string code;
    (void)need(one->import({m_folder.write("long.jsonl", long_)}, {}, [&](const ImportStep &) {
        const auto refused = two->suspend("clerk", "other", {});
        code = refused ? "stored" : refused.error().code;
    }));
    QCOMPARE(code, std::string("MND-STO-024"));
    (void)need(two->suspend("clerk", "other", {}));
    QVERIFY(need(one->verify()).ok);
}

void OpeningTest::forReadingOnlyNothingChanges()
{
    const std::string path = closed();
    const QByteArray before = contentOf(path);
    {
        const auto workspace = need(Workspace::open(path, true));
        QVERIFY(workspace->isReadOnly());
        QCOMPARE(workspace->path(), path);
        QCOMPARE(need(workspace->incidents()).size(), std::size_t{1});
        QCOMPARE(rows(*workspace).size(), std::size_t{3});
        QVERIFY(need(workspace->verify()).ok);
        QCOMPARE(workspace->import({trail()}, {}).error().code, std::string("MND-WSP-001"));
        QCOMPARE(workspace->addPact(shopPact("3.0.0")).error().code, std::string("MND-WSP-001"));
        QCOMPARE(workspace->suspend("clerk", "other", {}).error().code, std::string("MND-WSP-001"));
        QCOMPARE(workspace->resume("clerk", "other", {}).error().code, std::string("MND-WSP-001"));
    }
    QVERIFY(contentOf(path) == before);
}

void OpeningTest::withoutItsKeyItIsReadButNotAddedTo()
{
    const std::string path = closed();
    const QByteArray keys = qgetenv("MANDATE_KEYS");
    qputenv("MANDATE_KEYS", QFile::encodeName(QString::fromStdString(m_folder.path("no-keys"))));
    const auto workspace = need(Workspace::open(path));
    qputenv("MANDATE_KEYS", keys);
    QVERIFY(need(workspace->verify()).ok);
    const Checkpoint head = workspace->store().head();
    const std::string more = m_folder.write("keyless.jsonl", lines({{"k", "look", "{}", 9}}, 60));
    QCOMPARE(workspace->import({more}, {}).error().code, std::string("MND-KEY-002"));
    QCOMPARE(workspace->addPact(shopPact("4.0.0")).error().code, std::string("MND-KEY-002"));
    QCOMPARE(workspace->suspend("clerk", "other", {}).error().code, std::string("MND-KEY-002"));
    QCOMPARE(workspace->store().head(), head);
    QCOMPARE(rows(*workspace).size(), std::size_t{3});
    QCOMPARE(workspace->pactFor("clerk", "shop")->document.version, std::string("1.0.0"));
}

void OpeningTest::aChangedByteIsFoundAndHarmsNothingElse()
{
    const std::string path = closed();
    const QByteArray whole = contentOf(path);
    std::mt19937 random(7);
    int refused = 0;
    int found = 0;
    for (int round = 0; round < 150; ++round) {
        QByteArray damaged = whole;
        const auto place = static_cast<qsizetype>(random() % static_cast<unsigned>(damaged.size()));
        damaged[place] = static_cast<char>(damaged[place] ^ (1 << random() % 8));
        const std::string copy = m_folder.write("damaged.mandate", {damaged.constData(), static_cast<std::size_t>(damaged.size())});
        QFile::remove(QString::fromStdString(copy + "-text"));
        const auto workspace = Workspace::open(copy);
        if (!workspace) {
            QVERIFY(!workspace.error().happened.empty() && !workspace.error().remedy.empty());
            ++refused;
            continue;
        }
        const auto verified = (*workspace)->verify(); // an answer or an error, never an end of the program
        if (!verified || !verified->ok) {
            ++found;
        } else { // in what nothing rests on: all of it is still there
            QCOMPARE(rows(**workspace).size(), std::size_t{3});
        }
        (void)(*workspace)->incidents();
        (void)(*workspace)->agents();
        (void)(*workspace)->stats();
        (void)readMetricTrail(**workspace);
        (void)(*workspace)->import({m_folder.write("onto.jsonl", lines({{"o", "pay", "{}", 9}}, 70))}, {});
    }
    QVERIFY(refused > 0);
    QVERIFY(found > 0);
}

void OpeningTest::aFileCutShortIsRefusedOrFoundOut()
{
    const QByteArray whole = contentOf(closed());
    for (qsizetype size = 0; size < whole.size(); size += 1 + whole.size() / 40) {
        const std::string copy = m_folder.write("short.mandate", {whole.constData(), static_cast<std::size_t>(size)});
        const auto workspace = Workspace::open(copy);
        if (!workspace)
            continue;
        const auto verified = (*workspace)->verify();
        QVERIFY2(!verified || !verified->ok, qPrintable(QString::number(size)));
    }
}

QTEST_GUILESS_MAIN(OpeningTest)
#include "opening_test.moc"
