// SPDX-License-Identifier: GPL-3.0-or-later
// What mining promises: every call it was made from is permitted, nothing observed can be taken out of a clause without its calls falling out
// of scope, and a tighter bound stops exactly what was said.
#include "mined_calls.h"
#include "models/pact/mining/choice.h"

#include <random>

using namespace mandate;
using namespace mandate::test;
using nlohmann::ordered_json;

class MiningTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMinedCallIsPermitted_data();
    void everyMinedCallIsPermitted();
    void takingOutAValuePutsExactlyItsCallsOutOfScope();
    void aTighterBoundStopsExactlyWhatIsSaid_data();
    void aTighterBoundStopsExactlyWhatIsSaid();
    void aTighterLimitASessionStopsExactlyWhatIsSaid();
    void whatWasLeftOutIsNotInTheDraft();
    void hostileNamesStayNames();
    void anArgumentNeverSeenIsOutOfScope();
    void aMissingOrOtherArgumentIsOutOfScope();
    void callsLeftOutAreNotPermittedButCountInTheirSession();
};

namespace {

using Random = std::mt19937;

std::size_t upTo(Random &random, std::size_t most)
{
    return std::uniform_int_distribution<std::size_t>(0, most)(random);
}

/// Arguments of every shape: some always there, some not, numbers of every kind, choices, identifiers, lists, objects, odd names, other kinds.
ordered_json someArguments(Random &random, std::size_t tool)
{
    static const std::vector<std::string> choices{"economy", "business", "first \"class\"", "ö\\n"};
    ordered_json args = ordered_json::object();
    args["amount"] = upTo(random, 1) ? ordered_json(static_cast<double>(upTo(random, 100'000)) / 100.0) : ordered_json(upTo(random, 900));
    args["cabin"] = choices[upTo(random, choices.size() - 1)];
    args["order_id"] = "#W" + std::to_string(upTo(random, 99'999));
    args["urgent"] = tool == 1;
    if (upTo(random, 2) == 0)
        args["in"] = upTo(random, 1) == 0 ? ordered_json(nullptr) : ordered_json(choices[upTo(random, 1)]);
    if (upTo(random, 2) == 0)
        args["odd \"name\""] = static_cast<std::int64_t>(upTo(random, 5)) - 3;
    if (upTo(random, 3) == 0)
        args["huge"] = upTo(random, 1) ? ordered_json(UINT64_MAX - upTo(random, 3)) : ordered_json(INT64_MIN);
    if (upTo(random, 2) == 0)
        args["mixed"] = upTo(random, 1) ? ordered_json("text") : ordered_json(5);
    if (upTo(random, 2) == 0) {
        args["items"] = ordered_json::array();
        for (std::size_t i = upTo(random, 3); i > 0; --i) {
            ordered_json item{{"price", upTo(random, 50)}, {"tags", ordered_json::array()}};
            for (std::size_t tags = upTo(random, 2); tags > 0; --tags)
                item["tags"].push_back(choices[upTo(random, 1)]);
            if (upTo(random, 1))
                item["colour"] = upTo(random, 3) ? ordered_json("red") : ordered_json(nullptr);
            args["items"].push_back(std::move(item));
        }
    }
    if (upTo(random, 1))
        args["ship"] = {{"country", upTo(random, 5) ? "ES" : "FR"}, {"deep", {{"deeper", {{"deepest", {{"end", upTo(random, 9)}}}}}}}};
    return args;
}

std::vector<MinedCall> someCalls(unsigned seed)
{
    Random random(seed);
    std::vector<MinedCall> calls;
    for (int i = 0; i < 400; ++i) {
        const std::size_t tool = upTo(random, 3);
        MinedCall call;
        call.session = "s" + std::to_string(upTo(random, 40));
        call.tool = std::vector<std::string>{"pay", "refund", "ship now", "ping"}[tool];
        call.args = tool == 3 ? (upTo(random, 9) ? "{}" : "") : someArguments(random, tool).dump();
        call.executed = upTo(random, 9) > 0;
        call.minable = upTo(random, 9) > 0;
        calls.push_back(std::move(call));
    }
    return calls;
}

std::shared_ptr<const CompiledPact> compiled(const ordered_json &document)
{
    return compiledPact(document.dump());
}

ordered_json &clauseNamed(ordered_json &document, const std::string &id)
{
    for (ordered_json &clause : document["clauses"]) {
        if (clause["id"] == id)
            return clause;
    }
    qFatal("no clause %s", id.c_str());
}

void replaceIn(ordered_json &clause, const std::string &what, const std::string &with)
{
    std::string when = clause["when"];
    const auto at = when.find(what);
    if (at == std::string::npos)
        qFatal("%s is not in %s", what.c_str(), when.c_str());
    clause["when"] = when.replace(at, what.size(), with);
}

/// Forty calls in forty sessions; every eighth by "express".
std::vector<MinedCall> shipments()
{
    std::vector<MinedCall> calls;
    for (int i = 0; i < 40; ++i) {
        const char *by = i % 8 == 0 ? "express" : i % 2 ? "post" : "courier";
        calls.push_back({"s" + std::to_string(i), "ship", R"({"by":")" + std::string(by) + R"(","weight":)" + std::to_string(i % 20) + "}"});
    }
    return calls;
}

} // namespace

void MiningTest::everyMinedCallIsPermitted_data()
{
    QTest::addColumn<unsigned>("seed");
    QTest::addColumn<bool>("cramped");
    for (unsigned seed = 1; seed <= 20; ++seed)
        QTest::addRow("seed %u", seed) << seed << (seed % 2 == 0);
}

void MiningTest::everyMinedCallIsPermitted()
{
    QFETCH(unsigned, seed);
    QFETCH(bool, cramped);
    mining::Limits limits;
    if (cramped)
        limits = {.tools = 3, .arguments = 7, .nameBytes = 5, .numbers = 4, .sessionCells = 60};
    const std::vector<MinedCall> calls = someCalls(seed);
    const mining::MinedScope scope = minedFrom(calls, limits);
    QCOMPARE(scope.proposals.size(), std::size_t(cramped ? 3 : 4));
    const std::vector<Judged> verdicts = judgedUnder(compiled(draftOf(scope)), calls);
    std::uint64_t permitted = 0;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const bool proposed =
            std::ranges::any_of(scope.proposals, [&](const mining::Proposal &proposal) { return proposal.clause.tools.front() == calls[i].tool; });
        if (!calls[i].executed || !calls[i].minable || !proposed)
            continue;
        ++permitted;
        QVERIFY2(verdicts[i].verdict == Verdict::Permitted,
                 (calls[i].tool + calls[i].args + ' ' + std::string(nameOf(verdicts[i].verdict)) + ' ' + verdicts[i].deciding).c_str());
    }
    std::uint64_t mined = 0;
    for (const mining::Proposal &proposal : scope.proposals)
        mined += proposal.calls;
    QCOMPARE(permitted, mined);
    QVERIFY(permitted > 150);
}

void MiningTest::takingOutAValuePutsExactlyItsCallsOutOfScope()
{
    const std::vector<MinedCall> calls = shipments();
    const mining::MinedScope scope = minedFrom(calls);
    const mining::Proposal &proposal = proposalFor(scope, "ship");
    const mining::ArgumentEvidence &by = argument(proposal, "by");
    QCOMPARE(by.values.size(), std::size_t(3));
    for (const mining::TextValue &value : by.values) {
        ordered_json draft = draftOf(scope);
        replaceIn(clauseNamed(draft, proposal.clause.id), '"' + value.text + '"', "\"nothing\"");
        const std::vector<Judged> verdicts = judgedUnder(compiled(draft), calls);
        std::uint64_t out = 0;
        for (std::size_t i = 0; i < calls.size(); ++i) {
            const bool has = calls[i].args.find('"' + value.text + '"') != std::string::npos;
            QCOMPARE(verdicts[i].verdict, has ? Verdict::OutOfScope : Verdict::Permitted);
            if (has && out++ == 0)
                QCOMPARE(value.first, i);
        }
        QCOMPARE(out, value.calls);
    }
}

void MiningTest::aTighterBoundStopsExactlyWhatIsSaid_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 5; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void MiningTest::aTighterBoundStopsExactlyWhatIsSaid()
{
    QFETCH(unsigned, seed);
    std::vector<MinedCall> calls = someCalls(seed);
    for (MinedCall &call : calls)
        call.minable = call.executed = true;
    mining::Limits limits;
    limits.numbers = 12; // small enough to drop numbers; what is offered stays exact
    const mining::MinedScope scope = minedFrom(calls, limits);
    int tried = 0;
    for (std::size_t of = 0; of < scope.proposals.size(); ++of) {
        for (std::size_t which = 0; which < scope.proposals[of].tighter.size(); ++which) {
            for (const mining::TighterBound &bound : scope.proposals[of].tighter[which].bounds) {
                std::vector<mining::ProposalChoice> choices(scope.proposals.size());
                choices[of].bounds.resize(which + 1);
                choices[of].bounds[which] = bound.bound;
                const mining::MinedScope tighter = mining::chosen(scope, choices);
                QVERIFY(tighter.proposals[of].clause.when != scope.proposals[of].clause.when);
                QVERIFY(tighter.proposals[of].clause.why.find("Chosen tighter than observed") != std::string::npos);
                const std::vector<Judged> verdicts = judgedUnder(compiled(draftOf(tighter)), calls);
                std::vector<mining::Entry> stopped;
                std::set<std::string> sessions;
                for (std::size_t i = 0; i < calls.size(); ++i) {
                    if (verdicts[i].verdict == Verdict::Permitted)
                        continue;
                    stopped.push_back(i);
                    sessions.insert(calls[i].session);
                }
                QCOMPARE(stopped.size(), bound.calls);
                QCOMPARE(sessions.size(), bound.sessions.value());
                stopped.resize(std::min(stopped.size(), mining::exampleEntries));
                QVERIFY(bound.first == stopped);
                ++tried;
            }
        }
    }
    QVERIFY(tried > 6);
}

void MiningTest::aTighterLimitASessionStopsExactlyWhatIsSaid()
{
    std::vector<MinedCall> calls;
    for (int session = 0; session < 10; ++session) {
        for (int i = 0; i <= session; ++i)
            calls.push_back({"s" + std::to_string(session), "read", "{}"});
    }
    const mining::MinedScope scope = minedFrom(calls);
    const mining::SessionLimit &limit = proposalFor(scope, "read").perSession.value();
    QCOMPARE(limit.most, std::uint64_t(10));
    QCOMPARE(limit.entry, mining::Entry(calls.size() - 1));
    QCOMPARE(limit.clause.kind, ClauseKind::Escalate);
    for (const mining::TighterBound &bound : limit.tighter) {
        std::vector<mining::ProposalChoice> choices(1);
        choices[0].most = static_cast<std::uint64_t>(bound.bound.magnitude());
        const ordered_json draft = draftOf(mining::chosen(scope, choices));
        std::uint64_t stopped = 0;
        std::set<std::string> sessions;
        const std::vector<Judged> verdicts = judgedUnder(compiled(draft), calls);
        for (std::size_t i = 0; i < calls.size(); ++i) {
            if (verdicts[i].verdict == Verdict::NeedsApproval) {
                ++stopped;
                sessions.insert(calls[i].session);
            }
        }
        QCOMPARE(stopped, bound.calls);
        QCOMPARE(sessions.size(), bound.sessions.value());
    }
    QVERIFY(!limit.tighter.empty());
}

void MiningTest::whatWasLeftOutIsNotInTheDraft()
{
    const std::vector<MinedCall> calls{{"s", "read", R"({"a":1})"}, {"s", "write", R"({"a":2})"}, {"t", "read", R"({"a":3})"}};
    const mining::MinedScope scope = minedFrom(calls);
    QCOMPARE(scope.proposals.size(), std::size_t{2});
    std::vector<mining::ProposalChoice> choices(2);
    choices[1].taken = false;
    choices[0].limited = false;
    const ordered_json draft = draftOf(mining::chosen(scope, choices));
    QCOMPARE(draft["clauses"].size(), std::size_t{1});
    QCOMPARE(draft["clauses"][0]["tools"][0].get<std::string>(), std::string("read"));
    QVERIFY(mining::chosen(scope, {}).proposals.size() == 2); // nothing said: as proposed
}

/// A name cannot pass for a mark of a bound, whatever is in it.
void MiningTest::hostileNamesStayNames()
{
    std::vector<MinedCall> calls;
    for (int i = 0; i < 12; ++i)
        calls.push_back({"s" + std::to_string(i), "act", R"({"a\u0001\u00020\u0002":)" + std::to_string(i) + R"(,"\u00ff0\u00fe":)" + std::to_string(i * 2) + "}"});
    const mining::MinedScope scope = minedFrom(calls);
    QCOMPARE(scope.proposals.front().tighter.size(), std::size_t{2});
    for (const Judged &judged : judgedUnder(compiled(draftOf(scope)), calls))
        QCOMPARE(judged.verdict, Verdict::Permitted);
    std::vector<mining::ProposalChoice> choices(1);
    choices[0].bounds = {scope.proposals.front().tighter[0].bounds.front().bound, scope.proposals.front().tighter[1].bounds.front().bound};
    std::uint64_t stopped = 0;
    for (const Judged &judged : judgedUnder(compiled(draftOf(mining::chosen(scope, choices))), calls))
        stopped += judged.verdict == Verdict::OutOfScope;
    QCOMPARE(stopped, std::uint64_t{1});
}

void MiningTest::anArgumentNeverSeenIsOutOfScope()
{
    const std::vector<MinedCall> calls = shipments();
    const auto pact = compiled(draftOf(minedFrom(calls)));
    QCOMPARE(judgedUnder(pact, {{"new", "ship", R"({"by":"post","weight":1,"force":true})"}}).front().verdict, Verdict::OutOfScope);
    QCOMPARE(judgedUnder(pact, {{"new", "sell", "{}"}}).front().verdict, Verdict::OutOfScope);
}

void MiningTest::aMissingOrOtherArgumentIsOutOfScope()
{
    const auto pact = compiled(draftOf(minedFrom(shipments())));
    for (const char *args : {R"({"by":"post"})", R"({"weight":1})", R"({"by":"post","weight":20})", R"({"by":"post","weight":-1})",
                             R"({"by":"drone","weight":1})", R"({"by":["post"],"weight":1})", "{}"})
        QVERIFY2(judgedUnder(pact, {{"new", "ship", args}}).front().verdict == Verdict::OutOfScope, args);
    // Another kind of value has no order with numbers: undecidable, and so not permitted.
    QCOMPARE(judgedUnder(pact, {{"new", "ship", R"({"by":"post","weight":"1"})"}}).front().verdict, Verdict::Undecidable);
}

void MiningTest::callsLeftOutAreNotPermittedButCountInTheirSession()
{
    std::vector<MinedCall> calls;
    for (int i = 0; i < 5; ++i)
        calls.push_back({"s", "pay", R"({"amount":900})", true, false});
    calls.push_back({"s", "pay", R"({"amount":5})"});
    const mining::MinedScope scope = minedFrom(calls);
    QCOMPARE(proposalFor(scope, "pay").calls, std::uint64_t(1));
    QCOMPARE(proposalFor(scope, "pay").perSession->most, std::uint64_t(6));
    const std::vector<Judged> verdicts = judgedUnder(compiled(draftOf(scope)), calls);
    for (std::size_t i = 0; i < 5; ++i)
        QCOMPARE(verdicts[i].verdict, Verdict::OutOfScope);
    QCOMPARE(verdicts[5].verdict, Verdict::Permitted);
}

QTEST_GUILESS_MAIN(MiningTest)
#include "mining_test.moc"
