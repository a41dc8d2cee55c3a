// SPDX-License-Identifier: GPL-3.0-or-later
// Events of OpenID RISC 1.0 and CAEP 1.0; subjects by RFC 9493.
#include "models/enforcement/event_token.h"

#include "models/base/canonical_json.h"
#include "models/enforcement/public_key_forms.h"

namespace mandate {

namespace {

constexpr std::string_view risc = "https://schemas.openid.net/secevent/risc/event-type/";
constexpr std::string_view caep = "https://schemas.openid.net/secevent/caep/event-type/";
constexpr std::string_view framework = "https://schemas.openid.net/secevent/ssf/event-type/";

std::int64_t inSeconds(const Instant &instant)
{
    return instant.nanoseconds / 1000000000;
}

/// The setting "subject" with the agent's name in place of "{agent}".
std::string subjectOf(const EnforcementPoint &point, std::string_view agent)
{
    constexpr std::string_view place = "{agent}";
    std::string subject = point.setting("subject", place);
    if (const std::size_t at = subject.find(place); at != std::string::npos)
        subject.replace(at, place.size(), agent);
    return subject;
}

Value subjectIdentifier(const EnforcementPoint &point, std::string_view agent, Arena &arena)
{
    const auto text = [&arena](std::string_view content) { return Value::string(arena.copy(content)); };
    const std::string format = point.setting("subject_format", "opaque");
    const Value subject = text(subjectOf(point, agent));
    std::vector<Member> members{{Value::string("format"), text(format)}};
    if (format == "iss_sub") {
        members.push_back({Value::string("iss"), text(point.setting("subject_issuer"))});
        members.push_back({Value::string("sub"), subject});
    } else {
        members.push_back({Value::string(format == "opaque" ? "id" : "uri"), subject});
    }
    return Value::map({arena.copy(std::span<const Member>(members)), members.size()});
}

struct Content
{
    std::string name;
    std::string type; ///< URI
    Value subject;
    Value event;
    std::string id;
    std::string transaction; ///< of which statement; empty for none
};

EventToken signedToken(const EnforcementPoint &point, const Content &content, const Instant &now, const SigningKey &key)
{
    const std::string keyId = key.publicKey().id();
    const std::string issuer = point.setting("issuer");
    const std::string audience = point.setting("audience");
    const std::vector<Member> header{{Value::string("alg"), Value::string("EdDSA")},
                                     {Value::string("kid"), Value::string(keyId)},
                                     {Value::string("typ"), Value::string("secevent+jwt")}};
    const std::vector<Member> events{{Value::string(content.type), content.event}};
    std::vector<Member> claims{
        {Value::string("iss"), Value::string(issuer)},
        {Value::string("aud"), Value::string(audience)},
        {Value::string("iat"), Value::integer(inSeconds(now))},
        {Value::string("jti"), Value::string(content.id)},
        {Value::string("sub_id"), content.subject},
        {Value::string("events"), Value::map(events)},
    };
    if (!content.transaction.empty())
        claims.push_back({Value::string("txn"), Value::string(content.transaction)});
    std::string compact = toBase64Url(canonicalJson(Value::map(header))) + '.' + toBase64Url(canonicalJson(Value::map(claims)));
    const Signature signature = key.sign(compact);
    compact += '.' + toBase64Url({reinterpret_cast<const char *>(signature.octets.data()), signature.octets.size()});
    return {content.id, content.name, std::move(compact)};
}

} // namespace

std::vector<EventToken> tokensFor(const EnforcementPoint &point, const EnforcedStanding &standing, const Instant &now, const SigningKey &key)
{
    Arena arena;
    const Value subject = subjectIdentifier(point, standing.agent, arena);
    const auto token = [&](std::string_view family, std::string_view name, const std::vector<Member> &members) {
        const Content content{std::string(name),   std::string(family) += name,           subject,
                              Value::map(members), messageIdOf(point.id, standing, name), standing.statement.hex()};
        return signedToken(point, content, now, key);
    };
    const std::vector<Member> reason{{Value::string("en"), Value::string(standing.reasonCode)}};
    std::vector<Member> ofCaep{{Value::string("event_timestamp"), Value::integer(inSeconds(standing.since))},
                               {Value::string("initiating_entity"), Value::string("admin")}};
    if (!standing.reasonCode.empty())
        ofCaep.push_back({Value::string("reason_admin"), Value::map(reason)});

    if (!mayAct(standing.state))
        return {token(risc, "account-disabled", {}), token(caep, "session-revoked", ofCaep)};

    std::vector<Value> tools;
    if (standing.state == AgentState::Restricted) {
        for (const std::string &tool : standing.refusedTools)
            tools.push_back(Value::string(tool));
    }
    const std::string claim = point.setting("refused_tools_claim", "mandate_refused_tools");
    const std::vector<Member> claims{{Value::string(claim), Value::list(tools)}};
    ofCaep.push_back({Value::string("claims"), Value::map(claims)});
    return {token(caep, "token-claims-change", ofCaep), token(risc, "account-enabled", {})}; // never enabled before it is narrowed
}

EventToken verificationToken(const EnforcementPoint &point, const Instant &now, const SigningKey &key)
{
    Arena arena;
    const std::string id = "msg_" + sha256({point.id, std::string_view("\0test\0", 6), formatInstant(now)}).hex().substr(0, 32);
    const std::vector<Member> subject{{Value::string("format"), Value::string("opaque")}, {Value::string("id"), Value::string(point.id)}};
    const std::vector<Member> state{{Value::string("state"), Value::string(id)}};
    return signedToken(point, {"verification", std::string(framework) += "verification", Value::map(subject), Value::map(state), id, {}}, now, key);
}

} // namespace mandate
