// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/redline/redline.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::size_t mostEdits = 1000;

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Words, each with the blanks after it.
std::vector<std::string_view> wordsOf(std::string_view text)
{
    std::vector<std::string_view> words;
    std::size_t begin = 0;
    for (std::size_t at = 1; at <= text.size(); ++at) {
        if (at == text.size() || (isBlank(text[at - 1]) && !isBlank(text[at]))) {
            words.push_back(text.substr(begin, at - begin));
            begin = at;
        }
    }
    return words;
}

std::string_view bare(std::string_view word)
{
    while (!word.empty() && isBlank(word.back()))
        word.remove_suffix(1);
    return word;
}

void append(std::vector<WordRun> &runs, WordRun::Mark mark, std::string_view text)
{
    if (text.empty())
        return;
    if (runs.empty() || runs.back().mark != mark)
        runs.push_back({mark, {}});
    runs.back().text += text;
}

} // namespace

std::string_view nameOf(WordRun::Mark mark)
{
    switch (mark) {
    case WordRun::Mark::Same: return "same";
    case WordRun::Mark::Removed: return "removed";
    case WordRun::Mark::Added: return "added";
    }
    return {};
}

std::vector<WordRun> diffWords(std::string_view before, std::string_view after)
{
    using Mark = WordRun::Mark;
    const std::vector<std::string_view> a = wordsOf(before);
    const std::vector<std::string_view> b = wordsOf(after);
    const auto n = static_cast<std::ptrdiff_t>(a.size());
    const auto m = static_cast<std::ptrdiff_t>(b.size());
    const auto equal = [&](std::ptrdiff_t x, std::ptrdiff_t y) {
        return bare(a[static_cast<std::size_t>(x)]) == bare(b[static_cast<std::size_t>(y)]);
    };
    // furthest[d][k]: how far along `a` d edits reach on diagonal k = x − y, which runs from −d to d.
    std::vector<std::vector<std::ptrdiff_t>> furthest;
    std::ptrdiff_t edits = -1;
    for (std::ptrdiff_t d = 0; d <= n + m && edits < 0; ++d) {
        if (static_cast<std::size_t>(d) > mostEdits) {
            std::vector<WordRun> whole;
            append(whole, Mark::Removed, before);
            append(whole, Mark::Added, after);
            return whole;
        }
        std::vector<std::ptrdiff_t> row(static_cast<std::size_t>(2 * d + 1), -1);
        for (std::ptrdiff_t k = -d; k <= d; k += 2) {
            std::ptrdiff_t x = 0;
            if (d > 0) {
                const auto &last = furthest.back();
                const auto reach = [&](std::ptrdiff_t diagonal) {
                    return diagonal < -(d - 1) || diagonal > d - 1 ? std::ptrdiff_t{-1} : last[static_cast<std::size_t>(diagonal + d - 1)];
                };
                x = k == -d || (k != d && reach(k - 1) < reach(k + 1)) ? reach(k + 1) : reach(k - 1) + 1;
            }
            while (x < n && x - k < m && equal(x, x - k))
                ++x;
            row[static_cast<std::size_t>(k + d)] = x;
            if (x >= n && x - k >= m)
                edits = d;
        }
        furthest.push_back(std::move(row));
    }
    std::vector<std::pair<Mark, std::string_view>> backwards;
    std::ptrdiff_t x = n;
    std::ptrdiff_t y = m;
    for (std::ptrdiff_t d = edits; d >= 0; --d) {
        const std::ptrdiff_t k = x - y;
        std::ptrdiff_t fromX = 0;
        std::ptrdiff_t fromY = 0;
        bool down = false;
        if (d > 0) {
            const auto &last = furthest[static_cast<std::size_t>(d - 1)];
            const auto reach = [&](std::ptrdiff_t diagonal) {
                return diagonal < -(d - 1) || diagonal > d - 1 ? std::ptrdiff_t{-1} : last[static_cast<std::size_t>(diagonal + d - 1)];
            };
            down = k == -d || (k != d && reach(k - 1) < reach(k + 1));
            fromX = reach(down ? k + 1 : k - 1);
            fromY = fromX - (down ? k + 1 : k - 1);
        }
        const std::ptrdiff_t edgeX = d == 0 ? 0 : down ? fromX : fromX + 1;
        while (x > edgeX && y > 0) {
            --x;
            --y;
            backwards.emplace_back(Mark::Same, b[static_cast<std::size_t>(y)]);
        }
        if (d == 0)
            break;
        if (down)
            backwards.emplace_back(Mark::Added, b[static_cast<std::size_t>(--y)]);
        else
            backwards.emplace_back(Mark::Removed, a[static_cast<std::size_t>(--x)]);
        x = fromX;
        y = fromY;
    }
    // What was removed stands before what came in its place.
    std::vector<WordRun> runs;
    std::string added;
    for (auto at = backwards.rbegin(); at != backwards.rend(); ++at) {
        if (at->first == Mark::Added) {
            added += at->second;
            continue;
        }
        if (at->first == Mark::Same) {
            append(runs, Mark::Added, added);
            added.clear();
        }
        append(runs, at->first, at->second);
    }
    append(runs, Mark::Added, added);
    return runs;
}

} // namespace mandate
