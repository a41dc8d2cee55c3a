// SPDX-License-Identifier: GPL-3.0-or-later
// A vertical scroll bar that marks rows beside its handle, so that a long table shows where to look. The marks say nothing the rows do not.
#pragma once

#include <QScrollBar>

#include <array>
#include <vector>

namespace mandate {

class MarkedScrollBar : public QScrollBar
{
    Q_OBJECT

public:
    explicit MarkedScrollBar(QWidget *parent = nullptr);

    /// What a mark stands for; told apart by its place and its shape, not by colour alone.
    enum Kind { Hits, Stars, Gaps, KindCount };

    /// Rows to mark, ascending, of `total`; `said` becomes a line of the tooltip. All of them or none: no marks, for they would tell nothing.
    void setMarks(Kind kind, const std::vector<int> &rows, int total, const QString &said);
    /// Where the marks of a kind stand now, in pixels from the top; one for rows that fall on the same place.
    [[nodiscard]] std::vector<int> marks(Kind kind = Hits) const;

    static constexpr int markHeight = 3; ///< pixels

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showTips();

    struct Marks
    {
        std::vector<int> rows;
        int total = 0;
        QString said;
    };
    std::array<Marks, KindCount> m_marks;
};

} // namespace mandate
