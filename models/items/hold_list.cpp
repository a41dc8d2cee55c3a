// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/hold_list.h"

#include "models/items/export_words.h"
#include "models/items/keeping_words.h"
#include "models/items/question.h"
#include "models/items/text_safety.h"
#include "models/workspace/selection.h"
#include "models/workspace/workspace.h"

#include <algorithm>

namespace mandate {

namespace {

using HoldItems = std::vector<HoldItem>;

HoldItem itemOf(const LegalHold &hold, EvidenceSelector &selector, const std::stop_token &stop)
{
    HoldItem item;
    item.id = toText(hold.id);
    item.matter = visibleLine(hold.placed.matter, 200);
    item.reason = visibleLine(hold.placed.reason, 1000);
    item.inForce = hold.isInForce();
    const auto selection = readSelectionJson(hold.placed.selection);
    const auto entries = selection && item.inForce ? selector.select(*selection, stop) : Result<std::vector<EntryNumber>>(std::vector<EntryNumber>());
    if (!selection || !entries) {
        item.keeps = HoldList::tr("Everything: what it was placed for cannot be told here");
    } else {
        item.keeps = exportwords::askedFor(hold.placed.selection);
        item.shows = exportwords::linkTo(hold.placed.selection);
        if (item.inForce)
            item.records = entries->size();
    }
    //: %1 a person, %2 a time, %3 the number of an entry
    const auto signedBy = [](const NoteSigner &signer, std::uint64_t entry) { return HoldList::tr("%1, %2, entry %3").arg(keepingwords::signer(signer), words::time(signer.at), words::number(entry)); };
    item.placed = signedBy(hold.placed.signer, hold.entry);
    if (hold.released)
        //: who released it, when, in which entry, and why as they wrote it
        item.released = HoldList::tr("%1: “%2”").arg(signedBy(hold.released->signer, hold.releasedEntry), visibleLine(hold.released->reason, 1000));
    return item;
}

LineItem lineOf(const HoldItem &item)
{
    LineItem line;
    line.id = item.id;
    line.state = item.inForce ? StateWord{HoldList::tr("In force"), Shape::Bars, Tone::Info} : StateWord{HoldList::tr("Released"), Shape::Diamond, Tone::Neutral};
    line.cells = {item.matter, line.state.text, item.keeps, item.records ? words::number(*item.records) : QStringLiteral("–"), item.reason, item.placed};
    //: a legal hold as a sentence: %1 its state, %2 its id, %3 the matter, %4 what it keeps, %5 who placed it
    line.said = HoldList::tr("%1: %2 for %3 keeps %4; placed by %5").arg(line.state.text, item.id, item.matter, item.keeps, item.placed);
    line.link = QUrl(QStringLiteral("mandate://exports?tab=holds&hold=%1").arg(item.id));
    return line;
}

} // namespace

struct HoldList::Private
{
    Private(HoldList *list, Session *session)
        : workspace(session->workspace()), model({tr("Matter"), tr("State"), tr("What it keeps"), tr("Records now"), tr("Reason"), tr("Placed by")}, StateColumn, {RecordsColumn}), question(list)
    {
    }
    std::shared_ptr<Workspace> workspace;
    HoldItems items;
    LineModel model;
    bool wasRead = false;
    Question<HoldItems> question;
};

HoldList::HoldList(Session *session, QObject *parent) : QObject(parent), m(std::make_unique<Private>(this, session))
{
    connect(m->workspace.get(), &Workspace::ledgerGrew, this, &HoldList::outdated);
}

HoldList::~HoldList() = default;

void HoldList::refresh()
{
    m->question.ask(
        [workspace = m->workspace](std::stop_token stop) {
            HoldItems items;
            EvidenceSelector selector(*workspace);
            const std::vector<LegalHold> holds = workspace->holds();
            for (const bool inForce : {true, false}) { // what counts first, the newest first
                for (auto hold = holds.rbegin(); hold != holds.rend(); ++hold) {
                    if (hold->isInForce() == inForce)
                        items.push_back(itemOf(*hold, selector, stop));
                }
            }
            return items;
        },
        [this](HoldItems items) {
            m->items = std::move(items);
            m->wasRead = true;
            QList<LineItem> lines;
            for (const HoldItem &item : m->items)
                lines << lineOf(item);
            m->model.setLines(std::move(lines));
            Q_EMIT refreshed();
        });
}

LineModel *HoldList::model() const
{
    return &m->model;
}
const HoldItem *HoldList::item(int row) const
{
    return row >= 0 && row < static_cast<int>(m->items.size()) ? &m->items[static_cast<std::size_t>(row)] : nullptr;
}
int HoldList::inForce() const
{
    return static_cast<int>(std::ranges::count_if(m->items, &HoldItem::inForce));
}
bool HoldList::wasRead() const
{
    return m->wasRead;
}
bool HoldList::isBusy() const
{
    return m->question.isOpen();
}

} // namespace mandate
