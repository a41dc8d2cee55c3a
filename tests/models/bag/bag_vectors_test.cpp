// SPDX-License-Identifier: GPL-3.0-or-later
// The conformance suite of the Library of Congress: each bag is judged as its folder says. Beyond it, what the suite does not hold.
#include "models/bag/bag_reader.h"

#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace mandate;
namespace fs = std::filesystem;

namespace {

const fs::path suite = fs::path(MANDATE_SOURCE_DIR) / "tests/data/vectors/bagit";

QByteArray told(const BagReport &report)
{
    QByteArray text;
    for (const BagFinding &finding : report.findings)
        text += QByteArray::fromStdString((finding.kind == BagFinding::Kind::Problem ? "problem " : "warning ") + finding.file + ": " + finding.what + '\n');
    return text;
}

} // namespace

class BagVectorsTest : public QObject
{
    Q_OBJECT

    fs::path m_folder;

    void put(const std::string &name, const std::string &content) const
    {
        fs::create_directories((m_folder / name).parent_path());
        std::ofstream(m_folder / name, std::ios::binary) << content;
    }
    /// The valid bag of the suite, to be changed.
    void begin()
    {
        fs::remove_all(m_folder);
        fs::copy(suite / "v1.0/valid/basicBag", m_folder, fs::copy_options::recursive);
    }
    [[nodiscard]] BagReport judged() const
    {
        auto report = judgeBag(m_folder.string());
        return report ? std::move(report).value() : BagReport{{}, {}, 0, 0, {}, false, {}, {{BagFinding::Kind::Problem, "", describe(report.error())}}};
    }
    [[nodiscard]] bool names(const std::string &file, std::string_view words) const
    {
        const BagReport report = judged();
        return !report.isValid() && std::ranges::any_of(report.findings, [&](const BagFinding &finding) {
            return finding.file == file && finding.what.find(words) != std::string::npos && finding.kind == BagFinding::Kind::Problem;
        });
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_folder = fs::temp_directory_path() / ("bag-vectors-" + std::to_string(::getpid()));
    }
    void cleanupTestCase() { fs::remove_all(m_folder); }

    void everyBagIsJudgedAsItsFolderSays_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("expected");
        int count = 0;
        for (const char *version : {"v0.97", "v1.0"}) {
            for (const char *kind : {"valid", "warning", "invalid", "linux-only"}) {
                if (!fs::exists(suite / version / kind))
                    continue;
                for (const auto &bag : fs::directory_iterator(suite / version / kind)) {
                    const std::string name = std::string(version) + '/' + kind + '/' + bag.path().filename().string();
                    QTest::newRow(name.c_str()) << QString::fromStdString(bag.path().string()) << QString::fromLatin1(kind);
                    ++count;
                }
            }
        }
        QCOMPARE(count, 40);
    }
    void everyBagIsJudgedAsItsFolderSays()
    {
        QFETCH(QString, path);
        QFETCH(QString, expected);
        const auto report = judgeBag(path.toStdString());
        QVERIFY2(report.ok(), report ? "" : describe(report.error()).c_str());
        const bool shouldHold = expected == QStringLiteral("valid") || expected == QStringLiteral("warning");
        QVERIFY2(report->isValid() == shouldHold, told(*report).constData());
        if (expected == QStringLiteral("warning"))
            QVERIFY2(!report->findings.empty(), "nobody is warned");
    }

    void aValidBagHasNothingToSay()
    {
        begin();
        QCOMPARE(told(judged()), QByteArray());
        QCOMPARE(judged().payloadFiles, std::uint64_t{1});
        QVERIFY(!judged().onlyWeakDigests);
    }
    void whatWasChangedAddedOrRemovedIsNamed()
    {
        begin();
        put("data/hello.txt", "hellO\n");
        QVERIFY2(names("data/hello.txt", "It was changed"), told(judged()));
        begin();
        put("data/deep/er/new.txt", "x");
        QVERIFY2(names("data/deep/er/new.txt", "It was added"), told(judged()));
        begin();
        fs::remove(m_folder / "data/hello.txt");
        QVERIFY2(names("data/hello.txt", "It was removed"), told(judged()));
    }
    void aManifestThatLiesIsNamed()
    {
        begin();
        put("manifest-sha512.txt", "not a digest at all\n");
        QVERIFY2(names("manifest-sha512.txt", "is no digest of a file"), told(judged()));
        begin();
        put("bag-info.txt", "Payload-Oxum: 7.1\n");
        QVERIFY2(names("bag-info.txt", "Payload-Oxum 7.1"), told(judged()));
        begin();
        put("bag-info.txt", "Payload-Oxum: many\n");
        QVERIFY2(names("bag-info.txt", "Payload-Oxum many"), told(judged()));
        begin();
        put("bag-info.txt", "no label\n");
        QVERIFY2(names("bag-info.txt", "no label with a value"), told(judged()));
        begin();
        put("tagmanifest-sha256.txt", std::string(64, '0') + "  bagit.txt\n");
        QVERIFY2(names("bagit.txt", "It was changed"), told(judged()));
        begin();
        fs::remove(m_folder / "manifest-sha512.txt");
        QVERIFY2(names("", "no payload manifest"), told(judged()));
    }
    void nothingIsFetched()
    {
        begin();
        put("fetch.txt", "https://example.invalid/x 6 data/x.txt\n");
        QVERIFY2(names("data/x.txt", "fetched from elsewhere"), told(judged()));
        put("fetch.txt", "https://example.invalid/x 6 bagit.txt\n");
        QVERIFY2(names("fetch.txt", "no file of the payload"), told(judged()));
    }
    void linksAndPipesAreNotFollowed()
    {
        begin();
        put("outside.txt", "hello\n");
        fs::rename(m_folder / "outside.txt", m_folder.string() + "-outside");
        fs::remove(m_folder / "data/hello.txt");
        fs::create_symlink(m_folder.string() + "-outside", m_folder / "data/hello.txt");
        QVERIFY2(names("data/hello.txt", "It is a link"), told(judged()));
        begin();
        fs::create_directory_symlink("/etc", m_folder / "data/etc");
        QVERIFY2(names("data/etc", "It is a link"), told(judged()));
        begin();
        QCOMPARE(::mkfifo((m_folder / "data/pipe").c_str(), 0600), 0);
        QVERIFY2(names("data/pipe", "neither a file nor a folder"), told(judged()));
        fs::remove(m_folder.string() + "-outside");
    }
    void namesThatAreOneFileElsewhereAreRefused()
    {
        begin();
        put("data/HELLO.txt", "hello\n");
        QVERIFY2(names("data/hello.txt", "the same file as \"data/HELLO.txt\""), told(judged()));
        begin();
        put("data/\xC3\xA9", "x");
        put("data/e\xCC\x81", "x");
        QVERIFY(!judged().isValid());
        begin();
        put("data/\xFF", "x");
        QVERIFY2(names("data/\xFF", "not UTF-8"), told(judged()));
    }
    void whatIsNoFolderIsAnError()
    {
        fs::remove_all(m_folder);
        const auto missing = judgeBag(m_folder.string());
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, std::string("MND-BAG-002"));
        QCOMPARE(missing.error().kind, ErrorKind::Missing);
    }
    void itStopsWhenAsked()
    {
        begin();
        std::stop_source source;
        source.request_stop();
        const auto stopped = judgeBag(m_folder.string(), {}, source.get_token());
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
    }
};

QTEST_APPLESS_MAIN(BagVectorsTest)
#include "bag_vectors_test.moc"
