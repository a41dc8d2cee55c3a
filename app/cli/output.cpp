// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include "models/base/code_points.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace mandate::cli {

int fail(const Error &error)
{
    std::fprintf(stderr, "mandate: %s\n", visible(describe(error)).c_str());
    if (error.code == "MND-STO-016") // another kind of file was named; verify says by itself what that means for a ledger
        return WrongInput;
    switch (error.kind) {
    case ErrorKind::Usage:
    case ErrorKind::Input:
    case ErrorKind::Missing: return WrongInput;
    default: return Findings;
    }
}

void printJson(const nlohmann::ordered_json &object)
{
    print(object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void print(const std::string &line)
{
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
}

void note(const std::string &line)
{
    std::fprintf(stderr, "mandate: %s\n", visible(line).c_str());
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many)
{
    std::string out = std::to_string(count) + ' ';
    if (count == 1 || many.empty())
        return out.append(one) + (count == 1 ? "" : "s");
    return out.append(many);
}

std::string visible(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const auto [c, length, valid] = utf8PointAt(text);
        if (c < 0x20 || isHidden(c)) { // line ends too: what is shown is one line
            char buffer[16];
            std::snprintf(buffer, sizeof buffer, "\\u{%X}", static_cast<unsigned>(c));
            out += buffer;
        } else {
            out.append(text.substr(0, length));
        }
        text.remove_prefix(length);
    }
    return out;
}

void printTable(const std::vector<std::vector<std::string>> &rows)
{
    const auto width = [](const std::string &cell) {
        std::size_t count = 0;
        for (const char c : cell)
            count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        return count;
    };
    std::vector<std::size_t> widths;
    std::vector<std::vector<std::string>> shown;
    for (const auto &row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        auto &cells = shown.emplace_back();
        for (std::size_t i = 0; i < row.size(); ++i) {
            cells.push_back(visible(row[i]));
            widths[i] = std::max(widths[i], width(cells[i]));
        }
    }
    for (const auto &row : shown) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            if (i + 1 < row.size())
                line.append(widths[i] - width(row[i]) + 2, ' ');
        }
        print(line);
    }
}

nlohmann::ordered_json jsonOf(const std::optional<Instant> &instant)
{
    return instant ? nlohmann::ordered_json(formatInstant(*instant)) : nlohmann::ordered_json(nullptr);
}

std::string actedBy(const std::string &by, const std::string &actingFor, const std::optional<Instant> &until)
{
    if (actingFor.empty())
        return by;
    return by + " for " + actingFor + (until ? " (delegated until " + formatInstant(*until) + ')' : " (delegated)");
}

} // namespace mandate::cli
