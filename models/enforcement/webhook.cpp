// SPDX-License-Identifier: GPL-3.0-or-later
// Events by Standard Webhooks 1.0: signed posts with an id that stays the same in every attempt. 2xx says that an event was received, and
// nothing more; what became of it is known only where the receiver offers a probe.
#include "models/enforcement/point_kinds.h"
#include "models/enforcement/probe.h"

#include <array>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace mandate::webhook {

namespace {

std::string_view eventOf(const EnforcedStanding &standing)
{
    switch (standing.state) {
    case AgentState::Suspended: return "agent.suspended";
    case AgentState::Restricted: return "agent.restricted";
    case AgentState::NotAuthorized:
    case AgentState::Revoked: return "agent.revoked";
    case AgentState::Authorized: break;
    }
    for (const std::string_view reason : resumeReasons) {
        if (standing.reasonCode == reason)
            return "agent.resumed";
    }
    return "agent.authorized";
}

/// "v1,<Base64>" for one "whsec_…" secret; nothing when it is none.
std::optional<std::string> symmetric(std::string_view secret, std::string_view signedText)
{
    constexpr std::string_view prefix = "whsec_";
    if (!secret.starts_with(prefix))
        return std::nullopt;
    auto key = fromBase64(secret.substr(prefix.size()));
    if (!key || key->size() < 16)
        return std::nullopt;
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int length = 0;
    HMAC(EVP_sha256(), key->data(), static_cast<int>(key->size()), reinterpret_cast<const unsigned char *>(signedText.data()), signedText.size(),
         mac.data(), &length);
    OPENSSL_cleanse(key->data(), key->size());
    return "v1," + toBase64({reinterpret_cast<const char *>(mac.data()), length});
}

/// The header "webhook-signature": one signature for each secret and, where asked for, one by the workspace's key.
std::variant<std::string, Delivery> signatures(Errand &errand, const std::string &signedText)
{
    const std::string wanted = errand.point().setting("signatures", "v1");
    std::string header;
    if (wanted != "v1a") {
        const auto kept = errand.secret();
        if (const auto *problem = std::get_if<Delivery>(&kept))
            return *problem;
        std::string_view rest = std::get<std::string>(kept);
        while (!rest.empty()) { // while a secret is replaced, the old and the new one are both in use
            const std::string_view one = rest.substr(0, rest.find(' '));
            rest.remove_prefix(std::min(one.size() + 1, rest.size()));
            errand.conceal(one);
            const auto signature = symmetric(one, signedText);
            if (!signature)
                return errand.failed("MND-ENF-002", "The secret is no webhook secret: it must be \"whsec_\" and at least 16 octets in Base64.",
                                     "Enter it again as the receiver shows it.", false);
            header += header.empty() ? *signature : ' ' + *signature;
        }
    }
    if (wanted != "v1") {
        const auto key = errand.key();
        if (const auto *problem = std::get_if<Delivery>(&key))
            return *problem;
        const Signature signature = std::get<const SigningKey *>(key)->sign(signedText);
        header += header.empty() ? "v1a," : " v1a,";
        header += toBase64({reinterpret_cast<const char *>(signature.octets.data()), signature.octets.size()});
    }
    return header;
}

std::variant<HttpReply, Delivery> send(Errand &errand, HttpRequest request, const std::string &address, const std::string &id)
{
    const std::string timestamp = std::to_string(errand.outside().now().nanoseconds / 1000000000);
    const auto signature = signatures(errand, id + '.' + timestamp + '.' + request.body);
    if (const auto *problem = std::get_if<Delivery>(&signature))
        return *problem;
    request.headers = {{"webhook-id", id}, {"webhook-timestamp", timestamp}, {"webhook-signature", std::get<std::string>(signature)}};
    return errand.ask(std::move(request), address);
}

HttpRequest event(std::string_view type, const Instant &at, const Value &data)
{
    HttpRequest request;
    request.method = "POST";
    request.contentType = "application/json";
    const std::string timestamp = formatInstant(at);
    request.body =
        jsonOf({{Value::string("type"), Value::string(type)}, {Value::string("timestamp"), Value::string(timestamp)}, {Value::string("data"), data}});
    return request;
}

Passes probed(Errand &errand, const EnforcedStanding &standing, const std::string &tool)
{
    std::string address = errand.point().setting("probe_url");
    address += address.find('?') == std::string::npos ? '?' : '&';
    address += "agent=" + percentEncoded(standing.agent);
    if (standing.state == AgentState::Restricted)
        address += "&tool=" + percentEncoded(tool);
    HttpRequest request;
    request.method = "GET";
    const auto reply = send(errand, std::move(request), address, messageIdOf(errand.point().id, standing, "probe"));
    if (const auto *problem = std::get_if<Delivery>(&reply))
        return *problem;
    return answerIn(errand, std::get<HttpReply>(reply), "\"agent\", as asked, and \"allowed\"", [&](const Value &body) -> std::optional<bool> {
        const Value *allowed = body.find("allowed");
        const bool sameAgent = body.findText("agent") == std::string_view(standing.agent);
        const bool sameTool = standing.state != AgentState::Restricted || body.findText("tool") == std::string_view(tool);
        return sameAgent && sameTool && allowed != nullptr && allowed->is(ValueKind::Bool) ? std::optional(allowed->asBool()) : std::nullopt;
    });
}

} // namespace

Delivery deliver(Errand &errand, const EnforcedStanding &standing)
{
    errand.setByHand("Tell those who run the receiver that agent " + quotedText(standing.agent) + " is " + std::string(nameOf(standing.state)) + '.');
    Arena arena;
    const std::string id = messageIdOf(errand.point().id, standing);
    const auto reply = send(errand, event(eventOf(standing), standing.since, standingValue(standing, arena)), errand.point().url, id);
    Delivery delivery =
        std::holds_alternative<Delivery>(reply)
            ? std::get<Delivery>(reply)
            : errand.confirmed("The event was received. What the receiver made of it is not known from that.", std::get<HttpReply>(reply).status);
    delivery.messageId = id;
    return delivery;
}

Delivery holds(Errand &errand, const EnforcedStanding &standing)
{
    errand.setByHand("Ask those who run the receiver whether agent " + quotedText(standing.agent) + " is " + std::string(nameOf(standing.state)) +
                     '.');
    if (errand.point().setting("probe_url").empty())
        return errand.unknown("MND-ENF-017", "A webhook cannot be asked whether the agent is stopped.",
                              "Set \"probe_url\" if the receiver can answer that.", false);
    return tried(errand, standing, std::string(anyTool), [&](const std::string &tool) { return probed(errand, standing, tool); });
}

Delivery test(Errand &errand)
{
    const Instant now = errand.outside().now();
    const std::string id = "msg_" + sha256({errand.point().id, std::string_view("\0test\0", 6), formatInstant(now)}).hex().substr(0, 32);
    const auto reply = send(errand, event("point.tested", now, Value::map({})), errand.point().url, id);
    Delivery delivery = std::holds_alternative<Delivery>(reply) ? std::get<Delivery>(reply)
                                                                : errand.confirmed("The test event was received.", std::get<HttpReply>(reply).status);
    delivery.messageId = id;
    return delivery;
}

} // namespace mandate::webhook
