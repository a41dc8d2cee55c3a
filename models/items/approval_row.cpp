// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/approval_row.h"

#include "models/items/approval_model.h"
#include "models/items/approval_verification.h"
#include "models/items/text_safety.h"

#include <QUrlQuery>

namespace mandate {
namespace {

struct RowWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::ApprovalRow)
};

constexpr int wordsInRow = 16;

StateWord stateOf(const ApprovalItem &item, const Instant &now, const StateWord &held)
{
    if (!held.text.isEmpty())
        return held;
    if (item.isOpen(now))
        return words::timeLeft(item.view->request, now);
    // Past its time nobody can decide, whether or not that is written down yet.
    return words::of(item.view->decision == DecisionState::Open ? DecisionState::Expired : item.view->decision);
}

QString claimWords(const ApprovalItem &item, const Instant &now)
{
    const ApprovalView &view = *item.view;
    QStringList parts;
    if (!view.claimedBy.empty()) {
        const QString who = visibleLine(QStringView(words::person(view.claimedBy)), 60);
        parts << (view.claimedUntil
                      //: %1 a person, %2 a length of time such as "12 min"
                      ? RowWords::tr("claimed by %1, %2 left").arg(who, words::duration((view.claimedUntil->nanoseconds - now.nanoseconds) / 1'000'000'000))
                      : RowWords::tr("claimed by %1").arg(who));
    }
    if (!view.assignedTo.empty())
        parts << RowWords::tr("for %1").arg(visibleLine(QStringView(words::person(view.assignedTo)), 60));
    if (item.away && view.claimedBy.empty())
        //: %1 who is away, %2 who decides in their place
        parts << RowWords::tr("%1 is away, %2 decides").arg(visibleLine(QStringView(words::person(item.away->person)), 60), visibleLine(QStringView(words::person(item.away->delegate)), 60));
    if (view.awaitsAnswer)
        parts << RowWords::tr("asked back, no answer yet");
    return parts.join(QStringLiteral(" · "));
}

/// Decision and operation, always both.
QString closedWords(const ApprovalItem &item, const Instant &now)
{
    const ApprovalView &view = *item.view;
    const QString operation = words::of(view.operation).text;
    if (!view.decided)
        return operation;
    const ApprovalStatement &by = *view.decided;
    //: how a request was closed: %1 by whom, %2 when, %3 what became of the action
    return RowWords::tr("by %1 at %2 · %3").arg(words::actor(by, now), words::shortTime(by.at, now), operation);
}

QString aboutWords(const ApprovalItem &item, const Instant &now)
{
    const QString agent = visibleLine(item.view->request.action.agent, 80);
    if (!item.isOpen(now)) // what became of it goes before who asked: long names must not hide it
        return closedWords(item, now) + QStringLiteral(" · ") + agent;
    QStringList parts;
    if (const QString disagrees = disagreementWords(*item.view); !disagrees.isEmpty())
        parts << disagrees; // before the agent, so that long names do not hide it
    parts << agent;
    const QString more = claimWords(item, now);
    if (!more.isEmpty())
        parts << more;
    return parts.join(QStringLiteral(" · "));
}

QString targetWords(const ApprovalItem &item, const Instant &now)
{
    return item.isOpen(now) ? words::target(item.view->request, now) : QString();
}

QString sentence(const ApprovalItem &item, const Instant &now, const StateWord &held)
{
    QStringList chips;
    for (const StateWord &chip : consequenceChips(item.tool()))
        chips << chip.text;
    const QString target = targetWords(item, now);
    //: a row for screen readers: %1 its state, %2 what would happen, %3 consequences, %4 who asks and who works on it, %5 request id
    const QString said = RowWords::tr("%1. %2. %3. %4. Request %5.")
                             .arg(stateOf(item, now, held).text, whatHappens(item.view->request.action, item.tool(), wordsInRow),
                                  chips.join(QStringLiteral(", ")), aboutWords(item, now), item.id());
    return target.isEmpty() ? said : said + u' ' + target + u'.';
}

QUrl linkOf(const ApprovalItem &item)
{
    QUrl link(QStringLiteral("mandate://decisions"));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("request"), item.id());
    link.setQuery(query);
    return link;
}

} // namespace

QVariant approvalRow(const ApprovalItem &item, int role, const Instant &now, const StateWord &held)
{
    switch (role) {
    case Qt::DisplayRole:
    case ApprovalModel::DoesRole: return whatHappens(item.view->request.action, item.tool(), wordsInRow);
    case ApprovalModel::AboutRole: return aboutWords(item, now);
    case ApprovalModel::ConsequenceRole: return QVariant::fromValue(consequenceChips(item.tool()).first());
    case ApprovalModel::TargetRole: return targetWords(item, now);
    case StateRole: return QVariant::fromValue(stateOf(item, now, held));
    case Qt::AccessibleTextRole: return sentence(item, now, held);
    case Qt::ToolTipRole: return plainToolTip(sentence(item, now, held));
    case IdRole: return item.id();
    case LinkRole: return linkOf(item);
    default: return {};
    }
}

} // namespace mandate
