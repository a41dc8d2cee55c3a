// SPDX-License-Identifier: GPL-3.0-or-later
// The decision card: consequence first, above the fold in few words, below it in full. Shows a value; what it says is models/items/approval_card.
#pragma once

#include "models/items/approval_card.h"
#include "views/widgets/scroll_pane.h"

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace mandate {

class PlainText;

class CardView : public ScrollPane
{
    Q_OBJECT

public:
    explicit CardView(QWidget *parent = nullptr);

    void show(const ApprovalCard &card);
    [[nodiscard]] const ApprovalCard &card() const { return m_card; }

private:
    void addFold(QVBoxLayout *layout);
    void addDetails(QVBoxLayout *layout);

    ApprovalCard m_card;
};

} // namespace mandate
