// SPDX-License-Identifier: GPL-3.0-or-later
// On cpp-httplib. Its own limits are for single reads, and it cannot be interrupted while it connects or shakes hands, so a ConnectionWatch
// stands beside it; host names are looked up before, because the library would wait for them without end.
#include "models/http_client/http_client.h"

#include "models/http_client/connection_watch.h"
#include "models/http_client/name_lookup.h"

#include <algorithm>
#include <httplib.h>

namespace mandate {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using Why = HttpFailure::Why;

constexpr std::size_t besideBody = std::size_t{256} << 10; ///< header lines, chunk sizes and TLS records of a large answer

milliseconds upTo(milliseconds limit, Clock::time_point deadline)
{
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - Clock::now());
    return std::clamp(left, milliseconds(1), std::max(limit, milliseconds(1)));
}

/// Whether an error came late enough for the request to have gone out, at least in part.
bool wasSent(httplib::Error error)
{
    switch (error) {
    case httplib::Error::Connection:
    case httplib::Error::ConnectionTimeout:
    case httplib::Error::BindIPAddress:
    case httplib::Error::SSLConnection:
    case httplib::Error::SSLLoadingCerts:
    case httplib::Error::SSLServerVerification: return false;
    default: return true;
    }
}

/// What the library's error means; whether the watch ended the connection is asked before.
HttpFailure failureOf(httplib::Error error, const httplib::Client &client, bool silentForLong)
{
    switch (error) {
    case httplib::Error::Connection:
    case httplib::Error::BindIPAddress: return {Why::NotReached, {}, false};
    case httplib::Error::ConnectionTimeout: return {Why::NotReached, "no connection within the time limit", false};
    case httplib::Error::SSLLoadingCerts: return {Why::TrustFile, {}, false};
    case httplib::Error::SSLServerVerification: {
        const long reason = client.get_openssl_verify_result();
        return {Why::Certificate, reason == X509_V_OK ? "it is for another host" : X509_verify_cert_error_string(reason), false};
    }
    case httplib::Error::SSLConnection: return {Why::Tls, {}, false};
    default: return {silentForLong ? Why::Silent : Why::Broken, {}, true};
    }
}

/// One try at one address of the host.
std::variant<HttpReply, HttpFailure> tryAddress(const HttpRequest &request, const std::string &address, const std::string &trustFile,
                                                const HttpLimits &limits, const std::stop_token &stop)
{
    ConnectionWatch watch(limits.deadline, limits.body + besideBody, stop);
    httplib::Client client(request.url.origin());
    client.set_hostname_addr_map({{request.url.host, address}});
    client.set_socket_options([&watch](int socket) { watch.watch(socket); });
    client.set_connection_timeout(upTo(limits.connect, limits.deadline));
    const milliseconds silence = upTo(limits.read, limits.deadline);
    client.set_read_timeout(silence);
    client.set_write_timeout(silence);
    client.set_follow_location(false);
    client.set_keep_alive(false);
    client.set_decompress(false);
    client.set_url_encode(false);
    client.set_tcp_nodelay(true);
    if (request.url.secure) {
        client.enable_server_certificate_verification(true);
        if (!trustFile.empty())
            client.set_ca_cert_path(trustFile);
    }

    httplib::Request question;
    question.method = request.method;
    question.path = request.url.path + request.url.query;
    question.headers.emplace("Accept-Encoding", "identity");
    question.headers.emplace("User-Agent", "Mandate/" MANDATE_VERSION);
    for (const auto &[name, value] : request.headers)
        question.headers.emplace(name, value);
    if (!request.contentType.empty())
        question.headers.emplace("Content-Type", request.contentType);
    question.body = request.body;

    HttpReply reply;
    bool tooLarge = false;
    Clock::time_point heard = Clock::now();
    question.content_receiver = [&](const char *data, std::size_t length, std::uint64_t, std::uint64_t) {
        heard = Clock::now();
        tooLarge = reply.body.size() + length > limits.body;
        if (!tooLarge)
            reply.body.append(data, length);
        return !tooLarge;
    };
    httplib::Response answer;
    auto error = httplib::Error::Success;
    const BrokenPipesIgnored guard;
    const bool answered = client.send(question, answer, error);

    switch (watch.ended()) {
    case ConnectionWatch::Ended::Stopped: return HttpFailure{Why::Cancelled, {}, wasSent(error)};
    case ConnectionWatch::Ended::TooMuch: return HttpFailure{Why::TooLarge, {}, true};
    case ConnectionWatch::Ended::Deadline:
        if (!wasSent(error))
            return HttpFailure{Why::NotReached, "no connection within the time limit", false};
        return HttpFailure{Why::Silent, {}, true};
    case ConnectionWatch::Ended::No: break;
    }
    if (tooLarge)
        return HttpFailure{Why::TooLarge, {}, true};
    if (!answered)
        return failureOf(error, client, Clock::now() - heard + milliseconds(5) >= silence);
    reply.status = answer.status;
    reply.location = answer.get_header_value("Location");
    reply.contentType = answer.get_header_value("Content-Type");
    return reply;
}

} // namespace

std::variant<HttpReply, HttpFailure> exchange(const HttpRequest &request, const std::string &trustFile, const HttpLimits &limits,
                                              const std::stop_token &stop)
{
    const Addresses addresses = addressesOf(request.url.host, std::min(limits.deadline, Clock::now() + limits.connect), stop);
    if (stop.stop_requested())
        return HttpFailure{Why::Cancelled, {}, false};
    if (addresses.numeric.empty())
        return HttpFailure{Why::NameUnknown, addresses.timedOut ? "no answer from the name server in time" : addresses.problem, false};
    std::variant<HttpReply, HttpFailure> result = HttpFailure{Why::NotReached, {}, false};
    for (const std::string &address : addresses.numeric) {
        result = tryAddress(request, address, trustFile, limits, stop);
        const auto *failure = std::get_if<HttpFailure>(&result);
        if (failure == nullptr || failure->why != Why::NotReached || Clock::now() >= limits.deadline)
            break;
    }
    return result;
}

} // namespace mandate
