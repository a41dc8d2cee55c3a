// SPDX-License-Identifier: GPL-3.0-or-later
// Enforcement points of the workspace: the list on the left, the form of one on the right. A part of the Agents page.
#pragma once

#include <QPointer>
#include <QWidget>

class QPushButton;
class QTableView;

namespace mandate {

class PlainText;
class PointForm;
class PointList;
class Session;
class ThreePane;

class PointsPane : public QWidget
{
    Q_OBJECT

public:
    explicit PointsPane(QWidget *parent = nullptr);

    void setSession(Session *session);
    [[nodiscard]] PointForm *form() const { return m_form; }
    [[nodiscard]] QTableView *table() const { return m_table; }
    [[nodiscard]] QPushButton *addButton() const { return m_add; }
    [[nodiscard]] QList<QWidget *> panes() const;
    void retranslate();
    /// Puts the focus where one begins: the list, or the form while there is no point.
    void begin();

Q_SIGNALS:
    void leaveWanted();

private:
    void refreshed();
    void showCurrent();

    QPointer<Session> m_session;
    bool m_adding = false; ///< somebody writes a new one
    QString m_wanted; ///< a point that was just saved
    PlainText *m_said;
    QPushButton *m_back;
    QPushButton *m_add;
    ThreePane *m_panes;
    QTableView *m_table;
    PointForm *m_form;
};

} // namespace mandate
