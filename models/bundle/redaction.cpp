// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bundle/redaction.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/base/object_writer.h"

#include <algorithm>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace mandate::bundle {

namespace {

void appendToken(std::string &pointer, std::string_view token)
{
    pointer += '/';
    for (const char c : token)
        pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
}

/// Copies a document, hiding what the profile names.
class Hiding
{
public:
    Hiding(const RedactionProfile &profile, std::string_view secret, EntryNumber entry, Arena &arena) : m_profile(profile), m_secret(secret), m_entry(entry), m_arena(arena) {}

    Value copied(const Value &value)
    {
        const RedactionProfile::Class *fields = m_pointer.empty() ? nullptr : m_profile.classOf(m_pointer);
        // A class that names the object itself and not what is below it hides it whole.
        const bool below = fields && std::ranges::find(fields->pointers, m_pointer) == fields->pointers.end();
        if (fields && (!below || !(value.isMap() || value.isList())))
            return hidden(value, *fields);
        if (value.isMap()) {
            Member *members = m_arena.array<Member>(value.members().size());
            std::size_t count = 0;
            for (const Member &member : value.members()) {
                const std::size_t before = m_pointer.size();
                appendToken(m_pointer, member.key.text());
                members[count++] = {member.key, copied(member.value)};
                m_pointer.resize(before);
            }
            return Value::map({members, count});
        }
        if (value.isList()) {
            Value *items = m_arena.array<Value>(value.items().size());
            std::size_t count = 0;
            for (const Value &item : value.items()) {
                const std::size_t before = m_pointer.size();
                appendToken(m_pointer, std::to_string(count));
                items[count++] = copied(item);
                m_pointer.resize(before);
            }
            return Value::list({items, count});
        }
        return value;
    }

    std::vector<std::string> pointers;
    std::map<std::string, std::uint64_t> counts;

private:
    Value hidden(const Value &value, const RedactionProfile::Class &fields)
    {
        pointers.push_back(m_pointer);
        ++counts[fields.name];
        const Digest digest = saltedDigest(saltOf(m_secret, m_entry, m_pointer), canonicalJson(value));
        return Value::string(m_arena.copy(std::string(hiddenMark) + digest.hex()));
    }

    const RedactionProfile &m_profile;
    std::string_view m_secret;
    EntryNumber m_entry;
    Arena &m_arena;
    std::string m_pointer;
};

bool isHiddenValue(const Value &value)
{
    return value.isString() && value.text().starts_with(hiddenMark) && Digest::fromHex(value.text().substr(hiddenMark.size())).has_value();
}

std::optional<std::uint64_t> countAt(const Value &object, std::string_view name)
{
    const Value *value = object.find(name);
    if (!value || !value->is(ValueKind::Int) || value->asInt() < 0)
        return std::nullopt;
    return static_cast<std::uint64_t>(value->asInt());
}

} // namespace

std::string saltOf(std::string_view secret, EntryNumber entry, std::string_view pointer)
{
    const std::string named = std::to_string(entry) + '\n' + std::string(pointer);
    std::string salt(32, '\0');
    unsigned length = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), reinterpret_cast<const unsigned char *>(named.data()), named.size(),
         reinterpret_cast<unsigned char *>(salt.data()), &length);
    return salt;
}

Digest saltedDigest(std::string_view salt, std::string_view canonicalValue)
{
    return sha256({salt, canonicalValue});
}

Result<RedactedEntry> redact(const RedactionProfile &profile, std::string_view secret, EntryNumber entry, const Digest &leaf, std::string_view body)
{
    Arena arena;
    JsonReader reader;
    const auto document = reader.read(body, arena);
    if (!document)
        return document.error();
    Hiding hiding(profile, secret, entry, arena);
    const Value shown = hiding.copied(*document);
    std::vector<Value> pointers;
    for (const std::string &pointer : hiding.pointers)
        pointers.push_back(Value::string(pointer));
    ObjectWriter line;
    line.put("document", shown);
    line.put("entry", Value::integer(static_cast<std::int64_t>(entry)));
    line.put("leaf", leaf.hex());
    line.put("redacted", Value::list(pointers));
    return RedactedEntry{line.canonical(), std::move(hiding.counts)};
}

const Value *valueAt(const Value &document, std::string_view pointer)
{
    const Value *at = &document;
    while (at && !pointer.empty()) {
        if (pointer.front() != '/')
            return nullptr;
        pointer.remove_prefix(1);
        const std::string_view raw = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(raw.size());
        std::string token;
        for (std::size_t i = 0; i < raw.size(); ++i) {
            const bool escaped = raw[i] == '~' && i + 1 < raw.size();
            token += !escaped ? raw[i] : raw[i + 1] == '1' ? '/' : '~';
            i += escaped ? 1 : 0;
        }
        if (at->isList()) {
            const std::span<const Value> items = at->items();
            std::size_t index = items.size();
            if (!token.empty() && token.size() < 10 && std::ranges::all_of(token, [](char c) { return c >= '0' && c <= '9'; }))
                index = std::stoul(token);
            at = index < items.size() ? &items[index] : nullptr;
        } else {
            at = at->find(token);
        }
    }
    return at;
}

bool readRedactedLine(std::string_view line, Arena &arena, RedactedLine &read, std::string &why)
{
    JsonReader reader;
    const auto parsed = reader.read(line, arena);
    const Value *document = parsed ? parsed->find("document") : nullptr;
    const Value *redacted = parsed ? parsed->find("redacted") : nullptr;
    const auto entry = parsed ? countAt(*parsed, "entry") : std::nullopt;
    const auto leaf = parsed ? Digest::fromHex(parsed->findText("leaf").value_or(std::string_view())) : std::nullopt;
    if (!document || !document->isMap() || !redacted || !redacted->isList() || !entry || !leaf || parsed->members().size() != 4 || canonicalJson(*parsed) != line) {
        why = "it is no entry with hidden values";
        return false;
    }
    read.entry = *entry;
    read.leaf = *leaf;
    read.document = *document;
    read.pointers.clear();
    for (const Value &pointer : redacted->items()) {
        const Value *value = pointer.isString() ? valueAt(*document, pointer.text()) : nullptr;
        if (!value || !isHiddenValue(*value)) {
            why = "it names a hidden value that is not there";
            return false;
        }
        read.pointers.emplace_back(pointer.text());
    }
    return true;
}

std::string redactionPayload(const std::string &origin, const Digest &exportEntry, const Digest &profile, const Digest &redactions, std::uint64_t entries, std::uint64_t values)
{
    ObjectWriter payload;
    payload.put("type", std::string_view("redaction"));
    payload.put("says", std::string_view("Each line of records/entries.jsonl whose SHA-256 records/redactions.txt names is the ledger's entry of that number and leaf, "
                                         "with nothing changed but the values at the pointers it lists."));
    payload.put("origin", origin);
    payload.put("export", exportEntry.hex());
    payload.put("profile", profile.hex());
    payload.put("redactions", redactions.hex());
    payload.put("entries", Value::integer(static_cast<std::int64_t>(entries)));
    payload.put("values", Value::integer(static_cast<std::int64_t>(values)));
    return payload.canonical();
}

bool readRedactionPayload(std::string_view payload, RedactionClaim &claim)
{
    Arena arena;
    JsonReader reader;
    const auto read = reader.read(payload, arena);
    if (!read || read->findText("type") != "redaction")
        return false;
    const auto digest = [&](std::string_view name) { return Digest::fromHex(read->findText(name).value_or(std::string_view())); };
    const auto exported = digest("export");
    const auto profile = digest("profile");
    const auto redactions = digest("redactions");
    const auto entries = countAt(*read, "entries");
    const auto values = countAt(*read, "values");
    if (!exported || !profile || !redactions || !entries || !values || !read->findText("origin"))
        return false;
    claim = {std::string(*read->findText("origin")), *exported, *profile, *redactions, *entries, *values};
    return true;
}

} // namespace mandate::bundle
