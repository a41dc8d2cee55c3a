// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/authorization/proposal.h"

#include "models/base/enum_names.h"

#include <algorithm>
#include <array>
#include <new>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 4> reversibilityNames{"unknown", "none", "partial", "full"};

Error noProposal(std::string_view member, std::string_view should)
{
    Error error;
    error.kind = ErrorKind::Input;
    error.code = "MND-APR-002";
    error.happened = "The proposal's \"" + std::string(member) + "\" is not " + std::string(should) + '.';
    error.unaffected = "Nothing was filed.";
    error.remedy = "Correct it and ask again.";
    error.position.path = '/' + std::string(member); // in the proposal
    return error;
}

bool isBlank(const std::string &text)
{
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

} // namespace

std::string_view nameOf(Reversibility reversibility)
{
    return reversibilityNames.at(static_cast<std::size_t>(reversibility));
}

std::optional<Reversibility> reversibilityOf(std::string_view name)
{
    return enumNamed<Reversibility>(reversibilityNames, name);
}

std::vector<std::string_view> Proposal::missing() const
{
    std::vector<std::string_view> names;
    if (isBlank(reasoning))
        names.push_back("reasoning");
    if (isBlank(scope))
        names.push_back("scope");
    if (isBlank(blastRadius))
        names.push_back("blast_radius");
    if (reversible == Reversibility::Unknown)
        names.push_back("reversible");
    if (!confidence)
        names.push_back("confidence");
    return names;
}

Value Proposal::toValue(Arena &arena) const
{
    std::vector<Member> members;
    const auto put = [&](std::string_view name, const std::string &text) {
        if (!text.empty())
            members.push_back({Value::string(name), Value::string(arena.copy(text))});
    };
    put("reasoning", reasoning);
    put("scope", scope);
    put("blast_radius", blastRadius);
    put("alternatives", alternatives);
    if (reversible != Reversibility::Unknown)
        members.push_back({Value::string("reversible"), Value::string(nameOf(reversible))});
    if (confidence)
        members.push_back({Value::string("confidence"), Value::real(*confidence)});
    auto *room = arena.array<Member>(members.size());
    std::uninitialized_copy(members.begin(), members.end(), room);
    return Value::map({room, members.size()});
}

Result<Proposal> readProposal(const Value &value)
{
    if (!value.isMap())
        return noProposal("", "an object");
    Proposal proposal;
    for (const auto &[name, text] : {std::pair<std::string_view, std::string *>{"reasoning", &proposal.reasoning},
                                     {"scope", &proposal.scope},
                                     {"blast_radius", &proposal.blastRadius},
                                     {"alternatives", &proposal.alternatives}}) {
        const Value *member = value.find(name);
        if (!member || member->isNull())
            continue;
        if (!member->isString())
            return noProposal(name, "a text");
        *text = member->text();
    }
    if (const Value *reversible = value.find("reversible"); reversible && !reversible->isNull()) {
        if (reversible->is(ValueKind::Bool)) {
            proposal.reversible = reversible->asBool() ? Reversibility::Full : Reversibility::None;
        } else {
            const auto named = reversible->isString() ? reversibilityOf(reversible->text()) : std::nullopt;
            if (!named)
                return noProposal("reversible", "\"full\", \"partial\", \"none\", \"unknown\", true or false");
            proposal.reversible = *named;
        }
    }
    if (const Value *confidence = value.find("confidence"); confidence && !confidence->isNull()) {
        double number = -1;
        if (confidence->is(ValueKind::Double))
            number = confidence->asDouble();
        else if (confidence->is(ValueKind::Int))
            number = static_cast<double>(confidence->asInt());
        if (!(number >= 0 && number <= 1))
            return noProposal("confidence", "a number from 0 to 1");
        proposal.confidence = number;
    }
    return proposal;
}

} // namespace mandate
