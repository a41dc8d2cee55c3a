// SPDX-License-Identifier: GPL-3.0-or-later
// Pushing security event tokens (RFC 8935). 202 says that a token was received and verified; a receiver cannot be asked what followed.
#include "models/enforcement/event_token.h"
#include "models/enforcement/point_kinds.h"

namespace mandate::security_events {

namespace {

/// Nothing when the token was accepted.
std::optional<Delivery> push(Errand &errand, const EventToken &token)
{
    HttpRequest request;
    request.method = "POST";
    request.headers = {{"Accept", "application/json"}};
    request.contentType = "application/secevent+jwt";
    request.body = token.compact;
    auto reply = errand.askWithSecret(std::move(request), errand.point().url);
    if (auto *problem = std::get_if<Delivery>(&reply)) {
        problem->detail = "Event " + token.event + ": " + problem->detail;
        return std::move(*problem);
    }
    if (std::get<HttpReply>(reply).status != 202)
        return errand.unexpected(std::get<HttpReply>(reply), "HTTP 202");
    return std::nullopt;
}

} // namespace

Delivery deliver(Errand &errand, const EnforcedStanding &standing)
{
    errand.setByHand("Tell those who run the receiver that agent " + quotedText(standing.agent) + " is " + std::string(nameOf(standing.state)) + '.');
    const auto key = errand.key();
    if (const auto *problem = std::get_if<Delivery>(&key))
        return *problem;
    const std::vector<EventToken> tokens = tokensFor(errand.point(), standing, errand.outside().now(), *std::get<const SigningKey *>(key));
    std::string ids;
    std::string events;
    for (const EventToken &token : tokens) {
        ids += ids.empty() ? token.id : ' ' + token.id;
        events += events.empty() ? token.event : " and " + token.event;
    }
    Delivery delivery;
    for (const EventToken &token : tokens) {
        if (auto problem = push(errand, token)) {
            delivery = std::move(*problem);
            delivery.messageId = ids;
            return delivery;
        }
    }
    delivery = errand.confirmed("The receiver accepted " + events + ". What it did then is not known from that.", 202);
    delivery.messageId = ids;
    return delivery;
}

Delivery holds(Errand &errand)
{
    errand.setByHand("Ask those who run the receiver.");
    return errand.unknown("MND-ENF-017", "A receiver of security events cannot be asked whether the agent is stopped.", {}, false);
}

Delivery test(Errand &errand)
{
    const auto key = errand.key();
    if (const auto *problem = std::get_if<Delivery>(&key))
        return *problem;
    const EventToken token = verificationToken(errand.point(), errand.outside().now(), *std::get<const SigningKey *>(key));
    Delivery delivery;
    if (auto problem = push(errand, token))
        delivery = std::move(*problem);
    else
        delivery = errand.confirmed("The receiver accepted a verification event.", 202);
    delivery.messageId = token.id;
    return delivery;
}

} // namespace mandate::security_events
