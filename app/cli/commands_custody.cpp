// SPDX-License-Identifier: GPL-3.0-or-later
// show, masking, custody: one entry with what is masked in it, and who did what with evidence.
#include "app/cli/commands.h"
#include "app/cli/keeping_output.h"
#include "app/cli/output.h"
#include "app/cli/resource_folder.h"
#include "app/cli/surroundings.h"
#include "models/cases/field_classes.h"
#include "models/workspace/labels.h"

#include <algorithm>
#include <charconv>

namespace mandate::cli {

namespace {

using Json = nlohmann::ordered_json;

Error wrongEntry(const std::string &text, std::string remedy)
{
    return {ErrorKind::Usage, "MND-CLI-043", "\"" + text + "\" is no entry.", "Nothing was done.", std::move(remedy), {}};
}

std::optional<EntryNumber> entryNumber(const std::string &text)
{
    EntryNumber entry = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), entry);
    return problem == std::errc() && end == text.data() + text.size() ? std::optional(entry) : std::nullopt;
}

std::string wordsFor(CustodyAct act)
{
    switch (act) {
    case CustodyAct::HoldPlaced: return "legal hold placed";
    case CustodyAct::HoldReleased: return "legal hold released";
    case CustodyAct::Erased: return "erased under";
    case CustodyAct::ExportBegun: return "export begun";
    case CustodyAct::ExportSealed: return "export sealed";
    case CustodyAct::ExportAbandoned: return "export abandoned";
    case CustodyAct::ExportRevealed: return "hidden value of an export revealed";
    case CustodyAct::FieldRevealed: return "masked value shown";
    case CustodyAct::MaskingChanged: return "masking turned";
    case CustodyAct::CaseStep: return "incident:";
    case CustodyAct::Remarked: return "remark:";
    }
    return {};
}

Json custodyJson(const CustodyEvent &event)
{
    const auto text = [](const std::string &words) { return words.empty() ? Json(nullptr) : Json(words); };
    Json json{{"entry", event.entry}, {"act", nameOf(event.act)}, {"what", text(event.what)}, {"reason", text(event.reason)}, {"matter", text(event.matter)}};
    json.update(jsonOfSigner(event.signer));
    json["ranges"] = event.entries.empty() ? Json(nullptr) : rangesJson(event.entries);
    json["selection"] = event.selection.empty() ? Json(nullptr) : Json::parse(event.selection, nullptr, false);
    return json;
}

int custody(const Arguments &arguments)
{
    CustodyScope scope;
    if (arguments.words().size() > 1) {
        const std::string &word = arguments.word(1);
        scope.entry = entryNumber(word);
        if (!scope.entry && !word.starts_with("INC-"))
            return fail(wrongEntry(word, "Name the number of an entry or an incident, or leave it out for all of the workspace."));
        if (!scope.entry)
            scope.incident = word;
    }
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto events = (*workspace)->custody(scope);
    if (!events)
        return fail(events.error());
    if (arguments.json()) {
        Json list = Json::array();
        for (const CustodyEvent &event : *events)
            list.push_back(custodyJson(event));
        printJson(Json{{"events", std::move(list)}});
        return Done;
    }
    if (events->empty()) {
        print("No custody events recorded.");
        return Done;
    }
    std::vector<std::vector<std::string>> table{{"entry", "time", "by", "what", "matter", "reason"}};
    for (const CustodyEvent &event : *events)
        table.push_back({std::to_string(event.entry), formatInstant(event.signer.at), nameOfSigner(event.signer), wordsFor(event.act) + (event.what.empty() ? "" : " " + event.what),
                         event.matter.empty() ? "-" : event.matter, event.reason.empty() ? "-" : event.reason});
    printTable(table);
    return Done;
}

/// The entry as it may be shown, and what of it is masked.
Result<MaskedRecord> shownRecord(const Workspace &workspace, const EvidenceDetail &detail)
{
    if (!workspace.masking().on || detail.row.type != EntryType::Record)
        return MaskedRecord{detail.body, {}};
    const auto classes = FieldClasses::readFile((resourceFolder() / "masking" / "personal.json").string());
    if (!classes)
        return classes.error();
    return maskRecord(detail.body, *classes);
}

Json erasureJson(const EvidenceDetail &detail)
{
    if (!detail.row.erased)
        return nullptr;
    Json json{{"tombstone", nullptr}};
    if (detail.tombstone) {
        json = {{"tombstone", detail.tombstone->entry}, {"reason", detail.tombstone->tombstone.reason}, {"pacts", Json::array()}};
        json.update(jsonOfSigner(detail.tombstone->tombstone.signer));
        for (const Tombstone::Pact &pact : detail.tombstone->tombstone.pacts)
            json["pacts"].push_back(pact.version);
    }
    return json;
}

std::string erasureInWords(const EvidenceDetail &detail)
{
    if (!detail.tombstone)
        return "Erased, and no tombstone that counts says so: \"mandate verify\" names it.";
    const Tombstone &tombstone = detail.tombstone->tombstone;
    std::string pacts;
    for (const Tombstone::Pact &pact : tombstone.pacts)
        pacts += (pacts.empty() ? "" : ", ") + pact.version;
    return "Erased on " + formatInstant(tombstone.signer.at) + " by " + nameOfSigner(tombstone.signer) + " under " + pacts + ": " + tombstone.reason + " (entry " +
           std::to_string(detail.tombstone->entry) + ").";
}

int reveal(const Arguments &arguments, EntryNumber entry)
{
    const auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto detail = (*workspace)->detail(entry);
    if (!detail)
        return fail(detail.error());
    const auto shown = shownRecord(**workspace, *detail);
    if (!shown)
        return fail(shown.error());
    const std::string pointer = arguments.text("reveal");
    const auto field = std::ranges::find(shown->masked, pointer, &MaskedRecord::Field::pointer);
    if (field == shown->masked.end())
        return fail({ErrorKind::Missing, "MND-CLI-093", "Nothing is masked at \"" + pointer + "\" in entry " + std::to_string(entry) + '.', "Nothing was shown or written.",
                     "\"mandate show\" without --reveal lists what is.", {}});
    const auto value = (*workspace)->revealField(entry, pointer, field->fieldClass, arguments.text("reason"));
    if (!value)
        return fail(value.error());
    if (arguments.json())
        printJson(Json{{"entry", entry}, {"pointer", pointer}, {"class", field->fieldClass}, {"value", Json::parse(*value)}});
    else
        print(visible(*value));
    return Done;
}

int show(const Arguments &arguments)
{
    const auto entry = entryNumber(arguments.word(1));
    if (!entry)
        return fail(wrongEntry(arguments.word(1), "Name the number of an entry, as \"mandate query\" shows it."));
    if (arguments.has("reveal"))
        return reveal(arguments, *entry);
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    if (const auto secret = Labels(**workspace).secrecy(*entry))
        return fail(*secret);
    const auto detail = (*workspace)->detail(*entry);
    if (!detail)
        return fail(detail.error());
    const auto shown = shownRecord(**workspace, *detail);
    const auto holds = (*workspace)->heldBy(*entry);
    if (!shown || !holds)
        return fail(shown ? holds.error() : shown.error());
    const Json body = Json::parse(shown->json, nullptr, false);
    if (arguments.json()) {
        Json masked = Json::array();
        for (const MaskedRecord::Field &field : shown->masked)
            masked.push_back({{"pointer", field.pointer}, {"class", field.fieldClass}});
        Json held = Json::array();
        for (const LegalHold &hold : *holds)
            held.push_back(hold.id);
        printJson(Json{{"entry", *entry},
                       {"type", nameOf(detail->row.type)},
                       {"leaf", detail->leaf.hex()},
                       {"verdict", detail->row.type == EntryType::Record ? Json(nameOf(detail->row.verdict)) : Json(nullptr)},
                       {"erased", erasureJson(*detail)},
                       {"holds", std::move(held)},
                       {"masked", std::move(masked)},
                       {"body", body}});
        return Done;
    }
    print("Entry " + std::to_string(*entry) + ", " + std::string(nameOf(detail->row.type)) + ", leaf " + detail->leaf.hex());
    if (detail->row.erased)
        print(visible(erasureInWords(*detail)) + " This remains:");
    for (const LegalHold &hold : *holds)
        print("Kept by " + hold.id + " for " + visible(hold.placed.matter));
    print("");
    for (std::string text = body.dump(2); !text.empty();) { // a line at a time: each is made safe for the terminal
        const std::size_t end = text.find('\n');
        print(visible(text.substr(0, end)));
        text.erase(0, end == std::string::npos ? text.size() : end + 1);
    }
    if (!shown->masked.empty())
        print("");
    for (const MaskedRecord::Field &field : shown->masked)
        print("masked: " + visible(field.pointer) + " (" + field.fieldClass + ')');
    return Done;
}

int masking(const Arguments &arguments)
{
    const bool changes = arguments.has("on") || arguments.has("off");
    if (arguments.has("on") && arguments.has("off"))
        return fail({ErrorKind::Usage, "MND-CLI-042", "Values are masked or they are not.", "Nothing was changed.", "Say --on or --off.", {}});
    const auto workspace = changes ? Workspace::open(arguments.word(0), false, surroundings()) : Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto setting = changes ? (*workspace)->setMasking(arguments.has("on"), arguments.text("reason")) : Result<MaskingSetting>((*workspace)->masking());
    if (!setting)
        return fail(setting.error());
    if (arguments.json()) {
        Json json{{"on", setting->on}, {"reason", setting->signer ? Json(setting->reason) : Json(nullptr)}, {"by", nullptr}, {"by_name", nullptr}, {"at", nullptr}};
        if (setting->signer)
            json.update(jsonOfSigner(*setting->signer));
        printJson(json);
        return Done;
    }
    const std::string state = setting->on ? "Personal text is masked by \"mandate show\"" : "Nothing is masked";
    print(setting->signer ? state + ", since " + formatInstant(setting->signer->at) + " by " + visible(nameOfSigner(*setting->signer)) + ": " + visible(setting->reason) : state + '.');
    return Done;
}

} // namespace

std::vector<Command> custodyCommands()
{
    return {{"show",
             "one entry of the ledger, with personal text masked where the workspace says so",
             {"show W ENTRY [--reveal POINTER --reason TEXT]", 2, 2, {"reveal", "reason"}, {}},
             show},
            {"masking", "whether personal text is masked, or turn it on or off", {"masking W [--on] [--off] [--reason TEXT]", 1, 1, {"reason"}, {"on", "off"}}, masking},
            {"custody", "who held, erased, handed out and revealed evidence, when and why", {"custody W [ENTRY|INC-…]", 1, 2, {}, {}}, custody}};
}

} // namespace mandate::cli
