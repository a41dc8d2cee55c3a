// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/bundle_entries.h"

#include "models/bundle/context_entries.h"
#include "models/items/question.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/workspace/workspace.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace mandate {

namespace {

constexpr qsizetype longestBody = 64 * 1024;

struct ReadEntries
{
    std::vector<BundleEntryItem> items;
    std::optional<Error> error;
};

QJsonObject objectOf(const std::string &json)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
}

/// What an entry says of itself: from what is signed in it where something is, else from its body.
class Said
{
public:
    explicit Said(const std::string &body) : m_body(objectOf(body)), m_payload(objectOf(bundle::signedPayload(body))) {}

    [[nodiscard]] QString first(std::initializer_list<const char *> names) const
    {
        for (const char *name : names) {
            for (const QJsonObject *object : {&m_payload, &m_body}) {
                const QString text = object->value(QLatin1String(name)).toString();
                if (!text.isEmpty())
                    return visibleLine(text, 300);
            }
        }
        return {};
    }

private:
    QJsonObject m_body, m_payload;
};

QString whatOf(EntryType type, const Said &said)
{
    const QString step = said.first({"step"});
    switch (type) {
    case EntryType::Statement:
        if (!step.isEmpty())
            //: %1 a pact, %2 its version, %3 a step in its life such as "approve"
            return BundleEntryModel::tr("Pact %1@%2: %3").arg(said.first({"pact"}), said.first({"version"}), step);
        //: %1 an agent, %2 and %3 states such as "authorized" and "suspended"
        return BundleEntryModel::tr("Agent %1: from %2 to %3").arg(said.first({"agent"}), said.first({"from"}), said.first({"to"}));
    case EntryType::Request: return BundleEntryModel::tr("Request %1: %2").arg(said.first({"request"}), step);
    case EntryType::Person: return BundleEntryModel::tr("Person %1: %2").arg(said.first({"person"}), step);
    case EntryType::Note:
        if (!said.first({"selection_digest"}).isEmpty())
            return BundleEntryModel::tr("Export: %1").arg(step);
        return BundleEntryModel::tr("%1: %2").arg(said.first({"note"}), said.first({"subject", "result", "agent"}));
    case EntryType::Incident: return BundleEntryModel::tr("Incident %1, clause %2, agent %3").arg(said.first({"id"}), said.first({"clause"}), said.first({"agent"}));
    case EntryType::Case: return BundleEntryModel::tr("Case of %1: %2").arg(said.first({"incident", "case", "id"}), step);
    case EntryType::Pact: return BundleEntryModel::tr("Version of a pact, sha256 %1").arg(said.first({"digest"}));
    case EntryType::Judgement: return BundleEntryModel::tr("Which pacts judged which records, with what result");
    case EntryType::Record:
    case EntryType::Quarantine:
    case EntryType::Key:
    case EntryType::Point:
    case EntryType::ScopePolicy: break;
    }
    return said.first({"id", "policy", "point", "agent"});
}

ReadEntries readEntries(const Workspace &workspace, const std::stop_token &stop)
{
    ReadEntries read;
    const Store &store = workspace.store();
    RowFilter filter;
    filter.types = {EntryType::Pact, EntryType::Statement, EntryType::Judgement, EntryType::Incident, EntryType::Note, EntryType::Person, EntryType::Request, EntryType::Point, EntryType::ScopePolicy, EntryType::Case};
    const auto entries = store.select(filter, RowOrder::ArrivalAscending, stop);
    const auto rows = entries ? store.rows(*entries) : Result<std::vector<Row>>(entries.error());
    const auto bodies = rows ? store.bodies(*entries) : Result<std::vector<std::string>>(rows.error());
    if (!bodies) {
        read.error = bodies.error();
        return read;
    }
    for (std::size_t i = 0; i < bodies->size(); ++i) {
        const Said said((*bodies)[i]);
        const EntryType type = (*rows)[i].type;
        BundleEntryItem item;
        item.entry = (*rows)[i].number;
        item.kind = words::name(type);
        const QString when = said.first({"decided_at", "at", "opened", "added"});
        const auto instant = parseInstant(when.toStdString());
        item.when = instant ? words::time(instant) : when;
        item.who = words::person(said.first({"decided_by", "by", "added_by"}).toStdString());
        item.what = whatOf(type, said);
        const QStringList why{said.first({"reason"}), type == EntryType::Note ? said.first({"purpose"}) : said.first({"note", "summary"})};
        item.why = QStringList(why[0].isEmpty() ? why.mid(1) : why[1].isEmpty() ? why.mid(0, 1) : why).join(QStringLiteral(": "));
        item.body = visibleText(QStringView(toText((*bodies)[i])).left(longestBody));
        read.items.push_back(std::move(item));
    }
    return read;
}

} // namespace

struct BundleEntryModel::Private
{
    Private(BundleEntryModel *model, Session *session) : workspace(session->workspace()), question(model) {}
    std::shared_ptr<Workspace> workspace;
    Question<ReadEntries> question;
    ReadEntries read;
    bool wasRead = false;
};

BundleEntryModel::BundleEntryModel(Session *session, QObject *parent) : QAbstractTableModel(parent), m(std::make_unique<Private>(this, session))
{
    refresh();
}

BundleEntryModel::~BundleEntryModel() = default;

void BundleEntryModel::refresh()
{
    m->question.ask([workspace = m->workspace](std::stop_token stop) { return readEntries(*workspace, stop); },
                    [this](ReadEntries read) {
                        if (read.error) {
                            Q_EMIT troubled(troubleOf(*read.error));
                            return;
                        }
                        beginResetModel();
                        m->read = std::move(read);
                        m->wasRead = true;
                        endResetModel();
                        Q_EMIT refreshed();
                    });
}

int BundleEntryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m->read.items.size());
}
int BundleEntryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}
const BundleEntryItem *BundleEntryModel::item(int row) const
{
    return row >= 0 && row < rowCount() ? &m->read.items[static_cast<std::size_t>(row)] : nullptr;
}
bool BundleEntryModel::wasRead() const
{
    return m->wasRead;
}

QVariant BundleEntryModel::data(const QModelIndex &index, int role) const
{
    const BundleEntryItem *shown = index.isValid() ? item(index.row()) : nullptr;
    if (!shown)
        return {};
    if (role == Qt::AccessibleTextRole) //: an entry as a sentence: %1 number, %2 kind, %3 what, %4 who, %5 when
        return tr("Entry %1, %2: %3, by %4, %5").arg(words::number(shown->entry), shown->kind, shown->what, shown->who.isEmpty() ? tr("a rule") : shown->who, shown->when);
    if (role == IdRole)
        return QString::number(shown->entry);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case EntryColumn: return words::number(shown->entry);
    case WhenColumn: return shown->when.isEmpty() ? QStringLiteral("–") : shown->when;
    case WhoColumn: return shown->who.isEmpty() ? QStringLiteral("–") : shown->who;
    case KindColumn: return shown->kind;
    case WhatColumn: return shown->what;
    case WhyColumn: return shown->why;
    default: return {};
    }
}

QVariant BundleEntryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case EntryColumn: return tr("Entry");
    case WhenColumn: return tr("When");
    case WhoColumn: return tr("Who");
    case KindColumn: return tr("Kind");
    case WhatColumn: return tr("What");
    case WhyColumn: return tr("Why");
    default: return {};
    }
}

} // namespace mandate
