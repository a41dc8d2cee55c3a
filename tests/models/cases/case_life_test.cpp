// SPDX-License-Identifier: GPL-3.0-or-later
// The life of an incident: which steps count, in which order, by whom, and that what is read back is what was signed.
#include <QTest> // first: moc 6.4 cannot read <compare> when it comes before QObject

#include "models/cases/case_life.h"
#include "tests/models/people/people_ledger.h"

using namespace mandate;
using namespace mandate::test;

namespace {

CauseClaim policyClaim(std::uint64_t pin = 7)
{
    CauseClaim claim;
    claim.pins = {{pin, "cancels"}};
    claim.explanation = "It broke A4.";
    return claim;
}

/// Steps of one incident that a rule opened, signed by the workspace's key or by people's own.
struct Case
{
    Ledger office;
    CaseLife life{"INC-0123abcd"};
    bool byRule = true;
    bool enrolled = false;

    void enrol()
    {
        enrolled = true;
        QCOMPARE(office.enrol("ada", "ada", {PersonRole::Owner}), std::string());
        QCOMPARE(office.enrol("ada", "lea", {PersonRole::Legal}), std::string());
        QCOMPARE(office.enrol("ada", "pia", {PersonRole::ProductLead}), std::string());
        QCOMPARE(office.enrol("ada", "aud", {PersonRole::Auditor}), std::string());
    }
    CaseStatement make(CaseStep kind, const std::string &by = "ada", const std::string &text = "because")
    {
        CaseStatement step;
        step.incident = life.incident();
        step.step = kind;
        step.text = text;
        step.by = by == "timeout" ? by : id(by);
        office.now.nanoseconds += 1'000'000'000;
        step.at = office.now;
        step.previous = life.lastDigest();
        return step;
    }
    /// Why it does not count; empty when it does.
    std::string take(CaseStatement step)
    {
        const bool own = enrolled && step.by != "timeout";
        if (own)
            step.ledger = office.workspace.publicKey().id();
        const std::string body = own ? caseEntry(step, key(step.by.substr(8))) : caseEntry(step, office.workspace);
        auto read = readCaseEntry(body, office.people.keyring());
        if (!read)
            return read.error().happened;
        if (!(*read == step))
            return "What was read back is not what was signed.";
        life.add(std::move(read).value(), body, office.people, byRule);
        return life.history().back().voidBecause;
    }
    std::string claim(const std::string &by, const CauseClaim &what)
    {
        CaseStatement step = make(CaseStep::Claim, by);
        step.claim = what;
        return take(step);
    }
};

} // namespace

class CaseLifeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anIncidentIsWorkedOnClosedAndReopened();
    void nothingIsClosedWithoutACause();
    void everyFieldIsReadBack();
    void whoMayDoWhat();
    void twoCausesAreDisputedUntilOneIsWithdrawn();
    void nobodyAgreesWithThemselves();
    void whatIsMergedTakesNoStepsButToBeReopened();
    void privilegedNotesAreNoLinkInTheChain();
    void aMissingStepBreaksTheChain();
    void aForgedStepCountsForNothing();
    void whatNobodyMaySignBreaksNoChain();
    void awarenessIsNeverMovedLater();
    void onlyTimeEscalatesAndOnlyOnce();
    void dutiesRunFromAwarenessToTheReport();
    void oneOpenedByHandNeedsRecordsAndItsOwnNumber();
};

void CaseLifeTest::anIncidentIsWorkedOnClosedAndReopened()
{
    Case one;
    QVERIFY(one.life.isOpen() && !one.life.acknowledged());
    CaseStatement assign = one.make(CaseStep::Assign);
    assign.person = id("lea");
    assign.due = Instant{one.office.now.nanoseconds + 3'600'000'000'000};
    QCOMPARE(one.take(assign), std::string());
    QVERIFY(one.life.acknowledged());
    QCOMPARE(one.life.assignedTo(), std::string("account:lea"));
    CaseStatement move = one.make(CaseStep::Move);
    move.to = CaseState::Investigating;
    QCOMPARE(one.take(move), std::string());
    QVERIFY(!one.take(move = one.make(CaseStep::Move)).empty()); // to nothing
    CaseStatement grade = one.make(CaseStep::Grade);
    grade.severity = Severity::Critical;
    QCOMPARE(one.take(grade), std::string());
    QCOMPARE(one.life.gradedAs(), std::optional(Severity::Critical));
    QCOMPARE(one.claim("ada", policyClaim()), std::string());
    QCOMPARE(one.take(one.make(CaseStep::Close)), std::string());
    QCOMPARE(one.life.state(), CaseState::Closed);
    QCOMPARE(one.take(one.make(CaseStep::Grade)), std::string("The incident is closed."));
    QCOMPARE(one.take(one.make(CaseStep::Note)), std::string()); // what somebody learns later still has its place
    QCOMPARE(one.take(one.make(CaseStep::Reopen)), std::string());
    QVERIFY(one.life.isOpen() && !one.life.isBroken());
}

void CaseLifeTest::nothingIsClosedWithoutACause()
{
    Case one;
    QCOMPARE(one.take(one.make(CaseStep::Close)), std::string("Nobody said what caused the incident."));
    CauseClaim unpinned = policyClaim();
    unpinned.pins.clear();
    QCOMPARE(one.claim("ada", unpinned), std::string("The claim rests on no record."));
    CauseClaim notEnough;
    notEnough.cause = Cause::NotEnoughEvidence;
    QVERIFY(!one.claim("ada", notEnough).empty()); // it does not say what is missing
    notEnough.missing = {"what the flight's status was"};
    QCOMPARE(one.claim("ada", notEnough), std::string());
    QCOMPARE(one.take(one.make(CaseStep::Close)), std::string());
}

void CaseLifeTest::everyFieldIsReadBack()
{
    Case one;
    CauseClaim claim = policyClaim(9007199254740991);
    claim.cause = Cause::Technical;
    claim.grade = ClaimGrade::Confirmed;
    claim.party = "vendor";
    claim.contributing = {Cause::Policy, Cause::Infrastructure};
    claim.pattern = "runaway";
    claim.answers = {{"repeated", "yes"}, {"scored", "unknown"}};
    claim.suggested = "technical";
    claim.introducedBy = "model 2";
    claim.missedBy = "limit X1";
    claim.detectedBy = "rule X1";
    QCOMPARE(one.claim("ada", claim), std::string());
    QCOMPARE(one.life.claimIn(one.life.claims().front()), claim);
    // take() compares each statement with what was read; here the rest of what one can hold.
    CaseStatement link = one.make(CaseStep::Link);
    link.other = "INC-89abcdef";
    link.relation = "caused_by";
    QCOMPARE(one.take(link), std::string());
    CaseStatement split = one.make(CaseStep::Split);
    split.other = "INC-89abcdef";
    split.records = {3, 5};
    QCOMPARE(one.take(split), std::string());
    QCOMPARE(one.life.gone().size(), std::size_t{2});
}

void CaseLifeTest::whoMayDoWhat()
{
    Case one;
    one.enrol();
    QCOMPARE(one.claim("pia", policyClaim()), std::string()); // a product lead says what they know
    QCOMPARE(one.take(one.make(CaseStep::Note, "pia")), std::string());
    QVERIFY(one.take(one.make(CaseStep::Close, "pia")).starts_with("account:pia may not do this"));
    QVERIFY(!one.take(one.make(CaseStep::Note, "aud")).empty());
    CaseStatement stranger = one.make(CaseStep::Assign, "lea");
    stranger.person = id("nobody");
    QCOMPARE(one.take(stranger), std::string("account:nobody is not enrolled."));
    QCOMPARE(one.take(one.make(CaseStep::Close, "lea")), std::string());
}

void CaseLifeTest::twoCausesAreDisputedUntilOneIsWithdrawn()
{
    Case one;
    one.enrol();
    QCOMPARE(one.life.attribution(), AttributionState::None);
    QCOMPARE(one.claim("ada", policyClaim()), std::string());
    QCOMPARE(one.life.attribution(), AttributionState::Claimed);
    CauseClaim theirs = policyClaim(8);
    theirs.cause = Cause::Infrastructure;
    theirs.party = "vendor";
    QCOMPARE(one.claim("lea", theirs), std::string()); // entered for them
    QCOMPARE(one.life.attribution(), AttributionState::Disputed);
    QVERIFY(!one.life.cause());
    CaseStatement withdraw = one.make(CaseStep::Withdraw, "ada");
    withdraw.about = one.life.claims()[1].digest;
    QCOMPARE(one.take(withdraw), std::string("Somebody else made this claim."));
    withdraw = one.make(CaseStep::Withdraw, "lea");
    withdraw.about = one.life.claims()[1].digest;
    QCOMPARE(one.take(withdraw), std::string());
    QCOMPARE(one.life.attribution(), AttributionState::Claimed);
    theirs.cause = Cause::Policy;
    QCOMPARE(one.claim("lea", theirs), std::string()); // another party says the same
    QCOMPARE(one.life.attribution(), AttributionState::Agreed);
}

void CaseLifeTest::nobodyAgreesWithThemselves()
{
    Case one;
    one.enrol();
    QCOMPARE(one.claim("ada", policyClaim()), std::string());
    CaseStatement agree = one.make(CaseStep::Agree, "ada");
    agree.about = one.life.claims().front().digest;
    agree.party = "us";
    QCOMPARE(one.take(agree), std::string("Nobody agrees with their own claim, for whomever they enter it."));
    agree = one.make(CaseStep::Agree, "ada");
    agree.about = one.life.claims().front().digest;
    agree.party = "vendor";
    QVERIFY(!one.take(agree).empty());
    agree = one.make(CaseStep::Agree, "lea");
    agree.party = "us";
    agree.about = sha256("another");
    QVERIFY(!one.take(agree).empty());
    agree = one.make(CaseStep::Agree, "lea");
    agree.party = "us";
    agree.about = one.life.claims().front().digest;
    QCOMPARE(one.take(agree), std::string());
    QCOMPARE(one.life.attribution(), AttributionState::Agreed);
}

void CaseLifeTest::whatIsMergedTakesNoStepsButToBeReopened()
{
    Case one;
    CaseStatement merge = one.make(CaseStep::Merge);
    merge.other = one.life.incident();
    QVERIFY(!one.take(merge).empty()); // into itself
    merge = one.make(CaseStep::Merge);
    merge.other = "INC-89abcdef";
    QCOMPARE(one.take(merge), std::string());
    QCOMPARE(one.life.mergedInto(), std::string("INC-89abcdef"));
    QCOMPARE(one.claim("ada", policyClaim()), std::string("The incident was merged into INC-89abcdef."));
    QCOMPARE(one.take(one.make(CaseStep::Reopen)), std::string());
    QVERIFY(one.life.mergedInto().empty() && one.life.isOpen());
}

void CaseLifeTest::privilegedNotesAreNoLinkInTheChain()
{
    Case one;
    QCOMPARE(one.take(one.make(CaseStep::Note)), std::string());
    const Digest before = one.life.lastDigest();
    CaseStatement secret = one.make(CaseStep::Note);
    secret.privileged = true;
    QCOMPARE(one.take(secret), std::string());
    QCOMPARE(one.life.lastDigest(), before); // so that a copy without it still holds
    QCOMPARE(one.take(one.make(CaseStep::Note)), std::string());
    QCOMPARE(one.life.history().size(), std::size_t{3});
}

void CaseLifeTest::aMissingStepBreaksTheChain()
{
    Case one;
    CaseStatement second = one.make(CaseStep::Note);
    second.previous = sha256("a step that is not here");
    QCOMPARE(one.take(second), std::string("It does not follow the step before it."));
    QVERIFY(one.life.isBroken());
    QVERIFY(!one.take(one.make(CaseStep::Note)).empty());
}

void CaseLifeTest::aForgedStepCountsForNothing()
{
    Case one;
    one.enrol();
    CaseStatement forged = one.make(CaseStep::Note, "lea");
    const std::string body = caseEntry(forged, one.office.workspace); // by whoever holds the workspace's key
    QVERIFY(!readCaseEntry(body, one.office.people.keyring()));
    CaseStatement shown = one.make(CaseStep::Note, "lea");
    shown.ledger = one.office.workspace.publicKey().id();
    std::string moved = caseEntry(shown, key("lea"));
    QVERIFY(readCaseEntry(moved, one.office.people.keyring()));
    moved.replace(moved.find("INC-0123abcd"), 12, "INC-0123abce"); // the readable member beside the envelope
    QVERIFY(!readCaseEntry(moved, one.office.people.keyring()));
}

void CaseLifeTest::whatNobodyMaySignBreaksNoChain()
{
    Case one;
    one.enrol();
    CaseStatement note = one.make(CaseStep::Note);
    note.ledger = one.office.workspace.publicKey().id();
    const std::string body = caseEntry(note, key("ada"));
    for (int i = 0; i < 2; ++i) // the second time somebody else wrote it, who has the file and the workspace's key
        one.life.add(*readCaseEntry(body, one.office.people.keyring()), body, one.office.people, true);
    QVERIFY(one.life.history()[0].voidBecause.empty() && !one.life.history()[1].voidBecause.empty());
    CaseStatement audited = one.make(CaseStep::Note, "aud");
    audited.previous = sha256("nowhere");
    QVERIFY(!one.take(audited).empty());
    CaseStatement late = one.make(CaseStep::Escalate, "timeout");
    late.previous = sha256("nowhere");
    QVERIFY(!one.take(late).empty());
    QVERIFY(!one.life.isBroken());
    QCOMPARE(one.claim("lea", policyClaim()), std::string());
    QCOMPARE(one.take(one.make(CaseStep::Close, "lea")), std::string());
}

void CaseLifeTest::awarenessIsNeverMovedLater()
{
    Case one;
    const auto aware = [&](std::int64_t hoursAgo) {
        CaseStatement step = one.make(CaseStep::Aware);
        step.duty = "gdpr-33";
        step.happened = Instant{one.office.now.nanoseconds - hoursAgo * 3'600'000'000'000};
        return one.take(step);
    };
    QCOMPARE(aware(50), std::string());
    const Instant first = one.life.duties().front().aware;
    QCOMPARE(aware(1), std::string());
    QCOMPARE(one.life.duties().front().aware, first);
    QCOMPARE(aware(80), std::string());
    QVERIFY(one.life.duties().front().aware.nanoseconds < first.nanoseconds);
    QCOMPARE(one.life.duties().size(), std::size_t{1});
}

void CaseLifeTest::onlyTimeEscalatesAndOnlyOnce()
{
    Case one;
    QVERIFY(!one.take(one.make(CaseStep::Escalate, "ada")).empty());
    QVERIFY(!one.take(one.make(CaseStep::Note, "timeout")).empty());
    QCOMPARE(one.take(one.make(CaseStep::Escalate, "timeout")), std::string());
    QVERIFY(one.life.isEscalated() && !one.life.acknowledged());
    QVERIFY(!one.take(one.make(CaseStep::Escalate, "timeout")).empty());
    QCOMPARE(one.take(one.make(CaseStep::Note)), std::string());
    QVERIFY(!one.life.isEscalated());
    const Instant opened = *parseInstant("2026-03-01T10:00:00Z");
    QCOMPARE(formatInstant(responseDue(Severity::Critical, opened)), std::string("2026-03-01T11:00:00Z"));
    QCOMPARE(formatInstant(responseDue(Severity::Minor, opened)), std::string("2026-03-08T10:00:00Z"));
}

void CaseLifeTest::dutiesRunFromAwarenessToTheReport()
{
    Case one;
    CaseStatement reported = one.make(CaseStep::Reported);
    reported.duty = "gdpr-33";
    reported.reference = "AEPD 12";
    reported.happened = one.office.now;
    QCOMPARE(one.take(reported), std::string("Nothing started this reporting duty."));
    CaseStatement aware = one.make(CaseStep::Aware);
    aware.duty = "gdpr-33";
    aware.role = "controller";
    aware.happened = Instant{one.office.now.nanoseconds + 1'000'000'000'000};
    QCOMPARE(one.take(aware), std::string("The time lies in the future."));
    aware = one.make(CaseStep::Aware);
    aware.duty = "gdpr-33";
    aware.happened = Instant{one.office.now.nanoseconds, false};
    QVERIFY(!one.take(aware).empty()); // a time without its zone is no deadline
    aware = one.make(CaseStep::Aware);
    aware.duty = "gdpr-33";
    aware.happened = one.office.now;
    QCOMPARE(one.take(aware), std::string());
    QVERIFY(!one.life.duties().front().reported);
    reported = one.make(CaseStep::Reported);
    reported.duty = "gdpr-33";
    reported.reference = "AEPD 12";
    reported.happened = one.office.now;
    QCOMPARE(one.take(reported), std::string());
    QCOMPARE(one.life.duties().front().reference, std::string("AEPD 12"));
    CaseStatement none = one.make(CaseStep::NoDuty, "ada", "The system is not high-risk.");
    none.duty = "eu-ai-act-73";
    QCOMPARE(one.take(none), std::string());
    QCOMPARE(one.life.duties().back().noDuty, std::optional<std::string>("The system is not high-risk."));
}

void CaseLifeTest::oneOpenedByHandNeedsRecordsAndItsOwnNumber()
{
    Case one;
    one.byRule = false;
    QCOMPARE(one.take(one.make(CaseStep::Note)), std::string("There is no such incident."));
    CaseStatement opening = one.make(CaseStep::Open);
    opening.title = "Wrong refunds";
    opening.severity = Severity::Major;
    QVERIFY(!one.take(opening).empty());
    Case other;
    other.byRule = false;
    opening = other.make(CaseStep::Open);
    opening.title = "Wrong refunds";
    opening.severity = Severity::Major;
    opening.records = {4, 9};
    QVERIFY(other.life.refusal(opening, other.office.people, false)); // another number than its own
    other.life = CaseLife(caseId(opening));
    opening.incident = caseId(opening);
    QCOMPARE(other.take(opening), std::string());
    QCOMPARE(other.life.opening()->records.size(), std::size_t{2});
    QVERIFY(!other.take(other.make(CaseStep::Open)).empty()); // twice
}

QTEST_GUILESS_MAIN(CaseLifeTest)
#include "case_life_test.moc"
