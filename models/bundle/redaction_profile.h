// SPDX-License-Identifier: GPL-3.0-or-later
// Which values a bundle hides, as data (resources/redaction): by classes of fields. A profile says nothing of who may see what.
#pragma once

#include "models/base/digest.h"
#include "models/base/result.h"
#include "models/store/store.h"

#include <string>
#include <string_view>
#include <vector>

namespace mandate {

struct RedactionProfile
{
    struct Class
    {
        std::string name;                  ///< as people call it: "what was said"
        std::vector<std::string> pointers; ///< JSON Pointers into a record's entry; "/**" at the end: every value below
    };
    std::string id;
    std::string title;
    std::string purpose;
    std::vector<Class> hide;
    std::vector<EntryType> withhold; ///< entries of the ledger beside the records of which only the proof is given
    std::string canonical;           ///< the whole profile, RFC 8785
    Digest digest;                   ///< of `canonical`

    /// The class of a value at a pointer; nullptr when it stays.
    [[nodiscard]] const Class *classOf(std::string_view pointer) const;
};

/// Input errors say what is wrong. Members that are not known are refused: a misspelt one must not hide nothing.
Result<RedactionProfile> readRedactionProfile(std::string_view json, const std::string &file = {});
/// The one of this id in a folder of profiles; Missing names those there are.
Result<RedactionProfile> redactionProfileNamed(const std::string &folder, const std::string &id);
/// All of a folder, by title.
Result<std::vector<RedactionProfile>> redactionProfiles(const std::string &folder);

} // namespace mandate
