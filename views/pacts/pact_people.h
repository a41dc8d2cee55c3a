// SPDX-License-Identifier: GPL-3.0-or-later
// The people of a pact and what each answers for.
#pragma once

#include "models/items/pact_model.h"
#include "views/widgets/scroll_pane.h"

namespace mandate {

class PactPeople : public ScrollPane
{
    Q_OBJECT

public:
    explicit PactPeople(QWidget *parent = nullptr);

    void show(const PactItem &pact);
};

} // namespace mandate
