// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/decoded.h"

#include "tests/bench/measure.h"

namespace mandate::bench {

namespace {

MappedFile mapped(const std::string &path)
{
    auto file = MappedFile::open(path);
    if (!file)
        fail(file.error().happened);
    return std::move(file).value();
}

} // namespace

Decoded::Decoded(const std::string &path) : m_memory(mapped(path))
{
    auto opened = adapterNamed("otlp")->open({path, path, m_memory.bytes()}, {});
    if (!opened)
        fail(opened.error().happened);
    m_adapter = std::move(opened).value();
}

bool Decoded::next(std::size_t count)
{
    m_records.clear();
    m_arena = std::make_unique<Arena>(std::size_t{1} << 20);
    NormaliseRoom room{*m_arena, m_reader, Instant{}};
    while (m_records.size() < count) {
        const auto item = m_adapter->next();
        if (!item)
            break;
        if (const auto made = m_adapter->normalise(*item, room, m_records); !made)
            fail(made.error().happened);
    }
    return !m_records.empty();
}

} // namespace mandate::bench
