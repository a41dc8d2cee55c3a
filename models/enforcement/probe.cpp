// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/enforcement/probe.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"

namespace mandate {

Delivery tried(Errand &errand, const EnforcedStanding &standing, const std::string &probeTool, const std::function<Passes(const std::string &tool)> &ask)
{
    const std::vector<ProbeQuestion> questions = questionsAbout(standing, probeTool);
    const std::string agent = "agent " + quotedText(standing.agent);
    for (const ProbeQuestion &question : questions) {
        const Passes answer = ask(question.tool);
        if (const auto *problem = std::get_if<Delivery>(&answer))
            return *problem;
        const bool passes = std::get<bool>(answer);
        if (passes != question.mayPass || questions.size() == 1)
            return errand.judged(passes, question.mayPass, agent + ", tried with tool " + quotedText(question.tool), 200);
    }
    return errand.judged(false, false, agent + " by each of its " + std::to_string(questions.size()) + " refused tools", 200);
}

std::string jsonOf(std::initializer_list<Member> members)
{
    return canonicalJson(Value::map({members.begin(), members.size()}));
}

Passes answerIn(const Errand &errand, const HttpReply &reply, std::string_view wanted,
                const std::function<std::optional<bool>(const Value &body)> &judge)
{
    Arena arena;
    JsonReader reader;
    const auto body = reader.read(reply.body, arena);
    const std::optional<bool> answer = body ? judge(*body) : std::nullopt;
    if (!answer)
        return errand.unexpected(reply, wanted);
    return *answer;
}

} // namespace mandate
