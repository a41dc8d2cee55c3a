// SPDX-License-Identifier: GPL-3.0-or-later
// The life of a pact's versions as a table of steps, and what is held against the rules: wrong persons, roles, parents, clocks and chains.
#include <QTest> // first: moc 6.4 cannot read <compare> when it comes before QObject

#include "models/authorization/pact_life.h"
#include "models/base/canonical_json.h"

using namespace mandate;

namespace {

SigningKey key()
{
    return SigningKey::fromSeed(std::string(32, 'k'));
}

Instant second(std::int64_t number)
{
    return {1'800'000'000'000'000'000 + number * 1'000'000'000, true};
}

PactDocument document(const std::string &version, const std::string &parent = {}, std::vector<PactDocument::Reviewer> reviewers = {})
{
    PactDocument made;
    made.id = "shop";
    made.version = version;
    made.parentVersion = parent;
    made.owner = "Owner A";
    made.reviewers = std::move(reviewers);
    return made;
}

Digest digestOf(const std::string &version)
{
    return sha256("shop@" + version);
}

/// A life with steps taken one second after another; each is refused or written as the program would write it.
class Told
{
public:
    PactLife life{"shop"};
    std::int64_t now = 0;

    void introduce(PactDocument version)
    {
        const Digest digest = digestOf(version.version);
        life.introduce(std::move(version), digest);
    }

    /// The code of the refusal; empty when it was taken.
    std::string take(PactStep step, const std::string &version, const std::string &person, const std::string &role = {},
                     std::optional<Instant> effective = {}, const std::string &note = "because")
    {
        const Instant at = second(++now);
        if (const auto refused = life.refusal({step, version, person, role, note, at, effective})) {
            if (refused->happened.empty() || refused->remedy.empty() || refused->unaffected.empty())
                return "a refusal that does not say what to do";
            return refused->code;
        }
        write(step, version, person, role, effective, note);
        return life.history().back().voidBecause;
    }

    /// Written whether it may be taken or not.
    void write(PactStep step, const std::string &version, const std::string &person, const std::string &role = {},
               std::optional<Instant> effective = {}, const std::string &note = "because")
    {
        PactStatement statement;
        statement.entry = static_cast<std::uint64_t>(now);
        statement.pactId = "shop";
        statement.version = version;
        statement.pactDigest = digestOf(version);
        statement.step = step;
        statement.role = role;
        statement.note = note;
        statement.decidedBy = person;
        statement.decidedAt = second(now);
        if (step == PactStep::Activate)
            statement.effective = effective.value_or(statement.decidedAt);
        statement.previous = life.lastDigest();
        const std::string body = pactStatementEntry(statement, key());
        life.add(statement, body);
    }

    [[nodiscard]] PactState state(const std::string &version) const { return life.stateOf(*life.find(version), second(now)); }

    /// A version brought to a state, as simply as it goes.
    void bring(const std::string &version, const std::string &parent, PactState state)
    {
        introduce(document(version, parent));
        (void)take(PactStep::Submit, version, "author");
        if (state != PactState::InReview && state != PactState::Withdrawn)
            (void)take(PactStep::Approve, version, "other");
        if (state == PactState::Observing)
            (void)take(PactStep::Observe, version, "author");
        if (state == PactState::Active || state == PactState::Superseded)
            (void)take(PactStep::Activate, version, "author");
        if (state == PactState::Withdrawn)
            (void)take(PactStep::Withdraw, version, "author");
        if (state == PactState::Superseded)
            bring("9.0.0", version, PactState::Active);
    }
};

} // namespace

class PactLifeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStatementIsReadBackAsItWasSigned();
    void everyByteOfAStatementCounts();
    void statementsOfAgentsAndPactsAreToldApart();
    void everyStepInEveryState_data();
    void everyStepInEveryState();
    void nobodyApprovesTheirOwnVersion();
    void onePersonCountsOnce();
    void theQuorumIsByRole();
    void withoutReviewersOneOtherPersonIsEnough();
    void withoutAnOwnerNothingComesIntoForce();
    void aPersonsCredentialsAreAcceptedInWritingOrNotAtAll();
    void aVersionWrittenAgainstAnotherThanTheOneInForceIsAConflict();
    void aScheduledVersionTakesOverWhenItsTimeComes();
    void aScheduledVersionThatIsWithdrawnNeverWas();
    void nothingComesIntoForceInThePast();
    void aClockThatIsBehindDecidesNothing();
    void whatIsWithdrawnEndsWhatIsInForce();
    void adoptedVersionsAreInForceWithoutReviewAndNotBesideOne();
    void stepsThatWereNotAllowedCountForNothing();
    void aBrokenChainPutsNothingInForce_data();
    void aBrokenChainPutsNothingInForce();
    void aStatementAboutOtherContentCountsForNothing();
};

void PactLifeTest::aStatementIsReadBackAsItWasSigned()
{
    for (const bool full : {true, false}) {
        PactStatement made;
        made.pactId = "shop";
        made.version = "1.2.3";
        made.pactDigest = sha256("a");
        made.step = full ? PactStep::Activate : PactStep::Approve;
        made.role = "legal";
        made.note = "fine \"with\" me\n";
        made.decidedBy = "account:ada";
        made.decidedByName = "Ada L.";
        made.decidedAt = second(1);
        if (full) {
            made.effective = second(99);
            made.replay = sha256("replay");
        }
        made.evidenceSize = 12;
        made.evidenceRoot = sha256("root");
        made.previous = sha256("before");
        const std::string body = pactStatementEntry(made, key());
        const auto read = readPactStatementEntry(body, key().publicKey());
        QVERIFY2(read, read ? "" : read.error().happened.c_str());
        QVERIFY(*read == made);
        const auto other = readPactStatementEntry(body, SigningKey::fromSeed(std::string(32, 'x')).publicKey());
        QVERIFY(!other);
        QCOMPARE(other.error().code, std::string("MND-LIF-001"));
    }
}

void PactLifeTest::everyByteOfAStatementCounts()
{
    PactStatement made;
    made.pactId = "shop";
    made.version = "1.2.3";
    made.step = PactStep::Approve;
    made.decidedBy = "account:ada";
    made.decidedAt = second(1);
    const std::string body = pactStatementEntry(made, key());
    const std::size_t keyId = body.find("keyid");
    for (std::size_t i = 0; i < body.size(); ++i) {
        std::string touched = body;
        touched[i] = touched[i] == 'A' ? 'B' : 'A';
        if (i >= keyId && i < keyId + 5)
            continue; // the name of a hint
        if (body.compare(i, 1, touched, i, 1) == 0 || i == body.find("\"v\":1") + 1)
            continue; // the name of the format's number is read by nobody
        QVERIFY2(!readPactStatementEntry(touched, key().publicKey()),
                 qPrintable(QString::number(i) + QLatin1Char(' ') + QString::fromStdString(touched)));
    }
}

void PactLifeTest::statementsOfAgentsAndPactsAreToldApart()
{
    PactStatement made;
    made.pactId = "shop";
    made.version = "1.0.0";
    made.decidedBy = "account:ada";
    std::string body = pactStatementEntry(made, key());
    QVERIFY(speaksOfPact(body));
    QVERIFY(!speaksOfPact(R"({"type":"statement","agent":"a","to":"suspended"})"));
    // What was signed for an agent is no statement about a pact, whatever the entry says of itself.
    const std::string envelope = dsseEnvelope("application/vnd.mandate.statement.v1+json", "{}", key());
    std::string quoted;
    appendCanonicalString(quoted, envelope);
    const auto read = readPactStatementEntry(R"({"type":"statement","step":"submit","envelope":)" + quoted + '}', key().publicKey());
    QVERIFY(!read);
    QVERIFY(read.error().happened.ends_with("of another type."));
}

void PactLifeTest::everyStepInEveryState_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<int>("step");
    QTest::addColumn<QString>("person");
    QTest::addColumn<QString>("code");
    const auto row = [](PactState state, PactStep step, const char *person, const char *code) {
        QTest::addRow("%s: %s by %s", std::string(nameOf(state)).c_str(), std::string(nameOf(step)).c_str(), person)
            << static_cast<int>(state) << static_cast<int>(step) << QString::fromLatin1(person) << QString::fromLatin1(code);
    };
    using enum PactState;
    using enum PactStep;
    const char *notNow = "MND-LIF-004";
    row(InReview, Submit, "author", notNow);
    row(InReview, Approve, "author", "MND-LIF-005");
    row(InReview, Approve, "other", "");
    row(InReview, RequestChanges, "other", "");
    row(InReview, RequestChanges, "author", "MND-LIF-005");
    row(InReview, Observe, "other", notNow);
    row(InReview, Activate, "other", notNow);
    row(InReview, Withdraw, "author", "");
    row(Approved, Submit, "author", notNow);
    row(Approved, Approve, "third", notNow);
    row(Approved, RequestChanges, "other", "");
    row(Approved, Observe, "author", "");
    row(Approved, Activate, "author", "");
    row(Approved, Withdraw, "other", "");
    row(Observing, Submit, "author", notNow);
    row(Observing, Approve, "third", notNow);
    row(Observing, RequestChanges, "other", "");
    row(Observing, Observe, "other", notNow);
    row(Observing, Activate, "other", "");
    row(Observing, Withdraw, "author", "");
    row(Active, Submit, "author", notNow);
    row(Active, Approve, "third", notNow);
    row(Active, RequestChanges, "other", notNow);
    row(Active, Observe, "other", notNow);
    row(Active, Activate, "other", notNow);
    row(Active, Withdraw, "other", "");
    for (const PactState ended : {Superseded, Withdrawn}) {
        for (const PactStep step : {Submit, Approve, RequestChanges, Observe, Activate, Withdraw})
            row(ended, step, "third", notNow);
    }
}

void PactLifeTest::everyStepInEveryState()
{
    QFETCH(int, state);
    QFETCH(int, step);
    QFETCH(QString, person);
    QFETCH(QString, code);
    Told told;
    told.bring("1.0.0", {}, static_cast<PactState>(state));
    QCOMPARE(static_cast<int>(told.state("1.0.0")), state);
    const auto windows = std::vector<PactWindow>(told.life.windows().begin(), told.life.windows().end());
    QCOMPARE(QString::fromStdString(told.take(static_cast<PactStep>(step), "1.0.0", person.toStdString())), code);
    if (!code.isEmpty()) {
        QCOMPARE(static_cast<int>(told.state("1.0.0")), state);
        QVERIFY(std::ranges::equal(windows, told.life.windows()));
    }
}

void PactLifeTest::nobodyApprovesTheirOwnVersion()
{
    Told told;
    told.introduce(document("1.0.0", {}, {{"legal", 1}, {"owner", 1}}));
    QCOMPARE(told.take(PactStep::Submit, "1.0.0", "author"), std::string());
    for (const char *role : {"legal", "owner", ""})
        QCOMPARE(told.take(PactStep::Approve, "1.0.0", "author", role), std::string("MND-LIF-005"));
    // Written past the program it counts for nothing.
    told.write(PactStep::Approve, "1.0.0", "author", "legal");
    QVERIFY(!told.life.history().back().voidBecause.empty());
    QVERIFY(told.life.find("1.0.0")->approvals.empty());
}

void PactLifeTest::onePersonCountsOnce()
{
    Told told;
    told.introduce(document("1.0.0", {}, {{"legal", 2}, {"owner", 1}}));
    QCOMPARE(told.take(PactStep::Submit, "1.0.0", "author"), std::string());
    QCOMPARE(told.take(PactStep::Approve, "1.0.0", "ada", "legal"), std::string());
    QCOMPARE(told.take(PactStep::Approve, "1.0.0", "ada", "legal"), std::string("MND-LIF-006"));
    QCOMPARE(told.take(PactStep::Approve, "1.0.0", "ada", "owner"), std::string("MND-LIF-006"));
    QCOMPARE(told.state("1.0.0"), PactState::InReview);
}

void PactLifeTest::theQuorumIsByRole()
{
    Told told;
    told.introduce(document("1.0.0", {}, {{"legal", 1}, {"owner", 1}, {"legal", 1}, {"nobody", 0}}));
    QCOMPARE(told.take(PactStep::Submit, "1.0.0", "author"), std::string());
    using Missing = std::vector<PactDocument::Reviewer>;
    const auto missing = [&] { return PactLife::missing(*told.life.find("1.0.0")); };
    QVERIFY((missing() == Missing{{"legal", 2}, {"owner", 1}}));
    QCOMPARE(told.take(PactStep::Approve, "1.0.0", "a"), std::string("MND-LIF-007"));
    QCOMPARE(told.take(PactStep::Approve, "1.0.0", "a", "Legal"), std::string("MND-LIF-007"));
    QCOMPARE(told.take(PactStep::Approve, "1.0.0", "a", "nobody"), std::string("MND-LIF-007"));
    QCOMPARE(told.take(PactStep::Approve, "1.0.0", "a", "owner"), std::string());
    QCOMPARE(told.take(PactStep::Approve, "1.0.0", "b", "owner"), std::string("MND-LIF-007"));
    QCOMPARE(told.take(PactStep::Approve, "1.0.0", "b", "legal"), std::string());
    QVERIFY((missing() == Missing{{"legal", 1}}));
    QCOMPARE(told.take(PactStep::Activate, "1.0.0", "b"), std::string("MND-LIF-004"));
    QCOMPARE(told.state("1.0.0"), PactState::InReview);
    QCOMPARE(told.take(PactStep::Approve, "1.0.0", "c", "legal"), std::string());
    QVERIFY(missing().empty());
    QCOMPARE(told.state("1.0.0"), PactState::Approved);
}

void PactLifeTest::withoutReviewersOneOtherPersonIsEnough()
{
    Told told;
    told.introduce(document("1.0.0"));
    QCOMPARE(told.take(PactStep::Submit, "1.0.0", "author"), std::string());
    QCOMPARE(told.take(PactStep::Approve, "1.0.0", "other", "legal"), std::string("MND-LIF-007"));
    QCOMPARE(told.take(PactStep::Approve, "1.0.0", "other"), std::string());
    QCOMPARE(told.state("1.0.0"), PactState::Approved);
}

void PactLifeTest::withoutAnOwnerNothingComesIntoForce()
{
    Told told;
    PactDocument nobodys = document("1.0.0");
    nobodys.owner.clear();
    told.introduce(nobodys);
    (void)told.take(PactStep::Submit, "1.0.0", "author");
    (void)told.take(PactStep::Approve, "1.0.0", "other");
    QCOMPARE(told.take(PactStep::Activate, "1.0.0", "other"), std::string("MND-LIF-009"));
    QVERIFY(told.life.windows().empty());
}

void PactLifeTest::aPersonsCredentialsAreAcceptedInWritingOrNotAtAll()
{
    Told told;
    PactDocument inherited = document("1.0.0");
    inherited.credential = "inherited";
    told.introduce(inherited);
    (void)told.take(PactStep::Submit, "1.0.0", "author");
    (void)told.take(PactStep::Approve, "1.0.0", "other");
    PactLife::Attempt attempt;
    attempt.step = PactStep::Activate;
    attempt.version = "1.0.0";
    attempt.person = "other";
    attempt.note = "  ";
    attempt.at = told.life.history().back().statement.decidedAt;
    QCOMPARE(told.life.refusal(attempt)->code, std::string("MND-LIF-024"));
    attempt.note = "Read-only until the service account is there in March.";
    QVERIFY(!told.life.refusal(attempt));
}

void PactLifeTest::aVersionWrittenAgainstAnotherThanTheOneInForceIsAConflict()
{
    Told told;
    told.bring("1.0.0", {}, PactState::Active);
    told.bring("1.1.0", "1.0.0", PactState::Approved);
    told.bring("1.2.0", "1.0.0", PactState::Approved);
    told.introduce(document("1.3.0")); // against nothing: said at once, not after everybody signed
    QCOMPARE(told.take(PactStep::Submit, "1.3.0", "author"), std::string("MND-LIF-015"));
    QCOMPARE(told.take(PactStep::Activate, "1.1.0", "other"), std::string());
    QCOMPARE(told.take(PactStep::Activate, "1.2.0", "other"), std::string("MND-LIF-015"));
    const auto refusal = told.life.refusal({PactStep::Activate, "1.2.0", "other", {}, {}, second(told.now), {}});
    QCOMPARE(refusal->happened, std::string("shop@1.2.0 was written against 1.0.0, in force is 1.1.0."));
    QCOMPARE(told.state("1.0.0"), PactState::Superseded);
    // Also when the last one in force is not any more: what it changed must not be lost silently.
    QCOMPARE(told.take(PactStep::Withdraw, "1.1.0", "other"), std::string());
    QCOMPARE(told.take(PactStep::Activate, "1.2.0", "other"), std::string("MND-LIF-015"));
    told.bring("1.4.0", "1.1.0", PactState::Active);
    QCOMPARE(told.state("1.4.0"), PactState::Active);
}

void PactLifeTest::aScheduledVersionTakesOverWhenItsTimeComes()
{
    Told told;
    told.bring("1.0.0", {}, PactState::Active);
    told.bring("1.1.0", "1.0.0", PactState::Approved);
    told.bring("1.2.0", "1.0.0", PactState::Approved);
    QCOMPARE(told.take(PactStep::Activate, "1.1.0", "other", {}, second(100)), std::string());
    QCOMPARE(told.take(PactStep::Activate, "1.2.0", "other"), std::string("MND-LIF-011"));
    QCOMPARE(told.life.adoptionRefusal("5.0.0", second(told.now))->code, std::string("MND-LIF-011"));
    QCOMPARE(told.state("1.0.0"), PactState::Active);
    QCOMPARE(told.state("1.1.0"), PactState::Active);
    QCOMPARE(told.life.inForce(second(99))->version, std::string("1.0.0"));
    QCOMPARE(told.life.inForce(second(100))->version, std::string("1.1.0"));
    told.now = 100;
    QCOMPARE(told.state("1.0.0"), PactState::Superseded);
    QCOMPARE(told.state("1.1.0"), PactState::Active);
    QVERIFY(!told.life.adoptionRefusal("5.0.0", second(101)));
}

void PactLifeTest::aScheduledVersionThatIsWithdrawnNeverWas()
{
    Told told;
    told.bring("1.0.0", {}, PactState::Active);
    told.bring("1.1.0", "1.0.0", PactState::Approved);
    const auto before = std::vector<PactWindow>(told.life.windows().begin(), told.life.windows().end());
    QCOMPARE(told.take(PactStep::Activate, "1.1.0", "other", {}, second(100)), std::string());
    QCOMPARE(told.take(PactStep::Withdraw, "1.1.0", "other"), std::string());
    QVERIFY(std::ranges::equal(before, told.life.windows()));
    // Where the one in force was withdrawn meanwhile, nothing comes back with it.
    told.bring("1.2.0", "1.0.0", PactState::Approved);
    QCOMPARE(told.take(PactStep::Activate, "1.2.0", "other", {}, second(100)), std::string());
    QCOMPARE(told.take(PactStep::Withdraw, "1.0.0", "other"), std::string());
    QCOMPARE(told.take(PactStep::Withdraw, "1.2.0", "other"), std::string());
    QCOMPARE(told.life.inForce(second(200)), nullptr);
}

void PactLifeTest::nothingComesIntoForceInThePast()
{
    Told told;
    told.bring("1.0.0", {}, PactState::Approved);
    QCOMPARE(told.take(PactStep::Activate, "1.0.0", "other", {}, second(1)), std::string("MND-LIF-010"));
}

void PactLifeTest::aClockThatIsBehindDecidesNothing()
{
    Told told;
    told.bring("1.0.0", {}, PactState::Approved);
    told.now = 0;
    QCOMPARE(told.take(PactStep::Activate, "1.0.0", "other"), std::string("MND-LIF-012"));
    QCOMPARE(told.life.adoptionRefusal("2.0.0", second(0))->code, std::string("MND-LIF-012"));
}

void PactLifeTest::whatIsWithdrawnEndsWhatIsInForce()
{
    Told told;
    told.bring("1.0.0", {}, PactState::Active);
    QCOMPARE(told.take(PactStep::Withdraw, "1.0.0", "other", {}, {}, {}), std::string("MND-LIF-013"));
    QCOMPARE(told.take(PactStep::Withdraw, "1.0.0", "other"), std::string());
    QCOMPARE(told.life.inForce(second(told.now)), nullptr);
    QCOMPARE(told.life.inForce(second(told.now - 1))->version, std::string("1.0.0"));
    QCOMPARE(told.life.adoptionRefusal("1.0.0", second(told.now))->code, std::string("MND-LIF-016"));
}

void PactLifeTest::adoptedVersionsAreInForceWithoutReviewAndNotBesideOne()
{
    Told told;
    told.life.adopt(document("1.0.0"), digestOf("1.0.0"), 1, second(1), "account:ada");
    told.now = 1;
    QCOMPARE(told.state("1.0.0"), PactState::Active);
    told.bring("1.1.0", "1.0.0", PactState::InReview);
    QCOMPARE(told.life.adoptionRefusal("1.1.0", second(told.now))->code, std::string("MND-LIF-016"));
    QCOMPARE(told.take(PactStep::Approve, "1.0.0", "other"), std::string("MND-LIF-004"));
    // A clock that jumped back between two programs changes no past.
    told.life.adopt(document("2.0.0"), digestOf("2.0.0"), 9, second(-5), "account:ada");
    QCOMPARE(told.life.inForce(second(1))->version, std::string("2.0.0"));
    QCOMPARE(told.life.inForce(second(0)), nullptr);
}

void PactLifeTest::stepsThatWereNotAllowedCountForNothing()
{
    Told told;
    told.introduce(document("1.0.0"));
    ++told.now;
    told.write(PactStep::Approve, "1.0.0", "other"); // before anyone submitted it
    QVERIFY(!told.life.history().back().voidBecause.empty());
    QCOMPARE(told.take(PactStep::Submit, "1.0.0", "author"), std::string());
    told.write(PactStep::Activate, "1.0.0", "author");
    QVERIFY(!told.life.history().back().voidBecause.empty());
    QVERIFY(told.life.windows().empty());
    QVERIFY(!told.life.isBroken());
    QCOMPARE(told.take(PactStep::Approve, "1.0.0", "other"), std::string()); // and harm nothing else
}

void PactLifeTest::aBrokenChainPutsNothingInForce_data()
{
    QTest::addColumn<int>("leftOut");
    for (int i = 0; i < 3; ++i)
        QTest::addRow("statement %d is missing", i) << i;
}

void PactLifeTest::aBrokenChainPutsNothingInForce()
{
    QFETCH(int, leftOut);
    Told told;
    told.life.adopt(document("1.0.0"), digestOf("1.0.0"), 1, second(0), "account:ada");
    told.bring("1.1.0", "1.0.0", PactState::Active);
    Told damaged;
    damaged.life.adopt(document("1.0.0"), digestOf("1.0.0"), 1, second(0), "account:ada");
    damaged.introduce(document("1.1.0", "1.0.0"));
    int number = 0;
    for (const PactLife::Event &event : told.life.history()) {
        PactStatement statement = event.statement;
        const std::string body = pactStatementEntry(statement, key());
        if (number++ != leftOut)
            damaged.life.add(statement, body);
    }
    const bool last = leftOut == 2; // nobody can see that the last one is missing here; the ledger's checkpoints can
    QCOMPARE(damaged.life.isBroken(), !last);
    QCOMPARE(damaged.life.inForce(second(100))->version, std::string("1.0.0"));
    damaged.now = 50;
    if (!last) {
        QCOMPARE(damaged.take(PactStep::Activate, "1.1.0", "other"), std::string("MND-LIF-002"));
        QCOMPARE(damaged.life.adoptionRefusal("3.0.0", second(60))->code, std::string("MND-LIF-002"));
        damaged.write(PactStep::Activate, "1.1.0", "other");
        damaged.life.adopt(document("3.0.0"), digestOf("3.0.0"), 9, second(61), "account:ada");
        QCOMPARE(damaged.life.inForce(second(100))->version, std::string("1.0.0"));
    }
}

void PactLifeTest::aStatementAboutOtherContentCountsForNothing()
{
    Told told;
    PactDocument made = document("1.0.0");
    told.life.introduce(made, sha256("other content"));
    ++told.now;
    told.write(PactStep::Submit, "1.0.0", "author");
    QVERIFY(!told.life.history().back().voidBecause.empty());
    told.write(PactStep::Submit, "7.0.0", "author");
    QVERIFY(!told.life.history().back().voidBecause.empty());
}

QTEST_APPLESS_MAIN(PactLifeTest)
#include "pact_life_test.moc"
