// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bundle/bundle_report.h"

#include "models/bag/bag_error.h"
#include "models/base/json_reader.h"
#include "models/bundle/bundle_files.h"
#include "models/bundle/bundle_lines.h"
#include "models/bundle/case_zone.h"
#include "models/bundle/context_entries.h"
#include "models/bundle/record_table.h"
#include "models/cases/case_life.h"

#include <algorithm>
#include <array>
#include <map>

namespace mandate::bundle {

namespace {

constexpr std::size_t excerptOctets = 600;

/// The beginning of a text, cut between code points, and where the rest is.
std::string excerpt(const std::string &text)
{
    if (text.size() <= excerptOctets)
        return text;
    std::size_t end = excerptOctets;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end) + " … [" + std::to_string(text.size() - end) + " more bytes in records/entries.jsonl]";
}

std::string timeOf(const std::string &text, const std::string &zone)
{
    const auto instant = parseInstant(text);
    if (!instant)
        return text.empty() ? "no time" : text;
    // A space for the T, as RFC 3339 allows: a line can end there.
    const auto spaced = [](std::string time) {
        std::ranges::replace(time, 'T', ' ');
        return time;
    };
    const std::string there = inZone(*instant, zone);
    return spaced(text) + (instant->zoneKnown ? "" : " (zone not said)") + (there.empty() ? "" : "\n" + spaced(there) + ' ' + zone);
}

std::string timeOf(const Instant &instant, const std::string &zone)
{
    return timeOf(formatInstant(instant), zone);
}

/// What a record is, in a cell.
std::string didOf(const Value &entry)
{
    const std::string kind = textAt(entry, {"kind"});
    if (kind != "action" && kind != "decision") {
        const std::string role = textAt(entry, {"action", "role"});
        const std::string said = textAt(entry, {"action", "said"});
        return kind + (role.empty() ? "" : " by " + role) + (said.empty() ? "" : ":\n" + excerpt(said));
    }
    std::string arguments = textAt(entry, {"action", "arguments"});
    if (arguments.empty())
        arguments = textAt(entry, {"action", "arguments_text"});
    return textAt(entry, {"action", "tool"}) + (arguments.empty() ? "" : "\n" + excerpt(arguments));
}

std::string outcomeOf(const Value &entry)
{
    const std::string kind = textAt(entry, {"kind"});
    if (kind != "action" && kind != "decision")
        return "–";
    const std::string error = textAt(entry, {"result", "error"});
    const std::string text = textAt(entry, {"result", "text"});
    const std::string outcome = textAt(entry, {"result", "outcome"});
    return (outcome == "unknown" ? "outcome unknown" : outcome) + (error.empty() ? "" : "\nerror: " + excerpt(error)) + (text.empty() ? "" : "\n" + excerpt(text));
}

class Telling
{
public:
    Telling(const ReportSubject &subject, Report &report, const std::stop_token &stop) : m_subject(subject), m_report(report), m_stop(stop), m_zone(subject.order.zone) {}

    Result<void> tell()
    {
        m_report.heading(1, headOf(m_subject).title);
        m_report.paragraph("This report is an overview of the evidence in this bundle, made by a program from the files beside it. It accuses nobody: a verdict says what a pact "
                           "says of a recorded action, and a record says what its source recorded. VERIFY.md says how to check every file without that program.");
        summary();
        incident();
        if (auto told = caseWork(); !told)
            return told;
        completeness();
        if (auto told = records(); !told)
            return told;
        pacts();
        if (auto told = decisions(); !told)
            return told;
        return custody();
    }

private:
    void summary()
    {
        const ExportStatement &begun = m_subject.begun.statement;
        const ExportPlan &plan = m_subject.plan;
        m_report.heading(2, "What this is");
        std::vector<std::pair<std::string, std::string>> facts{
            {"Asked for", selectionWords(m_subject.order.selection)},
            {"Records", std::to_string(plan.entries.size()) + ", of them " + std::to_string(plan.actions) + " actions"},
            {"First and last", plan.first ? timeOf(*plan.first, m_zone) + "\n" + timeOf(*plan.last, m_zone) : std::string("no record has a time")},
            {"Times are in", m_zone.empty() ? std::string("UTC") : "UTC and " + m_zone},
            {"Purpose", begun.purpose.empty() ? std::string("not said") : begun.purpose},
            {"Exported by", begun.byName.empty() ? begun.by : begun.byName + " (" + begun.by + ')'},
            {"Exported at", timeOf(begun.at, m_zone)},
            {"Digest of the selection", "sha256 " + plan.digest.hex()},
            {"Ledger", m_subject.origin},
            {"Entries in the ledger", std::to_string(m_subject.begun.size)},
            {"Root of the ledger", m_subject.begun.root.hex()},
            {"Signed by", m_subject.key + "\nCompare this key with one that you have by another way: a key proves nothing by lying beside what it signs."},
        };
        if (!begun.matter.empty())
            facts.insert(facts.begin(), {"Matter", begun.matter});
        if (m_subject.order.profile) {
            std::string hidden = m_subject.order.profile->title + ": " + std::to_string(plan.hiddenValues()) + " values hidden, their salted digests kept";
            for (const auto &[name, count] : plan.hidden)
                hidden += "\n" + name + ": " + std::to_string(count);
            facts.emplace_back("Redaction", hidden);
        } else {
            facts.emplace_back("Redaction", "nothing is hidden");
        }
        m_report.facts(facts);
    }

    void incident()
    {
        if (!m_subject.incident)
            return;
        const Incident &incident = *m_subject.incident;
        m_report.heading(2, "Incident " + incident.id);
        std::string tools;
        std::string entries;
        for (const IncidentAction &action : incident.actions) {
            if (tools.find(action.tool) == std::string::npos)
                tools += (tools.empty() ? "" : ", ") + action.tool;
            entries += (entries.empty() ? "" : ", ") + std::to_string(action.entry);
        }
        m_report.facts({
            {"What it did", std::to_string(incident.attempted) + (incident.attempted == 1 ? " action (" : " actions (") + excerpt(tools) + "), of them " + std::to_string(incident.executed) +
                                " not known to have failed. Records: " + excerpt(entries)},
            {"In what context", "Agent " + incident.agent + (incident.deployment.empty() ? "" : " in " + incident.deployment) + ", session " + incident.session +
                                    ". What was said and done before and after is among the records below."},
            {"On what basis", incident.pactId.empty() ? "Built-in rule " + incident.clause.id + ": " + incident.clause.readsAs
                                                      : "Pact " + incident.pactId + '@' + incident.pactVersion + ", clause " + incident.clause.id + ": " + incident.clause.readsAs},
            {"Who is accountable", incident.owner.empty() ? std::string("nobody is named by the pact") : incident.owner},
            {"Opened", timeOf(incident.opened, m_zone) + "\nby " + incident.openedBy},
        });
    }

    /// What people said caused the incidents of these records, and did about them: signed steps of the ledger's entries, by the rules of the workspace.
    Result<void> caseWork()
    {
        PeopleRegister people(m_subject.publicKey);
        std::map<std::string, CaseLife> lives;
        std::vector<std::array<std::string, 5>> claims, steps;
        auto told = eachLedgerEntry([&](const IndexLine &line, const std::string &body) {
            if (line.type == EntryType::Person)
                people.add(line.entry, body);
            if (line.type != EntryType::Case)
                return;
            auto step = readCaseEntry(body, people.keyring());
            if (!step) {
                steps.push_back({std::to_string(line.entry), "–", "–", "counts for nothing", excerpt(step.error().happened)});
                return;
            }
            step->entry = line.entry;
            CaseLife &life = lives.try_emplace(step->incident, step->incident).first->second;
            const bool opens = step->step == CaseStep::Open;
            life.add(std::move(step).value(), body, people, !opens);
            const CaseLife::Event &event = life.history().back();
            steps.push_back({std::to_string(line.entry), timeOf(event.statement.at, m_zone), event.statement.by, event.statement.incident + "\n" + wordsOf(event.statement),
                             event.voidBecause.empty() ? excerpt(event.statement.text) : "counts for nothing: " + event.voidBecause});
        });
        for (const auto &[incident, life] : lives) {
            for (const CaseLife::Claim &claim : life.claims()) {
                const CauseClaim &said = life.claimIn(claim);
                std::string cause(nameOf(said.cause));
                for (const Cause also : said.contributing)
                    cause += "\nalso " + std::string(nameOf(also));
                std::string rests;
                for (const Pin &pin : said.pins)
                    rests += (rests.empty() ? "records " : ", ") + std::to_string(pin.entry);
                for (const std::string &missing : said.missing)
                    rests += (rests.empty() ? "missing: " : "\nmissing: ") + excerpt(missing);
                claims.push_back({incident, cause, said.party + ", by " + life.history()[claim.step].statement.by + "\n" + std::string(nameOf(said.grade)) + (claim.withdrawn ? "\nwithdrawn" : ""),
                                  rests, excerpt(said.explanation)});
            }
        }
        if (!told || steps.empty())
            return told;
        m_report.heading(2, "What people did about the incidents");
        if (claims.empty()) {
            m_report.paragraph("Nobody has said what caused them.");
        } else {
            m_report.beginTable("What they said caused them; claims, not findings", {{"Incident", 4}, {"Cause", 5}, {"For whom", 6}, {"Rests on", 6}, {"Explanation", 9}});
            for (const auto &claim : claims)
                m_report.row({claim.begin(), claim.end()});
            m_report.endTable();
        }
        m_report.beginTable("Every signed step, in order; privileged notes are not among them", {{"Entry", 3}, {"When", 6}, {"Who", 6}, {"Step", 8}, {"Words", 8}});
        for (const auto &step : steps)
            m_report.row({step.begin(), step.end()});
        m_report.endTable();
        return {};
    }

    static std::string wordsOf(const CaseStatement &step)
    {
        std::string what(nameOf(step.step));
        const auto add = [&](std::string_view name, const std::string &said) {
            if (!said.empty())
                what += "\n" + std::string(name) + ": " + said;
        };
        add("to", step.to ? std::string(nameOf(*step.to)) : std::string());
        add("severity", step.severity ? std::string(nameOf(*step.severity)) : std::string());
        add("person", step.person);
        add("due", step.due ? formatInstant(*step.due) : std::string());
        add("other", step.other);
        add("duty", step.duty);
        add("category", step.category);
        add("happened", step.happened ? formatInstant(*step.happened) : std::string());
        add("reference", step.reference);
        return what;
    }

    void completeness()
    {
        const ExportPlan &plan = m_subject.plan;
        const auto of = [&](std::size_t bit) { return std::to_string(plan.has[bit]) + " of " + std::to_string(plan.actions); };
        m_report.heading(2, "How complete the evidence is");
        m_report.facts({{"Actions with input", of(0)},
                        {"Actions with a basis claimed by their source", of(2)},
                        {"Actions with a result", of(3)},
                        {"Actions with a time", of(4)},
                        {"Actions with reasoning", of(5)},
                        {"Actions signed by their source", of(6) + (plan.has[6] == 0 ? "\nThe source signed nothing: what it wrote was taken as it came." : "")}});
    }

    Result<void> records()
    {
        m_report.heading(2, "Records");
        m_report.beginTable(std::to_string(m_subject.plan.entries.size()) + " records in order of the ledger",
                            {{"Entry", 3}, {"Time", 5}, {"Agent and session", 6}, {"Did", 13}, {"Outcome", 13}, {"Verdict", 5}});
        LineReader entries(m_subject.folder + '/' + files::entries);
        LineReader selection(m_subject.folder + '/' + files::selection);
        std::string body;
        std::string text;
        JsonReader reader;
        while (selection.next(text) && entries.next(body)) {
            if (m_stop.stop_requested())
                return bagStopped();
            const auto line = selectionLineOf(text);
            Arena arena;
            const auto read = reader.read(body, arena);
            if (!read)
                return read.error();
            if (!line)
                continue;
            const Value *document = read->find("document");
            const Value &entry = document ? *document : *read;
            const bool judged = line->verdict != Verdict::NotJudged;
            m_report.row({std::to_string(line->entry), timeOf(textAt(entry, {"when", "occurred"}), m_zone),
                          textAt(entry, {"who", "agent"}) + "\n" + textAt(entry, {"who", "session"}), didOf(entry), outcomeOf(entry),
                          judged ? std::string(nameOf(line->verdict)) + (line->clause.empty() ? "" : "\nclause " + line->clause) : std::string("–")});
        }
        m_report.endTable();
        return {};
    }

    void pacts()
    {
        m_report.heading(2, "Pacts that were in force");
        if (m_subject.plan.pacts.empty()) {
            m_report.paragraph("No pact was ever in force for these agents.");
            return;
        }
        m_report.beginTable("Versions, oldest first. Their words are in pacts/.", {{"Version", 4}, {"Title", 5}, {"In force", 6}, {"Agreed by", 5}, {"SHA-256", 6}});
        for (const PactVersion &pact : m_subject.plan.pacts) {
            std::string agreed = pact.adopted ? "adopted without review by " + pact.addedBy : std::string();
            for (const PactApproval &approval : pact.approvals)
                agreed += (agreed.empty() ? "" : "\n") + approval.person + (approval.role.empty() ? "" : " as " + approval.role);
            m_report.row({pact.document.id + '@' + pact.document.version, pact.document.title,
                          "from " + (pact.effectiveFrom ? timeOf(*pact.effectiveFrom, {}) : std::string("its beginning")) +
                              (pact.effectiveUntil ? "\nuntil " + timeOf(*pact.effectiveUntil, {}) : std::string()),
                          agreed, pact.digest.hex()});
        }
        m_report.endTable();
    }

    /// Calls `visit` with each entry of the ledger that is in the bundle.
    template<typename Visit>
    Result<void> eachLedgerEntry(const Visit &visit)
    {
        LineReader bodies(m_subject.folder + '/' + files::ledgerEntries);
        LineReader index(m_subject.folder + '/' + files::ledgerIndex);
        std::string body;
        std::string text;
        while (index.next(text) && bodies.next(body)) {
            if (m_stop.stop_requested())
                return bagStopped();
            if (const auto line = indexLineOf(text))
                visit(*line, body);
        }
        return {};
    }

    Result<void> decisions()
    {
        m_report.heading(2, "Decisions and statements about these agents");
        m_report.beginTable("What people and rules signed, in order", {{"Entry", 3}, {"When", 6}, {"Who", 6}, {"What", 8}, {"Why", 8}});
        bool any = false;
        JsonReader reader;
        auto told = eachLedgerEntry([&](const IndexLine &line, const std::string &body) {
            if (line.type != EntryType::Statement && line.type != EntryType::Request && line.type != EntryType::Person && line.type != EntryType::Note)
                return;
            Arena arena;
            const auto payload = reader.read(signedPayload(body), arena);
            if (!payload || textAt(*payload, {"selection_digest"}).size() > 0) // an export: custody
                return;
            const auto at = [&](std::string_view name) { return textAt(*payload, {name}); };
            std::string who = at("decided_by").empty() ? at("by") : at("decided_by");
            std::string when = at("decided_at").empty() ? at("at") : at("decided_at");
            std::string what;
            if (line.type == EntryType::Request)
                what = "request " + at("request") + ": " + at("step");
            else if (line.type == EntryType::Person)
                what = "person " + at("person") + ": " + at("step");
            else if (line.type == EntryType::Note)
                what = at("note") + " of " + at("agent") + ": " + at("subject") + " " + at("result");
            else if (!at("step").empty())
                what = "pact " + at("pact") + '@' + at("version") + ": " + at("step");
            else
                what = "agent " + at("agent") + ": from " + at("from") + " to " + at("to");
            const std::string reason = at("reason");
            m_report.row({std::to_string(line.entry), timeOf(when, m_zone), who, what, reason + (reason.empty() || at("note").empty() ? "" : ": ") + (line.type == EntryType::Note ? "" : excerpt(at("note")))});
            any = true;
        });
        m_report.endTable();
        if (!any)
            m_report.paragraph("Nobody signed anything about these agents, or it is withheld.");
        return told;
    }

    Result<void> custody()
    {
        m_report.heading(2, "Custody");
        m_report.beginTable("Who handed these records out", {{"Entry", 3}, {"When", 6}, {"Who", 6}, {"Step", 4}, {"Records", 4}, {"Why", 8}});
        JsonReader reader;
        auto told = eachLedgerEntry([&](const IndexLine &line, const std::string &body) {
            if (line.type != EntryType::Note)
                return;
            Arena arena;
            const auto payload = reader.read(signedPayload(body), arena);
            if (!payload || textAt(*payload, {"selection_digest"}).empty())
                return;
            const auto at = [&](std::string_view name) { return textAt(*payload, {name}); };
            m_report.row({std::to_string(line.entry), timeOf(at("at"), m_zone), at("by"), at("step"), at("records"), excerpt(at("purpose"))});
        });
        m_report.endTable();
        m_report.paragraph("The last row is this export; that it was sealed or abandoned is an entry made after its files, and so is not among them. Who read the records in the "
                           "workspace without exporting them is not recorded. When each record was received, and from which file, is in records/records.csv.");
        return told;
    }

    const ReportSubject &m_subject;
    Report &m_report;
    const std::stop_token &m_stop;
    const std::string &m_zone;
};

} // namespace

PdfReportHead headOf(const ReportSubject &subject)
{
    const std::string what = subject.order.selection.incident.empty() ? std::string("Evidence") : subject.order.selection.incident;
    PdfReportHead head;
    head.title = "Evidence bundle: " + (subject.order.selection.incident.empty() ? selectionWords(subject.order.selection) : subject.order.selection.incident);
    head.footer.subject = what + (subject.order.matter.empty() ? "" : " · matter " + subject.order.matter);
    head.footer.digest = "selection sha256 " + subject.plan.digest.hex();
    head.footer.zone = subject.order.zone.empty() ? "times in UTC" : "times in UTC and " + subject.order.zone;
    head.footer.by = "exported by " + subject.begun.statement.by;
    return head;
}

Result<void> tellReport(const ReportSubject &subject, Report &report, const std::stop_token &stop)
{
    return Telling(subject, report, stop).tell();
}

} // namespace mandate::bundle
