// SPDX-License-Identifier: GPL-3.0-or-later
// What lies beside a request, in six parts, with what is missing named. Stays as it is while a decision is made.
#pragma once

#include "models/items/approval_evidence.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace mandate {

class ScrollPane;
class StateChip;

class BesidePane : public QFrame
{
    Q_OBJECT

public:
    explicit BesidePane(QWidget *parent = nullptr);

    /// nullptr: nothing is shown.
    void show(const OpenedApproval *opened);
    [[nodiscard]] StateChip *completeness() const { return m_complete; }
    [[nodiscard]] QPushButton *openAll() const { return m_openAll; }

Q_SIGNALS:
    void linkActivated(const QUrl &link);

private:
    [[nodiscard]] QWidget *part(int number, const BesidePart &part);

    QLabel *m_heading;
    StateChip *m_complete;
    ScrollPane *m_scroll;
    QPushButton *m_openAll;
    QUrl m_session;
};

} // namespace mandate
