// SPDX-License-Identifier: GPL-3.0-or-later
// Audit entries of Microsoft's Agent Governance Toolkit (its specification AUDIT-COMPLIANCE 1.0, section 4.3): one a line, a list, or the "entries" of an
// export. Whether their hash chain holds is models/seals; "verified" of an export's own proofs is not read at all.
#include "models/sources/fields.h"
#include "models/sources/formats.h"
#include "models/sources/outline.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

/// Types of entries that tell of the toolkit's own doing and not of an action of the agent.
bool tellsOfNoAction(std::string_view eventType)
{
    constexpr std::array<std::string_view, 8> others{"policy_evaluation", "policy_violation", "trust_handshake", "trust_score_updated",
                                                     "agent_registered",  "agent_verified",   "audit_integrity", "governance_decision"};
    return std::ranges::find(others, eventType) != others.end();
}

Outcome agtOutcome(std::string_view word)
{
    if (word == "success" || word == "completed" || word == "executed")
        return Outcome::Executed;
    if (word == "denied" || word == "blocked" || word == "refused")
        return Outcome::Refused;
    if (word == "failure" || word == "error" || word == "failed")
        return Outcome::Failed;
    return Outcome::Unknown;
}

/// "deny by rule no-delete, policy 4, approved by did:mesh:ada": all of it outside the entry's hash.
std::string_view basisOf(const Value &entry, Reading &reading)
{
    std::string basis;
    const auto add = [&](std::string_view words, std::string_view member) {
        const auto text = entry.findText(member);
        if (!text || text->empty())
            return;
        basis += basis.empty() ? "" : ", ";
        basis += words;
        basis += *text;
    };
    add("", "policy_decision");
    add("rule ", "matched_rule");
    add("policy ", "policy_version");
    add("approved by ", "approver_did");
    return reading.arena().copy(basis);
}

class AgtFile final : public JsonFileAdapter
{
public:
    AgtFile(const SourceFile &file, std::string agentOverride, ItemStream stream) : JsonFileAdapter(file, "agt", std::move(agentOverride), std::move(stream)) {}

protected:
    bool read(const Value &entry, Reading &reading) const override;
};

bool AgtFile::read(const Value &entry, Reading &reading) const
{
    if (!entry.isMap())
        return reading.wrong("An entry should be an object and is " + std::string(kindInWords(entry)) + '.', {});
    Record record = reading.common;
    std::string_view agent;
    std::string_view eventType;
    std::string_view outcome;
    if (!readText(reading, entry, "agent_did", {}, agent) || !readText(reading, entry, "event_type", {}, eventType) || !readText(reading, entry, "action", {}, record.tool) ||
        !readText(reading, entry, "resource", {}, record.target) || !readText(reading, entry, "entry_id", {}, record.span) ||
        !readText(reading, entry, "trace_id", {}, record.trace) || !readText(reading, entry, "session_id", {}, record.session) ||
        !readText(reading, entry, "environment", {}, record.deployment) || !readText(reading, entry, "outcome", {}, outcome))
        return false;
    if (record.span.empty() || eventType.empty())
        return reading.wrong("An entry lacks its \"entry_id\" or \"event_type\".", record.span.empty() ? "/entry_id" : "/event_type");
    record.kind = tellsOfNoAction(eventType) ? RecordKind::Event : RecordKind::Action;
    record.role = Role::Agent;
    if (record.agent.empty())
        record.agent = agent;
    record.occurred = instantOf(entry.find("timestamp"));
    if (const Value *data = present(entry, "data")) {
        if (!data->isMap())
            return reading.wrong("\"data\" should be an object and is " + std::string(kindInWords(*data)) + '.', "/data");
        record.arguments = *data;
    }
    record.outcome = agtOutcome(outcome);
    record.basis = basisOf(entry, reading);
    MapWriter labels(reading.arena());
    for (const std::string_view member : {"event_type", "outcome", "policy_decision", "matched_rule", "policy_version", "arguments_hash", "approver_did", "issued_at",
                                          "completed_at", "target_did"})
        labels.take(entry, member);
    record.labels = labels.finish();
    reading.records.push_back(record);
    return true;
}

class AgtAdapter final : public Adapter
{
public:
    std::string_view name() const override { return "agt"; }
    std::string_view title() const override { return "Agent Governance Toolkit audit entries"; }
    bool recognises(const SourceFile &file) const override { return recognise(file).adapter == this; }

    Result<std::unique_ptr<FileAdapter>> open(const SourceFile &file, const std::string &agentOverride) const override
    {
        const Outline outline = outlineOf(file.bytes);
        const auto make = [&](ItemStream stream) {
            return Result<std::unique_ptr<FileAdapter>>(std::make_unique<AgtFile>(file, agentOverride, std::move(stream)));
        };
        if (outline.root == Outline::Root::Array)
            return make(ItemStream::elements(file.bytes));
        if (outline.root != Outline::Root::Object)
            return notOfFormat(file, title(), "it is no list of entries");
        if (outline.hasArray("entries"))
            return make(ItemStream::elementsOf(file.bytes, {"entries"}, false));
        return make(outline.lines ? ItemStream::lines(file.bytes) : ItemStream::whole(file.bytes));
    }
};

} // namespace

const Adapter &agtAdapter()
{
    static const AgtAdapter adapter;
    return adapter;
}

} // namespace mandate
