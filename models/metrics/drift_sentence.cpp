// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/drift.h"

#include <algorithm>
#include <cstdio>

namespace mandate {

namespace {

std::string decimals(const char *format, double number)
{
    char text[64];
    std::snprintf(text, sizeof text, format, number);
    return text;
}

std::string pWords(const DriftSignal &signal)
{
    const char *test = signal.test == DriftTest::Fisher ? "Fisher " : signal.test == DriftTest::McNemar ? "McNemar " : "";
    return std::string(test) + (signal.p < 0.001 ? "p < 0.001" : "p = " + decimals("%.3f", signal.p));
}

std::string sharesWords(const DriftSignal &signal)
{
    return std::to_string(signal.before->k) + " of " + std::to_string(signal.before->n) + " runs before, " + std::to_string(signal.after->k) + " of " + std::to_string(signal.after->n) + " after";
}

std::string partWords(const DriftSignal &signal)
{
    std::string words;
    for (std::size_t i = 0; i < std::min<std::size_t>(signal.parts.size(), 2); ++i)
        words += (i == 0 ? ", most of it " : " and ") + wordsOf(signal.parts[i]) + " (" + std::to_string(signal.parts[i].before) + " calls before, " + std::to_string(signal.parts[i].after) + " after)";
    return words;
}

std::string findingWords(const DriftSignal &signal)
{
    switch (signal.subject) {
    case DriftSubject::ViolatingRuns: return "runs that broke a hard clause went from " + sharesWords(signal) + " (" + pWords(signal) + ')';
    case DriftSubject::TaskSuccess: return "runs that their source counts as success went from " + sharesWords(signal) + " (" + pWords(signal) + ')';
    case DriftSubject::Clause: return "clause " + signal.name + " went from " + sharesWords(signal) + " (" + pWords(signal) + ')';
    case DriftSubject::ToolMix: return "the mix of tools is another (" + pWords(signal) + partWords(signal) + ')';
    case DriftSubject::VerdictMix: return "the mix of verdicts is another (" + pWords(signal) + partWords(signal) + ')';
    case DriftSubject::OutcomeMix: return "what became of calls is another (" + pWords(signal) + partWords(signal) + ')';
    case DriftSubject::Arguments: return "arguments are others (" + pWords(signal) + ')';
    case DriftSubject::Argument:
        if (!signal.parts.empty())
            return "the values of " + signal.name + " are others (" + pWords(signal) + partWords(signal) + ')';
        return "the numbers of " + signal.name + " are others (median " + decimals("%g", signal.medianBefore.value_or(0)) + " before, " + decimals("%g", signal.medianAfter.value_or(0)) + " after, " + pWords(signal) + ')';
    case DriftSubject::Confidence:
        return "stated confidence is another (median " + decimals("%.2f", signal.medianBefore.value_or(0)) + " before, " + decimals("%.2f", signal.medianAfter.value_or(0)) + " after, " + pWords(signal) + ')';
    }
    return {};
}

bool isFinding(const DriftSignal &signal)
{
    return signal.answer == DriftAnswer::Changed || signal.answer == DriftAnswer::Worse || signal.answer == DriftAnswer::Better;
}

std::string listed(const std::vector<std::string> &names, std::size_t most)
{
    std::string words;
    for (std::size_t i = 0; i < std::min(names.size(), most); ++i)
        words += (i == 0 ? "" : ", ") + names[i];
    return words + (names.size() > most ? ", …" : "");
}

std::string toolWords(const DriftReport &report)
{
    std::vector<std::string> added, gone;
    for (const DriftTool &tool : report.tools)
        (tool.isNew ? added : gone).push_back(tool.tool);
    std::string words;
    if (!added.empty())
        words += " New: " + listed(added, 5) + '.';
    if (!gone.empty())
        words += " No longer used: " + listed(gone, 5) + '.';
    return words;
}

} // namespace

std::vector<std::string> leftOutSentences(const DriftReport &report)
{
    std::vector<std::string> sentences;
    for (const auto &[why, words] : {std::pair{DriftLeftOut::Why::FewRuns, "fewer than " + std::to_string(fewestRuns) + " runs of a side have them"},
                                     {DriftLeftOut::Why::Names, std::string("their values hardly come again")},
                                     {DriftLeftOut::Why::TooMany, std::string("others are used more")}}) {
        std::vector<std::string> names;
        for (const DriftLeftOut &left : report.leftOut) {
            if (left.why == why)
                names.push_back(left.name);
        }
        if (!names.empty())
            sentences.push_back("Arguments that were not compared, because " + words + " (" + std::to_string(names.size()) + "): " + listed(names, 5) + '.');
    }
    return sentences;
}

std::string wordsOf(const DriftPart &part)
{
    switch (part.pooled) {
    case DriftPart::Pooled::No: break;
    case DriftPart::Pooled::New: return std::to_string(part.values) + (part.values == 1 ? " seldom value that was not there before" : " seldom values that were not there before");
    case DriftPart::Pooled::Other: return part.values == 1 ? "1 other seldom value" : std::to_string(part.values) + " other seldom values";
    }
    return part.name;
}

std::string driftSentence(const DriftReport &report)
{
    const std::string sides = std::to_string(report.before.runs) + " runs before and " + std::to_string(report.after.runs) + " after";
    if (report.answer == DriftAnswer::TooFew && report.before.runs >= fewestRuns && report.after.runs >= fewestRuns)
        return "Nothing to compare: of " + sides + " nothing that is compared differs from call to call, or " + std::to_string(fewestRuns) + " runs on each side do not have it." + toolWords(report);
    if (report.answer == DriftAnswer::TooFew)
        return "Too few to compare: " + sides + "; from " + std::to_string(fewestRuns) + " on each side on." + toolWords(report);
    std::vector<const DriftSignal *> findings; // worse first, then by how sure it is
    for (const DriftSignal &signal : report.signals) {
        if (isFinding(signal))
            findings.push_back(&signal);
    }
    if (findings.empty()) {
        std::string words = "Not distinguishable: " + sides + " differ by no more than chance does, which does not prove that nothing changed.";
        for (const DriftSignal &signal : report.signals) {
            if (signal.subject == DriftSubject::ViolatingRuns && signal.answer == DriftAnswer::NotDistinguishable)
                words += " Runs that broke a hard clause: " + sharesWords(signal) + " (" + pWords(signal) + ").";
        }
        return words + toolWords(report);
    }
    std::ranges::stable_sort(findings, {}, [](const DriftSignal *signal) {
        return std::pair(signal->answer == DriftAnswer::Worse ? 0 : 1, signal->adjusted);
    });
    std::string words = report.answer == DriftAnswer::Worse ? "Worse: " : report.answer == DriftAnswer::Better ? "Better: " : "Changed: ";
    for (std::size_t i = 0; i < findings.size(); ++i)
        words += (i == 0 ? "" : "; ") + findingWords(*findings[i]);
    words += '.';
    if (!findings.front()->sessions.empty())
        words += " Seen in " + listed(findings.front()->sessions, 3) + '.';
    for (const DriftSignal &detail : report.details) {
        if (isFinding(detail))
            words += " Looked at one by one: " + findingWords(detail) + '.';
    }
    return words + toolWords(report);
}

} // namespace mandate
