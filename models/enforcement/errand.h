// SPDX-License-Identifier: GPL-3.0-or-later
// One call of deliver(), holds() or tryConnection() on its way: what it may use and until when, and the words for what went wrong on any way to any
// kind of point. Private to this folder.
#pragma once

#include "models/enforcement/delivery.h"
#include "models/http_client/http_client.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mandate {

enum class Purpose : std::uint8_t { Deliver, Hold, Test };

class Errand
{
public:
    Errand(Purpose purpose, const EnforcementPoint &point, const Secrets &secrets, const Outside &outside, std::stop_token stop);
    ~Errand(); ///< wipes the copies of secrets that were kept for cleaned()
    Errand(const Errand &) = delete;
    Errand &operator=(const Errand &) = delete;

    [[nodiscard]] const EnforcementPoint &point() const { return m_point; }
    [[nodiscard]] const Outside &outside() const { return m_outside; }
    [[nodiscard]] const std::stop_token &stop() const { return m_stop; }
    [[nodiscard]] bool isOver() const { return m_stop.stop_requested() || std::chrono::steady_clock::now() >= m_deadline; }

    /// What a person does at this point when the errand fails; said with every failure.
    void setByHand(std::string instruction) { m_byHand = std::move(instruction); }

    /// The point's secret, or the failure that says that it is missing.
    [[nodiscard]] std::variant<std::string, Delivery> secret();
    [[nodiscard]] std::variant<const SigningKey *, Delivery> key() const;
    /// A text that must not appear in any message, such as a token received on the way.
    void conceal(std::string_view text);

    /// Sends a request to an address and takes any answer with a status of 2xx for the caller to judge. Everything else is a failure in words,
    /// also an address that a configuration may not have.
    [[nodiscard]] std::variant<HttpReply, Delivery> ask(HttpRequest request, const std::string &address);
    /// As ask(), with a token as "Authorization: Bearer".
    [[nodiscard]] std::variant<HttpReply, Delivery> askWithToken(HttpRequest request, const std::string &address, std::string_view token);
    /// As askWithToken() with the point's secret, or as ask() where the point has none.
    [[nodiscard]] std::variant<HttpReply, Delivery> askWithSecret(HttpRequest request, const std::string &address);

    [[nodiscard]] Delivery confirmed(std::string detail, int status = 0) const;
    /// `fix` is what helps here, before what a person does by hand. holds() never fails by an accident on the way: that is Unknown.
    [[nodiscard]] Delivery failed(std::string_view code, std::string detail, std::string fix, bool retry, int status = 0) const;
    [[nodiscard]] Delivery unknown(std::string_view code, std::string detail, std::string fix, bool retry, int status = 0) const;
    /// An answer that the protocol does not give in this place.
    [[nodiscard]] Delivery unexpected(const HttpReply &reply, std::string_view wanted) const;
    /// The point's answer to a question against what it must be: Confirmed, "Not stopped" or "Still refused".
    [[nodiscard]] Delivery judged(bool passes, bool mayPass, const std::string &what, int status = 0) const;
    [[nodiscard]] Delivery cancelled() const;

    /// Takes every secret that was used out of a text, and out of a delivery's texts.
    [[nodiscard]] std::string cleaned(std::string text) const;
    [[nodiscard]] Delivery cleaned(Delivery delivery) const;

private:
    [[nodiscard]] Delivery ended(Delivery::Outcome outcome, std::string_view code, std::string detail, std::string fix, bool retry, int status) const;
    [[nodiscard]] Delivery notExchanged(const HttpFailure &failure, const Url &url) const;
    [[nodiscard]] Delivery refused(const HttpReply &reply, const Url &url) const;

    Purpose m_purpose;
    const EnforcementPoint &m_point;
    const Secrets &m_secrets;
    const Outside &m_outside;
    std::stop_token m_stop;
    std::chrono::steady_clock::time_point m_deadline;
    std::string m_byHand;
    std::vector<std::string> m_concealed;
};

/// A text of someone else's, in quotation marks inside one of our sentences: one line, at most 160 bytes.
[[nodiscard]] std::string quotedText(std::string_view text);
/// What an error answer says about itself, by the members that error answers have, as it stands there; empty when it says nothing.
[[nodiscard]] std::string reasonIn(const HttpReply &reply);

} // namespace mandate
