// SPDX-License-Identifier: GPL-3.0-or-later
// Oversight health as a table, team by team, with how each figure is made. Names no person.
#pragma once

#include "models/items/oversight_words.h"

#include <QDialog>

class QTableWidget;

namespace mandate {

class OversightSheet : public QDialog
{
    Q_OBJECT

public:
    explicit OversightSheet(QWidget *parent = nullptr);

    void show(const OversightWords &words);
    [[nodiscard]] QTableWidget *table() const { return m_table; }

private:
    QTableWidget *m_table;
};

} // namespace mandate
