// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sources/session_facts.h"

#include "models/sources/outline.h"

namespace mandate {

namespace {

std::string_view firstText(const Value &object, std::initializer_list<std::string_view> keys)
{
    for (const std::string_view key : keys) {
        if (const auto text = object.findText(key); text && !text->empty())
            return *text;
    }
    return {};
}

} // namespace

bool readSessionFacts(const Value &document, std::string_view fileStem, Reading &reading)
{
    Record &common = reading.common;
    if (!readText(reading, document, "model", {}, common.model))
        return false;
    if (common.agent.empty())
        common.agent = firstText(document, {"agent", "agent_name"});
    if (common.agent.empty())
        common.agent = common.model.empty() ? reading.arena().copy(fileStem) : common.model;
    common.agentVersion = firstText(document, {"agent_version"});
    common.deployment = firstText(document, {"deployment", "environment"});
    common.session = firstText(document, {"session_id", "conversation_id", "thread_id", "id"});
    if (common.session.empty())
        common.session = reading.numberedSession();
    common.onBehalfOf = firstText(document, {"user_id", "user"});
    if (const Value *metadata = present(document, "metadata"); metadata && common.onBehalfOf.empty())
        common.onBehalfOf = firstText(*metadata, {"user_id"});

    Record &session = reading.add(RecordKind::Session);
    for (const std::string_view key : {"timestamp", "created_at", "created"}) {
        if (!session.occurred)
            session.occurred = instantOf(document.find(key));
    }
    MapWriter labels(reading.arena());
    for (const std::string_view key : {"reward", "score", "success", "passed", "outcome", "label", "task_id", "status", "stop_reason", "error"})
        labels.take(document, key);
    session.labels = labels.finish();
    if (const Value *error = present(document, "error"))
        session.error = textOf(*error, reading.arena());
    return true;
}

ItemStream transcriptStream(const SourceFile &file)
{
    const Outline outline = outlineOf(file.bytes);
    if (outline.root == Outline::Root::Array && (outline.element == '[' || outline.has("messages") || outline.has("input")))
        return ItemStream::elements(file.bytes);
    return outline.lines ? ItemStream::lines(file.bytes) : ItemStream::whole(file.bytes);
}

} // namespace mandate
