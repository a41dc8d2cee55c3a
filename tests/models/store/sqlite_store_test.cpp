// SPDX-License-Identifier: GPL-3.0-or-later
// The contract on SQLite files.
#include "tests/models/store/store_contract.h"

#include <QFile>
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
};

QTEST_APPLESS_MAIN(SqliteStoreTest)
#include "sqlite_store_test.moc"
#include "store_contract.moc"
