// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/approval_details.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/items/approval_verification.h"
#include "models/items/text_safety.h"

#include <QLocale>

namespace mandate {
namespace {

struct DetailWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::ApprovalDetails)
};

constexpr qsizetype mostArguments = 6000; // characters; beyond it the card is not complete and nobody can approve
constexpr qsizetype mostQuoted = 4000;

QString quoted(const std::string &text)
{
    QString shown = visibleText(QStringView(toText(std::string_view(text).substr(0, mostQuoted * 4))));
    if (shown.size() > mostQuoted)
        shown = shown.left(mostQuoted) + QChar(0x2026);
    return shown;
}

/// JSON with a space after each comma and colon between values, so that a narrow card can break it. Texts stay exact.
void appendSpaced(std::string &out, const Value &value)
{
    if (value.isMap()) {
        out += '{';
        for (const Member &member : value.members()) {
            if (out.back() != '{')
                out += ", ";
            appendCanonicalString(out, member.key.text());
            out += ": ";
            appendSpaced(out, member.value);
        }
        out += '}';
    } else if (value.isList()) {
        out += '[';
        for (const Value &element : value.items()) {
            if (out.back() != '[')
                out += ", ";
            appendSpaced(out, element);
        }
        out += ']';
    } else {
        appendCanonical(out, value);
    }
}

int hiddenIn(const std::string &text)
{
    const QString raw = toText(text);
    const QLatin1String mark("U+");
    return static_cast<int>(visibleText(QStringView(raw)).count(QChar(0x27E6) + mark) - raw.count(QChar(0x27E6) + mark));
}

/// "1 thing (by “reservation_id”)", or that it is not known: never zero for unknown.
QString touched(const BlastRadius &radius)
{
    QStringList parts;
    if (radius.objects)
        //: how many things an action names or would touch; %1 below is the argument it was counted by
        parts << DetailWords::tr("%n thing(s)", nullptr, static_cast<int>(*radius.objects)) +
                     (radius.objectsFrom.empty() ? QString() : QStringLiteral(" (%1)").arg(visibleLine(radius.objectsFrom, 60)));
    else
        parts << DetailWords::tr("how many things: not known");
    if (radius.millionths)
        parts << words::money(*radius.millionths, radius.currency);
    return parts.join(QStringLiteral(" · "));
}

QString pastWords(const BlastRadius &radius)
{
    if (radius.similarExecuted + radius.similarRefused == 0)
        return DetailWords::tr("This agent never used this tool before, as far as the trail goes.");
    //: earlier calls of the same tool by the same agent; %1, %2 and %3 are numbers
    return DetailWords::tr("%1 executed, %2 of them broke a clause; %3 refused")
        .arg(words::number(radius.similarExecuted), words::number(radius.similarViolations), words::number(radius.similarRefused));
}

void addAgentsWords(QList<CardLine> &lines, const Proposal &proposal)
{
    const auto add = [&lines](const QString &label, const std::string &text) {
        if (text.empty())
            lines << CardLine{label, DetailWords::tr("The agent did not say."), false, false, {DetailWords::tr("Missing"), Shape::Diamond, Tone::Warning}};
        else
            lines << CardLine{label, quoted(text), true, false, {}};
    };
    add(DetailWords::tr("Agent says: reason"), proposal.reasoning);
    add(DetailWords::tr("Agent says: what changes"), proposal.scope);
    add(DetailWords::tr("Agent says: what it touches"), proposal.blastRadius);
    lines << CardLine{DetailWords::tr("Agent says: undoing"), words::of(proposal.reversible), false, false, {}};
    lines << CardLine{DetailWords::tr("Agent says: confidence"),
                      proposal.confidence ? QLocale().toString(*proposal.confidence, 'f', 2) : DetailWords::tr("not said"), false, false, {}};
    if (!proposal.alternatives.empty())
        lines << CardLine{DetailWords::tr("Agent says: alternatives"), quoted(proposal.alternatives), true, false, {}};
}

void addComputed(QList<CardLine> &lines, const CardSource &source)
{
    const QString label = DetailWords::tr("Computed: what it touches");
    if (!source.radius) {
        lines << CardLine{label, source.radiusTrouble, false, false, {DetailWords::tr("Not computed"), Shape::Triangle, Tone::Warning}};
        return;
    }
    lines << CardLine{label, touched(*source.radius), false, false, {}};
    const std::string &reversible = source.radius->reversible;
    const auto known = reversibilityOf(reversible);
    lines << CardLine{DetailWords::tr("By the pact: undoing"), words::of(known.value_or(Reversibility::Unknown)), false, false, {}};
    lines << CardLine{DetailWords::tr("Similar before"), pastWords(*source.radius), false, false, {}};
    for (const std::string &contradiction : source.radius->contradictions)
        lines << CardLine{differsLabel(), visibleLine(contradiction, 600), false, false, {DetailWords::tr("Differs"), Shape::Triangle, Tone::Critical}};
}

} // namespace

int hiddenCharacters(const ApprovalRequest &request)
{
    const Proposal &p = request.proposal;
    int found = hiddenIn(request.action.parameters) + hiddenIn(request.action.tool) + hiddenIn(request.action.agent);
    for (const std::string *text : {&p.reasoning, &p.scope, &p.blastRadius, &p.alternatives})
        found += hiddenIn(*text);
    // Canonical JSON writes control characters as escapes; they hide nothing there, and nothing of them is drawn.
    return found;
}

ShownArguments shownArguments(const std::string &parameters)
{
    Arena arena;
    JsonReader reader;
    const auto read = reader.read(parameters, arena);
    if (!read || !read->isMap())
        return {DetailWords::tr("The arguments cannot be read."), false};
    QStringList lines;
    qsizetype length = 0;
    for (const Member &member : read->members()) {
        std::string json;
        appendSpaced(json, member.value);
        const QString value = visibleLine(QStringView(toText(json)), mostArguments);
        lines << visibleLine(member.key.text(), 120) + QStringLiteral(": ") + value;
        length += lines.last().size();
        if (length > mostArguments)
            return {lines.join(u'\n').left(mostArguments) + QChar(0x2026), false};
    }
    return {lines.isEmpty() ? DetailWords::tr("no arguments") : lines.join(u'\n'), true};
}

QList<CardLine> approvalDetails(const CardSource &source)
{
    const ApprovalView &view = *source.item.view;
    const ApprovalRequest &request = view.request;
    QList<CardLine> lines;
    //: a tool of an agent: %1 its name
    lines << CardLine{DetailWords::tr("Exactly"), DetailWords::tr("Tool “%1”").arg(visibleLine(request.action.tool, 120)), false, false, {}};
    lines << CardLine{DetailWords::tr("Arguments"), shownArguments(request.action.parameters).text, false, true, {}};
    if (!request.action.onBehalfOf.empty())
        lines << CardLine{DetailWords::tr("On behalf of"), visibleLine(request.action.onBehalfOf, 160), false, false, {}};
    if (view.limitedTo)
        lines << CardLine{DetailWords::tr("Limited to"), shownArguments(view.limitedTo->parameters).text, false, true, {}};
    addComputed(lines, source);
    addAgentsWords(lines, request.proposal);
    lines << verificationLines(view);
    if (!request.clause.empty())
        lines << CardLine{DetailWords::tr("Clause"),
                          //: %1 the clause as a sentence, %2 its id, %3 the pact as id@version
                          DetailWords::tr("%1 Clause %2 of %3.").arg(visibleLine(view.readsAs, 600), visibleLine(request.clause, 60),
                                                                     visibleLine(request.pactId + '@' + request.pactVersion, 120)), false, false, {}};
    lines << CardLine{DetailWords::tr("Accountable"), view.owner.empty() ? DetailWords::tr("Nobody is named.") : visibleLine(view.owner, 120), false, false, {}};
    if (source.item.away)
        //: %1 who is away, %2 a time, %3 who decides in their place
        lines << CardLine{DetailWords::tr("Away"), DetailWords::tr("%1 until %2; %3 decides for them").arg(visibleLine(QStringView(words::person(source.item.away->person)), 80),
                                                                                                       words::time(source.item.away->until), visibleLine(QStringView(words::person(source.item.away->delegate)), 80)),
                          false, false, {}};
    lines << CardLine{DetailWords::tr("Asked"), words::time(request.requestedAt), false, false, {}};
    lines << CardLine{DetailWords::tr("Answer due"), words::time(request.respondBy), false, false, {}};
    lines << CardLine{DetailWords::tr("Expires"), words::time(request.expiresAt), false, false, {}};
    lines << CardLine{DetailWords::tr("Request"), isolated(source.item.id()), false, true, {}};
    lines << CardLine{DetailWords::tr("Action digest"), toText(view.digest.hex()), false, true, {}};
    return lines;
}

QStringList whyNotApprovable(const CardSource &source)
{
    const ApprovalView &view = *source.item.view;
    QStringList reasons;
    QStringList parts;
    // Other systems ask without a proposal: there the binding grade says how little an approval means.
    const bool owesProposal = view.request.grade != BindingGrade::None;
    for (const std::string_view name : owesProposal ? view.request.proposal.missing() : std::vector<std::string_view>())
        parts << words::proposalPart(name);
    if (!parts.isEmpty())
        //: why nobody can approve: %1 a list such as "its reason, how sure it is"
        reasons << DetailWords::tr("The agent did not say: %1.").arg(parts.join(QStringLiteral(", ")));
    if (!shownArguments(view.request.action.parameters).complete)
        reasons << DetailWords::tr("The arguments cannot be shown in full.");
    if (!source.radius)
        reasons << DetailWords::tr("What it would touch could not be computed.");
    return reasons + verificationRefusals(view);
}

} // namespace mandate
