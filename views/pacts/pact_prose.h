// SPDX-License-Identifier: GPL-3.0-or-later
// A pact as a lawyer reads it: purpose, then each clause as a sentence, grouped, at most 75 characters a line.
#pragma once

#include "models/items/pact_model.h"
#include "views/widgets/scroll_pane.h"

#include <QMap>
#include <QUrl>

class QVBoxLayout;

namespace mandate {

class PactProse : public ScrollPane
{
    Q_OBJECT

public:
    explicit PactProse(QWidget *parent = nullptr);

    void show(const PactItem &pact);
    void showClause(const QString &clause);

Q_SIGNALS:
    void linkActivated(const QUrl &link);

private:
    void addGroup(QVBoxLayout *column, const PactItem &pact, ClauseKind kind);
    [[nodiscard]] QWidget *clauseCard(const PactItem &pact, const ClauseItem &clause);

    QMap<QString, QWidget *> m_cards;
};

} // namespace mandate
