// SPDX-License-Identifier: GPL-3.0-or-later
// Random conditions as the query language can say them. The same seed gives the same ones.
#pragma once

#include "models/store/row_condition.h"

#include <array>
#include <random>
#include <string_view>

namespace mandate {

class RandomConditions
{
public:
    explicit RandomConditions(std::uint64_t seed) : m_random(seed) {}

    /// A tree of at most this depth, in the form in which the language reads it: no tree of one part but a negation.
    RowCondition next(int depth)
    {
        switch (depth > 0 ? below(5) : 0) {
        case 1: return several(Combined::How::All, depth);
        case 2: return several(Combined::How::Any, depth);
        case 3: return {Combined{Combined::How::None, {next(depth - 1)}}};
        case 4:
            if (below(3) == 0)
                return {SameSession{std::make_shared<const RowCondition>(next(depth - 1))}};
            break;
        default: break;
        }
        return leaf();
    }

    std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(m_random); }

private:
    RowCondition several(Combined::How how, int depth)
    {
        Combined combined{how, {}};
        for (std::size_t i = 2 + below(2); i > 0; --i)
            combined.parts.push_back(next(depth - 1));
        return {std::move(combined)};
    }

    RowCondition leaf()
    {
        switch (below(8)) {
        case 0: return {NameIs{static_cast<NameIs::Field>(below(7)), patterns()}};
        case 1: {
            static constexpr std::array<std::uint8_t, 4> counts{8, 4, 6, 5};
            const std::size_t field = below(4);
            CodeIs code{static_cast<CodeIs::Field>(field), {}};
            const auto first = static_cast<std::uint8_t>(below(counts[field]));
            code.any.push_back(field == 3 && first == 0 ? std::uint8_t{1} : first);
            return {std::move(code)};
        }
        case 2: {
            const auto field = static_cast<NumberIn::Field>(below(2));
            const auto from = static_cast<std::int64_t>(below(60));
            switch (below(4)) {
            case 0: return {NumberIn{field, from, from}};
            case 1: return {NumberIn{field, from, INT64_MAX}};
            case 2: return {NumberIn{field, INT64_MIN, from}};
            default: return {NumberIn{field, from, from + 7}};
            }
        }
        case 3: {
            const Instant since = time();
            switch (below(3)) {
            case 0: return {TimeIn{since, {}}};
            case 1: return {TimeIn{{}, since}};
            default: return {TimeIn{since, Instant{since.nanoseconds + 600'000'000'000, since.zoneKnown}}};
            }
        }
        case 4: return {EvidenceHas{static_cast<std::uint8_t>(1U << below(7))}};
        case 5: return {FindingOf{patterns(), below(2) == 0}};
        case 6: {
            static constexpr std::array<std::string_view, 5> words{"order", "voucher", "\"worth more\"", "nowhere", "fine"};
            return {TextHas{std::string(words[below(words.size())])}};
        }
        default: return {argument()};
        }
    }

    std::vector<NamePattern> patterns()
    {
        static constexpr std::array<std::string_view, 9> texts{"agent-1", "refund", "airline", "session-7", "P1", "two words", "a,b(c)\"\\", "caf\xC3\xA9", "sample"};
        std::vector<NamePattern> any;
        for (std::size_t i = 1 + below(2); i > 0; --i) {
            NamePattern one{std::string(texts[below(texts.size())]), below(3) == 0};
            if (one.isPattern)
                one.text.replace(below(2) ? 0 : one.text.size() - 1, 1, "*");
            else if (below(20) == 0)
                one.text += "*";
            if (any.empty() || !(any.front() == one))
                any.push_back(std::move(one));
        }
        return any;
    }

    Instant time() { return {1'764'000'000'000'000'000 + static_cast<std::int64_t>(below(40)) * 60'000'000'000, below(2) == 0}; }

    ArgumentIs argument()
    {
        static constexpr std::array<std::string_view, 4> names{"amount", "user", "items", "nothing"};
        ArgumentIs asked;
        asked.path.emplace_back(names[below(names.size())]);
        if (asked.path.front() == "items")
            asked.path.emplace_back("price");
        asked.how = static_cast<ArgumentIs::How>(below(6));
        if (asked.how == ArgumentIs::How::Given) {
            asked.text = {"*", true};
        } else if (asked.how == ArgumentIs::How::Is && below(2) == 0) {
            asked.text.text = "user-3";
        } else {
            asked.text.text = std::to_string(below(50));
            asked.number = std::stod(asked.text.text);
        }
        return asked;
    }

    std::mt19937_64 m_random;
};

} // namespace mandate
