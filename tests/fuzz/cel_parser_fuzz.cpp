// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer target: any text is compiled as a condition, with and without checks; what compiles is unparsed, compiled again and evaluated
// over a few slots within a bound. Looks for crashes, and for trees whose text means something else.
#include "models/base/arena.h"
#include "models/pact/cel/describe.h"
#include "models/pact/cel/program.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace mandate;

namespace {

constexpr std::uint64_t steps = 50'000;

void evaluate(const cel::Program &program)
{
    Arena arena;
    const std::array items{Value::integer(3), Value::real(2.5), Value::string("na\xC3\xAFve"), Value::null(), Value::boolean(true)};
    const std::array keys{Member{Value::string("amount"), Value::real(612.5)}, Member{Value::string("items"), Value::list(items)},
                          Member{Value::string("region"), Value::string("eu")}};
    const std::array slots{Value::map(keys), Value::timestamp(1'700'000'000, 5), Value::duration(-3, -500'000'000),
                           cel::absent(arena, "confidence"), Value::unsignedInteger(7), Value::bytes("a\0b")};
    const Value result = program.evaluate(slots, arena, steps);
    const cel::Description description = cel::describe(result);
    if (description.json.empty())
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view source(reinterpret_cast<const char *>(data), size);
    cel::Environment environment;
    environment.declare("args");
    environment.declare("now", cel::Type::of(cel::Type::Kind::Timestamp));
    environment.declare("wait", cel::Type::of(cel::Type::Kind::Duration));
    environment.declare("confidence", cel::Type::of(cel::Type::Kind::Double));
    environment.declare("a.b", cel::Type::of(cel::Type::Kind::Uint));
    environment.declare("c", cel::Type::of(cel::Type::Kind::Bytes));
    for (const bool checked : {true, false}) {
        environment.setChecked(checked);
        const Result<cel::Program> program = cel::compile(source, environment);
        if (!program) {
            if (program.error().kind != ErrorKind::Input || program.error().happened.empty())
                std::abort();
            continue;
        }
        evaluate(*program);
        const std::string text = cel::unparse(program->ast());
        if (text.size() > 60'000)
            continue; // may be longer than a source may be
        const Result<cel::Program> again = cel::compile(text, environment);
        if (!again || cel::unparse(again->ast()) != text)
            std::abort();
    }
    return 0;
}
