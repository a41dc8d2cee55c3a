// SPDX-License-Identifier: GPL-3.0-or-later
// Text of others stays text in a report, whatever it is; a PDF has as many pages as it says, and a sink that fails ends it with its error.
#include "models/base/code_points.h"
#include "models/report/html_report.h"
#include "models/report/pdf_report.h"

#include <QTest>

using namespace mandate;

namespace {

const ReportFooter footer{"INC-1", "sha256 0", "UTC", "ada"};

std::string pageOf(const std::string &text)
{
    std::string out;
    const auto report = htmlReport(text, footer, [&](std::string_view octets) {
        out += octets;
        return Result<void>();
    });
    report->heading(1, text);
    report->paragraph(text);
    report->facts({{text, text}});
    report->beginTable(text, {{text, 1}});
    report->row({text});
    report->endTable();
    return report->finish() ? out : std::string();
}

Result<void> tellRows(Report &report, int rows)
{
    report.heading(1, "Title");
    report.beginTable("Rows", {{"A", 1}, {"B", 2}, {"C", 1}});
    for (int i = 0; i < rows; ++i)
        report.row({std::to_string(i), i == 7 ? std::string(30'000, 'x') : "text \xE2\x80\xAE of a row", "c"});
    report.endTable();
    return report.finish();
}

} // namespace

class ReportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void codePointsAreReadStrictly()
    {
        QCOMPARE(utf8PointAt("\xE2\x80\xAE").value, char32_t{0x202E});
        QVERIFY(utf8PointAt("\xF0\x9F\x98\x80").octets == 4 && utf8PointAt("\xF0\x9F\x98\x80").valid);
        for (const char *broken : {"\x80", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2\x80", "\xFF"})
            QVERIFY(!utf8PointAt(broken).valid && utf8PointAt(broken).octets == 1);
        QVERIFY(isHidden(0x202E) && isHidden(0x200B) && isHidden(0x1B) && !isHidden('\n') && !isHidden('a') && !isHidden(0xE9));
    }
    void markupAndWhatNobodySeesIsShown()
    {
        const std::string page = pageOf("<script>alert(\"1\")</script> & 'x' \xE2\x80\xAE\xE2\x80\x8B\x1B[2J \xFF\xC0");
        QVERIFY(page.find("<script") == std::string::npos);
        QVERIFY(page.find("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;") != std::string::npos);
        QVERIFY(page.find("\xE2\x9F\xA6U+202E\xE2\x9F\xA7\xE2\x9F\xA6U+200B\xE2\x9F\xA7\xE2\x9F\xA6U+001B\xE2\x9F\xA7[2J") != std::string::npos);
        QVERIFY(page.find('\x1B') == std::string::npos && page.find("\xE2\x9F\xA6" "FF\xE2\x9F\xA7") != std::string::npos);
        QVERIFY(QString::fromStdString(page).toStdString() == page); // UTF-8 throughout
        for (const char *structure : {"<html lang=\"en\">", "<title>", "<main>", "<h1>", "<caption>", "<th scope=\"col\">", "<th scope=\"row\">", "default-src 'none'"})
            QVERIFY2(page.find(structure) != std::string::npos, structure);
    }
    void aPdfCountsItsPagesAndGoesOnOverThem()
    {
        std::string bytes;
        const auto pages = writePdfReport({"Title", footer}, [](Report &report) { return tellRows(report, 300); }, [&](std::string_view octets) {
            bytes += octets;
            return Result<void>();
        });
        QVERIFY(pages.ok());
        QVERIFY(*pages > 5);
        std::uint64_t counted = 0;
        for (std::size_t at = bytes.find("/Type /Page\n"); at != std::string::npos; at = bytes.find("/Type /Page\n", at + 1))
            ++counted;
        QCOMPARE(counted, *pages);
        QVERIFY(bytes.starts_with("%PDF-1.4") && bytes.find("pdfaid:conformance") != std::string::npos);
    }
    void aSinkThatFailsEndsIt()
    {
        const Error full{ErrorKind::Storage, "FULL", "The disk is full.", "", "", {}};
        const auto pages = writePdfReport({"Title", footer}, [](Report &report) { return tellRows(report, 300); }, [&](std::string_view) { return Result<void>(full); });
        QVERIFY(!pages);
        QCOMPARE(pages.error().code, std::string("FULL"));
        const auto report = htmlReport("x", footer, [&](std::string_view) { return Result<void>(full); });
        report->paragraph("x");
        QVERIFY(!report->finish());
    }
};

QTEST_MAIN(ReportTest)
#include "report_test.moc"
