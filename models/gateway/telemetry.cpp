// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/telemetry.h"

#include "models/gateway/problem.h"
#include "models/gateway/question_reader.h"
#include "models/sources/adapter.h"

#include <array>
#include <zlib.h>

namespace mandate {

namespace {

Error badTelemetry(std::string_view code, std::string happened, std::string remedy, std::string pointer = {})
{
    Error error;
    error.kind = ErrorKind::Input;
    error.code = code;
    error.happened = std::move(happened);
    error.unaffected = "Nothing of this body was stored.";
    error.remedy = std::move(remedy);
    error.position.path = std::move(pointer);
    return error;
}

Result<std::string> unpacked(const std::string &packed)
{
    z_stream stream{};
    constexpr int gzipOnly = 16 + MAX_WBITS;
    if (::inflateInit2(&stream, gzipOnly) != Z_OK)
        return badTelemetry(problem_codes::malformedJson, "zlib cannot be set up.", "Send it without gzip.");
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.data())); // zlib only reads it
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string out;
    std::array<char, 64 * 1024> room{};
    int state = Z_OK;
    while (state == Z_OK && out.size() <= unpackedLimit) {
        stream.next_out = reinterpret_cast<Bytef *>(room.data());
        stream.avail_out = static_cast<uInt>(room.size());
        state = ::inflate(&stream, Z_NO_FLUSH);
        out.append(room.data(), room.size() - stream.avail_out);
        if (state == Z_BUF_ERROR || (state == Z_OK && stream.avail_in == 0 && stream.avail_out == room.size()))
            break; // cut off
    }
    const bool whole = state == Z_STREAM_END && stream.avail_in == 0;
    ::inflateEnd(&stream);
    if (out.size() > unpackedLimit)
        return badTelemetry(problem_codes::tooLarge, "The body is larger than 16 MiB when it is unpacked.", "Send less at once.");
    if (!whole)
        return badTelemetry(problem_codes::malformedJson, "The body says that it is gzip and is not, or it is cut off.", "Check the exporter's compression.");
    return out;
}

/// How many spans or log records each resource holds, in order.
std::vector<std::uint64_t> countEntries(const Value &resources, TelemetrySignal signal)
{
    std::vector<std::uint64_t> counts;
    for (const Value &resource : resources.items()) {
        std::uint64_t count = 0;
        const Value *scopes = resource.find(signal == TelemetrySignal::Traces ? "scopeSpans" : "scopeLogs");
        for (const Value &scope : scopes && scopes->isList() ? scopes->items() : std::span<const Value>()) {
            if (const Value *entries = scope.find(signal == TelemetrySignal::Traces ? "spans" : "logRecords"); entries && entries->isList())
                count += entries->items().size();
        }
        counts.push_back(count);
    }
    return counts;
}

/// Spans that are no action and no message of an agent, such as the HTTP calls around them, carry the name of the service.
bool isOthers(const Record &record, const Token &token)
{
    return record.kind != RecordKind::Event && !token.speaksFor(record.agent);
}

} // namespace

Result<TelemetryBody> readTelemetry(std::string body, bool gzip, TelemetrySignal signal, const Token &token)
{
    TelemetryBody read;
    if (gzip) {
        auto plain = unpacked(body);
        if (!plain)
            return plain.error();
        read.json = std::move(*plain);
    } else {
        read.json = std::move(body);
    }
    Arena arena;
    const auto document = readObject(read.json, arena);
    if (!document)
        return document.error();
    const std::string_view member = signal == TelemetrySignal::Traces ? "resourceSpans" : "resourceLogs";
    const std::string_view other = signal == TelemetrySignal::Traces ? "resourceLogs" : "resourceSpans";
    const Value *resources = document->find(member);
    if (document->find(other) || document->find("resourceMetrics"))
        return badTelemetry(problem_codes::wrongMember, "This path takes \"" + std::string(member) + "\" only.", "Send each signal to its own path.", '/' + std::string(other));
    if (!resources || resources->isNull() || (resources->isList() && resources->items().empty())) {
        read.json.clear(); // an empty export is none
        return read;
    }
    if (!resources->isList())
        return badTelemetry(problem_codes::wrongMember, '"' + std::string(member) + "\" should be a list.", "See the OTLP specification.", '/' + std::string(member));
    const std::vector<std::uint64_t> counts = countEntries(*resources, signal);
    for (const std::uint64_t count : counts)
        read.entries += count;

    // An export of one line would be one item: what is wrong with one resource would be wrong with all. Bytes of resources stay as they are.
    read.json.insert(read.json.find('{') + 1, 1, '\n');
    const SourceFile file{"telemetry", "telemetry", read.json};
    const auto adapter = adapterNamed("otlp")->open(file, {});
    if (!adapter)
        return adapter.error();
    JsonReader reader;
    Arena recordArena;
    NormaliseRoom room{recordArena, reader, Instant{}};
    std::vector<Record> records;
    for (std::size_t i = 0; const auto item = (*adapter)->next(); ++i) {
        if (const auto normalised = (*adapter)->normalise(*item, room, records); !normalised) {
            read.rejected += i < counts.size() ? counts[i] : read.entries;
            if (read.why.empty())
                read.why = normalised.error().happened;
        }
    }
    if (token.allows(Scope::ReportAny))
        return read;
    for (const Record &record : records) {
        if (read.foreignAgent.empty() && isOthers(record, token))
            read.foreignAgent = record.agent.empty() ? std::string("(not said)") : std::string(record.agent);
    }
    return read;
}

} // namespace mandate
