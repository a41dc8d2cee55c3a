// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a clause lets more or less pass than its former version: proved by the solver, or shown by an action. Words are in redline.cpp.
#pragma once

#include "models/pact/redline/redline.h"
#include "models/pact/redline/world.h"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace mandate::redline {

/// What is known about "some action is treated more mildly" or "more strictly".
enum class Outcome : std::uint8_t { Never, Shown, Unknown };

struct Decision
{
    Outcome milder = Outcome::Unknown;
    Outcome stricter = Outcome::Unknown;
    std::optional<World> example; ///< of milder
    std::string why;              ///< of Unknown, as the end of a sentence
};

struct Limits
{
    std::chrono::steady_clock::time_point end;
    std::chrono::milliseconds question{700};
    std::chrono::milliseconds guessing{300};
    std::uint32_t megabytes = 512;
    std::stop_token stop;
    RedlineBudget::Clock clock = std::chrono::steady_clock::now; ///< that `end` is by
    bool onlyMilder = false; ///< whether it is stricter is not asked, and told as Never
    [[nodiscard]] bool reached() const { return stop.stop_requested() || clock() >= end; }
};

struct Setting;

class Workshop;

/// Decides pairs of clauses of two pacts. Never throws; what cannot be decided within the limits is Unknown. A version without a clause
/// lets everything pass that a permission need not allow.
class Decider
{
public:
    Decider(const PactDocument &before, const PactDocument &after, const Setting &setting);
    ~Decider();
    Decider(const Decider &) = delete;
    Decider &operator=(const Decider &) = delete;
    [[nodiscard]] Decision decide(const Version &before, const Version &after, const Limits &limits);

private:
    const PactDocument &m_before;
    const PactDocument &m_after;
    const Setting &m_setting;
    std::unique_ptr<Workshop> m_workshop;
    int m_served = 0;
};

} // namespace mandate::redline
