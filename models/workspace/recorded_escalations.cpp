// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/recorded_escalations.h"

#include "models/base/canonical_json.h"
#include "models/workspace/stakes.h"

namespace mandate {

namespace {

constexpr std::int64_t nanosEachSecond = 1'000'000'000;

ApprovalRequest requestOf(const EvidenceDetail &detail, const PactVersion *pact, const Instant &now)
{
    const Record &record = detail.record;
    ApprovalRequest request;
    request.action.agent = std::string(record.agent);
    request.action.tool = std::string(record.tool);
    request.action.resource = std::string(record.target);
    if (record.arguments.isMap())
        request.action.parameters = canonicalJson(record.arguments);
    std::string room;
    request.action.onBehalfOf = std::string(namedCustomer(record.arguments, record.onBehalfOf, room));
    request.session = std::string(record.session);
    request.deployment = std::string(record.deployment);
    request.input = std::string(record.input.value_or(std::string_view()));
    request.proposal.reasoning = std::string(record.said.empty() ? record.reasoning : record.said);
    request.proposal.confidence = record.confidence;
    request.clause = detail.row.clause;
    request.source = "recorded";
    std::int64_t seconds = usualAnswerSeconds;
    if (pact) {
        request.pactId = pact->document.id;
        request.pactVersion = pact->document.version;
        request.pactDigest = pact->digest;
        if (const Clause *clause = pact->document.clause(detail.row.clause); clause && clause->escalation) {
            request.to = clause->escalation->to;
            request.handOff = clause->escalation->handOff;
            seconds = clause->escalation->answerSeconds > 0 ? clause->escalation->answerSeconds : seconds;
        }
    }
    request.requestedAt = now;
    request.expiresAt = Instant{now.nanoseconds + seconds * nanosEachSecond};
    request.respondBy = Instant{now.nanoseconds + seconds * nanosEachSecond / 4 * 3};
    return request;
}

} // namespace

Result<std::vector<ApprovalRequest>> recordedEscalations(const Workspace &workspace, const Instant &now, std::size_t most)
{
    RowFilter filter;
    filter.kinds = {RecordKind::Action};
    filter.verdicts = {Verdict::NeedsApproval};
    const auto entries = workspace.store().select(filter, RowOrder::ArrivalAscending);
    if (!entries)
        return entries.error();
    std::vector<ApprovalRequest> requests;
    for (const EntryNumber entry : *entries) {
        if (requests.size() == most)
            break;
        const auto detail = workspace.detail(entry);
        if (!detail)
            return detail.error();
        const auto pact = workspace.pactFor(detail->record.agent, detail->record.deployment);
        requests.push_back(requestOf(*detail, pact ? &*pact : nullptr, now));
    }
    return requests;
}

} // namespace mandate
