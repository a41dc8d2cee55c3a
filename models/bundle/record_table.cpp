// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bundle/record_table.h"

#include "models/base/canonical_json.h"
#include "models/bundle/case_zone.h"

#include <array>

namespace mandate::bundle {

namespace {

constexpr std::array<std::string_view, 32> headings{
    "entry",   "time_utc", "time_case_zone", "agent", "agent_version", "model",  "deployment", "session", "kind",    "role",         "tool",
    "target",  "arguments", "input",         "said",  "reasoning",     "outcome", "result",    "error",   "verdict", "clause",       "basis",
    "signature", "confidence", "on_behalf_of", "source", "format",     "message", "call",      "received", "received_sha256", "leaf"};

bool isFormula(std::string_view cell)
{
    return !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
}

} // namespace

std::string textAt(const Value &entry, std::initializer_list<std::string_view> path)
{
    const Value *value = &entry;
    for (const std::string_view name : path) {
        value = value->find(name);
        if (!value)
            return {};
    }
    return value->isString() ? std::string(value->text()) : canonicalJson(*value);
}

std::string tableHead()
{
    std::vector<std::string> names(headings.begin(), headings.end());
    return "\xEF\xBB\xBF" + tableRow(names);
}

std::vector<std::string> tableCells(const Value &entry, const SelectionLine &line, const std::string &zone)
{
    const auto at = [&](std::initializer_list<std::string_view> path) { return textAt(entry, path); };
    const std::string occurred = at({"when", "occurred"});
    const auto instant = parseInstant(occurred);
    std::string arguments = at({"action", "arguments"});
    if (arguments.empty())
        arguments = at({"action", "arguments_text"});
    const std::string signature = at({"proof", "signature"});
    return {std::to_string(line.entry),
            occurred,
            instant ? inZone(*instant, zone) : std::string(),
            at({"who", "agent"}),
            at({"who", "agent_version"}),
            at({"who", "model"}),
            at({"who", "deployment"}),
            at({"who", "session"}),
            at({"kind"}),
            at({"action", "role"}),
            at({"action", "tool"}),
            at({"action", "target"}),
            arguments,
            at({"action", "input"}),
            at({"action", "said"}),
            at({"action", "reasoning"}),
            at({"result", "outcome"}),
            at({"result", "text"}),
            at({"result", "error"}),
            std::string(nameOf(line.verdict)),
            line.clause,
            at({"proof", "basis"}),
            signature.empty() ? std::string(nameOf(SignatureState::Unsigned)) : signature,
            at({"action", "confidence"}),
            at({"who", "on_behalf_of"}),
            at({"source", "name"}),
            at({"source", "format"}),
            at({"source", "message"}),
            at({"source", "call"}),
            at({"when", "received"}),
            at({"source", "item"}),
            line.leaf.hex()};
}

std::string tableRow(const std::vector<std::string> &cells)
{
    std::string row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0)
            row += ',';
        const std::string &cell = cells[i];
        const bool formula = isFormula(cell);
        if (!formula && cell.find_first_of(",\"\r\n") == std::string::npos) {
            row += cell;
            continue;
        }
        row += formula ? "\"'" : "\"";
        for (const char c : cell) {
            if (c == '"')
                row += '"';
            row += c;
        }
        row += '"';
    }
    return row + "\r\n";
}

} // namespace mandate::bundle
