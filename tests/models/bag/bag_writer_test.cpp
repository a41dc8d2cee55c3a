// SPDX-License-Identifier: GPL-3.0-or-later
// What is written is a bag for others too: sha256sum, unzip's library in Python and tar read it. What is not finished leaves nothing.
#include "models/bag/bag_writer.h"

#include "models/bag/bag_reader.h"
#include "models/bag/unpack.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mandate;
namespace fs = std::filesystem;

class BagWriterTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    [[nodiscard]] std::string at(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)).toStdString(); }

    static Result<SealedBag> write(const std::string &target, BagForm form)
    {
        auto bag = BagWriter::begin(target, form);
        if (!bag)
            return bag.error();
        if (auto put = bag->put("hello.txt", "hello\n"); !put)
            return put.error();
        auto large = bag->file("deep/er/large.bin");
        if (!large)
            return large.error();
        for (int i = 0; i < 3000; ++i) {
            if (auto written = (*large)->write(std::string(1000, static_cast<char>('a' + i % 26))); !written)
                return written.error();
        }
        if (auto finished = (*large)->finish(); !finished)
            return finished.error();
        return bag->seal({{"External-Description", "two\nlines"}}, Instant{1'700'000'000'000'000'000, true});
    }
    static bool run(const QString &program, const QStringList &arguments, const QString &folder = {})
    {
        QProcess process;
        if (!folder.isEmpty())
            process.setWorkingDirectory(folder);
        process.start(program, arguments);
        process.waitForFinished(60'000);
        if (process.exitCode() != 0)
            qWarning("%s", process.readAllStandardError().constData());
        return process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    }
    /// Nothing but what was there before.
    [[nodiscard]] bool nothingLeft(const std::string &target) const
    {
        for (const auto &entry : fs::directory_iterator(m_folder.path().toStdString())) {
            const std::string name = entry.path().filename().string();
            if (name.find(fs::path(target).filename().string()) != std::string::npos)
                return false;
        }
        return true;
    }

private Q_SLOTS:
    void theFolderHoldsForSha256sumAndForUs()
    {
        const std::string target = at("bag");
        const auto sealed = write(target, BagForm::Folder);
        QVERIFY2(sealed.ok(), sealed ? "" : describe(sealed.error()).c_str());
        QCOMPARE(sealed->files, std::uint64_t{2});
        QCOMPARE(sealed->octets, std::uint64_t{3'000'006});
        for (const char *manifest : {"manifest-sha256.txt", "tagmanifest-sha256.txt"})
            QVERIFY(run(QStringLiteral("sha256sum"), {QStringLiteral("--check"), QStringLiteral("--strict"), QString::fromLatin1(manifest)}, QString::fromStdString(target)));
        const auto report = judgeBag(target);
        QVERIFY(report.ok() && report->isValid() && report->findings.empty());
        QCOMPARE(report->payloadOctets, sealed->octets);
        QCOMPARE(report->metadata[0].second, std::string("two lines")); // a line end cannot begin a label of its own
    }
    void archivesAreReadByOthersAndByUs_data()
    {
        QTest::addColumn<int>("form");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("python");
        QTest::newRow("zip") << int(BagForm::Zip) << QStringLiteral("one.zip") << QStringLiteral("import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])");
        QTest::newRow("tar.gz") << int(BagForm::TarGz) << QStringLiteral("one.tar.gz") << QStringLiteral("import tarfile,sys; tarfile.open(sys.argv[1]).extractall(sys.argv[2])");
    }
    void archivesAreReadByOthersAndByUs()
    {
        QFETCH(int, form);
        QFETCH(QString, name);
        QFETCH(QString, python);
        const std::string target = at(name.toLatin1().constData());
        const auto sealed = write(target, static_cast<BagForm>(form));
        QVERIFY2(sealed.ok(), sealed ? "" : describe(sealed.error()).c_str());
        QVERIFY(looksLikeArchive(target));
        const QString others = m_folder.filePath(name + QStringLiteral("-others"));
        QVERIFY(run(QStringLiteral("python3"), {QStringLiteral("-c"), python, QString::fromStdString(target), others}));
        QVERIFY(run(QStringLiteral("sha256sum"), {QStringLiteral("--check"), QStringLiteral("manifest-sha256.txt")}, others + QStringLiteral("/one")));
        const std::string ours = target + "-ours";
        const auto unpacked = unpack(target, ours);
        QVERIFY2(unpacked.ok(), unpacked ? "" : describe(unpacked.error()).c_str());
        const auto report = judgeBag(ours);
        QVERIFY(report.ok() && report->isValid());
        // The same content at the same time is the same archive.
        QVERIFY(write(at(("again-" + name.toStdString()).c_str()), static_cast<BagForm>(form)).ok());
        QVERIFY(fs::exists(at(("again-" + name.toStdString()).c_str())));
    }
    void whatIsThereIsNeverReplaced()
    {
        const std::string target = at("there");
        std::ofstream(target) << "mine";
        const auto refused = write(target, BagForm::Folder);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, std::string("MND-BAG-006"));
        QCOMPARE(fs::file_size(target), std::uintmax_t{4});
    }
    void twoDoNotWriteOneBag()
    {
        const std::string target = at("shared");
        const auto first = BagWriter::begin(target, BagForm::Folder);
        QVERIFY(first.ok());
        const auto second = BagWriter::begin(target, BagForm::Folder);
        QVERIFY(!second);
        QCOMPARE(second.error().code, std::string("MND-BAG-007"));
    }
    void anAbandonedBagLeavesNothing()
    {
        const std::string target = at("abandoned");
        {
            auto bag = BagWriter::begin(target, BagForm::Zip);
            QVERIFY(bag.ok() && bag->put("x", "y").ok());
            QVERIFY(!nothingLeft(target));
        }
        QVERIFY(nothingLeft(target));
        std::stop_source stop;
        stop.request_stop();
        {
            auto bag = BagWriter::begin(target, BagForm::Zip);
            QVERIFY(bag.ok() && bag->put("x", "y").ok());
            const auto stopped = bag->seal({}, {}, stop.get_token());
            QVERIFY(!stopped && stopped.error().kind == ErrorKind::Cancelled);
        }
        QVERIFY(nothingLeft(target));
    }
    void aKilledWriterLeavesNothingAtThePlaceAndTheNextCleansUp()
    {
        const std::string target = at("killed");
        const pid_t child = ::fork();
        if (child == 0) {
            auto bag = BagWriter::begin(target, BagForm::Folder);
            (void)bag->put("x", "y");
            ::raise(SIGKILL);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status));
        QVERIFY(!fs::exists(target));
        QVERIFY(write(target, BagForm::Folder).ok());
        QVERIFY(judgeBag(target)->isValid());
        QVERIFY(!fs::exists(at(".killed.mandate-part")));
    }
    void aFullDiskIsOneErrorAndNothingHalf_data()
    {
        QTest::addColumn<int>("form");
        QTest::addColumn<int>("limit");
        QTest::newRow("a file of the bag") << int(BagForm::Folder) << 1'000'000;
        QTest::newRow("the archive") << int(BagForm::Zip) << 3'000'500;
    }
    void aFullDiskIsOneErrorAndNothingHalf()
    {
        QFETCH(int, form);
        QFETCH(int, limit);
        const std::string target = at("full");
        std::signal(SIGXFSZ, SIG_IGN); // a file that may not grow further, in the middle of a write
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        rlimit now = before;
        now.rlim_cur = static_cast<rlim_t>(limit);
        auto bag = BagWriter::begin(target, static_cast<BagForm>(form));
        QVERIFY(bag.ok());
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &now), 0);
        std::optional<Error> error;
        auto file = bag->file("large");
        std::string noise; // that does not become smaller in an archive
        std::uint32_t x = 1;
        for (int i = 0; i < 3'000'000; ++i)
            noise += static_cast<char>((x = x * 1664525U + 1013904223U) >> 24);
        if (auto written = (*file)->write(noise); !written)
            error = written.error();
        if (auto finished = (*file)->finish(); !finished && !error)
            error = finished.error();
        if (!error) {
            if (auto sealed = bag->seal({}, {}); !sealed)
                error = sealed.error();
        }
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY(error.has_value());
        QCOMPARE(error->code, std::string("MND-BAG-003"));
        QVERIFY(error->remedy.find("Make room") != std::string::npos);
        file->reset();
        bag = Error();
        QVERIFY(nothingLeft(target));
    }
};

QTEST_GUILESS_MAIN(BagWriterTest)
#include "bag_writer_test.moc"
