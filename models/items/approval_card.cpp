// SPDX-License-Identifier: GPL-3.0-or-later
// The fold and its budget. What stands below is approval_details.cpp.
#include "models/items/approval_card.h"

#include "models/base/canonical_json.h"
#include "models/items/approval_details.h"
#include "models/items/text_safety.h"

#include <algorithm>

namespace mandate {
namespace {

struct CardWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::ApprovalCard)
};

constexpr int mostForDoing = 14;    // words for what happens, however many arguments there are
constexpr int leastForDoing = 7;    // a title and what it costs
constexpr qsizetype longest = 4000; // characters of one quoted text that are cut into words

int cost(const QString &text)
{
    return words::countWords(text);
}

QString otherwiseWords(const ApprovalRequest &request, const Instant &now)
{
    const QString when = words::shortTime(request.expiresAt, now);
    //: what happens to a request that nobody answers; %1 a time such as "14:20 UTC"
    return request.handOff ? CardWords::tr("Unanswered by %1: handed over").arg(when)
                           //: what happens to a request that nobody answers; %1 a time such as "14:20 UTC"
                           : CardWords::tr("Unanswered by %1: denied").arg(when);
}

QString basisWords(const ApprovalRequest &request)
{
    if (request.clause.empty())
        return {};
    //: the clause that asks for a decision: %1 its id, %2 the pact's version
    return CardWords::tr("(%1, v%2)").arg(visibleLine(request.clause, 40), visibleLine(request.pactVersion, 20));
}

QString clauseWords(const ApprovalView &view)
{
    if (!view.readsAs.empty())
        return visibleLine(view.readsAs, 600);
    return view.request.clause.empty() ? CardWords::tr("The system that asked gives no clause.") : CardWords::tr("The clause is not in this workspace.");
}

/// The first contradiction in as few words as it takes; the whole sentences stand below the fold.
QString differsWords(const BlastRadius &radius, const Proposal &proposal)
{
    if (radius.contradictions.empty())
        return {};
    if (proposal.reversible == Reversibility::Full && radius.reversible == "none")
        return CardWords::tr("the pact says it cannot be undone");
    if (proposal.reversible == Reversibility::Full && radius.reversible == "partial")
        return CardWords::tr("the pact says only partly undone");
    return visibleLine(radius.contradictions.front(), 400);
}

StateWord hiddenWord(const ApprovalRequest &request)
{
    const int found = hiddenCharacters(request);
    if (found == 0)
        return {};
    //: characters that cannot be seen, in what an agent wrote
    return {CardWords::tr("%n hidden character(s)", nullptr, found), Shape::Triangle, Tone::Critical};
}

Value texts(Arena &arena, const QStringList &all)
{
    auto *items = arena.array<Value>(static_cast<std::size_t>(all.size()));
    for (qsizetype i = 0; i < all.size(); ++i)
        items[i] = Value::string(arena.copy(std::string_view(all[i].toStdString())));
    return Value::list({items, static_cast<std::size_t>(all.size())});
}

std::string canonicalOf(const ApprovalCard &card, const ApprovalView &view)
{
    Arena arena;
    std::vector<Member> members;
    const auto put = [&](std::string_view key, Value value) { members.push_back({Value::string(key), value}); };
    const auto text = [&](std::string_view key, const std::string &value) { put(key, Value::string(arena.copy(std::string_view(value)))); };
    QStringList details;
    for (const CardLine &line : card.details)
        details << line.label << (line.state.text.isEmpty() ? line.text : line.state.text + u'\n' + line.text);
    text("schema", "mandate.card/1");
    text("request", view.id);
    text("action", view.digest.hex());
    text("pact", view.request.pactDigest.hex());
    text("clause", view.request.clause);
    put("above", texts(arena, card.fold()));
    put("below", texts(arena, details));
    put("cannot_approve", texts(arena, card.cannotApprove));
    return canonicalJson(Value::map(members));
}

} // namespace

QString whyLabel()
{
    //: heading: why a person is asked
    return CardWords::tr("Why");
}
QString saysLabel()
{
    //: heading of a quotation
    return CardWords::tr("Agent says");
}
QString differsLabel()
{
    //: heading: where the evidence says something else than the agent
    return CardWords::tr("Differs");
}

QStringList ApprovalCard::fold() const
{
    QStringList all{lead, does};
    for (const StateWord &chip : chips)
        all << chip.text;
    if (!hidden.text.isEmpty())
        all << hidden.text;
    all << whyLabel() + u' ' + why;
    if (!says.isEmpty())
        all << saysLabel() + u' ' + says;
    if (!differs.isEmpty())
        all << differsLabel() + u' ' + differs;
    all << otherwise;
    return all;
}

int ApprovalCard::foldWords() const
{
    return cost(fold().join(u' '));
}

ApprovalCard approvalCard(const CardSource &source)
{
    const ApprovalView &view = *source.item.view;
    const ApprovalRequest &request = view.request;
    ApprovalCard card;
    card.id = source.item.id();
    //: who asks; what for follows below. %1 an agent's name
    card.lead = CardWords::tr("%1 asks to").arg(words::firstWords(visibleLine(request.action.agent, 60), 3));
    card.chips = consequenceChips(source.item.tool());
    card.hidden = hiddenWord(request);
    card.otherwise = otherwiseWords(request, source.now);
    const QString basis = basisWords(request);
    const QString clause = clauseWords(view);
    const QString contradiction = source.radius ? differsWords(*source.radius, request.proposal) : QString();
    const QString said = visibleLine(QStringView(toText(request.proposal.reasoning).simplified()), longest);

    // What must be there, first; the rest is dealt out: the clause, what differs, and what the agent says in the room that is left.
    int left = ApprovalCard::wordBudget - cost(card.lead) - cost(card.otherwise) - cost(whyLabel()) - cost(basis) - cost(card.hidden.text);
    for (const StateWord &chip : card.chips)
        left -= cost(chip.text);
    const int forDiffering = contradiction.isEmpty() ? 0 : cost(differsLabel()) + std::min(8, cost(contradiction));
    card.does = whatHappens(request.action, source.item.tool(), std::clamp(left - cost(clause) - forDiffering, leastForDoing, mostForDoing));
    left -= cost(card.does);
    const QString why = words::firstWords(clause, std::max(4, left - forDiffering));
    //: why a person is asked: %1 the clause as a sentence, %2 its id and version in brackets
    card.why = basis.isEmpty() ? why : CardWords::tr("%1 %2").arg(why, basis);
    left -= cost(why);
    if (!contradiction.isEmpty()) {
        card.differs = words::firstWords(contradiction, std::max(4, left - cost(differsLabel())));
        left -= cost(differsLabel()) + cost(card.differs);
    }
    const int quotable = left - cost(saysLabel());
    if (!said.isEmpty() && quotable >= 3)
        card.says = QStringLiteral("“%1”").arg(words::firstWords(said, quotable));

    card.details = approvalDetails(source);
    card.cannotApprove = whyNotApprovable(source);
    card.canonical = canonicalOf(card, view);
    card.digest = sha256(card.canonical);
    return card;
}

} // namespace mandate
