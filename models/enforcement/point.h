// SPDX-License-Identifier: GPL-3.0-or-later
// A point that enforces: what can stop an agent, and how it is reached. Its configuration is a ledger entry and never holds a secret.
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

enum class PointKind : std::uint8_t { Gateway, StatusFile, Webhook, OpenPolicyAgent, SecurityEvents, Keycloak };
/// Stable names: "gateway", "status_file", "webhook", "opa", "security_events", "keycloak".
[[nodiscard]] std::string_view nameOf(PointKind kind);
[[nodiscard]] std::optional<PointKind> pointKindOf(std::string_view name);

struct EnforcementPoint
{
    std::string id;
    PointKind kind = PointKind::Gateway;
    std::string title;                           ///< how people name it
    std::string url;                             ///< https, or http on the machine itself; of a status file its folder
    std::vector<std::string> agents;             ///< patterns as in pacts; none means every agent
    std::map<std::string, std::string> settings; ///< docs/enforcement.md lists them for each kind
    std::string secretName;                      ///< under which name the secret is kept; empty when there is none
    bool operator==(const EnforcementPoint &) const = default;

    /// A setting's text; empty when it is not set.
    [[nodiscard]] std::string setting(const std::string &name) const;
    [[nodiscard]] std::string setting(const std::string &name, std::string_view otherwise) const;
    [[nodiscard]] bool concerns(std::string_view agent) const;
};

/// Reads a configuration and refuses what is not known, what lacks a part, addresses that are no http or https URL or carry credentials, plain
/// http to other machines unless the setting "allow_plain_http" is "true", and settings that hold a secret. Error kind Input, MND-ENF-001.
Result<EnforcementPoint> parsePoint(std::string_view json);

/// Canonical JSON (RFC 8785) of a point, the ledger entry: `{"type":"enforcement_point","v":1,…}`. parsePoint reads it back to an equal value.
[[nodiscard]] std::string pointJson(const EnforcementPoint &point);

} // namespace mandate
