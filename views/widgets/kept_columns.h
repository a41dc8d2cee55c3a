// SPDX-License-Identifier: GPL-3.0-or-later
// Remembers what a person did to a table's columns: widths, order, which are hidden, and by which they sorted. Until they do anything, the
// columns are somebody else's to choose.
#pragma once

#include <QObject>
#include <QString>

class QTableView;
class QWidget;

namespace mandate {

class KeptColumns : public QObject
{
    Q_OBJECT

public:
    /// `key` names the table in the settings; `fixed` is a column that cannot be hidden.
    KeptColumns(QTableView *table, const QString &key, int fixed);

    /// Gives the columns of the table's model back what was kept of them. Call it after the first sorting; columns that come later, because
    /// a proxy had no model yet, get it by themselves.
    void restore();
    /// True when the person moved, sized or hid a column, now or in an earlier run.
    [[nodiscard]] bool chosen() const { return m_chosen; }
    /// Forgets all of it.
    void reset();
    /// What the person chose, to be given back by take(); empty while nothing is chosen.
    [[nodiscard]] QByteArray state() const;
    /// As if the person had chosen this; empty resets.
    void take(const QByteArray &state);

    /// What changes while one of these lives was not done by the person.
    class Own
    {
    public:
        explicit Own(KeptColumns *kept) : m_kept(kept), m_before(kept->m_own) { kept->m_own = true; }
        ~Own() { m_kept->m_own = m_before; }
        Own(const Own &) = delete;
        Own &operator=(const Own &) = delete;

    private:
        KeptColumns *m_kept;
        bool m_before;
    };

    /// Resets every table below `root`.
    static void resetBelow(QWidget *root);

Q_SIGNALS:
    /// Nothing is chosen any more: choose for the person.
    void fitWanted();

private:
    [[nodiscard]] QString settingsKey(const QString &what) const;
    [[nodiscard]] bool byPerson() const;
    void keep();
    void keepSort(int column, Qt::SortOrder order);
    void showMenu(const QPoint &at);

    QTableView *m_table;
    QString m_key;
    int m_fixed;
    bool m_chosen = false;
    bool m_own = false;
};

} // namespace mandate
