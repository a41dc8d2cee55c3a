// SPDX-License-Identifier: GPL-3.0-or-later
// The table of the Evidence page: keys and menu of a row. Rows are fixed in height and read by page, so a million scroll like ten.
#pragma once

#include <QTableView>

#include <vector>

namespace mandate {

class ColumnFit;
class EvidenceModel;
class MarkedScrollBar;

class EvidenceTable : public QTableView
{
    Q_OBJECT

public:
    explicit EvidenceTable(QWidget *parent = nullptr);

    void setEvidence(EvidenceModel *model);
    [[nodiscard]] EvidenceModel *evidence() const { return m_evidence; }
    /// Selects the row of an entry and scrolls to it; false when it is not among the rows.
    bool select(quint64 entry);
    [[nodiscard]] std::optional<quint64> currentEntry() const;
    /// Of the rows that are selected, in the order they stand in.
    [[nodiscard]] std::vector<quint64> chosenEntries() const;
    /// Puts the arrow at the column the model is ordered by.
    void showOrder();
    [[nodiscard]] MarkedScrollBar *marks() const { return m_marks; }

Q_SIGNALS:
    void entrySelected(quint64 entry);
    void filterWanted(const QString &condition, bool out);
    void contextWanted(quint64 entry);
    void openWanted(quint64 entry);
    /// Esc: one level out of what the rows show.
    void outWanted();
    /// The person chose another order.
    void sorted();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void showMarks();
    void filterByCell(bool out);
    [[nodiscard]] QList<int> chosenRows(qsizetype most) const;
    void copyRows(int format);
    [[nodiscard]] QString currentCondition() const;

    EvidenceModel *m_evidence = nullptr;
    ColumnFit *m_columns;
    MarkedScrollBar *m_marks;
};

} // namespace mandate
