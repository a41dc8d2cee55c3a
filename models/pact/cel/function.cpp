// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/function.h"

#include <algorithm>
#include <cassert>
#include <map>

namespace mandate::cel {
namespace {

struct Table {
    std::map<std::string_view, Function> global;
    std::map<std::string_view, Function> member;
    std::vector<std::string_view> names;

    Table()
    {
        for (const auto family : {operatorFunctions, logicFunctions, accessFunctions, conversionFunctions, stringFunctions, formatFunctions,
                                  patternFunctions, listFunctions, aggregateFunctions, mathFunctions, setFunctions, optionalFunctions,
                                  timeFunctions, encodingFunctions}) {
            for (const FunctionRow &row : family())
                add(row);
        }
        std::sort(names.begin(), names.end());
        names.erase(std::unique(names.begin(), names.end()), names.end());
    }

    void add(const FunctionRow &row)
    {
        Result<std::vector<Signature>> signatures = parseSignatures(row.signatures);
        assert(signatures.ok());
        Function &function = (row.style == CallStyle::Global ? global : member)[row.name];
        assert(function.name.empty());
        function = {row.name, std::move(signatures).value(), row.function, row.run, row.variadic};
        if (row.name.find('_') != 0 && !row.name.starts_with('@') && !row.name.ends_with("_"))
            names.push_back(row.name);
    }
};

const Table &table()
{
    static const Table instance;
    return instance;
}

} // namespace

const Function *findFunction(std::string_view name, CallStyle style)
{
    const auto &functions = style == CallStyle::Global ? table().global : table().member;
    const auto found = functions.find(name);
    return found == functions.end() ? nullptr : &found->second;
}

bool isFunctionName(std::string_view name)
{
    return table().global.contains(name) || table().member.contains(name);
}

const std::vector<std::string_view> &functionNames()
{
    return table().names;
}

Value textValue(Evaluation &e, std::string_view text)
{
    if (!e.charge(1 + text.size() / 8))
        return e.tooLong();
    return Value::string(e.arena.copy(text));
}

Value listValue(Evaluation &e, std::span<const Value> items)
{
    if (!e.charge(1 + items.size()))
        return e.tooLong();
    return Value::list({e.arena.copy(items), items.size()});
}

} // namespace mandate::cel
