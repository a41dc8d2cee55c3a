// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer target: the first byte picks an adapter, the rest is the file. Recognises, opens, splits and normalises as an import does, and checks
// what every adapter promises: items lie in the file, in order and apart; records lie in their item; a failed item leaves no records.
#include "models/sources/adapter.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace mandate;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

/// Reads every byte a view claims to have, for the sanitizers to judge.
void touch(std::string_view text)
{
    static volatile unsigned sum;
    for (const char c : text)
        sum = sum + static_cast<unsigned char>(c);
}

void touch(const Value &value)
{
    switch (value.kind()) {
    case ValueKind::String: touch(value.text()); break;
    case ValueKind::List:
        for (const Value &item : value.items())
            touch(item);
        break;
    case ValueKind::Map:
        for (const Member &member : value.members()) {
            touch(member.key.text());
            touch(member.value);
        }
        break;
    default: break;
    }
}

void touch(const Record &record)
{
    for (const std::string_view text :
         {record.source, record.format, record.agent, record.agentVersion, record.model, record.deployment, record.session, record.trace, record.span,
          record.onBehalfOf, record.input.value_or(""), record.tool, record.argumentsText, record.target, record.said, record.reasoning,
          record.result.value_or(""), record.error, record.basis})
        touch(text);
    touch(record.arguments);
    touch(record.labels);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char *>(data) + 1, size - 1);
    const SourceFile file{"/fuzz/runs/p/s/u/a/i.json", "runs/p/s/u/a/i.json", bytes};
    const Recognition recognition = recognise(file);
    require((recognition.adapter == nullptr) != recognition.skipped.empty());
    const auto all = adapters();
    const Adapter *adapter = all[data[0] % all.size()];
    const auto opened = adapter->open(file, data[0] & 0x80 ? "override" : "");
    if (!opened) {
        require(!opened.error().code.empty());
        return 0;
    }
    Arena arena;
    JsonReader reader;
    NormaliseRoom room{arena, reader, Instant{1, true}};
    std::vector<Record> records;
    std::uint64_t end = 0;
    std::uint64_t index = 0;
    bool last = false;
    while (const auto item = (*opened)->next()) {
        require(!last && item->index == index++);
        require(item->offset >= end && item->offset + item->bytes.size() <= bytes.size());
        require(item->bytes.data() == bytes.data() + item->offset);
        end = item->offset + item->bytes.size();
        last = item->broken;
        const std::size_t before = records.size();
        const auto result = (*opened)->normalise(*item, room, records);
        require(result.ok() || records.size() == before);
        require(result.ok() ? !item->broken : !result.error().happened.empty());
        for (std::size_t i = before; i < records.size(); ++i) {
            require(std::size_t{records[i].spanBegin} + records[i].spanLength <= item->bytes.size());
            touch(records[i]);
        }
    }
    return 0;
}
