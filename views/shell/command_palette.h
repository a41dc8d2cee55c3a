// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+K: one field that finds actions, pages, agents, pacts, incidents and pasted ids. A layer over the window, not a dialog.
#pragma once

#include <QFrame>
#include <QList>
#include <QPointer>
#include <QString>
#include <QUrl>

#include <functional>

class QLabel;
class QLineEdit;
class QListWidget;

namespace mandate {

struct Command
{
    QString text; ///< safe to read
    QString kind; ///< "Action", "Agent": said beside the text
    QString keys; ///< shortcut; may be empty
    QString iconName;
    bool isData = false; ///< text is a name from the workspace, not interface
    std::function<void()> run;
};

class CommandPalette : public QFrame
{
    Q_OBJECT

public:
    explicit CommandPalette(QWidget *window);

    /// Asked anew each time it opens.
    void setSource(std::function<QList<Command>()> source) { m_source = std::move(source); }
    void open();

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void filter();
    void activate();
    void close();
    void place();

    std::function<QList<Command>()> m_source;
    QList<Command> m_commands;
    QLineEdit *m_field;
    QListWidget *m_list;
    QLabel *m_none;
    QPointer<QWidget> m_focusBefore;
};

} // namespace mandate
