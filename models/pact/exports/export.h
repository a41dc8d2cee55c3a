// SPDX-License-Identifier: GPL-3.0-or-later
// A pact in the words of other engines. A clause counts as expressed only when the target gives our answer on every input that the exported
// description of inputs admits; everything else is listed with its reason, in the export and here. Meaning: docs/pact.md, "Exports".
#pragma once

#include "models/base/result.h"
#include "models/pact/document.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

struct ExportedFile
{
    std::string name;
    std::string text;
    bool operator==(const ExportedFile &) const = default;
};

/// What the target does not say.
struct Inexpressible
{
    std::string place; ///< a clause id, or a part of the document such as "binds"
    std::string reason;
    bool operator==(const Inexpressible &) const = default;
};

struct Export
{
    std::vector<ExportedFile> files;
    std::vector<Inexpressible> left;
    std::vector<std::string> clausesExpressed; ///< in document order, implied clauses last
    [[nodiscard]] const ExportedFile *file(std::string_view name) const;
    bool operator==(const Export &) const = default;
};

/// How the tools are called where the policies run.
struct CedarNames
{
    std::string target;  ///< prefix of the actions, "target___tool"; empty: the pact's id
    std::string gateway; ///< the resource, in AgentCore the gateway's ARN; empty: the pact's id
};

enum class ExportTarget : std::uint8_t { Cedar, CedarTemporal, Rego, Agt, Markdown, Json };
[[nodiscard]] std::string_view nameOf(ExportTarget target);
[[nodiscard]] std::optional<ExportTarget> exportTargetNamed(std::string_view name);

/// policies.cedar, schema.cedarschema, entities.json and mapping.json, in the shape of Amazon Bedrock AgentCore. Input error when a condition
/// does not compile, as of CompiledPact.
Result<Export> exportCedar(const ParsedPact &pact, const CedarNames &names = {});
/// The same with policies.dw in Dogwood, Cedar's dialect with operators over the events of a session: what a clause asks of history too, where
/// it is exact. No engine was at hand to run it in.
Result<Export> exportCedarTemporal(const ParsedPact &pact, const CedarNames &names = {});
/// pact.rego (Rego v1) and input.json, the description of its input document.
Result<Export> exportRego(const ParsedPact &pact);
/// An Agent Control Specification manifest for AGT over the Rego module.
Result<Export> exportAgt(const ParsedPact &pact);
/// The whole pact to read, every part of it.
Result<Export> exportMarkdown(const ParsedPact &pact);
/// The document itself in its canonical form: what the digest is over.
Result<Export> exportJson(const ParsedPact &pact);

Result<Export> exportPact(const ParsedPact &pact, ExportTarget target);

} // namespace mandate
