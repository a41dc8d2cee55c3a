// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer target: what agents ask. A body is a question, or one clear refusal with its place; a question that was read has an agent and a tool, and
// its arguments read again to the same action.
#include "models/authorization/action_binding.h"
#include "models/base/json_reader.h"
#include "models/gateway/question_reader.h"

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

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view body(reinterpret_cast<const char *>(data), size);
    Arena arena;
    const auto object = readObject(body, arena);
    if (!object) {
        require(!object.error().code.empty() && !object.error().happened.empty() && !object.error().remedy.empty());
        return 0;
    }
    require(object->isMap());
    const auto question = readQuestion(*object, nullptr, "");
    if (!question) {
        require(!question.error().code.empty() && !question.error().happened.empty());
        return 0;
    }
    require(!question->action.agent.empty() && !question->action.tool.empty());
    require(!question->confidence || (*question->confidence >= 0 && *question->confidence <= 1));
    JsonReader reader;
    Arena again;
    require(reader.read(question->action.parameters, again).ok());
    (void)question->action.digest();
    return 0;
}
