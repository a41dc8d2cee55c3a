// SPDX-License-Identifier: GPL-3.0-or-later
// Static types of the condition language, as the checker and the environment see them. Not the kind of a value at run time: that is
// ValueKind.
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::cel {

/// A type of the CEL specification ("Gradual Type Checking"). Value semantics; compared with ==.
class Type
{
public:
    enum class Kind : std::uint8_t {
        Dyn, Null, Bool, Int, Uint, Double, String, Bytes, Timestamp, Duration, // without parameters
        Type, List, Map, Optional,                                              // with parameters
        Abstract,  ///< named by an environment, with parameters
        Parameter, ///< a type variable of a signature, such as the A of list(A)
    };

    Type() = default; ///< dyn

    static Type of(Kind kind) { return Type(kind, {}, {}); }
    static Type list(Type element) { return Type(Kind::List, {}, {std::move(element)}); }
    static Type map(Type key, Type value) { return Type(Kind::Map, {}, {std::move(key), std::move(value)}); }
    static Type optional(Type inner) { return Type(Kind::Optional, {}, {std::move(inner)}); }
    static Type typeOf(Type inner) { return Type(Kind::Type, {}, {std::move(inner)}); }
    static Type abstract(std::string name, std::vector<Type> parameters)
    {
        return Type(Kind::Abstract, std::move(name), std::move(parameters));
    }
    static Type parameter(std::string name) { return Type(Kind::Parameter, std::move(name), {}); }

    /// Reads "int", "list(string)", "map(string, dyn)", "optional_type(int)", "timestamp", "tuple(A, B)". A single capital letter is a
    /// type variable. Fails with kind Input and the offset of what is not understood.
    static Result<Type> parse(std::string_view text);

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] bool isDyn() const { return m_kind == Kind::Dyn; }
    [[nodiscard]] const std::vector<Type> &parameters() const { return m_parameters; }
    /// Name of an Abstract or Parameter type.
    [[nodiscard]] const std::string &givenName() const { return m_name; }
    /// As people and parse() read it: "map(string, int)".
    [[nodiscard]] std::string name() const;

    bool operator==(const Type &) const = default;

private:
    Type(Kind kind, std::string name, std::vector<Type> parameters)
        : m_kind(kind), m_name(std::move(name)), m_parameters(std::move(parameters))
    {
    }

    Kind m_kind = Kind::Dyn;
    std::string m_name;
    std::vector<Type> m_parameters;
};

/// One way to call a function: "(string, int) -> bool".
struct Signature {
    std::vector<Type> parameters;
    Type result;

    bool operator==(const Signature &) const = default;
};

/// Reads alternatives such as "string, string -> bool | bytes, bytes -> bool". A trailing "..." parameter is not offered.
Result<std::vector<Signature>> parseSignatures(std::string_view text);

} // namespace mandate::cel
