// SPDX-License-Identifier: GPL-3.0-or-later
// Witnesses of a ledger: a real time-stamp authority (OpenSSL's), a folder, a mailbox; and held checkpoints against ledgers that were cut or rewritten.
#include "tests/models/workspace/made_trail.h"
#include "tests/models/workspace/several_people.h"
#include "tests/models/workspace/time_stamp_authority.h"

#include "models/workspace/workspace_watch.h"
#include "models/workspace/witnesses.h"

#include <QProcess>
#include <QTest>

using namespace mandate;
using namespace mandate::test;

namespace {

WitnessStatement place(const std::string &id, WitnessKind kind, const QString &path)
{
    WitnessStatement statement;
    statement.id = id;
    statement.kind = kind;
    statement.place = path.toStdString();
    return statement;
}

QByteArray textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class WitnessesTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    int m_made = 0;

    std::unique_ptr<Workspace> shop()
    {
        auto made = m_folder.workspace(shopPact());
        add(*made);
        return made;
    }
    void add(Workspace &workspace)
    {
        ++m_made;
        (void)need(workspace.import({m_folder.write("t" + std::to_string(m_made) + ".jsonl", lines({{"a", "pay", R"({"amount":20})", 1}}, static_cast<std::size_t>(m_made) * 10))}, {}));
    }
    static std::string codeOf(const auto &result) { return result ? std::string() : result.error().code; }

private Q_SLOTS:
    void anAuthorityStampsTheCheckpointOnce()
    {
        const TimeStampAuthority authority;
        const auto workspace = shop();
        Witnesses witnesses(*workspace);
        if (auto set = witnesses.set(authority.witness()); !set)
            QFAIL(describe(set.error()).c_str());
        const auto reports = need(witnesses.tell());
        QCOMPARE(reports.size(), std::size_t{1});
        QVERIFY2(reports.front().stamp, reports.front().problem ? describe(*reports.front().problem).c_str() : "");
        QVERIFY(std::abs(reports.front().stamp->at.nanoseconds - systemNow().nanoseconds) < 60'000'000'000);
        QCOMPARE(reports.front().stamp->authority, std::string("CN=Test time-stamp authority,O=Test"));
        QCOMPARE(reports.front().stamp->policy, std::string("1.2.3.4.1"));
        QVERIFY(need(witnesses.tell()).front().nothingNew); // its own entry is nothing new
        add(*workspace);
        QVERIFY(need(witnesses.tell()).front().stamp);
        QCOMPARE(witnesses.timestamps().size(), std::size_t{2});
        QVERIFY(need(workspace->verify()).ok);

        // openssl says so too
        const LedgerTimestamp stamp = witnesses.timestamps().front();
        const std::string note = m_folder.write("note", stamp.kept.checkpoint), response = m_folder.write("response", stamp.kept.response), root = m_folder.write("root.pem", authority.read("root.pem"));
        QProcess openssl;
        openssl.start(QStringLiteral("openssl"), {QStringLiteral("ts"), QStringLiteral("-verify"), QStringLiteral("-data"), QString::fromStdString(note), QStringLiteral("-in"), QString::fromStdString(response),
                                                  QStringLiteral("-CAfile"), QString::fromStdString(root)});
        QVERIFY(openssl.waitForFinished());
        QCOMPARE(openssl.exitCode(), 0);
    }

    void aStampThatDoesNotHoldIsRefused()
    {
        const TimeStampAuthority authority, stranger;
        const auto workspace = shop();
        Witnesses witnesses(*workspace);
        QVERIFY(witnesses.set(authority.witness()).ok());
        (void)need(witnesses.tell());
        const LedgerTimestamp stamp = witnesses.timestamps().front();
        const Digest imprint = sha256(stamp.kept.checkpoint);
        QVERIFY(openTimestamp(stamp.kept.response, imprint, authority.read("root.pem")).ok());
        QVERIFY(!openTimestamp(stamp.kept.response, imprint, stranger.read("root.pem")).ok()); // nobody chose this authority
        QVERIFY(!openTimestamp(stamp.kept.response, imprint, {}).ok());
        QVERIFY(!openTimestamp(stamp.kept.response, sha256("another checkpoint"), authority.read("root.pem")).ok());
        QVERIFY(!openTimestamp(stamp.kept.response, imprint, authority.read("root.pem"), 12345).ok()); // an answer to another question
        for (std::size_t i = 0; i < stamp.kept.response.size(); i += 7) {
            std::string damaged = stamp.kept.response;
            damaged[i] = static_cast<char>(damaged[i] ^ 0x20);
            const auto opened = openTimestamp(damaged, imprint, authority.read("root.pem"));
            QVERIFY2(!opened || *opened == *stamp.stamp, std::to_string(i).c_str()); // what nobody signs may differ, what it says may not
        }
        QVERIFY(!openTimestamp(stamp.kept.response + "x", imprint, authority.read("root.pem")).ok());
        QCOMPARE(codeOf(witnesses.keep("tsa", stamp.kept.checkpoint, "no response")), std::string("MND-TSA-001"));
    }

    void anAuthorityThatFailsOrLiesHarmsNothing()
    {
        for (const char *manner : {"broken", "lying"}) {
            const TimeStampAuthority authority(QString::fromLatin1(manner));
            const auto workspace = shop();
            Witnesses witnesses(*workspace);
            QVERIFY(witnesses.set(authority.witness()).ok());
            QTemporaryDir kept;
            QVERIFY(witnesses.set(place("share", WitnessKind::Folder, kept.path())).ok());
            const std::uint64_t before = workspace->store().size();
            const auto reports = need(witnesses.tell());
            QCOMPARE(reports.size(), std::size_t{2}); // by name: share, tsa
            QVERIFY(!reports[0].problem);
            QVERIFY2(reports[1].problem, manner);
            QCOMPARE(workspace->store().size(), before);
            QCOMPARE(QDir(kept.path()).entryList(QDir::Files).size(), 1);
        }
        const auto workspace = shop();
        Witnesses witnesses(*workspace);
        WitnessStatement nowhere = TimeStampAuthority().witness();
        nowhere.place = "http://127.0.0.1:1/";
        QVERIFY(witnesses.set(nowhere).ok());
        QCOMPARE(need(witnesses.tell()).front().problem->code, std::string("MND-TSA-021"));
    }

    void requestsAreCarriedByHand()
    {
        const TimeStampAuthority authority;
        const auto workspace = shop();
        Witnesses witnesses(*workspace);
        WitnessStatement byHand = authority.witness("notary");
        byHand.place.clear();
        QVERIFY(witnesses.set(byHand).ok());
        QVERIFY(need(witnesses.tell()).empty());
        const auto [request, note] = need(witnesses.request("notary"));
        add(*workspace); // the ledger goes on meanwhile
        const std::string query = m_folder.write("query.tsq", request);
        const std::string response = authority.answer(query); // at the authority's own desk
        const Timestamp stamp = need(witnesses.keep("notary", note, response));
        QCOMPARE(witnesses.timestamps().front().stamp, std::optional(stamp));
        QCOMPARE(codeOf(witnesses.keep("notary", "no checkpoint", response)).substr(0, 4), std::string("MND-"));
        QVERIFY(need(workspace->verify()).ok);
    }

    void aFolderAndAMailboxKeepEachCheckpointOnce()
    {
        QTemporaryDir kept;
        const QString mailbox = kept.filePath(QStringLiteral("ledger.mbox"));
        QDir(kept.path()).mkdir(QStringLiteral("share"));
        const auto workspace = shop();
        Witnesses witnesses(*workspace);
        QVERIFY(witnesses.set(place("share", WitnessKind::Folder, kept.filePath(QStringLiteral("share")))).ok());
        QVERIFY(witnesses.set(place("mail", WitnessKind::Mailbox, mailbox)).ok());
        (void)need(witnesses.tell());
        for (const WitnessReport &report : need(witnesses.tell()))
            QVERIFY(report.nothingNew);
        add(*workspace);
        (void)need(witnesses.tell());
        QCOMPARE(textOf(mailbox).count("\nSubject: Checkpoint of mandate/"), 2);
        const QDir share(kept.filePath(QStringLiteral("share")));
        const QStringList names = share.entryList(QDir::Files, QDir::Name);
        QCOMPARE(names.size(), 2);
        for (const QString &name : names) {
            const auto comparison = need(witnesses.compare(textOf(share.filePath(name)).toStdString()));
            QVERIFY2(comparison.holds, comparison.says.c_str());
        }
        QVERIFY(witnesses.set(place("gone", WitnessKind::Folder, kept.filePath(QStringLiteral("no/such")))).ok());
        for (const WitnessReport &report : need(witnesses.tell()))
            QCOMPARE(report.problem.has_value(), report.witness == "gone");
    }

    void whileAProgramRunsTheyAreToldByItself()
    {
        QTemporaryDir kept;
        const auto workspace = shop();
        QVERIFY(Witnesses(*workspace).set(place("share", WitnessKind::Folder, kept.path())).ok());
        const auto checkpoints = [&] { return QDir(kept.path()).entryList(QDir::Files).size(); };
        const WorkspaceWatch watch(*workspace, std::chrono::milliseconds(10), std::chrono::milliseconds(20));
        QTRY_COMPARE(checkpoints(), 1);
        add(*workspace);
        QTRY_VERIFY(checkpoints() >= 2);
        const auto settled = checkpoints();
        QTest::qWait(200);
        QVERIFY(checkpoints() - settled <= 1); // nothing new, nothing written
    }

    void aHeldCheckpointFindsACutAndARewrittenPast()
    {
        const std::string path = m_folder.path("kept.mandate");
        auto workspace = need(Workspace::create(path));
        add(*workspace);
        const std::string early = need(Witnesses(*workspace).checkpoint());
        workspace.reset();
        QVERIFY(QFile::copy(QString::fromStdString(path), QString::fromStdString(m_folder.path("copy.mandate"))));
        workspace = need(Workspace::open(path));
        add(*workspace);
        const std::string late = need(Witnesses(*workspace).checkpoint());
        const auto holds = need(Witnesses(*workspace).compare(early));
        QVERIFY2(holds.holds, holds.says.c_str());
        const std::string proof = consistencyText(holds);
        QCOMPARE(need(consistencyHolds(proof, holds.held, holds.today)), true);
        Checkpoint other = holds.held;
        other.root = sha256("another past");
        QCOMPARE(need(consistencyHolds(proof, other, holds.today)), false);
        QVERIFY(!consistencyHolds("no proof", holds.held, holds.today).ok());

        const auto copy = need(Workspace::open(m_folder.path("copy.mandate")));
        QVERIFY(Witnesses(*copy).compare(late)->says.find("cut off") != std::string::npos);
        (void)need(copy->import({m_folder.write("other.jsonl", lines({{"z", "pay", R"({"amount":99})", 9}}, 5000))}, {}));
        add(*copy);
        const auto rewritten = need(Witnesses(*copy).compare(late)); // the same key, another history
        QVERIFY(!rewritten.holds);
        const auto stranger = shop();
        QVERIFY(!Witnesses(*stranger).compare(early).ok()); // another ledger's key
    }

    void onlyOwnersAndLegalSayWhoWitnesses()
    {
        const People people;
        auto workspace = need(Workspace::create(m_folder.path("people.mandate"), people.surroundings()));
        (void)need(workspace->enrolFirst({PersonRole::Owner}, "first"));
        (void)need(workspace->enrol(people.request("pia"), {PersonRole::ProductLead}, "lead"));
        people.who->become("pia");
        QTemporaryDir kept;
        QCOMPARE(codeOf(Witnesses(*workspace).set(place("share", WitnessKind::Folder, kept.path()))), std::string("MND-TSA-026"));
        people.who->become("ada");
        QVERIFY(Witnesses(*workspace).set(place("share", WitnessKind::Folder, kept.path())).ok());
        QCOMPARE(codeOf(Witnesses(*workspace).set(place("Bad Name", WitnessKind::Folder, kept.path()))), std::string("MND-TSA-011"));
        QCOMPARE(codeOf(Witnesses(*workspace).set(place("relative", WitnessKind::Folder, QStringLiteral("here")))), std::string("MND-TSA-013"));
        WitnessStatement authority = place("tsa", WitnessKind::Authority, QStringLiteral("http://127.0.0.1:1/"));
        QCOMPARE(codeOf(Witnesses(*workspace).set(authority)), std::string("MND-TSA-002")); // whom to trust is not said
        WitnessStatement gone = place("share", WitnessKind::Folder, kept.path());
        gone.removed = true;
        QVERIFY(Witnesses(*workspace).set(gone).ok());
        QVERIFY(Witnesses(*workspace).list().empty());
        QVERIFY(need(workspace->verify()).ok);
    }
};

QTEST_GUILESS_MAIN(WitnessesTest)
#include "witnesses_test.moc"
