// SPDX-License-Identifier: GPL-3.0-or-later
// Which rows a condition's tree matches. Conditions on columns are answered for all rows at once; what costs more (findings, words, arguments, other
// rows of the session) is asked last and only of rows that the rest leaves open.
#pragma once

#include "models/store/sqlite/filter.h"
#include "models/store/sqlite/reader.h"
#include "models/store/sqlite/text_index.h"

namespace mandate::sqlite {

class ConditionMatcher
{
public:
    ConditionMatcher(const Image &image, const NameTables &names, const TextIndex &text, Reader &reader, std::stop_token stop)
        : m_image(image),
          m_names(names),
          m_text(text),
          m_reader(reader),
          m_stop(std::move(stop))
    {
    }

    /// Clears the masks of rows that do not match. Cancelled when stopped.
    Result<void> restrict(Masks &masks, const RowCondition &condition);

private:
    Result<void> one(Masks &masks, const Combined &combined);
    Result<void> one(Masks &masks, const NameIs &name);
    Result<void> one(Masks &masks, const CodeIs &code);
    Result<void> one(Masks &masks, const NumberIn &number);
    Result<void> one(Masks &masks, const TimeIn &time);
    Result<void> one(Masks &masks, const EvidenceHas &has);
    Result<void> one(Masks &masks, const TextHas &text);
    Result<void> one(Masks &masks, const FindingOf &finding);
    Result<void> one(Masks &masks, const SameSession &session);
    Result<void> one(Masks &masks, const ArgumentIs &argument);
    Result<void> one(Masks &masks, const MarkedBy &mark);
    Result<void> one(Masks &masks, const CountedIn &counted);
    Result<void> one(Masks &masks, const EntryIn &in);

    Result<void> any(Masks &masks, const std::vector<RowCondition> &parts);
    [[nodiscard]] std::vector<std::uint8_t> namesAllowed(Column column, const std::vector<NamePattern> &patterns) const;
    template<typename Row>
    Result<void> bySegment(Masks &masks, const Row &row);

    const Image &m_image;
    const NameTables &m_names;
    const TextIndex &m_text;
    Reader &m_reader;
    std::stop_token m_stop;
};

} // namespace mandate::sqlite
