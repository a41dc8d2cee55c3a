// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evidence/histogram.h"

#include "views/widgets/theme.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QTimeZone>

#include <algorithm>

namespace mandate {

namespace {

constexpr int lowHeight = 70; // pixels below which labels take one line

double seconds(qint64 ns)
{
    return static_cast<double>(ns) / 1e9;
}

QString moment(qint64 ns)
{
    return words::time(Instant{ns, true});
}

/// Patterns beside colours, so that a greyscale print tells the layers apart.
Qt::BrushStyle pattern(int layer)
{
    switch (layer) {
    case Histogram::Prohibited: return Qt::SolidPattern;
    case Histogram::Asking: return Qt::BDiagPattern;
    case Histogram::Open: return Qt::Dense6Pattern;
    case Histogram::Permitted: return Qt::Dense4Pattern;
    default: return Qt::Dense5Pattern;
    }
}

QColor colour(int layer, const ThemeTokens &tokens)
{
    switch (layer) {
    case Histogram::Prohibited: return tokens.critical;
    case Histogram::Asking: return tokens.warning;
    case Histogram::Open: return tokens.neutral;
    case Histogram::Permitted: return tokens.good;
    default: return tokens.line;
    }
}

} // namespace

Histogram::Histogram(QWidget *parent)
    : Plot(tr("Records over time, by verdict"), parent),
      m_ticker(new QCPAxisTickerDateTime),
      m_cursor(new QCPItemRect(this)),
      m_zone(new QCPItemText(this))
{
    xAxis->setTicker(m_ticker);
    xAxis->grid()->setVisible(false);
    yAxis->setVisible(false);
    axisRect()->setAutoMargins(QCP::msBottom);
    axisRect()->setMargins(QMargins(12, 4, 48, 0)); // the zone stands at the right
    for (int layer = 0; layer < LayerCount; ++layer) {
        m_graphs[static_cast<std::size_t>(layer)] = addGraph();
        QCPGraph *graph = m_graphs[static_cast<std::size_t>(layer)];
        graph->setLineStyle(QCPGraph::lsStepLeft);
        if (layer > 0)
            graph->setChannelFillGraph(m_graphs[static_cast<std::size_t>(layer - 1)]);
    }
    m_cursor->setVisible(false);
    m_zone->setPositionAlignment(Qt::AlignRight | Qt::AlignBottom);
    m_zone->setClipToAxisRect(false);
    m_zone->position->setType(QCPItemPosition::ptViewportRatio);
    m_zone->position->setCoords(1, 1);
    setSelectionRectMode(QCP::srmCustom);
    connect(selectionRect(), &QCPSelectionRect::accepted, this, [this](const QRect &rect, QMouseEvent *) { choose(rect); });
    setToolTip(tr("Drag to zoom to a time. Double-click for all times."));
    retheme();
}

Histogram::Layer Histogram::layerOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Prohibited: return Prohibited;
    case Verdict::NeedsApproval:
    case Verdict::OutOfScope: return Asking;
    case Verdict::Undecidable:
    case Verdict::NoPact: return Open;
    case Verdict::Permitted:
    case Verdict::Approved: return Permitted;
    case Verdict::NotJudged: return NotJudged;
    }
    return NotJudged;
}

StateWord Histogram::word(Layer layer)
{
    switch (layer) {
    case Prohibited: return words::of(Verdict::Prohibited);
    case Asking: return {tr("Asks first or out of scope"), Shape::Triangle, Tone::Warning};
    case Open: return {tr("Undecided or no pact"), Shape::Diamond, Tone::Neutral};
    case Permitted: return {tr("Permitted"), Shape::Tick, Tone::Good};
    case NotJudged:
    case LayerCount: break;
    }
    return {tr("No action"), Shape::Disc, Tone::Muted};
}

void Histogram::setBins(const std::vector<EvidenceBin> &bins, quint64 withoutTime)
{
    m_bins = bins;
    m_withoutTime = withoutTime;
    m_counts = {};
    for (const EvidenceBin &bin : bins) {
        for (std::size_t verdict = 0; verdict < verdictCount; ++verdict)
            m_counts[layerOf(static_cast<Verdict>(verdict))] += bin.byVerdict[verdict];
    }
    m_uncovered.clear();
    for (std::size_t bin = 0; bin < bins.size(); ++bin) {
        if (bins[bin].covered)
            continue;
        if (bin > 0 && !bins[bin - 1].covered)
            m_uncovered.back().last = bin;
        else
            m_uncovered.push_back({bin, bin});
    }
    m_cursorBegin = m_cursorEnd = -1;
    draw();
    setSummary(summary());
}

void Histogram::draw()
{
    QVector<double> keys;
    std::array<QVector<double>, LayerCount> values;
    double highest = 0;
    for (const EvidenceBin &bin : m_bins) {
        std::array<double, LayerCount> height{};
        for (std::size_t verdict = 0; verdict < verdictCount; ++verdict)
            height[layerOf(static_cast<Verdict>(verdict))] += static_cast<double>(bin.byVerdict[verdict]);
        keys.append(seconds(bin.beginNs));
        double sum = 0;
        for (std::size_t layer = 0; layer < LayerCount; ++layer) {
            sum += height[layer];
            values[layer].append(sum);
        }
        highest = std::max(highest, sum);
    }
    m_ticker->setDateTimeSpec(words::zone() == words::Zone::Local ? Qt::LocalTime : Qt::UTC);
    m_zone->setText(words::zoneName());
    m_zone->setVisible(!m_bins.empty());
    if (!m_bins.empty()) { // a step needs its end
        keys.append(seconds(m_bins.back().endNs));
        for (QVector<double> &layer : values)
            layer.append(layer.last());
        xAxis->setRange(keys.first(), keys.last());
        const double span = keys.last() - keys.first();
        QString format = span > 4 * 86400 ? QStringLiteral("d MMM\nyyyy")
                         : span > 3600    ? QStringLiteral("HH:mm\nd MMM yyyy")
                                          : QStringLiteral("HH:mm:ss\nd MMM yyyy");
        if (height() < lowHeight)
            format.replace(u'\n', u' ');
        m_ticker->setDateTimeFormat(format);
        m_ticker->setTickCount(std::clamp(width() / 180, 2, 8));
    }
    for (std::size_t layer = 0; layer < LayerCount; ++layer)
        m_graphs[layer]->setData(keys, values[layer], true);
    yAxis->setRange(0, std::max(1.0, highest * 1.05));
    xAxis->setTickLabels(!m_bins.empty());
    hatch();
    showCursor();
    replot(QCustomPlot::rpQueuedReplot);
}

/// ▒ where no record at all is there to be drawn: an empty bar and a missing source are not the same.
void Histogram::hatch()
{
    while (m_hatches.size() > m_uncovered.size()) {
        removeItem(m_hatches.back());
        m_hatches.pop_back();
    }
    while (m_hatches.size() < m_uncovered.size()) {
        auto *rect = new QCPItemRect(this);
        rect->setPen(Qt::NoPen);
        rect->setLayer(QStringLiteral("background"));
        m_hatches.push_back(rect);
    }
    const QBrush brush(Theme::instance().tokens().border, Qt::BDiagPattern);
    for (std::size_t i = 0; i < m_hatches.size(); ++i) {
        m_hatches[i]->setBrush(brush);
        m_hatches[i]->topLeft->setCoords(seconds(m_bins[m_uncovered[i].first].beginNs), yAxis->range().upper);
        m_hatches[i]->bottomRight->setCoords(seconds(m_bins[m_uncovered[i].last].endNs), 0);
    }
}

void Histogram::applyTheme(const ThemeTokens &tokens)
{
    for (int layer = 0; layer < LayerCount; ++layer) {
        QCPGraph *graph = m_graphs[static_cast<std::size_t>(layer)];
        if (graph == nullptr)
            return; // still being made
        const QColor ink = colour(layer, tokens);
        graph->setPen(QPen(layer == NotJudged ? tokens.border : ink, 1));
        graph->setBrush(QBrush(layer == NotJudged ? tokens.border : ink, pattern(layer)));
    }
    QColor veil = tokens.accent;
    veil.setAlpha(60);
    m_cursor->setPen(QPen(tokens.accent, 2));
    m_cursor->setBrush(veil);
    selectionRect()->setPen(QPen(tokens.accent, 2));
    selectionRect()->setBrush(veil);
    xAxis->setBasePen(QPen(tokens.line));
    hatch();
    m_zone->setColor(tokens.muted);
    m_zone->setFont(Theme::scaledFont(0.85));
}

void Histogram::choose(const QRect &rect)
{
    if (m_bins.empty() || rect.width() < 4)
        return;
    const double low = xAxis->pixelToCoord(rect.left());
    const double high = xAxis->pixelToCoord(rect.right());
    // Whole bars: what was touched is chosen.
    qint64 begin = m_bins.back().beginNs;
    qint64 end = m_bins.front().endNs;
    for (const EvidenceBin &bin : m_bins) {
        if (seconds(bin.endNs) <= low || seconds(bin.beginNs) >= high)
            continue;
        begin = std::min(begin, bin.beginNs);
        end = std::max(end, bin.endNs);
    }
    if (begin < end)
        Q_EMIT rangeChosen(begin, end);
}

void Histogram::resizeEvent(QResizeEvent *event)
{
    Plot::resizeEvent(event);
    draw();
}

void Histogram::keyPressEvent(QKeyEvent *event)
{
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier);
    switch (event->key()) {
    case Qt::Key_Left: moveCursor(-1, extend); return; // time runs left to right in every language
    case Qt::Key_Right: moveCursor(1, extend); return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_cursorEnd >= 0)
            Q_EMIT rangeChosen(m_bins[static_cast<std::size_t>(std::min(m_cursorBegin, m_cursorEnd))].beginNs,
                               m_bins[static_cast<std::size_t>(std::max(m_cursorBegin, m_cursorEnd))].endNs);
        return;
    case Qt::Key_Backspace: Q_EMIT rangeCleared(); return;
    default: Plot::keyPressEvent(event);
    }
}

void Histogram::mouseDoubleClickEvent(QMouseEvent *event)
{
    Plot::mouseDoubleClickEvent(event);
    Q_EMIT rangeCleared();
}

void Histogram::mouseMoveEvent(QMouseEvent *event)
{
    Plot::mouseMoveEvent(event);
    if (event->buttons() != Qt::NoButton)
        return;
    const double at = xAxis->pixelToCoord(event->pos().x());
    const auto bin =
        std::find_if(m_bins.begin(), m_bins.end(), [&](const EvidenceBin &b) { return seconds(b.beginNs) <= at && at < seconds(b.endNs); });
    setToolTip(bin == m_bins.end() ? tr("Drag to zoom to a time. Double-click for all times.")
                                   : binSentence(static_cast<std::size_t>(bin - m_bins.begin())));
}

void Histogram::focusOutEvent(QFocusEvent *event)
{
    Plot::focusOutEvent(event);
    m_cursorBegin = m_cursorEnd = -1;
    showCursor();
    replot(QCustomPlot::rpQueuedReplot);
}

void Histogram::moveCursor(int by, bool extend)
{
    if (m_bins.empty())
        return;
    const int last = static_cast<int>(m_bins.size()) - 1;
    m_cursorEnd = m_cursorEnd < 0 ? (by > 0 ? 0 : last) : std::clamp(m_cursorEnd + by, 0, last);
    if (!extend || m_cursorBegin < 0)
        m_cursorBegin = m_cursorEnd;
    showCursor();
    replot(QCustomPlot::rpQueuedReplot);
    setSummary(binSentence(static_cast<std::size_t>(m_cursorEnd)));
}

void Histogram::showCursor()
{
    m_cursor->setVisible(m_cursorEnd >= 0);
    if (m_cursorEnd < 0)
        return;
    const EvidenceBin &first = m_bins[static_cast<std::size_t>(std::min(m_cursorBegin, m_cursorEnd))];
    const EvidenceBin &last = m_bins[static_cast<std::size_t>(std::max(m_cursorBegin, m_cursorEnd))];
    m_cursor->topLeft->setCoords(seconds(first.beginNs), yAxis->range().upper);
    m_cursor->bottomRight->setCoords(seconds(last.endNs), 0);
}

QString Histogram::binSentence(std::size_t bin) const
{
    const EvidenceBin &b = m_bins[bin];
    std::array<quint64, LayerCount> counts{};
    for (std::size_t verdict = 0; verdict < verdictCount; ++verdict)
        counts[layerOf(static_cast<Verdict>(verdict))] += b.byVerdict[verdict];
    QStringList parts;
    for (int layer = 0; layer < LayerCount; ++layer) {
        if (counts[static_cast<std::size_t>(layer)] > 0)
            parts.append(tr("%1: %2").arg(word(static_cast<Layer>(layer)).text, words::number(counts[static_cast<std::size_t>(layer)])));
    }
    if (parts.isEmpty())
        parts.append(b.covered ? tr("no matching records") : tr("nothing was received for this time"));
    return tr("%1 to %2. %3.").arg(moment(b.beginNs), moment(b.endNs), parts.join(QStringLiteral(", ")));
}

QString Histogram::summary() const
{
    if (m_bins.empty())
        return m_withoutTime > 0 ? tr("None of the matching records has a time, so there is nothing to draw over time.") : tr("No matching records.");
    QStringList parts;
    for (int layer = 0; layer < LayerCount; ++layer) {
        if (m_counts[static_cast<std::size_t>(layer)] > 0)
            parts.append(tr("%1: %2").arg(word(static_cast<Layer>(layer)).text, words::number(m_counts[static_cast<std::size_t>(layer)])));
    }
    QString said = tr("From %1 to %2. %3.").arg(moment(m_bins.front().beginNs), moment(m_bins.back().endNs), parts.join(QStringLiteral(", ")));
    if (!m_uncovered.empty()) {
        const auto longest = std::max_element(m_uncovered.begin(), m_uncovered.end(),
                                              [](const Stretch &a, const Stretch &b) { return a.last - a.first < b.last - b.first; });
        //: sentence after the summary of the histogram, which is %1; %2 and %3 are times
        said = tr("%1 Nothing at all was received for %n stretch(es) of it, the longest from %2 to %3.", nullptr, uncoveredStretches())
                   .arg(said, moment(m_bins[longest->first].beginNs), moment(m_bins[longest->last].endNs));
    }
    if (m_withoutTime > 0)
        //: second sentence after the summary of the histogram
        said = tr("%1 %2 matching records have no time.").arg(said, words::number(m_withoutTime));
    return said;
}

} // namespace mandate

#include "moc_histogram.cpp" // here, so that QCustomPlot is not compiled once more for moc
