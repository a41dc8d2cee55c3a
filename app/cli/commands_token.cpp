// SPDX-License-Identifier: GPL-3.0-or-later
// token: make, list and revoke the tokens with which programs ask the gateway.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "models/gateway/token_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace mandate::cli {

namespace {

using Json = nlohmann::ordered_json;

Error tokenError(ErrorKind kind, const char *code, std::string happened, std::string remedy)
{
    Error error;
    error.kind = kind;
    error.code = code;
    error.happened = std::move(happened);
    error.unaffected = "The tokens are as they were.";
    error.remedy = std::move(remedy);
    return error;
}

std::vector<std::string> split(const std::string &text)
{
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        if (end > begin)
            parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

std::string joined(const std::vector<std::string> &parts)
{
    std::string text;
    for (const std::string &part : parts)
        text += (text.empty() ? "" : ",") + part;
    return text;
}

std::vector<std::string> scopesOf(const Token &token)
{
    std::vector<std::string> names;
    for (const Scope scope : token.scopes)
        names.emplace_back(nameOf(scope));
    return names;
}

std::string_view stateOf(const Token &token)
{
    return token.revoked ? "revoked" : token.isExpired(systemNow()) ? "expired" : "valid";
}

Json tokenJson(const Token &token)
{
    return {{"name", token.name},     {"agents", token.agents},            {"scopes", scopesOf(token)}, {"state", stateOf(token)},
            {"created", formatInstant(token.created)}, {"expires", jsonOf(token.expires)}, {"revoked", jsonOf(token.revoked)}};
}

Result<Token> wanted(const Arguments &arguments)
{
    Token token;
    token.agents = split(arguments.text("agent"));
    if (token.agents.empty())
        return tokenError(ErrorKind::Usage, "MND-CLI-031", "A token speaks for an agent.", "Give --agent NAME, or several with commas; \"*\" stands for any characters.");
    for (const std::string &name : split(arguments.has("scope") ? arguments.text("scope") : "evaluate,report,request,status")) {
        const auto scope = scopeOf(name);
        if (!scope)
            return tokenError(ErrorKind::Usage, "MND-CLI-032", "There is no scope \"" + name + "\".", "Use some of evaluate, report, report_any, request, verify, status, metrics.");
        token.scopes.push_back(*scope);
    }
    if (token.scopes.empty())
        return tokenError(ErrorKind::Usage, "MND-CLI-032", "A token without a scope is good for nothing.", "Leave --scope out for evaluate,report,request,status.");
    token.created = systemNow();
    if (arguments.has("expires")) {
        const std::string text = arguments.text("expires");
        std::int64_t days = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), days);
        if (problem != std::errc() || end != text.data() + text.size() || days < 1 || days > 36'500)
            return tokenError(ErrorKind::Usage, "MND-CLI-033", "--expires takes a number of days from 1 to 36500.", "Leave it out for a token that does not expire.");
        token.expires = Instant{token.created.nanoseconds + days * 86'400'000'000'000, true};
    }
    token.name = arguments.text("name");
    return token;
}

Result<std::vector<Token>> added(std::vector<Token> tokens, Token &token)
{
    const auto taken = [&tokens](const std::string &name) { return std::any_of(tokens.begin(), tokens.end(), [&name](const Token &one) { return one.name == name; }); };
    if (token.name.empty()) {
        const std::string base = token.agents.front() == "*" ? "any" : token.agents.front();
        token.name = base;
        for (int i = 2; taken(token.name); ++i)
            token.name = base + '-' + std::to_string(i);
    } else if (taken(token.name)) {
        return tokenError(ErrorKind::Refused, "MND-CLI-034", "There is a token \"" + token.name + "\" already, maybe a revoked one.", "Choose another --name: what a name did stays its own in the records.");
    }
    tokens.push_back(token);
    return tokens;
}

int create(TokenFile &file, const Arguments &arguments)
{
    auto token = wanted(arguments);
    if (!token)
        return fail(token.error());
    const std::string secret = newTokenSecret();
    token->hash = sha256(secret);
    if (auto changed = file.change([&token](std::vector<Token> tokens) { return added(std::move(tokens), *token); }); !changed)
        return fail(changed.error());
    if (arguments.json()) {
        Json json = tokenJson(*token);
        json["token"] = secret;
        json["file"] = file.path();
        printJson(json);
        return Done;
    }
    print(secret);
    print("This is token \"" + visible(token->name) + "\" for " + visible(joined(token->agents)) + " (" + joined(scopesOf(*token)) + "). It is shown only now: put it where the agent finds it.");
    return Done;
}

int list(TokenFile &file, const Arguments &arguments)
{
    const auto tokens = file.current();
    if (!tokens)
        return fail(tokens.error());
    if (arguments.json()) {
        Json all = Json::array();
        for (const Token &token : (*tokens)->tokens())
            all.push_back(tokenJson(token));
        printJson(Json{{"tokens", std::move(all)}, {"file", file.path()}});
        return Done;
    }
    std::vector<std::vector<std::string>> rows{{"name", "agents", "scopes", "state", "created", "expires"}};
    for (const Token &token : (*tokens)->tokens())
        rows.push_back({token.name, joined(token.agents), joined(scopesOf(token)), std::string(stateOf(token)), formatInstant(token.created), token.expires ? formatInstant(*token.expires) : "never"});
    printTable(rows);
    return Done;
}

int revoke(TokenFile &file, const Arguments &arguments)
{
    if (arguments.words().size() < 3)
        return fail(tokenError(ErrorKind::Usage, "MND-CLI-035", "It is not said which token.", "mandate token W revoke NAME"));
    const std::string &name = arguments.word(2);
    Token revoked;
    const auto changed = file.change([&](std::vector<Token> tokens) -> Result<std::vector<Token>> {
        const auto found = std::find_if(tokens.begin(), tokens.end(), [&name](const Token &token) { return token.name == name; });
        if (found == tokens.end())
            return tokenError(ErrorKind::Missing, "MND-CLI-036", "There is no token \"" + name + "\".", "See \"mandate token W list\".");
        if (!found->revoked)
            found->revoked = systemNow();
        revoked = *found;
        return tokens;
    });
    if (!changed)
        return fail(changed.error());
    if (arguments.json())
        printJson(tokenJson(revoked));
    else
        print("Token \"" + visible(name) + "\" is revoked; a running gateway refuses it from the next request on.");
    return Done;
}

int token(const Arguments &arguments)
{
    std::error_code why;
    if (!arguments.has("token-file") && !std::filesystem::exists(arguments.word(0), why))
        return fail(tokenError(ErrorKind::Missing, "MND-CLI-037", "There is no workspace \"" + arguments.word(0) + "\".", "Make one with \"mandate init\"."));
    TokenFile file(arguments.has("token-file") ? arguments.text("token-file") : TokenFile::besideWorkspace(arguments.word(0)));
    const std::string &what = arguments.word(1);
    if (what == "create")
        return create(file, arguments);
    if (what == "list")
        return list(file, arguments);
    if (what == "revoke")
        return revoke(file, arguments);
    return fail(tokenError(ErrorKind::Usage, "MND-CLI-038", "Tokens can be created, listed and revoked, not \"" + what + "\".", "mandate token W create --agent A --scope evaluate | list | revoke NAME"));
}

} // namespace

std::vector<Command> tokenCommands()
{
    return {{"token",
             "tokens with which programs ask the gateway",
             {"token W create --agent A[,B…] [--scope S,…] [--expires DAYS] [--name N] | list | revoke NAME [--token-file F]", 2, 3, {"agent", "scope", "expires", "name", "token-file"}, {}},
             token}};
}

} // namespace mandate::cli
