// SPDX-License-Identifier: GPL-3.0-or-later
// Cedar policies of every form that imports read, and arguments with gaps for them.
#pragma once

#include <random>
#include <string>
#include <vector>

namespace mandate {

[[nodiscard]] const std::vector<const char *> &simplePolicies();
[[nodiscard]] std::string simpleArguments(std::mt19937 &dice);

} // namespace mandate
