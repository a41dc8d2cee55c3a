// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/token.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/pact/document.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sys/random.h>

namespace mandate {

namespace {

constexpr std::string_view tokenSchema = "mandate.tokens/1";
constexpr std::array<std::string_view, scopeCount> scopeNames{"evaluate", "report", "report_any", "request", "verify", "status", "metrics"};

std::uint64_t keyOf(const Digest &digest)
{
    std::uint64_t key = 0;
    std::memcpy(&key, digest.octets.data(), sizeof key);
    return key;
}

/// Without an early end.
bool sameInConstantTime(const Digest &a, const Digest &b)
{
    unsigned differences = 0;
    for (std::size_t i = 0; i < a.octets.size(); ++i)
        differences |= static_cast<unsigned>(a.octets[i] ^ b.octets[i]);
    return differences == 0;
}

Error notTokens(std::string why, std::string path)
{
    Error error;
    error.kind = ErrorKind::Input;
    error.code = "MND-GTW-021";
    error.happened = "This is no token file: " + why;
    error.unaffected = "No token is accepted until it is one.";
    error.remedy = "Put back a copy, or remove it and make new tokens with \"mandate token W create\".";
    error.position.path = std::move(path);
    return error;
}

/// Absent and null are both nothing.
Result<std::optional<Instant>> timeOf(const Value &token, std::string_view member, const std::string &path)
{
    const Value *value = token.find(member);
    if (!value || value->isNull())
        return std::optional<Instant>();
    const auto time = value->isString() ? parseInstant(value->text()) : std::nullopt;
    if (!time || !time->zoneKnown)
        return notTokens("\"" + std::string(member) + "\" is no time with a zone.", path + '/' + std::string(member));
    return time;
}

Result<Token> readToken(const Value &value, const std::string &path)
{
    Token token;
    const auto name = value.findText("name");
    const auto hash = value.findText("sha256");
    const auto digest = hash ? Digest::fromHex(*hash) : std::nullopt;
    const Value *agents = value.find("agents");
    const Value *scopes = value.find("scopes");
    if (!name || name->empty() || !digest || !agents || !agents->isList() || !scopes || !scopes->isList())
        return notTokens("a token needs name, sha256, agents and scopes.", path);
    token.name = *name;
    token.hash = *digest;
    for (const Value &agent : agents->items()) {
        if (!agent.isString() || agent.text().empty())
            return notTokens("an agent is a name.", path + "/agents");
        token.agents.emplace_back(agent.text());
    }
    for (const Value &scope : scopes->items()) {
        const auto known = scope.isString() ? scopeOf(scope.text()) : std::nullopt;
        if (!known)
            return notTokens("there is no such scope.", path + "/scopes");
        token.scopes.push_back(*known);
    }
    const auto created = timeOf(value, "created", path);
    const auto expires = timeOf(value, "expires", path);
    const auto revoked = timeOf(value, "revoked", path);
    for (const auto *time : {&created, &expires, &revoked}) {
        if (!*time)
            return time->error();
    }
    token.created = created->value_or(Instant{});
    token.expires = *expires;
    token.revoked = *revoked;
    return token;
}

} // namespace

std::string_view nameOf(Scope scope)
{
    return scopeNames[static_cast<std::size_t>(scope)];
}

std::optional<Scope> scopeOf(std::string_view name)
{
    const auto *found = std::find(scopeNames.begin(), scopeNames.end(), name);
    return found == scopeNames.end() ? std::nullopt : std::optional(static_cast<Scope>(found - scopeNames.begin()));
}

bool Token::allows(Scope scope) const
{
    return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

bool Token::speaksFor(std::string_view agent) const
{
    return std::any_of(agents.begin(), agents.end(), [agent](const std::string &pattern) { return matchesPattern(pattern, agent); });
}

std::string_view Token::onlyAgent() const
{
    return agents.size() == 1 && agents.front().find('*') == std::string::npos ? std::string_view(agents.front()) : std::string_view();
}

std::string newTokenSecret()
{
    std::array<char, 32> random{};
    for (std::size_t done = 0; done < random.size();) {
        const ssize_t got = ::getrandom(random.data() + done, random.size() - done, 0);
        if (got > 0)
            done += static_cast<std::size_t>(got);
        else if (errno != EINTR)
            std::abort(); // a kernel without random numbers: nothing that follows would be safe
    }
    std::string text = toBase64({random.data(), random.size()});
    text.erase(text.find('='));
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return std::string(tokenPrefix) + text;
}

TokenSet::TokenSet(std::vector<Token> tokens) : m_tokens(std::move(tokens))
{
    for (std::size_t i = 0; i < m_tokens.size(); ++i)
        m_byHash.emplace(keyOf(m_tokens[i].hash), i);
}

const Token *TokenSet::find(std::string_view secret) const
{
    const Digest presented = sha256(secret);
    const auto [first, last] = m_byHash.equal_range(keyOf(presented));
    const Token *found = nullptr;
    for (auto at = first; at != last; ++at) {
        if (sameInConstantTime(m_tokens[at->second].hash, presented))
            found = &m_tokens[at->second];
    }
    return found;
}

const Token *TokenSet::named(std::string_view name) const
{
    const auto found = std::find_if(m_tokens.begin(), m_tokens.end(), [name](const Token &token) { return token.name == name; });
    return found == m_tokens.end() ? nullptr : &*found;
}

std::string TokenSet::toJson() const
{
    std::string json = "{\"schema\":\"" + std::string(tokenSchema) + "\",\"tokens\":[";
    const auto list = [&json](std::string_view member, const auto &items, auto textOf) {
        json += ",\"" + std::string(member) + "\":[";
        for (std::size_t i = 0; i < items.size(); ++i) {
            json += i == 0 ? "" : ",";
            appendCanonicalString(json, textOf(items[i]));
        }
        json += ']';
    };
    for (const Token &token : m_tokens) {
        json += &token == m_tokens.data() ? "\n{\"name\":" : ",\n{\"name\":";
        appendCanonicalString(json, token.name);
        json += ",\"sha256\":\"" + token.hash.hex() + '"';
        list("agents", token.agents, [](const std::string &agent) { return std::string_view(agent); });
        list("scopes", token.scopes, [](Scope scope) { return nameOf(scope); });
        json += ",\"created\":\"" + formatInstant(token.created) + '"';
        if (token.expires)
            json += ",\"expires\":\"" + formatInstant(*token.expires) + '"';
        if (token.revoked)
            json += ",\"revoked\":\"" + formatInstant(*token.revoked) + '"';
        json += '}';
    }
    return json + "\n]}\n";
}

Result<TokenSet> TokenSet::fromJson(std::string_view json)
{
    Arena arena;
    JsonReader reader;
    const auto document = reader.read(json, arena);
    if (!document)
        return notTokens(document.error().happened, {});
    const Value *list = document->find("tokens");
    if (document->findText("schema") != tokenSchema || !list || !list->isList())
        return notTokens("its schema is not " + std::string(tokenSchema) + '.', "/schema");
    std::vector<Token> tokens;
    for (const Value &value : list->items()) {
        auto token = readToken(value, "/tokens/" + std::to_string(tokens.size()));
        if (!token)
            return token.error();
        tokens.push_back(std::move(*token));
    }
    return TokenSet(std::move(tokens));
}

} // namespace mandate
