// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/approval_evidence.h"

#include "models/items/approval_verification.h"
#include "models/items/evidence_row.h"
#include "models/items/incident_answers.h"
#include "models/items/record_mask.h"
#include "models/items/text_safety.h"

#include <QUrlQuery>

#include <algorithm>

namespace mandate {
namespace {

struct PartWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::ApprovalEvidence)
};

constexpr std::size_t lookupsListed = 5;
constexpr qsizetype quoteLimit = 900; // characters; the rest is in Evidence

QUrl clauseLink(const ApprovalRequest &request)
{
    QUrl link(QStringLiteral("mandate://pacts"));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("pact"), QString::fromUtf8(QUrl::toPercentEncoding(toText(request.pactId + '@' + request.pactVersion))));
    query.addQueryItem(QStringLiteral("clause"), QString::fromUtf8(QUrl::toPercentEncoding(toText(request.clause))));
    link.setQuery(query);
    return link;
}

BesidePart quotePart(const QString &heading, const std::string &text, const QString &missing)
{
    BesidePart part{heading, {}, missing, true, {}, {}};
    if (!text.empty())
        part.lines << visibleLine(text, quoteLimit);
    return part;
}

/// The newest calls of the session that the trail holds.
Result<BesidePart> lookups(const Workspace &workspace, const ApprovalItem &item, std::stop_token stop)
{
    BesidePart part;
    part.heading = PartWords::tr("Earlier in this session");
    part.missing = PartWords::tr("The trail holds no earlier call of this session.");
    const ApprovalRequest &request = item.view->request;
    if (request.session.empty())
        return part;
    RowFilter filter;
    filter.agents = {request.action.agent};
    filter.sessions = {request.session};
    filter.kinds = {RecordKind::Action};
    auto entries = workspace.store().select(filter, RowOrder::ArrivalDescending, stop);
    if (!entries)
        return entries.error();
    std::erase_if(*entries, [&](EntryNumber entry) { return entry >= item.view->entry; }); // before it was asked
    const std::size_t all = entries->size();
    if (entries->size() > lookupsListed)
        entries->resize(lookupsListed);
    const auto mask = RecordMask::of(workspace);
    if (!mask)
        return mask.error();
    const auto rows = readEvidenceRows(workspace.store(), *entries, *mask);
    if (!rows)
        return rows.error();
    for (const EvidenceRow &row : *rows)
        part.lines << PartWords::tr("%1 · %2").arg(visibleLine(row.did, 140), words::of(row.outcome).text);
    if (all > lookupsListed)
        part.lines << PartWords::tr("and %n earlier call(s)", nullptr, static_cast<int>(all - lookupsListed));
    if (!rows->empty()) {
        part.link = evidenceLink(item.agent(), toText(request.session), rows->front().entry);
        part.linkText = PartWords::tr("Show the newest");
    }
    return part;
}

BesidePart clausePart(const ApprovalItem &item)
{
    const ApprovalView &view = *item.view;
    BesidePart part;
    part.heading = PartWords::tr("Clause");
    part.missing = PartWords::tr("The system that asked names no clause of a pact.");
    if (view.request.clause.empty())
        return part;
    part.lines << visibleLine(view.readsAs, 600)
               //: %1 a clause's id, %2 a pact as id@version
               << PartWords::tr("Clause %1 of %2").arg(visibleLine(view.request.clause, 60), visibleLine(view.request.pactId + '@' + view.request.pactVersion, 120));
    part.link = clauseLink(view.request);
    part.linkText = PartWords::tr("Show the clause");
    return part;
}

BesidePart similarPart(const std::optional<BlastRadius> &radius, const QString &trouble)
{
    BesidePart part;
    part.heading = PartWords::tr("Similar actions before");
    part.missing = trouble.isEmpty() ? PartWords::tr("This agent never used this tool before, as far as the trail goes.") : trouble;
    if (radius && radius->similarExecuted + radius->similarRefused > 0)
        //: earlier calls of this tool by this agent; three numbers
        part.lines << PartWords::tr("%1 executed, %2 of them broke a clause; %3 refused")
                          .arg(words::number(radius->similarExecuted), words::number(radius->similarViolations), words::number(radius->similarRefused));
    return part;
}

BesidePart evaluationPart(const ApprovalItem &item)
{
    const ApprovalView &view = *item.view;
    BesidePart part;
    part.heading = PartWords::tr("How it was evaluated");
    part.missing = PartWords::tr("Another system asked; Mandate did not judge this action.");
    if (view.request.pactId.empty())
        return part;
    part.lines << PartWords::tr("Judged before it ran: %1").arg(words::of(Verdict::NeedsApproval).text)
               //: %1 a digest, %2 a number of a ledger entry
               << PartWords::tr("Pact digest %1, filed as entry %2").arg(words::shortDigest(toText(view.request.pactDigest.hex())), words::number(view.entry));
    if (view.request.needsVerifier || view.verified) {
        for (const CardLine &line : verificationLines(view))
            //: %1 a heading such as "Verifier", %2 a state, %3 a sentence or nothing
            part.lines << PartWords::tr("%1: %2. %3").arg(line.label, line.state.text, line.text).trimmed();
    }
    return part;
}

/// The core refuses the same; here it is said before somebody tries. Open workspaces let every account decide.
QString whyNotBy(const Workspace &workspace, const ApprovalItem &item)
{
    const PeopleRegister people = workspace.people();
    const std::string me = workspace.person().id;
    if (people.isOpen())
        return {};
    if (const auto refusal = people.actingRefusal(me))
        return QString::fromStdString(refusal->happened);
    const std::string &agent = item.view->request.action.agent;
    const Instant now = workspace.now();
    if (mayDecide(people, me, agent) || decidesInPlaceOf(people, me, agent, now))
        return {};
    //: %1 names of persons, or "nobody"
    return PartWords::tr("You do not decide about this agent. Those who can: %1.").arg(visibleLine(whoMayDecide(people, agent, now), 200));
}

} // namespace

int OpenedApproval::partsPresent() const
{
    return static_cast<int>(std::count_if(parts.begin(), parts.end(), [](const BesidePart &part) { return !part.lines.isEmpty(); }));
}

Result<OpenedApproval> openApproval(const Workspace &workspace, const ApprovalItem &item, std::stop_token stop)
{
    OpenedApproval opened{item, {}, {}, {}, {}};
    opened.whyNotMe = whyNotBy(workspace, item);
    auto view = workspace.approval(item.view->id);
    if (!view)
        return view.error();
    opened.item.view = std::make_shared<const ApprovalView>(std::move(view).value());
    const ApprovalRequest &request = opened.item.view->request;
    auto radius = workspace.blastRadius(request);
    if (radius)
        opened.radius = std::move(radius).value();
    else
        opened.radiusTrouble = QString::fromStdString(radius.error().happened);
    auto before = lookups(workspace, opened.item, stop);
    if (!before)
        return before.error();
    opened.parts = {quotePart(PartWords::tr("Customer wrote"), request.input, PartWords::tr("No customer message came with the request.")),
                    std::move(before).value(),
                    quotePart(PartWords::tr("Agent's stated reason"), request.proposal.reasoning, PartWords::tr("The agent gave no reason.")),
                    clausePart(opened.item),
                    similarPart(opened.radius, opened.radiusTrouble),
                    evaluationPart(opened.item)};
    return opened;
}

QUrl sessionLink(const ApprovalItem &item)
{
    return evidenceLink(item.agent(), toText(item.view->request.session), std::nullopt);
}

} // namespace mandate
