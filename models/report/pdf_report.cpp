// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/report/pdf_report.h"

#include "models/report/painting.h"

#include <QFontMetricsF>
#include <QIODevice>
#include <QPainter>
#include <QPdfWriter>
#include <QTextLayout>

#include <algorithm>
#include <memory>
#include <numeric>
#include <optional>

namespace mandate {

namespace {

constexpr qreal pointsPerInch = 72;

/// Passes on what QPdfWriter writes.
class SinkDevice : public QIODevice
{
public:
    explicit SinkDevice(const ReportSink *sink) : m_sink(sink) { open(QIODevice::WriteOnly); }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }

protected:
    qint64 readData(char *, qint64) override { return -1; }
    qint64 writeData(const char *octets, qint64 count) override
    {
        if (m_sink && !m_problem) {
            if (auto written = (*m_sink)({octets, static_cast<std::size_t>(count)}); !written)
                m_problem = written.error();
        }
        return count; // QPdfWriter does not ask; the problem is asked for at the end
    }

private:
    const ReportSink *m_sink; ///< none: nothing is kept
    std::optional<Error> m_problem;
};

QString shown(std::string_view text)
{
    return QString::fromStdString(shownText(text)).replace(QLatin1Char('\t'), QLatin1Char(' '));
}

/// Lays out block after block from the top of the page to its bottom. Without `pages` it counts only.
class PdfReport : public Report
{
public:
    PdfReport(const PdfReportHead &head, QPdfWriter &writer, std::optional<std::uint64_t> pages) : m_head(head), m_writer(writer), m_pages(pages)
    {
        const QString family = QStringLiteral("Noto Sans");
        m_body = QFont(family, 9);
        m_bold = m_body;
        m_bold.setBold(true);
        m_small = QFont(family, 7);
        const qreal dots = writer.resolution() / pointsPerInch;
        m_width = writer.width();
        m_bottom = writer.height() - 4 * lineHeight(m_small);
        m_gap = 4 * dots;
        if (m_pages)
            m_painter.emplace(&m_writer);
        beginPage();
    }

    void heading(int level, std::string_view text) override
    {
        QFont font(m_body.family(), level == 1 ? 15 : level == 2 ? 12 : 10);
        font.setBold(true);
        if (level > 1)
            m_y += 3 * m_gap;
        if (m_y + lineHeight(font) + 9 * lineHeight(m_body) > m_bottom) // never without what it is the heading of
            nextPage();
        flow(shown(text), font, 0, m_width);
        m_y += m_gap;
    }
    void paragraph(std::string_view text) override
    {
        flow(shown(text), m_body, 0, m_width);
        m_y += m_gap;
    }
    void facts(const std::vector<std::pair<std::string, std::string>> &facts) override
    {
        m_columns = {{{}, 1}, {{}, 3}};
        m_heading.clear();
        for (const auto &[name, value] : facts)
            tableRow({shown(name), shown(value)}, m_bold);
        m_y += m_gap;
    }
    void beginTable(std::string_view caption, const std::vector<ReportColumn> &columns) override
    {
        if (m_y + 6 * lineHeight(m_body) > m_bottom)
            nextPage();
        flow(shown(caption), m_bold, 0, m_width);
        m_columns = columns;
        m_heading.clear();
        for (const ReportColumn &column : columns)
            m_heading.push_back(shown(column.heading));
        tableHeading();
    }
    void row(const std::vector<std::string> &cells) override
    {
        std::vector<QString> texts;
        for (const std::string &cell : cells)
            texts.push_back(shown(cell));
        tableRow(texts, m_body);
    }
    void endTable() override
    {
        m_heading.clear();
        m_y += m_gap;
    }
    Result<void> finish() override
    {
        footer();
        m_painter.reset();
        return {};
    }
    [[nodiscard]] std::uint64_t page() const { return m_page; }

private:
    [[nodiscard]] qreal lineHeight(const QFont &font) { return QFontMetricsF(font, &m_writer).lineSpacing(); }

    void beginPage()
    {
        ++m_page;
        m_y = 0;
    }
    void nextPage()
    {
        footer();
        if (m_painter)
            m_writer.newPage();
        beginPage();
        if (!m_heading.empty())
            tableHeading();
    }
    void footer()
    {
        if (!m_painter)
            return;
        const qreal line = lineHeight(m_small);
        m_painter->setFont(m_small);
        m_painter->drawLine(QPointF(0, m_bottom + line * 0.6), QPointF(m_width, m_bottom + line * 0.6));
        const auto place = [&](int number) { return QRectF(0, m_bottom + line * (0.8 + number * 1.05), m_width, line); };
        const ReportFooter &footer = m_head.footer;
        m_painter->drawText(place(0), Qt::AlignLeft, shown(footer.subject));
        m_painter->drawText(place(0), Qt::AlignRight, QStringLiteral("Page %1 of %2").arg(m_page).arg(*m_pages));
        m_painter->drawText(place(1), Qt::AlignLeft, shown(footer.digest));
        m_painter->drawText(place(2), Qt::AlignLeft, shown(footer.zone + " · " + footer.by));
    }

    /// The lines of a text in a width: at spaces, and anywhere where there are none.
    struct Lines
    {
        std::unique_ptr<QTextLayout> layout;
        qreal height = 0;
    };
    Lines linesOf(const QString &text, const QFont &font, qreal width)
    {
        Lines lines;
        QString oneBlock = text;
        oneBlock.replace(QLatin1Char('\n'), QChar(QChar::LineSeparator));
        lines.layout = std::make_unique<QTextLayout>(oneBlock, font, &m_writer);
        QTextOption option;
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        lines.layout->setTextOption(option);
        lines.layout->beginLayout();
        for (QTextLine line = lines.layout->createLine(); line.isValid(); line = lines.layout->createLine()) {
            line.setLineWidth(width);
            line.setPosition(QPointF(0, lines.height));
            lines.height += line.height();
        }
        lines.layout->endLayout();
        return lines;
    }

    /// Text that may go on on the next page.
    void flow(const QString &text, const QFont &font, qreal x, qreal width)
    {
        const Lines lines = linesOf(text, font, width);
        for (int i = 0; i < lines.layout->lineCount(); ++i) {
            const QTextLine line = lines.layout->lineAt(i);
            if (m_y + line.height() > m_bottom)
                nextPage();
            if (m_painter)
                line.draw(&*m_painter, QPointF(x, m_y - line.y()));
            m_y += line.height();
        }
    }

    void tableHeading()
    {
        const auto heading = std::exchange(m_heading, {}); // while it is drawn itself, no page repeats it
        tableRow(heading, m_bold);
        m_heading = heading;
    }

    /// One row, whole on a page where it is short; longer ones begin where there is room and go on.
    void tableRow(const std::vector<QString> &texts, const QFont &firstFont)
    {
        const int shares = std::accumulate(m_columns.begin(), m_columns.end(), 0, [](int sum, const ReportColumn &column) { return sum + column.share; });
        std::vector<Lines> cells;
        std::vector<qreal> lefts;
        qreal left = 0;
        qreal height = 0;
        const bool isHeading = m_heading.empty() && firstFont.bold() && texts.size() > 2;
        for (std::size_t i = 0; i < texts.size() && i < m_columns.size(); ++i) {
            const qreal width = m_width * m_columns[i].share / std::max(1, shares);
            cells.push_back(linesOf(texts[i], i == 0 || isHeading ? firstFont : m_body, width - 2 * m_gap));
            lefts.push_back(left + m_gap);
            left += width;
            height = std::max(height, cells.back().height);
        }
        const bool isLong = height > m_bottom / 4 && m_bottom - m_y > 10 * lineHeight(m_body); // else it would leave much of a page empty
        if (m_y + height + m_gap > m_bottom && !isLong)
            nextPage();
        std::vector<int> next(cells.size(), 0);
        for (bool more = true; more;) { // what is longer than a page, piece by piece
            more = false;
            qreal lowest = m_y;
            for (std::size_t i = 0; i < cells.size(); ++i) {
                qreal y = m_y + m_gap / 2;
                const int count = cells[i].layout->lineCount();
                for (; next[i] < count; ++next[i]) {
                    const QTextLine line = cells[i].layout->lineAt(next[i]);
                    if (y + line.height() > m_bottom)
                        break;
                    if (m_painter)
                        line.draw(&*m_painter, QPointF(lefts[i], y - line.y()));
                    y += line.height();
                }
                more = more || next[i] < count;
                lowest = std::max(lowest, y);
            }
            m_y = lowest + m_gap / 2;
            if (m_painter)
                m_painter->drawLine(QPointF(0, m_y), QPointF(m_width, m_y));
            if (more)
                nextPage();
        }
    }

    const PdfReportHead &m_head;
    QPdfWriter &m_writer;
    std::optional<std::uint64_t> m_pages;
    std::optional<QPainter> m_painter;
    QFont m_body, m_bold, m_small;
    qreal m_width = 0, m_bottom = 0, m_gap = 0, m_y = 0;
    std::uint64_t m_page = 0;
    std::vector<ReportColumn> m_columns;
    std::vector<QString> m_heading; ///< of the table that is being written: repeated on each page
};

void setUp(QPdfWriter &writer, const PdfReportHead &head)
{
    writer.setPdfVersion(QPagedPaintDevice::PdfVersion_A1b);
    writer.setResolution(600);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(18, 16, 18, 12), QPageLayout::Millimeter);
    writer.setTitle(shown(head.title));
    writer.setCreator(QStringLiteral("Mandate"));
}

} // namespace

Result<std::uint64_t> writePdfReport(const PdfReportHead &head, const std::function<Result<void>(Report &)> &tell, const ReportSink &sink)
{
    const Painting painting;
    if (!Painting::isPossible())
        return Error{ErrorKind::Internal, "MND-RPT-001", "This program has no fonts to write a PDF with.", "Nothing was written.", "Report it: the program has to begin with them.", {}};
    std::uint64_t pages = 0;
    {
        SinkDevice nowhere(nullptr);
        QPdfWriter writer(&nowhere);
        setUp(writer, head);
        PdfReport counting(head, writer, std::nullopt);
        if (auto told = tell(counting); !told)
            return told.error();
        pages = counting.page();
    }
    SinkDevice device(&sink);
    {
        QPdfWriter writer(&device);
        setUp(writer, head);
        PdfReport report(head, writer, pages);
        if (auto told = tell(report); !told)
            return told.error();
        (void)report.finish();
    }
    if (device.problem())
        return *device.problem();
    return pages;
}

} // namespace mandate
