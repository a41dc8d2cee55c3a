// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/number.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace mandate::cel {
namespace {

Result<Value> realValue(std::string_view source, const Token &token, bool negative)
{
    double value = 0;
    const char *end = token.text.data() + token.text.size();
    const auto [stop, status] = std::from_chars(token.text.data(), end, value);
    if (status == std::errc::result_out_of_range) {
        const bool tiny = token.text.find("e-") != std::string_view::npos || token.text.find("E-") != std::string_view::npos;
        value = tiny ? 0.0 : std::numeric_limits<double>::infinity();
    }
    if (std::isinf(value) || stop != end) {
        return conditionError(source, token.offset, "MND-CEL-001", "The number " + std::string(token.text.substr(0, 40)) + " is too large",
                              "Use a number below 1.8e308");
    }
    return Value::real(negative ? -value : value);
}

} // namespace

Result<Value> numberValue(std::string_view source, const Token &token, bool negative)
{
    if (token.kind == TokenKind::Double)
        return realValue(source, token, negative);
    std::string_view digits = token.text;
    const bool isUnsigned = token.kind == TokenKind::Uint;
    if (isUnsigned)
        digits.remove_suffix(1);
    const bool hex = digits.size() > 2 && (digits[1] == 'x' || digits[1] == 'X');
    if (hex)
        digits.remove_prefix(2);
    std::uint64_t magnitude = 0;
    const auto [stop, status] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, hex ? 16 : 10);
    constexpr auto largestInt = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    const std::uint64_t limit = isUnsigned ? std::numeric_limits<std::uint64_t>::max() : largestInt + (negative ? 1 : 0);
    if (status != std::errc{} || stop != digits.data() + digits.size() || magnitude > limit) {
        return conditionError(source, token.offset, "MND-CEL-001",
                              "The whole number " + std::string(token.text.substr(0, 40)) + " does not fit into 64 bits",
                              "Use a decimal number such as 1.0e20");
    }
    if (isUnsigned)
        return Value::unsignedInteger(magnitude);
    return Value::integer(static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude));
}

} // namespace mandate::cel
