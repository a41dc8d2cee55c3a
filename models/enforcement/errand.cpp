// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/enforcement/errand.h"

#include "models/base/json_reader.h"

#include <algorithm>
#include <array>
#include <openssl/crypto.h>

namespace mandate {

namespace {

std::string withSpace(std::string first, const std::string &second)
{
    return first.empty() ? second : second.empty() ? first : std::move(first) + ' ' + second;
}

void wipe(std::string &text)
{
    OPENSSL_cleanse(text.data(), text.size());
}

bool isBearer(std::string_view token)
{
    return !token.empty() && std::all_of(token.begin(), token.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

std::string inSeconds(std::chrono::milliseconds time)
{
    const auto count = time.count();
    return count % 1000 == 0 ? std::to_string(count / 1000) + " s" : std::to_string(count) + " ms";
}

} // namespace

std::string quotedText(std::string_view text)
{
    constexpr std::size_t most = 160;
    std::size_t end = std::min(text.size(), most);
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end; // not inside a character
    std::string out = "\"";
    for (const char c : text.substr(0, end))
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '"' ? ' ' : c;
    return out + (end < text.size() ? "…\"" : "\"");
}

std::string reasonIn(const HttpReply &reply)
{
    constexpr std::array<std::string_view, 7> names{"description", "error_description", "err", "errorMessage", "message", "error", "detail"};
    Arena arena;
    JsonReader reader;
    const auto body = reader.read(reply.body, arena);
    if (!body)
        return {};
    for (const std::string_view name : names) {
        if (const auto text = body->findText(name); text && !text->empty())
            return std::string(*text);
    }
    return {};
}

Errand::Errand(Purpose purpose, const EnforcementPoint &point, const Secrets &secrets, const Outside &outside, std::stop_token stop)
    : m_purpose(purpose),
      m_point(point),
      m_secrets(secrets),
      m_outside(outside),
      m_stop(std::move(stop)),
      m_deadline(std::chrono::steady_clock::now() + outside.limits.whole)
{
}

Errand::~Errand()
{
    std::for_each(m_concealed.begin(), m_concealed.end(), wipe);
}

std::variant<std::string, Delivery> Errand::secret()
{
    std::optional<std::string> found;
    if (m_point.secretName.empty())
        return failed("MND-ENF-002", "This point has no secret, but needs one.", "Name its secret in the point's configuration.", false);
    if (m_secrets.find)
        found = m_secrets.find(m_point.secretName);
    if (!found || found->empty())
        return failed("MND-ENF-002", "The secret " + quotedText(m_point.secretName) + " is not kept on this machine.",
                      "Enter it again for this point.", false);
    conceal(*found);
    return *std::move(found);
}

std::variant<const SigningKey *, Delivery> Errand::key() const
{
    if (m_secrets.key == nullptr)
        return failed("MND-ENF-002", "The workspace's signing key is not on this machine.", "Send from the machine that holds the key.", false);
    return m_secrets.key;
}

void Errand::conceal(std::string_view text)
{
    if (text.size() < 4)
        return; // taking out so short a text would say what it is
    m_concealed.emplace_back(text);
    if (std::string encoded = percentEncoded(text); encoded != text)
        m_concealed.push_back(std::move(encoded));
}

std::variant<HttpReply, Delivery> Errand::ask(HttpRequest request, const std::string &address)
{
    if (m_stop.stop_requested())
        return cancelled();
    if (isOver())
        return unknown("MND-ENF-007", "The time limit of " + inSeconds(m_outside.limits.whole) + " was over before all was asked.",
                       "Check that the point is not overloaded.", true);
    const auto url = parseUrl(address);
    if (!url)
        return failed("MND-ENF-001", "Its address is no http or https address, so nothing was sent.", "Correct the point's configuration.", false);
    if (!url->secure && !url->isLoopback() && m_point.setting("allow_plain_http") != "true")
        return failed("MND-ENF-001", "Its address is plain http to another machine, so nothing was sent.", "Use https.", false);
    request.url = *url;
    const HttpLimits limits{m_outside.limits.connect, m_outside.limits.read, m_deadline};
    std::variant<HttpReply, HttpFailure> result = exchange(request, m_point.setting("ca_file"), limits, m_stop);
    if (const auto *failure = std::get_if<HttpFailure>(&result))
        return notExchanged(*failure, request.url);
    auto &reply = std::get<HttpReply>(result);
    if (reply.status < 200 || reply.status > 299)
        return refused(reply, request.url);
    return std::move(reply);
}

std::variant<HttpReply, Delivery> Errand::askWithToken(HttpRequest request, const std::string &address, std::string_view token)
{
    if (!isBearer(token))
        return failed("MND-ENF-002", "The token has characters that no token has.", "Enter it again without spaces and line ends.", false);
    std::string header = "Bearer ";
    header += token;
    request.headers.emplace_back("Authorization", std::move(header));
    return ask(std::move(request), address);
}

std::variant<HttpReply, Delivery> Errand::askWithSecret(HttpRequest request, const std::string &address)
{
    if (m_point.secretName.empty())
        return ask(std::move(request), address);
    const auto token = secret();
    if (const auto *problem = std::get_if<Delivery>(&token))
        return *problem;
    return askWithToken(std::move(request), address, std::get<std::string>(token));
}

Delivery Errand::confirmed(std::string detail, int status) const
{
    Delivery delivery = ended(Delivery::Outcome::Confirmed, {}, std::move(detail), {}, false, status);
    delivery.byHand.clear();
    return delivery;
}

Delivery Errand::failed(std::string_view code, std::string detail, std::string fix, bool retry, int status) const
{
    const Delivery::Outcome outcome = m_purpose == Purpose::Hold ? Delivery::Outcome::Unknown : Delivery::Outcome::Failed;
    return ended(outcome, code, std::move(detail), std::move(fix), retry, status);
}

Delivery Errand::unknown(std::string_view code, std::string detail, std::string fix, bool retry, int status) const
{
    return ended(Delivery::Outcome::Unknown, code, std::move(detail), std::move(fix), retry, status);
}

Delivery Errand::unexpected(const HttpReply &reply, std::string_view wanted) const
{
    std::string detail = "It answered with HTTP " + std::to_string(reply.status) + " and not with " + std::string(wanted) + ", so nothing is known.";
    return unknown("MND-ENF-013", std::move(detail), "Check that the address is this point's and not a proxy's or a login page's.", false,
                   reply.status);
}

Delivery Errand::judged(bool passes, bool mayPass, const std::string &what, int status) const
{
    if (passes == mayPass)
        return confirmed((passes ? "It lets pass: " : "It refuses now: ") + what + '.', status);
    if (passes)
        return ended(Delivery::Outcome::Failed, "MND-ENF-014", "Not stopped: it lets pass " + what + '.', "Stop it by other means now.", true,
                     status);
    return ended(Delivery::Outcome::Failed, "MND-ENF-015", "Still refused: it does not let pass " + what + '.', "Send the state again.", true,
                 status);
}

Delivery Errand::cancelled() const
{
    return ended(Delivery::Outcome::Unknown, "MND-ENF-016", "It was stopped before the point answered.", {}, true, 0);
}

Delivery Errand::ended(Delivery::Outcome outcome, std::string_view code, std::string detail, std::string fix, bool retry, int status) const
{
    Delivery delivery;
    delivery.outcome = outcome;
    delivery.at = m_outside.now ? m_outside.now() : systemNow();
    delivery.code = code;
    delivery.detail = std::move(detail);
    delivery.byHand = withSpace(std::move(fix), m_byHand);
    delivery.retry = retry;
    delivery.httpStatus = status;
    return delivery;
}

Delivery Errand::notExchanged(const HttpFailure &failure, const Url &url) const
{
    const std::string server = url.host + ':' + std::to_string(url.port);
    const std::string received = failure.mayHaveArrived ? " It may have received what was sent." : " Nothing was sent.";
    const std::string words = failure.words.empty() ? std::string() : " (" + failure.words + ')';
    switch (failure.why) {
    case HttpFailure::Why::NameUnknown:
        return failed("MND-ENF-003", "The name " + url.host + " could not be resolved" + words + '.', "Check the address and the name server.", true);
    case HttpFailure::Why::NotReached:
        return failed("MND-ENF-004", "No connection to " + server + words + '.', "Check that the point runs and that its address is right.", true);
    case HttpFailure::Why::Certificate:
        return failed("MND-ENF-005", "The certificate of " + server + " is not trusted" + words + ", so nothing was sent.",
                      "Give the point a valid certificate, or set \"ca_file\" to the authority that issued it.", false);
    case HttpFailure::Why::TrustFile:
        return failed("MND-ENF-022", "The file of trusted certificates could not be read, so nothing was sent.", "Correct the setting \"ca_file\".",
                      false);
    case HttpFailure::Why::Tls:
        return failed("MND-ENF-006", "No secure connection to " + server + " came about, so nothing was sent.",
                      "Check that the point speaks TLS 1.2 or later on this port.", true);
    case HttpFailure::Why::Silent:
        return unknown("MND-ENF-007",
                       "No complete answer from " + server + " within " + inSeconds(m_outside.limits.read) + " of silence or " +
                           inSeconds(m_outside.limits.whole) + " in all." + received,
                       "Check that the point runs and is not overloaded.", true);
    case HttpFailure::Why::TooLarge:
        return unknown("MND-ENF-009", "The answer of " + server + " was larger than 1 MiB and was not read on." + received,
                       "Check that the address is this point's.", false);
    case HttpFailure::Why::Broken:
        return unknown("MND-ENF-023", "The connection to " + server + " ended without a complete answer." + received,
                       "Look into the point's own log.", true);
    case HttpFailure::Why::Cancelled: return cancelled();
    }
    return cancelled();
}

Delivery Errand::refused(const HttpReply &reply, const Url &url) const
{
    const int status = reply.status;
    const std::string number = "HTTP " + std::to_string(status);
    const std::string reason = cleaned(reasonIn(reply)); // before it is cut, so that no half of a secret is left
    const std::string words = reason.empty() ? "." : ": " + quotedText(reason) + '.';
    if (status >= 300 && status < 400) {
        const auto target = parseUrl(reply.location);
        const bool elsewhere = target && target->origin() != url.origin();
        return failed("MND-ENF-008",
                      "It answered with a redirect" + (elsewhere ? " to another server, " + target->origin() : std::string()) + " (" + number +
                          "), which is not followed.",
                      "Enter the address where the point itself answers.", false, status);
    }
    if (status == 401 || status == 403)
        return failed("MND-ENF-011", "It refused the credentials (" + number + ')' + words, "Check the secret and what its owner may do there.",
                      false, status);
    if (status >= 500 || status == 408 || status == 425 || status == 429)
        return failed("MND-ENF-010", "It could not serve the request now (" + number + ')' + words, "Look into the point's own log.", true, status);
    return failed("MND-ENF-012", "It refused the request (" + number + ')' + words, "Check the address and settings of the point.", false, status);
}

std::string Errand::cleaned(std::string text) const
{
    constexpr std::string_view instead = "[…]"; // no word, which a poor secret might be
    for (const std::string &secret : m_concealed) {
        for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + instead.size()))
            text.replace(at, secret.size(), instead);
    }
    return text;
}

Delivery Errand::cleaned(Delivery delivery) const
{
    delivery.detail = cleaned(std::move(delivery.detail));
    delivery.byHand = cleaned(std::move(delivery.byHand));
    return delivery;
}

} // namespace mandate
