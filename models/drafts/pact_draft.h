// SPDX-License-Identifier: GPL-3.0-or-later
// A pact while it is written: its JSON document, changed part by part, each change undoable. What was not touched stays as it was, absent
// members absent. Knows no meaning: reading and checking are models/pact.
#pragma once

#include "models/base/result.h"

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

class PactDraft
{
public:
    using Json = nlohmann::ordered_json;

    explicit PactDraft(Json document = Json::object()) : m_document(std::move(document)) {}
    /// Input error with line and column when the text is no JSON object, or one that says a member twice.
    static Result<Json> parse(std::string_view text);

    [[nodiscard]] const Json &document() const { return m_document; }
    /// What a JSON Pointer (RFC 6901) names; nullptr when there is nothing.
    [[nodiscard]] const Json *find(const std::string &pointer) const;

    /// Puts a value where the pointer says; objects that are missing on the way come into being. `typing`: a change to the same place right
    /// after one is part of it, so that one undo takes back what was typed in one go.
    void set(const std::string &pointer, Json value, bool typing = false);
    /// Takes a member or an item of a list away.
    void remove(const std::string &pointer);
    /// Puts an item into a list, which comes into being when it is missing.
    void insert(const std::string &list, std::size_t index, Json item);
    /// Moves an item of a list to another place in it.
    void move(const std::string &list, std::size_t from, std::size_t to);
    /// The whole document at once: source that was typed, a template.
    void replace(Json document, bool typing = false);
    /// What is typed next is a change of its own.
    void endTyping() { m_typing = false; }

    [[nodiscard]] bool canUndo() const { return m_done > 0; }
    [[nodiscard]] bool canRedo() const { return m_done < m_changes.size(); }
    /// The place that changed; nothing when there is nothing to take back.
    std::optional<std::string> undo();
    std::optional<std::string> redo();
    /// Grows with every change, also with undo.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }

    /// Indented by two spaces, members in the order they were written.
    [[nodiscard]] std::string source() const { return m_document.dump(2) + '\n'; }

private:
    enum class Kind : std::uint8_t { Set, Insert, Erase, Move };
    struct Change
    {
        Kind kind = Kind::Set;
        std::string place;           ///< a member for Set, the list for the others
        std::optional<Json> before;  ///< Set: absent when the member was; Erase: the item
        std::optional<Json> after;   ///< Set: absent when the member goes; Insert: the item
        std::size_t from = 0;        ///< index in the list; for a member that goes: its place among its siblings
        std::size_t to = 0;
        bool typed = false;
    };
    void make(Change change);
    void apply(const Change &change, bool forward);
    void put(const std::string &pointer, const std::optional<Json> &value, std::size_t index);

    Json m_document;
    std::vector<Change> m_changes;
    std::size_t m_done = 0; ///< of the changes, those in effect
    bool m_typing = false;
    std::uint64_t m_revision = 0;
};

/// "/clauses/3": pointer and one more step, escaped as RFC 6901 says.
[[nodiscard]] std::string below(const std::string &pointer, std::string_view member);
[[nodiscard]] std::string below(const std::string &pointer, std::size_t index);

} // namespace mandate
