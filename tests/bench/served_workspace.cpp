// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/served_workspace.h"

#include "models/gateway/token_file.h"
#include "models/workspace/workspace.h"

#include <cstdlib>

namespace mandate {

ServedWorkspace::ServedWorkspace(const std::filesystem::path &folder, const std::string &pact) : m_folder(folder), m_token(newTokenSecret())
{
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    ::setenv("MANDATE_KEYS", (folder / "keys").c_str(), 1);
    m_workspace = need(Workspace::create((folder / "w.mandate").string()));
    need(m_workspace->addPact(pact));
    TokenFile tokens(TokenFile::besideWorkspace(m_workspace->path()));
    need(tokens.change([this](std::vector<Token> all) -> Result<std::vector<Token>> {
        Token token;
        token.name = "bench";
        token.hash = sha256(m_token);
        token.agents = {"bench"};
        token.scopes = {Scope::Evaluate};
        all.push_back(token);
        return all;
    }));
    GatewayOptions options;
    options.listen = "127.0.0.1:0";
    options.requestsPerSecond = 0;
    m_gateway = std::make_unique<Gateway>(*m_workspace, options);
    need(m_gateway->start());
}

ServedWorkspace::~ServedWorkspace()
{
    m_gateway.reset();
    m_workspace.reset();
    std::filesystem::remove_all(m_folder);
}

std::uint16_t ServedWorkspace::port() const
{
    const std::string address = m_gateway->address();
    return static_cast<std::uint16_t>(std::atoi(address.c_str() + address.rfind(':') + 1));
}

std::string ServedWorkspace::evaluation(const std::string &body) const
{
    return "POST /access/v1/evaluation HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + m_token + "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

} // namespace mandate
