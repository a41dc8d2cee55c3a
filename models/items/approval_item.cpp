// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/approval_item.h"

#include "models/base/json_reader.h"
#include "models/items/text_safety.h"
#include "models/workspace/stakes.h"

#include <QLocale>

#include <algorithm>

namespace mandate {
namespace {

struct ApprovalItems
{
    Q_DECLARE_TR_FUNCTIONS(mandate::ApprovalItem)
};

int rankOf(Consequence consequence)
{
    switch (consequence) {
    case Consequence::Deletes: return 0;
    case Consequence::Spends: return 1;
    case Consequence::GrantsAccess: return 2;
    case Consequence::Publishes: return 3;
    case Consequence::SendsOutside: return 4;
    case Consequence::Internal: return 5;
    }
    return 6;
}

/// One argument in few words; empty when it needs more than a word or two.
QString argumentWords(const Value &value)
{
    switch (value.kind()) {
    case ValueKind::Bool: return value.asBool() ? ApprovalItems::tr("yes") : ApprovalItems::tr("no");
    case ValueKind::Int: return QString::number(value.asInt());
    case ValueKind::Uint: return QString::number(value.asUint());
    case ValueKind::Double: return QLocale::c().toString(value.asDouble(), 'g', 15);
    case ValueKind::String: {
        const QString text = visibleLine(value.text(), 48);
        return words::countWords(text) > 3 ? QString() : QStringLiteral("“%1”").arg(text);
    }
    //: a list among the arguments of an action: how many elements it has
    case ValueKind::List: return ApprovalItems::tr("%n item(s)", nullptr, static_cast<int>(value.items().size()));
    default: return {};
    }
}

/// The sum of "amount" in a list of objects, such as of means of payment; none when some element has none.
std::optional<double> amountsIn(const Value &value)
{
    if (!value.isList() || value.items().empty())
        return std::nullopt;
    double sum = 0;
    for (const Value &element : value.items()) {
        const auto amount = amountOf(element);
        if (!amount)
            return std::nullopt;
        sum += static_cast<double>(amount->millionths) / 1e6;
    }
    return sum;
}

} // namespace

QString ApprovalItem::id() const
{
    return toText(view->id);
}
QString ApprovalItem::agent() const
{
    return toText(view->request.action.agent);
}
const PactTool *ApprovalItem::tool() const
{
    return pact ? pact->tool(view->request.action.tool) : nullptr;
}
bool ApprovalItem::isOpen(const Instant &now) const
{
    return view->decision == DecisionState::Open && now.nanoseconds < view->request.expiresAt.nanoseconds;
}

bool ApprovalItem::saysTheSame(const ApprovalItem &other) const
{
    const ApprovalView &a = *view;
    const ApprovalView &b = *other.view;
    return a.id == b.id && a.decision == b.decision && a.operation == b.operation && a.claimedBy == b.claimedBy && a.snoozed == b.snoozed &&
           a.assignedTo == b.assignedTo && a.awaitsAnswer == b.awaitsAnswer && away == other.away && a.verifierVerdict == b.verifierVerdict &&
           a.scope == b.scope && a.verdictFresh == b.verdictFresh && a.disagreement == b.disagreement &&
           a.history.size() == b.history.size();
}

int consequenceRank(const PactTool *tool)
{
    if (!tool)
        return 6;
    int rank = 6;
    for (const Consequence consequence : tool->consequences)
        rank = std::min(rank, rankOf(consequence));
    return tool->reversible == "none" || tool->destructive ? rank : rank + 10;
}

QList<StateWord> consequenceChips(const PactTool *tool)
{
    if (!tool || tool->consequences.empty())
        return {{ApprovalItems::tr("Consequence unknown"), Shape::Diamond, Tone::Warning}};
    std::vector<Consequence> sorted = tool->consequences;
    std::ranges::sort(sorted, {}, rankOf);
    QList<StateWord> chips;
    for (const Consequence consequence : sorted)
        chips << words::chip(consequence);
    if (tool->reversible == "none")
        chips << words::cannotBeRecalled();
    return chips;
}

QString whatHappens(const ActionBinding &action, const PactTool *tool, int words)
{
    //: what an action does when the pact gives no title for its tool: %1 the tool's name
    QStringList parts{tool && !tool->title.empty() ? visibleLine(tool->title, 160) : ApprovalItems::tr("Runs “%1”").arg(visibleLine(action.tool, 80))};
    int left = words - words::countWords(parts.first());
    if (left < 0)
        return words::firstWords(parts.first(), words);
    Arena arena;
    JsonReader reader;
    const auto arguments = reader.read(action.parameters, arena);
    if (!arguments || !arguments->isMap())
        return parts.first();
    std::vector<const Member *> order;
    for (const Member &member : arguments->members())
        order.push_back(&member);
    const auto weight = [](const Member *member) {
        const std::string_view name = member->key.text();
        if (name.find("amount") != std::string_view::npos || amountsIn(member->value))
            return 0;
        return name.find("recipient") != std::string_view::npos ? 1 : name.ends_with("_id") || name == "id" ? 2 : 3;
    };
    std::ranges::stable_sort(order, {}, weight);
    for (const Member *member : order) {
        const auto amounts = amountsIn(member->value);
        const QString value = amounts ? QLocale::c().toString(*amounts, 'g', 15) : argumentWords(member->value);
        const QString name = visibleLine(member->key.text(), 40);
        //: the sum of the amounts in a list among the arguments of an action: %1 the argument's name, %2 the sum
        const QString part = amounts ? ApprovalItems::tr("%1 amount %2").arg(name, value)
                                     //: an argument of an action: %1 its name, %2 its value
                                     : ApprovalItems::tr("%1 %2").arg(name, value);
        const int cost = words::countWords(part);
        if (value.isEmpty() || cost > left)
            continue;
        left -= cost;
        parts << part;
    }
    return parts.join(QStringLiteral(" · "));
}

Digest approvalClass(const ApprovalItem &item)
{
    const ApprovalRequest &request = item.view->request;
    Arena arena;
    JsonReader reader;
    const auto arguments = reader.read(request.action.parameters, arena);
    std::string names;
    if (arguments && arguments->isMap()) {
        for (const Member &member : arguments->members()) // canonical: in order
            names += std::string(member.key.text()) + '\n';
    }
    const std::string_view end("\0", 1);
    return sha256({request.action.agent, end, request.action.tool, end, request.action.toolSchemaVersion, end, names, end, request.pactDigest.view(),
                   request.clause});
}

bool comesFirst(const ApprovalItem &a, const ApprovalItem &b)
{
    const ApprovalRequest &one = a.view->request;
    const ApprovalRequest &other = b.view->request;
    if (one.expiresAt.nanoseconds != other.expiresAt.nanoseconds)
        return one.expiresAt.nanoseconds < other.expiresAt.nanoseconds;
    if (a.rank != b.rank)
        return a.rank < b.rank;
    if (one.requestedAt.nanoseconds != other.requestedAt.nanoseconds)
        return one.requestedAt.nanoseconds < other.requestedAt.nanoseconds;
    return a.view->id < b.view->id;
}

} // namespace mandate
