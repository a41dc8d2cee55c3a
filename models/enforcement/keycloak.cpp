// SPDX-License-Identifier: GPL-3.0-or-later
// Disabling and enabling an agent's OAuth client through Keycloak's admin API. A client is on or off as a whole: restrictions of single tools
// cannot be said here. What a client holds besides is given back as it was read.
#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/enforcement/point_kinds.h"
#include "models/enforcement/probe.h"

namespace mandate::keycloak {

namespace {

struct Client
{
    std::string id; ///< of the representation, not the client id that people know
    bool enabled = false;
    Value representation; ///< in the arena it was read into
};

std::string clientIdOf(const EnforcementPoint &point, const std::string &agent)
{
    constexpr std::string_view place = "{agent}";
    std::string id = point.setting("client." + agent);
    if (!id.empty())
        return id;
    id = point.setting("client", place);
    if (const std::size_t at = id.find(place); at != std::string::npos)
        id.replace(at, place.size(), agent);
    return id;
}

std::string clientsAddress(const EnforcementPoint &point)
{
    return joined(point.url, "/admin/realms/" + percentEncoded(point.setting("realm")) + "/clients");
}

/// An access token by client credentials (RFC 6749 section 4.4).
std::variant<std::string, Delivery> signIn(Errand &errand)
{
    const EnforcementPoint &point = errand.point();
    const auto secret = errand.secret();
    if (const auto *problem = std::get_if<Delivery>(&secret))
        return *problem;
    HttpRequest request;
    request.method = "POST";
    request.contentType = "application/x-www-form-urlencoded";
    request.body = "grant_type=client_credentials&client_id=" + percentEncoded(point.setting("admin_client")) +
                   "&client_secret=" + percentEncoded(std::get<std::string>(secret));
    const std::string realm = point.setting("admin_realm", point.setting("realm"));
    const auto reply = errand.ask(std::move(request), joined(point.url, "/realms/" + percentEncoded(realm) + "/protocol/openid-connect/token"));
    if (const auto *problem = std::get_if<Delivery>(&reply)) {
        Delivery failure = *problem;
        if (failure.httpStatus == 400 || failure.httpStatus == 401)
            failure.detail = "Signing in as " + quotedText(point.setting("admin_client")) + " failed. " + failure.detail;
        return failure;
    }
    Arena arena;
    JsonReader reader;
    const auto body = reader.read(std::get<HttpReply>(reply).body, arena);
    const auto token = body ? body->findText("access_token") : std::nullopt;
    if (!token || token->empty())
        return errand.unexpected(std::get<HttpReply>(reply), "an access token");
    errand.conceal(*token);
    return std::string(*token);
}

std::variant<Client, Delivery> readClient(Errand &errand, std::string_view token, const std::string &clientId, Arena &arena)
{
    HttpRequest request;
    request.method = "GET";
    const auto reply = errand.askWithToken(std::move(request), clientsAddress(errand.point()) + "?clientId=" + percentEncoded(clientId), token);
    if (const auto *problem = std::get_if<Delivery>(&reply))
        return *problem;
    JsonReader reader;
    const auto body = reader.read(std::get<HttpReply>(reply).body, arena);
    if (!body || !body->isList())
        return errand.unexpected(std::get<HttpReply>(reply), "a list of clients");
    for (const Value &entry : body->items()) {
        const auto id = entry.findText("id");
        const Value *enabled = entry.find("enabled");
        if (entry.findText("clientId") != std::string_view(clientId))
            continue;
        if (!id || id->empty() || enabled == nullptr || !enabled->is(ValueKind::Bool))
            return errand.unexpected(std::get<HttpReply>(reply), "a client that says whether it is enabled");
        return Client{std::string(*id), enabled->asBool(), entry};
    }
    return errand.failed("MND-ENF-021", "Realm " + quotedText(errand.point().setting("realm")) + " has no client " + quotedText(clientId) + '.',
                         "Name the agent's client in the setting \"client\" or \"client.AGENT\".", false, 200);
}

std::string withEnabled(const Value &representation, bool enabled)
{
    std::vector<Member> members(representation.members().begin(), representation.members().end());
    for (Member &member : members) {
        if (member.key.text() == "enabled")
            member.value = Value::boolean(enabled);
    }
    return canonicalJson(Value::map(members));
}

std::string instruction(const EnforcementPoint &point, const std::string &clientId, bool enabled)
{
    return "In Keycloak's admin console open realm " + quotedText(point.setting("realm")) + ", Clients, " + quotedText(clientId) +
           ", and switch Enabled " + (enabled ? "on." : "off.");
}

Delivery cannotRestrict(const Errand &errand, int status)
{
    return errand.failed("MND-ENF-018", "Keycloak can only switch a client on or off; it cannot refuse single tools. Nothing was changed.",
                         "Restrict the agent at another point, or suspend it.", false, status);
}

} // namespace

Delivery deliver(Errand &errand, const EnforcedStanding &standing)
{
    const std::string clientId = clientIdOf(errand.point(), standing.agent);
    const bool wanted = mayAct(standing.state);
    if (standing.state == AgentState::Restricted)
        return cannotRestrict(errand, 0);
    errand.setByHand(instruction(errand.point(), clientId, wanted));
    const auto token = signIn(errand);
    if (const auto *problem = std::get_if<Delivery>(&token))
        return *problem;
    Arena arena;
    const auto before = readClient(errand, std::get<std::string>(token), clientId, arena);
    if (const auto *problem = std::get_if<Delivery>(&before))
        return *problem;
    const auto &client = std::get<Client>(before);
    if (client.enabled != wanted) {
        HttpRequest request;
        request.method = "PUT";
        request.contentType = "application/json";
        request.body = withEnabled(client.representation, wanted);
        const auto reply =
            errand.askWithToken(std::move(request), clientsAddress(errand.point()) + '/' + percentEncoded(client.id), std::get<std::string>(token));
        if (const auto *problem = std::get_if<Delivery>(&reply))
            return *problem;
        if (std::get<HttpReply>(reply).status != 204)
            return errand.unexpected(std::get<HttpReply>(reply), "HTTP 204");
    }
    const auto after = readClient(errand, std::get<std::string>(token), clientId, arena);
    if (const auto *problem = std::get_if<Delivery>(&after))
        return *problem;
    return errand.judged(std::get<Client>(after).enabled, wanted, "client " + quotedText(clientId) + ", as read back", 200);
}

Delivery holds(Errand &errand, const EnforcedStanding &standing)
{
    const std::string clientId = clientIdOf(errand.point(), standing.agent);
    errand.setByHand(instruction(errand.point(), clientId, mayAct(standing.state)));
    const auto token = signIn(errand);
    if (const auto *problem = std::get_if<Delivery>(&token))
        return *problem;
    Arena arena;
    const auto read = readClient(errand, std::get<std::string>(token), clientId, arena);
    if (const auto *problem = std::get_if<Delivery>(&read))
        return *problem;
    const bool enabled = std::get<Client>(read).enabled;
    if (standing.state != AgentState::Restricted)
        return errand.judged(enabled, mayAct(standing.state), "client " + quotedText(clientId), 200);
    return enabled ? cannotRestrict(errand, 200) : errand.confirmed("It refuses now: client " + quotedText(clientId) + ", with every tool.", 200);
}

Delivery test(Errand &errand)
{
    const auto token = signIn(errand);
    if (const auto *problem = std::get_if<Delivery>(&token))
        return *problem;
    HttpRequest request;
    request.method = "GET";
    const auto reply =
        errand.askWithToken(std::move(request), clientsAddress(errand.point()) + "?clientId=" + percentEncoded(nobody), std::get<std::string>(token));
    if (const auto *problem = std::get_if<Delivery>(&reply))
        return *problem;
    Arena arena;
    JsonReader reader;
    const auto body = reader.read(std::get<HttpReply>(reply).body, arena);
    if (!body || !body->isList())
        return errand.unexpected(std::get<HttpReply>(reply), "a list of clients");
    return errand.confirmed("Signed in, and clients of the realm can be read. Whether they may be changed is seen when a state is sent.", 200);
}

} // namespace mandate::keycloak
