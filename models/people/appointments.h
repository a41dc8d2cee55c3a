// SPDX-License-Identifier: GPL-3.0-or-later
// Who answers for which agent. An owner who leaves, or is no owner any more, leaves a gap that only a new appointment closes: coming back
// does not. Pure; fed by PeopleRegister with what counted.
#pragma once

#include "models/base/instant.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// One agent's owner, who takes on all of `ownerDuties`.
struct Appointment
{
    std::string agent;
    std::string owner;  ///< person id
    std::string deputy; ///< person id; may be empty
    Instant from;
    std::uint64_t entry = 0;
    std::string by; ///< person id
    std::optional<Instant> vacated; ///< since then nobody answers for the agent
    std::string vacatedBecause;     ///< "left", "is no owner any more"
    bool operator==(const Appointment &) const = default;
};

class Appointments
{
public:
    void appoint(Appointment appointment);
    /// The person answers for nothing from here on: their agents have no owner. Where they were deputy there is none.
    void vacate(std::string_view person, const Instant &at, const std::string &because);
    void withoutDeputy(std::string_view person);

    /// The newest one, vacated or not; nullptr when nobody was ever appointed.
    [[nodiscard]] const Appointment *of(std::string_view agent) const;
    /// By agent.
    [[nodiscard]] std::vector<Appointment> all() const;

private:
    std::map<std::string, Appointment, std::less<>> m_byAgent;
};

} // namespace mandate
