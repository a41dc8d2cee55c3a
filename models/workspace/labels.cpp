// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/labels.h"

#include "models/base/json_reader.h"
#include "models/evidence/merkle.h"
#include "models/metrics/behaviour.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <map>
#include <tuple>
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

/// One unit a session, in the order of their first records within the times. What a session is told by is all of it, since whoever labels it is shown all of
/// it: `whole` has the records of all times. `unitOf`: by entry of every action.
std::vector<FrameUnit> sessionsIn(const RowColumns &rows, const RowColumns &whole, std::optional<std::uint32_t> unnamed, std::unordered_map<EntryNumber, std::size_t> &unitOf)
{
    std::map<SessionKey, std::size_t> known;
    std::vector<FrameUnit> units;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (rows.session[row] != unnamed && known.try_emplace({rows.deployment[row], rows.session[row]}, units.size()).second)
            units.push_back({{rows.entry[row], rows.deploymentNames[rows.deployment[row]], {}, false}, {}, false, false, {}});
    }
    std::vector<char> hands;
    for (const std::string &tool : whole.toolNames)
        hands.push_back(handsOver(tool) ? 1 : 0);
    std::vector<Verdict> gravest(units.size(), Verdict::NotJudged);
    for (std::size_t row = 0; row < whole.size(); ++row) {
        const auto place = known.find({whole.deployment[row], whole.session[row]});
        if (place == known.end())
            continue;
        const std::size_t at = place->second;
        FrameUnit &unit = units[at];
        const auto verdict = static_cast<Verdict>(whole.verdict[row]);
        if (gravity(verdict) > gravity(gravest[at]))
            gravest[at] = verdict;
        unit.undecidable = unit.undecidable || verdict == Verdict::Undecidable;
        unit.needsApproval = unit.needsApproval || verdict == Verdict::NeedsApproval;
        unit.unit.flagged = unit.unit.flagged || hands[whole.tool[row]] != 0;
        unitOf[whole.entry[row]] = at;
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

/// Whether the same was drawn, whatever verdicts said of it.
bool sameUnits(const std::vector<SampleStratum> &one, const std::vector<SampleStratum> &other)
{
    const auto same = [](const SampleStratum &a, const SampleStratum &b) {
        const auto places = [](const LabelUnit &unit) { return std::tie(unit.entry, unit.deployment, unit.session); };
        return a.name == b.name && a.population == b.population && std::ranges::equal(a.drawn, b.drawn, {}, places, places);
    };
    return std::ranges::equal(one, other, same);
}

/// Whether all that was drawn is in the frame, and as many were drawn from as it holds.
bool comesFrom(const std::vector<FrameUnit> &frame, const LabelSample &sample)
{
    const auto entryOf = [](const FrameUnit &unit) { return unit.unit.entry; }; // in their order
    for (const SampleStratum &stratum : sample.strata) {
        for (const LabelUnit &unit : stratum.drawn) {
            if (!std::ranges::binary_search(frame, unit.entry, {}, entryOf))
                return false;
        }
    }
    return sample.population() == frame.size();
}

} // namespace

std::string_view nameOf(DrawCheck check)
{
    static constexpr std::array<std::string_view, 7> names{"same", "same_judged_anew", "frame_changed", "different", "other_entries", "other_ledger", "not_explained"};
    return names.at(static_cast<std::size_t>(check));
}

std::vector<SampleLabels> Labels::list() const
{
    auto &inside = *m_workspace.m;
    (void)inside.load();
    const std::shared_lock reading(inside.lock);
    auto samples = inside.labels.samples();
    for (SampleLabels &labels : samples)
        labels.putAside(inside.people);
    return samples;
}

Result<SampleLabels> Labels::named(const std::string &name) const
{
    auto &inside = *m_workspace.m;
    (void)inside.load();
    const std::shared_lock reading(inside.lock);
    if (const SampleLabels *found = inside.labels.find(name)) {
        SampleLabels labels = *found;
        labels.putAside(inside.people);
        return labels;
    }
    return Error{ErrorKind::Missing, "MND-LBL-031", "There is no sample \"" + name.substr(0, 80) + "\".", "Nothing was changed.", "\"mandate label list\" shows those there are.", {}};
}

Result<std::vector<FrameUnit>> Labels::frame(const LabelSample &sample, const std::stop_token &stop) const
{
    const auto &inside = *m_workspace.m;
    const RowFilter filter = drawnFrom(sample);
    RowFilter whole = filter; // samples of older programs, which have no second digest, told a session by its records within the times
    if (sample.question == LabelQuestion::EscalationNeeded && sample.frameEntries) {
        whole.since.reset();
        whole.until.reset();
    }
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
        const bool hasTimes = whole != filter;
        const auto all = hasTimes ? inside.store->columns(whole, stop) : Result<RowColumns>(RowColumns());
        if (!all)
            return all.error();
        units = sessionsIn(*rows, hasTimes ? *all : *rows, nameless->size() > 0 ? std::optional(nameless->session.front()) : std::nullopt, unitOf);
    } else {
        units = actionsIn(*rows, unitOf);
    }
    if (sample.strategy == SampleStrategy::Uncertain) { // what agents state of themselves is no column
        RowFilter actions = whole;
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
    wanted.seedChosen = wanted.seedChosen.value_or(false);
    if (!*wanted.seedChosen)
        wanted.seed = derivedSeed(head.root, wanted.name);
    wanted.frameEntries.emplace();
    const auto all = frame(wanted, stop);
    if (!all)
        return all.error();
    wanted.frame = frameDigest(*all);
    wanted.frameEntries = frameEntriesDigest(*all);
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

Result<Digest> Labels::rootAt(std::uint64_t size, const std::stop_token &stop) const
{
    constexpr std::uint64_t atOnce = 65536;
    MerkleFrontier tree;
    while (tree.size() < size) {
        const auto leaves = m_workspace.store().leaves(tree.size(), std::min(atOnce, size - tree.size()));
        if (!leaves)
            return leaves.error();
        if (leaves->empty() || stop.stop_requested())
            return Error{ErrorKind::Cancelled, "MND-LBL-033", "Drawing the sample again was stopped.", "Nothing was changed.", "Start it again when you like.", {}};
        for (const Digest &leaf : *leaves)
            tree.append(leaf);
    }
    return tree.root();
}

Result<std::optional<EntryNumber>> Labels::judgedAnewSince(const LabelSample &sample) const
{
    const Store &store = m_workspace.store();
    RowFilter judgements;
    judgements.types = {EntryType::Judgement};
    const auto entries = store.select(judgements, RowOrder::ArrivalDescending);
    if (!entries)
        return entries.error();
    for (const EntryNumber entry : *entries) {
        if (entry < sample.ledgerSize)
            break;
        const auto body = store.body(entry);
        if (!body)
            return body.error();
        JsonReader reader;
        Arena arena;
        const auto judgement = reader.read(*body, arena);
        const Value *first = judgement && judgement->isMap() ? judgement->find("first") : nullptr;
        if (first && first->is(ValueKind::Int) && first->asInt() < static_cast<std::int64_t>(sample.ledgerSize))
            return std::optional(entry);
    }
    return std::optional<EntryNumber>();
}

Result<bool> Labels::erasedOf(const LabelSample &sample) const
{
    RowFilter erased = drawnFrom(sample);
    erased.since.reset();
    erased.until.reset();
    erased.erased = true;
    const auto count = m_workspace.store().count(erased);
    return count ? Result<bool>(*count > 0) : Result<bool>(count.error());
}

Result<DrawnAgain> Labels::check(const LabelSample &sample, std::stop_token stop) const
{
    const auto found = [](DrawCheck check) { return DrawnAgain{check, {}}; };
    const auto root = rootAt(sample.ledgerSize, stop);
    if (!root)
        return root.error();
    if (*root != sample.ledgerRoot)
        return found(DrawCheck::OtherLedger);
    const auto all = frame(sample, stop);
    if (!all)
        return all.error();
    if (sample.frameEntries && frameEntriesDigest(*all) != *sample.frameEntries)
        return found(DrawCheck::OtherEntries);
    auto again = drawStrata(*all, sample.strategy, sample.wanted, sample.seed);
    if (auto named = nameSessions(again); !named)
        return named.error();
    if (frameDigest(*all) == sample.frame)
        return found(again == sample.strata ? DrawCheck::Same : DrawCheck::Different);
    // Verdicts differ. What is drawn by chance does not depend on them; what is drawn by them cannot be drawn again, and is of the same units at least.
    if (sample.strategy == SampleStrategy::Random && !sameUnits(again, sample.strata))
        return found(DrawCheck::Different);
    if (!comesFrom(*all, sample))
        return found(DrawCheck::OtherEntries);
    const auto judgedAnew = judgedAnewSince(sample);
    const auto erased = sample.strategy == SampleStrategy::Uncertain ? erasedOf(sample) : Result<bool>(false);
    if (!judgedAnew || !erased)
        return judgedAnew ? erased.error() : judgedAnew.error();
    if (!*judgedAnew && !*erased)
        return found(DrawCheck::NotExplained);
    return DrawnAgain{sample.strategy == SampleStrategy::Random ? DrawCheck::SameJudgedAnew : DrawCheck::FrameChanged, *judgedAnew};
}

std::optional<Error> Labels::secrecy(EntryNumber entry) const
{
    auto &inside = *m_workspace.m;
    (void)inside.load();
    const std::shared_lock reading(inside.lock);
    return inside.labels.secrecy(entry);
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
