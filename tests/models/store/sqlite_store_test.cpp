// SPDX-License-Identifier: GPL-3.0-or-later
// The contract on SQLite files.
#include "tests/models/store/store_contract.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <sqlite3.h>

using namespace mandate;

class SqliteStoreTest : public StoreContract
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_number = 0;
    std::string m_seed;
    std::string path() const { return m_folder.filePath(QStringLiteral("%1.mandate").arg(m_number)).toStdString(); }

protected:
    Result<std::unique_ptr<Store>> create() override
    {
        ++m_number;
        SigningKey key = SigningKey::generate();
        m_seed = key.seed();
        return createStore(path(), std::move(key));
    }
    Result<std::unique_ptr<Store>> open(bool readOnly) override
    {
        OpenOptions options;
        options.readOnly = readOnly;
        options.unlock = [this](const PublicKey &) -> Result<SigningKey> { return SigningKey::fromSeed(m_seed); };
        return openStore(path(), std::move(options));
    }
    /// Entries are in sealed blocks: an octet in the middle of the entry's block.
    bool damage(EntryNumber entry) override
    {
        sqlite3 *database = nullptr;
        sqlite3_stmt *statement = nullptr;
        QByteArray block;
        if (sqlite3_open_v2(path().c_str(), &database, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK &&
            sqlite3_prepare_v2(database, "SELECT data FROM block WHERE id = (SELECT max(block) FROM entry_block WHERE first <= ?1)", -1, &statement,
                               nullptr) == SQLITE_OK &&
            sqlite3_bind_int64(statement, 1, static_cast<sqlite3_int64>(entry)) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
            block = QByteArray(static_cast<const char *>(sqlite3_column_blob(statement, 0)), sqlite3_column_bytes(statement, 0));
        sqlite3_finalize(statement);
        sqlite3_close(database);
        QFile file(QString::fromStdString(path()));
        if (block.size() < 64 || !file.open(QIODevice::ReadWrite))
            return false;
        const QByteArray content = file.readAll();
        const qsizetype at = content.indexOf(block.first(64)) + 40;
        return at >= 40 && file.seek(at) && file.putChar(static_cast<char>(content.at(at) ^ 0x10));
    }

    bool anyFileHolds(const QByteArray &words) const
    {
        for (const char *end : {"", "-wal", "-text", "-text-wal"}) {
            QFile file(QString::fromStdString(path() + end));
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(words))
                return true;
        }
        return false;
    }

private Q_SLOTS:
    void columnsAreThoseOfTheRows()
    {
        fill();
        RowFilter some;
        some.tools = {m_rows[7].tool};
        for (const RowFilter &filter : {RowFilter(), some}) {
            const auto columns = m_store->columns(filter);
            const auto plain = m_store->Store::columns(filter); // by rows, whatever the engine
            QVERIFY(columns.ok() && plain.ok());
            QVERIFY(columns->size() > 0 && columns->entry == plain->entry && columns->timeNs == plain->timeNs);
            QVERIFY(columns->verdict == plain->verdict && columns->outcome == plain->outcome && columns->completeness == plain->completeness);
            std::map<std::uint32_t, std::uint32_t> sessions;
            for (std::size_t i = 0; i < columns->size(); ++i) {
                QCOMPARE(columns->agentNames[columns->agent[i]], plain->agentNames[plain->agent[i]]);
                QCOMPARE(columns->deploymentNames[columns->deployment[i]], plain->deploymentNames[plain->deployment[i]]);
                QCOMPARE(columns->toolNames[columns->tool[i]], plain->toolNames[plain->tool[i]]);
                QCOMPARE(columns->sourceNames[columns->source[i]], plain->sourceNames[plain->source[i]]);
                QCOMPARE(sessions.try_emplace(columns->session[i], plain->session[i]).first->second, plain->session[i]);
            }
        }
    }
    /// As after a kill between the erasure and its scrubbing: somebody reads, so that the log cannot be emptied.
    void octetsThatCouldNotBeRemovedAreRemovedByTheNextWriter()
    {
        auto store = std::move(create()).value();
        SampleEvents events;
        for (int i = 0; i < 3; ++i)
            QVERIFY(appendTo(*store, events.next(40)).ok());
        const QByteArray secret = QByteArray::fromStdString(store->item(50)->bytes).mid(20, 9); // of its noise
        QVERIFY(anyFileHolds(secret));
        sqlite3 *reading = nullptr;
        QCOMPARE(sqlite3_open_v2(path().c_str(), &reading, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
        QCOMPARE(sqlite3_exec(reading, "BEGIN; SELECT count(*) FROM block", nullptr, nullptr, nullptr), SQLITE_OK);
        const auto erased = store->erase(std::vector<EntryNumber>{100, 101});
        QVERIFY2(erased.ok(), erased ? "" : describe(erased.error()).c_str());
        QCOMPARE(erased->items, std::uint64_t{1});
        QVERIFY(!erased->scrubbed);
        QVERIFY(anyFileHolds(secret));
        sqlite3_close(reading);
        store = std::move(open(false)).value(); // another program, that knows nothing of it
        QVERIFY(appendTo(*store, events.next(1)).ok());
        store->endWriting();
        QVERIFY(!anyFileHolds(secret));
        QVERIFY(store->verify()->ok);
        QCOMPARE(store->verify()->erased, std::uint64_t{2});
    }
    void theFileIsWrittenAnewOnceHoweverLongSomebodyReads()
    {
        auto store = std::move(create()).value();
        SampleEvents events;
        for (int i = 0; i < 20; ++i)
            QVERIFY(appendTo(*store, events.next(100)).ok());
        store->endWriting();
        const QByteArray secret = QByteArray::fromStdString(store->item(50)->bytes).mid(20, 9); // of its noise
        const auto log = [this] { return QFileInfo(QString::fromStdString(path() + "-wal")).size(); };
        sqlite3 *reading = nullptr;
        QCOMPARE(sqlite3_open_v2(path().c_str(), &reading, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
        QCOMPARE(sqlite3_exec(reading, "BEGIN; SELECT count(*) FROM block", nullptr, nullptr, nullptr), SQLITE_OK);
        QVERIFY(!store->erase(std::vector<EntryNumber>{100, 101})->scrubbed);
        const qint64 before = log(); // all that was written, and all of it once more
        for (int i = 0; i < 6; ++i) { // each end of writing had written the whole file into the log
            QVERIFY(appendTo(*store, events.next(1)).ok());
            store->endWriting();
            QTest::qSleep(120);
        }
        QVERIFY2(log() - before < before / 4, qPrintable(QStringLiteral("the log grew from %1 to %2 octets").arg(before).arg(log())));
        QVERIFY(anyFileHolds(secret));
        sqlite3_close(reading);
        QTRY_VERIFY_WITH_TIMEOUT((store->beginWriting().ok() && (store->endWriting(), !anyFileHolds(secret))), 20'000);
        QVERIFY(store->verify()->ok);
    }
};

QTEST_APPLESS_MAIN(SqliteStoreTest)
#include "sqlite_store_test.moc"
#include "store_contract.moc"
