// SPDX-License-Identifier: GPL-3.0-or-later
// Status lists on disk: verified by openssl alone, never torn, and said to hold only when they do.
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "models/enforcement/status_folder.h"
#include "tests/models/enforcement/peer.h"

#include <atomic>
#include <memory>
#include <thread>

using namespace mandate;
using namespace mandate::peer;
using Outcome = Delivery::Outcome;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Exit code of the command that docs/enforcement.md gives, in a list's folder; −1 when openssl is not there.
int verifiedByOpenssl(const QString &folder)
{
    QProcess openssl;
    openssl.setWorkingDirectory(folder);
    openssl.start(QStringLiteral("openssl"), {QStringLiteral("pkeyutl"), QStringLiteral("-verify"), QStringLiteral("-pubin"),
                                              QStringLiteral("-inkey"), QStringLiteral("key.pem"), QStringLiteral("-rawin"), QStringLiteral("-in"),
                                              QStringLiteral("status.json"), QStringLiteral("-sigfile"), QStringLiteral("status.json.sig")});
    return openssl.waitForFinished() && openssl.exitStatus() == QProcess::NormalExit ? openssl.exitCode() : -1;
}

} // namespace

class StatusFileTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    const SigningKey m_key = testKey();
    const Secrets m_secrets{{}, &m_key};
    Outside m_outside;

    [[nodiscard]] QString current() const { return m_folder->filePath(QStringLiteral("current")); }
    [[nodiscard]] EnforcementPoint point() const { return pointOf(PointKind::StatusFile, m_folder->path().toStdString()); }
    [[nodiscard]] Delivery sent(AgentState state) const { return deliver(point(), standingOfBot(state), m_secrets, m_outside); }
    [[nodiscard]] Delivery held(AgentState state) const { return holds(point(), standingOfBot(state), m_secrets, m_outside); }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
        m_outside = Outside();
    }
    void opensslAloneVerifiesTheListAndSeesAChangedByte()
    {
        const Delivery delivery = sent(AgentState::Suspended);
        QVERIFY2(delivery.outcome == Outcome::Confirmed, words(delivery));
        QCOMPARE(verifiedByOpenssl(current()), 0);
        QFile list(QFileInfo(current()).canonicalFilePath() + QStringLiteral("/status.json"));
        QByteArray json = contentOf(list.fileName());
        QVERIFY(json.contains(R"("allowed":false)"));
        json.replace(R"("allowed":false)", R"("allowed":true )");
        QVERIFY(list.open(QIODevice::WriteOnly) && list.write(json) == json.size());
        list.close();
        QCOMPARE(verifiedByOpenssl(current()), 1);
        QCOMPARE(held(AgentState::Suspended).outcome, Outcome::Unknown);
        QCOMPARE(held(AgentState::Suspended).code, std::string("MND-ENF-020"));
    }
    void theListSaysWhoItIsAboutUntilWhenAndNamesEveryAgentOfThePoint()
    {
        m_outside.now = [] { return *parseInstant("2026-05-06T07:08:09Z"); };
        m_outside.standings = [] {
            EnforcedStanding other = standingOfBot(AgentState::Authorized);
            other.agent = "clerk";
            other.validUntil = *parseInstant("2027-01-01T00:00:00Z");
            EnforcedStanding foreign = other;
            foreign.agent = "foreign";
            return std::vector<EnforcedStanding>{other, standingOfBot(AgentState::Authorized), foreign};
        };
        EnforcementPoint some = point();
        some.agents = {"refund*", "clerk"};
        some.settings["lifetime_seconds"] = "60";
        QCOMPARE(deliver(some, standingOfBot(AgentState::Suspended), m_secrets, m_outside).outcome, Outcome::Confirmed);
        const auto list = StatusFolder(some.url).current(m_key.publicKey());
        QVERIFY(list.ok());
        QCOMPARE(list->agents.size(), std::size_t(2));
        QCOMPARE(formatInstant(list->expiresAt), std::string("2026-05-06T07:09:09Z"));
        QVERIFY(*list->find("refund bot/é") == standingOfBot(AgentState::Suspended));
        QVERIFY(list->find("clerk")->validUntil.has_value());
        const auto again = readStatusList(statusListJson(*list));
        QVERIFY(again.ok() && *again == *list);
    }
    void aLateDeliveryDoesNotUndoANewerStanding()
    {
        m_outside.standings = [] {
            EnforcedStanding newer = standingOfBot(AgentState::Suspended);
            newer.entry = 43;
            return std::vector<EnforcedStanding>{newer};
        };
        QCOMPARE(sent(AgentState::Authorized).outcome, Outcome::Confirmed);
        QCOMPARE(held(AgentState::Suspended).outcome, Outcome::Confirmed);
    }
    void whoWaitedForAnotherWriterUsesTheNewestStandings()
    {
        QProcess other;
        other.start(QStringLiteral("flock"), {QStringLiteral("--no-fork"), m_folder->filePath(QStringLiteral(".lock")), QStringLiteral("sh"),
                                              QStringLiteral("-c"), QStringLiteral("echo locked; read end")});
        QVERIFY(other.waitForReadyRead());
        std::atomic<bool> suspended = false; // in the ledger, while the writer below waits
        m_outside.standings = [&suspended] {
            EnforcedStanding clerk = standingOfBot(suspended ? AgentState::Suspended : AgentState::Authorized);
            clerk.agent = "clerk";
            return std::vector<EnforcedStanding>{clerk};
        };
        Delivery delivery;
        std::thread waiting([&] { delivery = sent(AgentState::Authorized); });
        QTest::qSleep(200);
        suspended = true;
        other.write("\n");
        QVERIFY(other.waitForFinished());
        waiting.join();
        QVERIFY2(delivery.outcome == Outcome::Confirmed, words(delivery));
        const auto list = StatusFolder(m_folder->path().toStdString()).current(m_key.publicKey());
        QVERIFY(list.ok() && list->find("clerk")->state == AgentState::Suspended);
    }
    void whatIsReadBackDecides()
    {
        QCOMPARE(held(AgentState::Suspended).outcome, Outcome::Unknown); // no list yet
        QCOMPARE(sent(AgentState::Authorized).outcome, Outcome::Confirmed);
        const Delivery notStopped = held(AgentState::Suspended);
        QCOMPARE(notStopped.outcome, Outcome::Failed);
        QCOMPARE(notStopped.code, std::string("MND-ENF-014"));
        QVERIFY(notStopped.detail.starts_with("Not stopped"));
        QCOMPARE(sent(AgentState::Restricted).outcome, Outcome::Confirmed);
        QCOMPARE(held(AgentState::Restricted).outcome, Outcome::Confirmed);
        QCOMPARE(held(AgentState::Suspended).outcome, Outcome::Failed);
        QCOMPARE(sent(AgentState::Suspended).outcome, Outcome::Confirmed);
        QCOMPARE(held(AgentState::Suspended).outcome, Outcome::Confirmed);
        QCOMPARE(held(AgentState::Authorized).code, std::string("MND-ENF-015"));
    }
    void anExpiredListAndOneOfAnotherPointOrKeySayNothing()
    {
        QCOMPARE(sent(AgentState::Suspended).outcome, Outcome::Confirmed);
        EnforcementPoint other = point();
        other.id = "p2";
        QCOMPARE(holds(other, standingOfBot(AgentState::Suspended), m_secrets, m_outside).outcome, Outcome::Unknown);
        const SigningKey stranger = SigningKey::fromSeed(std::string(32, 's'));
        QCOMPARE(holds(point(), standingOfBot(AgentState::Suspended), {{}, &stranger}, m_outside).outcome, Outcome::Unknown);
        m_outside.now = [] {
            Instant later = systemNow();
            later.nanoseconds += 100000LL * 1000000000;
            return later;
        };
        const Delivery expired = held(AgentState::Suspended);
        QCOMPARE(expired.outcome, Outcome::Unknown);
        QVERIFY(expired.detail.find("expired") != std::string::npos);
    }
    void aReaderNeverMeetsATornListWhileTwoWrite()
    {
        QCOMPARE(sent(AgentState::Suspended).outcome, Outcome::Confirmed);
        std::atomic<bool> done = false;
        std::atomic<int> failures = 0;
        std::atomic<int> reads = 0;
        std::uint64_t last = 0;
        std::thread reader([&] {
            const StatusFolder folder(m_folder->path().toStdString());
            while (!done || reads == 0) {
                const auto list = folder.current(m_key.publicKey());
                if (!list || list->sequence < last)
                    ++failures;
                else
                    last = list->sequence;
                ++reads;
            }
        });
        const auto write = [&] {
            for (int i = 0; i < 20; ++i) {
                if (sent(AgentState::Suspended).outcome != Outcome::Confirmed)
                    ++failures;
            }
        };
        std::thread first(write);
        std::thread second(write);
        first.join();
        second.join();
        done = true;
        reader.join();
        QCOMPARE(failures.load(), 0);
        QCOMPARE(QDir(m_folder->filePath(QStringLiteral("lists"))).entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden).size(), 8);
    }
    void whatAKilledWriterLeftIsClearedAndNeverInForce()
    {
        QCOMPARE(sent(AgentState::Suspended).outcome, Outcome::Confirmed);
        const QByteArray before = contentOf(current() + QStringLiteral("/status.json"));
        QDir folder(m_folder->path());
        QVERIFY(folder.mkpath(QStringLiteral("lists/.new-00000000000000000007")));
        QVERIFY(folder.mkpath(QStringLiteral("lists/00008000000000000000"))); // whole but never put in force
        QVERIFY(QFile::link(QStringLiteral("lists/nowhere"), m_folder->filePath(QStringLiteral(".current.new"))));
        QCOMPARE(contentOf(current() + QStringLiteral("/status.json")), before);
        QCOMPARE(held(AgentState::Suspended).outcome, Outcome::Confirmed);
        QCOMPARE(sent(AgentState::Authorized).messageId, std::string("8000000000000001"));
        QVERIFY(!folder.exists(QStringLiteral("lists/.new-00000000000000000007")));
        QCOMPARE(verifiedByOpenssl(current()), 0);
    }
    void whatCannotBeWrittenFailsAndLeavesTheListInForce()
    {
        QCOMPARE(sent(AgentState::Suspended).outcome, Outcome::Confirmed);
        const QString lists = m_folder->filePath(QStringLiteral("lists"));
        QVERIFY(QFile::rename(lists, lists + QStringLiteral("-away")));
        QVERIFY(QFile(lists).open(QIODevice::WriteOnly)); // a file where the folder should be
        const Delivery failed = sent(AgentState::Authorized);
        QCOMPARE(failed.outcome, Outcome::Failed);
        QCOMPARE(failed.code, std::string("MND-ENF-019"));
        QVERIFY(failed.retry && !failed.byHand.empty());
        QVERIFY(QFile::remove(lists) && QFile::rename(lists + QStringLiteral("-away"), lists));
        QCOMPARE(held(AgentState::Suspended).outcome, Outcome::Confirmed);

        EnforcementPoint nowhere = point();
        nowhere.url += "/nowhere";
        QCOMPARE(deliver(nowhere, standingOfBot(AgentState::Suspended), m_secrets, m_outside).outcome, Outcome::Failed);
        QCOMPARE(tryConnection(nowhere, m_secrets, m_outside).code, std::string("MND-ENF-019"));
        QCOMPARE(deliver(point(), standingOfBot(AgentState::Suspended), {}, m_outside).code, std::string("MND-ENF-002"));
    }
    void aWriterThatHangsIsWaitedForOnlyUntilTheLimit()
    {
        QCOMPARE(sent(AgentState::Suspended).outcome, Outcome::Confirmed);
        QProcess hanging; // flock(1) of util-linux, which Debian always has
        hanging.start(QStringLiteral("flock"), {QStringLiteral("--no-fork"), m_folder->filePath(QStringLiteral(".lock")), QStringLiteral("sh"),
                                                QStringLiteral("-c"), QStringLiteral("echo locked; exec sleep 30")});
        QVERIFY(hanging.waitForReadyRead());
        m_outside.limits.whole = std::chrono::milliseconds(200);
        const Delivery delivery = sent(AgentState::Suspended);
        QCOMPARE(delivery.outcome, Outcome::Failed);
        QVERIFY(delivery.retry);
        hanging.kill();
        QVERIFY(hanging.waitForFinished());
    }
    void testingTheConnectionChangesNoList()
    {
        QCOMPARE(tryConnection(point(), m_secrets, m_outside).outcome, Outcome::Confirmed);
        QVERIFY(!QFileInfo::exists(current()));
        QCOMPARE(sent(AgentState::Suspended).outcome, Outcome::Confirmed);
        const QByteArray before = contentOf(current() + QStringLiteral("/status.json"));
        QCOMPARE(tryConnection(point(), m_secrets, m_outside).outcome, Outcome::Confirmed);
        QCOMPARE(contentOf(current() + QStringLiteral("/status.json")), before);
    }
};

QTEST_GUILESS_MAIN(StatusFileTest)
#include "status_file_test.moc"
