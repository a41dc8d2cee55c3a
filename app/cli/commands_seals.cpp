// SPDX-License-Identifier: GPL-3.0-or-later
// keys …, seals: which public keys of sources are trusted, and what the sources' own seals say by them. Our own seal on receipt is "verify".
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/pact_file.h"
#include "app/cli/surroundings.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace mandate::cli {

namespace {

using SealJson = nlohmann::ordered_json;

constexpr std::array sealStates{SealState::Valid, SealState::Broken, SealState::UnknownKey, SealState::Unknown, SealState::NotSealed};

SealJson keyJson(const SourceKeyStatement &key)
{
    return {{"source", key.source},
            {"key", key.keyId},
            {"algorithm", key.key ? SealJson(nameOf(key.key->algorithm)) : SealJson(nullptr)},
            {"name", key.name.empty() ? SealJson(nullptr) : SealJson(key.name)},
            {"note", key.note},
            {"by", key.by},
            {"at", formatInstant(key.at)},
            {"entry", key.entry}};
}

int listKeys(const Arguments &arguments)
{
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto trusted = (*workspace)->sourceKeys();
    if (arguments.json()) {
        SealJson list = SealJson::array();
        for (const SourceKeyStatement &key : trusted)
            list.push_back(keyJson(key));
        printJson(SealJson{{"keys", std::move(list)}});
        return Done;
    }
    if (trusted.empty()) {
        print("No key of a source is trusted. \"mandate keys trust\" imports one.");
        return Done;
    }
    std::vector<std::vector<std::string>> rows{{"source", "key", "named", "trusted by", "since", "why"}};
    for (const SourceKeyStatement &key : trusted)
        rows.push_back({key.source, key.keyId, key.name.empty() ? "anything" : key.name, key.by, formatInstant(key.at), key.note.empty() ? "-" : key.note});
    printTable(rows);
    return Done;
}

int said(const Arguments &arguments, const Result<SourceKeyStatement> &statement)
{
    if (!statement)
        return fail(statement.error());
    if (arguments.json())
        printJson(SealJson{{"step", nameOf(statement->step)}, {"statement", keyJson(*statement)}});
    else
        print(statement->keyId + (statement->step == SourceKeyStep::Trust ? " is trusted for " : " is no longer trusted for ") + visible(statement->source) + ". Signed by " +
              visible(statement->by) + " and recorded as entry " + std::to_string(statement->entry) + '.');
    return Done;
}

int trustKey(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto file = readFile(arguments.word(2));
    if (!file)
        return fail(file.error());
    return said(arguments, (*workspace)->trustSourceKey(arguments.word(1), *file, arguments.text("name"), arguments.text("note")));
}

int removeKey(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    return said(arguments, (*workspace)->removeSourceKey(arguments.word(1), arguments.word(2), arguments.text("note")));
}

std::string wordsFor(SealState state)
{
    switch (state) {
    case SealState::Valid: return "sealed, and the seal holds";
    case SealState::Broken: return "sealed, and the seal does not hold";
    case SealState::UnknownKey: return "sealed with an unknown key";
    case SealState::Unknown: return "unknown";
    case SealState::NotSealed: return "recorded, not sealed";
    }
    return {};
}

int oneSeal(const Arguments &arguments, const Workspace &workspace, EntryNumber entry)
{
    const auto detail = workspace.detail(entry);
    if (!detail)
        return fail(detail.error());
    SealJson sealed = SealJson::array();
    SealJson unsealed = SealJson::array();
    std::vector<std::vector<std::string>> rows{{"part", "by its source"}};
    for (const std::string &part : partsOf(detail->record)) {
        const bool covered = covers(detail->seal.kind, part);
        (covered ? sealed : unsealed).push_back(part);
        rows.push_back({part, wordsFor(covered ? detail->seal.state : SealState::NotSealed)});
    }
    if (arguments.json()) {
        printJson(SealJson{{"entry", entry},
                           {"state", nameOf(detail->seal.state)},
                           {"kind", nameOf(detail->seal.kind)},
                           {"key", detail->seal.key.empty() ? SealJson(nullptr) : SealJson(detail->seal.key)},
                           {"why", detail->seal.why},
                           {"sealed_fields", std::move(sealed)},
                           {"recorded_not_sealed", std::move(unsealed)},
                           {"on_receipt", {{"leaf", detail->leaf.hex()}, {"key", detail->ledgerKey}, {"checkpoint_size", detail->ledgerSize}}}});
    } else {
        print("Entry " + std::to_string(entry) + ": " + wordsFor(detail->seal.state) + '.' + (detail->seal.why.empty() ? "" : ' ' + visible(detail->seal.why)));
        if (!detail->seal.key.empty())
            print("By the key " + detail->seal.key + '.');
        printTable(rows);
        print("On receipt: leaf " + detail->leaf.hex() + ", under checkpoints of " + detail->ledgerKey + ".");
    }
    return detail->seal.state == SealState::Broken ? Findings : Done;
}

int seals(const Arguments &arguments)
{
    const auto entry = arguments.entry("entry");
    if (!entry)
        return fail(entry.error());
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    if (*entry)
        return oneSeal(arguments, **workspace, **entry);
    auto sources = (*workspace)->seals();
    if (!sources)
        return fail(sources.error());
    if (arguments.has("source")) {
        const std::string wanted = arguments.text("source");
        std::erase_if(*sources, [&](const SourceSeals &source) { return source.source != wanted; });
        if (sources->empty()) {
            Error error;
            error.kind = ErrorKind::Missing;
            error.code = "MND-CLI-090";
            error.happened = "There is no source \"" + wanted + "\" in the workspace.";
            error.unaffected = "Nothing was changed.";
            error.remedy = "\"mandate seals\" lists those there are.";
            return fail(error);
        }
    }
    std::array<std::uint64_t, 5> totals{};
    SealJson list = SealJson::array();
    std::vector<std::vector<std::string>> rows{{"source", "format", "records", "hold", "do not hold", "unknown key", "unknown", "not sealed"}};
    for (const SourceSeals &source : *sources) {
        SealJson one{{"source", source.source}, {"format", source.format}, {"records", source.records}};
        std::vector<std::string> row{source.source, source.format, std::to_string(source.records)};
        for (const SealState state : sealStates) {
            one[std::string(nameOf(state))] = source.count(state);
            row.push_back(std::to_string(source.count(state)));
            totals.at(static_cast<std::size_t>(state)) += source.count(state);
        }
        one["broken_entries"] = source.broken;
        one["gaps"] = source.gaps;
        one["gap_count"] = source.gapCount;
        list.push_back(std::move(one));
        rows.push_back(std::move(row));
    }
    const std::uint64_t broken = totals.at(static_cast<std::size_t>(SealState::Broken));
    if (arguments.json()) {
        SealJson sum;
        for (const SealState state : sealStates)
            sum[std::string(nameOf(state))] = totals.at(static_cast<std::size_t>(state));
        printJson(SealJson{{"sources", std::move(list)}, {"totals", std::move(sum)}});
        return broken > 0 ? Findings : Done;
    }
    printTable(rows);
    for (const SourceSeals &source : *sources) {
        for (const EntryNumber number : source.broken) {
            if (&number - source.broken.data() == 20) {
                print("… of " + visible(source.source) + '.');
                break;
            }
            const auto seal = (*workspace)->sealOf(number);
            print("Entry " + std::to_string(number) + " does not hold: " + (seal ? visible(seal->why) : visible(seal.error().happened)));
        }
        for (const std::string &gap : source.gaps)
            print(visible(source.source) + ": " + visible(gap));
        if (source.gapCount > source.gaps.size())
            print(visible(source.source) + ": and " + counted(source.gapCount - source.gaps.size(), "more gap") + '.');
    }
    return broken > 0 ? Findings : Done;
}

} // namespace

std::vector<Command> sealCommands()
{
    return {
        {"keys trust", "trust a public key of a source, so that what it signs is checked", {"keys trust W SOURCE FILE [--name ID] [--note T]", 3, 3, {"name", "note"}, {}}, trustKey},
        {"keys remove", "trust a key of a source no longer", {"keys remove W SOURCE KEY [--note T]", 3, 3, {"note"}, {}}, removeKey},
        {"keys", "which keys of sources are trusted, by whom and since when", {"keys W", 1, 1, {}, {}}, listKeys},
        {"seals", "whether what sources signed themselves holds, record by record and field by field", {"seals W [--source S] [--entry N]", 1, 1, {"source", "entry"}, {}}, seals},
    };
}

} // namespace mandate::cli
