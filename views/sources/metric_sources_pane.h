// SPDX-License-Identifier: GPL-3.0-or-later
// Metrics sources, on the Sources page: one line that says how they are, and behind its button the list on the left and one source on the right. While it is
// open, what is shown is read again every half minute.
#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QPushButton;
class QTableView;

namespace mandate {

class MetricSourceForm;
class MetricSourceList;
class PlainText;
class Session;
class ThreePane;

class MetricSourcesPane : public QWidget
{
    Q_OBJECT

public:
    explicit MetricSourcesPane(QWidget *parent = nullptr);

    void setSession(Session *session);
    [[nodiscard]] bool isOpen() const;
    void setOpen(bool open);
    [[nodiscard]] QPushButton *toggle() const { return m_toggle; }
    [[nodiscard]] QPushButton *addButton() const { return m_add; }
    [[nodiscard]] QTableView *table() const { return m_table; }
    [[nodiscard]] MetricSourceForm *form() const { return m_form; }
    [[nodiscard]] QList<QWidget *> panes() const;
    [[nodiscard]] QString words() const;
    void retranslate();

Q_SIGNALS:
    void openChanged(bool open);

private:
    void refreshed();
    void showCurrent();
    void updateWords();

    QPointer<MetricSourceList> m_list;
    QString m_wanted;      ///< a source that was just saved
    bool m_adding = false; ///< somebody writes a new one
    PlainText *m_words;
    QPushButton *m_add;
    QPushButton *m_toggle;
    ThreePane *m_panes;
    QTableView *m_table;
    MetricSourceForm *m_form;
    QTimer m_again;
};

} // namespace mandate
