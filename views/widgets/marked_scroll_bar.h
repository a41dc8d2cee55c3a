// SPDX-License-Identifier: GPL-3.0-or-later
// A vertical scroll bar that marks rows beside its handle, so that a long table shows where to look. The marks say nothing the rows do not.
#pragma once

#include <QScrollBar>

#include <vector>

namespace mandate {

class MarkedScrollBar : public QScrollBar
{
    Q_OBJECT

public:
    explicit MarkedScrollBar(QWidget *parent = nullptr);

    /// Rows to mark, ascending, of `total`; `said` becomes the tooltip. All of them or none: no marks, for they would tell nothing.
    void setMarks(const std::vector<int> &rows, int total, const QString &said);
    /// Where the marks stand now, in pixels from the top; one for rows that fall on the same place.
    [[nodiscard]] std::vector<int> marks() const;

    static constexpr int markHeight = 3; ///< pixels

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<int> m_rows;
    int m_total = 0;
};

} // namespace mandate
