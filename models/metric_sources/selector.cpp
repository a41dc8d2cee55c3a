// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metric_sources/selector.h"

#include "models/base/code_points.h"

#include <algorithm>
#include <set>

namespace mandate {

namespace {

void skipBlanks(std::string_view &text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
}

bool takeText(std::string_view &text, std::string_view wanted)
{
    if (!text.starts_with(wanted))
        return false;
    text.remove_prefix(wanted.size());
    return true;
}

/// A text in quotation marks, with \\, \" and \n.
std::optional<std::string> takeQuoted(std::string_view &text)
{
    if (!takeText(text, "\""))
        return std::nullopt;
    std::string out;
    while (!text.empty()) {
        const char c = text.front();
        text.remove_prefix(1);
        if (c == '"')
            return out;
        if (c == '\n')
            return std::nullopt;
        if (c != '\\') {
            out += c;
            continue;
        }
        if (text.empty())
            return std::nullopt;
        switch (text.front()) {
        case 'n': out += '\n'; break;
        case '\\':
        case '"': out += text.front(); break;
        default: return std::nullopt;
        }
        text.remove_prefix(1);
    }
    return std::nullopt;
}

} // namespace

std::string takeName(std::string_view &text, bool colons)
{
    const auto begins = [colons](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (colons && c == ':'); };
    std::size_t length = 0;
    while (length < text.size() && (begins(text[length]) || (length > 0 && text[length] >= '0' && text[length] <= '9')))
        ++length;
    std::string name(text.substr(0, length));
    text.remove_prefix(length);
    return name;
}

std::optional<std::vector<MetricSelector::Matcher>> takeLabels(std::string_view &text, bool unequal)
{
    std::vector<MetricSelector::Matcher> matchers;
    std::set<std::string> known; // a line may have as many labels as its answer has room for
    while (true) {
        skipBlanks(text);
        if (takeText(text, "}"))
            return matchers;
        MetricSelector::Matcher matcher;
        matcher.label = takeName(text, false);
        skipBlanks(text);
        if (unequal && takeText(text, "!="))
            matcher.equal = false;
        else if (!takeText(text, "="))
            return std::nullopt;
        skipBlanks(text);
        auto value = takeQuoted(text);
        if (matcher.label.empty() || !value || (!unequal && !known.insert(matcher.label).second))
            return std::nullopt;
        matcher.value = *std::move(value);
        matchers.push_back(std::move(matcher));
        skipBlanks(text);
        if (!takeText(text, ",") && !text.starts_with('}'))
            return std::nullopt;
    }
}

bool MetricSelector::selects(const std::map<std::string, std::string> &labels) const
{
    const auto valueOf = [&](const std::string &label) {
        const auto found = labels.find(label);
        return found == labels.end() ? std::string() : found->second;
    };
    return (name.empty() || valueOf("__name__") == name) &&
           std::ranges::all_of(matchers, [&](const Matcher &matcher) { return (valueOf(matcher.label) == matcher.value) == matcher.equal; });
}

Result<MetricSelector> parseSelector(std::string_view text)
{
    std::string_view rest = text;
    skipBlanks(rest);
    MetricSelector selector;
    selector.name = takeName(rest, true);
    // names of other systems, such as OpenTelemetry's, have dots
    while (!selector.name.empty() && !rest.empty() && (rest.front() == '.' || rest.front() == '/' || rest.front() == '-')) {
        selector.name += rest.front();
        rest.remove_prefix(1);
        while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
            selector.name += rest.front();
            rest.remove_prefix(1);
        }
        selector.name += takeName(rest, true);
    }
    skipBlanks(rest);
    bool whole = true;
    if (takeText(rest, "{")) {
        auto matchers = takeLabels(rest, true);
        whole = matchers.has_value();
        if (matchers)
            selector.matchers = *std::move(matchers);
    }
    skipBlanks(rest);
    if (!whole || !rest.empty())
        return Error{ErrorKind::Input, "MND-MSR-010", "\"" + cutUtf8(text, 120) + "\" does not say which metric is meant.", "Nothing was read or changed.",
                     "Write it as requests_total{job=\"api\",code!=\"200\"}: a name, and what labels must or must not be.", {}};
    return selector;
}

} // namespace mandate
