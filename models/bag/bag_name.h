// SPDX-License-Identifier: GPL-3.0-or-later
// Which names of files a bag or archive may use: relative, below its folder, and such that no other name in it means the same file elsewhere.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace mandate {

/// Why a file of this name is not taken, as a clause ("it leads out of its folder"); empty when it is. '/' separates folders.
[[nodiscard]] std::string nameObjection(std::string_view path);

/// The same for names that some file systems take for one: composed or decomposed, in capitals or not.
[[nodiscard]] std::string foldedName(std::string_view path);

/// Names seen so far, to find two that are one file somewhere.
class NamesSeen
{
public:
    /// The earlier name that this one would overwrite, or that stands in its way (a file where this needs a folder).
    [[nodiscard]] std::optional<std::string> addFile(std::string_view path);
    /// A folder may come again and again.
    [[nodiscard]] std::optional<std::string> addFolder(std::string_view path);
    [[nodiscard]] std::size_t size() const { return m_seen.size(); }

private:
    struct Seen
    {
        std::string name;
        bool folder = false;
    };
    [[nodiscard]] std::optional<std::string> addParents(std::string_view path);
    [[nodiscard]] std::optional<std::string> add(std::string_view path, bool folder);
    std::map<std::string, Seen, std::less<>> m_seen; ///< by folded name
};

} // namespace mandate
