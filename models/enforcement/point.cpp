// SPDX-License-Identifier: GPL-3.0-or-later
// Names of kinds and what a point knows of itself. Reading and writing configurations is point_json.cpp.
#include "models/enforcement/point.h"

#include "models/pact/document.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 6> kindNames{"gateway", "status_file", "webhook", "opa", "security_events", "keycloak"};

} // namespace

std::string_view nameOf(PointKind kind)
{
    return kindNames[static_cast<std::size_t>(kind)];
}

std::optional<PointKind> pointKindOf(std::string_view name)
{
    const auto found = std::find(kindNames.begin(), kindNames.end(), name);
    if (found == kindNames.end())
        return std::nullopt;
    return static_cast<PointKind>(found - kindNames.begin());
}

std::string EnforcementPoint::setting(const std::string &name) const
{
    return setting(name, {});
}

std::string EnforcementPoint::setting(const std::string &name, std::string_view otherwise) const
{
    const auto found = settings.find(name);
    return found == settings.end() || found->second.empty() ? std::string(otherwise) : found->second;
}

bool EnforcementPoint::concerns(std::string_view agent) const
{
    return agents.empty() ||
           std::any_of(agents.begin(), agents.end(), [agent](const std::string &pattern) { return matchesPattern(pattern, agent); });
}

} // namespace mandate
