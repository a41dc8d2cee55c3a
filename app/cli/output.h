// SPDX-License-Identifier: GPL-3.0-or-later
// What the command line prints: one JSON object or plain lines on stdout, errors on stderr. Exit codes: 0 done, 1 findings or refused,
// 2 wrong usage or input.
#pragma once

#include "models/base/instant.h"
#include "models/base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::cli {

enum ExitCode { Done = 0, Findings = 1, WrongInput = 2 };

/// Prints the error on stderr and gives its exit code.
int fail(const Error &error);
void printJson(const nlohmann::ordered_json &object);
void print(const std::string &line);
/// A line on stderr that is no error: what a person should know of what was done.
void note(const std::string &line);
/// "1 item", "2 items".
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view one, std::string_view many = {});
/// Columns padded to equal width; the first row is the heading. Untrusted text loses control characters.
void printTable(const std::vector<std::vector<std::string>> &rows);
/// Text of a source made safe for a terminal: control, invisible and direction-changing characters are written as \u{…}.
[[nodiscard]] std::string visible(std::string_view text);
[[nodiscard]] nlohmann::ordered_json jsonOf(const std::optional<Instant> &instant);

/// "account:bob for account:ada (delegated until 2026-03-09T08:00:00Z)", or who acted in their own right.
[[nodiscard]] std::string actedBy(const std::string &by, const std::string &actingFor, const std::optional<Instant> &until);

} // namespace mandate::cli
