// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/variables.h"

#include <cassert>

namespace mandate::variables {

namespace {

using cel::Type;

const Type dyn;
const Type string = Type::of(Type::Kind::String);
const Type object = Type::map(string, dyn);

void declare(cel::Environment &environment, std::uint32_t slot, std::string_view name, const Type &type)
{
    [[maybe_unused]] const auto given = environment.declare(std::string(name), type);
    assert(given == slot);
    (void)slot;
}

} // namespace

const cel::Environment &clauseEnvironment()
{
    static const cel::Environment environment = [] {
        cel::Environment e;
        declare(e, Action, "action", object);
        declare(e, Args, "args", object);
        declare(e, Input, "input", string);
        declare(e, Agent, "agent", string);
        declare(e, Session, "session", string);
        declare(e, Confidence, "confidence", Type::of(Type::Kind::Double));
        declare(e, Environment, "environment", string);
        declare(e, Now, "now", Type::of(Type::Kind::Timestamp));
        declare(e, State, "state", object);
        declare(e, History, "history", Type::list(object));
        declare(e, Proposal, "proposal", object);
        declare(e, Verifier, "verifier", object);
        declare(e, Result, "result", string);
        declare(e, Returned, "returned", dyn);
        declare(e, Record, "record", Type::map(string, Type::of(Type::Kind::Bool)));
        declare(e, Window, "window", Type::map(string, Type::list(dyn)));
        return e;
    }();
    return environment;
}

const cel::Environment &factEnvironment()
{
    static const cel::Environment environment = [] {
        cel::Environment e;
        declare(e, FactValue, "value", dyn);
        declare(e, FactText, "text", string);
        declare(e, FactArgs, "args", object);
        declare(e, FactTool, "tool", string);
        return e;
    }();
    return environment;
}

const cel::Environment &windowEnvironment()
{
    static const cel::Environment environment = [] {
        cel::Environment e;
        declare(e, WindowArgs, "args", object);
        declare(e, WindowTool, "tool", string);
        declare(e, WindowAgent, "agent", string);
        declare(e, WindowSession, "session", string);
        declare(e, WindowEnvironment, "environment", string);
        return e;
    }();
    return environment;
}

} // namespace mandate::variables
