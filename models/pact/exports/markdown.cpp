// SPDX-License-Identifier: GPL-3.0-or-later
// The whole pact as Markdown, in the order of the document. Texts of the pact are escaped, so that none of them is markup; conditions stand in
// code blocks.
#include "models/pact/exports/export.h"
#include "models/pact/exports/writing.h"

#include <algorithm>

namespace mandate {

namespace exports {
namespace {

std::string plainText(std::string_view text)
{
    std::string out;
    for (const char c : oneLine(text)) {
        if (std::string_view("\\`*_{}[]<>()#+-.!|~&$:@=\"'").find(c) != std::string_view::npos)
            out += '\\';
        out += c;
    }
    return out;
}

std::string codeBlock(std::string_view text)
{
    std::size_t longest = 2;
    std::size_t run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence(longest + 1, '`');
    return fence + "cel\n" + std::string(text) + '\n' + fence + '\n';
}

std::string listOf(const std::vector<std::string> &texts)
{
    std::string out;
    for (const std::string &text : texts)
        out += (out.empty() ? "" : ", ") + plainText(text);
    return out;
}

class Page
{
public:
    void heading(std::string_view marks, std::string_view text) { m_out += '\n' + std::string(marks) + ' ' + plainText(text) + "\n\n"; }
    void line(std::string_view name, std::string_view text)
    {
        if (!text.empty())
            m_out += "- **" + std::string(name) + "** " + std::string(text) + '\n';
    }
    void text(std::string_view markdown) { m_out += markdown; }
    std::string take() { return std::move(m_out); }

private:
    std::string m_out;
};

std::string dateOf(const std::optional<Instant> &instant)
{
    return instant ? plainText(formatInstant(*instant)) : std::string();
}

void writeHead(Page &page, const ParsedPact &pact)
{
    const PactDocument &d = pact.document;
    page.text("# " + plainText(d.title) + "\n\n");
    if (!d.purpose.empty())
        page.text(plainText(d.purpose) + "\n\n");
    page.line("Pact", plainText(d.id));
    page.line("Version", plainText(d.version) + (d.parentVersion.empty() ? "" : ", after " + plainText(d.parentVersion)));
    page.line("Digest", '`' + digestText(pact) + '`');
    page.line("Valid from", dateOf(d.validFrom));
    page.line("Valid until", dateOf(d.validUntil));
    page.line("Review by", dateOf(d.reviewBy));
    for (const Binding &binding : d.binds)
        page.line("Binds", "agent " + plainText(binding.agent) + " in " + plainText(binding.deployment));
    page.heading("##", "Who answers");
    page.line("Owner", d.owner.empty() ? std::string("nobody is named") : plainText(d.owner));
    page.line("Deputy", plainText(d.deputy));
    page.line("Answers for", plainText(d.answersFor));
    for (const PactDocument::Reviewer &reviewer : d.reviewers)
        page.line("Reviewed by", std::to_string(reviewer.count) + " × " + plainText(reviewer.role));
    page.line("Credential", plainText(d.credential));
    page.line("Reaches", listOf(d.reaches));
    if (d.fixedClock)
        page.line("Clock", "stands at " + dateOf(d.fixedClock) + ". " + plainText(d.clockWhy));
}

void writeClause(Page &page, const Clause &clause)
{
    page.heading("###", clause.id + " (" + std::string(nameOf(clause.kind)) + ')');
    page.text(plainText(clause.readsAs) + "\n\n");
    page.line("Tools", clause.tools.empty() ? std::string("every tool") : listOf(clause.tools));
    page.line("Severity", nameOf(clause.severity));
    page.line("Why", plainText(clause.why));
    if (clause.heuristic)
        page.line("Heuristic", "judged from words, so it can be wrong");
    if (clause.afterResult)
        page.line("After the result", "it is known only when the action has run");
    if (clause.escalation)
        page.line("Decides", plainText(clause.escalation->to) + ", within " + std::to_string(clause.escalation->answerSeconds) +
                                 " seconds; unanswered: " + (clause.escalation->handOff ? "handed to a person" : "denied"));
    page.text('\n' + codeBlock(clause.when));
}

void writeRest(Page &page, const PactDocument &d)
{
    if (!d.state.empty())
        page.heading("##", "Facts read from earlier results");
    for (const StateFact &fact : d.state) {
        page.heading("###", "state." + fact.fact);
        page.text(plainText(fact.title) + "\n\n");
        page.line("From", fact.tools.empty() ? std::string("any tool") : listOf(fact.tools));
        page.line("Also offered under", listOf(fact.under));
        page.line("Kept", fact.first ? "the first one" : "the last one");
        for (const auto &[name, source] : {std::pair{"When", &fact.when}, std::pair{"Key", &fact.key}, std::pair{"Value", &fact.value}}) {
            if (!source->empty())
                page.text('\n' + std::string(name) + ":\n\n" + codeBlock(*source));
        }
    }
    if (!d.windows.empty())
        page.heading("##", "Earlier actions that are looked back on");
    for (const ActionWindow &window : d.windows) {
        page.heading("###", "window." + window.window);
        page.text(plainText(window.title) + "\n\n");
        page.line("Actions", window.tools.empty() ? std::string("of any tool") : "of " + listOf(window.tools));
        page.line("Within", std::to_string(window.withinSeconds) + " seconds before, in all sessions of the agents bound, those on their way included" + (window.attempted ? ", and what failed" : ""));
        for (const auto &[name, source] : {std::pair{"When", &window.when}, std::pair{"By", &window.by}, std::pair{"Value", &window.value}}) {
            if (!source->empty())
                page.text('\n' + std::string(name) + ":\n\n" + codeBlock(*source));
        }
    }
    if (!d.tools.empty())
        page.heading("##", "Tools");
    for (const PactTool &tool : d.tools) {
        std::vector<std::string> classes;
        for (const Consequence consequence : tool.consequences)
            classes.emplace_back(nameOf(consequence));
        page.text("- **" + plainText(tool.name) + "** " + plainText(tool.title) + ": " + listOf(classes) + (tool.destructive ? ", destructive" : "") +
                  (tool.reversible.empty() ? "" : ", reversible: " + plainText(tool.reversible)) +
                  (tool.blastRadius.empty() ? "" : ", blast radius: " + plainText(tool.blastRadius)) + '\n');
    }
    page.heading("##", "What else is agreed");
    if (d.handOffBelow)
        page.line("Handed over", "below a confidence of " + plainText(std::to_string(*d.handOffBelow)) + " to " + plainText(d.handOffTo));
    page.line("Checked by a second agent", listOf(d.verifiedTools));
    page.line("Evidence owed", listOf(d.owedEvidence));
    if (d.retentionDays > 0)
        page.line("Evidence kept", std::to_string(d.retentionDays) + " days");
    for (const Target &target : d.targets)
        page.line("Target", plainText(target.metric) + " at most " + plainText(std::to_string(target.bound)) + " over " + plainText(target.window));
    page.line("Evaluated", plainText(d.evaluationCadence));
    page.line("Evaluated again after a change of", listOf(d.evaluationTriggers));
    page.line("When the evaluation is overdue", plainText(d.onOverdue));
    page.line("On a breach", listOf(d.onBreach));
}

} // namespace
} // namespace exports

Result<Export> exportMarkdown(const ParsedPact &pact)
{
    exports::Page page;
    exports::writeHead(page, pact);
    page.heading("##", "Clauses");
    Export out;
    for (const Clause &clause : pact.document.clauses) {
        exports::writeClause(page, clause);
        out.clausesExpressed.push_back(clause.id);
    }
    exports::writeRest(page, pact.document);
    out.files.push_back({"pact.md", page.take()});
    return out;
}

} // namespace mandate
