// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the records of a filter one by one, in order of arrival, in bounded memory.
#pragma once

#include "models/base/json_reader.h"
#include "models/evidence/record_json.h"
#include "models/store/store.h"

#include <algorithm>
#include <stop_token>

namespace mandate {

/// Gives each record to `take`; what it points into holds until `take` returns. Cancelled when asked to stop; Corrupt when a record cannot be read.
template<typename Take>
Result<void> eachRecord(const Store &store, const RowFilter &filter, const std::stop_token &stop, const Take &take)
{
    constexpr std::size_t piece = 4096;
    const auto entries = store.select(filter, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return entries.error();
    JsonReader reader;
    Arena arena;
    for (std::size_t done = 0; done < entries->size(); done += piece) {
        if (stop.stop_requested())
            return Error{ErrorKind::Cancelled, "MND-MET-002", "The counting was stopped.", {}, {}, {}};
        const auto bodies = store.bodies(std::span(*entries).subspan(done, std::min(piece, entries->size() - done)));
        if (!bodies)
            return bodies.error();
        for (const std::string &body : *bodies) {
            arena.reset();
            const auto record = readRecord(body, reader, arena);
            if (!record)
                return record.error();
            take(*record);
        }
    }
    return {};
}

} // namespace mandate
