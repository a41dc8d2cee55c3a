// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/labels.h"

#include "models/metrics/behaviour.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace mandate {

namespace {

/// The gravest verdict of a session's actions is the session's.
int gravity(Verdict verdict)
{
    switch (verdict) {
    case Verdict::NotJudged: return 0;
    case Verdict::NoPact: return 1;
    case Verdict::Permitted: return 2;
    case Verdict::Approved: return 3;
    case Verdict::Undecidable: return 4;
    case Verdict::NeedsApproval: return 5;
    case Verdict::OutOfScope: return 6;
    case Verdict::Prohibited: return 7;
    }
    return 0;
}

RowFilter drawnFrom(const LabelSample &sample)
{
    RowFilter filter;
    filter.agents = {sample.agent};
    if (!sample.deployment.empty())
        filter.deployments = {sample.deployment};
    filter.since = sample.since;
    filter.until = sample.until;
    filter.kinds = {RecordKind::Action};
    if (sample.question == LabelQuestion::EscalationNeeded)
        filter.kinds = {RecordKind::Action, RecordKind::Message, RecordKind::Session};
    filter.where.push_back({NumberIn{NumberIn::Field::Entry, 0, static_cast<std::int64_t>(sample.ledgerSize) - 1}});
    return filter;
}

using SessionKey = std::pair<std::uint32_t, std::uint32_t>; ///< deployment and session, by number

/// One unit a session, in the order of their first records; `unitOf` by entry of every action.
std::vector<FrameUnit> sessionsIn(const RowColumns &rows, std::optional<std::uint32_t> unnamed, std::unordered_map<EntryNumber, std::size_t> &unitOf)
{
    std::vector<char> hands;
    for (const std::string &tool : rows.toolNames)
        hands.push_back(handsOver(tool) ? 1 : 0);
    std::map<SessionKey, std::size_t> known;
    std::vector<FrameUnit> units;
    std::vector<Verdict> gravest;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (rows.session[row] == unnamed)
            continue;
        const auto [place, isNew] = known.try_emplace({rows.deployment[row], rows.session[row]}, units.size());
        if (isNew) {
            units.push_back({{rows.entry[row], rows.deploymentNames[rows.deployment[row]], {}, false}, {}, false, false, {}});
            gravest.push_back(Verdict::NotJudged);
        }
        const std::size_t at = place->second;
        FrameUnit &unit = units[at];
        const auto verdict = static_cast<Verdict>(rows.verdict[row]);
        if (gravity(verdict) > gravity(gravest[at]))
            gravest[at] = verdict;
        unit.undecidable = unit.undecidable || verdict == Verdict::Undecidable;
        unit.needsApproval = unit.needsApproval || verdict == Verdict::NeedsApproval;
        unit.unit.flagged = unit.unit.flagged || hands[rows.tool[row]] != 0;
        unitOf[rows.entry[row]] = at;
    }
    for (std::size_t i = 0; i < units.size(); ++i)
        units[i].stratum = nameOf(gravest[i]);
    return units;
}

std::vector<FrameUnit> actionsIn(const RowColumns &rows, std::unordered_map<EntryNumber, std::size_t> &unitOf)
{
    std::vector<FrameUnit> units;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto verdict = static_cast<Verdict>(rows.verdict[row]);
        unitOf[rows.entry[row]] = units.size();
        units.push_back({{rows.entry[row], rows.deploymentNames[rows.deployment[row]], {}, verdict == Verdict::OutOfScope || verdict == Verdict::Prohibited},
                         std::string(nameOf(verdict)),
                         verdict == Verdict::Undecidable,
                         verdict == Verdict::NeedsApproval,
                         {}});
    }
    return units;
}

} // namespace

std::string_view nameOf(DrawCheck check)
{
    static constexpr std::array<std::string_view, 3> names{"same", "frame_changed", "different"};
    return names.at(static_cast<std::size_t>(check));
}

std::vector<SampleLabels> Labels::list() const
{
    auto &inside = *m_workspace.m;
    (void)inside.load();
    const std::shared_lock reading(inside.lock);
    return inside.labels.samples();
}

Result<SampleLabels> Labels::named(const std::string &name) const
{
    auto &inside = *m_workspace.m;
    (void)inside.load();
    const std::shared_lock reading(inside.lock);
    if (const SampleLabels *found = inside.labels.find(name))
        return *found;
    return Error{ErrorKind::Missing, "MND-LBL-031", "There is no sample \"" + name.substr(0, 80) + "\".", "Nothing was changed.", "\"mandate label list\" shows those there are.", {}};
}

Result<std::vector<FrameUnit>> Labels::frame(const LabelSample &sample, const std::stop_token &stop) const
{
    const auto &inside = *m_workspace.m;
    const RowFilter filter = drawnFrom(sample);
    const auto rows = inside.store->columns(filter, stop);
    if (!rows)
        return rows.error();
    std::unordered_map<EntryNumber, std::size_t> unitOf;
    std::vector<FrameUnit> units;
    if (sample.question == LabelQuestion::EscalationNeeded) {
        RowFilter without = filter;
        without.sessions = {std::string()};
        const auto nameless = inside.store->columns(without, stop);
        if (!nameless)
            return nameless.error();
        units = sessionsIn(*rows, nameless->size() > 0 ? std::optional(nameless->session.front()) : std::nullopt, unitOf);
    } else {
        units = actionsIn(*rows, unitOf);
    }
    if (sample.strategy == SampleStrategy::Uncertain) { // what agents state of themselves is no column
        RowFilter actions = filter;
        actions.kinds = {RecordKind::Action};
        const auto read = inside.eachAction(
            actions,
            [&](EntryNumber entry, const Record &record) {
                const auto unit = unitOf.find(entry);
                if (unit == unitOf.end() || !record.confidence)
                    return;
                auto &lowest = units[unit->second].confidence;
                lowest = std::min(lowest.value_or(*record.confidence), *record.confidence);
            },
            {}, stop);
        if (!read)
            return read.error();
    }
    return units;
}

Result<void> Labels::nameSessions(std::vector<SampleStratum> &strata) const
{
    for (SampleStratum &stratum : strata) {
        std::vector<EntryNumber> entries;
        for (const LabelUnit &unit : stratum.drawn)
            entries.push_back(unit.entry);
        const auto rows = m_workspace.store().rows(entries);
        if (!rows)
            return rows.error();
        for (std::size_t i = 0; i < entries.size(); ++i)
            stratum.drawn[i].session = (*rows)[i].session;
    }
    return {};
}

Result<LabelSample> Labels::draw(LabelSample wanted, std::stop_token stop)
{
    auto &inside = *m_workspace.m;
    if (auto refused = refusal())
        return *refused;
    const Checkpoint head = inside.store->head();
    wanted.ledgerSize = head.size;
    wanted.ledgerRoot = head.root;
    const auto all = frame(wanted, stop);
    if (!all)
        return all.error();
    wanted.frame = frameDigest(*all);
    wanted.strata = drawStrata(*all, wanted.strategy, wanted.wanted, wanted.seed);
    if (auto named = nameSessions(wanted.strata); !named)
        return named.error();
    if (auto refused = sampleRefusal(wanted))
        return *refused;
    const auto said = inside.appendNote([&](const Workspace::Private::Signer &signer) -> Result<std::string> {
        wanted.signer = inside.noteSigner(signer);
        if (auto refused = inside.labels.refusal(wanted, inside.people))
            return *refused;
        return sampleEntry(wanted, *signer.key);
    });
    if (!said)
        return said.error();
    Q_EMIT m_workspace.ledgerGrew(inside.store->size());
    const auto drawn = named(wanted.name);
    return drawn ? Result<LabelSample>(drawn->sample) : Result<LabelSample>(drawn.error());
}

Result<DrawCheck> Labels::check(const LabelSample &sample, std::stop_token stop) const
{
    const auto all = frame(sample, stop);
    if (!all)
        return all.error();
    if (frameDigest(*all) != sample.frame)
        return DrawCheck::FrameChanged;
    auto again = drawStrata(*all, sample.strategy, sample.wanted, sample.seed);
    if (auto named = nameSessions(again); !named)
        return named.error();
    return again == sample.strata ? DrawCheck::Same : DrawCheck::Different;
}

Result<std::optional<LabelUnit>> Labels::next(const std::string &name) const
{
    const auto labels = named(name);
    if (!labels)
        return labels.error();
    auto &inside = *m_workspace.m;
    const std::shared_lock reading(inside.lock);
    const std::string person = m_workspace.person().id;
    if (auto refused = labels->labellerRefusal(person, inside.people))
        return *refused;
    const auto open = labels->open(person, inside.people);
    return open.empty() ? std::optional<LabelUnit>() : std::optional(*open.front());
}

Result<void> Labels::checkPins(const Label &label) const
{
    if (label.pins.empty())
        return {};
    const Store &store = m_workspace.store();
    std::vector<EntryNumber> entries{label.subject.unit};
    for (const EntryNumber pin : label.pins) {
        if (pin < store.size())
            entries.push_back(pin);
    }
    const auto rows = store.rows(entries);
    if (!rows)
        return rows.error();
    const Row &unit = rows->front();
    const bool same = std::ranges::all_of(*rows, [&](const Row &row) { return row.type == EntryType::Record && row.agent == unit.agent && row.deployment == unit.deployment && row.session == unit.session; });
    if (entries.size() != label.pins.size() + 1 || !same)
        return Error{ErrorKind::Input, "MND-LBL-032", "A record that is to show it is none of this session.", "Nothing was signed.", "Pin records of the session that is judged.", {}};
    return {};
}

/// Signs what is said of one session or action, once nothing objects to it.
template<typename Said, typename Objects, typename Write>
Result<void> Labels::sign(Said said, const Objects &objects, const Write &write)
{
    auto &inside = *m_workspace.m;
    const auto sample = named(said.subject.sample);
    if (!sample)
        return sample.error();
    said.subject.sampleEntry = sample->sample.entry;
    const auto signedNow = inside.appendNote([&](const Workspace::Private::Signer &signer) -> Result<std::string> {
        said.signer = inside.noteSigner(signer);
        if (auto refused = inside.labels.refusal(said, inside.people))
            return *refused;
        if (auto allowed = objects(said); !allowed)
            return allowed.error();
        return write(said, *signer.key);
    });
    if (signedNow)
        Q_EMIT m_workspace.ledgerGrew(inside.store->size());
    return signedNow;
}

Result<void> Labels::label(Label said)
{
    return sign(std::move(said), [this](const Label &label) { return checkPins(label); }, labelEntry);
}

Result<void> Labels::settle(LabelSettlement said)
{
    return sign(std::move(said), [](const LabelSettlement &) { return Result<void>(); }, settlementEntry);
}

std::optional<Error> Labels::refusal() const
{
    auto &inside = *m_workspace.m;
    if (inside.readOnly)
        return inside.unlock().error();
    (void)inside.load();
    const std::shared_lock reading(inside.lock);
    return inside.people.actingRefusal(m_workspace.person().id);
}

} // namespace mandate
