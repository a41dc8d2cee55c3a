// SPDX-License-Identifier: GPL-3.0-or-later
// The Duties tab of an incident: each duty to report that comes with the program, from where and as of when, and its clock where somebody said that one
// runs. Starts and stops nothing by itself; no legal advice.
#pragma once

#include "models/items/case_item.h"

#include <QWidget>

class QVBoxLayout;

namespace mandate {

class ScrollPane;

class DutiesTab : public QWidget
{
    Q_OBJECT

public:
    explicit DutiesTab(QWidget *parent = nullptr);

    void show(const CaseItem &item);
    [[nodiscard]] QList<QWidget *> panes() const;

Q_SIGNALS:
    void actWanted(mandate::CaseAct act, const mandate::DutyItem &duty);

private:
    [[nodiscard]] QWidget *card(const CaseItem &item, const DutyItem &duty);

    ScrollPane *m_scroll;
    QWidget *m_body;
    QVBoxLayout *m_layout;
    QWidget *m_cards = nullptr;
};

} // namespace mandate
