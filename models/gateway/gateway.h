// SPDX-License-Identifier: GPL-3.0-or-later
// The gateway: an HTTP service through which agents ask before they act, file approval requests, and report what they did. The one face of this folder
// for the command line and the console.
#pragma once

#include "models/gateway/http/server.h"
#include "models/workspace/workspace.h"

namespace mandate {

struct GatewayOptions
{
    std::string listen = "127.0.0.1:4318";
    std::string tlsCertificate; ///< PEM chain; with `tlsKey` the gateway speaks TLS only
    std::string tlsKey;
    std::string tokenFile;      ///< empty: "<workspace>-tokens"
    std::string inbox;          ///< folder for telemetry on its way into the ledger; empty: "<workspace>-inbox"
    bool allowPlainHttp = false; ///< without TLS on an address that others can reach
    double requestsPerSecond = 1000; ///< of one token on the long run, twice as many at once; 0: no limit
    http::ServerLimits limits;
    std::function<Instant()> clock = systemNow;
};

class Gateway
{
public:
    explicit Gateway(Workspace &workspace, GatewayOptions options = {});
    ~Gateway();
    Gateway(const Gateway &) = delete;
    Gateway &operator=(const Gateway &) = delete;

    /// Listens and answers from threads of its own until stop(). Refused when the address is taken, or reachable by others without TLS.
    Result<void> start();
    void stop();
    [[nodiscard]] bool isRunning() const;
    /// "http://127.0.0.1:4318"; empty while it does not run.
    [[nodiscard]] std::string address() const;

    struct Counts
    {
        std::uint64_t requests = 0, permits = 0, denials = 0, refused = 0;
        std::size_t connections = 0, waiting = 0, inbox = 0;
    };
    [[nodiscard]] Counts counts() const;
    /// What went wrong last: at the start, or with the tokens or the inbox now.
    [[nodiscard]] std::optional<Error> lastError() const;
    /// The last request that brought a token of ours and was refused: when, whose token, why.
    struct Refusal
    {
        Instant at;
        std::string token, code, words;
    };
    [[nodiscard]] std::optional<Refusal> lastRefusal() const;

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
