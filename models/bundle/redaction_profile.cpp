// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bundle/redaction_profile.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/bundle/bundle_lines.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace mandate {

namespace {

constexpr std::string_view everythingBelow = "/**";

Error noProfile(const std::string &file, std::string why)
{
    Error error{ErrorKind::Input, "MND-BDL-001", "This is no redaction profile: " + std::move(why) + '.', "Nothing was written.", "Correct it, or use one that comes with Mandate.", {}};
    error.position.file = file;
    return error;
}

bool onlyKnows(const Value &object, std::initializer_list<std::string_view> known, std::string &stranger)
{
    for (const Member &member : object.members()) {
        if (std::ranges::find(known, member.key.text()) == known.end()) {
            stranger = member.key.text();
            return false;
        }
    }
    return true;
}

} // namespace

const RedactionProfile::Class *RedactionProfile::classOf(std::string_view pointer) const
{
    for (const Class &one : hide) {
        for (const std::string &pattern : one.pointers) {
            const std::string_view view(pattern);
            const bool below = view.ends_with(everythingBelow);
            const std::string_view stem = below ? view.substr(0, view.size() - everythingBelow.size()) : view;
            if (pointer == stem || (below && pointer.starts_with(stem) && pointer.size() > stem.size() && pointer[stem.size()] == '/'))
                return &one;
        }
    }
    return nullptr;
}

Result<RedactionProfile> readRedactionProfile(std::string_view json, const std::string &file)
{
    Arena arena;
    JsonReader reader;
    const auto read = reader.read(json, arena);
    if (!read)
        return read.error();
    std::string stranger;
    if (!read->isMap() || !onlyKnows(*read, {"id", "title", "purpose", "hide", "withhold"}, stranger))
        return noProfile(file, stranger.empty() ? "it is no object" : "its member \"" + stranger + "\" is not known");
    const auto text = [&](std::string_view name) { return std::string(read->findText(name).value_or(std::string_view())); };
    RedactionProfile profile{text("id"), text("title"), text("purpose"), {}, {}, canonicalJson(*read), {}};
    profile.digest = sha256(profile.canonical);
    const Value *hide = read->find("hide");
    const Value *withhold = read->find("withhold");
    if (profile.id.empty() || profile.title.empty() || !hide || !hide->isList() || (withhold && !withhold->isList()))
        return noProfile(file, "it lacks \"id\", \"title\" or the list \"hide\"");
    for (const Value &one : hide->items()) {
        const Value *pointers = one.find("pointers");
        if (!one.isMap() || !onlyKnows(one, {"class", "pointers"}, stranger) || !one.findText("class") || !pointers || !pointers->isList())
            return noProfile(file, "an entry of \"hide\" is no class with its pointers");
        RedactionProfile::Class fields{std::string(*one.findText("class")), {}};
        for (const Value &pointer : pointers->items()) {
            if (!pointer.isString() || !pointer.text().starts_with('/') || pointer.text().size() < 2)
                return noProfile(file, "a pointer of the class \"" + fields.name + "\" is no JSON Pointer");
            fields.pointers.emplace_back(pointer.text());
        }
        profile.hide.push_back(std::move(fields));
    }
    for (const Value &type : withhold ? withhold->items() : std::span<const Value>()) {
        const auto known = type.isString() ? bundle::entryTypeOf(type.text()) : std::nullopt;
        // What the rest of the bundle is checked by cannot be left out.
        constexpr std::array mayBe{EntryType::Request, EntryType::Note, EntryType::Incident, EntryType::Judgement, EntryType::Point, EntryType::Case};
        if (!known || std::ranges::find(mayBe, *known) == mayBe.end())
            return noProfile(file, "\"withhold\" may name request, note, incident, case, judgement and point");
        profile.withhold.push_back(*known);
    }
    return profile;
}

Result<std::vector<RedactionProfile>> redactionProfiles(const std::string &folder)
{
    std::vector<RedactionProfile> profiles;
    std::error_code problem;
    for (const auto &entry : std::filesystem::directory_iterator(folder, problem)) {
        if (entry.path().extension() != ".json")
            continue;
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string json{std::istreambuf_iterator<char>(file), {}};
        auto profile = readRedactionProfile(json, entry.path().string());
        if (!profile)
            return profile.error();
        profiles.push_back(std::move(profile).value());
    }
    std::ranges::sort(profiles, {}, &RedactionProfile::title);
    return profiles;
}

Result<RedactionProfile> redactionProfileNamed(const std::string &folder, const std::string &id)
{
    auto profiles = redactionProfiles(folder);
    if (!profiles)
        return profiles.error();
    std::string known;
    for (RedactionProfile &profile : *profiles) {
        if (profile.id == id)
            return std::move(profile);
        known += (known.empty() ? "" : ", ") + profile.id;
    }
    return Error{ErrorKind::Missing, "MND-BDL-002", "There is no redaction profile \"" + id + "\".", "Nothing was written.",
                 known.empty() ? "Install Mandate again: its profiles are not where they were installed." : "There are: " + known + '.', {}};
}

} // namespace mandate
