// SPDX-License-Identifier: GPL-3.0-or-later
// One changed byte anywhere in the file is found and an entry named, or it provably changed nothing that is stored.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/models/store/sample_events.h"

#include <sqlite3.h>

using namespace mandate;

namespace {

/// Every value of every table that belongs to the ledger (findings are derived), read as SQLite reads it; nothing when that fails.
std::optional<Digest> contentOf(const std::string &path)
{
    sqlite3 *database = nullptr;
    if (sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) {
        sqlite3_close(database);
        return std::nullopt;
    }
    std::string all;
    bool good = true;
    for (const char *table : {"meta", "head", "checkpoint", "block", "entry_block", "item_block", "segment", "segment_column", "name", "item_key"}) {
        sqlite3_stmt *statement = nullptr;
        good = good && sqlite3_prepare_v2(database, (std::string("SELECT * FROM ") + table).c_str(), -1, &statement, nullptr) == SQLITE_OK;
        int code = SQLITE_DONE;
        while (good && (code = sqlite3_step(statement)) == SQLITE_ROW) {
            for (int column = 0; column < sqlite3_column_count(statement); ++column) {
                const void *octets = sqlite3_column_blob(statement, column);
                const int length = sqlite3_column_bytes(statement, column);
                all += std::to_string(sqlite3_column_type(statement, column)) + ':' + std::to_string(length) + ':';
                all.append(static_cast<const char *>(octets), static_cast<std::size_t>(length));
            }
            all += '\n';
        }
        good = good && code == SQLITE_DONE;
        sqlite3_finalize(statement);
        all += table;
    }
    sqlite3_close(database);
    return good ? std::optional(sha256(all)) : std::nullopt;
}

} // namespace

class SqliteDamageTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string m_path = m_folder.filePath(QStringLiteral("w.mandate")).toStdString();
    QByteArray m_content;
    Digest m_digest;

    /// Empty when the change was found or changed nothing; else what is wrong.
    std::string tryChange(qsizetype offset, char mask)
    {
        QByteArray changed = m_content;
        changed[offset] = static_cast<char>(changed[offset] ^ mask);
        QFile file(QString::fromStdString(m_path));
        if (!file.open(QIODevice::WriteOnly) || file.write(changed) != changed.size())
            return "cannot write";
        file.close();
        OpenOptions options;
        options.readOnly = true;
        auto store = openStore(m_path, std::move(options));
        if (!store)
            return store.error().kind == ErrorKind::Corrupt || store.error().kind == ErrorKind::Refused || store.error().kind == ErrorKind::Storage
                       ? ""
                       : "opening: " + describe(store.error());
        const auto verified = (*store)->verify();
        if (!verified)
            return verified.error().kind == ErrorKind::Corrupt || verified.error().kind == ErrorKind::Internal
                       ? ""
                       : "verifying: " + describe(verified.error());
        if (!verified->ok) {
            const auto &bad = verified->firstBad;
            return bad && !bad->reason.empty() && !bad->affects.empty() && !bad->stillHolds.empty() && bad->entry < 500 ? "" : "no entry is named";
        }
        store->reset();
        return contentOf(m_path) == m_digest ? "" : "stored content differs, but the verification found nothing";
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto store = createStore(m_path, SigningKey::generate());
        QVERIFY(store.ok());
        SampleEvents events;
        for (const std::size_t items : {1, 30, 100, 2}) {
            events.next(items);
            if (items == 30)
                events.addNote(EntryType::Note, R"({"text":"a remark","type":"note"})");
            QVERIFY(appendTo(**store, events.batch()).ok());
        }
        store->reset();
        QFile file(QString::fromStdString(m_path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_content = file.readAll();
        m_digest = contentOf(m_path).value();
        QVERIFY(tryChange(0, 0).empty());
    }
    void anyByteOfTheFileChanged()
    {
        std::mt19937_64 random(42);
        int found = 0;
        for (int i = 0; i < 600; ++i) {
            const auto offset = static_cast<qsizetype>(random() % static_cast<std::uint64_t>(m_content.size()));
            const char mask = static_cast<char>(1 << random() % 8);
            const std::string trouble = tryChange(offset, mask);
            QVERIFY2(trouble.empty(), ("byte " + std::to_string(offset) + ": " + trouble).c_str());
            found += trouble.empty();
        }
        QCOMPARE(found, 600);
    }
    void anyByteOfAStoredValueChangedMakesTheVerificationFail()
    {
        sqlite3 *database = nullptr;
        QVERIFY(QFile::remove(QString::fromStdString(m_path)));
        QFile file(QString::fromStdString(m_path));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(m_content) == m_content.size());
        file.close();
        QCOMPARE(sqlite3_open(m_path.c_str(), &database), SQLITE_OK);
        std::vector<QByteArray> values; // found in the file by their own octets, where they lie in one piece
        for (const char *sql :
             {"SELECT data FROM block", "SELECT data FROM segment_column", "SELECT note FROM checkpoint", "SELECT data FROM item_key",
              "SELECT frontier FROM head", "SELECT public_key FROM meta", "SELECT text FROM name WHERE kind IN (0, 2, 3) AND number > 0"}) {
            sqlite3_stmt *statement = nullptr;
            QCOMPARE(sqlite3_prepare_v2(database, sql, -1, &statement, nullptr), SQLITE_OK);
            while (sqlite3_step(statement) == SQLITE_ROW)
                values.emplace_back(static_cast<const char *>(sqlite3_column_blob(statement, 0)), sqlite3_column_bytes(statement, 0));
            sqlite3_finalize(statement);
        }
        sqlite3_close(database);
        std::mt19937_64 random(7);
        int tried = 0;
        for (const QByteArray &value : values) {
            const qsizetype begin = m_content.indexOf(value);
            if (value.size() < 4 || begin < 0 || m_content.indexOf(value, begin + 1) >= 0)
                continue;
            for (int i = 0; i < 6; ++i) {
                const qsizetype offset = begin + static_cast<qsizetype>(random() % static_cast<std::uint64_t>(value.size()));
                const std::string trouble = tryChange(offset, static_cast<char>(1 << random() % 8));
                QVERIFY2(trouble.empty(), ("byte " + std::to_string(offset) + ": " + trouble).c_str());
                ++tried;
            }
        }
        QVERIFY2(tried >= 200, std::to_string(tried).c_str());
    }
    void aTruncatedFileIsFound()
    {
        for (const int part : {1, 2, 3, 5, 9}) {
            QFile file(QString::fromStdString(m_path));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(m_content.left(m_content.size() * part / 10 / 8192 * 8192));
            file.close();
            OpenOptions options;
            options.readOnly = true;
            auto store = openStore(m_path, std::move(options));
            const auto verified = store ? (*store)->verify() : Result<Verification>(store.error());
            QVERIFY(!verified || !verified->ok);
        }
    }
};

QTEST_APPLESS_MAIN(SqliteDamageTest)
#include "sqlite_damage_test.moc"
