// SPDX-License-Identifier: GPL-3.0-or-later
// The table of the Evidence page: keys and menu of a row. Rows are fixed in height and read by page, so a million scroll like ten.
#pragma once

#include <QTableView>

namespace mandate {

class ColumnFit;
class EvidenceModel;

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

Q_SIGNALS:
    void entrySelected(quint64 entry);
    void filterWanted(const QString &condition, bool out);
    void contextWanted(quint64 entry);
    void openWanted(quint64 entry);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void filterByCell(bool out);
    void copyRows(int format);
    [[nodiscard]] QString currentCondition() const;

    EvidenceModel *m_evidence = nullptr;
    ColumnFit *m_columns;
};

} // namespace mandate
