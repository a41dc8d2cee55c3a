// SPDX-License-Identifier: GPL-3.0-or-later
// Where a figure comes from that somebody else measures: which system, what is asked of it, and how it is reached. Never holds a secret: only the
// name under which one is kept.
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mandate {

enum class MetricSourceKind : std::uint8_t { Prometheus, OpenMetrics, Csv, Otlp };
/// "prometheus", "openmetrics", "csv", "otlp".
[[nodiscard]] std::string_view nameOf(MetricSourceKind kind);
[[nodiscard]] std::optional<MetricSourceKind> metricSourceKindOf(std::string_view name);

enum class MetricAuth : std::uint8_t { None, Basic, Bearer };
/// "none", "basic", "bearer".
[[nodiscard]] std::string_view nameOf(MetricAuth auth);
[[nodiscard]] std::optional<MetricAuth> metricAuthOf(std::string_view name);

struct MetricSource
{
    std::string id; ///< what commands call it: small letters, digits and hyphens
    MetricSourceKind kind = MetricSourceKind::Prometheus;
    std::string title;   ///< what people call it; empty: as its id
    std::string address; ///< http or https URL, or, but for Prometheus, an absolute path. Of Prometheus without /api/v1
    std::string query;   ///< Prometheus: PromQL. Others: which series, as models/metric_sources/selector.h reads it
    std::string unit;    ///< such as "seconds"; empty when it has none
    std::int64_t step = 0; ///< seconds between two points; 0: 60 of Prometheus, and of others what the points have
    std::string agent;     ///< the agent it speaks of; empty: none in particular
    std::string trustFile; ///< PEM of certificate authorities to trust instead of the system's
    MetricAuth auth = MetricAuth::None;
    std::string user;       ///< of Basic
    std::string secretName; ///< under which name the password or token is kept
    std::string timeColumn; ///< CSV; empty: "time"
    std::string valueColumn; ///< CSV; empty: "value"
    std::string timeFormat;  ///< CSV: "rfc3339", "unix" or "unix_ms"; empty: "rfc3339"
    std::string zone;        ///< CSV: "utc" where times without a zone are UTC; empty: such times are refused
    bool operator==(const MetricSource &) const = default;

    [[nodiscard]] const std::string &shownName() const { return title.empty() ? id : title; }
    /// Whether the address is a URL.
    [[nodiscard]] bool isRemote() const;
};

/// Why it cannot be one, whoever says it. Nothing when it can.
[[nodiscard]] std::optional<Error> metricSourceRefusal(const MetricSource &source);
[[nodiscard]] bool isMetricSourceId(std::string_view id);

} // namespace mandate
