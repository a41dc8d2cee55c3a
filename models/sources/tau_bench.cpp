// SPDX-License-Identifier: GPL-3.0-or-later
// tau-bench results (sierra-research/tau-bench, the first version): a list of { task_id, trial, reward, info, traj }. An item is one entry.
// The file says nothing of the agent but its own name; the policy is the first message. There are no times and no session ids.
#include "models/sources/chat_messages.h"
#include "models/sources/formats.h"
#include "models/sources/outline.h"

#include <string>

namespace mandate {

namespace {

/// "# Airline Agent Policy" names the trade: "airline".
std::string_view tradeOf(std::string_view policy, Arena &arena)
{
    constexpr std::string_view ending = " agent policy";
    const std::size_t begin = policy.find_first_not_of("# \t\r\n");
    if (begin == std::string_view::npos)
        return {};
    std::string heading(policy.substr(begin, policy.find('\n', begin) - begin));
    for (char &c : heading)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    const std::size_t end = heading.find(ending);
    return end == std::string::npos ? std::string_view{} : arena.copy(std::string_view(heading).substr(0, end));
}

class TauBenchFile final : public JsonFileAdapter
{
public:
    TauBenchFile(const SourceFile &file, const std::string &agentOverride)
        : JsonFileAdapter(file, "tau-bench", agentOverride.empty() ? std::string(stemOf(file.name)) : agentOverride, ItemStream::elements(file.bytes))
    {
    }

protected:
    bool read(const Value &run, Reading &reading) const override;

private:
    static bool describeOutcome(const Value &run, Reading &reading);
};

bool TauBenchFile::describeOutcome(const Value &run, Reading &reading)
{
    Record &session = reading.add(RecordKind::Session);
    MapWriter labels(reading.arena());
    labels.take(run, "task_id");
    labels.take(run, "trial");
    labels.take(run, "reward");
    if (const Value *info = present(run, "info")) {
        if (!info->isMap())
            return reading.wrong("\"info\" should be an object and is " + std::string(kindInWords(*info)) + '.', "/info");
        labels.take(*info, "user_cost");
        labels.take(*info, "error");
        if (const Value *task = present(*info, "task")) {
            labels.take(*task, "actions", "expected_actions");
            labels.take(*task, "outputs", "expected_outputs");
        }
        if (const Value *error = present(*info, "error"))
            session.error = textOf(*error, reading.arena());
    }
    session.labels = labels.finish();
    return true;
}

bool TauBenchFile::read(const Value &run, Reading &reading) const
{
    if (!run.isMap())
        return reading.wrong("A run should be an object and is " + std::string(kindInWords(run)) + '.', {});
    Arena &arena = reading.arena();
    Record &common = reading.common;
    const std::string_view task = scalarText(run.find("task_id"), arena);
    const std::string_view trial = scalarText(run.find("trial"), arena);
    common.session = task.empty() ? reading.numberedSession() : reading.join({task, "/", trial.empty() ? "0" : trial});
    if (const Value *info = present(run, "info")) {
        if (const Value *details = present(*info, "task"))
            common.onBehalfOf = details->findText("user_id").value_or(std::string_view{});
    }
    MessageList messages;
    if (!messages.read(reading, run.find("traj"), "/traj", {"traj"}))
        return false;
    common.deployment = tradeOf(systemTextOf(*run.find("traj")), arena);
    if (!describeOutcome(run, reading))
        return false;
    Transcript transcript(reading, Join::ByPosition);
    for (std::size_t i = 0; i < messages.size(); ++i) {
        if (!readChatMessage(messages[i], messages.turn(i), messages.pathOf(i), reading, transcript))
            return false;
    }
    return true;
}

class TauBenchAdapter final : public Adapter
{
public:
    std::string_view name() const override { return "tau-bench"; }
    std::string_view title() const override { return "tau-bench trajectories, first version (customer-service agents, Sierra Research)"; }
    bool recognises(const SourceFile &file) const override { return recognise(file).adapter == this; }

    Result<std::unique_ptr<FileAdapter>> open(const SourceFile &file, const std::string &agentOverride) const override
    {
        if (outlineOf(file.bytes).root != Outline::Root::Array)
            return notOfFormat(file, title(), "it is no list of runs");
        return std::unique_ptr<FileAdapter>(std::make_unique<TauBenchFile>(file, agentOverride));
    }
};

} // namespace

const Adapter &tauBenchAdapter()
{
    static const TauBenchAdapter adapter;
    return adapter;
}

} // namespace mandate
