// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of one export, fact by fact, as text to read and to copy.
#pragma once

#include "views/widgets/scroll_pane.h"

namespace mandate {

class FactGrid;
class PlainText;
class StateChip;
struct ExportItem;

class ExportFacts : public ScrollPane
{
    Q_OBJECT

public:
    explicit ExportFacts(QWidget *parent = nullptr);

    void show(const ExportItem &item);
    using ScrollPane::show;

private:
    StateChip *m_state;
    PlainText *m_note;
    FactGrid *m_grid;
};

} // namespace mandate
