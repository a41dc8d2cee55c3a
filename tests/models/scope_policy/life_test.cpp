// SPDX-License-Identifier: GPL-3.0-or-later
// Who may put a scope policy in force, what counts as not independent of the pact, and what a forged, replayed or cut chain comes to.
#include <QTest> // first: moc 6.4 cannot read <compare> when it comes before QObject

#include "models/scope_policy/life.h"

using namespace mandate;

namespace {

SigningKey key(const std::string &of)
{
    return SigningKey::fromSeed(std::string(sha256(of).hex().substr(0, 32)));
}

std::string id(const std::string &account)
{
    return "account:" + account;
}

std::string document(const std::string &version, const std::string &owner = "account:lex", const std::string &agents = "ops-*", const std::string &policy = "env",
                     const std::string &when = "args.size < 10")
{
    return R"({"schema":"mandate.scope-policy/1","scope_policy_id":")" + policy + R"(","version":")" + version + R"(","title":"t","owner":")" + owner + R"(","binds":[{"agent":")" + agents +
           R"("}],"tools":[{"name":"drop","destructive":true}],"rules":[{"id":"A","effect":"allow","tools":["drop"],"when":")" + when + R"(","reads_as":"x"}]})";
}

PactDocument pact(const std::string &version, const std::string &owner = "Owner A", const std::string &agent = "ops-1", const std::string &when = "true")
{
    PactDocument made;
    made.id = "ops";
    made.version = version;
    made.owner = owner;
    made.binds = {{agent, "*"}};
    Clause clause;
    clause.id = "S1";
    clause.kind = ClauseKind::Permit;
    clause.tools = {"drop"};
    clause.when = when;
    made.clauses = {clause};
    return made;
}

/// Olga owns, Pia leads the product, Lex is legal, Dan is deputy: enrolled. The workspace's key stands in while nobody is.
struct World
{
    SigningKey workspace = key("workspace");
    PeopleRegister people{workspace.publicKey()};
    PactLives pacts;
    ScopePolicyBook book;
    Instant now = *parseInstant("2026-03-01T10:00:00Z");
    std::vector<std::string> bodies;

    void enrolAll()
    {
        enrol("olga", "olga", {PersonRole::Owner});
        enrol("olga", "pia", {PersonRole::ProductLead});
        enrol("olga", "lex", {PersonRole::Legal});
        enrol("olga", "dan", {PersonRole::Deputy});
    }
    void enrol(const std::string &by, const std::string &person, const std::vector<PersonRole> &roles)
    {
        PersonStatement statement;
        statement.step = PersonStep::Enrol;
        statement.person = id(person);
        statement.decidedBy = id(by);
        statement.decidedAt = tick();
        statement.ledger = workspace.publicKey().id();
        statement.previous = people.lastDigest();
        statement.note = "because";
        statement.roles = roles;
        statement.key = key(person).publicKey();
        statement.proof = keyRequest({id(person), {}}, key(person));
        people.add(people.history().size(), personStatementEntry(statement, key(by)));
        QCOMPARE(people.history().back().voidBecause, std::string());
    }
    Instant tick()
    {
        now.nanoseconds += 1'000'000'000;
        return now;
    }
    void adoptPact(const PactDocument &document, const std::string &by) { life().adopt(document, sha256(document.id + document.version), 1, tick(), id(by)); }
    PactLife &life() { return pacts.try_emplace("ops", "ops").first->second; }
    void pactStep(PactStep step, const std::string &version, const std::string &by)
    {
        PactStatement statement;
        statement.pactId = "ops";
        statement.version = version;
        statement.pactDigest = sha256("ops" + version);
        statement.step = step;
        statement.note = "because";
        statement.decidedBy = id(by);
        statement.decidedAt = tick();
        statement.previous = life().lastDigest();
        if (step == PactStep::Activate)
            statement.effective = statement.decidedAt;
        const std::string body = pactStatementEntry(statement, key(by));
        life().add(statement, body);
        QCOMPARE(life().history().back().voidBecause, std::string());
    }

    ScopeStatement make(ScopeStep step, const std::string &json, const std::string &by)
    {
        ScopeStatement statement;
        statement.step = step;
        const auto parsed = parseScopePolicy(json);
        statement.policyId = parsed->document.id;
        statement.version = parsed->document.version;
        statement.digest = parsed->digest;
        if (step == ScopeStep::Set)
            statement.document = parsed->canonical;
        statement.note = "because";
        statement.decidedBy = id(by);
        statement.decidedAt = tick();
        statement.ledger = people.isOpen() ? std::string() : workspace.publicKey().id();
        const ScopeLife *life = book.find(statement.policyId);
        statement.previous = life ? life->lastDigest() : Digest();
        return statement;
    }
    std::string write(ScopeStatement statement, const SigningKey &signer)
    {
        bodies.push_back(scopeStatementEntry(statement, signer));
        return book.add(bodies.size(), bodies.back(), people, pacts);
    }
    /// The code of the refusal. Where it is refused it is written all the same, and has to be void.
    std::string take(ScopeStep step, const std::string &json, const std::string &by)
    {
        ScopeStatement statement = make(step, json, by);
        const auto parsed = parseScopePolicy(json);
        const auto refused = book.refusal({step, statement.policyId, statement.decidedBy, "because", statement.decidedAt, &*parsed}, people, pacts);
        const std::string before = state();
        ScopePolicyBook untouched = book;
        const SigningKey own = key(by);
        const std::string why = write(statement, people.isOpen() ? workspace : own);
        if (refused.has_value() == why.empty())
            return "the rules refuse and void different things";
        if (!refused)
            return {};
        if (state() != before)
            return "what is void changed something";
        book = untouched;
        bodies.pop_back();
        return refused->remedy.empty() || refused->unaffected.empty() ? "a refusal that does not say what to do" : refused->code;
    }
    std::string set(const std::string &json, const std::string &by) { return take(ScopeStep::Set, json, by); }
    /// What binds ops-1 now.
    [[nodiscard]] std::string state(const std::string &agent = "ops-1") const
    {
        const ScopeStanding standing = book.standing(agent, "eu", now);
        return standing.version ? standing.version->document().name() + (standing.broken ? " broken" : "") : std::string();
    }
};

} // namespace

class ScopePolicyLifeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aVersionIsInForceUntilTheNextOrItsWithdrawal();
    void whoHadAHandInThePactKeepsOutOfTheScopePolicy();
    void whoKeepsTheScopePolicyKeepsOutOfThePact();
    void theProductLeadAndWhoIsNotEnrolledKeepNone();
    void theOwnerIsAnotherPersonThanThePacts();
    void aCopyOfThePactIsNotIndependent();
    void twoPoliciesNeverBindTheSameAgent();
    void whatIsForgedChangesNothing();
    void aCutChainAllowsNothing();
    void aClockThatIsBehindIsRefused();
};

void ScopePolicyLifeTest::aVersionIsInForceUntilTheNextOrItsWithdrawal()
{
    World world; // nobody is enrolled
    QCOMPARE(world.state(), std::string());
    QCOMPARE(world.take(ScopeStep::Withdraw, document("1.0.0"), "olga"), std::string("MND-SCP-018"));
    QCOMPARE(world.set(document("1.0.0"), "olga"), std::string());
    const Instant first = world.now;
    QCOMPARE(world.set(document("1.0.0"), "olga"), std::string("MND-SCP-013"));
    QCOMPARE(world.set(document("1.0.0", "lex", "ops-*", "env", "true"), "olga"), std::string("MND-SCP-014"));
    QCOMPARE(world.set(document("0.9.0"), "olga"), std::string("MND-SCP-014"));
    QCOMPARE(world.set(document("1.10.0"), "olga"), std::string());
    QCOMPARE(world.state(), std::string("env@1.10.0"));
    QCOMPARE(world.state("shop-1"), std::string());
    QCOMPARE(world.book.standing("ops-1", "eu", first).version->document().version, std::string("1.0.0"));
    QVERIFY(!world.book.standing("ops-1", "eu", Instant{first.nanoseconds - 1, true}).version);
    QCOMPARE(world.take(ScopeStep::Withdraw, document("1.10.0"), "olga"), std::string());
    QCOMPARE(world.state(), std::string());
    QCOMPARE(world.set(document("1.9.0"), "olga"), std::string("MND-SCP-014")); // also after a withdrawal
    QCOMPARE(world.set(document("2.0.0"), "olga"), std::string());
    QCOMPARE(world.book.find("env")->history().size(), std::size_t{4});
    QVERIFY(!world.book.find("env")->current()->proven);
}

void ScopePolicyLifeTest::whoHadAHandInThePactKeepsOutOfTheScopePolicy()
{
    World world;
    world.enrolAll();
    world.life().introduce(pact("1.0.0"), sha256("ops1.0.0"));
    world.pactStep(PactStep::Submit, "1.0.0", "dan");
    world.pactStep(PactStep::Approve, "1.0.0", "olga");
    QCOMPARE(world.set(document("1.0.0"), "dan"), std::string("MND-SCP-023"));  // submitted
    QCOMPARE(world.set(document("1.0.0"), "olga"), std::string("MND-SCP-023")); // approved
    QCOMPARE(world.set(document("1.0.0", "account:lex", "shop-*"), "olga"), std::string()); // other agents
    QCOMPARE(world.set(document("1.0.0", "account:lex", "ops-*", "env2"), "lex"), std::string());
    QVERIFY(world.book.find("env2")->current()->proven);
    // Neither may they loosen it: not by a narrower version, and not by withdrawing it.
    QCOMPARE(world.set(document("1.1.0", "account:lex", "elsewhere", "env2"), "dan"), std::string("MND-SCP-023"));
    QCOMPARE(world.take(ScopeStep::Withdraw, document("1.0.0", "account:lex", "ops-*", "env2"), "olga"), std::string("MND-SCP-023"));
    QCOMPARE(world.take(ScopeStep::Withdraw, document("1.0.0", "account:lex", "ops-*", "env2"), "lex"), std::string());
}

void ScopePolicyLifeTest::whoKeepsTheScopePolicyKeepsOutOfThePact()
{
    World world;
    world.enrolAll();
    QCOMPARE(world.set(document("1.0.0"), "lex"), std::string());
    const auto code = [&](PactStep step, const std::string &by, const PactDocument &of) {
        const auto refused = world.book.pactRefusal(step, id(by), of, sha256("x"), world.people);
        return refused ? refused->code : std::string();
    };
    QCOMPARE(code(PactStep::Submit, "lex", pact("1.0.0")), std::string("MND-SCP-024"));
    QCOMPARE(code(PactStep::Approve, "lex", pact("1.0.0")), std::string("MND-SCP-024"));
    QCOMPARE(code(PactStep::RequestChanges, "lex", pact("1.0.0")), std::string()); // asking for changes permits nothing
    QCOMPARE(code(PactStep::Submit, "dan", pact("1.0.0")), std::string());
    QCOMPARE(code(PactStep::Submit, "lex", pact("1.0.0", "Owner A", "shop-1")), std::string());
    QCOMPARE(world.take(ScopeStep::Withdraw, document("1.0.0"), "lex"), std::string());
    QCOMPARE(code(PactStep::Submit, "lex", pact("1.0.0")), std::string("MND-SCP-024")); // once is for good
}

void ScopePolicyLifeTest::theProductLeadAndWhoIsNotEnrolledKeepNone()
{
    World world;
    world.enrolAll();
    QCOMPARE(world.set(document("1.0.0"), "pia"), std::string("MND-SCP-010"));
    const auto stranger = ScopePolicyBook::roleRefusal(id("mallory"), world.people);
    QVERIFY(stranger.has_value());
    QCOMPARE(world.set(document("1.0.0", "account:pia"), "lex"), std::string("MND-SCP-016")); // nor does she answer for one
    QCOMPARE(world.set(document("1.0.0", "Somebody"), "lex"), std::string("MND-SCP-016"));
}

void ScopePolicyLifeTest::theOwnerIsAnotherPersonThanThePacts()
{
    World world;
    world.adoptPact(pact("1.0.0", "Owner A"), "ada");
    QCOMPARE(world.set(document("1.0.0", " owner a"), "bob"), std::string("MND-SCP-022"));
    QCOMPARE(world.set(document("1.0.0", "Security officer C"), "ada"), std::string()); // nobody is enrolled: nothing proves who is who
    const auto refused = world.book.pactRefusal(PactStep::Activate, {}, pact("2.0.0", "security officer c"), sha256("x"), world.people);
    QVERIFY(refused && refused->code == "MND-SCP-022");
    // Once people are enrolled, it is asked who saved both; what was signed before then does not count.
    PactLives lives = world.pacts;
    QVERIFY(!dependence(world.book.find("env")->current()->authorship(), lives.find("ops")->second, world.people).has_value());
    world.enrol("olga", "olga", {PersonRole::Owner});
    const auto found = dependence({&world.book.find("env")->current()->document(), Digest(), id("ada")}, lives.find("ops")->second, world.people);
    QVERIFY(found && found->code == "MND-SCP-023");
}

void ScopePolicyLifeTest::aCopyOfThePactIsNotIndependent()
{
    World world;
    world.adoptPact(pact("1.0.0", "Owner A", "ops-1", "args.size < 10"), "ada");
    QCOMPARE(world.set(document("1.0.0"), "bob"), std::string("MND-SCP-021"));
    QCOMPARE(world.set(document("1.0.0", "lex", "ops-*", "env", "args.size < 9"), "bob"), std::string());
    const auto refused = world.book.pactRefusal(PactStep::Submit, id("ada"), pact("2.0.0", "Owner A", "ops-1", "args.size < 9"), sha256("x"), world.people);
    QVERIFY(refused && refused->code == "MND-SCP-021");
    const ScopeVersion &version = *world.book.find("env")->current();
    const auto same = pactDependence({}, pact("3.0.0"), version.digest, version.authorship(), world.people);
    QVERIFY(same && same->code == "MND-SCP-020");
}

void ScopePolicyLifeTest::twoPoliciesNeverBindTheSameAgent()
{
    World world;
    QCOMPARE(world.set(document("1.0.0", "lex", "ops-*"), "bob"), std::string());
    QCOMPARE(world.set(document("1.0.0", "lex", "*-1", "other"), "bob"), std::string("MND-SCP-015"));
    QCOMPARE(world.set(document("1.0.0", "lex", "shop-*", "other"), "bob"), std::string());
    QCOMPARE(world.state("shop-1"), std::string("other@1.0.0"));
}

void ScopePolicyLifeTest::whatIsForgedChangesNothing()
{
    World world;
    world.enrolAll();
    QCOMPARE(world.set(document("1.0.0"), "lex"), std::string());
    const std::string genuine = world.bodies.back();
    QVERIFY(!world.write(world.make(ScopeStep::Set, document("2.0.0", "account:lex", "ops-*", "env", "true"), "lex"), world.workspace).empty()); // the workspace's key
    QVERIFY(!world.write(world.make(ScopeStep::Set, document("2.0.0"), "lex"), key("mallory")).empty());
    std::string changed = genuine;
    changed.replace(changed.find("\"version\":\"1.0.0\""), 17, "\"version\":\"7.0.0\"");
    QVERIFY(!world.book.add(9, changed, world.people, world.pacts).empty());
    ScopeStatement lying = world.make(ScopeStep::Set, document("2.0.0"), "lex");
    lying.digest = sha256("another document");
    QVERIFY(!world.write(lying, key("lex")).empty());
    QVERIFY(!world.book.add(9, "{}", world.people, world.pacts).empty());
    QCOMPARE(world.state(), std::string("env@1.0.0"));
    QCOMPARE(world.set(document("3.0.0"), "lex"), std::string()); // and nobody is locked out by it
}

void ScopePolicyLifeTest::aCutChainAllowsNothing()
{
    World world;
    QCOMPARE(world.set(document("1.0.0"), "bob"), std::string());
    const std::string first = world.bodies.back();
    QCOMPARE(world.set(document("1.1.0"), "bob"), std::string());
    QVERIFY(!world.book.add(9, first, world.people, world.pacts).empty()); // replayed
    QCOMPARE(world.state(), std::string("env@1.1.0 broken"));
    QCOMPARE(world.set(document("1.2.0"), "bob"), std::string("MND-SCP-011"));
}

void ScopePolicyLifeTest::aClockThatIsBehindIsRefused()
{
    World world;
    QCOMPARE(world.set(document("1.0.0"), "bob"), std::string());
    world.now.nanoseconds -= 60'000'000'000;
    QCOMPARE(world.set(document("1.1.0"), "bob"), std::string("MND-SCP-012"));
}

QTEST_APPLESS_MAIN(ScopePolicyLifeTest)
#include "life_test.moc"
