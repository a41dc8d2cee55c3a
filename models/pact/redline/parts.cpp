// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/redline/parts.h"

#include "models/base/canonical_json.h"

#include <algorithm>

namespace mandate::redline {

namespace {

std::vector<std::string> missingFrom(const std::vector<std::string> &list, const std::vector<std::string> &other)
{
    std::vector<std::string> missing;
    for (const std::string &one : list) {
        if (std::find(other.begin(), other.end(), one) == other.end())
            missing.push_back(one);
    }
    return missing;
}

std::string orNone(const std::string &text)
{
    return text.empty() ? "nothing" : '"' + text + '"';
}

std::string numberText(double number)
{
    std::string text;
    appendCanonicalNumber(text, number);
    return text;
}

std::string timeText(const std::optional<Instant> &time)
{
    return time ? formatInstant(*time) : "nothing";
}

/// What happens by itself takes rights away: more of it narrows.
ScopeChange overdueChange(std::string_view before, std::string_view after)
{
    const auto strict = [](std::string_view act) { return act == "suspend" ? 2 : act == "restrict" ? 1 : 0; };
    return strict(before) > strict(after) ? ScopeChange::Widens : strict(before) < strict(after) ? ScopeChange::Narrows : ScopeChange::Same;
}

/// One change of a part, collected sentence by sentence.
class Part
{
public:
    explicit Part(std::string name, std::string id = {})
    {
        m_change.part = std::move(name);
        m_change.clause = std::move(id);
        m_change.change = ScopeChange::Wording;
    }
    void say(ScopeChange change, std::string sentence)
    {
        m_change.change = stronger(m_change.change, change);
        m_change.sentences.push_back(std::move(sentence));
    }
    void text(const char *what, const std::string &before, const std::string &after, ScopeChange change = ScopeChange::Wording)
    {
        if (before != after)
            say(change, std::string(what) + " was " + orNone(before) + " and is now " + orNone(after) + '.');
    }
    void lists(const std::vector<std::string> &before, const std::vector<std::string> &after, ScopeChange gone, const char *goneWords,
               ScopeChange come, const char *comeWords)
    {
        if (const auto missing = missingFrom(before, after); !missing.empty())
            say(gone, goneWords + listed(missing) + '.');
        if (const auto added = missingFrom(after, before); !added.empty())
            say(come, comeWords + listed(added) + '.');
    }
    void addTo(std::vector<PactChange> &changes)
    {
        if (!m_change.sentences.empty())
            changes.push_back(std::move(m_change));
    }
    PactChange &change() { return m_change; }

private:
    PactChange m_change;
};

bool covers(const std::vector<Binding> &bindings, const Binding &one)
{
    return std::any_of(bindings.begin(), bindings.end(),
                       [&](const Binding &b) { return matchesPattern(b.agent, one.agent) && matchesPattern(b.deployment, one.deployment); });
}

void compareBindings(const PactDocument &before, const PactDocument &after, std::vector<PactChange> &changes)
{
    Part part("binds");
    const auto name = [](const Binding &b) { return "agent \"" + b.agent + "\" in \"" + b.deployment + '"'; };
    std::vector<std::string> gone;
    std::vector<std::string> come;
    for (const Binding &b : before.binds) {
        if (!covers(after.binds, b))
            gone.push_back(name(b));
    }
    for (const Binding &b : after.binds) {
        if (!covers(before.binds, b))
            come.push_back(name(b));
    }
    if (!come.empty())
        part.say(ScopeChange::Widens, "It now authorizes also: " + listed(come) + '.');
    if (!gone.empty())
        part.say(ScopeChange::CannotTell, "It no longer binds: " + listed(gone) + ". What judges them then is not in this pact.");
    if (gone.empty() && come.empty() && before.binds != after.binds)
        part.say(ScopeChange::Same, "The bindings are written differently and bind the same agents.");
    part.addTo(changes);
}

void compareTools(const PactDocument &before, const PactDocument &after, std::vector<PactChange> &changes)
{
    for (const PactTool &tool : after.tools) {
        Part part("tools", tool.name);
        const PactTool *old = before.tool(tool.name);
        if (!old) {
            part.say(ScopeChange::Same, "The tool is new in the list. Being listed permits nothing.");
        } else {
            part.text("The title", old->title, tool.title);
            if (old->consequences != tool.consequences)
                part.say(ScopeChange::Same, "Its consequences are described differently.");
            if (old->destructive != tool.destructive)
                part.say(ScopeChange::Same, tool.destructive ? "It now counts as destructive." : "It no longer counts as destructive.");
            part.text("How far it can be undone", old->reversible, tool.reversible, ScopeChange::Same);
            part.text("The blast radius", old->blastRadius, tool.blastRadius, ScopeChange::Same);
        }
        part.addTo(changes);
    }
    for (const PactTool &tool : before.tools) {
        if (after.tool(tool.name))
            continue;
        Part part("tools", tool.name);
        part.say(ScopeChange::Same, "The tool is no longer in the list. Clauses that name it still speak of it.");
        part.addTo(changes);
    }
}

void compareFacts(const PactDocument &before, const PactDocument &after, std::vector<PactChange> &changes)
{
    const auto factOf = [](const PactDocument &pact, const std::string &name) {
        const auto found = std::find_if(pact.state.begin(), pact.state.end(), [&](const StateFact &f) { return f.fact == name; });
        return found == pact.state.end() ? nullptr : &*found;
    };
    const auto compared = "Clauses that use it are compared on their own.";
    for (const StateFact &fact : after.state) {
        Part part("state", fact.fact);
        const StateFact *old = factOf(before, fact.fact);
        if (!old) {
            part.say(ScopeChange::Same, std::string("The fact is new. ") + compared);
        } else {
            part.text("The title", old->title, fact.title);
            StateFact retitled = *old;
            retitled.title = fact.title;
            if (!(retitled == fact))
                part.say(ScopeChange::Same, std::string("The fact is read differently. ") + compared);
        }
        part.addTo(changes);
    }
    for (const StateFact &fact : before.state) {
        if (factOf(after, fact.fact))
            continue;
        Part part("state", fact.fact);
        part.say(ScopeChange::Same, std::string("The fact is no longer read. ") + compared);
        part.addTo(changes);
    }
}

std::string windowText(const ActionWindow &window)
{
    return "the last " + std::to_string(window.withinSeconds) + " seconds" + (window.by.empty() ? std::string() : " of the same " + window.by) +
           (window.tools.empty() ? ", every tool" : ", " + listed(window.tools)) + (window.when.empty() ? "" : ", where " + window.when) +
           (window.value.empty() ? "" : ", keeping " + window.value) + (window.attempted ? ", what failed too" : "");
}

void compareWindows(const PactDocument &before, const PactDocument &after, std::vector<PactChange> &changes)
{
    const auto windowOf = [](const PactDocument &pact, const std::string &name) {
        const auto found = std::ranges::find(pact.windows, name, &ActionWindow::window);
        return found == pact.windows.end() ? nullptr : &*found;
    };
    const std::string compared = " Clauses that use it are compared on their own.";
    for (const ActionWindow &window : after.windows) {
        Part part("windows", window.window);
        const ActionWindow *old = windowOf(before, window.window);
        if (!old) {
            part.say(ScopeChange::Same, "The window is new: " + windowText(window) + '.' + compared);
        } else {
            part.text("The title", old->title, window.title);
            if (windowText(*old) != windowText(window))
                part.say(ScopeChange::Same, "The window was " + windowText(*old) + " and is now " + windowText(window) + '.' + compared);
        }
        part.addTo(changes);
    }
    for (const ActionWindow &window : before.windows) {
        if (windowOf(after, window.window))
            continue;
        Part part("windows", window.window);
        part.say(ScopeChange::Same, "The window is no longer kept." + compared);
        part.addTo(changes);
    }
}

std::string targetText(const Target &target)
{
    return target.metric + ' ' + numberText(target.bound) + " in " + target.window;
}

void compareEvidence(const PactDocument &before, const PactDocument &after, std::vector<PactChange> &changes)
{
    Part part("evidence");
    if (before.retentionDays != after.retentionDays) {
        const auto days = [](std::uint32_t count) { return count == 0 ? std::string("no stated time") : std::to_string(count) + " days"; };
        part.say(after.retentionDays < before.retentionDays ? ScopeChange::Widens : ScopeChange::Narrows,
                 "Evidence was to be kept for " + days(before.retentionDays) + " and is now to be kept for " + days(after.retentionDays) + '.');
    }
    part.addTo(changes);
}

} // namespace

ScopeChange stronger(ScopeChange a, ScopeChange b)
{
    const auto rank = [](ScopeChange change) {
        switch (change) {
        case ScopeChange::Wording: return 0;
        case ScopeChange::Same: return 1;
        case ScopeChange::Narrows: return 2;
        case ScopeChange::CannotTell: return 3;
        case ScopeChange::Widens: return 4;
        }
        return 4;
    };
    return rank(a) < rank(b) ? b : a;
}

std::string listed(const std::vector<std::string> &names)
{
    std::string text;
    for (const std::string &name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

std::vector<std::string> changesOf(const Clause &before, const Clause &after)
{
    std::vector<std::string> sentences;
    const auto say = [&](std::string sentence) { sentences.push_back(std::move(sentence)); };
    const auto kind = [](ClauseKind k) {
        switch (k) {
        case ClauseKind::Forbid: return "a prohibition";
        case ClauseKind::Escalate: return "an escalation";
        case ClauseKind::Permit: return "a permission";
        case ClauseKind::Evidence: return "an evidence duty";
        }
        return "";
    };
    if (before.id != after.id)
        say("It was called " + before.id + " and is now called " + after.id + '.');
    if (before.kind != after.kind)
        say(std::string("It was ") + kind(before.kind) + " and is now " + kind(after.kind) + '.');
    if (before.tools != after.tools) {
        const auto gone = missingFrom(before.tools, after.tools);
        const auto come = missingFrom(after.tools, before.tools);
        if (before.tools.empty())
            say("It spoke of every tool and now speaks of: " + listed(after.tools) + '.');
        else if (after.tools.empty())
            say("It spoke of " + listed(before.tools) + " and now speaks of every tool.");
        else {
            if (!gone.empty())
                say("It no longer speaks of: " + listed(gone) + '.');
            if (!come.empty())
                say("It now speaks also of: " + listed(come) + '.');
        }
    }
    if (before.severity != after.severity)
        say("Its severity was " + std::string(nameOf(before.severity)) + " and is now " + std::string(nameOf(after.severity)) + '.');
    if (before.heuristic != after.heuristic)
        say(after.heuristic ? "It is now judged from words and opens no incident." : "It is no longer judged from words; it opens incidents.");
    if (before.afterResult != after.afterResult)
        say(after.afterResult ? "It is now decided only after the action has run." : "It is now decided before the action runs.");
    if (before.escalation && after.escalation) {
        if (before.escalation->to != after.escalation->to)
            say("Approval was asked from " + before.escalation->to + " and is now asked from " + after.escalation->to + '.');
        if (before.escalation->answerSeconds != after.escalation->answerSeconds)
            say("The time to answer was " + std::to_string(before.escalation->answerSeconds) + " s and is now " +
                std::to_string(after.escalation->answerSeconds) + " s.");
        if (before.escalation->handOff != after.escalation->handOff)
            say(after.escalation->handOff ? "When nobody answers the case is now handed to a person instead of denied."
                                          : "When nobody answers the action is now denied instead of handed to a person.");
    }
    if (before.why != after.why)
        say("Its source is named differently.");
    return sentences;
}

std::vector<PactChange> changedParts(const PactDocument &before, const PactDocument &after)
{
    std::vector<PactChange> changes;
    const auto text = [&](const char *name, const char *what, const std::string &a, const std::string &b) {
        Part part(name);
        part.text(what, a, b);
        if (a != b)
            part.change().words = diffWords(a, b);
        part.addTo(changes);
    };
    text("pact_id", "The id", before.id, after.id);
    text("title", "The title", before.title, after.title);
    text("purpose", "The purpose", before.purpose, after.purpose);
    const auto time = [&](const char *name, const char *what, const std::optional<Instant> &a, const std::optional<Instant> &b) {
        Part part(name);
        if (a != b)
            part.say(ScopeChange::Same, std::string(what) + " was " + timeText(a) + " and is now " + timeText(b) + '.');
        part.addTo(changes);
    };
    time("valid_from", "The beginning of validity", before.validFrom, after.validFrom);
    time("valid_until", "The end of validity", before.validUntil, after.validUntil);
    time("review_by", "The date of review", before.reviewBy, after.reviewBy);
    compareBindings(before, after, changes);

    Part accountability("accountability");
    accountability.text("The owner", before.owner, after.owner, ScopeChange::Same);
    accountability.text("The deputy", before.deputy, after.deputy, ScopeChange::Same);
    accountability.text("What the owner answers for", before.answersFor, after.answersFor, ScopeChange::Same);
    if (before.reviewers != after.reviewers)
        accountability.say(ScopeChange::Same, "Who reviews it, or how many, is different.");
    accountability.addTo(changes);

    Part identity("identity");
    if (before.credential != after.credential)
        identity.say(after.credential == "inherited"    ? ScopeChange::Widens
                     : before.credential == "inherited" ? ScopeChange::Narrows
                                                        : ScopeChange::Same,
                     "The credential was " + orNone(before.credential) + " and is now " + orNone(after.credential) + '.');
    identity.lists(before.reaches, after.reaches, ScopeChange::Narrows, "Its credential no longer reaches: ", ScopeChange::Widens,
                   "Its credential now reaches also: ");
    identity.addTo(changes);

    Part clock("clock");
    if (before.fixedClock != after.fixedClock)
        clock.say(ScopeChange::Same, "The fixed time was " + timeText(before.fixedClock) + " and is now " + timeText(after.fixedClock) +
                                         ". Clauses that read the time are compared on their own.");
    clock.text("Why the clock stands still", before.clockWhy, after.clockWhy);
    clock.addTo(changes);

    compareTools(before, after, changes);
    compareFacts(before, after, changes);
    compareWindows(before, after, changes);
    compareEvidence(before, after, changes);

    Part targets("targets");
    std::vector<std::string> targetsBefore;
    std::vector<std::string> targetsAfter;
    for (const Target &target : before.targets)
        targetsBefore.push_back(targetText(target));
    for (const Target &target : after.targets)
        targetsAfter.push_back(targetText(target));
    targets.lists(targetsBefore, targetsAfter, ScopeChange::Same, "No longer a target: ", ScopeChange::Same, "Now a target: ");
    targets.addTo(changes);

    Part evaluation("evaluation");
    evaluation.text("The cadence", before.evaluationCadence, after.evaluationCadence, ScopeChange::Same);
    evaluation.lists(before.evaluationTriggers, after.evaluationTriggers, ScopeChange::Same,
                     "No longer evaluated when these change: ", ScopeChange::Same, "Now evaluated also when these change: ");
    evaluation.text("What happens by itself when it is overdue", before.onOverdue, after.onOverdue, overdueChange(before.onOverdue, after.onOverdue));
    evaluation.addTo(changes);

    Part breach("on_breach");
    breach.lists(before.onBreach, after.onBreach, ScopeChange::Widens, "After a breach this no longer happens by itself: ", ScopeChange::Narrows,
                 "After a breach this now happens by itself: ");
    breach.addTo(changes);
    return changes;
}

} // namespace mandate::redline
