// SPDX-License-Identifier: GPL-3.0-or-later
// A record in plain words: the sentence, the quotes, the verdict. The tree of fields is record_fields.cpp.
#include "models/items/record_detail.h"

#include "models/base/json_reader.h"
#include "models/evidence/record_json.h"
#include "models/items/evidence_row.h"
#include "models/items/record_fields.h"
#include "models/items/record_mask.h"
#include "models/items/seal_words.h"
#include "models/items/text_safety.h"
#include "models/workspace/workspace.h"

#include <algorithm>

namespace mandate {

namespace {

struct Sentences
{
    Q_DECLARE_TR_FUNCTIONS(mandate::RecordDetail)
};

QString line(std::string_view utf8, qsizetype limit = 120)
{
    return visibleLine(utf8, limit);
}

void quote(QList<QuotedText> &quotes, const QString &label, std::string_view utf8)
{
    if (utf8.empty())
        return;
    // Only what is shown is decoded with care; a megabyte is counted, not laid out.
    const QString whole = toText(utf8);
    QuotedText quoted{label, visibleText(QStringView(whole).left(quoteLimit)), 0};
    if (whole.size() > quoteLimit)
        quoted.cutOff = static_cast<quint64>(whole.size() - quoteLimit);
    quotes.append(quoted);
}

QString agentName(const Record &record)
{
    return record.agent.empty() ? Sentences::tr("an agent that is not named") : line(record.agent);
}

QString outcomeSentence(const Record &record)
{
    switch (record.outcome) {
    case Outcome::Executed: return Sentences::tr("It was executed.");
    case Outcome::Refused: return Sentences::tr("It was refused and did not run.");
    case Outcome::Failed: return Sentences::tr("It was attempted and failed.");
    case Outcome::Unknown: return Sentences::tr("We do not know whether it ran.");
    }
    return {};
}

QString actionSentence(const Record &record)
{
    const QString tool = line(record.tool);
    const QString arguments = quotedArguments(record, 400);
    if (!record.occurred && arguments.isEmpty())
        return Sentences::tr("At a time nobody recorded, %1 asked the tool “%2”, giving it nothing.").arg(agentName(record), tool);
    if (!record.occurred)
        return Sentences::tr("At a time nobody recorded, %1 asked the tool “%2” with %3.").arg(agentName(record), tool, arguments);
    if (arguments.isEmpty())
        return Sentences::tr("At %1, %2 asked the tool “%3”, giving it nothing.").arg(words::time(record.occurred), agentName(record), tool);
    return Sentences::tr("At %1, %2 asked the tool “%3” with %4.").arg(words::time(record.occurred), agentName(record), tool, arguments);
}

QString messageSentence(const Record &record)
{
    const QString when = record.occurred ? words::time(record.occurred) : Sentences::tr("a time nobody recorded");
    switch (record.role) {
    case Role::User: return Sentences::tr("At %1, the customer or user wrote to %2.").arg(when, agentName(record));
    case Role::Agent: return Sentences::tr("At %1, %2 wrote.").arg(when, agentName(record));
    case Role::System: return Sentences::tr("At %1, the system told %2 what to do.").arg(when, agentName(record));
    case Role::Tool: return Sentences::tr("At %1, a tool answered %2.").arg(when, agentName(record));
    case Role::None: break;
    }
    return Sentences::tr("At %1, somebody wrote to %2; the source does not say who.").arg(when, agentName(record));
}

/// %1 time, %2 agent, %3 tool: what the gateway answered before the action.
QString decisionSentence(const Record &record)
{
    const QString when = words::time(record.occurred);
    if (record.outcome == Outcome::Refused)
        return Sentences::tr("At %1, %2 asked to call %3 and was refused before it ran.").arg(when, agentName(record), line(record.tool));
    return Sentences::tr("At %1, %2 asked to call %3 and was let through; whether it ran is another record.").arg(when, agentName(record), line(record.tool));
}

QString sentenceOf(const Record &record)
{
    switch (record.kind) {
    case RecordKind::Action:
        //: two whole sentences: what was asked, then what became of it
        return Sentences::tr("%1 %2").arg(actionSentence(record), outcomeSentence(record));
    case RecordKind::Message: return messageSentence(record);
    case RecordKind::Session:
        return Sentences::tr("This is one run of %1 as a whole, with the source's own labels of how it ended.").arg(agentName(record));
    case RecordKind::Context: return Sentences::tr("This is what the source says once for all its runs: settings, policy text, tasks.");
    case RecordKind::Event: return Sentences::tr("This is a telemetry event that is no tool call.");
    case RecordKind::Decision: return decisionSentence(record);
    }
    return {};
}

QString titleOf(const Record &record)
{
    if (record.kind == RecordKind::Action || record.kind == RecordKind::Decision || (record.kind == RecordKind::Event && !record.tool.empty()))
        return line(record.tool);
    if (record.kind == RecordKind::Message)
        return Sentences::tr("Message: %1").arg(words::name(record.role));
    return words::name(record.kind);
}

QList<QuotedText> quotesOf(const Record &record)
{
    QList<QuotedText> quotes;
    if (record.kind == RecordKind::Message) {
        quote(quotes,
              record.role == Role::Agent  ? Sentences::tr("Agent says")
              : record.role == Role::User ? Sentences::tr("Customer wrote")
                                          : Sentences::tr("Text"),
              record.said);
    } else {
        if (record.input)
            quote(quotes, Sentences::tr("Customer's last words before it"), *record.input);
        quote(quotes, Sentences::tr("Agent says, beside the call"), record.said);
    }
    quote(quotes, Sentences::tr("Agent's recorded reasoning"), record.reasoning);
    if (record.arguments.isNull())
        quote(quotes, Sentences::tr("Arguments as received"), record.argumentsText);
    if (record.result)
        quote(quotes, Sentences::tr("The tool returned"), *record.result);
    quote(quotes, Sentences::tr("Error the source reports"), record.error);
    return quotes;
}

StateWord answerWord(Explanation::Answer answer)
{
    switch (answer) {
    case Explanation::Answer::Yes: return {Sentences::tr("Holds"), Shape::Disc, Tone::Info};
    case Explanation::Answer::No: return {Sentences::tr("Does not hold"), Shape::None, Tone::Muted};
    case Explanation::Answer::Undecidable: return {Sentences::tr("Cannot be decided"), Shape::Diamond, Tone::Neutral};
    }
    return {};
}

/// The facts without which a verdict stays open, each said once.
QStringList missingFacts(const Explanation &explanation)
{
    QStringList missing;
    for (const auto &considered : explanation.considered) {
        if (considered.answer != Explanation::Answer::Undecidable)
            continue;
        const QString said =
            considered.missing.empty()
                ? Sentences::tr("Clause %1 has no answer, and the reason is not one missing fact.").arg(line(considered.clause.id))
                : Sentences::tr("Clause %1 needs “%2”, which was not recorded.").arg(line(considered.clause.id), line(considered.missing));
        if (!missing.contains(said))
            missing.append(said);
    }
    return missing;
}

QString clauseNote(const Clause &clause)
{
    //: kind of a clause and how severe breaking it is
    const QString note = Sentences::tr("%1 · %2").arg(words::name(clause.kind), words::of(clause.severity).text);
    return clause.heuristic ? Sentences::tr("%1. Judged from words, so it can be wrong.").arg(note) : note;
}

void addVerdict(RecordDetail &out, const EvidenceDetail &detail)
{
    out.verdict = words::of(detail.row.verdict);
    out.meaning = words::meaning(detail.row.verdict);
    out.clause = toText(detail.row.clause);
    if (!detail.explanation)
        return;
    const Explanation &why = *detail.explanation;
    out.judged = true;
    out.verdict = words::of(why.verdict);
    out.meaning = words::meaning(why.verdict);
    out.clause = toText(why.decidingClause);
    out.pactTitle = line(why.pactTitle, 200);
    out.pactKey = toText(why.pactId) + u'@' + toText(why.pactVersion);
    out.pactDigest = QString::fromStdString(why.pactDigest.hex());
    out.owner = line(why.owner, 200);
    if (!detail.asStored)
        out.missing = missingFacts(why);
    for (const auto &considered : why.considered) {
        const bool deciding = considered.clause.id == why.decidingClause;
        if (deciding) {
            out.clauseSentence = line(considered.clause.readsAs, 1000);
            out.clauseNote = clauseNote(considered.clause);
        }
        out.considered.append(
            {line(considered.clause.id), line(considered.clause.readsAs, 1000), answerWord(considered.answer), line(considered.missing), deciding});
    }
    if (detail.asStored)
        out.meaning += u' ' + Sentences::tr("So it was judged when this bundle was exported; nothing was judged again here.");
    for (const auto &fact : why.facts)
        out.facts.append({line(fact.name, 200), line(fact.value, 2000)});
}

/// Who let its text go, when and why.
QString erasureOf(const EvidenceDetail &detail)
{
    if (!detail.tombstone)
        return Sentences::tr("Its text was erased, and nobody who might signed for that.");
    const Tombstone &tombstone = detail.tombstone->tombstone;
    QStringList pacts;
    for (const Tombstone::Pact &pact : tombstone.pacts)
        pacts += line(pact.version, 200);
    return Sentences::tr("Its text was erased on %1 by %2 under %3: %4. What remains is shown.")
        .arg(words::time(tombstone.signer.at), line(tombstone.signer.byName.empty() ? tombstone.signer.by : tombstone.signer.byName, 200), pacts.join(QStringLiteral(", ")), line(tombstone.reason, 1000));
}

QString originOf(const Record &record)
{
    const QString source = line(record.source, 300);
    if (record.line > 0)
        return Sentences::tr("From “%1”, line %2, byte %3.").arg(source, words::number(record.line), words::number(record.offset));
    return Sentences::tr("From “%1”, byte %2.").arg(source, words::number(record.offset));
}

RecordDetail describe(const EvidenceDetail &detail)
{
    const Record &record = detail.record;
    RecordDetail out;
    out.entry = detail.row.number;
    out.kind = record.kind;
    out.agent = toText(record.agent);
    out.deployment = toText(record.deployment);
    out.session = toText(record.session);
    out.leaf = QString::fromStdString(detail.leaf.hex());
    out.itemDigest = QString::fromStdString(detail.itemDigest.hex());
    out.body = visibleText(QStringView(toText(std::string_view(detail.body).substr(0, 65536))));
    out.bytes = QByteArray(detail.itemBytes.data(), static_cast<qsizetype>(detail.itemBytes.size()));
    out.spanBegin = std::min<qsizetype>(detail.spanBegin, out.bytes.size());
    out.spanLength = std::min<qsizetype>(detail.spanLength, out.bytes.size() - out.spanBegin);
    if (detail.row.type != EntryType::Record) {
        out.title = words::name(detail.row.type);
        out.sentence = Sentences::tr("This entry of the ledger is no record of what an agent did.");
        return out;
    }
    out.title = titleOf(record);
    out.sentence = detail.row.erased ? erasureOf(detail) + u' ' + sentenceOf(record) : sentenceOf(record);
    if (detail.row.outOfOrder)
        out.clockNote = Sentences::tr("The clock of the source is in doubt: this record is earlier than the one before it. It was received at %1.")
                            .arg(words::time(record.received));
    out.quotes = quotesOf(record);
    out.origin = originOf(record);
    if (record.kind == RecordKind::Action) {
        addVerdict(out, detail);
        const std::uint8_t has = detail.row.erased ? detail.row.completeness : record.completeness(); // what it had
        for (const Has part : owedParts())
            out.parts.append({words::has(part), (has & part) != 0, true});
        out.parts.append({words::has(HasDecisionBasis), (has & HasDecisionBasis) != 0, false});
    }
    out.seal = words::of(detail.seal.state);
    out.sealWhy = detail.seal.why.empty() ? words::name(detail.seal.kind) : visibleLine(detail.seal.why, 1000);
    out.receipt = Sentences::tr("Entry %1 of %2, under a checkpoint signed by %3; verifying the workspace checks it.")
                      .arg(words::number(out.entry), words::number(detail.ledgerSize), line(detail.ledgerKey));
    out.fields = fieldsOf(detail, out);
    return out;
}

/// A fact in which a masked value stands.
bool tellsOf(const std::string &fact, const std::vector<std::string> &hidden)
{
    return std::ranges::any_of(hidden, [&fact](const std::string &value) { return fact.find(value) != std::string::npos; });
}

/// The record as it may be shown, and nothing that shows the rest: neither the bytes, nor facts that hold a masked value.
RecordDetail describeMasked(const EvidenceDetail &detail, const RecordMask &mask, const RecordMask::IsRevealed &isRevealed)
{
    constexpr std::size_t shortest = 3; // of a value that is looked for inside another
    const MaskedRecord masked = mask.mask(detail.body, isRevealed);
    JsonReader reader;
    const auto memory = std::make_shared<Arena>();
    const auto record = readRecord(masked.json, reader, *memory);
    EvidenceDetail shown = detail;
    shown.itemBytes.clear();
    shown.body = masked.json;
    shown.memory = memory;
    if (record)
        shown.record = *record;
    std::vector<std::string> hidden;
    for (const MaskedRecord::Field &field : masked.masked) {
        auto value = fieldOf(detail.body, field.pointer);
        if (!value)
            continue;
        if (value->size() > 1 && value->front() == '"')
            value = value->substr(1, value->size() - 2);
        if (value->size() >= shortest)
            hidden.push_back(std::move(value).value());
    }
    if (shown.explanation) {
        for (auto &fact : shown.explanation->facts) {
            if (tellsOf(fact.value, hidden))
                fact.value = Sentences::tr("••• holds masked text").toStdString();
        }
    }
    RecordDetail out = describe(shown);
    out.isMasked = true;
    for (const MaskedRecord::Field &field : masked.masked)
        out.masked.append({toText(field.pointer), toText(field.fieldClass)});
    return out;
}

} // namespace

int RecordDetail::partsPresent() const
{
    return static_cast<int>(std::count_if(parts.begin(), parts.end(), [](const EvidencePart &part) { return part.owed && part.present; }));
}

int RecordDetail::partsOwed() const
{
    return static_cast<int>(std::count_if(parts.begin(), parts.end(), [](const EvidencePart &part) { return part.owed; }));
}

RecordDetail describeRecord(const EvidenceDetail &detail)
{
    return describe(detail);
}

RecordDetail describeRecord(const EvidenceDetail &detail, const RecordMask &mask, const RecordMask::IsRevealed &isRevealed)
{
    return mask.isOn() && detail.row.type == EntryType::Record ? describeMasked(detail, mask, isRevealed) : describe(detail);
}

} // namespace mandate
