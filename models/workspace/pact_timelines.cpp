// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/pact_timelines.h"

#include "models/workspace/workspace_private.h"

#include <algorithm>

namespace mandate {

namespace {

/// What was in force goes before what only counts backwards. Of several in force the latest; of several that count backwards the earliest, so
/// that a pact which is added later, under whatever id, never changes what was said of the past.
bool goesBefore(const PactTimelines::Window &window, const PactTimelines::Window *other, std::int64_t nanoseconds)
{
    if (!other)
        return true;
    const bool signedThen = window.signedFrom <= nanoseconds;
    if (signedThen != (other->signedFrom <= nanoseconds))
        return signedThen;
    return signedThen ? window.entry > other->entry : window.entry < other->entry;
}

} // namespace

PactTimelines::PactTimelines(const PactLives &lives, const std::vector<PactPointer> &pacts)
{
    std::string text; // of all windows, for the digest
    for (const auto &[id, life] : lives) {
        std::vector<Window> windows;
        for (const PactWindow &signedWindow : life.windows()) {
            const auto pact = std::ranges::find_if(pacts, [&](const PactPointer &loaded) {
                return loaded->version.document.id == id && loaded->version.document.version == signedWindow.version;
            });
            if (pact == pacts.end())
                continue;
            Window window;
            window.signedFrom = signedWindow.from.nanoseconds;
            if (!windows.empty())
                window.from = window.signedFrom;
            if (signedWindow.until)
                window.until = signedWindow.until->nanoseconds;
            window.entry = signedWindow.entry;
            window.by = signedWindow.by;
            window.pact = *pact;
            windows.push_back(std::move(window));
        }
        if (windows.empty())
            continue;
        m_dependsOnTime = m_dependsOnTime || windows.size() > 1 || windows.front().until != std::numeric_limits<std::int64_t>::max();
        m_ids.push_back(std::move(windows));
    }
    m_dependsOnTime = m_dependsOnTime || m_ids.size() > 1; // they may bind the same agents
    // Of pacts that bind the same agent order and time decide, so both are part of what is judged by.
    auto all = windows();
    std::ranges::sort(all, {}, &Window::entry);
    for (const Window *window : all)
        text += window->pact->version.digest.hex() + ' ' + std::to_string(window->from) + ' ' + std::to_string(window->signedFrom) + ' ' + std::to_string(window->until) + '\n';
    m_digest = sha256(text);
}

PactTimelines::Answer PactTimelines::at(std::string_view agent, std::string_view deployment, std::int64_t nanoseconds) const
{
    Answer answer;
    for (const std::vector<Window> &windows : m_ids) {
        for (const Window &window : windows) {
            for (const std::int64_t bound : {window.from, window.signedFrom, window.until}) {
                if (bound <= nanoseconds)
                    answer.from = std::max(answer.from, bound);
                else
                    answer.until = std::min(answer.until, bound);
            }
            const bool holds = window.from <= nanoseconds && (nanoseconds < window.until || window.until == std::numeric_limits<std::int64_t>::max());
            if (holds && goesBefore(window, answer.window, nanoseconds) && window.pact->version.document.bindsAgent(agent, deployment))
                answer.window = &window;
        }
    }
    return answer;
}

const PactTimelines::Window *PactTimelines::inForce(std::string_view agent, std::string_view deployment, std::int64_t nanoseconds) const
{
    const Window *found = nullptr;
    for (const std::vector<Window> &windows : m_ids) {
        for (const Window &window : windows) {
            if (window.signedFrom <= nanoseconds && nanoseconds < window.until && (!found || window.entry > found->entry) &&
                window.pact->version.document.bindsAgent(agent, deployment))
                found = &window;
        }
    }
    return found;
}

bool PactTimelines::sessionsMatter() const
{
    return std::ranges::any_of(windows(), [](const Window *window) { return window->pact->compiled->remembersSessions(); });
}

bool PactTimelines::windowsMatter() const
{
    return std::ranges::any_of(windows(), [](const Window *window) { return window->pact->compiled->looksAtWindows(); });
}

std::vector<const PactTimelines::Window *> PactTimelines::windows() const
{
    std::vector<const Window *> all;
    for (const std::vector<Window> &windows : m_ids) {
        for (const Window &window : windows)
            all.push_back(&window);
    }
    std::ranges::sort(all, [](const Window *a, const Window *b) {
        const bool open[] = {a->until == std::numeric_limits<std::int64_t>::max(), b->until == std::numeric_limits<std::int64_t>::max()};
        return open[0] != open[1] ? open[0] : open[0] ? a->entry < b->entry : a->entry > b->entry;
    });
    return all;
}

const PactPointer &PactFinder::find(std::string_view agent, std::string_view deployment, std::int64_t nanoseconds)
{
    if (nanoseconds >= m_last.from && nanoseconds < m_last.until && agent == m_last.agent && deployment == m_last.deployment)
        return m_last.pact;
    const PactTimelines::Answer answer = m_timelines->at(agent, deployment, nanoseconds);
    m_last.agent = agent;
    m_last.deployment = deployment;
    m_last.from = answer.from;
    m_last.until = answer.until;
    m_last.pact = answer.window ? answer.window->pact : nullptr;
    return m_last.pact;
}

} // namespace mandate
