// SPDX-License-Identifier: GPL-3.0-or-later
// Dogwood, Cedar's temporal dialect: what a clause asks of history as blocks over the events that the gateway records for a session. Only
// ::response is asked about, which stands for a call that ran. The aggregates are written out; in the language's own shorthand they are
// count_within, count_distinct_within and sum_within.
#include "models/pact/exports/cedar_policies.h"
#include "models/pact/exports/cedar_words.h"

#include <algorithm>

namespace mandate::exports {

namespace {

/// Whether the alternatives of a clause are the tools of this test.
bool alternates(const HistoryTest &test)
{
    return test.holds && test.form == HistoryTest::Form::Ran && test.tools.size() > 1;
}

std::string need(Arguments &arguments, const std::string &name, Kind kind, bool whole)
{
    const Path path = Path{"args", {}, "args"}.then({name, {}, {}});
    const auto [known, fresh] = arguments.try_emplace(path.name, Argument{Place{path, kind, true}, true});
    Argument &argument = known->second;
    if (!fresh && argument.place.kind != Kind::Any && argument.place.kind != kind)
        return path.name;
    argument.place.kind = kind;
    argument.required = true;
    argument.whole |= whole;
    return {};
}

Kind kindOfSame(const SameArgument &same)
{
    return !same.present && same.constant.kind == Term::Kind::Truth ? Kind::Truth : Kind::Text;
}

std::string unnameable(const HistoryTest &test)
{
    for (const SameArgument &same : test.same) {
        if (!isCedarName(same.earlier) || (same.present && !isCedarName(*same.present)))
            return "an argument of it has a name that the dialect cannot write";
    }
    return test.argument.empty() || isCedarName(test.argument) ? std::string() : "an argument of it has a name that the dialect cannot write";
}

std::string needsOf(CedarPact &pact, const std::vector<std::string> &tools, const HistoryTest &test)
{
    const auto clash = [](const std::string &name, const std::string &tool) {
        return name.empty() ? std::string() : "another clause reads " + name + " of " + tool + " as another kind, and Cedar's schema knows one";
    };
    for (const std::string &tool : test.tools) {
        const auto known = pact.arguments.find(tool);
        if (known == pact.arguments.end())
            return "it asks about calls of " + tool + ", which the pact does not name as a tool";
        for (const SameArgument &same : test.same) {
            if (const std::string other = clash(need(known->second, same.earlier, kindOfSame(same), false), tool); !other.empty())
                return other;
        }
        if (test.argument.empty())
            continue;
        const bool whole = test.form == HistoryTest::Form::Sum;
        if (const std::string other = clash(need(known->second, test.argument, whole ? Kind::Number : Kind::Text, whole), tool); !other.empty())
            return other;
    }
    for (const std::string &tool : tools) {
        for (const SameArgument &same : test.same) {
            if (!same.present)
                continue;
            if (const std::string other = clash(need(pact.arguments.at(tool), *same.present, Kind::Text, false), tool); !other.empty())
                return other;
        }
    }
    return {};
}

std::string event(const CedarPact &pact, const HistoryTest &test, const std::string &tool)
{
    std::string out = pact.action(tool) + "::response{ eventResource: resource";
    for (const SameArgument &same : test.same) {
        out += ", input." + same.earlier + ": ";
        if (same.present)
            out += "context.input." + *same.present;
        else
            out += same.constant.kind == Term::Kind::Text ? cedarText(same.constant.text) : same.constant.truth ? "true" : "false";
    }
    if (!test.argument.empty())
        out += ", input." + test.argument + ": v";
    return out + " }";
}

std::string operatorOver(const CedarPact &pact, const HistoryTest &test, const std::string &tool)
{
    const std::string within = "formerly within " + std::string(temporalWindow) + ' ';
    const std::string what = event(pact, test, tool);
    const auto counted = [&](const std::string &domain, const std::string &body) {
        std::int64_t least = test.least;
        for (int digit = 0; test.form == HistoryTest::Form::Sum && digit < pact.scale; ++digit)
            least *= 10;
        return "exists (n: Long). ((" + domain + " where (" + body + ")) == n && n >= " + std::to_string(least) + ')';
    };
    switch (test.form) {
    case HistoryTest::Form::Ran: break;
    case HistoryTest::Form::Count: return counted("count for (t: Timepoint).", within + '(' + what + " && tp(t))");
    case HistoryTest::Form::Distinct: return counted("count for (v: String).", within + what);
    case HistoryTest::Form::Sum: return counted("sum v for (v: Long), (t: Timepoint).", within + '(' + what + " && tp(t))");
    }
    return within + what;
}

} // namespace

std::size_t CedarClause::alternatives() const
{
    const auto found = std::find_if(history.begin(), history.end(), alternates);
    return found == history.end() ? 1 : found->tools.size();
}

std::string CedarClause::id(std::size_t alternative, bool undecidable) const
{
    return clause.id + (alternative ? ":or:" + std::to_string(alternative + 1) : std::string()) + (undecidable ? ":undecidable" : "");
}

std::string admitHistory(CedarPact &pact, const Clause &clause, const std::vector<std::string> &tools, const std::vector<HistoryTest> &tests)
{
    std::size_t operators = 0;
    if (std::count_if(tests.begin(), tests.end(), alternates) > 1)
        return "it asks twice for calls of any of several tools, and the dialect has no \"or\"";
    for (const HistoryTest &test : tests) {
        operators += alternates(test) ? 1 : test.tools.size();
        const bool present = std::any_of(test.same.begin(), test.same.end(), [](const SameArgument &same) { return same.present.has_value(); });
        if (present && clause.tools.empty())
            return "it speaks of every tool and compares an argument that not every tool has with earlier calls";
        if (std::string reason = unnameable(test); !reason.empty())
            return reason;
        if (std::string reason = needsOf(pact, tools, test); !reason.empty())
            return reason;
    }
    if (operators > mostTemporalOperators)
        return "it needs " + std::to_string(operators) + " temporal operators, and AgentCore takes " + std::to_string(mostTemporalOperators) + " in one policy";
    return {};
}

std::string temporalBlocks(const CedarPact &pact, const CedarClause &clause, std::size_t alternative)
{
    std::string holds;
    std::string not_;
    for (const HistoryTest &test : clause.history) {
        for (std::size_t i = 0; i < test.tools.size(); ++i) {
            if (alternates(test) && i != alternative)
                continue;
            const std::string one = operatorOver(pact, test, test.tools[i]);
            if (test.holds)
                holds += (holds.empty() ? "" : " &&\n    ") + ('(' + one + ')');
            else
                not_ += "\nunless temporal { " + one + " }";
        }
    }
    return (holds.empty() ? std::string() : "\nwhen temporal { " + holds + " }") + not_;
}

} // namespace mandate::exports
