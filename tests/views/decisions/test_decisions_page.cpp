// SPDX-License-Identifier: GPL-3.0-or-later
// The Decisions page by keys, on a real workspace: four keys decide, one letter never does, undo is clean, and time is the workspace's.
#include "tests/models/items/approval_desk.h"

#include "models/items/evaluation_watch.h"
#include "models/workspace/evaluations.h"
#include "views/agents/state_lines.h"
#include "views/decisions/beside_pane.h"
#include "views/decisions/card_view.h"
#include "views/decisions/decision_queue.h"
#include "views/decisions/decision_settings.h"
#include "views/decisions/decisions_page.h"
#include "views/decisions/due_evaluations.h"
#include "views/decisions/held_bar.h"
#include "views/decisions/limit_editor.h"
#include "views/decisions/oversight_sheet.h"
#include "views/decisions/step_sheet.h"
#include "views/widgets/state_chip.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>

using namespace mandate;
using test::ApprovalDesk;

class TestDecisionsPage : public QObject
{
    Q_OBJECT

    std::unique_ptr<ApprovalDesk> m_desk;
    std::unique_ptr<DecisionsPage> m_page;

    void open()
    {
        m_page = std::make_unique<DecisionsPage>();
        m_page->resize(1280, 680);
        m_page->setSession(m_desk->session());
        m_page->show();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        QVERIFY(m_desk->settle());
        m_page->queue()->setFocus();
        QVERIFY(QTest::qWaitFor([this] { return m_page->card()->card().id == m_page->queue()->currentId() && m_page->beside()->openAll()->isVisible(); }));
    }
    void key(Qt::Key which, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(QApplication::focusWidget(), which, modifiers); }
    void commitKey() { key(Qt::Key_Return, Qt::ControlModifier); }
    void waitOut()
    {
        m_desk->pass(10);
        m_desk->session()->decisions()->tick();
        QVERIFY(m_desk->settle());
    }
    [[nodiscard]] DecisionState stateOf(const QString &id) const { return m_desk->view(id).decision; }

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName(QStringLiteral("MandateTests"));
        QCoreApplication::setApplicationName(QStringLiteral("decisions"));
    }
    void init()
    {
        QSettings().clear();
        m_desk = std::make_unique<ApprovalDesk>(false);
    }
    void cleanup()
    {
        m_page.reset();
        m_desk.reset();
    }

    void fourKeysDecide()
    {
        const QString first = m_desk->file(m_desk->payment(2000), 900);
        const QString second = m_desk->file(m_desk->payment(2001), 910);
        open();
        key(Qt::Key_J);
        key(Qt::Key_D);
        key(Qt::Key_2);
        commitKey();
        QCOMPARE(m_page->heldBar()->said().contains(second), true);
        QVERIFY(m_page->queue()->hasFocus());
        QCOMPARE(m_page->queue()->currentId(), first);
        QCOMPARE(stateOf(second), DecisionState::Open); // the agent waits
        waitOut();
        QCOMPARE(stateOf(second), DecisionState::Denied);
        QCOMPARE(m_desk->view(second).decided->reasonCode, std::string(denyReasons[1]));
        QVERIFY(m_desk->view(second).decided->shown.has_value());
        QVERIFY(m_page->heldBar()->said().isEmpty());
    }

    void agentsToEvaluateAgainStandBesideTheQueue()
    {
        m_desk = std::make_unique<ApprovalDesk>();
        m_desk->file(m_desk->payment(2000));
        open();
        DueEvaluations *due = m_page->dueEvaluations();
        QTRY_VERIFY_WITH_TIMEOUT(due->isVisible(), 20'000); // the shipped pacts ask for evaluations, and there is none
        QCOMPARE(due->lines()->lines().size(), qsizetype{3}); // two, and how many more
        QCOMPARE(due->lines()->lines().front().state.text, QStringLiteral("Due"));
        QCOMPARE(m_page->queue()->model()->rowCount(), 1); // they are no requests
        QSignalSpy links(m_page.get(), &Page::linkActivated);
        auto *go = due->findChild<QPushButton *>();
        QVERIFY(go && !go->text().isEmpty());
        go->click();
        QVERIFY(links.takeFirst().at(0).toUrl().toString().startsWith(QStringLiteral("mandate://agents?agent=")));
        m_desk->pass(15LL * 24 * 3600);
        EvaluationWatch::of(m_desk->session())->refresh();
        QTRY_COMPARE_WITH_TIMEOUT(due->lines()->lines().front().state.text, QStringLiteral("Overdue"), 20'000);
        for (const EvaluationItem &item : EvaluationWatch::of(m_desk->session())->items()) {
            const auto kept = Evaluations(m_desk->workspace()).import("session,label\ns,passed\n", {item.agent.toStdString(), {}, {}, m_desk->workspace().now(), "labels.csv"});
            QVERIFY2(kept.ok(), kept.ok() ? "" : kept.error().happened.c_str());
        }
        QTRY_VERIFY_WITH_TIMEOUT(!due->isVisible(), 20'000);
    }

    /// At 1280 × 720 the card gives way, and what is staged is seen whole.
    void whatIsStagedIsSeenWhole()
    {
        m_desk->file(m_desk->payment(2000));
        open();
        m_page->resize(1120, 605); // without rail, menu and status bar
        for (const auto choice : {DecisionForm::Deny, DecisionForm::Approve, DecisionForm::Limit}) {
            QVERIFY(m_page->form()->stage(choice));
            QTest::qWait(50);
            for (const QAbstractButton *reason : m_page->form()->reasons()->buttons()) {
                if (reason->isVisible())
                    QVERIFY2(reason->height() >= reason->minimumSizeHint().height() && reason->width() >= reason->sizeHint().width(), qPrintable(reason->text()));
            }
            for (const QWidget *widget : {static_cast<QWidget *>(m_page->form()->note()), static_cast<QWidget *>(m_page->form()->commitButton())}) {
                const QPoint corner = widget->mapTo(m_page.get(), widget->rect().bottomRight());
                const QByteArray seen = QStringLiteral("%1: %2 px high of %3, ends at %4,%5 of %6,%7").arg(widget->accessibleName()).arg(widget->height())
                                            .arg(widget->minimumSizeHint().height()).arg(corner.x()).arg(corner.y()).arg(m_page->width()).arg(m_page->height()).toUtf8();
                QVERIFY2(widget->height() >= 24 && m_page->rect().contains(corner), seen); // the least that can be hit
            }
            QVERIFY(m_page->card()->height() > 100);
        }
    }

    void whatWasShownIsStored()
    {
        const QString id = m_desk->file(m_desk->payment(2000));
        open();
        const Digest shown = m_page->card()->card().digest;
        QVERIFY(m_page->card()->card().cannotApprove.isEmpty());
        key(Qt::Key_A);
        key(Qt::Key_1);
        commitKey();
        waitOut();
        QCOMPARE(stateOf(id), DecisionState::Approved);
        QCOMPARE(m_desk->view(id).decided->shown, std::optional(shown));
        QCOMPARE(m_desk->view(id).operation, OperationState::WaitingForAgent);
    }

    void noSingleKeyDecides()
    {
        const QString id = m_desk->file(m_desk->payment(2000));
        open();
        const std::uint64_t size = m_desk->workspace().store().size();
        for (char which = ' '; which <= '~'; ++which) {
            m_page->form()->clear();
            m_page->queue()->setFocus();
            QTest::keyClick(m_page->queue(), which);
            m_page->sheet()->close();
        }
        for (const Qt::Key which : {Qt::Key_Return, Qt::Key_Enter, Qt::Key_Delete, Qt::Key_Backspace, Qt::Key_Escape, Qt::Key_F5}) {
            m_page->form()->clear();
            m_page->queue()->setFocus();
            QTest::keyClick(m_page->queue(), which);
        }
        m_page->form()->clear();
        m_page->queue()->setFocus();
        commitKey(); // nothing is staged
        key(Qt::Key_D);
        commitKey(); // and no reason chosen
        QVERIFY(m_page->heldBar()->said().isEmpty());
        waitOut();
        QCOMPARE(stateOf(id), DecisionState::Open);
        QCOMPARE(m_desk->workspace().store().size(), size);
    }

    void undoIsClean()
    {
        const QString id = m_desk->file(m_desk->payment(2000));
        open();
        const std::uint64_t size = m_desk->workspace().store().size();
        key(Qt::Key_D);
        key(Qt::Key_1);
        commitKey();
        QVERIFY(!m_page->heldBar()->said().isEmpty());
        key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(m_page->heldBar()->said().isEmpty());
        waitOut();
        QCOMPARE(stateOf(id), DecisionState::Open);
        QCOMPARE(m_desk->workspace().store().size(), size);
    }

    void sendNowDoesNotWait()
    {
        const QString id = m_desk->file(m_desk->payment(2000));
        open();
        key(Qt::Key_D);
        key(Qt::Key_1);
        commitKey();
        m_page->heldBar()->sendNowButton()->click();
        QVERIFY(m_desk->settle());
        QCOMPARE(stateOf(id), DecisionState::Denied);
    }

    void buttonsDieAtTheDeadlineWhileSomethingIsStaged()
    {
        const QString id = m_desk->file(m_desk->payment(2000), 60);
        const QString other = m_desk->file(m_desk->payment(2001), 900);
        open();
        key(Qt::Key_A);
        key(Qt::Key_1);
        QVERIFY(m_page->form()->commitButton()->isVisible());
        m_desk->pass(61);
        m_desk->session()->decisions()->tick();
        QVERIFY(m_desk->settle());
        commitKey();
        waitOut();
        QCOMPARE(stateOf(id), DecisionState::Expired);
        QCOMPARE(stateOf(other), DecisionState::Open);
    }

    void anExpiredRequestIsRefusedEvenIfTheWindowsClockIsWrong()
    {
        const QString id = m_desk->file(m_desk->payment(2000), 60);
        open();
        const Instant before = m_desk->now();
        m_desk->session()->approvals()->setClock([before] { return before; }); // stands still
        m_desk->pass(61);
        m_page->queue()->setFocus();
        QSignalSpy troubled(m_desk->session(), &Session::troubled);
        key(Qt::Key_A);
        key(Qt::Key_1);
        commitKey();
        QVERIFY(m_desk->settle());
        QTRY_COMPARE(troubled.count(), 1);
        QCOMPARE(stateOf(id), DecisionState::Expired);
        QCOMPARE(m_desk->view(id).operation, OperationState::NotAllowed);
    }

    void approveIsOffWhileSomethingIsMissingAndDenyIsOn()
    {
        ApprovalRequest request = m_desk->payment(2000);
        request.proposal.scope.clear();
        request.proposal.confidence.reset();
        const QString id = m_desk->file(request);
        open();
        key(Qt::Key_A);
        QCOMPARE(m_page->form()->choice(), DecisionForm::Nothing);
        const QRadioButton *approve = m_page->form()->choiceButton(DecisionForm::Approve);
        QVERIFY(!approve->isEnabled() && approve->toolTip().contains(QStringLiteral("how sure it is")));
        QVERIFY(m_page->form()->whyOff()->isVisible() && m_page->form()->whyOff()->text().contains(QStringLiteral("what will be different")));
        key(Qt::Key_D);
        key(Qt::Key_1);
        commitKey();
        waitOut();
        QCOMPARE(stateOf(id), DecisionState::Denied);
    }

    void limitsNarrowAndTheDigestIsShown()
    {
        const QString id = m_desk->file(m_desk->payment(2000));
        open();
        key(Qt::Key_L);
        auto *amount = qobject_cast<QLineEdit *>(m_page->form()->limits()->first());
        QVERIFY(amount && amount->hasFocus());
        amount->setText(QStringLiteral("3000"));
        m_page->form()->chooseReason(1);
        commitKey();
        QVERIFY(m_page->heldBar()->said().isEmpty());
        amount->setText(QStringLiteral("1500"));
        commitKey();
        QVERIFY(!m_page->heldBar()->said().isEmpty());
        waitOut();
        const ApprovalView view = m_desk->view(id);
        QCOMPARE(view.decision, DecisionState::Approved);
        QVERIFY(view.limitedTo && view.limitedTo->parameters.find("1500") != std::string::npos);
        QVERIFY(view.approvedDigest != view.digest);
    }

    void aKillBetweenCommittingAndSendingLosesNothingAndSendsNothing()
    {
        const QString id = m_desk->file(m_desk->payment(2000));
        open();
        key(Qt::Key_D);
        key(Qt::Key_1);
        commitKey();
        m_page.reset();
        m_desk->killSession();
        m_desk->pass(100);
        open();
        QCOMPARE(stateOf(id), DecisionState::Open);
        QPushButton *send = nullptr;
        bool said = false;
        for (QPushButton *button : m_page->heldBar()->findChildren<QPushButton *>()) {
            if (button->text() == QStringLiteral("Send it"))
                send = button;
        }
        for (const StateChip *chip : m_page->heldBar()->findChildren<StateChip *>())
            said = said || chip->state().text == QStringLiteral("Was not sent");
        QVERIFY(send && said);
        send->click();
        QVERIFY(m_desk->settle());
        QCOMPARE(stateOf(id), DecisionState::Denied);
    }

    void bulkDenialIsOneRecordAnItemAndBulkApprovalNeedsOneKind()
    {
        QStringList ids;
        for (int i = 0; i < 3; ++i)
            ids << m_desk->file(m_desk->payment(2000 + i), 900 + i);
        ApprovalRequest other = m_desk->payment(2500);
        other.action.tool = "send_money";
        const QString odd = m_desk->file(other, 2000);
        open();
        m_page->queue()->selectAll();
        key(Qt::Key_A);
        QCOMPARE(m_page->form()->choice(), DecisionForm::Nothing);
        QVERIFY2(m_page->form()->whyOff()->text().contains(QStringLiteral("same kind")), qPrintable(m_page->form()->whyOff()->text()));
        key(Qt::Key_D);
        key(Qt::Key_5);
        commitKey();
        QVERIFY(m_page->heldBar()->said().contains(QStringLiteral("4 requests")) || m_page->heldBar()->said().contains(u'4'));
        key(Qt::Key_Z, Qt::ControlModifier);
        m_page->queue()->clearSelection();
        for (int row = 0; row < 3; ++row)
            m_page->queue()->selectionModel()->select(m_page->queue()->model()->index(row, 0), QItemSelectionModel::Select);
        const std::uint64_t size = m_desk->workspace().store().size();
        key(Qt::Key_A);
        QCOMPARE(m_page->form()->choice(), DecisionForm::Approve);
        key(Qt::Key_2);
        commitKey();
        waitOut();
        QCOMPARE(m_desk->workspace().store().size(), size + 3);
        for (const QString &id : ids)
            QCOMPARE(stateOf(id), DecisionState::Approved);
        QCOMPARE(stateOf(odd), DecisionState::Open);
    }

    void aClaimOfSomebodyElseKeepsOthersFromDeciding()
    {
        const QString id = m_desk->file(m_desk->payment(2000));
        m_desk->become("omar");
        QVERIFY(m_desk->take(id, ApprovalStep::Claim));
        m_desk->become("rosa");
        open();
        key(Qt::Key_D);
        QCOMPARE(m_page->form()->choice(), DecisionForm::Nothing);
        QVERIFY(m_page->form()->whyOff()->text().contains(QStringLiteral("Claimed by omar")));
        QVERIFY(m_page->queue()->currentIndex().data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("claimed by omar")));
        m_desk->pass(901);
        m_desk->session()->approvals()->refresh();
        QVERIFY(m_desk->settle());
    }

    void claimAskReassignAndSnoozeAreSignedSteps()
    {
        const QString id = m_desk->file(m_desk->payment(2000), 3600);
        open();
        m_page->form()->stepButton(DecisionForm::Claim)->click();
        QVERIFY(m_desk->settle());
        QCOMPARE(m_desk->view(id).claimedBy, std::string("account:rosa"));
        m_page->form()->stepButton(DecisionForm::Ask)->click();
        QVERIFY(m_page->sheet()->isVisible() && m_page->sheet()->text()->hasFocus());
        QTest::keyClicks(m_page->sheet()->text(), QStringLiteral("Djak which order?")); // letters stay letters
        QCOMPARE(m_page->form()->choice(), DecisionForm::Nothing);
        commitKey();
        QVERIFY(m_desk->settle());
        QVERIFY(m_desk->view(id).awaitsAnswer);
        QTRY_VERIFY(m_page->form()->stepButton(DecisionForm::Reassign)->isVisible());
        m_page->form()->stepButton(DecisionForm::Reassign)->click();
        QVERIFY(m_page->sheet()->choice()->count() >= 2);
        m_page->sheet()->choice()->setCurrentIndex(1);
        commitKey();
        QVERIFY(m_desk->settle());
        QCOMPARE(m_desk->view(id).assignedTo, std::string("Deputy B"));
        m_page->form()->stepButton(DecisionForm::Snooze)->click();
        m_page->sheet()->choice()->setCurrentIndex(m_page->sheet()->choice()->count() - 1);
        commitKey();
        QVERIFY(m_desk->settle());
        QVERIFY(m_desk->view(id).snoozed);
        QCOMPARE(m_desk->session()->approvals()->total(), 0);
    }

    void lettersCanBeSwitchedOff()
    {
        m_desk->file(m_desk->payment(2000));
        open();
        DecisionSettings settings;
        settings.letterKeys = false;
        settings.holdSeconds = 0;
        settings.save();
        auto *form = qobject_cast<DecisionSettingsForm *>(m_page->settingsForm());
        form->load();
        QVERIFY(!form->letters()->isChecked());
        form->hold()->setValue(3);
        QCOMPARE(m_desk->session()->decisions()->holdSeconds(), 3);
        m_page->queue()->setFocus();
        QTest::keyClick(m_page->queue(), Qt::Key_D);
        QCOMPARE(m_page->form()->choice(), DecisionForm::Nothing);
    }

    void evidenceStaysWhileDeciding()
    {
        m_desk->file(m_desk->payment(2000));
        open();
        QVERIFY(m_page->beside()->isVisible());
        const int width = m_page->beside()->width();
        key(Qt::Key_D);
        key(Qt::Key_1);
        QTest::qWait(1100);
        QVERIFY(m_page->beside()->isVisible());
        QCOMPARE(m_page->beside()->width(), width);
        QVERIFY(m_page->beside()->completeness()->state().text.contains(QStringLiteral("of 6")));
    }

    void aHeldDecisionIsAnnouncedOnce()
    {
        m_desk->file(m_desk->payment(2000));
        open();
        QSignalSpy announced(m_page->heldBar(), &HeldBar::announced);
        key(Qt::Key_D);
        key(Qt::Key_1);
        commitKey();
        QTest::qWait(1200);
        QCOMPARE(announced.count(), 1); // once, not once a second
        QVERIFY(announced.first().first().toString().startsWith(QStringLiteral("Denying")));
    }

    void decisionAndOperationAreTwoLines()
    {
        const QString id = m_desk->file(m_desk->payment(2000));
        open();
        key(Qt::Key_A);
        key(Qt::Key_1);
        commitKey();
        waitOut();
        QVERIFY(m_page->showLink(QUrl(QStringLiteral("mandate://decisions?request=") + id)));
        QVERIFY(m_desk->settle());
        QStringList chips;
        for (const StateChip *chip : m_page->form()->findChildren<StateChip *>())
            chips << chip->state().text;
        QVERIFY2(chips.contains(QStringLiteral("Approved")) && chips.contains(QStringLiteral("Waiting for the agent")), qPrintable(chips.join(u'|')));
        QVERIFY(m_page->form()->stepButton(DecisionForm::Revoke)->isVisible());
        m_page->form()->stepButton(DecisionForm::Revoke)->click();
        QTest::keyClicks(m_page->sheet()->text(), QStringLiteral("wrong payee"));
        commitKey();
        QVERIFY(m_desk->settle());
        QCOMPARE(stateOf(id), DecisionState::Revoked);
    }

    void oversightNamesNoPerson()
    {
        for (int i = 0; i < 3; ++i) {
            const QString id = m_desk->file(m_desk->payment(2000 + i));
            m_desk->pass(2);
            QVERIFY(m_desk->take(id, ApprovalStep::Deny, "policy"));
        }
        m_desk->file(m_desk->payment(3000));
        open();
        m_page->openOversight();
        const QTableWidget *table = m_page->oversight()->table();
        QVERIFY(table->rowCount() >= 2);
        for (int row = 0; row < table->rowCount(); ++row) {
            for (int column = 0; column < table->columnCount(); ++column)
                QVERIFY(!table->item(row, column)->text().contains(QStringLiteral("rosa")));
        }
        QVERIFY(m_page->warning()->isHidden());
    }
};

QTEST_MAIN(TestDecisionsPage)
#include "test_decisions_page.moc"
