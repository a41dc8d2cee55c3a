// SPDX-License-Identifier: GPL-3.0-or-later
// annotate, annotations: stars, tags and notes on records, signed by who is signed in.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/surroundings.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <utility>

namespace mandate::cli {

namespace {

using AnnotationJson = nlohmann::ordered_json;

Error annotationUsage(std::string happened, std::string remedy)
{
    return {ErrorKind::Usage, "MND-CLI-092", std::move(happened), "Nothing was written.", std::move(remedy), {}};
}

std::optional<std::uint64_t> numberOf(const std::string &text)
{
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

AnnotationJson jsonOf(const RecordedAnnotation &recorded)
{
    AnnotationJson json{{"annotation_entry", recorded.number}, {"entry", recorded.said.entry}, {"step", nameOf(recorded.said.step)}};
    if (!recorded.said.text.empty())
        json["text"] = recorded.said.text;
    if (recorded.said.note)
        json["withdraws"] = recorded.said.note->hex();
    json["digest"] = recorded.digest.hex();
    json["by"] = recorded.said.by;
    json["at"] = formatInstant(recorded.said.at);
    json["taken_back"] = recorded.takenBack;
    return json;
}

AnnotationJson jsonOf(const RecordMarks &marks)
{
    return {{"entry", marks.entry}, {"starred_by", marks.starredBy.empty() ? AnnotationJson(nullptr) : AnnotationJson(marks.starredBy)}, {"tags", marks.tags}, {"notes", marks.notes}};
}

/// The note in this entry of the ledger, on that record.
Result<Annotation> withdrawalOf(const Workspace &workspace, std::uint64_t entry, const std::string &noteEntry)
{
    const auto number = numberOf(noteEntry);
    for (const RecordedAnnotation &one : workspace.annotations(entry)) {
        if (one.said.step == AnnotationStep::Note && number == one.number) {
            Annotation annotation;
            annotation.step = AnnotationStep::Withdraw;
            annotation.entry = entry;
            annotation.note = one.digest;
            return annotation;
        }
    }
    return annotationUsage("Entry \"" + noteEntry + "\" is no note on record " + std::to_string(entry) + '.', "See \"mandate annotate W ENTRY\" for the notes there are.");
}

Result<Annotation> askedFor(const Workspace &workspace, std::uint64_t entry, const Arguments &arguments)
{
    if (arguments.has("withdraw"))
        return withdrawalOf(workspace, entry, arguments.text("withdraw"));
    Annotation annotation;
    annotation.entry = entry;
    constexpr std::array<std::pair<const char *, AnnotationStep>, 5> steps{{{"star", AnnotationStep::Star},
                                                                            {"unstar", AnnotationStep::Unstar},
                                                                            {"tag", AnnotationStep::Tag},
                                                                            {"untag", AnnotationStep::Untag},
                                                                            {"note", AnnotationStep::Note}}};
    for (const auto &[option, step] : steps) {
        if (!arguments.has(option))
            continue;
        annotation.step = step;
        annotation.text = arguments.text(option);
    }
    return annotation;
}

int listHistory(const Workspace &workspace, std::uint64_t entry, bool json)
{
    const auto said = workspace.annotations(entry);
    if (json) {
        AnnotationJson list = AnnotationJson::array();
        for (const RecordedAnnotation &one : said)
            list.push_back(jsonOf(one));
        printJson({{"entry", entry}, {"annotations", std::move(list)}});
        return Done;
    }
    std::vector<std::vector<std::string>> rows{{"entry", "at", "by", "step", "text"}};
    for (const RecordedAnnotation &one : said)
        rows.push_back({std::to_string(one.number), formatInstant(one.said.at), one.said.by, std::string(nameOf(one.said.step)) + (one.takenBack ? " (taken back)" : ""), one.said.text});
    if (said.empty())
        print("Nobody marked record " + std::to_string(entry) + '.');
    else
        printTable(rows);
    return Done;
}

int annotate(const Arguments &arguments)
{
    const auto entry = numberOf(arguments.word(1));
    if (!entry)
        return fail(annotationUsage('"' + arguments.word(1) + "\" is no number of a record.", "Name a record by its number, as \"mandate query\" shows it."));
    int steps = 0;
    for (const char *option : {"star", "unstar", "tag", "untag", "note", "withdraw"})
        steps += arguments.has(option) ? 1 : 0;
    if (steps > 1)
        return fail(annotationUsage("One step at a time: each is signed by itself.", "Run the command once for each."));
    auto workspace = Workspace::open(arguments.word(0), steps == 0, surroundings());
    if (!workspace)
        return fail(workspace.error());
    if (steps == 0)
        return listHistory(**workspace, *entry, arguments.json());
    auto asked = askedFor(**workspace, *entry, arguments);
    if (!asked)
        return fail(asked.error());
    const auto recorded = (*workspace)->annotate(std::move(asked).value());
    if (!recorded)
        return fail(recorded.error());
    if (arguments.json())
        printJson(jsonOf(*recorded));
    else
        print("Signed as entry " + std::to_string(recorded->number) + ": " + std::string(nameOf(recorded->said.step)) + " on record " + std::to_string(*entry) + '.');
    return Done;
}

int annotations(const Arguments &arguments)
{
    const auto workspace = Workspace::open(arguments.word(0), true, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto marked = (*workspace)->recordMarks();
    if (arguments.json()) {
        AnnotationJson list = AnnotationJson::array();
        for (const RecordMarks &marks : marked)
            list.push_back(jsonOf(marks));
        printJson({{"records", std::move(list)}});
        return Done;
    }
    if (marked.empty()) {
        print("No record carries a star, a tag or a note.");
        return Done;
    }
    std::vector<std::vector<std::string>> rows{{"record", "starred by", "tags", "notes"}};
    for (const RecordMarks &marks : marked) {
        std::string tags;
        for (const std::string &tag : marks.tags)
            tags += (tags.empty() ? "" : ", ") + tag;
        rows.push_back({std::to_string(marks.entry), marks.starredBy, tags, std::to_string(marks.notes.size())});
    }
    printTable(rows);
    return Done;
}

} // namespace

std::vector<Command> annotationCommands()
{
    return {
        {"annotate", "Star, tag or note a record, signed; without an option, list what was said of it",
         {"annotate W ENTRY [--star | --unstar | --tag T | --untag T | --note TEXT | --withdraw NOTE_ENTRY]", 2, 2, {"tag", "untag", "note", "withdraw"}, {"star", "unstar"}}, annotate},
        {"annotations", "List the records that carry a star, a tag or a note", {"annotations W", 1, 1, {}, {}}, annotations},
    };
}

} // namespace mandate::cli
