// SPDX-License-Identifier: GPL-3.0-or-later
// Killed in the middle, a full disk, two processes: nothing half is ever stored. Real processes, a real limit on the file's size.
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include "tests/models/store/sample_events.h"

#include <sqlite3.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <functional>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mandate;

class SqliteCrashTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string at(const char *name) const { return m_folder.filePath(QLatin1String(name)).toStdString(); }

    static Result<std::unique_ptr<Store>> openWith(const std::string &path, const std::string &seed)
    {
        OpenOptions options;
        options.unlock = [seed](const PublicKey &) -> Result<SigningKey> { return SigningKey::fromSeed(seed); };
        return openStore(path, std::move(options));
    }

    /// Appends much where there is no room: refused with `code`, nothing of it stored, and the store goes on. Where `after` makes room the
    /// same batch goes in.
    static void appendBeyond(Store &store, const std::function<void()> &before, const std::function<void()> &after, const char *code)
    {
        SampleEvents events(3);
        events.next(100);
        QVERIFY(appendTo(store, events.batch()).ok());
        const Checkpoint head = store.head();
        if (before)
            before();
        const Batch &large = events.next(30'000);
        const auto failed = appendTo(store, large);
        if (after)
            after();
        QVERIFY(!failed);
        QVERIFY2(failed.error().code == code, describe(failed.error()).c_str());
        QCOMPARE(failed.error().kind, ErrorKind::Storage);
        QCOMPARE(failed.error().unaffected, std::string("Everything stored before is intact."));
        QVERIFY(!failed.error().remedy.empty());
        QCOMPARE(store.head(), head);
        QVERIFY(!store.knowsItem(large.items.front().key));
        QVERIFY(store.verify().value().ok);
        if (!after)
            return;
        const auto again = appendTo(store, large);
        QVERIFY2(again.ok(), again ? "" : describe(again.error()).c_str());
        QCOMPARE(store.size(), head.size + 60'000);
        QVERIFY(store.verify().value().ok);
    }

    static constexpr int noSmallDisk = 77;

    static bool write(const char *path, const std::string &text)
    {
        const int file = ::open(path, O_WRONLY | O_CLOEXEC);
        const bool written = file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
        if (file >= 0)
            ::close(file);
        return written;
    }
    /// Mounts a disk of 1 MiB for this process and its end. Without being root in a namespace where this process is.
    static bool mountSmallDisk(const std::string &folder)
    {
        const std::string user = std::to_string(::geteuid());
        const std::string group = std::to_string(::getegid());
        const bool own = ::geteuid() == 0 && ::unshare(CLONE_NEWNS) == 0;
        if (!own && (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 || !write("/proc/self/setgroups", "deny") ||
                     !write("/proc/self/uid_map", "0 " + user + " 1") || !write("/proc/self/gid_map", "0 " + group + " 1")))
            return false;
        return ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 && ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=1m") == 0;
    }

    /// A workspace where little fits: what is too much is refused, what fits still goes in.
    static void fillUp(const std::string &path)
    {
        auto store = createStore(path, SigningKey::generate());
        QVERIFY2(store.ok(), store ? "" : describe(store.error()).c_str());
        appendBeyond(**store, {}, {}, "MND-STO-001");
        if (QTest::currentTestFailed())
            return;
        const Checkpoint head = (*store)->head();
        SampleEvents events;
        events.next(40'000);                             // others than before
        QVERIFY(appendTo(**store, events.next(2)).ok()); // what fits still goes in
        QCOMPARE((*store)->head().size, head.size + 4);
        QVERIFY((*store)->verify().value().ok);
    }

    /// The same where SQLite may extend no file beyond 250 pages, as when the disk has no more.
    static void fillUpAFileOfFewPages(const std::string &path)
    {
        const auto limit = +[](sqlite3 *connection, char **, const sqlite3_api_routines *) {
            return sqlite3_exec(connection, "PRAGMA max_page_count = 250", nullptr, nullptr, nullptr);
        };
        const auto entry = reinterpret_cast<void (*)()>(limit);
        QCOMPARE(sqlite3_auto_extension(entry), SQLITE_OK);
        const auto cancel = qScopeGuard([&] { sqlite3_cancel_auto_extension(entry); });
        fillUp(path);
    }

private Q_SLOTS:
    void killedAtAnyMomentTheWorkspaceOpensAndVerifies()
    {
        const std::string path = at("killed.mandate");
        const std::string seed(32, 's');
        QVERIFY(createStore(path, SigningKey::fromSeed(seed)).ok());
        std::mt19937 random(5);
        std::uint64_t size = 0;
        for (int round = 0; round < 25; ++round) {
            const pid_t child = ::fork();
            QVERIFY(child >= 0);
            if (child == 0) {
                auto store = openWith(path, seed);
                SampleEvents events(static_cast<std::uint64_t>(round));
                if (store)
                    events.next((*store)->size()); // keys that are stored already are passed over
                for (int i = 0; store && i < 10'000; ++i) {
                    if (!appendTo(**store, events.next(1 + static_cast<std::size_t>(i) % 40 * 10)))
                        ::_exit(1);
                }
                ::_exit(0);
            }
            ::usleep(static_cast<useconds_t>(20'000 + random() % 120'000));
            ::kill(child, SIGKILL);
            int status = 0;
            ::waitpid(child, &status, 0);
            QVERIFY(WIFSIGNALED(status)); // it was in the middle of its work
            auto store = openWith(path, seed);
            QVERIFY2(store.ok(), store ? "" : describe(store.error()).c_str());
            QVERIFY((*store)->size() >= size);
            size = (*store)->size();
            const auto verified = (*store)->verify();
            QVERIFY2(verified.ok(), verified ? "" : describe(verified.error()).c_str());
            QVERIFY2(verified->ok, verified->firstBad ? verified->firstBad->reason.c_str() : "");
            QCOMPARE(verified->entries, size);
        }
        QVERIFY(size > 0);
    }
    void aFullDiskStoresNothingAndHarmsNothing()
    {
        // In a process of its own, which may mount a small disk as root or in a namespace of its own, and in which nobody else sees it.
        const std::string folder = at("small");
        QCOMPARE(::mkdir(folder.c_str(), 0700), 0);
        std::fflush(nullptr);
        const pid_t child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            if (!mountSmallDisk(folder))
                ::_exit(noSmallDisk);
            fillUp(folder + "/full.mandate");
            std::fflush(nullptr);
            ::_exit(QTest::currentTestFailed() ? 1 : 0);
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        if (WEXITSTATUS(status) == noSmallDisk) // this kernel lets only root mount: SQLite is told how far a file may grow instead
            fillUpAFileOfFewPages(at("few-pages.mandate"));
        else
            QCOMPARE(WEXITSTATUS(status), 0);
    }
    void aFileOfFewPagesStoresNothingAndHarmsNothing() { fillUpAFileOfFewPages(at("pages.mandate")); }
    void aFileThatMayNotGrowStoresNothingAndHarmsNothing()
    {
        auto store = createStore(at("limited.mandate"), SigningKey::generate());
        QVERIFY(store.ok());
        // The kernel refuses to let any file grow past the limit: EFBIG in the middle of a write.
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto limit = [&](rlim_t octets) {
            rlimit now = before;
            now.rlim_cur = octets;
            QCOMPARE(setrlimit(RLIMIT_FSIZE, &now), 0);
        };
        appendBeyond(
            **store, [&] { limit(400'000); }, [&] { limit(before.rlim_cur); }, "MND-STO-005");
    }
    void aSecondProcessIsRefusedWhileTheFirstWrites()
    {
        const std::string path = at("two.mandate");
        const std::string seed(32, 't');
        auto store = createStore(path, SigningKey::fromSeed(seed));
        QVERIFY(store.ok());
        const pid_t child = ::fork();
        if (child == 0) {
            // A fork shares the parent's lock only where it was taken before: here it was not.
            auto own = openWith(path, seed);
            SampleEvents events;
            ::_exit(own && appendTo(**own, events.next(1)) ? (::sleep(30), 0) : 1);
        }
        for (int i = 0; i < 500 && (*store)->size() == 0; ++i)
            ::usleep(10'000);
        QCOMPARE((*store)->size(), std::uint64_t{2}); // a reader sees the other process's append
        SampleEvents events;
        events.next(5);
        const auto refused = appendTo(**store, events.next(1));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, std::string("MND-STO-024"));
        QVERIFY(refused.error().happened.find(std::to_string(child)) != std::string::npos);
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(appendTo(**store, events.next(1)).ok()); // a dead process holds nothing
        QVERIFY((*store)->verify().value().ok);
    }
};

QTEST_APPLESS_MAIN(SqliteCrashTest)
#include "sqlite_crash_test.moc"
