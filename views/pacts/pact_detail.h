// SPDX-License-Identifier: GPL-3.0-or-later
// One pact version in four tabs: Reads as, Source, Checks, People.
#pragma once

#include "models/items/pact_model.h"

#include <QUrl>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QTabWidget;

namespace mandate {

class PactProse;
class PactPeople;
class PlainText;
class ProblemTable;
class SourceView;
class StateChip;

class PactDetail : public QWidget
{
    Q_OBJECT

public:
    explicit PactDetail(QWidget *parent = nullptr);

    void show(const PactItem *pact);
    /// Brings the clause into view in the prose.
    void showClause(const QString &clause);
    [[nodiscard]] QTabWidget *tabs() const { return m_tabs; }

Q_SIGNALS:
    void linkActivated(const QUrl &link);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    PactItem m_pact;
    QWidget *m_head;
    PlainText *m_title;
    StateChip *m_force;
    PlainText *m_about;
    QTabWidget *m_tabs;
    PactProse *m_prose;
    QWidget *m_sourceTab;
    QLabel *m_digestName;
    PlainText *m_digest;
    SourceView *m_source;
    ProblemTable *m_problems;
    PactPeople *m_people;
};

} // namespace mandate
