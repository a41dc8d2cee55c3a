// SPDX-License-Identifier: GPL-3.0-or-later
// The head of a page: its title, one sentence about what is shown, and its actions at the far end.
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;

namespace mandate {

class PageHeader : public QFrame
{
    Q_OBJECT

public:
    explicit PageHeader(QWidget *parent = nullptr);

    void setTitle(const QString &title);
    /// "720 agents, 1 suspended"
    void setSummary(const QString &summary);
    /// Puts a widget at the far end, after those added before.
    void addTool(QWidget *tool);

private:
    QLabel *m_title;
    QLabel *m_summary;
    QHBoxLayout *m_row;
};

} // namespace mandate
