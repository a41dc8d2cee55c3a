// SPDX-License-Identifier: GPL-3.0-or-later
// A workspace with a pact, tokens, and the real "mandate serve" beside it.
#pragma once

#include "cli_process.h"
#include "http_asker.h"

#include "models/workspace/workspace.h"

#include <QProcess>

class GatewayWorld
{
public:
    /// Makes the workspace "w.mandate" with a pact that binds "shop*": payments above 500 are forbidden, returns above 100 need a person,
    /// delete_environment needs a verifier.
    GatewayWorld();
    ~GatewayWorld();

    /// The token that "mandate token create" shows.
    [[nodiscard]] std::string token(const QString &agent, const QString &scopes = QStringLiteral("evaluate,report,request,status,metrics"), const QStringList &more = {}) const;
    /// Puts a scope policy in force, by "mandate scope set": nothing but staging and test environments may be deleted. Its digest.
    std::string setScopePolicy(const QString &version = QStringLiteral("1.0.0"), const QByteArray &when = "args.name in ['staging', 'test']") const;
    /// Starts it and waits until it listens; false when it ends before.
    bool start(const QStringList &more = {});
    void kill();      ///< kill -9
    int stop();       ///< politely; its exit code
    [[nodiscard]] const std::string &address() const { return m_address; }
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] qint64 processId() const { return m_process.processId(); }
    [[nodiscard]] QByteArray complaint() { return m_process.readAllStandardError(); }
    [[nodiscard]] HttpAsker asker(const std::string &token = {}) const { return HttpAsker(m_address, token); }
    /// A person decides, in another process than the gateway's.
    [[nodiscard]] mandate::Result<mandate::ApprovalView> decide(const std::string &id, const mandate::ApprovalAct &act) const;
    /// How many entries of a kind the ledger holds.
    [[nodiscard]] std::uint64_t records(mandate::RecordKind kind, const std::string &agent = {}) const;

    CliWorld world;
    QString w;

private:
    QProcess m_process;
    std::string m_address;
};

/// An AuthZEN evaluation of a tool call.
[[nodiscard]] nlohmann::json question(const std::string &agent, const std::string &tool, const nlohmann::json &arguments, const std::string &session = "s-1");
/// A whole proposal: nothing is missing that a person needs.
[[nodiscard]] nlohmann::json wholeProposal();
/// An OTLP export of one executed tool call.
[[nodiscard]] nlohmann::json span(const std::string &agent, const std::string &tool, const std::string &id);
