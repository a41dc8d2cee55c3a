// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/gateway.h"

#include "models/gateway/gateway_service.h"
#include "models/workspace/workspace_watch.h"

namespace mandate {

namespace {

constexpr std::chrono::milliseconds lookEvery{50};
constexpr std::int64_t expireEvery = 1'000'000'000;

Error gatewayError(ErrorKind kind, const char *code, std::string happened, std::string remedy)
{
    Error error;
    error.kind = kind;
    error.code = code;
    error.happened = std::move(happened);
    error.unaffected = "The gateway was not started.";
    error.remedy = std::move(remedy);
    return error;
}

} // namespace

struct Gateway::Private
{
    Private(Workspace &of, GatewayOptions with)
        : workspace(of),
          options(std::move(with)),
          tokens(options.tokenFile.empty() ? TokenFile::besideWorkspace(of.path()) : options.tokenFile),
          inbox(of, options.inbox.empty() ? of.path() + "-inbox" : options.inbox, {}),
          refusals(figures, inbox, options.clock)
    {
    }

    Result<void> start();
    void stop();
    void watch();
    void wakeWaiters();
    [[nodiscard]] Figures::Gauges gauges() const;

    Workspace &workspace;
    GatewayOptions options;
    TokenFile tokens;
    Figures figures;
    Inbox inbox;
    Refusals refusals;
    std::unique_ptr<GatewayService> service;
    std::unique_ptr<http::Server> server;
    std::string address;
    std::optional<Error> startProblem;

    std::mutex lock;
    std::condition_variable leave;
    bool stopping = false;
    std::thread watcher;
    std::unique_ptr<WorkspaceWatch> witnesses; ///< while it runs
    std::map<std::string, std::string> standings; ///< of requests that are waited for
};

Gateway::Gateway(Workspace &workspace, GatewayOptions options) : m(std::make_unique<Private>(workspace, std::move(options))) {}

Gateway::~Gateway()
{
    stop();
}

Result<void> Gateway::Private::start()
{
    if (workspace.isReadOnly())
        return gatewayError(ErrorKind::Refused, "MND-GTW-004", "The workspace is open for reading only, and decisions have to be written down.", "Open it for writing.");
    if (options.tlsCertificate.empty() != options.tlsKey.empty())
        return gatewayError(ErrorKind::Usage, "MND-GTW-005", "TLS needs a certificate and its key.", "Give both --tls-cert and --tls-key.");
    std::shared_ptr<const http::TlsIdentity> identity;
    if (!options.tlsCertificate.empty()) {
        auto loaded = http::TlsIdentity::load(options.tlsCertificate, options.tlsKey);
        if (!loaded)
            return loaded.error();
        identity = std::move(*loaded);
    }
    auto listening = http::Listening::at(options.listen);
    if (!listening)
        return listening.error();
    if (!identity && !listening->isLoopback() && !options.allowPlainHttp)
        return gatewayError(ErrorKind::Refused, "MND-GTW-006", "Others can reach " + listening->address() + ", and tokens would cross the network unencrypted.",
                            "Give --tls-cert and --tls-key, listen on 127.0.0.1, or say --allow-plain-http when something else encrypts.");
    if (auto begun = inbox.start(); !begun)
        return begun;
    service = std::make_unique<GatewayService>(
        GatewayService::Parts{workspace, tokens, inbox, figures, refusals, options.clock, options.requestsPerSecond, [this] { return gauges(); }});
    server = std::make_unique<http::Server>(*service, GatewayService::lanes(), options.limits);
    address = (identity ? "https://" : "http://") + listening->address();
    if (auto started = server->start(std::move(*listening), identity); !started)
        return started;
    service->status().look();
    stopping = false;
    watcher = std::thread([this] { watch(); });
    witnesses = std::make_unique<WorkspaceWatch>(workspace);
    return {};
}

void Gateway::Private::stop()
{
    {
        const std::scoped_lock guard(lock);
        stopping = true;
    }
    leave.notify_all();
    witnesses.reset();
    if (watcher.joinable())
        watcher.join();
    inbox.stop(); // nobody waits for it any more
    if (server)
        server->stop();
    server.reset();
    service.reset();
    address.clear();
}

Figures::Gauges Gateway::Private::gauges() const
{
    const http::Server::Figures served = server->figures();
    Figures::Gauges gauges;
    gauges.connections = served.open;
    gauges.waiting = served.waiting;
    gauges.evicted = served.evicted;
    gauges.timedOut = served.timedOut;
    return gauges;
}

/// Looks at what others do to the ledger: requests that are waited for, and those whose time is over.
void Gateway::Private::watch()
{
    std::int64_t expired = 0;
    std::unique_lock guard(lock);
    while (!leave.wait_for(guard, lookEvery, [this] { return stopping; })) {
        guard.unlock();
        service->status().look();
        refusals.keep();
        wakeWaiters();
        if (const std::int64_t now = options.clock().nanoseconds; now - expired >= expireEvery || now < expired) {
            (void)workspace.expireApprovals(); // else the next look
            expired = now;
        }
        guard.lock();
    }
}

void Gateway::Private::wakeWaiters()
{
    const std::vector<std::string> keys = server->waitKeys();
    std::map<std::string, std::string> now;
    for (const std::string &key : keys) {
        const auto view = workspace.approval(key);
        std::string standing = view ? ApprovalRoutes::standing(*view) : std::string("unreadable");
        const auto before = standings.find(key);
        if (before != standings.end() ? before->second != standing : view && view->decision != DecisionState::Open)
            server->wake(key);
        now.emplace(key, std::move(standing));
    }
    standings = std::move(now);
}

Result<void> Gateway::start()
{
    if (isRunning())
        return {};
    auto started = m->start();
    m->startProblem = started ? std::nullopt : std::optional(started.error());
    if (!started)
        m->stop();
    return started;
}

void Gateway::stop()
{
    m->stop();
}

bool Gateway::isRunning() const
{
    return m->server != nullptr && !m->address.empty();
}

std::string Gateway::address() const
{
    return m->address;
}

Gateway::Counts Gateway::counts() const
{
    const Figures::Totals totals = m->figures.totals();
    Counts counts{totals.requests, totals.permits, totals.denials, totals.refused};
    if (m->server) {
        const http::Server::Figures figures = m->server->figures();
        counts.connections = figures.open;
        counts.waiting = figures.waiting;
    }
    counts.inbox = m->inbox.waiting();
    return counts;
}

std::optional<Error> Gateway::lastError() const
{
    if (m->startProblem)
        return m->startProblem;
    if (auto tokens = m->tokens.current(); !tokens)
        return tokens.error();
    if (auto problem = m->inbox.problem())
        return problem;
    return m->inbox.setAside();
}

std::optional<Gateway::Refusal> Gateway::lastRefusal() const
{
    const auto last = m->refusals.last();
    return last ? std::optional(Refusal{last->at, last->token, last->code, last->words}) : std::nullopt;
}

} // namespace mandate
