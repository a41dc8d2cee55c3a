// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a Record as its RFC 8785 entry, directly in key order: no tree is built for the fields. Reading is record_reader.cpp.
#include "models/evidence/record_json.h"

#include "models/base/canonical_json.h"
#include "models/evidence/record_numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <simdjson.h>

namespace mandate {

namespace {

/// Writes one JSON object's members, which the caller gives in key order.
class ObjectWriter
{
public:
    explicit ObjectWriter(std::string &out) : m_out(out) { m_out += '{'; }
    void end() { m_out += '}'; }

    std::string &key(std::string_view key)
    {
        std::array<char, 40> written; // keys are this file's own, all short
        char *at = written.data();
        if (m_out.back() != '{')
            *at++ = ',';
        *at++ = '"';
        at = std::copy(key.begin(), key.end(), at);
        *at++ = '"';
        *at++ = ':';
        m_out.append(written.data(), at);
        return m_out;
    }
    void text(std::string_view name, std::string_view text) { appendCanonicalString(key(name), text); }
    void textUnlessEmpty(std::string_view name, std::string_view value)
    {
        if (!value.empty())
            text(name, value);
    }
    /// Offsets, counts and positions: always below 2⁵³.
    template<typename Integer>
    void number(std::string_view name, Integer number)
    {
        std::array<char, 24> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        key(name) += std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data()));
    }
    void instant(std::string_view name, const Instant &instant) { text(name, instantText(instant)); }

private:
    std::string &m_out;
};

/// Values of an action with numbers as they are written.
struct WrittenAction
{
    Value arguments;
    Value proposal;
    Value verifier;
};

void appendAction(std::string &out, const Record &record, const WrittenAction &written, std::string_view argumentsText)
{
    ObjectWriter action(out);
    if (!written.arguments.isNull())
        appendCanonical(action.key("arguments"), written.arguments);
    action.textUnlessEmpty("arguments_text", argumentsText);
    if (record.callsInMessage != 0)
        action.number("calls_in_message", record.callsInMessage);
    if (record.confidence && std::isfinite(*record.confidence))
        appendCanonicalNumber(action.key("confidence"), *record.confidence);
    if (record.input)
        action.text("input", *record.input);
    if (!written.proposal.isNull())
        appendCanonical(action.key("proposal"), written.proposal);
    action.textUnlessEmpty("reasoning", record.reasoning);
    if (record.role != Role::None)
        action.text("role", nameOf(record.role));
    action.textUnlessEmpty("said", record.said);
    action.textUnlessEmpty("target", record.target);
    action.textUnlessEmpty("tool", record.tool);
    if (!written.verifier.isNull())
        appendCanonical(action.key("verifier"), written.verifier);
    action.end();
}

void appendResult(std::string &out, const Record &record)
{
    ObjectWriter result(out);
    result.textUnlessEmpty("error", record.error);
    result.text("outcome", nameOf(record.outcome));
    if (record.result)
        result.text("text", *record.result);
    result.end();
}

void appendSource(std::string &out, const Record &record)
{
    static constexpr char hex[] = "0123456789abcdef";
    ObjectWriter source(out);
    if (record.call >= 0)
        source.number("call", record.call);
    source.textUnlessEmpty("format", record.format);
    if (record.itemDigest != Digest{}) {
        std::array<char, 64> digits;
        for (std::size_t i = 0; i < 32; ++i) {
            digits[2 * i] = hex[record.itemDigest.octets[i] >> 4];
            digits[2 * i + 1] = hex[record.itemDigest.octets[i] & 15];
        }
        source.text("item", {digits.data(), digits.size()});
    }
    if (record.line != 0)
        source.number("line", record.line);
    if (record.message >= 0)
        source.number("message", record.message);
    source.textUnlessEmpty("name", record.source);
    source.number("offset", record.offset);
    if (record.spanBegin != 0 || record.spanLength != 0) {
        source.number("span_begin", record.spanBegin);
        source.number("span_length", record.spanLength);
    }
    source.end();
}

void appendWho(std::string &out, const Record &record)
{
    ObjectWriter who(out);
    who.textUnlessEmpty("agent", record.agent);
    who.textUnlessEmpty("agent_version", record.agentVersion);
    who.textUnlessEmpty("deployment", record.deployment);
    who.textUnlessEmpty("model", record.model);
    who.textUnlessEmpty("on_behalf_of", record.onBehalfOf);
    who.textUnlessEmpty("session", record.session);
    who.textUnlessEmpty("span", record.span);
    who.textUnlessEmpty("trace", record.trace);
    who.end();
}

void appendPointers(ObjectWriter &entry, std::string_view name, const std::vector<std::string> &pointers)
{
    if (pointers.empty())
        return;
    std::string &out = entry.key(name);
    char separator = '[';
    for (const std::string &pointer : pointers) {
        out += separator;
        appendCanonicalString(out, pointer);
        separator = ',';
    }
    out += ']';
}

/// Names of files need not be UTF-8. An entry must be: what is not becomes U+FFFD; the exact bytes are with the item.
void repairUtf8(std::string &out, std::size_t begin)
{
    static constexpr std::string_view replacement = "\xEF\xBF\xBD";
    std::string repaired;
    std::string_view rest = std::string_view(out).substr(begin);
    while (!rest.empty()) {
        std::size_t length = 1;
        const auto lead = static_cast<unsigned char>(rest[0]);
        if (lead >= 0x80) {
            length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
            if (rest.size() < length || !simdjson::validate_utf8(rest.data(), length)) {
                repaired += replacement;
                rest.remove_prefix(1);
                continue;
            }
        }
        repaired += rest.substr(0, length);
        rest.remove_prefix(length);
    }
    out.replace(begin, std::string::npos, repaired);
}

} // namespace

void appendRecordJson(std::string &out, const Record &record)
{
    const std::size_t begin = out.size();
    Arena arena(1024);
    ExactNumbers numbers(arena);
    Value arguments = record.arguments;
    std::string_view argumentsText = record.argumentsText;
    std::string deepArguments;
    if (nestedDeeperThan(arguments, deepestValue)) { // would be too deep to read back inside an entry
        deepArguments = canonicalJson(arguments);
        argumentsText = deepArguments;
        arguments = Value::null();
    }
    const auto shallow = [](const Value &value) { return nestedDeeperThan(value, deepestValue) ? Value::null() : value; };
    const WrittenAction action{numbers.written(arguments, "/action/arguments"), numbers.written(shallow(record.proposal), "/action/proposal"),
                               numbers.written(shallow(record.verifier), "/action/verifier")};
    const Value labels = numbers.written(shallow(record.labels), "/labels");

    ObjectWriter entry(out);
    appendAction(entry.key("action"), record, action, argumentsText);
    appendPointers(entry, "integers_as_text", numbers.integersAsText());
    entry.text("kind", nameOf(record.kind));
    if (!labels.isNull())
        appendCanonical(entry.key("labels"), labels);
    if (!record.basis.empty() || record.signature != SignatureState::Unsigned) {
        ObjectWriter proof(entry.key("proof"));
        proof.textUnlessEmpty("basis", record.basis);
        if (record.signature != SignatureState::Unsigned)
            proof.text("signature", nameOf(record.signature));
        proof.end();
    }
    appendPointers(entry, "reals", numbers.reals());
    appendResult(entry.key("result"), record);
    appendSource(entry.key("source"), record);
    entry.text("type", "record");
    entry.number("v", 1);
    ObjectWriter when(entry.key("when"));
    if (record.occurred)
        when.instant("occurred", *record.occurred);
    when.instant("received", record.received);
    when.end();
    appendWho(entry.key("who"), record);
    entry.end();
    if (!simdjson::validate_utf8(out.data() + begin, out.size() - begin))
        repairUtf8(out, begin);
}

} // namespace mandate
