// SPDX-License-Identifier: GPL-3.0-or-later
// The Decisions page: the queue, one request as a card with the form that decides on it, and the evidence beside it. Letters only stage; Ctrl+Enter
// commits; what is committed is held for some seconds and can be taken back.
#pragma once

#include "views/decisions/decision_form.h"
#include "views/shell/page.h"

#include <QPointer>

class QButtonGroup;
class QComboBox;
class QLabel;
class QMenu;
class QPushButton;
class QStackedWidget;
class QTimer;
class QToolButton;

namespace mandate {

class ApprovalModel;
class BesidePane;
class CardView;
class DecisionDesk;
class DecisionQueue;
class DecisionSettingsForm;
class DueEvaluations;
class EmptyState;
class HeldBar;
class OversightSheet;
class PageHeader;
class StepSheet;
class ThreePane;

class DecisionsPage : public Page
{
    Q_OBJECT

public:
    explicit DecisionsPage(QWidget *parent = nullptr);
    ~DecisionsPage() override;

    QString title() const override { return tr("Decisions"); }
    QString iconName() const override { return QStringLiteral("inbox"); }
    QString key() const override { return QStringLiteral("decisions"); }
    void setSession(Session *session) override;
    /// mandate://decisions?request=ESC-…&view=open|mine|team|done&agent=…
    bool showLink(const QUrl &link) override;
    QUrl currentLink() const override;
    void focusFilter() override;
    QList<QWidget *> panes() const override;
    QString agentShown() const override;

    [[nodiscard]] DecisionQueue *queue() const { return m_queue; }
    [[nodiscard]] CardView *card() const { return m_card; }
    [[nodiscard]] DecisionForm *form() const { return m_form; }
    [[nodiscard]] BesidePane *beside() const { return m_beside; }
    [[nodiscard]] HeldBar *heldBar() const { return m_held; }
    [[nodiscard]] StepSheet *sheet() const { return m_sheet; }
    [[nodiscard]] QWidget *settingsForm() override;
    [[nodiscard]] QButtonGroup *views() const { return m_views; }
    [[nodiscard]] QComboBox *agents() const { return m_agents; }
    [[nodiscard]] QMenu *menu() const { return m_menu; }
    [[nodiscard]] QLabel *warning() const { return m_warning; }
    [[nodiscard]] QLabel *standIn() const { return m_standIn; }
    [[nodiscard]] DueEvaluations *dueEvaluations() const { return m_due; }
    [[nodiscard]] OversightSheet *oversight() const { return m_oversight; }
    /// Commits what is staged, as Ctrl+Enter does.
    void commit();
    void openOversight();

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    // decisions_page.cpp
    [[nodiscard]] QWidget *buildList();
    [[nodiscard]] QWidget *buildDetail();
    void buildMenu();
    void refreshed();
    void currentMoved();
    void opened();
    void showCard();
    void showForm();
    void showEmpty();
    void showViews();
    void tick();
    bool select(const QString &id);
    // decisions_keys.cpp
    bool handleKey(const QKeyEvent &event);
    void setKeys();
    void goOn(int rowBefore);
    // decisions_steps.cpp
    [[nodiscard]] DecisionForm::About aboutOne() const;
    [[nodiscard]] DecisionForm::About aboutSeveral(const QStringList &ids) const;
    void takeStep(int step);
    void openSheet(int step);
    void sheetCommitted(int choice, const QString &text);
    void seedTestItem();
    void showOversight();
    void showStandIn();
    [[nodiscard]] QStringList desks() const;

    QPointer<Session> m_session;
    QPointer<ApprovalModel> m_model;
    QPointer<DecisionDesk> m_desk;
    PageHeader *m_header;
    QPushButton *m_health;
    QToolButton *m_more;
    QMenu *m_menu;
    QAction *m_seed = nullptr;
    QLabel *m_standIn; ///< for whom the person here decides
    QLabel *m_warning;
    ThreePane *m_panes;
    QButtonGroup *m_views;
    QComboBox *m_agents;
    QLabel *m_snoozed;
    DecisionQueue *m_queue;
    QStackedWidget *m_listStack;
    EmptyState *m_listEmpty;
    DueEvaluations *m_due;
    QStackedWidget *m_detailStack;
    EmptyState *m_detailEmpty;
    CardView *m_card;
    DecisionForm *m_form;
    StepSheet *m_sheet;
    BesidePane *m_beside;
    HeldBar *m_held;
    DecisionSettingsForm *m_settings;
    OversightSheet *m_oversight;
    QTimer *m_timer;
    QString m_wanted;   ///< request to select as soon as it is there
    QString m_shown;    ///< whose card is shown
    int m_sheetStep = -1;
    QStringList m_sheetFor;
    std::vector<Instant> m_snoozes; ///< times behind the choices of the sheet
    QString m_nudge;
    DecisionForm::Choice m_wish = DecisionForm::Nothing; ///< staged before the card was complete
    bool m_letters = true;
};

} // namespace mandate
