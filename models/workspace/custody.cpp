// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/custody.h"

#include "models/cases/field_classes.h"
#include "models/workspace/selection.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace mandate {

namespace {

/// Reads one kind of signed entry as an event; nothing where it is another kind, or does not hold.
using CustodyReader = std::optional<CustodyEvent> (*)(std::string_view body, const Keyring &keys, const Keeping &kept);

std::optional<CustodyEvent> ofHold(std::string_view body, const Keyring &keys, const Keeping &kept)
{
    const auto statement = readHoldEntry(body, keys);
    if (!statement)
        return std::nullopt;
    const bool places = statement->step == HoldStep::Place;
    const LegalHold *hold = kept.holds.find(holdId(places ? sha256(body) : *statement->placed));
    if (!hold)
        return std::nullopt;
    CustodyEvent event;
    event.act = places ? CustodyAct::HoldPlaced : CustodyAct::HoldReleased;
    event.what = hold->id;
    event.reason = statement->reason;
    event.matter = hold->placed.matter;
    event.signer = statement->signer;
    event.selection = hold->placed.selection;
    return event;
}

std::optional<CustodyEvent> ofTombstone(std::string_view body, const Keyring &keys, const Keeping &)
{
    const auto tombstone = readTombstone(body, keys);
    if (!tombstone)
        return std::nullopt;
    CustodyEvent event;
    event.act = CustodyAct::Erased;
    for (const Tombstone::Pact &pact : tombstone->pacts)
        event.what += (event.what.empty() ? "" : ", ") + pact.version;
    event.reason = tombstone->reason;
    event.signer = tombstone->signer;
    event.entries = tombstone->entries;
    return event;
}

std::optional<CustodyEvent> ofExport(std::string_view body, const Keyring &keys, const Keeping &)
{
    const auto statement = readExportEntry(body, keys);
    if (!statement)
        return std::nullopt;
    constexpr std::array acts{CustodyAct::ExportBegun, CustodyAct::ExportSealed, CustodyAct::ExportAbandoned, CustodyAct::ExportRevealed};
    CustodyEvent event;
    event.act = acts[static_cast<std::size_t>(statement->step)];
    event.what = statement->bundle ? "sha256:" + statement->bundle->hex() : statement->pointer;
    event.reason = statement->purpose;
    event.matter = statement->matter;
    event.signer = {statement->by, statement->byName, statement->at, statement->ledger};
    if (statement->entry)
        event.entries = {{*statement->entry, *statement->entry}};
    else
        event.selection = statement->selection;
    event.below = statement->evidenceSize;
    return event;
}

std::optional<CustodyEvent> ofReveal(std::string_view body, const Keyring &keys, const Keeping &)
{
    const auto reveal = readFieldReveal(body, keys);
    if (!reveal)
        return std::nullopt;
    CustodyEvent event;
    event.act = CustodyAct::FieldRevealed;
    event.what = reveal->pointer + (reveal->fieldClass.empty() ? std::string() : " (" + reveal->fieldClass + ')');
    event.reason = reveal->reason;
    event.signer = reveal->signer;
    event.entries = {{reveal->entry, reveal->entry}};
    return event;
}

std::optional<CustodyEvent> ofMasking(std::string_view body, const Keyring &keys, const Keeping &)
{
    const auto setting = readMaskingEntry(body, keys);
    if (!setting)
        return std::nullopt;
    CustodyEvent event;
    event.act = CustodyAct::MaskingChanged;
    event.what = setting->on ? "on" : "off";
    event.reason = setting->reason;
    event.signer = *setting->signer;
    return event;
}

/// What people did about an incident; words that are privileged stay where the incident is told.
std::optional<CustodyEvent> ofCase(std::string_view body, const Keyring &keys, const Keeping &)
{
    const auto step = readCaseEntry(body, keys);
    if (!step)
        return std::nullopt;
    CustodyEvent event;
    event.act = CustodyAct::CaseStep;
    event.what = std::string(nameOf(step->step)) + ' ' + step->incident;
    event.reason = step->privileged ? std::string() : step->text;
    event.signer = {step->by, step->byName, step->at, step->ledger};
    EvidenceSelection itsRecords;
    itsRecords.incident = step->incident;
    event.selection = selectionJson(itsRecords);
    return event;
}

std::optional<CustodyEvent> ofRemark(std::string_view body, const Keyring &keys, const Keeping &)
{
    const auto remark = readAnnotationEntry(body, keys);
    if (!remark)
        return std::nullopt;
    CustodyEvent event;
    event.act = CustodyAct::Remarked;
    event.what = std::string(nameOf(remark->step));
    const bool isTag = remark->step == AnnotationStep::Tag || remark->step == AnnotationStep::Untag;
    if (isTag)
        event.what += ' ' + remark->text;
    else
        event.reason = remark->text;
    event.signer = {remark->by, remark->byName, remark->at, remark->ledger};
    event.entries = {{remark->entry, remark->entry}};
    return event;
}

/// A new kind of entry is one more line here.
constexpr std::array<CustodyReader, 7> custodyReaders{ofHold, ofTombstone, ofExport, ofReveal, ofMasking, ofCase, ofRemark};

/// Whether an event concerns some of the records that are asked about.
class Concern
{
public:
    Concern(EvidenceSelector &selector, std::vector<EntryNumber> asked, std::stop_token stop) : m_selector(selector), m_asked(std::move(asked)), m_stop(std::move(stop)) {}

    bool with(const CustodyEvent &event)
    {
        if (!event.entries.empty())
            return std::ranges::any_of(event.entries, [this](const EntryRange &range) {
                const auto first = std::ranges::lower_bound(m_asked, range.first);
                return first != m_asked.end() && *first <= range.last;
            });
        return !event.selection.empty() && std::ranges::any_of(m_asked, [&, entries = &selected(event.selection)](EntryNumber entry) {
            return entry < event.below && (!*entries || std::ranges::binary_search(**entries, entry));
        });
    }

private:
    /// Nothing where it cannot be told: then it may concern any of them.
    const std::optional<std::vector<EntryNumber>> &selected(const std::string &json)
    {
        const auto [known, isNew] = m_selected.try_emplace(json);
        if (isNew) {
            const auto selection = readSelectionJson(json);
            auto entries = selection ? m_selector.select(*selection, m_stop) : Result<std::vector<EntryNumber>>(selection.error());
            if (entries)
                known->second = std::move(entries).value();
        }
        return known->second;
    }

    EvidenceSelector &m_selector;
    std::vector<EntryNumber> m_asked;
    std::stop_token m_stop;
    std::map<std::string, std::optional<std::vector<EntryNumber>>> m_selected;
};

} // namespace

std::string_view nameOf(CustodyAct act)
{
    static constexpr std::array<std::string_view, 11> names{"hold_placed",      "hold_released",   "erased",         "export_begun",   "export_sealed",
                                                           "export_abandoned", "export_revealed", "field_revealed", "masking_changed", "case_step", "remarked"};
    return names[static_cast<std::size_t>(act)];
}

Result<std::vector<CustodyEvent>> Workspace::custody(const CustodyScope &scope, std::stop_token stop) const
{
    EvidenceSelector selector(*this);
    std::vector<EntryNumber> asked;
    const bool everything = !scope.entry && scope.incident.empty();
    if (scope.entry) {
        if (const auto row = m->store->rows(std::array{*scope.entry}); !row)
            return row.error();
        asked = {*scope.entry};
    } else if (!everything) {
        EvidenceSelection selection;
        selection.incident = scope.incident;
        auto entries = selector.select(selection, stop);
        if (!entries)
            return entries.error();
        asked = std::move(entries).value();
    }
    Concern concern(selector, std::move(asked), stop);
    RowFilter filter;
    filter.types = {EntryType::Person, EntryType::Note, EntryType::Case};
    const auto entries = m->store->select(filter, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return entries.error();
    const auto rows = m->store->rows(*entries);
    const auto bodies = m->store->bodies(*entries);
    if (!rows || !bodies)
        return rows ? bodies.error() : rows.error();
    std::set<EntryNumber> voidSteps; // of incidents: they count for nothing
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    {
        const std::shared_lock reading(m->lock);
        for (const auto &[incident, life] : m->cases) {
            for (const CaseLife::Event &event : life.history()) {
                if (!event.voidBecause.empty())
                    voidSteps.insert(event.statement.entry);
            }
        }
    }
    const auto isCounted = [this](const CustodyEvent &remark) { // one that was said of another record counts for nothing
        const std::shared_lock reading(m->lock);
        const auto history = m->annotations.history(remark.entries.front().first);
        return std::ranges::find(history, remark.entry, &RecordedAnnotation::number) != history.end();
    };
    PeopleRegister people(m->store->publicKey());
    Keeping kept;
    std::vector<CustodyEvent> events;
    for (std::size_t i = 0; i < entries->size(); ++i) {
        const std::string &body = (*bodies)[i];
        if ((*rows)[i].type == EntryType::Person) {
            people.add((*entries)[i], body);
            continue;
        }
        if (Keeping::speaksOf(body) && !kept.add((*entries)[i], body, people).empty())
            continue; // counts for nothing
        if (voidSteps.contains((*entries)[i]))
            continue;
        for (const CustodyReader read : custodyReaders) {
            auto event = read(body, people.keyring(), kept);
            if (!event)
                continue;
            event->entry = (*entries)[i];
            if (event->act == CustodyAct::Remarked && !isCounted(*event))
                break;
            if (everything || concern.with(*event))
                events.push_back(std::move(*event));
            break;
        }
    }
    return events;
}

MaskingSetting Workspace::masking() const
{
    (void)m->load();
    const std::shared_lock reading(m->lock);
    return m->kept.masking;
}

Result<EntryNumber> Workspace::signNote(const std::function<Result<std::string>(const NoteSigner &, const SigningKey &)> &write, std::string_view beside)
{
    if (m->readOnly)
        return m->unlock().error();
    EntryNumber entry = 0;
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(std::chrono::seconds(30)); !begun)
            return begun.error();
        const auto signer = m->signer();
        if (!signer)
            return signer.error();
        const auto body = write(m->noteSigner(*signer), *signer->key);
        if (!body)
            return body.error();
        const auto appended = m->appendEntry(EntryType::Note, *body, beside);
        if (!appended)
            return appended.error();
        entry = appended->first;
        if (auto loaded = m->load(); !loaded)
            return loaded.error();
    }
    Q_EMIT ledgerGrew(m->store->size());
    return entry;
}

Result<MaskingSetting> Workspace::setMasking(bool on, const std::string &reason)
{
    const auto signedIn = signNote([&](const NoteSigner &signer, const SigningKey &key) -> Result<std::string> {
        const std::shared_lock reading(m->lock);
        if (auto refusal = mandate::keepingRefusal(m->people, signer.by, "change what is masked"))
            return *refusal;
        if (reason.empty())
            return Error{ErrorKind::Usage, "MND-WSP-039", "Why is missing.", "Nothing was changed.", "Say it; it is signed and stays in the record.", {}};
        return maskingEntry({on, reason, signer}, key);
    });
    if (!signedIn)
        return signedIn.error();
    return masking();
}

Result<std::string> Workspace::revealField(EntryNumber entry, const std::string &pointer, const std::string &fieldClass, const std::string &reason)
{
    const auto body = m->store->body(entry);
    const auto leaf = m->store->leaves(entry, 1);
    if (!body || !leaf)
        return body ? leaf.error() : body.error();
    auto value = fieldOf(*body, pointer);
    if (!value)
        return value;
    const auto signedIn = signNote([&](const NoteSigner &signer, const SigningKey &key) -> Result<std::string> {
        const std::shared_lock reading(m->lock);
        if (auto refusal = revealRefusal(m->people, signer.by, reason))
            return *refusal;
        return fieldRevealEntry({entry, leaf->front(), pointer, fieldClass, reason, signer}, key);
    });
    if (!signedIn)
        return signedIn.error();
    return value;
}

} // namespace mandate
