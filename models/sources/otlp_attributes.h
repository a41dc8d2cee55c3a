// SPDX-License-Identifier: GPL-3.0-or-later
// The table of telemetry attributes and the fields of a record they fill. The table itself is data: resources/sources/otlp_attributes.json.
#pragma once

#include "models/base/value.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace mandate {

extern const std::string_view otlpAttributesJson;

enum class OtlpField : std::uint8_t {
    Operation,
    Event,
    Tool,
    Arguments,
    Result,
    Target,
    Session,
    Agent,
    AgentVersion,
    Model,
    Deployment,
    OnBehalfOf,
    Input,
    Output,
    Policy,
    Error,
    Succeeded,
    Confidence,
    Reasoning,
    Basis
};
inline constexpr std::size_t otlpFieldCount = 20;

/// What a span or log becomes.
enum class OtlpMeaning : std::uint8_t { Event, Action, Message, UserText, SystemText };

class OtlpAttributes
{
public:
    /// The compiled-in table; read once.
    static const OtlpAttributes &table();

    struct Use
    {
        OtlpField field;
        std::uint8_t rank; ///< 0 is preferred
    };
    /// The fields an attribute may fill; empty for most.
    [[nodiscard]] std::span<const Use> usesOf(std::string_view attribute) const;
    [[nodiscard]] bool isLabel(std::string_view attribute) const;
    [[nodiscard]] OtlpMeaning meaningOfOperation(std::string_view operation) const;
    /// Event when the name is not known.
    [[nodiscard]] OtlpMeaning meaningOfEvent(std::string_view name) const;

private:
    explicit OtlpAttributes(std::string_view json);
    struct Slot
    {
        std::string_view name;
        std::array<Use, 3> uses{};
        std::uint8_t useCount = 0;
        bool label = false;
    };
    static constexpr std::size_t slotCount = 512;
    static std::size_t hashOf(std::string_view name);
    [[nodiscard]] const Slot &slotOf(std::string_view name) const;
    Slot &slotOf(std::string_view name);

    Arena m_arena;
    std::vector<Slot> m_slots;
    Value m_operations;
    Value m_events;
};

} // namespace mandate
