// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/people/appointments.h"

namespace mandate {

void Appointments::appoint(Appointment appointment)
{
    std::string agent = appointment.agent;
    m_byAgent.insert_or_assign(std::move(agent), std::move(appointment));
}

void Appointments::vacate(std::string_view person, const Instant &at, const std::string &because)
{
    for (auto &[agent, appointment] : m_byAgent) {
        if (appointment.owner == person && !appointment.vacated) {
            appointment.vacated = at;
            appointment.vacatedBecause = because;
        }
    }
}

void Appointments::withoutDeputy(std::string_view person)
{
    for (auto &[agent, appointment] : m_byAgent) {
        if (appointment.deputy == person)
            appointment.deputy.clear();
    }
}

const Appointment *Appointments::of(std::string_view agent) const
{
    const auto found = m_byAgent.find(agent);
    return found == m_byAgent.end() ? nullptr : &found->second;
}

std::vector<Appointment> Appointments::all() const
{
    std::vector<Appointment> all;
    for (const auto &[agent, appointment] : m_byAgent)
        all.push_back(appointment);
    return all;
}

} // namespace mandate
