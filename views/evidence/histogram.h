// SPDX-License-Identifier: GPL-3.0-or-later
// Matching records over time, stacked by verdict, above the Evidence table. Drag or Shift+arrows and Enter choose a time to zoom to.
#pragma once

#include "models/items/evidence_model.h"
#include "views/charts/plot.h"

#include <array>
#include <vector>

namespace mandate {

class Histogram : public Plot
{
    Q_OBJECT

public:
    /// Verdicts drawn together, from the bottom up.
    enum Layer { Prohibited, Asking, Open, Permitted, NotJudged, LayerCount };

    explicit Histogram(QWidget *parent = nullptr);

    void setBins(const std::vector<EvidenceBin> &bins, quint64 withoutTime);
    [[nodiscard]] static Layer layerOf(Verdict verdict);
    /// Records drawn in a layer: those with a time.
    [[nodiscard]] quint64 count(Layer layer) const { return m_counts[layer]; }
    [[nodiscard]] static StateWord word(Layer layer);
    [[nodiscard]] bool isEmpty() const { return m_bins.empty(); }
    /// Times for which nothing at all was received: hatched, and told in the summary.
    [[nodiscard]] int uncoveredStretches() const { return static_cast<int>(m_uncovered.size()); }

    QSize sizeHint() const override { return {480, 76}; }

Q_SIGNALS:
    /// Nanoseconds since 1970; `end` is exclusive.
    void rangeChosen(qint64 beginNs, qint64 endNs);
    /// All times again.
    void rangeCleared();

protected:
    void applyTheme(const ThemeTokens &tokens) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void draw();
    void hatch();
    void choose(const QRect &rect);
    void moveCursor(int by, bool extend);
    void showCursor();
    [[nodiscard]] QString binSentence(std::size_t bin) const;
    [[nodiscard]] QString summary() const;

    std::vector<EvidenceBin> m_bins;
    quint64 m_withoutTime = 0;
    std::array<quint64, LayerCount> m_counts{};
    std::array<QCPGraph *, LayerCount> m_graphs{};
    QSharedPointer<QCPAxisTickerDateTime> m_ticker;
    struct Stretch
    {
        std::size_t first = 0; ///< bins
        std::size_t last = 0;
    };
    std::vector<Stretch> m_uncovered;
    std::vector<QCPItemRect *> m_hatches;
    QCPItemRect *m_cursor = nullptr;
    QCPItemText *m_zone = nullptr;
    int m_cursorBegin = -1; ///< bin the choice began at
    int m_cursorEnd = -1;   ///< bin the cursor is at
};

} // namespace mandate
