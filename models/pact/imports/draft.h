// SPDX-License-Identifier: GPL-3.0-or-later
// The draft that imports fill: clauses, refusals and notes, written as a document of the pact format.
#pragma once

#include "models/pact/document.h"
#include "models/pact/imports/import.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::imports {

/// A text as a CEL literal.
[[nodiscard]] std::string celText(std::string_view text);
/// args.name or args["na me"], and whether it is there.
[[nodiscard]] std::string celArgument(const std::vector<std::string> &path);
[[nodiscard]] std::string celHas(const std::vector<std::string> &path);

class Draft
{
public:
    Draft(std::string pactId, std::string title) : m_id(std::move(pactId)), m_title(std::move(title)) {}

    /// `rule` is its name where it came from; the clause gets an id that the format allows and that is still free.
    void add(Clause clause, const std::string &rule);
    void refuse(const std::string &rule, std::string reason) { m_out.refused.push_back({rule, std::move(reason)}); }
    void note(const std::string &text);
    /// Checks the document as any other; an error of it is an Input error.
    Result<ImportedPact> finished();

private:
    std::string m_id;
    std::string m_title;
    std::vector<Clause> m_clauses;
    std::set<std::string> m_taken;
    ImportedPact m_out;
};

} // namespace mandate::imports
