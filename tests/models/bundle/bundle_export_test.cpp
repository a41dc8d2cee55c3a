// SPDX-License-Identifier: GPL-3.0-or-later
// Exports among people: who may, with whose key, and what happens when the pacts change in between. The rest is tests/app/tst_bundle.
#include "models/bundle/bundle_export.h"
#include "models/bundle/bundle_verification.h"
#include "tests/models/workspace/made_trail.h"
#include "models/workspace/witnesses.h"
#include "tests/models/workspace/several_people.h"
#include "tests/models/workspace/time_stamp_authority.h"

#include <QTest>

#include <filesystem>

using namespace mandate;
using namespace mandate::test;

class BundleExportTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    People m_people;
    std::unique_ptr<Workspace> m_workspace;

    void import(const char *session) const
    {
        const std::string file = m_folder.write(std::string(session) + ".jsonl", line({session, "pay", "{\"amount\": 500}", 3}, std::hash<std::string_view>()(session) % 1000));
        const auto report = m_workspace->import({file}, {});
        QVERIFY2(report.ok(), report ? "" : describe(report.error()).c_str());
    }
    [[nodiscard]] Result<ExportOutcome> exportTo(const std::string &name, const ExportOrder &order = {}) const
    {
        const auto plan = planExport(*m_workspace, order);
        if (!plan)
            return plan.error();
        return writeBundle(*m_workspace, order, *plan, m_folder.path(name), BagForm::Folder);
    }

private Q_SLOTS:
    void init()
    {
        static int number = 0;
        m_people.who->become("ada");
        m_workspace = need(Workspace::create(m_folder.path("w" + std::to_string(++number) + ".mandate"), m_people.surroundings()));
        (void)need(m_workspace->addPact(shopPact()));
        import("one");
        m_people.pass(1);
    }
    void anEnrolledPersonSignsWithTheirOwnKey()
    {
        (void)need(m_workspace->enrolFirst({PersonRole::Owner}, "first"));
        m_people.pass(1);
        const auto outcome = exportTo("enrolled");
        QVERIFY2(outcome.ok(), outcome ? "" : describe(outcome.error()).c_str());
        const auto verified = verifyBundle(m_folder.path("enrolled"));
        QVERIFY2(verified.ok() && verified->ok, verified && verified->firstBad ? verified->firstBad->reason.c_str() : "");
        QCOMPARE(verified->exportedBy, std::string("account:ada"));
        // Their key is among those of the bundle, and the instructions check the export with it.
        const std::string keys = m_folder.path("enrolled") + "/data/keys";
        QCOMPARE(std::distance(std::filesystem::directory_iterator(keys), {}), std::ptrdiff_t{2});
        QFile instructions(QString::fromStdString(m_folder.path("enrolled") + "/data/VERIFY.md"));
        QVERIFY(instructions.open(QIODevice::ReadOnly));
        QVERIFY(instructions.readAll().contains("-inkey data/keys/ed25519-"));
    }
    void aProductLeadAndAStrangerHandOutNothing()
    {
        (void)need(m_workspace->enrolFirst({PersonRole::Owner}, "first"));
        m_people.pass(1);
        (void)need(m_workspace->enrol(m_people.request("paul"), {PersonRole::ProductLead}, "writes pacts"));
        (void)need(m_workspace->enrol(m_people.request("lena"), {PersonRole::Legal}, "counsel"));
        m_people.pass(1);
        for (const auto &[account, code] : {std::pair{"paul", "MND-WSP-031"}, {"eve", "MND-PPL-002"}}) {
            m_people.who->become(account);
            const std::uint64_t before = m_workspace->store().size();
            const auto refused = exportTo("refused");
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, std::string(code));
            QVERIFY(!std::filesystem::exists(m_folder.path("refused")));
            QCOMPARE(m_workspace->store().size(), before);
        }
        m_people.who->become("lena");
        const auto outcome = exportTo("counsel");
        QVERIFY2(outcome.ok(), outcome ? "" : describe(outcome.error()).c_str());
        QVERIFY(verifyBundle(m_folder.path("counsel"))->ok);
    }
    void aPactThatComesBetweenPlanAndBundleStopsIt()
    {
        const auto plan = planExport(*m_workspace, {});
        QVERIFY(plan.ok());
        (void)need(m_workspace->addPact(shopPact("1.1.0", "shop", "*", 1000)));
        const auto refused = writeBundle(*m_workspace, {}, *plan, m_folder.path("stale"), BagForm::Folder);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, std::string("MND-WSP-032"));
        QVERIFY(!std::filesystem::exists(m_folder.path("stale")));
    }
    void recordsThatComeMeanwhileAreNotAmongThem()
    {
        const auto plan = planExport(*m_workspace, {});
        import("two");
        const auto outcome = writeBundle(*m_workspace, {}, *plan, m_folder.path("meanwhile"), BagForm::Folder);
        QVERIFY2(outcome.ok(), outcome ? "" : describe(outcome.error()).c_str());
        const auto verified = verifyBundle(m_folder.path("meanwhile"));
        QVERIFY(verified->ok);
        QCOMPARE(verified->records, static_cast<std::uint64_t>(plan->entries.size()));
    }
    void aReadOnlyWorkspaceIsPlannedFromAndNotExported()
    {
        const std::string path = m_workspace->path();
        m_workspace = need(Workspace::open(path, true, m_people.surroundings()));
        QVERIFY(planExport(*m_workspace, {}).ok());
        const auto refused = exportTo("readonly");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, std::string("MND-WSP-001"));
    }
    void aBundleCarriesWhatAnAuthoritySaid()
    {
        const TimeStampAuthority authority, stranger;
        QVERIFY(Witnesses(*m_workspace).set(authority.witness()).ok());
        QVERIFY(exportTo("stamped").ok());
        const auto verified = verifyBundle(m_folder.path("stamped"));
        QVERIFY2(verified.ok() && verified->ok, verified && verified->firstBad ? verified->firstBad->reason.c_str() : "");
        QVERIFY(verified->stamp && !verified->stampTrusted);
        HeldElsewhere held;
        held.timestampTrust = authority.read("root.pem");
        QVERIFY(verifyBundle(m_folder.path("stamped"), held)->stampTrusted);
        held.timestampTrust = stranger.read("root.pem");
        QVERIFY(!verifyBundle(m_folder.path("stamped"), held)->ok);

        WitnessStatement gone = authority.witness();
        gone.place = "http://127.0.0.1:1/"; // the export goes on, and says why it has none
        QVERIFY(Witnesses(*m_workspace).set(gone).ok());
        QVERIFY(exportTo("unstamped").ok());
        QVERIFY(verifyBundle(m_folder.path("unstamped"))->ok);
        QFile about(QString::fromStdString(m_folder.path("unstamped") + "/data/bundle.json"));
        QVERIFY(about.open(QIODevice::ReadOnly) && about.readAll().contains("\"why_not\": \"The time-stamp authority"));
    }
    void aHeldCheckpointOfAnotherSizeIsComparedByAProof()
    {
        HeldElsewhere held;
        held.checkpoint = need(Witnesses(*m_workspace).checkpoint());
        import("later");
        QVERIFY(exportTo("continued").ok());
        const auto unproved = verifyBundle(m_folder.path("continued"), held);
        QVERIFY(!unproved->ok && unproved->firstBad->affects.find("--consistency") != std::string::npos);
        // The proof is from the held checkpoint to the bundle's, which whoever exported it can make as long as nothing came behind it.
        QFile file(QString::fromStdString(m_folder.path("continued") + "/data/checkpoint.txt"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const std::string bundled = file.readAll().toStdString();
        held.consistency = consistencyText(need(Witnesses(*m_workspace).compare(held.checkpoint, bundled)));
        const auto proved = verifyBundle(m_folder.path("continued"), held);
        QVERIFY2(proved->ok, proved->firstBad ? proved->firstBad->reason.c_str() : "");
        char &digit = held.consistency[held.consistency.size() - 3];
        digit = digit == '0' ? '1' : '0'; // another digest
        const auto wrong = verifyBundle(m_folder.path("continued"), held);
        QVERIFY(wrong.ok() && !wrong->ok);
        held.consistency = "no proof";
        QVERIFY(!verifyBundle(m_folder.path("continued"), held));
    }
    void whatIsNoBundleIsSaid()
    {
        const std::string folder = m_folder.path("plain");
        std::filesystem::create_directories(folder);
        const auto nothing = verifyBundle(folder);
        QVERIFY(nothing.ok() && !nothing->ok && nothing->firstBad->place == "bagit.txt");
        const auto bag = verifyBundle(MANDATE_SOURCE_DIR "/tests/data/vectors/bagit/v1.0/valid/basicBag");
        QVERIFY(bag.ok() && !bag->ok); // a bag of others, whose tag files nothing lists
        const auto missing = verifyBundle(m_folder.path("missing.zip"));
        QVERIFY(!missing);
        QCOMPARE(missing.error().kind, ErrorKind::Missing);
    }
};

QTEST_MAIN(BundleExportTest)
#include "bundle_export_test.moc"
