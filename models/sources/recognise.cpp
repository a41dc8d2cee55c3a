// SPDX-License-Identifier: GPL-3.0-or-later
// Tells formats apart by structure: which members a file's JSON names. Names
// and folders of files play no part. Files that are no evidence of what an
// agent did get a reason in plain words.
#include "models/sources/formats.h"
#include "models/sources/outline.h"
#include "models/sources/transcript_style.h"

#include <algorithm>
#include <array>
#include <string>

namespace mandate {

namespace {

const Adapter *transcriptAdapter(const Outline &outline)
{
    switch (styleOfItem(outline)) {
    case TranscriptStyle::None: return nullptr;
    case TranscriptStyle::Anthropic: return &anthropicAdapter();
    case TranscriptStyle::ChatCompletions:
    case TranscriptStyle::Responses: return &openAiAdapter();
    }
    return nullptr;
}

bool namesOtlp(const Outline &outline)
{
    return outline.has("resourceSpans") || outline.has("resourceLogs") || outline.has("resource_spans") || outline.has("resource_logs");
}

/// A collector may write metrics, traces and logs into one file, an object a
/// line.
bool laterLinesNameOtlp(const Outline &outline)
{
    constexpr int linesLookedAt = 200;
    LineWalk lines(outline.bytes, outline.begin);
    for (int i = 0; i < linesLookedAt; ++i) {
        const auto line = lines.next();
        if (!line)
            return false;
        const std::string_view text = line->extent.of(outline.bytes);
        MemberWalk members(text, skipJsonSpace(text, 0));
        const auto first = members.next();
        if (first && (first->key == "resourceSpans" || first->key == "resourceLogs"))
            return true;
    }
    return false;
}

bool namesCloudTrail(const Outline &outline)
{
    return outline.has("eventSource") && outline.has("eventName") && (outline.has("userIdentity") || outline.has("eventVersion"));
}

bool namesSignedRecord(const Outline &outline)
{
    return (outline.has("payload") && outline.has("payloadType") && outline.has("signatures")) ||
           (outline.has("signature") && outline.has("key_id") && outline.has("agent") && outline.has("tool"));
}

bool namesDigestFile(const Outline &outline)
{
    return (outline.has("digestS3Object") && outline.has("logFiles")) ||
           (outline.has("Metadata") && outline.hasInner("signature") && outline.hasInner("signature-algorithm"));
}

bool namesAgtEntry(const Outline &outline)
{
    return outline.has("entry_id") && outline.has("event_type") && outline.has("agent_did");
}

std::string listOfKeys(const Outline &outline)
{
    std::string list;
    for (const Outline::Key &key : outline.keys) {
        if (!list.empty())
            list += ", ";
        list += '"';
        list += key.name.substr(0, 40);
        list += '"';
        if (list.size() > 160)
            return list + " …";
    }
    return list;
}

Recognition recogniseObject(const Outline &outline)
{
    if (namesOtlp(outline))
        return {&otlpAdapter(), {}};
    if (outline.has("resourceMetrics")) {
        if (outline.lines && laterLinesNameOtlp(outline))
            return {&otlpAdapter(), {}};
        return {nullptr, "metrics, no actions"};
    }
    if (outline.has("Records") && (outline.hasInner("eventVersion") || outline.hasInner("eventName") || outline.hasInner("userIdentity")))
        return {&cloudTrailAdapter(), {}};
    if (outline.lines && namesCloudTrail(outline))
        return {&cloudTrailAdapter(), {}};
    if (namesDigestFile(outline))
        return {&cloudTrailDigestAdapter(), {}};
    if (namesAgtEntry(outline) || (outline.hasArray("entries") && outline.hasInner("entry_id") && outline.hasInner("agent_did")))
        return {&agtAdapter(), {}};
    if (namesSignedRecord(outline))
        return {&signedAdapter(), {}};
    if ((outline.has("simulations") && (outline.has("info") || outline.has("tasks"))) ||
        (outline.has("info") && outline.hasInner("agent_info") && outline.hasInner("environment_info")))
        return {&tau2Adapter(), {}};
    if (outline.has("suite_name") && (outline.has("pipeline_name") || outline.has("user_task_id")))
        return {&agentDojoAdapter(), {}};
    if (outline.has("eval") && outline.has("version") && (outline.has("status") || outline.has("plan")))
        return {nullptr, "Inspect evaluation log; bring it in with \"evaluate import\""};
    if (outline.has("entries") && (outline.has("total_judged") || outline.hasInner("judge_verdict")))
        return {nullptr, "evaluation summary (a judge's second opinion), no actions; bring it in with \"evaluate import\""};
    if (outline.hasInner("calls_per_tool") || outline.hasInner("agent_tool_calls"))
        return {nullptr, "figures about other files, no actions"};
    if (const Adapter *adapter = transcriptAdapter(outline))
        return {adapter, {}};
    if (outline.lines && outline.has("role") && outline.has("content"))
        return {nullptr, "one message a line without the session it belongs to; "
                         "put each session's messages into one line"};
    return {nullptr, "JSON, but of no format we read (its members: " + listOfKeys(outline) + ')'};
}

Recognition recogniseArray(const Outline &outline)
{
    if (outline.element == ']')
        return {nullptr, "an empty list"};
    if (outline.has("traj") || (outline.has("task_id") && outline.has("reward") && outline.has("trial")))
        return {&tauBenchAdapter(), {}};
    if (namesCloudTrail(outline))
        return {&cloudTrailAdapter(), {}};
    if (namesAgtEntry(outline))
        return {&agtAdapter(), {}};
    if (const Adapter *adapter = transcriptAdapter(outline))
        return {adapter, {}};
    if (outline.keys.empty())
        return {nullptr, "a JSON list, but of no format we read"};
    return {nullptr, "a JSON list, but of no format we read (its entries' members: " + listOfKeys(outline) + ')'};
}

std::string reasonForText(const SourceFile &file)
{
    const std::string_view head = file.bytes.substr(0, 4096);
    if (head.starts_with("\x1F\x8B") || head.starts_with("\x28\xB5\x2F\xFD") || head.starts_with("PK\x03\x04"))
        return "a compressed file; unpack it and import what is in it";
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f'; };
    if (head.find('\0') != std::string_view::npos || std::ranges::count_if(head, isControl) > 8)
        return "a binary file";
    const std::string_view name = file.name;
    std::string_view line = head.substr(0, head.find('\n'));
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    if (head.starts_with('#') || name.ends_with(".md") || name.ends_with(".markdown"))
        return "Markdown text, no records";
    if (std::ranges::count(line, '\t') >= 2)
        return "a table (tab-separated); import it as metrics, or over a source "
               "profile";
    if (std::ranges::count(line, ',') >= 2)
        return "a table (CSV), no actions; answers with confidence are brought in with \"evaluate import\", figures with \"metric-source add\"";
    return "text, no records";
}

} // namespace

Recognition recognise(const SourceFile &file)
{
    const Outline outline = outlineOf(file.bytes);
    switch (outline.root) {
    case Outline::Root::Empty: return {nullptr, file.bytes.empty() ? "empty file" : "a file of white space alone"};
    case Outline::Root::NoJson: return {nullptr, reasonForText(file)};
    case Outline::Root::Object: return recogniseObject(outline);
    case Outline::Root::Array: return recogniseArray(outline);
    }
    return {};
}

std::span<const Adapter *const> adapters()
{
    static const std::array<const Adapter *, 10> all{&tau2Adapter(), &tauBenchAdapter(),  &agentDojoAdapter(), &cloudTrailAdapter(), &cloudTrailDigestAdapter(),
                                                     &agtAdapter(),  &signedAdapter(),    &otlpAdapter(),      &anthropicAdapter(),  &openAiAdapter()};
    return all;
}

const Adapter *adapterNamed(std::string_view name)
{
    const auto all = adapters();
    const auto found = std::ranges::find(all, name, [](const Adapter *adapter) { return adapter->name(); });
    return found == all.end() ? nullptr : *found;
}

std::string sourceName(std::string_view root, std::string_view path)
{
    while (root.size() > 1 && (root.ends_with('/') || root.ends_with('\\')))
        root.remove_suffix(1);
    std::string name;
    if (root != path && path.size() > root.size() && path.starts_with(root) &&
        (root.ends_with('/') || root.ends_with('\\') || path[root.size()] == '/' || path[root.size()] == '\\'))
        name = path.substr(root.size());
    else
        name = path.substr(path.find_last_of("/\\") + 1);
    std::ranges::replace(name, '\\', '/');
    const std::size_t begin = name.find_first_not_of('/');
    return begin == std::string::npos ? name : name.substr(begin);
}

} // namespace mandate
