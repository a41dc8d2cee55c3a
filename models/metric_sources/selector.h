// SPDX-License-Identifier: GPL-3.0-or-later
// Which series of a document are meant: a metric's name and what its labels must be, as Prometheus writes it: up{job="api",zone!="b"}. Not PromQL.
#pragma once

#include "models/base/result.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

struct MetricSelector
{
    struct Matcher
    {
        std::string label;
        std::string value;
        bool equal = true;
    };
    std::string name; ///< empty: any
    std::vector<Matcher> matchers;

    /// A label that is not there is an empty one, as in Prometheus.
    [[nodiscard]] bool selects(const std::map<std::string, std::string> &labels) const;
};

/// Input error when the text is none. An empty one selects everything.
Result<MetricSelector> parseSelector(std::string_view text);

/// Reads "name=\"value\"" pairs up to and with the closing brace; `text` begins behind the opening one and loses what was read. Nothing when that
/// is not what stands there, or a label stands there twice. `unequal` also takes "!=".
[[nodiscard]] std::optional<std::vector<MetricSelector::Matcher>> takeLabels(std::string_view &text, bool unequal);
/// The longest name of a metric (`colons`) or label at the begin, taken off the text; empty when there is none.
[[nodiscard]] std::string takeName(std::string_view &text, bool colons);

} // namespace mandate
