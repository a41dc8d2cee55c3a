// SPDX-License-Identifier: GPL-3.0-or-later
// serve: the gateway as a program of its own, until it is stopped.
#include "app/cli/commands.h"
#include "app/cli/interruption.h"
#include "app/cli/output.h"
#include "app/cli/surroundings.h"
#include "models/gateway/gateway.h"
#include "models/workspace/enforcer.h"

#include <QCoreApplication>
#include <QTimer>

#include <nlohmann/json.hpp>

#include <cstdio>

namespace mandate::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr int lookAtSignalsMilliseconds = 50;
constexpr int lookAtTroubleMilliseconds = 1000;

Error wrongRate()
{
    Error error;
    error.kind = ErrorKind::Usage;
    error.code = "MND-CLI-030";
    error.happened = "--rate takes a number of requests a second, 0 for no limit.";
    error.unaffected = "The gateway was not started.";
    error.remedy = "Leave it out for 1000.";
    return error;
}

int serve(const Arguments &arguments)
{
    GatewayOptions options;
    if (arguments.has("listen"))
        options.listen = arguments.text("listen");
    options.tlsCertificate = arguments.text("tls-cert");
    options.tlsKey = arguments.text("tls-key");
    options.tokenFile = arguments.text("token-file");
    options.allowPlainHttp = arguments.has("allow-plain-http");
    if (arguments.has("rate")) {
        const std::string text = arguments.text("rate");
        char *end = nullptr;
        options.requestsPerSecond = std::strtod(text.c_str(), &end);
        if (text.empty() || *end != '\0' || !(options.requestsPerSecond >= 0) || options.requestsPerSecond > 1e9)
            return fail(wrongRate());
    }
    int argc = 1;
    char name[] = "mandate";
    char *argv[] = {name, nullptr};
    const QCoreApplication application(argc, argv);
    const Interruption interruption;
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    if (const auto key = (*workspace)->envelope("application/vnd.mandate.check", "{}"); !key)
        return fail(key.error()); // every answer would be a refusal
    const Enforcer enforcer(**workspace); // a stop that a console signed and did not live to see is completed here
    Gateway gateway(**workspace, options);
    if (auto started = gateway.start(); !started)
        return fail(started.error());
    if (arguments.json())
        printJson(Json{{"listening", gateway.address()}, {"workspace", (*workspace)->path()}});
    else
        print("Listening on " + gateway.address() + ". Stop with Ctrl+C.");
    std::fflush(stdout); // who started it reads where it listens
    std::string said;
    const auto complain = [&gateway, &said] { // it runs, and says what will not work: each trouble once, until there is another or none
        const auto problem = gateway.lastError();
        if (problem && problem->happened != said)
            fail(*problem);
        said = problem ? problem->happened : std::string();
    };
    complain();
    QTimer troubles;
    QObject::connect(&troubles, &QTimer::timeout, &troubles, complain);
    troubles.start(lookAtTroubleMilliseconds);
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &timer, [&interruption] {
        if (interruption.token().stop_requested())
            QCoreApplication::quit();
    });
    timer.start(lookAtSignalsMilliseconds);
    QCoreApplication::exec();
    complain();
    const Gateway::Counts counts = gateway.counts();
    gateway.stop();
    if (!arguments.json())
        print("Stopped after " + counted(counts.requests, "request") + ": " + std::to_string(counts.permits) + " permitted, " + std::to_string(counts.denials) +
              " denied, " + std::to_string(counts.refused) + " refused.");
    return Done;
}

} // namespace

std::vector<Command> gatewayCommands()
{
    return {{"serve",
             "answer agents that ask before they act, over HTTP",
             {"serve W [--listen HOST:PORT] [--tls-cert F --tls-key F] [--token-file F] [--rate N] [--allow-plain-http]", 1, 1,
              {"listen", "tls-cert", "tls-key", "token-file", "rate"}, {"allow-plain-http"}},
             serve}};
}

} // namespace mandate::cli
