// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/export_model.h"

#include "models/bundle/export_list.h"
#include "models/items/export_words.h"
#include "models/items/question.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"

#include <algorithm>

namespace mandate {

namespace {

struct ReadExports
{
    std::vector<ExportItem> items;
    int exports = 0;
    int notHeld = 0;
    std::optional<Error> error;
};

QString whoOf(const ExportStatement &statement)
{
    return visibleLine(statement.byName.empty() ? words::person(statement.by) : toText(statement.byName), 120);
}

ExportItem itemOf(const Workspace &workspace, const ListedExport &listed)
{
    const ExportStatement &begun = listed.begun;
    ExportItem item;
    item.entry = listed.entry;
    item.when = words::time(begun.at);
    item.who = whoOf(begun);
    item.asked = exportwords::askedFor(begun.selection);
    item.matter = visibleLine(begun.matter, 120);
    item.purpose = visibleLine(begun.purpose, 1000);
    item.records = begun.records;
    item.zone = exportwords::zoneWords(visibleLine(begun.zone, 60));
    item.profile = visibleLine(begun.profile, 120);
    item.selectionDigest = QString::fromStdString(begun.selectionDigest.hex());
    item.link = exportwords::linkTo(begun.selection);
    if (!listed.end) {
        item.state = {ExportModel::tr("Not finished"), Shape::Glass, Tone::Warning};
        item.stateNote = ExportModel::tr("The ledger says neither that a bundle was sealed nor that the export was abandoned: it is under way, or the program was stopped.");
    } else if (const ExportStatement &end = listed.end->statement; end.step == ExportStep::Abandoned) {
        item.state = {ExportModel::tr("Abandoned"), Shape::Diamond, Tone::Neutral};
        item.stateNote = ExportModel::tr("No bundle was left: %1").arg(visibleLine(end.purpose, 600));
    } else {
        item.state = {ExportModel::tr("Sealed"), Shape::Tick, Tone::Good};
        item.stateNote = ExportModel::tr("A bundle of %n file(s) was sealed. Where it went from there is not recorded.", nullptr, static_cast<int>(end.files));
        item.files = end.files;
        item.bundleDigest = end.bundle ? QString::fromStdString(end.bundle->hex()) : QString();
        exportwords::CoverFacts facts;
        facts.asked = item.asked;
        facts.matter = item.matter;
        facts.purpose = item.purpose;
        facts.records = begun.records;
        facts.zone = item.zone;
        facts.redaction = item.profile.isEmpty() ? QString() : ExportModel::tr("by the profile %1").arg(item.profile);
        facts.selectionDigest = item.selectionDigest;
        facts.bundleDigest = item.bundleDigest;
        facts.by = item.who;
        facts.at = item.when;
        facts.entry = item.entry;
        facts.origin = visibleLine(workspace.store().origin());
        facts.key = QString::fromStdString(workspace.store().publicKey().id());
        item.coverNote = exportwords::coverNote(facts);
    }
    return item;
}

ExportItem revealOf(const ExportItem &exported, const ExportStepEntry &reveal)
{
    ExportItem item;
    item.isReveal = true;
    item.entry = reveal.entry;
    item.when = words::time(reveal.statement.at);
    item.who = whoOf(reveal.statement);
    //: a hidden value: %1 where in the record it is, %2 the number of the record
    item.asked = ExportModel::tr("↳ %1 of record %2").arg(visibleLine(reveal.statement.pointer, 200), words::number(reveal.statement.entry.value_or(0)));
    item.matter = exported.matter;
    item.purpose = visibleLine(reveal.statement.purpose, 1000);
    item.profile = exported.profile;
    item.selectionDigest = exported.selectionDigest;
    item.state = {ExportModel::tr("Value revealed"), Shape::Disc, Tone::Info};
    item.stateNote = ExportModel::tr("A value that this export hides was shown to somebody: %1").arg(item.purpose);
    if (reveal.statement.entry)
        item.link = QUrl(QStringLiteral("mandate://evidence?entry=%1").arg(*reveal.statement.entry));
    return item;
}

ReadExports readExports(const Workspace &workspace, const std::stop_token &stop)
{
    ReadExports read;
    const auto listed = exportsIn(workspace, stop);
    if (!listed) {
        read.error = listed.error();
        return read;
    }
    read.exports = static_cast<int>(listed->exports.size());
    read.notHeld = static_cast<int>(listed->notHeld.size());
    for (auto one = listed->exports.rbegin(); one != listed->exports.rend(); ++one) {
        const ExportItem item = itemOf(workspace, *one);
        read.items.push_back(item);
        for (auto reveal = one->reveals.rbegin(); reveal != one->reveals.rend(); ++reveal)
            read.items.push_back(revealOf(item, *reveal));
    }
    return read;
}

} // namespace

struct ExportModel::Private
{
    Private(ExportModel *model, Session *session) : workspace(session->workspace()), question(model) {}

    std::shared_ptr<Workspace> workspace;
    Question<ReadExports> question;
    ReadExports read;
    bool wasRead = false;
};

ExportModel::ExportModel(Session *session, QObject *parent) : QAbstractTableModel(parent), m(std::make_unique<Private>(this, session))
{
    connect(m->workspace.get(), &Workspace::ledgerGrew, this, &ExportModel::refresh);
    refresh();
}

ExportModel::~ExportModel() = default;

void ExportModel::refresh()
{
    m->question.ask([workspace = m->workspace](std::stop_token stop) { return readExports(*workspace, stop); },
                    [this](ReadExports read) {
                        if (read.error) {
                            Q_EMIT troubled(troubleOf(*read.error));
                        } else {
                            beginResetModel();
                            m->read = std::move(read);
                            m->wasRead = true;
                            endResetModel();
                        }
                        Q_EMIT refreshed();
                    });
}

int ExportModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m->read.items.size());
}
int ExportModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ExportModel::data(const QModelIndex &index, int role) const
{
    const ExportItem *shown = index.isValid() ? item(index.row()) : nullptr;
    if (!shown)
        return {};
    switch (role) {
    case StateRole: return index.column() == StateColumn ? QVariant::fromValue(shown->state) : QVariant();
    case IdRole: return QString::number(shown->entry);
    case LinkRole: return QUrl(QStringLiteral("mandate://exports?entry=%1").arg(shown->entry));
    case MonoRole: return index.column() == DigestColumn;
    case Qt::TextAlignmentRole: return index.column() == RecordsColumn ? QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case Qt::ToolTipRole: return plainToolTip(index.column() == StateColumn ? shown->stateNote : shown->asked);
    //: an export or a reveal as a sentence: %1 its state, %2 what, %3 who, %4 when
    case Qt::AccessibleTextRole: return tr("%1: %2, by %3 at %4").arg(shown->state.text, shown->asked, shown->who, shown->when);
    case Qt::DisplayRole: break;
    default: return {};
    }
    switch (index.column()) {
    case WhenColumn: return shown->when;
    case WhoColumn: return shown->who;
    case WhatColumn: return shown->asked;
    case MatterColumn: return shown->matter.isEmpty() ? QStringLiteral("–") : shown->matter;
    case RecordsColumn: return shown->isReveal ? QString() : words::number(shown->records);
    case ProfileColumn: return shown->profile.isEmpty() ? tr("Nothing hidden") : shown->profile;
    case StateColumn: return shown->state.text;
    case DigestColumn: return shown->bundleDigest.isEmpty() ? QStringLiteral("–") : words::shortDigest(shown->bundleDigest);
    default: return {};
    }
}

QVariant ExportModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case WhenColumn: return tr("When");
    case WhoColumn: return tr("Who");
    case WhatColumn: return tr("Which records");
    case MatterColumn: return tr("Matter");
    case RecordsColumn: return tr("Records");
    case ProfileColumn: return tr("Redaction");
    case StateColumn: return tr("State");
    case DigestColumn: return tr("Bundle");
    default: return {};
    }
}

const ExportItem *ExportModel::item(int row) const
{
    return row >= 0 && row < rowCount() ? &m->read.items[static_cast<std::size_t>(row)] : nullptr;
}

int ExportModel::rowOf(quint64 entry) const
{
    const auto found = std::ranges::find(m->read.items, entry, &ExportItem::entry);
    return found == m->read.items.end() ? -1 : static_cast<int>(found - m->read.items.begin());
}

int ExportModel::exportCount() const
{
    return m->read.exports;
}
int ExportModel::notHeld() const
{
    return m->read.notHeld;
}
bool ExportModel::wasRead() const
{
    return m->wasRead;
}
bool ExportModel::isBusy() const
{
    return m->question.isOpen();
}

} // namespace mandate
