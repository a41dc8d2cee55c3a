// SPDX-License-Identifier: GPL-3.0-or-later
// What a record has, and the words its enumerations are written as. The words are part of the stored format: never change one.
#include "models/evidence/record.h"

#include <array>
#include <cstddef>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 6> kindNames{"action", "message", "session", "context", "event", "decision"};
constexpr std::array<std::string_view, 4> outcomeNames{"unknown", "executed", "refused", "failed"};
constexpr std::array<std::string_view, 5> roleNames{"none", "user", "agent", "system", "tool"};
constexpr std::array<std::string_view, 4> signatureNames{"unsigned", "valid", "invalid", "unknown-key"};

template<typename Enum, std::size_t N>
std::optional<Enum> valueOf(const std::array<std::string_view, N> &names, std::string_view name)
{
    for (std::size_t i = 0; i < N; ++i) {
        if (names[i] == name)
            return static_cast<Enum>(i);
    }
    return std::nullopt;
}

} // namespace

std::uint8_t Record::completeness() const
{
    unsigned has = 0;
    if (input && !input->empty())
        has |= HasInput;
    if (!tool.empty() && (arguments.isMap() || !argumentsText.empty()))
        has |= HasAction;
    if (!basis.empty())
        has |= HasBasis;
    if (result && !result->empty())
        has |= HasResult;
    if (occurred)
        has |= HasTime;
    if (!reasoning.empty() || (kind == RecordKind::Action && !said.empty()))
        has |= HasDecisionBasis;
    if (signature != SignatureState::Unsigned)
        has |= HasSignature;
    return static_cast<std::uint8_t>(has);
}

std::string_view nameOf(RecordKind kind)
{
    return kindNames.at(static_cast<std::size_t>(kind));
}
std::string_view nameOf(Outcome outcome)
{
    return outcomeNames.at(static_cast<std::size_t>(outcome));
}
std::string_view nameOf(Role role)
{
    return roleNames.at(static_cast<std::size_t>(role));
}
std::string_view nameOf(SignatureState state)
{
    return signatureNames.at(static_cast<std::size_t>(state));
}

std::optional<RecordKind> recordKindOf(std::string_view name)
{
    return valueOf<RecordKind>(kindNames, name);
}
std::optional<Outcome> outcomeOf(std::string_view name)
{
    return valueOf<Outcome>(outcomeNames, name);
}
std::optional<Role> roleOf(std::string_view name)
{
    return valueOf<Role>(roleNames, name);
}
std::optional<SignatureState> signatureStateOf(std::string_view name)
{
    return valueOf<SignatureState>(signatureNames, name);
}

Record remainsOf(const Record &record)
{
    Record rest;
    rest.kind = record.kind;
    rest.source = record.source;
    rest.format = record.format;
    rest.itemDigest = record.itemDigest;
    rest.message = record.message;
    rest.call = record.call;
    rest.agent = record.agent;
    rest.agentVersion = record.agentVersion;
    rest.model = record.model;
    rest.deployment = record.deployment;
    rest.session = record.session;
    rest.occurred = record.occurred;
    rest.received = record.received;
    rest.role = record.role;
    rest.tool = record.tool;
    rest.outcome = record.outcome;
    return rest;
}

} // namespace mandate
