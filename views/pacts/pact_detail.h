// SPDX-License-Identifier: GPL-3.0-or-later
// One pact version in tabs: Reads as, Changes, Source, Checks, People and history, Observed; and what can be signed about it next.
#pragma once

#include "models/items/pact_model.h"

#include <QUrl>
#include <QWidget>

#include <memory>
#include <optional>

class QLabel;
class QPlainTextEdit;
class QHBoxLayout;
class QPushButton;
class QTabWidget;

namespace mandate {

class PactProse;
class ExportSheet;
class LifeSheet;
class PactObserved;
class PactPeople;
class PactReplays;
class PactReview;
class Session;
class PlainText;
class ProblemTable;
class SourceView;
class StateChip;

class PactDetail : public QWidget
{
    Q_OBJECT

public:
    explicit PactDetail(QWidget *parent = nullptr);
    ~PactDetail() override;

    void setSession(Session *session);
    void show(const PactItem *pact);
    /// Brings the clause into view in the prose.
    void showClause(const QString &clause);
    [[nodiscard]] QTabWidget *tabs() const { return m_tabs; }
    [[nodiscard]] PactReview *review() const { return m_review; }
    [[nodiscard]] PactObserved *observed() const { return m_observed; }
    [[nodiscard]] LifeSheet *sheet() const { return m_sheet; }
    [[nodiscard]] ExportSheet *exportSheet() const { return m_exportSheet; }
    [[nodiscard]] QPushButton *exportButton() const { return m_export; }
    /// The button of a step by its code, and by its role where it has one; nullptr when it is not offered.
    [[nodiscard]] QPushButton *stepButton(const QString &code, const QString &role = {}) const;

Q_SIGNALS:
    void linkActivated(const QUrl &link);
    void stepWanted(const QString &pact, const QString &code, const QString &role, const QString &note, const QDateTime &effective, quint64 replayEntry);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void fillSteps();
    void updateSteps();
    void ask(const PactStepItem &step);

    PactItem m_pact;
    QWidget *m_head;
    PlainText *m_title;
    StateChip *m_force;
    PlainText *m_about;
    PlainText *m_life;
    QWidget *m_steps;
    QHBoxLayout *m_stepRow;
    QStringList m_stepNames;
    std::vector<QPushButton *> m_stepButtons; ///< in the order of the item's steps
    LifeSheet *m_sheet;
    QPushButton *m_export;
    ExportSheet *m_exportSheet;
    std::optional<PactStepItem> m_asked;
    QTabWidget *m_tabs;
    PactProse *m_prose;
    PactReview *m_review;
    QWidget *m_sourceTab;
    QLabel *m_digestName;
    PlainText *m_digest;
    SourceView *m_source;
    ProblemTable *m_problems;
    PactPeople *m_people;
    PactObserved *m_observed; ///< a tab while the version is observed
    std::unique_ptr<PactReplays> m_replays;
};

} // namespace mandate
