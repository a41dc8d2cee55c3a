// SPDX-License-Identifier: GPL-3.0-or-later
// Personal text of records, masked where the workspace says so, before it becomes a line or a page. A guard against looking by chance, not a lock
// (docs/keeping.md). Not for views.
#pragma once

#include "models/cases/field_classes.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

class Workspace;

class RecordMask
{
public:
    /// Whether a value of the record was shown to who is signed in, with a signed reason.
    using IsRevealed = std::function<bool(const std::string &pointer)>;

    /// As the workspace says now. Masks nothing where masking is off.
    static Result<RecordMask> of(const Workspace &workspace);
    [[nodiscard]] bool isOn() const { return m_classes != nullptr; }
    /// The record's entry with what is masked replaced, and what that is. A record that cannot be read stays as it is: nobody reads it anyway.
    [[nodiscard]] MaskedRecord mask(std::string_view body, const IsRevealed &isRevealed = {}) const;

private:
    std::shared_ptr<const FieldClasses> m_classes; ///< none: off
};

} // namespace mandate
