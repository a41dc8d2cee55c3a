// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a source the way the import does, for the tests of the adapters: recognises, opens, splits, normalises. Keeps everything alive.
#pragma once

#include "models/sources/adapter.h"

#include <QTest>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

class ReadSource
{
public:
    /// Opens with the adapter named `format`, or with the one recognised when it is empty.
    ReadSource(std::string name, std::string bytes, std::string_view format = {}, const std::string &agent = {});

    std::string name;
    std::string bytes;
    Recognition recognition;
    std::vector<Item> items;
    std::vector<Record> records;
    std::vector<Error> errors;

    [[nodiscard]] std::vector<Record> ofKind(RecordKind kind) const;
    /// The item's bytes a record speaks of.
    [[nodiscard]] std::string_view spanOf(const Record &record) const;

private:
    Arena m_arena;
    JsonReader m_reader;
    std::unique_ptr<FileAdapter> m_file;
};

/// The bytes of a file under tests/data/sources.
[[nodiscard]] std::string sample(std::string_view path);

[[nodiscard]] inline QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

/// A value as canonical JSON.
[[nodiscard]] QString json(const Value &value);
[[nodiscard]] QString label(const Record &record, std::string_view key);

} // namespace mandate

#define COMPARE_TEXT(actual, expected) QCOMPARE(mandate::text(actual), QStringLiteral(expected))
