// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/custody_list.h"

#include "models/items/keeping_words.h"
#include "models/items/question.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/workspace/workspace.h"

namespace mandate {

namespace {

constexpr qsizetype longestBody = 65536;

struct ReadCustody
{
    std::vector<CustodyItem> items;
    QList<LineItem> lines;
    QString heldBy;
    QString origin;
    std::optional<Error> error;
};

CustodyItem itemOf(const Store &store, const CustodyEvent &event)
{
    CustodyItem item;
    item.entry = event.entry;
    item.when = words::time(event.signer.at);
    item.who = keepingwords::signer(event.signer);
    item.act = keepingwords::act(event);
    item.reason = visibleLine(event.reason, 1000);
    item.matter = visibleLine(event.matter, 200);
    item.concerns = keepingwords::concerned(event);
    item.link = keepingwords::linkOf(event);
    if (const auto leaf = store.leaves(event.entry, 1); leaf && !leaf->empty())
        item.leaf = QString::fromStdString(leaf->front().hex());
    if (const auto body = store.body(event.entry))
        item.body = visibleText(QStringView(toText(*body)).left(longestBody));
    return item;
}

LineItem lineOf(const CustodyItem &item, const StateWord &state)
{
    LineItem line;
    line.id = QString::number(item.entry);
    line.state = state;
    const auto orNone = [](const QString &text) { return text.isEmpty() ? QStringLiteral("–") : text; };
    line.cells = {words::number(item.entry), item.when, state.text, item.act, item.who, orNone(item.reason), orNone(item.matter)};
    //: an act as a sentence: %1 of which kind, %2 what was done, %3 who, %4 when, %5 why
    line.said = CustodyList::tr("%1. %2, by %3 at %4: “%5”").arg(state.text, item.act, item.who, item.when, item.reason);
    line.link = item.link;
    return line;
}

ReadCustody readCustody(const Workspace &workspace, const CustodyAsked &asked, const std::stop_token &stop)
{
    ReadCustody out;
    CustodyScope scope;
    bool isNumber = false;
    const quint64 entry = asked.of.toULongLong(&isNumber);
    if (isNumber)
        scope.entry = entry;
    else
        scope.incident = asked.of.toStdString();
    const auto events = workspace.custody(scope, stop);
    if (!events) {
        out.error = events.error();
        return out;
    }
    out.origin = visibleLine(workspace.store().origin());
    for (const CustodyEvent &event : *events) {
        out.items.push_back(itemOf(workspace.store(), event));
        out.lines << lineOf(out.items.back(), keepingwords::state(event.act));
    }
    if (!isNumber)
        return out;
    const auto holds = workspace.heldBy(entry);
    if (!holds)
        return out;
    QStringList named;
    for (const LegalHold &hold : *holds)
        //: a legal hold: %1 its id, %2 the matter
        named << CustodyList::tr("%1 for %2").arg(toText(hold.id), visibleLine(hold.placed.matter, 120));
    out.heldBy = named.isEmpty() ? CustodyList::tr("No legal hold keeps record %1 now.").arg(words::number(entry))
                                 : CustodyList::tr("Record %1 is kept by %2.").arg(words::number(entry), named.join(QStringLiteral(", ")));
    return out;
}

} // namespace

struct CustodyList::Private
{
    Private(CustodyList *list, Session *session)
        : workspace(session->workspace()),
          model({tr("Entry"), tr("When"), tr("Kind"), tr("What was done"), tr("By"), tr("Reason"), tr("Matter")}, StateColumn, {EntryColumn}),
          question(list)
    {
    }
    std::shared_ptr<Workspace> workspace;
    CustodyAsked asked;
    ReadCustody read;
    LineModel model;
    std::optional<Trouble> trouble;
    bool wasRead = false;
    Question<ReadCustody> question;
};

CustodyList::CustodyList(Session *session, QObject *parent) : QObject(parent), m(std::make_unique<Private>(this, session))
{
    connect(m->workspace.get(), &Workspace::ledgerGrew, this, &CustodyList::outdated);
}

CustodyList::~CustodyList() = default;

void CustodyList::read(const CustodyAsked &asked)
{
    m->asked = asked;
    m->question.ask([workspace = m->workspace, asked](std::stop_token stop) { return readCustody(*workspace, asked, stop); },
                    [this](ReadCustody read) {
                        m->trouble = read.error ? std::optional(troubleOf(*read.error)) : std::nullopt;
                        m->read = std::move(read);
                        m->wasRead = true;
                        m->model.setLines(m->read.lines);
                        Q_EMIT refreshed();
                    });
}

const CustodyAsked &CustodyList::asked() const
{
    return m->asked;
}
LineModel *CustodyList::model() const
{
    return &m->model;
}
const CustodyItem *CustodyList::item(int row) const
{
    return row >= 0 && row < static_cast<int>(m->read.items.size()) ? &m->read.items[static_cast<std::size_t>(row)] : nullptr;
}
QString CustodyList::heldBy() const
{
    return m->read.heldBy;
}
const std::optional<Trouble> &CustodyList::trouble() const
{
    return m->trouble;
}
bool CustodyList::wasRead() const
{
    return m->wasRead;
}
bool CustodyList::isBusy() const
{
    return m->question.isOpen();
}

QString CustodyList::text() const
{
    QStringList lines{m->asked.of.isEmpty() ? tr("Custody of everything in %1, by its ledger").arg(m->read.origin)
                                            //: %1 the number of a record or the id of an incident, %2 the ledger
                                            : tr("Custody of %1 in %2, by its ledger").arg(visibleLine(m->asked.of, 60), m->read.origin)};
    if (!m->read.heldBy.isEmpty())
        lines << m->read.heldBy;
    if (m->read.items.empty())
        lines << tr("No custody events recorded.");
    for (const CustodyItem &item : m->read.items) {
        //: %1 an entry's number, %2 a time, %3 a person, %4 what was done
        lines << QString() << tr("Entry %1, %2, %3: %4").arg(words::number(item.entry), item.when, item.who, item.act);
        if (!item.reason.isEmpty())
            lines << tr("  Reason: “%1”").arg(item.reason);
        if (!item.matter.isEmpty())
            lines << tr("  Matter: %1").arg(item.matter);
        lines << tr("  Concerns: %1").arg(item.concerns) << tr("  Leaf: %1").arg(item.leaf);
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace mandate
