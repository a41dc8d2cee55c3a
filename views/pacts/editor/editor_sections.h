// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of a pact as sections of the form: which fields each has, in whose words. One place to read what the form can write.
#pragma once

#include "views/pacts/editor/item_list_form.h"

#include <QString>

#include <variant>
#include <vector>

namespace mandate {

struct EditorSection
{
    QString key;   ///< "scope", "people"
    QString title; ///< "Scope"
    QString about; ///< one sentence above the fields
    std::variant<std::vector<FieldSpec>, ListSpec> content;
};

/// In the order of the form, words in the language of now.
[[nodiscard]] std::vector<EditorSection> editorSections();

} // namespace mandate
