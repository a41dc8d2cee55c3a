// SPDX-License-Identifier: GPL-3.0-or-later
// Calls for tests of mining: mined, and judged again under what was proposed.
#pragma once

#include "models/base/json_reader.h"
#include "models/pact/mining/draft.h"
#include "models/pact/mining/observed_use.h"
#include "tests/models/pact/judged_session.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace mandate::test {

struct MinedCall
{
    std::string session;
    std::string tool;
    std::string args; ///< JSON; empty: the source gives none
    bool executed = true;
    bool minable = true;
};

/// Entry numbers are places in the list.
inline mining::MinedScope minedFrom(const std::vector<MinedCall> &calls, const mining::Limits &limits = {})
{
    mining::ObservedUse use(limits);
    JsonReader reader;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        Arena arena; // nothing may be kept of it
        mining::SeenCall seen;
        seen.entry = i;
        seen.session = calls[i].session;
        seen.tool = calls[i].tool;
        if (!calls[i].args.empty())
            seen.arguments = *reader.read(calls[i].args, arena);
        seen.executed = calls[i].executed;
        seen.minable = calls[i].executed && calls[i].minable;
        use.add(seen);
    }
    return use.propose();
}

/// The verdict of every call under a pact, each session judged in order.
inline std::vector<Judged> judgedUnder(const std::shared_ptr<const CompiledPact> &pact, const std::vector<MinedCall> &calls)
{
    std::map<std::string, JudgedSession> sessions;
    std::vector<Judged> verdicts;
    for (const MinedCall &call : calls) {
        JudgedSession &session = sessions.try_emplace(call.session, pact).first->second;
        verdicts.push_back(session.call(call.tool, call.args, "{}", call.executed ? Outcome::Executed : Outcome::Failed));
    }
    return verdicts;
}

inline nlohmann::ordered_json draftOf(const mining::MinedScope &scope, const std::string &inForce = {})
{
    const auto text = mining::draftDocument(scope, {"clerk", {"shop"}, true, inForce});
    if (!text)
        qFatal("%s", describe(text.error()).c_str());
    return nlohmann::ordered_json::parse(*text);
}

inline const mining::Proposal &proposalFor(const mining::MinedScope &scope, const std::string &tool)
{
    for (const mining::Proposal &proposal : scope.proposals) {
        if (proposal.clause.tools.front() == tool)
            return proposal;
    }
    qFatal("nothing was proposed for %s", tool.c_str());
}

inline const mining::ArgumentEvidence &argument(const mining::Proposal &proposal, const std::string &path)
{
    for (const mining::ArgumentEvidence &evidence : proposal.arguments) {
        if (evidence.path == path)
            return evidence;
    }
    qFatal("there is no argument %s", path.c_str());
}

} // namespace mandate::test
