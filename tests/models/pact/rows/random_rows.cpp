// SPDX-License-Identifier: GPL-3.0-or-later
#include "random_rows.h"

#include "models/pact/rows/rows.h"

#include <limits>

namespace mandate::rows {
namespace {

using namespace std::string_literals;

const std::vector<std::string> hostileTexts{
    ""s,
    "a"s,
    "'"s,
    "\""s,
    "\\"s,
    "\\n"s,
    "a\nb"s,
    "\r\n"s,
    "\t\v\a\b\f"s,
    "\0"s,
    "a\0b"s,
    "\x01\x7f"s,
    "`"s,
    "${x}"s,
    "// no comment"s,
    "it's \"quoted\""s,
    "\"\"\""s,
    "'''"s,
    "é"s,
    "日本語"s,
    "😀"s,
    "e\u0301"s,
    "\u202Etxt.exe"s,
    "\u2028"s,
    "\uFEFF"s,
    "سلام"s,
    "?"s,
    "r'x'"s,
    "(?i)\\b(yes|ok)\\b"s,
    "2024-05-15T15:00:00Z"s,
    "24h"s,
    std::string(500, '\\'),
};
const std::vector<std::string> names{"status", "order_id", "a", "if", "size",      "exists", "x y",     "with-dash", "a.b",  "1st",
                                     "in",     "true",     "é", "",   "back`tick", "has",    "matches", "null",      "sets", "\n"};
const std::vector<std::string> fields{"action", "args",    "input",    "agent",    "session", "confidence", "environment", "now",
                                      "state",  "history", "proposal", "verifier", "result",  "returned",   "record"};
constexpr std::int64_t leastInt = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t mostInt = std::numeric_limits<std::int64_t>::max();
const std::vector<std::int64_t> integers{0, 1, -1, 5, 500, -24, leastInt, mostInt, leastInt + 1};
const std::vector<std::uint64_t> unsignedNumbers{0, 1, 500, std::numeric_limits<std::uint64_t>::max()};
const std::vector<double> decimals{0.0,
                                   -0.0,
                                   0.1,
                                   -0.1,
                                   500.0,
                                   1e15,
                                   1e16,
                                   1e300,
                                   -1e300,
                                   1e-7,
                                   1.0 / 3,
                                   5e-324,
                                   0.1 + 0.2,
                                   std::numeric_limits<double>::max(),
                                   std::numeric_limits<double>::infinity(),
                                   -std::numeric_limits<double>::infinity(),
                                   std::numeric_limits<double>::quiet_NaN()};
const std::vector<std::string> inexpressible{"type(returned) == map",
                                             "has(args.a) ? args.b == 1 : args.c",
                                             "args.l.exists(i, v, i > v)",
                                             "cel.bind(x, args.y, x > x)",
                                             "b'octets' == args.x",
                                             "args.m == {'a': 1}",
                                             "-args.n > 0",
                                             "math.greatest(1, args.n) > 2",
                                             ".args.x",
                                             "args.?x.hasValue()",
                                             "args.l.exists(args, args > 1)",
                                             "1 + 1"};

} // namespace

Row RandomRows::row(int depth)
{
    switch (depth <= 0 ? 4 + below(7) : depth > 2 ? below(4) : below(11)) {
    case 0:
    case 1: {
        std::vector<Row> rows(below(5));
        for (Row &row : rows)
            row = this->row(depth - 1);
        return group(any<GroupKind>(4), std::move(rows));
    }
    case 2:
    case 3: return elements(depth);
    case 4: {
        const FieldPath at = path(depth - 1);
        const std::optional<Row> there = present(at);
        return there ? group(below(2) ? GroupKind::All : GroupKind::None, {*there}) : Row{Property{PropertyKind::Holds, Term{at}}};
    }
    case 5: {
        const FieldPath at = path(depth - 1);
        return Row{Property{below(2) ? PropertyKind::Holds : PropertyKind::DoesNotHold, below(2) ? Term{at} : orElse(at, term(depth - 1))}};
    }
    case 6: return written();
    default: {
        const Term left = term(depth - 1);
        return Row{Comparison{left, any<Operator>(22), term(depth - 1)}};
    }
    }
}

Row RandomRows::elements(int depth)
{
    const Term list = below(3) ? Term{path(0)} : term(depth - 1);
    const std::string name = variable();
    Row row = quantified(any<Quantifier>(4), list, name, this->row(depth - 1));
    leave();
    return row;
}

Row RandomRows::written()
{
    const Result<Row> row = rowsOf(inexpressible[below(inexpressible.size())]);
    return row ? *row : Row{};
}

Term RandomRows::term(int depth)
{
    switch (depth <= 0 ? below(6) : below(14)) {
    case 0:
    case 1: return Term{path(depth)};
    case 2: return decimal(decimals[below(decimals.size())]);
    case 3:
    case 4: return Term{constant()};
    case 5: return Term{Reading{below(2) ? Function::Timestamp : Function::Duration, text()}};
    case 6: {
        const FieldPath at = path(depth - 1);
        return orElse(at, term(depth - 1));
    }
    case 7: {
        List list;
        for (std::size_t i = below(4); i > 0; --i)
            list.items.push_back(term(depth - 1));
        return Term{std::move(list)};
    }
    case 8:
    case 9: {
        const Term list = term(depth - 1);
        const std::string name = variable();
        Term elements = below(2) ? filtered(list, name, row(depth - 1)) : Term{Mapped{list, name, term(depth - 1)}};
        leave();
        return elements;
    }
    case 10: return Term{Beginning{term(depth - 1), integers[below(integers.size())]}};
    case 11: {
        const Term left = term(depth - 1);
        return Term{Arithmetic{any<ArithmeticOperator>(5), left, term(depth - 1)}};
    }
    default: return Term{Reading{any<Function>(22), term(depth - 1)}};
    }
}

Constant RandomRows::constant()
{
    switch (below(8)) {
    case 0: return Null{};
    case 1: return below(2) == 0;
    case 2: return unsignedNumbers[below(unsignedNumbers.size())];
    case 3:
    case 4: return integers[below(integers.size())];
    default: return hostileTexts[below(hostileTexts.size())];
    }
}

Term RandomRows::text()
{
    return Term{Constant{hostileTexts[below(hostileTexts.size())]}};
}

FieldPath RandomRows::path(int depth)
{
    FieldPath path;
    path.variable = m_enclosing.empty() || below(2) ? fields[below(fields.size())] : m_enclosing[below(m_enclosing.size())];
    for (std::size_t i = below(4); i > 0; --i)
        path.steps.push_back(below(3) ? member(names[below(names.size())]) : key(depth > 0 ? term(depth - 1) : Term{constant()}));
    return path;
}

std::string RandomRows::variable()
{
    static const std::vector<std::string> wanted{"v", "h", "item", "_", "size", "double", "in_order", "orValue"};
    std::string name = wanted[below(wanted.size())];
    while (!mayName(name, m_enclosing))
        name += std::to_string(below(10));
    m_enclosing.push_back(name);
    return name;
}

} // namespace mandate::rows
