// SPDX-License-Identifier: GPL-3.0-or-later
// The shape of a file's beginning: is it JSON, what is at its root, which members does it name. Enough to tell formats apart and to choose
// how a file is cut into items; nothing is parsed. Works on damaged files as far as they go.
#pragma once

#include "models/sources/json_splitter.h"

#include <string_view>
#include <vector>

namespace mandate {

struct Outline
{
    enum class Root : std::uint8_t { Empty, NoJson, Object, Array };

    struct Key
    {
        std::string_view name;
        std::size_t value = 0; ///< offset of its value in the file
        char first = 0;        ///< first byte of its value: { [ " and so on; 0 when cut off
    };

    std::string_view bytes;
    Root root = Root::Empty;
    std::size_t begin = 0;  ///< of the root value, or of the first line's
    bool lines = false;     ///< the first value ends on the line it began on, and that line is no larger than an item may be
    bool complete = false;  ///< the root value is closed
    char element = 0;       ///< first byte of an array's first element
    std::vector<Key> keys;  ///< of the root object, or of an array's first element when that is an object
    std::vector<Key> inner; ///< of the objects directly below `keys`, and of the first elements of arrays there

    [[nodiscard]] const Key *find(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
    [[nodiscard]] bool hasArray(std::string_view name) const { return find(name) && find(name)->first == '['; }
    [[nodiscard]] bool hasInner(std::string_view name) const;
};

/// Of the whole text, or of the object or array that begins at `at`.
[[nodiscard]] Outline outlineOf(std::string_view bytes, std::size_t at = 0);

} // namespace mandate
