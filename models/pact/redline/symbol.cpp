// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/redline/symbol.h"

#include "models/pact/cel/text.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace mandate::redline {

namespace {

constexpr char32_t lastOfBoth = 0x1FFFF; // the solver's alphabet ends at 0x2FFFF; the rest stands for what lies above
constexpr int exactBits = 53;

} // namespace

Formula both(const Formula &a, const Formula &b)
{
    if (a.is_true() || b.is_false())
        return b;
    return b.is_true() || a.is_false() ? a : a && b;
}

Formula either(const Formula &a, const Formula &b)
{
    if (a.is_false() || b.is_true())
        return b;
    return b.is_false() || a.is_true() ? a : a || b;
}

Formula negation(const Formula &a)
{
    if (a.is_true() || a.is_false())
        return a.ctx().bool_val(a.is_false());
    return a.is_not() ? a.arg(0) : !a;
}

Formula kindNumber(z3::context &solver, std::uint32_t kind)
{
    return solver.bv_val(static_cast<unsigned>(std::countr_zero(kind)), 4);
}

Formula isOf(const Symbol &x, std::uint32_t kinds)
{
    z3::context &solver = x.error.ctx();
    const std::uint32_t common = x.kinds & kinds;
    if (common == x.kinds)
        return solver.bool_val(true);
    Formula any = solver.bool_val(false);
    for (std::uint32_t rest = common; rest != 0; rest &= rest - 1)
        any = either(any, x.kind == kindNumber(solver, rest & -rest));
    return any;
}

Answer3 answerOf(const Symbol &x)
{
    z3::context &solver = x.error.ctx();
    if (!x.truth || !(x.kinds & KBool))
        return {solver.bool_val(false), solver.bool_val(false)};
    const Formula fine = both(negation(x.error), isOf(x, KBool));
    return {both(fine, *x.truth), both(fine, negation(*x.truth))};
}

Symbol boolSymbol(const Formula &truth, const Formula &error)
{
    Symbol x(truth.ctx());
    x.kinds = KBool;
    x.kind = kindNumber(truth.ctx(), KBool);
    x.truth = truth;
    x.error = error;
    return x;
}

Symbol errorSymbol(z3::context &solver)
{
    Symbol x(solver);
    x.kinds = KNull;
    x.error = solver.bool_val(true);
    return x;
}

Formula numberOf(const Symbol &x)
{
    if (!x.whole)
        return *x.real;
    if (!x.real)
        return z3::to_real(*x.whole);
    return z3::ite(isOf(x, KDouble), *x.real, z3::to_real(*x.whole));
}

Formula nanOf(const Symbol &x)
{
    return x.nan && (x.kinds & KDouble) ? both(isOf(x, KDouble), *x.nan) : x.error.ctx().bool_val(false);
}

std::optional<Formula> textLiteral(z3::context &solver, std::string_view utf8)
{
    std::string escaped;
    for (std::size_t at = 0; at < utf8.size(); at += cel::text::width(utf8[at])) {
        const char32_t c = cel::text::decode(utf8, at);
        if (c > lastOfBoth)
            return std::nullopt;
        if (c >= 0x20 && c < 0x7F && c != '\\') {
            escaped += static_cast<char>(c);
        } else {
            char room[16];
            std::snprintf(room, sizeof room, "\\u{%x}", static_cast<unsigned>(c));
            escaped += room;
        }
    }
    return Formula(solver, Z3_mk_string(solver, escaped.c_str()));
}

std::optional<std::string> textOf(const Formula &constant)
{
    if (!constant.is_string_value())
        return std::nullopt;
    const std::string escaped = Z3_get_string(constant.ctx(), constant);
    std::string out;
    for (std::size_t at = 0; at < escaped.size();) {
        if (escaped.compare(at, 3, "\\u{") == 0) {
            unsigned code = 0;
            const char *end = escaped.data() + escaped.size();
            const auto [stop, status] = std::from_chars(escaped.data() + at + 3, end, code, 16);
            if (status == std::errc{} && stop != end && *stop == '}') {
                if (code < 0x20 || !cel::text::append(out, code))
                    return std::nullopt;
                at = static_cast<std::size_t>(stop - escaped.data()) + 1;
                continue;
            }
        }
        out += escaped[at++];
    }
    return out;
}

Formula realLiteral(z3::context &solver, double number)
{
    if (std::isinf(number)) {
        const Formula beyond = solver.real_val(("1" + std::string(309, '0')).c_str());
        return number > 0 ? beyond : -beyond;
    }
    int exponent = 0;
    const auto mantissa = static_cast<std::int64_t>(std::ldexp(std::frexp(number, &exponent), exactBits));
    exponent -= exactBits;
    Formula value = solver.real_val(mantissa);
    const Formula power = solver.real_val(1);
    if (exponent != 0 && mantissa != 0) {
        Formula scale = power;
        const int steps = std::abs(exponent);
        scale = z3::expr(solver, Z3_mk_power(solver, solver.real_val(2), solver.int_val(steps))).simplify();
        value = (exponent > 0 ? value * scale : value / scale).simplify();
    }
    return value;
}

double doubleOf(const Formula &numeral)
{
    double value = 0;
    const std::string text = numeral.get_decimal_string(25);
    std::from_chars(text.data(), text.data() + text.size(), value); // a trailing '?' marks a rounded fraction
    return value;
}

} // namespace mandate::redline
