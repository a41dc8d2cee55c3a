// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/help.h"

#include "app/cli/output.h"

#include <algorithm>
#include <sstream>
#include <string_view>
#include <utility>

namespace mandate::cli {

namespace {

constexpr std::size_t width = 100;

/// What an option says; "command option" before "option".
constexpr std::pair<std::string_view, std::string_view> optionWords[] = {
    {"annotate note", "a note; it stays in the ledger under your name"},
    {"annotate star", "put a star on the record"},
    {"annotate tag", "put this tag on the record"},
    {"annotate unstar", "take the star back, by another signed entry"},
    {"annotate untag", "take this tag back, by another signed entry"},
    {"annotate withdraw", "take back your note in this entry of the ledger"},
    {"baseline set agent", "whose behaviour is pinned"},
    {"baseline set deployment", "where it acts; may be left out where there is one only"},
    {"baseline set evaluation", "SHA-256 of the results of the evaluation that it goes with"},
    {"baseline set name", "what the baseline is called: small letters, digits, hyphens and points"},
    {"baseline set reason", "why this is the baseline; it is signed"},
    {"source expect every", "how long it may be silent at most, such as 15m, 1h or 1d; silent for three times as long it opens an incident"},
    {"source expect no-longer", "its silence means nothing any more"},
    {"targets agent", "of this agent only"},
    {"targets at", "as of this date or time; now without it, or the last action of an agent that has none in the window"},
    {"targets metrics", "the names of the metrics that a pact may set targets for; takes no workspace"},
    {"drift across-tasks", "compare as if it were not known which runs are of the same task"},
    {"drift after", "the later runs, as a query (docs/query.md) of agents, deployments, sources and times"},
    {"drift agent", "only runs of this agent, on both sides; with --baseline on the later side"},
    {"drift baseline", "what was pinned under this name is the earlier side"},
    {"drift before", "the earlier runs, as a query"},
    {"drift deployment", "only runs in this deployment, on both sides; with --baseline on the later side"},
    {"drift level", "how often an unchanged agent may be called changed; 0.05 without it"},
    {"drift permutations", "how many; 999 without it"},
    {"drift seed", "of the random numbers: the same seed gives the same answer"},
    {"drift source", "only runs from this source, on both sides; with --baseline on the later side"},
    {"export incident", "all records of this incident's session"},
    {"export out", "where the bundle is written: a folder, or a file ending in .zip or .tar.gz"},
    {"export dry-run", "say what would be exported, and write nothing"},
    {"export matter", "number of the case; it stands on every page"},
    {"export purpose", "why; it stays in the ledger and in the bundle"},
    {"export redact", "hide values by this profile: external-counsel or customer-text"},
    {"export redact-file", "hide values by the profile in this file"},
    {"export tar", "write a tar.gz, whatever the name"},
    {"export zip", "write a ZIP, whatever the name"},
    {"export zone", "times in this zone beside UTC, such as Europe/Madrid"},
    {"outcome html", "the file for the report as HTML, which screen readers read"},
    {"outcome pdf", "the file for the report as PDF"},
    {"outcome since", "from this date or time on; twelve months before the end without it"},
    {"outcome until", "before this date or time; up to now without it"},
    {"report pdf", "the file for the PDF"},
    {"report html", "the file for the HTML, which screen readers read"},
    {"report incident", "all records of this incident's session"},
    {"report matter", "number of the case; it stands on every page"},
    {"report purpose", "why; it stays in the ledger"},
    {"report redact", "hide values by this profile: external-counsel or customer-text"},
    {"report redact-file", "hide values by the profile in this file"},
    {"report zone", "times in this zone beside UTC, such as Europe/Madrid"},
    {"hold place incident", "all records of this incident's session"},
    {"hold place matter", "number or name of the case"},
    {"hold place query", "those that match this query (docs/query.md)"},
    {"masking off", "show everything from now on"},
    {"masking on", "mask what resources/masking says is personal text"},
    {"retention apply count", "how many records that are; it has to match"},
    {"retention plan at", "as of this date or time instead of now"},
    {"show reveal", "the masked value to show, by its JSON Pointer; that it is shown is signed"},
    {"reveal export", "the entry of the export: \"export_entry\" in bundle.json"},
    {"reveal entry", "the entry whose value is revealed"},
    {"reveal pointer", "the value, as the bundle names it under \"redacted\""},
    {"verify checkpoint", "a checkpoint kept elsewhere, to compare the bundle's with"},
    {"verify consistency", "the proof between that checkpoint and the bundle's (\"mandate checkpoint prove\")"},
    {"verify timestamp-trust", "PEM of the time-stamp authority's certificates, got by another way"},
    {"verify key", "the id of the workspace's key, got by another way"},
    {"verify reveal", "a file that \"mandate reveal\" wrote: is it the value that is hidden?"},
    {"import again", "although a file of this name was imported before under another agent's name"},
    {"import agent", "the name of the agent, where the source gives none or another is meant"},
    {"import format", "read the files as this format instead of recognising it"},
    {"import no-text", "build no index for searching text"},
    {"pact new from", "begin with the next version of one in this workspace"},
    {"pact new id", "id of the pact"},
    {"pact new list", "name the templates that come with Mandate"},
    {"pact new restore", "begin with what that older version said"},
    {"pact new template", "begin with this template"},
    {"pact import from", "whose rules the file holds: cedar or agt"},
    {"pact import id", "id of the pact that is made"},
    {"pact import out", "the file for the draft"},
    {"pact export out", "the folder for the files, or the file where there is one only"},
    {"pact check workspace", "hold the pact against the recorded actions of this workspace"},
    {"pact mine agent", "whose executed calls are mined"},
    {"pact mine out", "the file for the draft that is made of the proposals"},
    {"pact activate at", "when it comes into force; at once without it"},
    {"pact activate replay", "the entry of a stored replay that it rests on"},
    {"judge pact", "judge every action by this version instead of the pacts in force"},
    {"suspend reason", "code: scope_violation, wrong_action, data_access, drift, security or other"},
    {"suspend all", "every agent that may act"},
    {"suspend count", "how many agents that are; it has to match"},
    {"resume reason", "code: cause_fixed, false_alarm, risk_accepted or other"},
    {"approve limit", "a JSON object of arguments to approve instead: smaller numbers, shorter lists"},
    {"approve reason", "code: checked, expected or exception"},
    {"deny reason", "code: over_limit, not_proven, wrong_action, wrong_customer, policy or other"},
    {"restrict tool", "the tools it may no longer use; commas between"},
    {"restrict reason", "code: scope_violation, wrong_action, data_access, drift, security or other"},
    {"revoke reason", "code: scope_violation, wrong_action, data_access, drift, security or other"},
    {"authorize from", "from this time on; at once without it"},
    {"authorize until", "until this time; without end without it"},
    {"token agent", "the agents the token speaks for; commas between, * stands for any characters"},
    {"evaluate import agent", "for whom the results count; without it only for the subjects that they name"},
    {"evaluate import suite", "what people call it; the suite that the results name without it"},
    {"evaluate import model", "the version that was evaluated"},
    {"evaluate import ran", "when it ran, where the results do not say so; where nobody says it, no agent is current by them"},
    {"evaluate sessions agent", "whose sessions"},
    {"evaluate sessions suite", "what people call it; the deployment without it"},
    {"evaluate sessions model", "the version that was evaluated; what the records name without it"},
    {"evaluate show allowed-error", "the largest share of wrong answers that may go unreviewed, such as 0.05"},
    {"evaluate grid agent", "whose evaluations; those that name no agent without it"},
    {"evaluate due act", "do what pacts let happen by themselves: restrict or suspend agents whose evaluation is overdue"},
    {"evaluate record suite", "what the agent was evaluated with"},
    {"evaluate record result", "the file with the results; its digest is kept"},
    {"people delegate to", "who decides in your place"},
    {"people delegate until", "until this date or time (UTC); 90 days at most"},
    {"people delegate from", "from this date or time on; at once without it"},
    {"people delegate end", "end what you, or this PERSON, handed over"},
    {"people enrol request", "the file that \"people key W --request\" made for who is enrolled"},
    {"people key request", "write a request for a key, or take the one in this file in place of a lost key"},
    {"people key revoke", "the person whose key no longer counts"},
    {"keys trust name", "what the source calls the key in what it signs; without it the key is tried whatever is named"},
    {"keys trust note", "where the key is from; it is signed"},
    {"keys remove note", "why it is trusted no longer; it is signed"},
    {"seals source", "of this source only"},
    {"seals entry", "of this record, with each of its fields"},
    {"scope set note", "what changed and why; it is signed"},
    {"scope withdraw reason", "why; it is signed"},
    {"scope test agent", "the agent that would act"},
    {"scope test tool", "the tool it would use"},
    {"scope test deployment", "where it would act"},
    {"scope test args", "the arguments, a JSON object; none without it"},
    {"scope test target", "the resource that the tool would act on"},
    {"witness set authority", "URL of a time-stamp authority that speaks RFC 3161 over HTTP"},
    {"witness set by-hand", "an authority to which requests are carried by hand"},
    {"witness set certificates", "PEM of the authority's certificates that are trusted"},
    {"witness set folder", "checkpoints are written to this folder, a file each"},
    {"witness set mailbox", "checkpoints are appended to this file, in the form of mail (mbox)"},
    {"metric-source add kind", "prometheus, openmetrics, csv or otlp"},
    {"metric-source add address", "URL, of Prometheus without /api/v1; of the others also a file"},
    {"metric-source add query", "PromQL; of the others which series: requests_total{job=\"api\"}"},
    {"metric-source add title", "what people call it"},
    {"metric-source add unit", "such as seconds"},
    {"metric-source add step", "seconds between two points"},
    {"metric-source add agent", "the agent it speaks of"},
    {"metric-source add ca-file", "PEM of the certificate authorities to trust instead of the system's"},
    {"metric-source add auth", "basic or bearer; none without it"},
    {"metric-source add user", "of basic"},
    {"metric-source add secret-file", "the file with the password or token; it is kept on this machine and not in the ledger"},
    {"metric-source add time-column", "CSV: the column with the times; time without it"},
    {"metric-source add value-column", "CSV: the column with the values; value without it"},
    {"metric-source add time-format", "CSV: rfc3339, unix or unix_ms; rfc3339 without it"},
    {"metric-source add zone", "CSV: utc, where times without a zone are UTC"},
    {"metric-source add note", "why it is added; it is signed"},
    {"metric-source remove reason", "why; it is signed"},
    {"metrics by", "apart by \"pact\" (version), \"model\" or \"tool\""},
    {"metric-source read since", "from this date or time (UTC) on; only the present value without it"},
    {"metric-source read until", "until this date or time (UTC); now without it"},
    {"metric-source read step", "seconds between two points; the source's own without it"},
    {"incident open title", "what it is, in one line"},
    {"incident open severity", "critical, major or minor"},
    {"incident open records", "the records it is about, by their entry numbers; commas between"},
    {"incident open split-from", "the records leave this incident"},
    {"incident assign to", "the person, such as account:ada"},
    {"incident assign due", "until when, a date or time (UTC)"},
    {"incident note text", "the note"},
    {"incident note privileged", "it is between lawyer and client: it never leaves the workspace"},
    {"incident link relation", "related, caused_by, causes or same_cause; related without it"},
    {"incident link remove", "they are no longer linked"},
    {"incident attribute cause", "policy, technical, specification, infrastructure or not_enough_evidence"},
    {"incident attribute pin", "the records that show it, by their entry numbers; commas between"},
    {"incident attribute confirmed", "it is confirmed, not only likely"},
    {"incident attribute contributing", "other causes that contributed; commas between"},
    {"incident attribute missing", "not_enough_evidence: what would have to be known"},
    {"incident attribute pattern", "how it came about, such as runaway; \"incident suggest\" names them"},
    {"incident attribute explanation", "in your words"},
    {"incident attribute introduced-by", "how it came in: a release, a model, a pact version"},
    {"incident attribute missed-by", "what should have held it and did not"},
    {"incident attribute detected-by", "how it came to light"},
    {"incident show zone", "days of reporting clocks end at the same time in this zone, such as Europe/Madrid"},
    {"incident duties in", "those of this folder instead"},
    {"incident aware at", "when somebody became aware, such as 2026-03-09T08:00:00Z"},
    {"incident aware category", "of the duty's categories, where it has any"},
    {"incident reported at", "when the report was handed in"},
    {"incident reported reference", "what it is known by at who got it"},
    {"for", "for whom: us, vendor, customer, operator or authority; us without it"},
    {"requests open", "only those that wait for a decision"},
    {"agent", "of this agent only"},
    {"allow-plain-http", "without TLS although others can reach the address"},
    {"clause", "that this clause decided or was a finding of"},
    {"deployment", "in this deployment only"},
    {"deputy", "who answers for the agent in the owner's place"},
    {"expires", "days until the token ends; never without it"},
    {"force", "replace the file if it is there"},
    {"json", "one JSON object on standard output (docs/json.md)"},
    {"kind", "action, decision, message, session, context or event"},
    {"limit", "show at most so many rows; 100 unless told"},
    {"listen", "address and port; 127.0.0.1:4318 without it"},
    {"name", "what the token is called in records; the agent's name without it"},
    {"no-wait", "leave telling the enforcement points to the console or gateway"},
    {"note", "words that stay in the record"},
    {"out", "the file to write"},
    {"owner", "who answers for the agent"},
    {"pact", "a file, or ID[@VERSION] of the workspace"},
    {"rate", "requests a second of one token; 1000 without it, 0 for no limit"},
    {"reason", "why; it stays in the record"},
    {"record", "keep the replay in the ledger as evidence"},
    {"role", "the reviewer's role, as the pact names it"},
    {"sarif", "write the problems as SARIF 2.1.0; - is standard output"},
    {"scope", "evaluate, report, report_any, request, verify, status, metrics; commas between"},
    {"secret-file", "a file with the secret and nothing else; it goes to the secret store"},
    {"session", "of this session only"},
    {"source", "of this source only, as \"stats\" names it"},
    {"since", "from this date or time on, such as 2025-12-02 or 2025-12-02T14:04:00Z"},
    {"summary", "what changed, for the reviewers"},
    {"text", "that hold all these words"},
    {"title", "title of the pact"},
    {"tls-cert", "certificate chain in PEM; with --tls-key the gateway speaks TLS only"},
    {"tls-key", "private key of the certificate in PEM"},
    {"to", "the target: cedar, cedar-temporal, rego, agt, md, pdf or json"},
    {"token-file", "the file of tokens; the one beside the workspace without it"},
    {"tool", "of this tool only"},
    {"until", "before this date or time"},
    {"vars", "a JSON object; each member is a variable of the condition"},
    {"verdict", "permitted, approved, needs_approval, prohibited, out_of_scope, undecidable or no_pact"},
    {"with", "a later checkpoint, such as a bundle's, in place of today's"},
    {"without", "the tools that stay restricted for now; commas between"},
    {"workspace", "take ID@VERSION from this workspace"},
};

std::string_view wordsFor(const std::string &command, const std::string &option)
{
    for (const std::string &key : {command + ' ' + option, option}) {
        for (const auto &[name, words] : optionWords) {
            if (name == key)
                return words;
        }
    }
    return {};
}

std::vector<std::string> tokensOf(const std::string &text)
{
    std::vector<std::string> tokens;
    std::istringstream stream(text);
    for (std::string token; stream >> token;)
        tokens.push_back(token);
    return tokens;
}

std::size_t columns(std::string_view text)
{
    std::size_t count = 0;
    for (const char c : text)
        count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    return count;
}

/// Words in lines no wider than the screen of 100 columns; lines but the first are indented.
void printWrapped(const std::string &first, const std::string &text, std::size_t indent)
{
    std::string line = first;
    for (const std::string &token : tokensOf(text)) {
        if (columns(line) + 1 + columns(token) > width) {
            print(line);
            line.assign(indent, ' ');
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
        line += token;
    }
    print(line);
}

} // namespace

void printCommands(const std::vector<Command> &commands, const std::string &group)
{
    std::size_t longest = 0;
    for (const Command &command : commands)
        longest = std::max(longest, command.name.size());
    for (const Command &command : commands) {
        if (!group.empty() && !command.name.starts_with(group + ' '))
            continue;
        std::string first = "  mandate " + command.name;
        first.append(longest - command.name.size() + 2, ' ');
        printWrapped(first, command.title, first.size());
    }
    print("");
    printWrapped({}, "mandate COMMAND --help says what a command takes.", 0);
    printWrapped({},
                 "--json gives one JSON object on stdout (docs/json.md). Exit codes: 0 done, 1 findings or refused, 2 wrong usage or input.", 0);
}

void printCommand(const Command &command)
{
    printWrapped("mandate", command.shape.usage, 8);
    printWrapped({}, command.title, 0);
    print("");
    const auto show = [&](const std::string &option, bool valued) {
        std::string first = "  --" + option + (valued ? " …" : "");
        constexpr std::size_t column = 18;
        first.append(columns(first) < column ? column - columns(first) : 1, ' ');
        printWrapped(first, std::string(wordsFor(command.name, option)), column);
    };
    for (const std::string &option : command.shape.valued)
        show(option, true);
    for (const std::string &option : command.shape.flags)
        show(option, false);
    show("json", false);
}

std::vector<std::string> wordsOf(const Shape &shape)
{
    std::vector<std::string> words;
    const std::vector<std::string> tokens = tokensOf(shape.usage);
    std::size_t i = 0;
    while (i < tokens.size() && std::ranges::all_of(tokens[i], [](char c) { return c >= 'a' && c <= 'z'; }))
        ++i; // the command's own name
    for (; i < tokens.size(); ++i) {
        const char opens = tokens[i].front();
        if (tokens[i].starts_with("--"))
            ++i; // and its value
        else if (opens != '[' && opens != '(')
            words.push_back(tokens[i]);
        else
            while (i < tokens.size() && !tokens[i].ends_with(opens == '[' ? ']' : ')'))
                ++i;
    }
    return words;
}

} // namespace mandate::cli
