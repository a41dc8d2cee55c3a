// SPDX-License-Identifier: GPL-3.0-or-later
// OTLP/JSON traces and logs (OpenTelemetry protocol 1.x): one export object a line, as the collector's file exporter writes, or one object in the
// file, whose resources are then the items. Unknown fields are ignored; metrics hold no actions and give no records.
#include "models/sources/formats.h"
#include "models/sources/otlp_records.h"
#include "models/sources/outline.h"

namespace mandate {

namespace {

/// The member names on the way from an export object to its spans or logs.
struct Signal
{
    std::string_view resources;
    std::string_view scopes;
    std::string_view olderScopes; ///< before OTLP 0.15
    std::string_view entries;
    bool spans;
};

constexpr Signal traces{"resourceSpans", "scopeSpans", "instrumentationLibrarySpans", "spans", true};
constexpr Signal logs{"resourceLogs", "scopeLogs", "instrumentationLibraryLogs", "logRecords", false};

/// Extents of all spans or logs of an item, in order.
void collectExtents(std::string_view json, std::size_t at, std::span<const std::string_view> path, std::vector<Extent> &out)
{
    MemberWalk members(json, at);
    while (const auto member = members.next()) {
        const bool older =
            path.front() == "scopeSpans" ? member->key == traces.olderScopes : path.front() == "scopeLogs" && member->key == logs.olderScopes;
        if ((member->key != path.front() && !older) || member->value >= json.size() || json[member->value] != '[')
            continue;
        ElementWalk elements(json, member->value);
        while (const auto element = elements.next()) {
            if (path.size() == 1)
                out.push_back(*element);
            else
                collectExtents(json, element->begin, path.subspan(1), out);
        }
    }
}

class OtlpFile final : public JsonFileAdapter
{
public:
    OtlpFile(const SourceFile &file, std::string agentOverride, ItemStream stream)
        : JsonFileAdapter(file, "otlp", std::move(agentOverride), std::move(stream))
    {
    }

protected:
    bool read(const Value &document, Reading &reading) const override;

private:
    /// Records are added for the whole item; `first` is the first of a signal's.
    static bool readResources(const Value &list, const Signal &signal, Reading &reading);
    static bool readResource(const Value &resource, const Signal &signal, Reading &reading);
    static void markParts(const Signal &signal, bool wholeExport, std::size_t first, Reading &reading);
};

bool listOf(const Value &owner, std::string_view key, std::string_view olderKey, Reading &reading, std::span<const Value> &out)
{
    const Value *list = present(owner, key);
    if (!list && !olderKey.empty())
        list = present(owner, olderKey);
    if (!list)
        return true;
    if (!list->isList())
        return reading.wrong("\"" + std::string(key) + "\" should be a list and is " + std::string(kindInWords(*list)) + '.', "/" + std::string(key));
    out = list->items();
    return true;
}

bool OtlpFile::readResource(const Value &resource, const Signal &signal, Reading &reading)
{
    OtlpFacts ofResource;
    if (const Value *named = present(resource, "resource"); named && !ofResource.add(*named, "/resource", reading))
        return false;
    std::span<const Value> scopes;
    if (!listOf(resource, signal.scopes, signal.olderScopes, reading, scopes))
        return false;
    const Extent whole{0, reading.item.bytes.size()};
    for (const Value &scoped : scopes) {
        OtlpFacts ofScope = ofResource;
        if (const Value *scope = present(scoped, "scope"); scope && !ofScope.add(*scope, "/scope", reading))
            return false;
        std::span<const Value> entries;
        if (!listOf(scoped, signal.entries, {}, reading, entries))
            return false;
        for (const Value &entry : entries) {
            if (!(signal.spans ? readSpan(entry, ofScope, whole, reading) : readLogRecord(entry, ofScope, whole, reading)))
                return false;
        }
    }
    return true;
}

void OtlpFile::markParts(const Signal &signal, bool wholeExport, std::size_t first, Reading &reading)
{
    if (reading.records.size() - first <= 1)
        return; // the whole item speaks of it
    const std::array<std::string_view, 3> path{signal.resources, signal.scopes, signal.entries};
    std::vector<Extent> extents;
    collectExtents(reading.item.bytes, skipJsonSpace(reading.item.bytes, 0), std::span(path).subspan(wholeExport ? 0 : 1), extents);
    if (extents.size() != reading.records.size() - first)
        return;
    for (std::size_t i = 0; i < extents.size(); ++i)
        reading.mark(reading.records[first + i], extents[i]);
}

bool OtlpFile::readResources(const Value &list, const Signal &signal, Reading &reading)
{
    if (!list.isList()) {
        return reading.wrong("\"" + std::string(signal.resources) + "\" should be a list and is " + std::string(kindInWords(list)) + '.',
                             "/" + std::string(signal.resources));
    }
    const std::size_t first = reading.records.size();
    for (const Value &resource : list.items()) {
        if (!readResource(resource, signal, reading))
            return false;
    }
    markParts(signal, true, first, reading);
    return true;
}

bool OtlpFile::read(const Value &document, Reading &reading) const
{
    if (!document.isMap())
        return reading.wrong("An export should be an object and is " + std::string(kindInWords(document)) + '.', {});
    bool known = document.find("resourceMetrics") || document.find("scopeMetrics");
    for (const Signal &signal : {traces, logs}) {
        if (const Value *resources = present(document, signal.resources)) {
            known = true;
            if (!readResources(*resources, signal, reading))
                return false;
        } else if (document.find(signal.scopes) || document.find(signal.olderScopes)) { // one resource of a larger export
            known = true;
            const std::size_t first = reading.records.size();
            if (!readResource(document, signal, reading))
                return false;
            markParts(signal, false, first, reading);
        }
    }
    return known || document.find("resource") || reading.wrong("There are neither traces nor logs nor metrics.", {});
}

class OtlpAdapter final : public Adapter
{
public:
    std::string_view name() const override { return "otlp"; }
    std::string_view title() const override { return "OpenTelemetry traces and logs (OTLP/JSON)"; }
    bool recognises(const SourceFile &file) const override { return recognise(file).adapter == this; }

    Result<std::unique_ptr<FileAdapter>> open(const SourceFile &file, const std::string &agentOverride) const override
    {
        const Outline outline = outlineOf(file.bytes);
        if (outline.root != Outline::Root::Object)
            return notOfFormat(file, title(), "it does not begin with an export object");
        if (outline.complete && !outline.has("resourceSpans") && !outline.has("resourceLogs") && !outline.has("resourceMetrics"))
            return notOfFormat(file, title(), "it has neither \"resourceSpans\" nor \"resourceLogs\"");
        ItemStream stream =
            outline.lines ? ItemStream::lines(file.bytes) : ItemStream::elementsOf(file.bytes, {traces.resources, logs.resources}, false);
        return std::unique_ptr<FileAdapter>(std::make_unique<OtlpFile>(file, agentOverride, std::move(stream)));
    }
};

} // namespace

const Adapter &otlpAdapter()
{
    static const OtlpAdapter adapter;
    return adapter;
}

} // namespace mandate
