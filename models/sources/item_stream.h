// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts a file into Items in one of three ways: as a whole, line by line, or as the elements of arrays in one JSON document.
// It does not read what the items say; see json_file_adapter.
#pragma once

#include "models/sources/adapter.h"
#include "models/sources/json_splitter.h"

#include <optional>
#include <string_view>
#include <vector>

namespace mandate {

class ItemStream
{
public:
    /// The whole file is one item.
    static ItemStream whole(std::string_view bytes);
    /// The whole file is one item, with the white space around it: for files whose digest others have signed.
    static ItemStream untouched(std::string_view bytes);
    /// One item a line; lines of white space alone are passed over.
    static ItemStream lines(std::string_view bytes);
    /// The elements of the array at the root.
    static ItemStream elements(std::string_view bytes);
    /// The elements of the arrays that are members of the root object and bear one of `names` (literals). With `withContext` the bytes
    /// before the first such array, and members after the last, come as context items.
    static ItemStream elementsOf(std::string_view bytes, std::initializer_list<std::string_view> names, bool withContext);

    std::optional<Item> next();

private:
    enum class Way : std::uint8_t { Whole, Untouched, Lines, Elements };

    ItemStream(Way way, std::string_view bytes);
    std::optional<Item> nextLine();
    std::optional<Item> nextElement();
    std::optional<Item> nextOfMembers();
    Item make(Extent extent);
    /// The rest of the file from `where` on as the last item.
    std::optional<Item> broken(std::size_t where);
    std::optional<Item> finish(std::size_t documentEnd);

    Way m_way;
    std::string_view m_bytes;
    std::size_t m_start = 0; ///< past a byte order mark and white space
    std::uint64_t m_index = 0;
    bool m_done = false;
    bool m_withContext = false;
    bool m_contextGiven = false;
    bool m_otherMemberSince = false; ///< since the last array
    std::size_t m_lastArrayEnd = 0;
    std::vector<std::string_view> m_names;
    LineWalk m_lines;
    std::optional<MemberWalk> m_members;
    std::optional<ElementWalk> m_elements;
};

} // namespace mandate
