// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/authorization/approval_statement.h"

#include "models/authorization/register.h"
#include "models/base/enum_names.h"
#include "models/base/json_reader.h"
#include "models/base/object_writer.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 6> actorNames{"person", "rule", "timeout", "verifier", "system", "agent"};
constexpr std::array<std::string_view, 16> approvalStepNames{"file",   "claim",   "release", "ask",    "answer", "complete", "reassign", "snooze",
                                                             "verify", "approve", "deny",    "revoke", "expire", "cancel",   "consume",  "report"};
constexpr std::array<std::string_view, 4> gradeNames{"none", "position", "digest_recorded", "digest_rechecked"};

Error notAnApproval(std::string why)
{
    Error error;
    error.kind = ErrorKind::Corrupt;
    error.code = "MND-APR-003";
    error.happened = "A step of an approval request does not hold: " + std::move(why);
    error.unaffected = "Evidence and other requests are unaffected.";
    error.remedy = "Treat the request as not approved and run \"mandate verify\".";
    return error;
}

void putBinding(ObjectWriter &object, Arena &arena, JsonReader &reader, std::string_view name, const ActionBinding &action)
{
    if (auto value = reader.read(action.canonical(), arena))
        object.put(name, *value);
}

/// The members of what was filed, as a value that lives in `arena`.
class FiledWriter
{
public:
    FiledWriter(Arena &arena, JsonReader &reader) : m_arena(arena), m_reader(reader) {}

    Value write(const ApprovalRequest &request)
    {
        if (auto action = m_reader.read(request.action.canonical(), m_arena))
            put("action", *action);
        text("session", request.session);
        text("deployment", request.deployment);
        text("call", request.callId);
        text("input", request.input);
        put("proposal", request.proposal.toValue(m_arena));
        text("pact", request.pactId);
        text("pact_version", request.pactVersion);
        if (!request.pactId.empty())
            text("pact_digest", request.pactDigest.hex());
        text("clause", request.clause);
        text("to", request.to);
        text("requested_at", formatInstant(request.requestedAt));
        text("respond_by", formatInstant(request.respondBy));
        text("expires_at", formatInstant(request.expiresAt));
        put("hand_off", Value::boolean(request.handOff));
        put("needs_verifier", Value::boolean(request.needsVerifier));
        put("test_item", Value::boolean(request.testItem));
        text("source", request.source);
        text("binding", nameOf(request.grade));
        auto *room = m_arena.array<Member>(m_members.size());
        std::uninitialized_copy(m_members.begin(), m_members.end(), room);
        return Value::map({room, m_members.size()});
    }

private:
    void put(std::string_view name, Value value) { m_members.push_back({Value::string(name), value}); }
    void text(std::string_view name, std::string_view value)
    {
        if (!value.empty())
            put(name, Value::string(m_arena.copy(value)));
    }

    Arena &m_arena;
    JsonReader &m_reader;
    std::vector<Member> m_members;
};

std::optional<ApprovalRequest> readFiled(const Value &filed)
{
    const auto text = [&](std::string_view name) { return std::string(filed.findText(name).value_or(std::string_view())); };
    const auto flag = [&](std::string_view name) {
        const Value *value = filed.find(name);
        return value && value->is(ValueKind::Bool) && value->asBool();
    };
    const Value *action = filed.find("action");
    const Value *proposal = filed.find("proposal");
    if (!action || !proposal)
        return std::nullopt;
    auto binding = readActionBinding(*action);
    auto said = readProposal(*proposal);
    const auto requestedAt = parseInstant(text("requested_at"));
    const auto respondBy = parseInstant(text("respond_by"));
    const auto expiresAt = parseInstant(text("expires_at"));
    const auto grade = bindingGradeOf(text("binding"));
    if (!binding || !said || !requestedAt || !respondBy || !expiresAt || !grade)
        return std::nullopt;
    ApprovalRequest request;
    request.action = std::move(binding).value();
    request.session = text("session");
    request.deployment = text("deployment");
    request.callId = text("call");
    request.input = text("input");
    request.proposal = std::move(said).value();
    request.pactId = text("pact");
    request.pactVersion = text("pact_version");
    request.pactDigest = Digest::fromHex(text("pact_digest")).value_or(Digest());
    request.clause = text("clause");
    request.to = text("to");
    request.requestedAt = *requestedAt;
    request.respondBy = *respondBy;
    request.expiresAt = *expiresAt;
    request.handOff = flag("hand_off");
    request.needsVerifier = flag("needs_verifier");
    request.testItem = flag("test_item");
    request.source = text("source");
    request.grade = *grade;
    return request;
}

/// Lives as long as the arena and the check.
Value scopeValue(const ScopeCheck &check, Arena &arena)
{
    const std::array<std::pair<std::string_view, std::string_view>, 5> texts{{{"policy", check.policy},
                                                                             {"digest", check.policy.empty() ? std::string_view() : arena.copy(check.digest.hex())},
                                                                             {"outcome", check.outcome},
                                                                             {"rule", check.rule},
                                                                             {"words", check.words}}};
    auto *members = arena.array<Member>(texts.size());
    std::size_t count = 0;
    for (const auto &[name, text] : texts) {
        if (!text.empty())
            new (members + count++) Member{Value::string(name), Value::string(text)};
    }
    return Value::map({members, count});
}

std::optional<ScopeCheck> readScopeCheck(const Value &value)
{
    const auto text = [&](std::string_view name) { return std::string(value.findText(name).value_or(std::string_view())); };
    ScopeCheck check{text("policy"), Digest(), text("outcome"), text("rule"), text("words")};
    if (check.policy.empty())
        return check;
    const auto digest = Digest::fromHex(text("digest"));
    if (!digest || (check.outcome != "allow" && check.outcome != "refuse" && check.outcome != "undecidable"))
        return std::nullopt;
    check.digest = *digest;
    return check;
}

} // namespace

std::string_view nameOf(ActorKind kind)
{
    return actorNames.at(static_cast<std::size_t>(kind));
}

std::optional<ActorKind> actorKindOf(std::string_view name)
{
    return enumNamed<ActorKind>(actorNames, name);
}

std::string_view nameOf(ApprovalStep step)
{
    return approvalStepNames.at(static_cast<std::size_t>(step));
}

std::optional<ApprovalStep> approvalStepOf(std::string_view name)
{
    return enumNamed<ApprovalStep>(approvalStepNames, name);
}

std::string_view nameOf(BindingGrade grade)
{
    return gradeNames.at(static_cast<std::size_t>(grade));
}

std::optional<BindingGrade> bindingGradeOf(std::string_view name)
{
    return enumNamed<BindingGrade>(gradeNames, name);
}

std::string approvalEntry(ApprovalStatement &statement, const SigningKey &key)
{
    statement.keyId = key.publicKey().id();
    Arena arena;
    JsonReader reader;
    ObjectWriter payload;
    const auto put = [&](std::string_view name, const std::string &text) {
        if (!text.empty())
            payload.put(name, text);
    };
    const auto putDigest = [&](std::string_view name, const std::optional<Digest> &digest) {
        if (digest)
            payload.put(name, digest->hex());
    };
    put("request", statement.request);
    payload.put("step", nameOf(statement.step));
    payload.put("action_digest", statement.actionDigest.hex());
    payload.put("actor", nameOf(statement.actorKind));
    put("by", statement.by);
    put("by_name", statement.byName);
    put("acting_for", statement.actingFor);
    if (statement.actingUntil)
        payload.put("acting_until", formatInstant(*statement.actingUntil));
    put("reason", statement.reasonCode);
    put("note", statement.note);
    put("to", statement.to);
    payload.put("at", formatInstant(statement.at));
    if (statement.until)
        payload.put("until", formatInstant(*statement.until));
    if (statement.filed)
        payload.put("filed", FiledWriter(arena, reader).write(*statement.filed));
    if (statement.proposal)
        payload.put("proposal", statement.proposal->toValue(arena));
    if (statement.limitedTo)
        putBinding(payload, arena, reader, "limited_to", *statement.limitedTo);
    putDigest("shown", statement.shown);
    put("verdict", statement.verdict);
    putDigest("policy", statement.policy);
    if (statement.scope)
        payload.put("scope", scopeValue(*statement.scope, arena));
    putDigest("executed", statement.executed);
    put("ledger", statement.ledger);
    payload.put("previous", statement.previous.hex());
    ObjectWriter entry;
    entry.put("type", std::string_view("request"));
    entry.put("v", Value::integer(1));
    entry.put("request", statement.request);
    entry.put("step", nameOf(statement.step));
    entry.put("envelope", dsseEnvelope(approvalPayloadType, payload.canonical(), key));
    return entry.canonical();
}

std::string approvalObjection(const ApprovalStatement &statement, std::string_view agent, const PeopleRegister &people)
{
    if (statement.actorKind != ActorKind::Person)
        return statement.keyId == people.keyring().workspace().id() ? std::string() : "It is not signed with the workspace's key.";
    if (std::string objection = people.keyring().objection(statement.by, statement.keyId, statement.ledger); !objection.empty())
        return objection;
    const bool decides = people.isOpen() ? statement.actingFor.empty() : mayDecide(people, statement.by, statement.actingFor, agent, statement.at);
    if (decides)
        return {};
    return statement.actingFor.empty() ? statement.by + " does not decide about this agent."
                                       : statement.actingFor + " did not hand over to " + statement.by + " then, or does not decide about this agent.";
}

Result<ApprovalStatement> readApprovalEntry(std::string_view body, const Keyring &keys)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    if (!entry || entry->findText("type") != "request" || !entry->findText("envelope"))
        return notAnApproval("it is not a request entry.");
    auto opened = keys.open(*entry->findText("envelope"));
    if (!opened)
        return notAnApproval(opened.error().happened);
    if (opened->payloadType != approvalPayloadType)
        return notAnApproval("its signed content is of another type.");
    const auto payload = reader.read(opened->payload, arena);
    if (!payload)
        return notAnApproval("its signed content cannot be read.");
    const auto text = [&](std::string_view name) { return std::string(payload->findText(name).value_or(std::string_view())); };
    bool whole = true;
    const auto digest = [&](std::string_view name) -> std::optional<Digest> {
        if (!payload->find(name))
            return std::nullopt;
        const auto read = Digest::fromHex(text(name));
        whole = whole && read.has_value();
        return read;
    };
    const auto instant = [&](std::string_view name) -> std::optional<Instant> {
        if (!payload->find(name))
            return std::nullopt;
        const auto read = parseInstant(text(name));
        whole = whole && read.has_value();
        return read;
    };
    ApprovalStatement statement;
    statement.request = text("request");
    const auto step = approvalStepOf(text("step"));
    const auto actor = actorKindOf(text("actor"));
    const auto action = digest("action_digest");
    const auto at = instant("at");
    const auto previous = digest("previous");
    statement.until = instant("until");
    statement.actingFor = text("acting_for");
    statement.actingUntil = instant("acting_until");
    statement.shown = digest("shown");
    statement.policy = digest("policy");
    statement.executed = digest("executed");
    if (const Value *filed = payload->find("filed")) {
        statement.filed = readFiled(*filed);
        whole = whole && statement.filed && statement.filed->action.digest() == action;
    }
    if (const Value *proposal = payload->find("proposal")) {
        auto read = readProposal(*proposal);
        whole = whole && read;
        if (read)
            statement.proposal = std::move(read).value();
    }
    if (const Value *limited = payload->find("limited_to")) {
        auto read = readActionBinding(*limited);
        whole = whole && read;
        if (read)
            statement.limitedTo = std::move(read).value();
    }
    if (const Value *scope = payload->find("scope")) {
        statement.scope = readScopeCheck(*scope);
        whole = whole && statement.scope;
    }
    if (!whole || statement.request.empty() || !step || !actor || !action || !at || !previous || (*step == ApprovalStep::File) != statement.filed.has_value() ||
        (*step == ApprovalStep::Complete) != statement.proposal.has_value())
        return notAnApproval("its signed content lacks a part.");
    if (entry->findText("request") != std::string_view(statement.request) || entry->findText("step") != nameOf(*step))
        return notAnApproval("what it shows is not what was signed.");
    statement.step = *step;
    statement.actorKind = *actor;
    statement.actionDigest = *action;
    statement.at = *at;
    statement.previous = *previous;
    statement.by = text("by");
    statement.byName = text("by_name");
    statement.reasonCode = text("reason");
    statement.note = text("note");
    statement.to = text("to");
    statement.verdict = text("verdict");
    statement.ledger = text("ledger");
    statement.keyId = opened->keyId;
    return statement;
}

} // namespace mandate
