// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/cases/annotation_book.h"

#include "models/pact/document.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace mandate {

namespace {

RecordMarks marksFrom(EntryNumber entry, const std::vector<RecordedAnnotation> &said)
{
    RecordMarks marks;
    marks.entry = entry;
    std::set<std::string> tags;
    for (const RecordedAnnotation &one : said) {
        switch (one.said.step) {
        case AnnotationStep::Star: marks.starredBy = one.said.by; break;
        case AnnotationStep::Unstar: marks.starredBy.clear(); break;
        case AnnotationStep::Tag: tags.insert(one.said.text); break;
        case AnnotationStep::Untag: tags.erase(one.said.text); break;
        case AnnotationStep::Note:
            if (!one.takenBack)
                marks.notes.push_back(one.said.text);
            break;
        case AnnotationStep::Withdraw: break;
        }
    }
    marks.tags.assign(tags.begin(), tags.end());
    return marks;
}

std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

bool matches(const MarkedBy &mark, const RecordMarks &marks)
{
    const auto is = [](const NamePattern &pattern, const std::string &text) { return pattern.isPattern ? matchesPattern(pattern.text, text) : pattern.text == text; };
    return std::ranges::any_of(mark.any, [&](const NamePattern &pattern) {
        switch (mark.what) {
        case MarkedBy::What::Star: return !marks.starredBy.empty() && is(pattern, marks.starredBy);
        case MarkedBy::What::Tag: return std::ranges::any_of(marks.tags, [&](const std::string &tag) { return is(pattern, tag); });
        case MarkedBy::What::Note: // of prose nobody knows every letter: a note that holds the words
            return std::ranges::any_of(marks.notes, [&](const std::string &note) {
                return pattern.isPattern ? matchesPattern(lower(pattern.text), lower(note)) : lower(note).find(lower(pattern.text)) != std::string::npos;
            });
        }
        return false;
    });
}

} // namespace

std::string AnnotationBook::objection(const Annotation &annotation) const
{
    if (annotation.step == AnnotationStep::Star || annotation.step == AnnotationStep::Tag || annotation.step == AnnotationStep::Note)
        return {};
    const auto found = m_said.find(annotation.entry);
    const RecordMarks marks = found == m_said.end() ? RecordMarks() : marksFrom(annotation.entry, found->second);
    if (annotation.step == AnnotationStep::Unstar)
        return marks.starredBy.empty() ? "The record has no star." : std::string();
    if (annotation.step == AnnotationStep::Untag)
        return std::ranges::find(marks.tags, annotation.text) == marks.tags.end() ? "The record has no such tag." : std::string();
    if (found != m_said.end()) {
        for (const RecordedAnnotation &one : found->second) {
            if (one.said.step != AnnotationStep::Note || one.digest != annotation.note)
                continue;
            if (one.takenBack)
                return "The note was taken back before.";
            return one.said.by == annotation.by ? std::string() : "A note is taken back by who wrote it.";
        }
    }
    return "There is no such note on this record.";
}

std::string AnnotationBook::add(EntryNumber number, Annotation annotation, std::string_view body)
{
    if (annotation.entry >= number)
        return "It speaks of an entry that was not there yet.";
    if (std::string why = objection(annotation); !why.empty())
        return why;
    std::vector<RecordedAnnotation> &said = m_said[annotation.entry];
    if (annotation.step == AnnotationStep::Withdraw) {
        for (RecordedAnnotation &one : said)
            one.takenBack |= one.said.step == AnnotationStep::Note && one.digest == annotation.note;
    }
    said.push_back({number, sha256(body), std::move(annotation), false});
    return {};
}

std::vector<RecordedAnnotation> AnnotationBook::history(EntryNumber entry) const
{
    const auto found = m_said.find(entry);
    return found == m_said.end() ? std::vector<RecordedAnnotation>() : found->second;
}

RecordMarks AnnotationBook::marksOf(EntryNumber entry) const
{
    const auto found = m_said.find(entry);
    RecordMarks none;
    none.entry = entry;
    return found == m_said.end() ? none : marksFrom(entry, found->second);
}

std::vector<RecordMarks> AnnotationBook::marks() const
{
    std::vector<RecordMarks> all;
    for (const auto &[entry, said] : m_said) {
        RecordMarks marks = marksFrom(entry, said);
        if (marks.any())
            all.push_back(std::move(marks));
    }
    return all;
}

std::vector<EntryNumber> AnnotationBook::entriesMarked(const MarkedBy &mark) const
{
    std::vector<EntryNumber> entries;
    for (const auto &[entry, said] : m_said) {
        if (matches(mark, marksFrom(entry, said)))
            entries.push_back(entry);
    }
    return entries;
}

std::vector<std::string> AnnotationBook::tags() const
{
    std::set<std::string> tags;
    for (const RecordMarks &marks : marks())
        tags.insert(marks.tags.begin(), marks.tags.end());
    return {tags.begin(), tags.end()};
}

} // namespace mandate
