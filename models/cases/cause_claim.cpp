// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/cases/cause_claim.h"

#include "models/base/enum_names.h"

#include <algorithm>
#include <memory>
#include <set>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 5> causeNames{"policy", "technical", "specification", "infrastructure", "not_enough_evidence"};
constexpr std::array<std::string_view, 2> gradeNames{"likely", "confirmed"};

Error noClaim(std::string_view member, std::string_view should)
{
    Error error{ErrorKind::Input, "MND-CAS-001", "The claim's \"" + std::string(member) + "\" is not " + std::string(should) + '.', "Nothing was signed.",
                "Correct it and try again.", {}};
    error.position.path = '/' + std::string(member);
    return error;
}

Error refusedClaim(std::string code, std::string happened, std::string remedy)
{
    return {ErrorKind::Refused, std::move(code), std::move(happened), "Nothing was signed.", std::move(remedy), {}};
}

Value listIn(Arena &arena, const std::vector<Value> &items)
{
    auto *room = arena.array<Value>(items.size());
    std::uninitialized_copy(items.begin(), items.end(), room);
    return Value::list({room, items.size()});
}

Value mapIn(Arena &arena, const std::vector<Member> &members)
{
    auto *room = arena.array<Member>(members.size());
    std::uninitialized_copy(members.begin(), members.end(), room);
    return Value::map({room, members.size()});
}

} // namespace

std::string_view nameOf(Cause cause)
{
    return causeNames.at(static_cast<std::size_t>(cause));
}

std::optional<Cause> causeOf(std::string_view name)
{
    return enumNamed<Cause>(causeNames, name);
}

std::string_view nameOf(ClaimGrade grade)
{
    return gradeNames.at(static_cast<std::size_t>(grade));
}

std::optional<ClaimGrade> claimGradeOf(std::string_view name)
{
    return enumNamed<ClaimGrade>(gradeNames, name);
}

Value CauseClaim::toValue(Arena &arena) const
{
    std::vector<Member> members;
    const auto put = [&](std::string_view name, std::string_view text) {
        if (!text.empty())
            members.push_back({Value::string(name), Value::string(arena.copy(text))});
    };
    const auto putList = [&](std::string_view name, const std::vector<Value> &items) {
        if (!items.empty())
            members.push_back({Value::string(name), listIn(arena, items)});
    };
    put("cause", nameOf(cause));
    put("grade", nameOf(grade));
    put("party", party);
    put("pattern", pattern);
    put("explanation", explanation);
    put("suggested", suggested);
    put("introduced_by", introducedBy);
    put("missed_by", missedBy);
    put("detected_by", detectedBy);
    std::vector<Value> items;
    std::ranges::transform(contributing, std::back_inserter(items), [](Cause also) { return Value::string(nameOf(also)); });
    putList("contributing", items);
    items.clear();
    std::ranges::transform(missing, std::back_inserter(items), [&](const std::string &what) { return Value::string(arena.copy(what)); });
    putList("missing", items);
    items.clear();
    for (const Pin &pin : pins) {
        std::vector<Member> one{{Value::string("entry"), Value::integer(static_cast<std::int64_t>(pin.entry))}};
        if (!pin.shows.empty())
            one.push_back({Value::string("shows"), Value::string(arena.copy(pin.shows))});
        items.push_back(mapIn(arena, one));
    }
    putList("pins", items);
    if (!answers.empty()) {
        std::vector<Member> answered;
        for (const auto &[question, answer] : answers)
            answered.push_back({Value::string(arena.copy(question)), Value::string(arena.copy(answer))});
        members.push_back({Value::string("answers"), mapIn(arena, answered)});
    }
    return mapIn(arena, members);
}

Result<CauseClaim> readCauseClaim(const Value &value)
{
    if (!value.isMap())
        return noClaim("claim", "a JSON object");
    CauseClaim claim;
    const auto text = [&](std::string_view name) { return std::string(value.findText(name).value_or(std::string_view())); };
    const auto cause = causeOf(text("cause"));
    if (!cause)
        return noClaim("cause", "one of policy, technical, specification, infrastructure and not_enough_evidence");
    claim.cause = *cause;
    const auto grade = value.find("grade") ? claimGradeOf(text("grade")) : std::optional(ClaimGrade::Likely);
    if (!grade)
        return noClaim("grade", "likely or confirmed");
    claim.grade = *grade;
    if (value.find("party"))
        claim.party = text("party");
    if (std::ranges::find(claimParties, claim.party) == claimParties.end())
        return noClaim("party", "one of us, vendor, customer, operator and authority");
    claim.pattern = text("pattern");
    claim.explanation = text("explanation");
    claim.suggested = text("suggested");
    claim.introducedBy = text("introduced_by");
    claim.missedBy = text("missed_by");
    claim.detectedBy = text("detected_by");
    const auto each = [&](std::string_view name, auto &&take) {
        const Value *list = value.find(name);
        return !list || (list->isList() && std::ranges::all_of(list->items(), take));
    };
    if (!each("contributing", [&](const Value &item) {
            const auto also = item.isString() ? causeOf(item.text()) : std::nullopt;
            if (also)
                claim.contributing.push_back(*also);
            return also.has_value();
        }))
        return noClaim("contributing", "a list of causes");
    if (!each("missing", [&](const Value &item) {
            if (item.isString())
                claim.missing.emplace_back(item.text());
            return item.isString();
        }))
        return noClaim("missing", "a list of texts");
    if (!each("pins", [&](const Value &item) {
            const Value *entry = item.find("entry");
            if (!entry || !entry->is(ValueKind::Int) || entry->asInt() < 0)
                return false;
            claim.pins.push_back({static_cast<std::uint64_t>(entry->asInt()), std::string(item.findText("shows").value_or(std::string_view()))});
            return true;
        }))
        return noClaim("pins", "a list of {\"entry\", \"shows\"}");
    if (const Value *answers = value.find("answers")) {
        if (!answers->isMap())
            return noClaim("answers", "an object of yes, no and unknown");
        for (const Member &member : answers->members()) {
            const bool known = member.value.isString() && (member.value.text() == "yes" || member.value.text() == "no" || member.value.text() == "unknown");
            if (!known)
                return noClaim("answers", "an object of yes, no and unknown");
            claim.answers.emplace(member.key.text(), member.value.text());
        }
    }
    return claim;
}

std::optional<Error> claimRefusal(const CauseClaim &claim)
{
    if (claim.cause == Cause::NotEnoughEvidence) {
        if (claim.missing.empty())
            return refusedClaim("MND-CAS-002", "The claim says that the evidence is not enough and does not say what is missing.", "Name what would have to be known.");
        if (claim.grade == ClaimGrade::Confirmed)
            return refusedClaim("MND-CAS-003", "Evidence that is not enough confirms nothing.", "Leave the grade at likely.");
    } else if (claim.pins.empty()) {
        return refusedClaim("MND-CAS-004", "The claim rests on no record.", "Pin at least one record that shows it, or say that the evidence is not enough.");
    }
    std::set<Cause> named{claim.cause};
    for (const Cause also : claim.contributing) {
        if (also == Cause::NotEnoughEvidence || !named.insert(also).second)
            return refusedClaim("MND-CAS-005", "A contributing cause is named twice, or is none.", "Name each of the four causes once at most.");
    }
    return std::nullopt;
}

} // namespace mandate
