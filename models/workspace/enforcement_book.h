// SPDX-License-Identifier: GPL-3.0-or-later
// What the ledger says of enforcement points: how they are configured, by whom, and what each answered. Pure: fed with entries in order, asked.
#pragma once

#include "models/people/people_register.h"
#include "models/workspace/enforcement.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// A change of the configuration, signed by a person.
struct PointChange
{
    bool removed = false;
    EnforcementPoint point; ///< only its id, when removed
    std::string by;
    std::string byName;
    Instant at;
    std::string ledger; ///< as in Statement
};
/// DSSE payload type.
inline constexpr std::string_view pointChangePayloadType = "application/vnd.mandate.point.v1+json";
[[nodiscard]] std::string pointChangeEntry(const PointChange &change, const SigningKey &key);

/// What a point answered.
struct PointAnswer
{
    bool asked = false; ///< whether it holds; else it was told
    std::string point;
    std::string agent;
    Digest standing; ///< standingKey()
    Delivery delivery;
    std::uint32_t attempts = 0;
    bool abandoned = false;
};
[[nodiscard]] std::string pointAnswerEntry(const PointAnswer &answer);

/// Names a standing: another state, tools, time or statement is another one.
[[nodiscard]] Digest standingKey(const EnforcedStanding &standing);

class EnforcementBook
{
public:
    /// The next point entry of the ledger. What does not hold counts for nothing.
    void add(EntryNumber entry, std::string_view body, const PeopleRegister &people);

    [[nodiscard]] std::span<const ConfiguredPoint> points() const { return m_points; }
    /// How far a point is with a standing.
    [[nodiscard]] PointProgress progress(const EnforcementPoint &point, const EnforcedStanding &standing) const;

private:
    struct Known
    {
        Digest standing;
        std::optional<Delivery> told;
        std::uint32_t attempts = 0;
        bool abandoned = false;
        std::optional<Instant> confirmedAt;
        std::optional<Delivery> asked;
        std::optional<Instant> heldAt;
    };
    std::vector<ConfiguredPoint> m_points;
    std::map<std::pair<std::string, std::string>, Known> m_known; ///< by point and agent: what was answered about its newest standing
};

} // namespace mandate
