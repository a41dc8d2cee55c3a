// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/exports/export.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 6> exportTargets{"cedar", "cedar-temporal", "rego", "agt", "md", "json"};

} // namespace

const ExportedFile *Export::file(std::string_view name) const
{
    const auto found = std::find_if(files.begin(), files.end(), [name](const ExportedFile &f) { return f.name == name; });
    return found == files.end() ? nullptr : &*found;
}

std::string_view nameOf(ExportTarget target)
{
    return exportTargets[static_cast<std::size_t>(target)];
}

std::optional<ExportTarget> exportTargetNamed(std::string_view name)
{
    const auto found = std::find(exportTargets.begin(), exportTargets.end(), name);
    if (found == exportTargets.end())
        return std::nullopt;
    return static_cast<ExportTarget>(found - exportTargets.begin());
}

Result<Export> exportJson(const ParsedPact &pact)
{
    Export out;
    out.files.push_back({"pact.json", pact.canonical});
    for (const Clause &clause : pact.document.clauses)
        out.clausesExpressed.push_back(clause.id);
    return out;
}

Result<Export> exportPact(const ParsedPact &pact, ExportTarget target)
{
    switch (target) {
    case ExportTarget::Cedar: return exportCedar(pact);
    case ExportTarget::CedarTemporal: return exportCedarTemporal(pact);
    case ExportTarget::Rego: return exportRego(pact);
    case ExportTarget::Agt: return exportAgt(pact);
    case ExportTarget::Markdown: return exportMarkdown(pact);
    case ExportTarget::Json: break;
    }
    return exportJson(pact);
}

} // namespace mandate
