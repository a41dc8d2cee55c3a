// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are no workspace, and workspaces that cannot be opened: each says why.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/models/store/sample_events.h"

#include <fcntl.h>
#include <filesystem>
#include <sys/wait.h>
#include <unistd.h>

using namespace mandate;

class SqliteFileTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string at(const char *name) const { return m_folder.filePath(QLatin1String(name)).toStdString(); }
    static void write(const std::string &path, const QByteArray &content)
    {
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    static void patch(const std::string &path, qint64 offset, char octet)
    {
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(offset) && file.putChar(octet));
    }
    static void refuses(const std::string &path, const char *code)
    {
        const auto store = openStore(path, {});
        QVERIFY(!store);
        QCOMPARE(store.error().code, std::string(code));
        QVERIFY(!store.error().happened.empty() && !store.error().unaffected.empty() && !store.error().remedy.empty());
    }

private Q_SLOTS:
    void whatIsNoWorkspaceIsRefusedWithItsReason()
    {
        refuses(at("missing.mandate"), "MND-STO-010");
        refuses(m_folder.path().toStdString(), "MND-STO-012");
        write(at("empty.mandate"), {});
        refuses(at("empty.mandate"), "MND-STO-015");
        write(at("text.mandate"), QByteArray(500, 'x'));
        refuses(at("text.mandate"), "MND-STO-016");
        write(at("short.mandate"), "SQLite format 3");
        refuses(at("short.mandate"), "MND-STO-016");
    }
    void whoOpensTheFilesBesideUsTakesNoLockAway()
    {
        const std::string path = at("locked.mandate");
        auto made = createStore(path, SigningKey::generate());
        QVERIFY(made);
        std::unique_ptr<Store> store = std::move(made).value();
        const auto isLockedForOthers = [](const std::string &file) { // asked by another process, since a lock is none for who holds it
            const pid_t child = ::fork();
            if (child == 0) {
                const int descriptor = ::open(file.c_str(), O_RDWR);
                struct flock whole = {};
                whole.l_type = F_WRLCK;
                whole.l_whence = SEEK_SET;
                const bool locked = descriptor >= 0 && ::fcntl(descriptor, F_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
                ::_exit(locked ? 1 : 0);
            }
            int status = 0;
            ::waitpid(child, &status, 0);
            return WIFEXITED(status) && WEXITSTATUS(status) == 1;
        };
        QVERIFY(isLockedForOthers(path));
        QVERIFY(isLockedForOthers(path + "-shm"));
        for (const char *file : {"", "-shm", "-wal"}) { // as a file dialog does that looks for what they are
            QFile opened(QString::fromStdString(path + file));
            QVERIFY(opened.open(QIODevice::ReadOnly));
            (void)opened.read(16);
        }
        QVERIFY(isLockedForOthers(path));
        QVERIFY(isLockedForOthers(path + "-shm"));
        const auto again = openStore(path, {true, {}}); // more connections of the process, and fewer
        QVERIFY(again && isLockedForOthers(path));
        store.reset();
        QVERIFY(isLockedForOthers(path));
    }

    void whatNobodyHasOpenIsNotLocked()
    {
        const std::string path = at("free.mandate");
        for (int i = 0; i < 3; ++i) {
            const auto store = i == 0 ? createStore(path, SigningKey::generate()) : openStore(path, {true, {}});
            QVERIFY(store);
        }
        const auto descriptors = QDir(QStringLiteral("/proc/self/fd")).entryInfoList(QDir::Files | QDir::System);
        for (const QFileInfo &one : descriptors)
            QVERIFY2(!one.symLinkTarget().contains(QStringLiteral("free.mandate")), qPrintable(one.symLinkTarget()));
    }

    void otherDatabasesAndNewerVersionsAreRefused()
    {
        QVERIFY(createStore(at("a.mandate"), SigningKey::generate()).ok());
        std::filesystem::copy_file(at("a.mandate"), at("foreign.mandate"));
        patch(at("foreign.mandate"), 68, 0);
        refuses(at("foreign.mandate"), "MND-STO-017");
        std::filesystem::copy_file(at("a.mandate"), at("newer.mandate"));
        patch(at("newer.mandate"), 63, 9);
        refuses(at("newer.mandate"), "MND-STO-018");
        QVERIFY(openStore(at("newer.mandate"), {}).error().happened.find("newer version") != std::string::npos);
    }
    void anExistingFileIsNeverReplaced()
    {
        write(at("precious.txt"), "keep me");
        const auto store = createStore(at("precious.txt"), SigningKey::generate());
        QVERIFY(!store);
        QCOMPARE(store.error().kind, ErrorKind::Refused);
        QFile file(QString::fromStdString(at("precious.txt")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("keep me"));
    }
    void aFolderThatDoesNotExistIsAClearError()
    {
        const auto store = createStore(at("no/such/folder.mandate"), SigningKey::generate());
        QVERIFY(!store);
        QCOMPARE(store.error().kind, ErrorKind::Storage);
    }
    void aClosedStoreIsOneFile()
    {
        {
            auto store = createStore(at("one.mandate"), SigningKey::generate());
            SampleEvents events;
            QVERIFY(appendTo(**store, events.next(10)).ok());
            QVERIFY((*store)->select({}, RowOrder::TimeAscending).ok());
        }
        QVERIFY(!std::filesystem::exists(at("one.mandate-wal")));
    }
    void aWrongKeyIsRefused()
    {
        QVERIFY(createStore(at("key.mandate"), SigningKey::generate()).ok());
        OpenOptions options;
        options.unlock = [](const PublicKey &) -> Result<SigningKey> { return SigningKey::generate(); };
        auto store = openStore(at("key.mandate"), std::move(options));
        QVERIFY(store.ok());
        SampleEvents events;
        const auto appended = appendTo(**store, events.next(1));
        QVERIFY(!appended);
        QCOMPARE(appended.error().code, std::string("MND-STO-027"));
    }
    void aCopyOnReadOnlyMediaOpensForReading()
    {
        {
            auto store = createStore(at("cd.mandate"), SigningKey::generate());
            SampleEvents events;
            QVERIFY(appendTo(**store, events.next(10)).ok());
        }
        std::filesystem::create_directory(at("cd"));
        std::filesystem::rename(at("cd.mandate"), at("cd/cd.mandate"));
        std::filesystem::permissions(at("cd/cd.mandate"), std::filesystem::perms(0444));
        std::filesystem::permissions(at("cd"), std::filesystem::perms(0555));
        OpenOptions options;
        options.readOnly = true;
        auto store = openStore(at("cd/cd.mandate"), std::move(options));
        QVERIFY2(store.ok(), store ? "" : describe(store.error()).c_str());
        QVERIFY((*store)->verify().value().ok);
        store->reset();
        std::filesystem::permissions(at("cd"), std::filesystem::perms(0755));
    }
    void theTextIndexCanBeDeletedOrDamagedAtAnyTime()
    {
        auto store = createStore(at("text.db.mandate"), SigningKey::generate());
        SampleEvents events;
        QVERIFY(appendTo(**store, events.next(20)).ok());
        RowFilter filter;
        filter.text = "cafe";
        const auto wanted = (*store)->count(filter).value();
        QVERIFY((*store)->indexText().ok());
        QCOMPARE((*store)->count(filter).value(), wanted);
        write(at("text.db.mandate-text"), QByteArray(5000, 'x'));
        QCOMPARE((*store)->count(filter).value(), wanted);
        QVERIFY((*store)->indexText().ok());
        QCOMPARE((*store)->textIndexedTo(), (*store)->size());
        QCOMPARE((*store)->count(filter).value(), wanted);
    }
};

QTEST_APPLESS_MAIN(SqliteFileTest)
#include "sqlite_file_test.moc"
