// SPDX-License-Identifier: GPL-3.0-or-later
// Which values of a record are personal text, by classes as data (resources/masking), and a record with them masked. Says nothing of who may see what;
// what is masked is still in the ledger.
#pragma once

#include "models/base/result.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

struct FieldClass
{
    std::string name;                  ///< as people call it: "e-mail"
    std::vector<std::string> keys;     ///< names of members, whatever their case, '_' and '-': they and all below
    std::vector<std::string> pointers; ///< JSON Pointers into a record's entry; "/**" at the end: every value below
};

class FieldClasses
{
public:
    /// Input errors say what is wrong. Members that are not known are refused: a misspelt one must not mask nothing.
    static Result<FieldClasses> read(std::string_view json, const std::string &file = {});
    static Result<FieldClasses> readFile(const std::string &path);
    /// The class of a value at a pointer; nullptr when it is none of them.
    [[nodiscard]] const FieldClass *classOf(std::string_view pointer) const;
    [[nodiscard]] const std::vector<FieldClass> &classes() const { return m_classes; }

private:
    std::vector<std::string> m_within; ///< where names of members say what a value is
    std::vector<FieldClass> m_classes;
};

struct MaskedRecord
{
    struct Field
    {
        std::string pointer;
        std::string fieldClass;
    };
    std::string json;          ///< the entry, each masked value replaced by "••• class"
    std::vector<Field> masked; ///< in order of the document
};
/// `isShown` names values that stay as they are, by their pointers; empty: none.
Result<MaskedRecord> maskRecord(std::string_view body, const FieldClasses &classes, const std::function<bool(const std::string &pointer)> &isShown = {});

/// The value at a pointer as canonical JSON; Missing when there is none.
Result<std::string> fieldOf(std::string_view body, std::string_view pointer);

} // namespace mandate
