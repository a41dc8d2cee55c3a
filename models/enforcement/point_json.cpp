// SPDX-License-Identifier: GPL-3.0-or-later
// A point's configuration as JSON: read strictly, because what is misread here is a stop that does not arrive.
#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/enforcement/point.h"
#include "models/http_client/url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace mandate {

namespace {

Error badPoint(std::string path, std::string happened, std::string remedy)
{
    Error error;
    error.kind = ErrorKind::Input;
    error.code = "MND-ENF-001";
    error.happened = std::move(happened);
    error.unaffected = "No enforcement point was added or changed.";
    error.remedy = std::move(remedy);
    error.position.path = std::move(path);
    return error;
}

/// A text of someone else's inside one of our sentences.
std::string quoted(std::string_view text)
{
    return '"' + std::string(text.substr(0, 80)) + '"';
}

using Names = std::span<const std::string_view>;

/// The settings of each kind; "client.*" stands for one setting an agent.
Names settingsOf(PointKind kind)
{
    static constexpr std::array<std::string_view, 2> gateway{"deployment", "probe_tool"};
    static constexpr std::array<std::string_view, 1> statusFile{"lifetime_seconds"};
    static constexpr std::array<std::string_view, 2> webhook{"probe_url", "signatures"};
    static constexpr std::array<std::string_view, 3> opa{"data_path", "decision_path", "probe_tool"};
    static constexpr std::array<std::string_view, 6> events{"issuer",         "audience",       "subject",
                                                            "subject_format", "subject_issuer", "refused_tools_claim"};
    static constexpr std::array<std::string_view, 5> keycloak{"realm", "admin_realm", "admin_client", "client", "client.*"};
    switch (kind) {
    case PointKind::Gateway: return gateway;
    case PointKind::StatusFile: return statusFile;
    case PointKind::Webhook: return webhook;
    case PointKind::OpenPolicyAgent: return opa;
    case PointKind::SecurityEvents: return events;
    case PointKind::Keycloak: return keycloak;
    }
    return {};
}

Names requiredOf(PointKind kind)
{
    static constexpr std::array<std::string_view, 2> events{"issuer", "audience"};
    static constexpr std::array<std::string_view, 2> keycloak{"realm", "admin_client"};
    if (kind == PointKind::SecurityEvents)
        return events;
    return kind == PointKind::Keycloak ? Names(keycloak) : Names();
}

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> allowed)
{
    return std::find(allowed.begin(), allowed.end(), text) != allowed.end();
}

bool isPlainText(std::string_view text, std::size_t longest)
{
    return !text.empty() && text.size() <= longest &&
           std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool isPath(std::string_view text)
{
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '/';
    };
    return !text.empty() && !text.starts_with('/') && !text.ends_with('/') && text.find("//") == std::string_view::npos &&
           std::all_of(text.begin(), text.end(), allowed);
}

std::optional<Error> checkAddress(std::string_view path, const std::string &address, bool plainAllowed)
{
    const std::string place(path);
    if (hasCredentials(address))
        return badPoint(place, "The address holds a user name or password.",
                        "Remove it from the address and keep the secret under a name in \"secret\".");
    const auto url = parseUrl(address);
    if (!url)
        return badPoint(place, quoted(address) + " is not an http or https address.", "Write it in full, such as https://gateway.example.org:8443.");
    if (!url->secure && !url->isLoopback() && !plainAllowed)
        return badPoint(place, "The address is plain http to another machine: everyone on the way could read and change what is sent.",
                        "Use https, or set \"allow_plain_http\" to \"true\" if the way is protected otherwise.");
    return std::nullopt;
}

std::optional<Error> checkSetting(const EnforcementPoint &point, const std::string &name, const std::string &value)
{
    const std::string path = "/settings/" + name;
    const Names known = settingsOf(point.kind);
    const bool ofOneAgent = point.kind == PointKind::Keycloak && name.starts_with("client.") && name.size() > 7;
    const bool ofHttp = point.kind != PointKind::StatusFile && isOneOf(name, {"ca_file", "allow_plain_http"});
    if (!ofOneAgent && !ofHttp && (name == "client.*" || std::find(known.begin(), known.end(), name) == known.end()))
        return badPoint(path, "There is no setting " + quoted(name) + " for points of kind \"" + std::string(nameOf(point.kind)) + "\".",
                        "See docs/enforcement.md. Secrets are never settings: name them in \"secret\".");
    if (!isPlainText(value, 1000))
        return badPoint(path, "The setting " + quoted(name) + " is empty, longer than 1000 bytes or holds control characters.",
                        "Correct it or leave it out.");
    if (value.find("whsec_") != std::string::npos || value.find("whsk_") != std::string::npos || value.starts_with("Bearer "))
        return badPoint(path, "The setting " + quoted(name) + " holds a secret.",
                        "Keep the secret under a name, write that name in \"secret\", and replace the secret.");
    if (name == "allow_plain_http" && !isOneOf(value, {"true", "false"}))
        return badPoint(path, "\"allow_plain_http\" is \"true\" or \"false\".", "Write one of them.");
    if (name == "ca_file" && !value.starts_with('/'))
        return badPoint(path, "The file of trusted certificates needs its full path.", "Begin it with a slash.");
    if (name == "signatures" && !isOneOf(value, {"v1", "v1a", "v1 v1a"}))
        return badPoint(path, quoted(value) + " names no signatures of Standard Webhooks.", "Write \"v1\", \"v1a\" or \"v1 v1a\".");
    if (name == "subject_format" && !isOneOf(value, {"opaque", "iss_sub", "account", "uri"}))
        return badPoint(path, quoted(value) + " is no subject format that is sent.", "Write \"opaque\", \"iss_sub\", \"account\" or \"uri\".");
    if (isOneOf(name, {"data_path", "decision_path"}) && !isPath(value))
        return badPoint(path, quoted(value) + " is no path of documents.", "Write names with slashes between, such as mandate/agents.");
    if (name == "lifetime_seconds") {
        std::uint32_t seconds = 0;
        const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), seconds);
        if (problem != std::errc() || end != value.data() + value.size() || seconds < 60 || seconds > 2592000)
            return badPoint(path, "A status list lives for 60 to 2592000 seconds.", "Write a whole number in this range.");
    }
    return std::nullopt;
}

std::optional<Error> checkWhole(const EnforcementPoint &point)
{
    const auto inId = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.'; };
    if (point.id.empty() || point.id.size() > 64 || !std::all_of(point.id.begin(), point.id.end(), inId))
        return badPoint("/id", "The id is empty, longer than 64 bytes, or has other characters than a-z, 0-9, '-', '_' and '.'.",
                        "Choose a short name such as gateway-eu.");
    if (!isPlainText(point.title, 200))
        return badPoint("/title", "The title is empty, longer than 200 bytes or holds control characters.",
                        "Say in a few words what is stopped here.");
    for (const std::string &pattern : point.agents) {
        if (!isPlainText(pattern, 500))
            return badPoint("/agents", "An agent's pattern is empty, longer than 500 bytes or holds control characters.",
                            "Correct it; leave \"agents\" out for every agent.");
    }
    for (const auto &[name, value] : point.settings) {
        if (auto problem = checkSetting(point, name, value))
            return problem;
    }
    for (const std::string_view name : requiredOf(point.kind)) {
        if (point.setting(std::string(name)).empty())
            return badPoint("/settings/" + std::string(name), "The setting \"" + std::string(name) + "\" is missing.",
                            "Add it; docs/enforcement.md says what it means.");
    }
    if (point.setting("subject_format") == "iss_sub" && point.setting("subject_issuer").empty())
        return badPoint("/settings/subject_issuer", "The setting \"subject_issuer\" is missing.",
                        "Name who issued the subject, or choose another subject format.");
    if (point.kind == PointKind::StatusFile) {
        if (!point.url.starts_with('/') || !isPlainText(point.url, 4000) || point.url.find("/../") != std::string::npos || point.url.ends_with("/.."))
            return badPoint("/url", "The status list's folder needs its full path, without \"..\".", "Write it as /srv/mandate/status.");
        return std::nullopt;
    }
    const bool plainAllowed = point.setting("allow_plain_http") == "true";
    if (auto problem = checkAddress("/url", point.url, plainAllowed))
        return problem;
    const auto url = parseUrl(point.url);
    if (point.kind != PointKind::Webhook && point.kind != PointKind::SecurityEvents && !url->query.empty())
        return badPoint("/url", "The address has a query, but paths are added to its end.", "Leave out the part from the question mark on.");
    if (const std::string probe = point.setting("probe_url"); !probe.empty())
        return checkAddress("/settings/probe_url", probe, plainAllowed);
    return std::nullopt;
}

} // namespace

Result<EnforcementPoint> parsePoint(std::string_view json)
{
    Arena arena;
    JsonReader reader;
    const auto root = reader.read(json, arena);
    if (!root) {
        Error error = badPoint({}, "The configuration of an enforcement point is not JSON: " + root.error().happened, "Correct it and try again.");
        error.position = root.error().position;
        return error;
    }
    if (!root->isMap())
        return badPoint("/", "The configuration of an enforcement point must be an object in braces.", "Write { … } with its members.");

    EnforcementPoint point;
    bool kindKnown = false;
    for (const Member &member : root->members()) {
        const std::string_view name = member.key.text();
        const std::string path = '/' + std::string(name);
        const bool isText = member.value.isString();
        const auto mustBe = [&path](const char *what) {
            return badPoint(path, "Here must be " + std::string(what) + '.', "Correct it; docs/enforcement.md has an example of each kind.");
        };
        if (name == "type") {
            if (!isText || member.value.text() != "enforcement_point")
                return mustBe("\"enforcement_point\"");
        } else if (name == "v") {
            if (!member.value.is(ValueKind::Int) || member.value.asInt() != 1)
                return mustBe("1, the version of this format");
        } else if (isOneOf(name, {"id", "title", "url", "secret"})) {
            if (!isText)
                return mustBe("a text");
            (name == "id" ? point.id : name == "title" ? point.title : name == "url" ? point.url : point.secretName) = member.value.text();
        } else if (name == "kind") {
            const auto kind = isText ? pointKindOf(member.value.text()) : std::nullopt;
            if (!kind)
                return mustBe("one of gateway, status_file, webhook, opa, security_events and keycloak");
            point.kind = *kind;
            kindKnown = true;
        } else if (name == "agents") {
            if (!member.value.isList())
                return mustBe("a list of names or patterns");
            for (const Value &pattern : member.value.items()) {
                if (!pattern.isString())
                    return mustBe("a list of names or patterns");
                point.agents.emplace_back(pattern.text());
            }
        } else if (name == "settings") {
            if (!member.value.isMap())
                return mustBe("an object of texts");
            for (const Member &setting : member.value.members()) {
                if (!setting.value.isString())
                    return badPoint("/settings/" + std::string(setting.key.text()), "A setting must be a text.", "Put it in quotation marks.");
                point.settings.emplace(setting.key.text(), setting.value.text());
            }
        } else {
            return badPoint(path, "There is no member " + quoted(name) + " in an enforcement point.", "Remove it or correct its name.");
        }
    }
    if (!kindKnown)
        return badPoint("/kind", "The kind is missing.", "Write one of gateway, status_file, webhook, opa, security_events and keycloak.");
    if (!point.secretName.empty() && !isPlainText(point.secretName, 200))
        return badPoint("/secret", "The secret's name is longer than 200 bytes or holds control characters.", "Choose a short name.");
    if (auto problem = checkWhole(point))
        return *problem;
    return point;
}

std::string pointJson(const EnforcementPoint &point)
{
    std::vector<Value> agents;
    for (const std::string &pattern : point.agents)
        agents.push_back(Value::string(pattern));
    std::vector<Member> settings;
    for (const auto &[name, value] : point.settings)
        settings.push_back({Value::string(name), Value::string(value)});
    std::vector<Member> members{
        {Value::string("type"), Value::string("enforcement_point")},
        {Value::string("v"), Value::integer(1)},
        {Value::string("id"), Value::string(point.id)},
        {Value::string("kind"), Value::string(nameOf(point.kind))},
        {Value::string("title"), Value::string(point.title)},
        {Value::string("url"), Value::string(point.url)},
        {Value::string("agents"), Value::list(agents)},
        {Value::string("settings"), Value::map(settings)},
    };
    if (!point.secretName.empty())
        members.push_back({Value::string("secret"), Value::string(point.secretName)});
    return canonicalJson(Value::map(members));
}

} // namespace mandate
