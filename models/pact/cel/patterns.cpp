// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/patterns.h"

#include "models/pact/cel/function.h"
#include "models/pact/cel/nodes.h"

#include <array>

namespace mandate::cel {
namespace {

re2::StringPiece piece(std::string_view text)
{
    return {text.data(), text.size()};
}

/// A pattern that is only known while running: compiled each time, within 1 MiB.
Value matches(Evaluation &e, std::span<const Value> x)
{
    if (!x[0].isString() || !x[1].isString())
        return e.noOverload("matches", x);
    if (!e.charge(200 + x[1].text().size() * 20 + x[0].text().size() / 4))
        return e.tooLong();
    std::string why;
    const auto pattern = compilePattern(x[1].text(), why);
    if (!pattern)
        return Value::error(e.arena, "invalid pattern: " + why);
    return Value::boolean(re2::RE2::PartialMatch(piece(x[0].text()), *pattern));
}

constexpr std::array patternsRows{
    FunctionRow{"matches", CallStyle::Global, "string, string -> bool", matches},
    FunctionRow{"matches", CallStyle::Member, "string, string -> bool", matches},
};

} // namespace

std::span<const FunctionRow> patternFunctions()
{
    return patternsRows;
}

std::unique_ptr<const re2::RE2> compilePattern(std::string_view pattern, std::string &why)
{
    if (pattern.size() > maximumPatternBytes) {
        why = "the pattern is longer than 4 KiB";
        return nullptr;
    }
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(std::int64_t{1} << 20);
    auto compiled = std::make_unique<const re2::RE2>(piece(pattern), options);
    if (!compiled->ok()) {
        why = compiled->error();
        return nullptr;
    }
    return compiled;
}

Value runMatchesConstant(const Node &n, Evaluation &e)
{
    const Value x = (*n.a)(e);
    if (!x.isString())
        return x.isError() ? x : e.noOverload("matches", {x, n.constant});
    if (!e.charge(4 + x.text().size() / 4))
        return e.tooLong();
    return Value::boolean(re2::RE2::PartialMatch(piece(x.text()), *static_cast<const re2::RE2 *>(n.extra)));
}

} // namespace mandate::cel
