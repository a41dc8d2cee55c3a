// SPDX-License-Identifier: GPL-3.0-or-later
// AWS CloudTrail records (event version 1.x): { "Records": [ … ] } as delivered to S3, a bare list, or one record a line. Every record is
// an Action of the identity that called the API. Records are not in order of time, and are given as they lie.
#include "models/sources/fields.h"
#include "models/sources/formats.h"
#include "models/sources/outline.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

/// Error codes by which AWS says "you may not": the ends of what the services name them ("Client.UnauthorizedOperation",
/// "AccessDeniedException").
bool saysRefused(std::string_view errorCode)
{
    constexpr std::array<std::string_view, 7> refusals{"AccessDenied", "Unauthorized", "NotAuthorized", "AuthFailure",
                                                       "Forbidden",    "ExplicitDeny", "OptInRequired"};
    return std::ranges::any_of(refusals, [&](std::string_view part) { return errorCode.find(part) != std::string_view::npos; });
}

bool isDestructive(std::string_view eventName)
{
    return eventName.starts_with("Delete") || eventName.starts_with("Terminate");
}

bool saysThrottled(std::string_view errorCode)
{
    return errorCode.find("Throttling") != std::string_view::npos || errorCode == "RequestLimitExceeded" ||
           errorCode == "Client.RequestLimitExceeded" || errorCode == "TooManyRequestsException";
}

/// A user by name, an assumed role by the role's name, a service by its host name.
std::string_view identityOf(const Value &identity, Reading &reading)
{
    const std::string_view type = identity.findText("type").value_or(std::string_view{});
    if (const auto name = identity.findText("userName"); name && !name->empty())
        return *name;
    if (const Value *context = present(identity, "sessionContext")) {
        const Value *issuer = present(*context, "sessionIssuer");
        if (const auto name = issuer ? issuer->findText("userName") : std::nullopt; name && !name->empty())
            return *name;
    }
    const std::string_view invokedBy = identity.findText("invokedBy").value_or(std::string_view{});
    if (type == "AWSService")
        return invokedBy.empty() ? type : reading.join({"AWSService:", invokedBy});
    if (type == "Root")
        return "root";
    if (!invokedBy.empty() && (type.empty() || identity.find("arn") == nullptr))
        return invokedBy;
    for (const std::string_view key : {"arn", "principalId", "accountId"}) {
        if (const auto text = identity.findText(key); text && !text->empty())
            return *text;
    }
    return type;
}

bool readIdentity(const Value &event, Reading &reading, Record &record, MapWriter &labels)
{
    const Value *identity = present(event, "userIdentity");
    if (!identity)
        return true;
    if (!identity->isMap())
        return reading.wrong("\"userIdentity\" should be an object and is " + std::string(kindInWords(*identity)) + '.', "/userIdentity");
    if (record.agent.empty())
        record.agent = identityOf(*identity, reading);
    if (!readText(reading, *identity, "accessKeyId", "/userIdentity", record.session))
        return false;
    if (const Value *context = present(*identity, "sessionContext"))
        record.onBehalfOf = context->findText("sourceIdentity").value_or(std::string_view{});
    labels.take(*identity, "type", "identityType");
    return true;
}

std::string_view targetOf(const Value &event, std::string_view service, Reading &reading)
{
    const Value *resources = present(event, "resources");
    if (resources && resources->isList()) {
        for (const Value &resource : resources->items()) {
            const auto arn = resource.findText("ARN");
            if (arn && !arn->empty())
                return reading.join({service, " ", *arn});
        }
    }
    return service;
}

/// The response as it lies in the file.
std::optional<std::string_view> responseOf(const Value &event, const Reading &reading)
{
    if (!present(event, "responseElements"))
        return std::nullopt;
    const auto extent = extentAt(reading.item.bytes, {"responseElements"});
    return extent ? std::optional(extent->of(reading.item.bytes)) : std::nullopt;
}

class CloudTrailFile final : public JsonFileAdapter
{
public:
    CloudTrailFile(const SourceFile &file, std::string agentOverride, ItemStream stream)
        : JsonFileAdapter(file, "cloudtrail", std::move(agentOverride), std::move(stream))
    {
    }

protected:
    bool read(const Value &event, Reading &reading) const override;
};

bool CloudTrailFile::read(const Value &event, Reading &reading) const
{
    if (!event.isMap())
        return reading.wrong("A record should be an object and is " + std::string(kindInWords(event)) + '.', {});
    Record record = reading.common;
    record.kind = RecordKind::Action;
    record.role = Role::Agent;
    MapWriter labels(reading.arena());
    std::string_view service;
    std::string_view errorCode;
    std::string_view errorMessage;
    if (!readText(reading, event, "eventName", {}, record.tool) || !readText(reading, event, "eventSource", {}, service) ||
        !readText(reading, event, "errorCode", {}, errorCode) || !readText(reading, event, "errorMessage", {}, errorMessage) ||
        !readText(reading, event, "recipientAccountId", {}, record.deployment) || !readText(reading, event, "eventID", {}, record.span) ||
        !readText(reading, event, "requestID", {}, record.trace) || !readIdentity(event, reading, record, labels))
        return false;
    if (record.tool.empty())
        return reading.wrong("A record does not name its event.", "/eventName");
    record.occurred = instantOf(event.find("eventTime"));
    record.target = targetOf(event, service, reading);
    if (const Value *parameters = present(event, "requestParameters")) {
        if (parameters->isMap())
            record.arguments = *parameters;
        else
            record.argumentsText = textOf(*parameters, reading.arena());
    }
    record.result = responseOf(event, reading);
    record.outcome = Outcome::Executed;
    if (!errorCode.empty() || !errorMessage.empty()) {
        record.outcome = saysRefused(errorCode) ? Outcome::Refused : Outcome::Failed;
        record.error = errorCode.empty() ? errorMessage : errorMessage.empty() ? errorCode : reading.join({errorCode, ": ", errorMessage});
    }
    labels.take(event, "errorCode");
    labels.take(event, "readOnly");
    labels.add("destructive", Value::boolean(isDestructive(record.tool)));
    labels.add("throttled", Value::boolean(saysThrottled(errorCode)));
    labels.take(event, "awsRegion");
    labels.take(event, "sourceIPAddress");
    record.labels = labels.finish();
    reading.records.push_back(record);
    return true;
}

class CloudTrailAdapter final : public Adapter
{
public:
    std::string_view name() const override { return "cloudtrail"; }
    std::string_view title() const override { return "AWS CloudTrail audit records"; }
    bool recognises(const SourceFile &file) const override { return recognise(file).adapter == this; }

    Result<std::unique_ptr<FileAdapter>> open(const SourceFile &file, const std::string &agentOverride) const override
    {
        const Outline outline = outlineOf(file.bytes);
        if (outline.root == Outline::Root::Array)
            return make(file, agentOverride, ItemStream::elements(file.bytes));
        if (outline.root != Outline::Root::Object)
            return notOfFormat(file, title(), "it is no list of records");
        if (outline.has("Records")) {
            if (outline.complete && !outline.hasArray("Records"))
                return notOfFormat(file, title(), "\"Records\" is no list");
            return make(file, agentOverride, ItemStream::elementsOf(file.bytes, {"Records"}, false));
        }
        if (outline.complete && !outline.has("eventName"))
            return notOfFormat(file, title(), "it has neither \"Records\" nor an \"eventName\"");
        return make(file, agentOverride, outline.lines ? ItemStream::lines(file.bytes) : ItemStream::whole(file.bytes));
    }

private:
    static Result<std::unique_ptr<FileAdapter>> make(const SourceFile &file, const std::string &agentOverride, ItemStream stream)
    {
        return std::unique_ptr<FileAdapter>(std::make_unique<CloudTrailFile>(file, agentOverride, std::move(stream)));
    }
};

} // namespace

const Adapter &cloudTrailAdapter()
{
    static const CloudTrailAdapter adapter;
    return adapter;
}

} // namespace mandate
