// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/question_reader.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/gateway/problem.h"

namespace mandate {

namespace {

/// Reads members of one request and keeps the first thing that is wrong.
class Reading
{
public:
    Reading(const Value &request, const Value *defaults, std::string place) : m_request(request), m_defaults(defaults), m_place(std::move(place)) {}

    /// A member of the request, else of the defaults; an object, or nothing when it is absent.
    const Value *part(std::string_view name, bool required)
    {
        const Value *found = m_request.find(name);
        if (!found && m_defaults)
            found = m_defaults->find(name);
        if (!found || found->isNull()) {
            if (required)
                wrong('"' + std::string(name) + "\" is missing.", '/' + std::string(name));
            return nullptr;
        }
        if (!found->isMap()) {
            wrong('"' + std::string(name) + "\" should be an object.", '/' + std::string(name));
            return nullptr;
        }
        return found;
    }

    /// A text of `owner`; empty when it is absent and not required.
    std::string text(const Value *owner, std::string_view name, std::string_view place, bool required = false)
    {
        const Value *found = owner ? owner->find(name) : nullptr;
        const bool absent = !found || found->isNull();
        if ((absent && required && owner) || (!absent && !found->isString())) {
            wrong('"' + std::string(name) + (absent ? "\" is missing." : "\" should be a text."), std::string(place) + '/' + std::string(name));
            return {};
        }
        if (!absent && required && found->text().empty())
            wrong('"' + std::string(name) + "\" is empty.", std::string(place) + '/' + std::string(name));
        return absent ? std::string() : std::string(found->text());
    }

    void wrong(std::string happened, const std::string &pointer)
    {
        if (!m_problem)
            m_problem = wrongMember(std::move(happened), m_place + pointer);
    }

    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }

private:
    const Value &m_request;
    const Value *m_defaults;
    std::string m_place;
    std::optional<Error> m_problem;
};

const Value *objectIn(const Value *owner, std::string_view name)
{
    const Value *found = owner ? owner->find(name) : nullptr;
    return found && found->isMap() ? found : nullptr;
}

/// A member that is absent in the first is taken from the second.
std::string either(std::string first, std::string second)
{
    return first.empty() ? std::move(second) : std::move(first);
}

std::string argumentsOf(const Value *action, const Value *resource, const Value *context, Reading &reading)
{
    struct Place
    {
        const Value *owner;
        std::string_view pointer;
    };
    for (const Place &place : {Place{objectIn(action, "properties"), "/action/properties/arguments"},
                               Place{objectIn(resource, "properties"), "/resource/properties/arguments"}, Place{context, "/context/arguments"}}) {
        const Value *found = place.owner ? place.owner->find("arguments") : nullptr;
        if (!found || found->isNull())
            continue;
        if (!found->isMap()) {
            reading.wrong("\"arguments\" should be an object.", std::string(place.pointer));
            return "{}";
        }
        return canonicalJson(*found);
    }
    return "{}";
}

void readApproval(const Value *context, ActionQuestion &question, Reading &reading)
{
    const Value *approval = context ? context->find("approval") : nullptr;
    if (!approval || approval->isNull())
        return;
    if (!approval->isMap())
        return reading.wrong("\"approval\" should be an object.", "/context/approval");
    question.approval = reading.text(approval, "id", "/context/approval", true);
    const Value *resolution = approval->find("resolution");
    if (resolution && resolution->isMap())
        question.resolution = canonicalJson(*resolution); // the envelope as an object; its own form is the canonical one
    else
        question.resolution = reading.text(approval, "resolution", "/context/approval");
}

void readNumbersAndFlags(const Value *context, ActionQuestion &question, Reading &reading)
{
    if (const Value *confidence = context ? context->find("confidence") : nullptr; confidence && !confidence->isNull()) {
        const double number = confidence->is(ValueKind::Double) ? confidence->asDouble() : confidence->is(ValueKind::Int) ? static_cast<double>(confidence->asInt()) : -1.0;
        if (number < 0 || number > 1)
            return reading.wrong("\"confidence\" should be a number from 0 to 1.", "/context/confidence");
        question.confidence = number;
    }
    if (const Value *probe = context ? context->find("probe") : nullptr; probe && !probe->isNull()) {
        if (!probe->is(ValueKind::Bool))
            return reading.wrong("\"probe\" should be true or false.", "/context/probe");
        question.probe = probe->asBool();
    }
    if (const Value *proposal = context ? context->find("proposal") : nullptr; proposal && !proposal->isNull()) {
        auto read = readProposal(*proposal);
        if (!read)
            return reading.wrong(read.error().happened, "/context/proposal" + read.error().position.path);
        question.proposal = std::move(*read);
    }
}

} // namespace

Error wrongMember(std::string happened, std::string pointer)
{
    Error error;
    error.kind = ErrorKind::Input;
    error.code = problem_codes::wrongMember;
    error.happened = std::move(happened);
    error.unaffected = "Nothing was decided.";
    error.remedy = "See /openapi.json for what this path takes.";
    error.position.path = std::move(pointer);
    return error;
}

Result<Value> readObject(std::string_view body, Arena &arena)
{
    thread_local JsonReader reader;
    auto value = reader.read(body, arena);
    if (value && value->isMap())
        return value;
    Error error = value ? wrongMember("The body should be a JSON object.", "") : value.error();
    error.kind = ErrorKind::Input;
    error.code = problem_codes::malformedJson;
    if (value)
        error.position.offset = body.find_first_not_of(" \t\r\n"); // of what stands in the object's place
    error.unaffected = "Nothing was done.";
    error.remedy = "Send one JSON object (RFC 8259) in UTF-8, with every key once and nesting of 512 at most.";
    return error;
}

Result<ActionQuestion> readQuestion(const Value &request, const Value *defaults, const std::string &place)
{
    Reading reading(request, defaults, place);
    const Value *subject = reading.part("subject", true);
    const Value *action = reading.part("action", true);
    const Value *resource = reading.part("resource", true);
    const Value *context = reading.part("context", false);
    for (const auto &[owner, name] : {std::pair(subject, "/subject"), std::pair(action, "/action"), std::pair(resource, "/resource")}) {
        if (const Value *properties = owner ? owner->find("properties") : nullptr; properties && !properties->isNull() && !properties->isMap())
            reading.wrong("\"properties\" should be an object.", std::string(name) + "/properties");
    }
    const Value *ofSubject = objectIn(subject, "properties");
    const Value *ofAction = objectIn(action, "properties");
    constexpr std::string_view subjectPlace = "/subject/properties";
    constexpr std::string_view actionPlace = "/action/properties";

    ActionQuestion question;
    (void)reading.text(subject, "type", "/subject", true);
    (void)reading.text(resource, "type", "/resource", true);
    question.action.agent = reading.text(subject, "id", "/subject", true);
    question.action.onBehalfOf = reading.text(ofSubject, "on_behalf_of", subjectPlace);
    question.action.tool = reading.text(action, "name", "/action", true);
    if (std::string operation = reading.text(ofAction, "operation", actionPlace); !operation.empty())
        question.action.operation = std::move(operation);
    question.action.toolSchemaVersion = reading.text(ofAction, "tool_schema_version", actionPlace);
    question.action.resource = reading.text(resource, "id", "/resource", true);
    question.action.parameters = argumentsOf(action, resource, context, reading);
    question.callId = reading.text(ofAction, "call_id", actionPlace);
    question.session = either(reading.text(context, "session", "/context"), reading.text(ofSubject, "session", subjectPlace));
    question.deployment = either(reading.text(context, "deployment", "/context"), reading.text(ofSubject, "deployment", subjectPlace));
    if (context && context->find("input"))
        question.input = reading.text(context, "input", "/context");
    readApproval(context, question, reading);
    readNumbersAndFlags(context, question, reading);
    if (reading.problem())
        return *reading.problem();
    return question;
}

} // namespace mandate
