// SPDX-License-Identifier: GPL-3.0-or-later
// Builds a canonical object from members given in any order.
#pragma once

#include "models/base/canonical_json.h"

#include <string>
#include <string_view>
#include <vector>

namespace mandate {

class ObjectWriter
{
public:
    void put(std::string_view key, std::string_view value) { m_members.push_back({Value::string(key), Value::string(m_arena.copy(value))}); }
    void put(std::string_view key, Value value) { m_members.push_back({Value::string(key), value}); }
    [[nodiscard]] std::string canonical() const { return canonicalJson(Value::map(m_members)); }

private:
    Arena m_arena;
    std::vector<Member> m_members;
};

} // namespace mandate
