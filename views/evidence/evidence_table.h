// SPDX-License-Identifier: GPL-3.0-or-later
// The table of the Evidence page: keys and menu of a row. Rows are fixed in height and read by page, so a million scroll like ten.
#pragma once

#include <QTableView>

#include <limits>
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
    [[nodiscard]] std::vector<quint64> chosenEntries(qsizetype most = std::numeric_limits<qsizetype>::max()) const;
    /// Puts the arrow at the column the model is ordered by.
    void showOrder();
    [[nodiscard]] MarkedScrollBar *marks() const { return m_marks; }
    /// The first row that is seen, and to see it again.
    [[nodiscard]] std::optional<quint64> topEntry() const;
    void showAtTop(quint64 entry);
    /// Columns as the person chose them (KeptColumns::state()).
    [[nodiscard]] QByteArray columns() const;
    void setColumns(const QByteArray &state);
    /// Puts the selected rows on the clipboard; `format` is EvidenceModel::CopyFormat.
    void copyRows(int format);
    /// The values of the current column in the selected rows, as a filter.
    [[nodiscard]] QString selectedFilter() const;

Q_SIGNALS:
    void entrySelected(quint64 entry);
    void filterWanted(const QString &condition, bool out);
    void contextWanted(quint64 entry);
    void openWanted(quint64 entry);
    /// S, T, N and V: a star, a tag or a note on the record; its whole session.
    void starWanted(quint64 entry);
    void tagWanted(quint64 entry);
    void noteWanted(quint64 entry);
    void followWanted(quint64 entry);
    /// Something is on the clipboard: what, in words.
    void copied(const QString &sentence);
    void incidentWanted(const QList<quint64> &entries);
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
    [[nodiscard]] QString currentCondition() const;
    bool entryKey(int key);

    EvidenceModel *m_evidence = nullptr;
    ColumnFit *m_columns;
    MarkedScrollBar *m_marks;
};

} // namespace mandate
