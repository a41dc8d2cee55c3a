// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/enforcement_book.h"

#include "models/base/json_reader.h"
#include "models/base/object_writer.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 6> pointStateNames{"requested", "confirmed", "holds", "failed", "not_stopped", "unknown"};
constexpr std::string_view cannotBeAsked = "MND-ENF-017"; ///< of models/enforcement
constexpr std::string_view letsPass = "MND-ENF-014"; ///< of models/enforcement: the point answered that the agent may act

std::optional<Delivery::Outcome> deliveryOutcomeOf(std::string_view name)
{
    for (const auto outcome : {Delivery::Outcome::Confirmed, Delivery::Outcome::Failed, Delivery::Outcome::Unknown}) {
        if (nameOf(outcome) == name)
            return outcome;
    }
    return std::nullopt;
}

/// How good a state is for who relies on the stop.
int rank(PointState state)
{
    switch (state) {
    case PointState::NotStopped: return 0;
    case PointState::Failed: return 1;
    case PointState::Unknown: return 2;
    case PointState::Requested: return 3;
    case PointState::Confirmed: return 4;
    case PointState::Holds: return 5;
    }
    return 0;
}

std::uint32_t countIn(const Value &object, std::string_view name)
{
    const Value *value = object.find(name);
    return value && value->is(ValueKind::Int) && value->asInt() >= 0 && value->asInt() <= INT32_MAX ? static_cast<std::uint32_t>(value->asInt()) : 0;
}

} // namespace

std::string_view nameOf(PointState state)
{
    return pointStateNames.at(static_cast<std::size_t>(state));
}

PointState EnforcementView::overall() const
{
    PointState least = points.empty() ? PointState::Unknown : PointState::Holds;
    for (const PointProgress &progress : points) {
        if (rank(progress.state) < rank(least))
            least = progress.state;
    }
    return least;
}

Digest standingKey(const EnforcedStanding &standing)
{
    std::string text = standing.agent + '\n' + std::string(nameOf(standing.state)) + '\n' + std::to_string(standing.since.nanoseconds) + '\n' +
                       std::to_string(standing.entry) + '\n' + standing.reasonCode;
    for (const std::string &tool : standing.refusedTools)
        text += '\n' + tool;
    return sha256(text);
}

std::string pointChangeEntry(const PointChange &change, const SigningKey &key)
{
    Arena arena;
    JsonReader reader;
    ObjectWriter payload;
    payload.put("change", std::string_view(change.removed ? "remove" : "set"));
    payload.put("id", change.point.id);
    if (!change.removed) {
        if (auto point = reader.read(pointJson(change.point), arena))
            payload.put("point", *point);
    }
    payload.put("by", change.by);
    payload.put("by_name", change.byName);
    payload.put("at", formatInstant(change.at));
    if (!change.ledger.empty())
        payload.put("ledger", change.ledger);
    ObjectWriter entry;
    entry.put("type", std::string_view("point"));
    entry.put("v", Value::integer(1));
    entry.put("what", std::string_view("change"));
    entry.put("envelope", dsseEnvelope(pointChangePayloadType, payload.canonical(), key));
    return entry.canonical();
}

std::string pointAnswerEntry(const PointAnswer &answer)
{
    ObjectWriter entry;
    const auto put = [&](std::string_view name, const std::string &text) {
        if (!text.empty())
            entry.put(name, text);
    };
    entry.put("type", std::string_view("point"));
    entry.put("v", Value::integer(1));
    entry.put("what", std::string_view(answer.asked ? "asked" : "told"));
    entry.put("point", answer.point);
    entry.put("agent", answer.agent);
    entry.put("standing", answer.standing.hex());
    entry.put("outcome", nameOf(answer.delivery.outcome));
    put("code", answer.delivery.code);
    put("detail", answer.delivery.detail);
    put("by_hand", answer.delivery.byHand);
    put("message", answer.delivery.messageId);
    if (answer.delivery.httpStatus > 0)
        entry.put("http_status", Value::integer(answer.delivery.httpStatus));
    entry.put("attempts", Value::integer(answer.attempts));
    if (answer.abandoned)
        entry.put("abandoned", Value::boolean(true));
    entry.put("at", formatInstant(answer.delivery.at));
    return entry.canonical();
}

void EnforcementBook::add(EntryNumber entry, std::string_view body, const PeopleRegister &people)
{
    Arena arena;
    JsonReader reader;
    const auto read = reader.read(body, arena);
    if (!read || read->findText("type") != "point")
        return;
    if (read->findText("what") == "change") {
        const auto opened = people.keyring().open(read->findText("envelope").value_or(std::string_view()));
        if (!opened || opened->payloadType != pointChangePayloadType)
            return;
        const auto payload = reader.read(opened->payload, arena);
        if (!payload)
            return;
        const auto text = [&](std::string_view name) { return std::string(payload->findText(name).value_or(std::string_view())); };
        const auto at = parseInstant(text("at"));
        const std::string by = text("by");
        if (!at || !people.keyring().objection(by, opened->keyId, text("ledger")).empty() || !(people.isOpen() || people.is(by, PersonRole::Owner)))
            return;
        const std::string id = text("id");
        std::erase_if(m_points, [&](const ConfiguredPoint &known) { return known.point.id == id; });
        std::erase_if(m_known, [&](const auto &known) { return known.first.first == id; }); // it is told anew
        const Value *configured = payload->find("point");
        if (!configured)
            return;
        auto point = parsePoint(canonicalJson(*configured));
        if (point && point->id == id)
            m_points.push_back({std::move(point).value(), by, *at, entry});
        return;
    }
    const auto text = [&](std::string_view name) { return std::string(read->findText(name).value_or(std::string_view())); };
    const auto standing = Digest::fromHex(text("standing"));
    const auto outcome = deliveryOutcomeOf(text("outcome"));
    const auto at = parseInstant(text("at"));
    if (!standing || !outcome || !at)
        return;
    Delivery delivery;
    delivery.outcome = *outcome;
    delivery.at = *at;
    delivery.code = text("code");
    delivery.detail = text("detail");
    delivery.byHand = text("by_hand");
    delivery.messageId = text("message");
    delivery.httpStatus = static_cast<int>(countIn(*read, "http_status"));
    Known &known = m_known[{text("point"), text("agent")}];
    if (known.standing != *standing)
        known = Known{*standing, {}, 0, false, {}, {}, {}};
    if (text("what") == "asked") {
        if (delivery.outcome == Delivery::Outcome::Confirmed)
            known.heldAt = delivery.at;
        known.asked = std::move(delivery);
        return;
    }
    known.attempts = countIn(*read, "attempts");
    const Value *abandoned = read->find("abandoned");
    known.abandoned = abandoned && abandoned->is(ValueKind::Bool) && abandoned->asBool();
    if (delivery.outcome == Delivery::Outcome::Confirmed && !known.confirmedAt)
        known.confirmedAt = delivery.at;
    known.told = std::move(delivery);
}

PointProgress EnforcementBook::progress(const EnforcementPoint &point, const EnforcedStanding &standing) const
{
    PointProgress progress;
    progress.point = point;
    const auto found = m_known.find({point.id, standing.agent});
    if (found == m_known.end() || found->second.standing != standingKey(standing) || !found->second.told)
        return progress;
    const Known &known = found->second;
    progress.attempts = known.attempts;
    progress.abandoned = known.abandoned;
    progress.confirmedAt = known.confirmedAt;
    progress.heldAt = known.heldAt;
    const Delivery *last = &*known.told;
    if (!known.confirmedAt) {
        progress.state = known.told->outcome == Delivery::Outcome::Failed ? PointState::Failed : PointState::Unknown;
    } else if (!known.asked) {
        progress.state = PointState::Confirmed;
    } else {
        last = &*known.asked;
        switch (known.asked->outcome) {
        case Delivery::Outcome::Confirmed: progress.state = PointState::Holds; break;
        case Delivery::Outcome::Failed: progress.state = known.asked->code == letsPass ? PointState::NotStopped : PointState::Failed; break;
        case Delivery::Outcome::Unknown: // it said so, and cannot be asked; one that can be and is silent is not known to hold
            progress.state = known.asked->code == cannotBeAsked ? PointState::Confirmed : PointState::Unknown;
            break;
        }
    }
    progress.detail = last->detail;
    progress.code = last->code;
    progress.byHand = last->byHand;
    return progress;
}

} // namespace mandate
