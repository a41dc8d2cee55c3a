// SPDX-License-Identifier: GPL-3.0-or-later
// Ways through the Evidence page: links that say everything that is looked at, the neighbours of a record, the session it is of, and back again.
#include "models/items/session_trail.h"
#include "views/evidence/evidence_links.h"
#include "views/evidence/evidence_page.h"
#include "views/evidence/evidence_table.h"
#include "views/evidence/filter_bar.h"
#include "views/evidence/session_view.h"
#include "views/evidence/view_picker.h"
#include "views/widgets/empty_state.h"

#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrlQuery>

namespace mandate {

using namespace evidence_links;

namespace {

const QString followParameter = QStringLiteral("follow");
const QString followedSession = QStringLiteral("follow_session");
const QString followedAgent = QStringLiteral("follow_agent");
const QString followedDeployment = QStringLiteral("follow_deployment");
const QString waterfall = QStringLiteral("waterfall");

std::optional<quint64> numberIn(const QUrlQuery &query, const QString &name)
{
    bool isNumber = false;
    const quint64 number = query.queryItemValue(name).toULongLong(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

} // namespace

void EvidencePage::go(const QUrl &link)
{
    m_pending = link;
    Q_EMIT linkActivated(link); // through the shell, so that Alt+Left leads back
    if (m_pending == link)
        showLink(link);
}

std::optional<quint64> EvidencePage::entryNow() const
{
    if (m_following)
        return m_sessionView->currentEntry();
    return m_wanted ? m_wanted : m_table->currentEntry();
}

/// What is typed is one step of the history however long it is typed at; everything else is one of its own.
void EvidencePage::filterChanged(const QList<FilterCondition> &conditions, bool typing)
{
    if (!m_model)
        return;
    const bool goesOn = typing && m_typing;
    m_typing = typing;
    const auto entry = entryNow();
    if (goesOn) {
        m_wanted = entry;
        m_wantedMayWiden = false;
        return setConditions(conditions);
    }
    QUrl next = without(currentLink(), {QStringLiteral("filter"), QStringLiteral("entry"), QStringLiteral("top"), followParameter, followedSession, followedAgent, followedDeployment});
    if (!conditions.isEmpty())
        next = with(next, QStringLiteral("filter"), filterText(conditions));
    if (entry)
        next = with(next, QStringLiteral("at"), QString::number(*entry));
    go(next);
}

void EvidencePage::showAround(quint64 entry)
{
    const int row = m_model ? m_model->rowOf(entry) : -1;
    const EvidenceRow *read = m_model ? m_model->rowAt(row) : nullptr;
    if (!read || read->session.isEmpty())
        return;
    QList<FilterCondition> conditions;
    if (!read->agent.isEmpty())
        conditions.append({FilterField::Agent, read->agent, false, false});
    conditions.append({FilterField::Session, read->session, false, false});
    conditions.append({FilterField::Around, QString::number(entry), false, false});
    if (!hasAround(m_model->conditions())) // from one neighbourhood to the next, the way back stays the same
        m_beforeAround = currentLink();
    go(link(conditions, entry));
}

void EvidencePage::leaveAround()
{
    const QUrl before = m_beforeAround;
    if (before.isEmpty())
        return showWholeSession();
    go(before);
    m_table->setFocus(Qt::ShortcutFocusReason);
}

void EvidencePage::showWholeSession()
{
    if (!m_model)
        return;
    QList<FilterCondition> conditions = m_model->conditions();
    conditions.removeIf([](const FilterCondition &one) { return one.field == FilterField::Around; });
    go(link(conditions, m_table->currentEntry()));
    m_table->setFocus(Qt::ShortcutFocusReason);
}

/// Of the neighbours only those that the filter before leaves.
void EvidencePage::keepFilterAround()
{
    if (!m_model || m_beforeAround.isEmpty())
        return;
    QList<FilterCondition> conditions = parseFilter(QUrlQuery(m_beforeAround).queryItemValue(QStringLiteral("filter"), QUrl::FullyDecoded)).conditions;
    for (const FilterCondition &condition : m_model->conditions()) {
        conditions.removeIf([&](const FilterCondition &one) { return one.field == condition.field && one.field != FilterField::Query; });
        conditions.append(condition);
    }
    go(link(conditions, m_table->currentEntry()));
    m_table->setFocus(Qt::ShortcutFocusReason);
}

void EvidencePage::follow(quint64 entry)
{
    const int row = m_model ? m_model->rowOf(entry) : -1;
    const EvidenceRow *read = m_model ? m_model->rowAt(row) : nullptr;
    if (!read || read->session.isEmpty())
        return;
    QUrl next = with(without(currentLink(), {QStringLiteral("entry"), QStringLiteral("top"), followedDeployment}), QStringLiteral("entry"), QString::number(entry));
    next = with(next, followParameter, m_sessionView->tab() == SessionView::Waterfall ? waterfall : QStringLiteral("conversation"));
    next = with(next, followedSession, read->session);
    next = with(next, followedAgent, read->agent);
    go(next);
    m_sessionView->focusContent();
}

void EvidencePage::leaveFollowing()
{
    if (!m_following)
        return;
    QUrl next = without(currentLink(), {followParameter, followedSession, followedAgent, followedDeployment, QStringLiteral("entry")});
    if (const auto entry = m_sessionView->currentEntry())
        next = with(next, QStringLiteral("at"), QString::number(*entry));
    go(next);
    m_table->setFocus(Qt::ShortcutFocusReason);
}

void EvidencePage::showFollowed(const QUrl &link)
{
    const QUrlQuery query(link);
    const bool following = query.hasQueryItem(followedSession);
    if (following) {
        const QString session = query.queryItemValue(followedSession, QUrl::FullyDecoded);
        const QString agent = query.queryItemValue(followedAgent, QUrl::FullyDecoded);
        m_sessionView->setTab(query.queryItemValue(followParameter) == waterfall ? SessionView::Waterfall : SessionView::Conversation);
        const auto deployment = query.hasQueryItem(followedDeployment) ? std::optional(query.queryItemValue(followedDeployment, QUrl::FullyDecoded)) : std::nullopt;
        if (!m_following || session != m_followSession || agent != m_followAgent || deployment != m_followDeployment)
            m_trail->read(agent, session, deployment);
        m_followSession = session;
        m_followAgent = agent;
        m_followDeployment = deployment;
        m_sessionView->select(numberIn(query, QStringLiteral("entry")));
    }
    if (following == m_following)
        return;
    m_following = following;
    if (m_splitter->orientation() == Qt::Vertical) { // a session is read, the record beside it only looked at
        const int length = m_splitter->height();
        m_splitter->setSizes(following ? QList<int>{length * 66 / 100, length * 34 / 100} : QList<int>{length * 44 / 100, length * 56 / 100});
    }
    countsChanged();
    m_inspector->setVisible(m_model->total() > 0);
}

bool EvidencePage::showLink(const QUrl &link)
{
    if (!m_model)
        return false;
    const bool mine = link == m_pending;
    m_pending.clear();
    if (link == currentLink())
        return true;
    const QUrlQuery query(link);
    const QString text = query.queryItemValue(QStringLiteral("filter"), QUrl::FullyDecoded);
    ParsedFilter parsed = parseFilter(text);
    for (const auto &[name, value] : query.queryItems(QUrl::FullyDecoded)) {
        const ParsedFilter one = parseFilter(name + u':' + filterText(FilterCondition{FilterField::Text, value, false, true}));
        if (!one.problem)
            parsed.conditions += one.conditions;
    }
    if (!mine)
        m_typing = false;
    const auto entry = numberIn(query, QStringLiteral("entry"));
    const auto at = numberIn(query, QStringLiteral("at"));
    const bool followed = query.hasQueryItem(followedSession);
    if ((entry || at) && !followed) {
        m_wanted = entry ? entry : at;
        m_wantedMayWiden = entry.has_value();
        m_wantedTop = numberIn(query, QStringLiteral("top"));
        m_wantedColumn = numberIn(query, QStringLiteral("column"));
        if (m_wantedColumn && *m_wantedColumn >= EvidenceModel::ColumnCount)
            m_wantedColumn.reset();
    }
    if (query.hasQueryItem(QStringLiteral("tab")))
        m_inspector->setTab(tabOf(query.queryItemValue(QStringLiteral("tab"))));
    m_model->setOrder(query.hasQueryItem(QStringLiteral("order")) ? orderOf(query.queryItemValue(QStringLiteral("order"))) : keptOrder());
    m_table->showOrder();
    if (parsed.conditions != m_model->conditions() || (m_filter->conditions() != parsed.conditions))
        setConditions(parsed.conditions);
    if (const QString view = query.queryItemValue(QStringLiteral("view"), QUrl::FullyDecoded); view != m_picker->current())
        m_picker->setCurrent(saved_views::find(view) ? view : QString());
    updateEdited();
    showFollowed(link);
    if (m_wanted && !m_model->isBusy())
        selectWanted();
    return !parsed.problem;
}

QUrl EvidencePage::currentLink() const
{
    QUrl now = link(m_model ? m_model->conditions() : QList<FilterCondition>(), entryNow());
    if (!m_model)
        return now;
    if (m_model->order() != EvidenceModel::Order::ArrivalAscending || keptOrder() != EvidenceModel::Order::ArrivalAscending)
        now = with(now, QStringLiteral("order"), orderName(m_model->order()));
    if (m_inspector->tab() != RecordInspector::PlainTab || entryNow()) // without a record nobody chose one
        now = with(now, QStringLiteral("tab"), tabName(m_inspector->tab()));
    if (!m_picker->current().isEmpty())
        now = with(now, QStringLiteral("view"), m_picker->current());
    const auto column = m_wanted ? m_wantedColumn : m_table->currentIndex().isValid() ? std::optional(m_table->currentIndex().column()) : std::nullopt;
    if (column && *column != EvidenceModel::DidColumn)
        now = with(now, QStringLiteral("column"), QString::number(*column));
    if (const auto top = m_wanted ? m_wantedTop : m_table->topEntry())
        now = with(now, QStringLiteral("top"), QString::number(*top));
    if (m_following) {
        now = with(now, followParameter, m_sessionView->tab() == SessionView::Waterfall ? waterfall : QStringLiteral("conversation"));
        now = with(now, followedSession, m_followSession);
        now = with(now, followedAgent, m_followAgent);
        if (m_followDeployment)
            now = with(now, followedDeployment, *m_followDeployment);
    }
    return now;
}

} // namespace mandate
