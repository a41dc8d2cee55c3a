// SPDX-License-Identifier: GPL-3.0-or-later
// One incident: its head with the steps that can be taken, the four answers, and the tabs Timeline, Records, Cause, Duties, Notes and steps. Shows
// models of models/items; every step goes through the desk of the session.
#pragma once

#include "models/items/incident_desk.h"
#include "models/items/incident_model.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QMenu;
class QPushButton;
class QSortFilterProxyModel;
class QSplitter;
class QTabWidget;
class QTableView;

namespace mandate {

class AnswerStrip;
class CaseSheet;
class CauseTab;
class CustodyTab;
class DutiesTab;
class NotesTab;
class PlainText;
class ScrollPane;
class StateChip;

class IncidentDetail : public QWidget
{
    Q_OBJECT

public:
    enum Tab { TimelineTab, RecordsTab, CauseTabIndex, DutiesTabIndex, NotesTabIndex, CustodyTabIndex };

    explicit IncidentDetail(QWidget *parent = nullptr);

    void setSession(Session *session);
    /// What the list says of it; its answers and steps come when they are read.
    void show(const IncidentItem &item);
    void showAnswers(const IncidentAnswers &answers);
    /// Opens the sheet of an act, with the focus in it.
    void open(CaseAct act);
    void openNew(const QList<quint64> &records);
    void setTab(const QString &name);
    [[nodiscard]] QString tabName() const;
    void fitAnswers();

    [[nodiscard]] const IncidentItem &incident() const { return m_incident; }
    [[nodiscard]] QTableView *timeline() const { return m_timeline; }
    [[nodiscard]] QTableView *records() const { return m_records; }
    [[nodiscard]] AnswerStrip *answers() const { return m_answers; }
    [[nodiscard]] QPushButton *openButton() const { return m_open; }
    [[nodiscard]] QPushButton *suspendButton() const { return m_suspend; }
    [[nodiscard]] QPushButton *exportButton() const { return m_export; }
    [[nodiscard]] QPushButton *holdButton() const { return m_hold; }
    [[nodiscard]] CustodyTab *custody() const { return m_custody; }
    [[nodiscard]] QPushButton *button(CaseAct act) const { return m_buttons.value(act); }
    [[nodiscard]] QMenu *more() const { return m_menu; }
    [[nodiscard]] QTabWidget *tabs() const { return m_tabs; }
    [[nodiscard]] CaseSheet *sheet() const { return m_sheet; }
    [[nodiscard]] CauseTab *cause() const { return m_cause; }
    [[nodiscard]] DutiesTab *duties() const { return m_duties; }
    [[nodiscard]] NotesTab *notes() const { return m_notes; }
    [[nodiscard]] QList<QWidget *> panes() const;

Q_SIGNALS:
    void linkActivated(const QUrl &link);
    /// A step was signed; `incident` is the new one after opening or splitting.
    void taken(const QString &incident, mandate::CaseAct act);
    void sheetClosed();

protected:
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QWidget *buildHead();
    [[nodiscard]] QWidget *buildTable(QTableView *table, QLabel *heading, QWidget *tool);
    void buildMenu();
    void retranslate();
    void caseRead(const QString &incident);
    void showRefusals(const CaseItem &item);
    void openSheet(CaseAct act, const std::optional<DutyItem> &duty = {}, const std::optional<ClaimItem> &claim = {}, const QList<quint64> &records = {});
    void stepTaken(const QString &incident, CaseAct act, const QString &sentence);
    void refused(CaseAct act, const Trouble &trouble);
    void tabChanged();
    void pin(QTableView *table);
    void goToRecord(const QModelIndex &index);
    [[nodiscard]] QList<quint64> selectedRecords() const;
    [[nodiscard]] Choices otherIncidents() const;
    [[nodiscard]] Choices people() const;
    void copyText();

    QPointer<Session> m_session;
    QPointer<IncidentDesk> m_desk;
    IncidentItem m_incident;
    IncidentAnswers m_answered;
    TimelineModel *m_timelineModel;
    QSortFilterProxyModel *m_own; ///< the incident's records of the timeline
    StateChip *m_severity;
    StateChip *m_state;
    StateChip *m_due;
    PlainText *m_heading;
    QLabel *m_opened;
    QLabel *m_said; ///< what the last step did
    QPushButton *m_open;
    QPushButton *m_export;
    QPushButton *m_suspend;
    QPushButton *m_hold;
    QPushButton *m_more;
    QMenu *m_menu;
    QMap<CaseAct, QPushButton *> m_buttons;
    QMap<CaseAct, QAction *> m_actions;
    QAction *m_copy;
    CaseSheet *m_sheet;
    QSplitter *m_split;
    ScrollPane *m_scroll;
    AnswerStrip *m_answers;
    QTabWidget *m_tabs;
    QTableView *m_timeline;
    QLabel *m_timelineHeading;
    QTableView *m_records;
    QLabel *m_recordsHeading;
    QPushButton *m_splitOff;
    CauseTab *m_cause;
    DutiesTab *m_duties;
    NotesTab *m_notes;
    CustodyTab *m_custody;
    bool m_splitChosen = false; ///< the person moved it
};

} // namespace mandate
