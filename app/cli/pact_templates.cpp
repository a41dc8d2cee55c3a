// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/pact_templates.h"

#include "app/cli/pact_file.h"
#include "app/cli/resource_folder.h"
#include "models/pact/nearest.h"

#include <algorithm>
#include <filesystem>

namespace mandate::cli {

namespace fs = std::filesystem;

namespace {

Error wrongTemplate(ErrorKind kind, std::string happened, std::string remedy)
{
    Error error;
    error.kind = kind;
    error.code = "MND-CLI-015";
    error.happened = std::move(happened);
    error.unaffected = "Nothing was written.";
    error.remedy = std::move(remedy);
    return error;
}

} // namespace

Result<std::vector<PactTemplate>> pactTemplates()
{
    std::vector<PactTemplate> templates;
    const fs::path pacts = resourceFolder() / "pacts";
    for (const fs::path &folder : {pacts, pacts / "templates"}) {
        std::error_code problem;
        for (const auto &entry : fs::directory_iterator(folder, problem)) {
            if (entry.path().extension() != ".json")
                continue;
            const auto pact = readPact(entry.path().string());
            if (!pact)
                return pact.error();
            templates.push_back({entry.path().stem().string(), entry.path().string(), pact->document.title, pact->document.purpose});
        }
        if (problem)
            return wrongTemplate(ErrorKind::Missing, "The templates are not where they were installed: " + folder.string() + '.',
                                 "Install Mandate again, or begin without --template.");
    }
    std::ranges::sort(templates, {}, &PactTemplate::name);
    return templates;
}

Result<PactTemplate> pactTemplate(const std::string &name)
{
    const auto templates = pactTemplates();
    if (!templates)
        return templates.error();
    Nearest nearest(name);
    for (const PactTemplate &one : *templates) {
        if (one.name == name)
            return one;
        nearest.offer(one.name);
    }
    return wrongTemplate(ErrorKind::Usage, "There is no template \"" + name + "\".",
                         (nearest.name().empty() ? std::string() : "Did you mean \"" + nearest.name() + "\"? ") +
                             "\"mandate pact new --list\" names them.");
}

} // namespace mandate::cli
