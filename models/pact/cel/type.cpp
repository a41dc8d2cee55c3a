// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/type.h"

#include <array>

namespace mandate::cel {
namespace {

struct NamedKind {
    std::string_view name;
    Type::Kind kind;
};

constexpr std::array plainKinds{
    NamedKind{"dyn", Type::Kind::Dyn},           NamedKind{"null", Type::Kind::Null},
    NamedKind{"bool", Type::Kind::Bool},         NamedKind{"int", Type::Kind::Int},
    NamedKind{"uint", Type::Kind::Uint},         NamedKind{"double", Type::Kind::Double},
    NamedKind{"string", Type::Kind::String},     NamedKind{"bytes", Type::Kind::Bytes},
    NamedKind{"timestamp", Type::Kind::Timestamp}, NamedKind{"duration", Type::Kind::Duration},
};

constexpr std::array genericKinds{
    NamedKind{"type", Type::Kind::Type},
    NamedKind{"list", Type::Kind::List},
    NamedKind{"map", Type::Kind::Map},
    NamedKind{"optional_type", Type::Kind::Optional},
};

std::size_t arity(Type::Kind kind)
{
    return kind == Type::Kind::Map ? 2 : 1;
}

/// Reads types and signatures from one text, remembering where it is.
class TypeReader
{
public:
    explicit TypeReader(std::string_view text) : m_text(text) {}

    Result<Type> type(int depth = 0)
    {
        const std::string_view name = word();
        if (name.empty() || depth > 32)
            return failure();
        for (const NamedKind &known : plainKinds) {
            if (known.name == name)
                return Type::of(known.kind);
        }
        if (name.size() == 1 && name[0] >= 'A' && name[0] <= 'Z')
            return Type::parameter(std::string(name));
        std::vector<Type> parameters;
        if (accept("(")) {
            do {
                Result<Type> inner = type(depth + 1);
                if (!inner)
                    return inner;
                parameters.push_back(std::move(inner).value());
            } while (accept(","));
            if (!accept(")"))
                return failure();
        }
        for (const NamedKind &known : genericKinds) {
            if (known.name != name)
                continue;
            parameters.resize(arity(known.kind)); // "list" alone is list(dyn)
            switch (known.kind) {
            case Type::Kind::Type: return Type::typeOf(parameters[0]);
            case Type::Kind::List: return Type::list(parameters[0]);
            case Type::Kind::Map: return Type::map(parameters[0], parameters[1]);
            default: return Type::optional(parameters[0]);
            }
        }
        return Type::abstract(std::string(name), std::move(parameters));
    }

    Result<Signature> signature()
    {
        Signature result;
        if (!accept("->")) {
            do {
                Result<Type> next = type();
                if (!next)
                    return std::move(next).error();
                result.parameters.push_back(std::move(next).value());
            } while (accept(","));
            if (!accept("->"))
                return failure();
        }
        Result<Type> last = type();
        if (!last)
            return std::move(last).error();
        result.result = std::move(last).value();
        return result;
    }

    bool accept(std::string_view token)
    {
        skipSpace();
        if (!m_text.substr(m_at).starts_with(token))
            return false;
        m_at += token.size();
        return true;
    }

    bool atEnd()
    {
        skipSpace();
        return m_at == m_text.size();
    }

    [[nodiscard]] Error failure() const
    {
        Error error{ErrorKind::Input, "MND-CEL-007", "The type \"" + std::string(m_text) + "\" is not understood", "Nothing was changed",
                    "Write a type such as int, list(string) or map(string, dyn)", {}};
        error.position.offset = m_at;
        return error;
    }

private:
    void skipSpace()
    {
        while (m_at < m_text.size() && m_text[m_at] == ' ')
            ++m_at;
    }

    std::string_view word()
    {
        skipSpace();
        const std::size_t begin = m_at;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'))
                break;
            ++m_at;
        }
        return m_text.substr(begin, m_at - begin);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

Result<Type> Type::parse(std::string_view text)
{
    TypeReader reader(text);
    Result<Type> type = reader.type();
    if (type && !reader.atEnd())
        return reader.failure();
    return type;
}

std::string Type::name() const
{
    std::string text = m_name;
    for (const NamedKind &known : plainKinds) {
        if (known.kind == m_kind)
            return std::string(known.name);
    }
    for (const NamedKind &known : genericKinds) {
        if (known.kind == m_kind)
            text = known.name;
    }
    if (m_parameters.empty())
        return text;
    text += '(';
    for (std::size_t i = 0; i < m_parameters.size(); ++i)
        text += (i ? ", " : "") + m_parameters[i].name();
    return text + ')';
}

Result<std::vector<Signature>> parseSignatures(std::string_view text)
{
    TypeReader reader(text);
    std::vector<Signature> all;
    do {
        Result<Signature> next = reader.signature();
        if (!next)
            return std::move(next).error();
        all.push_back(std::move(next).value());
    } while (reader.accept("|"));
    if (!reader.atEnd())
        return reader.failure();
    return all;
}

} // namespace mandate::cel
