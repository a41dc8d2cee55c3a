// SPDX-License-Identifier: GPL-3.0-or-later
// Working on incidents in the page, offscreen, on real runs in a workspace whose clock the test moves: attribution by keyboard alone until the incident
// is closed, sheets and refusals, disputes, duties, incidents by hand, and what happens when nobody acts.
#include "models/items/incident_desk.h"
#include "models/items/incident_model.h"
#include "tests/models/items/approval_desk.h"
#include "views/incidents/answer_strip.h"
#include "views/incidents/case_sheet.h"
#include "views/incidents/cause_questions.h"
#include "views/incidents/cause_tab.h"
#include "views/incidents/claim_form.h"
#include "views/incidents/duties_tab.h"
#include "views/incidents/incident_detail.h"
#include "views/incidents/incidents_page.h"
#include "views/incidents/notes_tab.h"
#include "views/widgets/banner.h"

#include <QApplication>
#include <QButtonGroup>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>

using namespace mandate;

class TestIncidentWork : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::ApprovalDesk> m_desk;
    std::unique_ptr<IncidentsPage> m_page;

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<test::ApprovalDesk>();
        desk()->setDutyFolder(QStringLiteral(MANDATE_SOURCE_DIR "/resources/duties"));
        m_page = std::make_unique<IncidentsPage>();
        m_page->resize(1280, 720);
        m_page->setSession(m_desk->session());
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        QVERIFY(settle());
        QVERIFY(m_page->list()->model()->rowCount() > 1);
        QVERIFY(QTest::qWaitFor([this] { return !m_page->answers()->headings().isEmpty(); }, 30'000));
    }
    void cleanup()
    {
        m_page.reset();
        m_desk.reset();
    }

    /// From the list to a closed incident with keys only: open, pin, cause, sign, close.
    void attributionNeedsNoMouse()
    {
        const QString id = current();
        m_page->list()->setFocus();
        press(Qt::Key_Return);
        QCOMPARE(QApplication::focusWidget(), m_page->timeline());
        press(Qt::Key_P);
        QCOMPARE(m_page->detail()->cause()->pinned().size(), 1);
        QVERIFY(m_page->timeline()->currentIndex().siblingAtColumn(0).data().toString().contains(QStringLiteral("pinned")));
        press(Qt::Key_Backtab);
        QVERIFY(qobject_cast<QTabBar *>(QApplication::focusWidget()));
        press(Qt::Key_Right);
        press(Qt::Key_Right);
        QCOMPARE(m_page->detail()->tabName(), QStringLiteral("cause"));
        QVERIFY(QTest::qWaitFor([&] { return desk()->suggestion(id) != nullptr; }, 30'000));
        ClaimForm *form = m_page->detail()->cause()->form();
        QVERIFY2(form->draft().cause.isEmpty(), "a suggestion fills nothing in by itself");
        QVERIFY(tabTo(m_page->detail()->cause()->questions()->takeButton()));
        press(Qt::Key_Space); // taken over
        QCOMPARE(form->draft().cause, desk()->suggestion(id)->diagnosis.cause);
        QCOMPARE(QApplication::focusWidget(), form->signButton());
        QSignalSpy taken(desk(), &IncidentDesk::taken);
        press(Qt::Key_Space); // signed
        QVERIFY(taken.wait(30'000));
        QVERIFY(settle());
        QCOMPARE(desk()->item(id)->claims.size(), 1);
        QVERIFY(tabTo(m_page->detail()->button(CaseAct::Close)));
        press(Qt::Key_Space);
        QVERIFY(m_page->detail()->sheet()->isVisible());
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("The cause is known."));
        press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(taken.wait(30'000));
        QVERIFY(settle());
        QVERIFY(!m_page->detail()->sheet()->isVisible());
        QCOMPARE(m_desk->workspace().incidentCase(id.toStdString())->life.state(), CaseState::Closed);
        QCOMPARE(current(), id); // goes on being shown
        QVERIFY(m_page->detail()->button(CaseAct::Close)->isHidden());
        QVERIFY(m_page->detail()->button(CaseAct::Reopen)->isVisible());
    }

    void closedIncidentsAreHiddenAndCounted()
    {
        const int all = m_page->list()->model()->rowCount();
        QSignalSpy badge(m_page.get(), &Page::badgeChanged);
        claimAndClose(current());
        QCOMPARE(badge.last().first().toInt(), all - 1);
        m_page->stateFilter()->setCurrentIndex(0);
        Q_EMIT m_page->stateFilter()->activated(0);
        QCOMPARE(m_page->list()->model()->rowCount(), all - 1);
        QVERIFY(labelSays(QStringLiteral("closed or merged hidden")));
        Q_EMIT m_page->stateFilter()->activated(3);
        QCOMPARE(m_page->list()->model()->rowCount(), 1);
        Q_EMIT m_page->stateFilter()->activated(4);
        QCOMPARE(m_page->list()->model()->rowCount(), all);
    }

    void whatCannotBeDoneSaysWhy()
    {
        QPushButton *close = m_page->detail()->button(CaseAct::Close);
        QVERIFY(!close->isEnabled());
        QVERIFY2(close->toolTip().contains(QStringLiteral("Nobody said what caused")), qPrintable(close->toolTip()));
        QVERIFY(m_page->detail()->button(CaseAct::Assign)->isEnabled());
        ClaimForm *form = openCause();
        QSignalSpy wanted(form, &ClaimForm::signWanted);
        form->signButton()->click();
        QVERIFY(form->problem().contains(QStringLiteral("choose what caused it")));
        form->choose(QStringLiteral("policy"));
        form->signButton()->click();
        QVERIFY(form->problem().contains(QStringLiteral("pin at least one record")));
        form->choose(QStringLiteral("not_enough_evidence"));
        QVERIFY(form->missing()->isVisible());
        form->signButton()->click();
        QVERIFY(form->problem().contains(QStringLiteral("what would have to be known")));
        QCOMPARE(wanted.count(), 0);
        form->missing()->setPlainText(QStringLiteral("What the customer was told by phone."));
        form->signButton()->click();
        QCOMPARE(wanted.count(), 1);
        QVERIFY(settle());
        QCOMPARE(desk()->item(current())->claims.first().cause, QStringLiteral("not_enough_evidence"));
    }

    void theSheetSaysWhatWasRefusedAndKeepsWhatWasTyped()
    {
        m_page->detail()->open(CaseAct::Assign);
        CaseSheet *sheet = m_page->detail()->sheet();
        sheet->line()->setText(QStringLiteral("account:ada"));
        sheet->time()->setEnabled(true); // due before the workspace's own clock
        sheet->time()->setDateTime(QDateTime(QDate(2020, 1, 1), QTime(8, 0), Qt::UTC));
        QSignalSpy refused(desk(), &IncidentDesk::refused);
        sheet->commitButton()->click();
        QVERIFY(refused.wait(30'000));
        QVERIFY(sheet->isVisible());
        QVERIFY2(sheet->problem().contains(QStringLiteral("MND-CAS-041")), qPrintable(sheet->problem()));
        QCOMPARE(sheet->line()->text(), QStringLiteral("account:ada"));
        press(Qt::Key_Escape);
        QVERIFY(!sheet->isVisible());
        QVERIFY(desk()->item(current())->steps.empty());
    }

    void aPrivilegedNoteStaysOutOfTheCopiedText()
    {
        m_page->detail()->open(CaseAct::Note);
        m_page->detail()->sheet()->text()->setPlainText(QStringLiteral("Counsel says wait."));
        m_page->detail()->sheet()->check()->setChecked(true);
        commit();
        m_page->detail()->open(CaseAct::Note);
        m_page->detail()->sheet()->text()->setPlainText(QStringLiteral("The vendor was called."));
        commit();
        QCOMPARE(m_page->detail()->notes()->table()->model()->rowCount(), 2);
        m_page->detail()->more()->actions().last()->trigger();
        const QString copied = QApplication::clipboard()->text();
        QVERIFY2(copied.contains(QStringLiteral("The vendor was called.")) && copied.contains(current()), qPrintable(copied));
        QVERIFY(!copied.contains(QStringLiteral("Counsel")));
    }

    void theQuestionsComeOneAfterAnother()
    {
        openCause();
        CauseQuestions *questions = m_page->detail()->cause()->questions();
        QCOMPARE(questions->asked(), QStringList{QStringLiteral("state_true")});
        questions->answer(QStringLiteral("state_true"), QStringLiteral("yes"));
        QCOMPARE(questions->asked(), (QStringList{QStringLiteral("state_true"), QStringLiteral("steered")}));
        questions->answer(QStringLiteral("steered"), QStringLiteral("yes"));
        QVERIFY(questions->useButton()->isVisible());
        questions->useButton()->click();
        QCOMPARE(m_page->detail()->cause()->form()->draft().cause, QStringLiteral("technical"));
        QCOMPARE(m_page->detail()->cause()->form()->draft().answers.value(QStringLiteral("steered")), QStringLiteral("yes"));
        questions->answer(QStringLiteral("state_true"), QStringLiteral("no")); // another mind: it ends there
        QCOMPARE(questions->asked(), QStringList{QStringLiteral("state_true")});
    }

    void aDisputeStandsSideBySideUntilSomebodyWithdraws()
    {
        const QString id = current();
        ClaimForm *form = openCause();
        claim(form, QStringLiteral("policy"), QStringLiteral("us"));
        claim(form, QStringLiteral("infrastructure"), QStringLiteral("vendor"));
        QCOMPARE(desk()->item(id)->claims.size(), 2);
        QCOMPARE(desk()->item(id)->attribution.text, QStringLiteral("Disputed"));
        QList<QPushButton *> withdraw = claimButtons(QStringLiteral("Withdraw"));
        QCOMPARE(withdraw.size(), 2);
        withdraw.last()->click();
        m_page->detail()->sheet()->text()->setPlainText(QStringLiteral("The vendor showed its log."));
        commit();
        QCOMPARE(desk()->item(id)->attribution.text, QStringLiteral("Claimed"));
        claimButtons(QStringLiteral("Agree")).first()->click();
        m_page->detail()->sheet()->choice()->setCurrentIndex(1); // for the vendor
        commit();
        QCOMPARE(desk()->item(id)->attribution.text, QStringLiteral("Claimed")); // one person entered both: that is nobody's agreement
    }

    void aDutyRunsStopsAndSaysWhyItDoesNotApply()
    {
        const QString id = current();
        m_page->detail()->setTab(QStringLiteral("duties"));
        QVERIFY(desk()->item(id)->duties.size() >= 5);
        const auto duty = [&](const QString &name) { return *std::ranges::find(desk()->item(id)->duties, name, &DutyItem::id); };
        QVERIFY(!dutyButton(QStringLiteral("Reported"), duty(QStringLiteral("gdpr-33")).title)->isEnabled());
        dutyButton(QStringLiteral("Somebody became aware"), duty(QStringLiteral("gdpr-33")).title)->click();
        CaseSheet *sheet = m_page->detail()->sheet();
        sheet->text()->setPlainText(QStringLiteral("A customer called."));
        const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_desk->now().nanoseconds / 1'000'000, Qt::UTC);
        sheet->time()->setDateTime(now.addSecs(-3600));
        commit();
        QVERIFY2(duty(QStringLiteral("gdpr-33")).state.text.contains(QStringLiteral("2 d 23 h")), qPrintable(duty(QStringLiteral("gdpr-33")).state.text));
        m_desk->pass(72 * 3600);
        desk()->read(id);
        QVERIFY(settle());
        QVERIFY(duty(QStringLiteral("gdpr-33")).state.text.startsWith(QStringLiteral("Overdue by 1 h")));
        QCOMPARE(duty(QStringLiteral("gdpr-33")).state.shape, mandate::Shape::Octagon);
        dutyButton(QStringLiteral("Reported"), duty(QStringLiteral("gdpr-33")).title)->click();
        sheet->line()->setText(QStringLiteral("DPA-77"));
        sheet->time()->setDateTime(now.addSecs(3600));
        commit();
        QCOMPARE(duty(QStringLiteral("gdpr-33")).state.text, QStringLiteral("Reported"));
        dutyButton(QStringLiteral("Does not apply"), duty(QStringLiteral("eu-ai-act-73")).title)->click();
        sheet->text()->setPlainText(QStringLiteral("Not high-risk."));
        commit();
        QCOMPARE(duty(QStringLiteral("eu-ai-act-73")).state.text, QStringLiteral("Does not apply"));
        QVERIFY(duty(QStringLiteral("eu-ai-act-73")).clock.join(u' ').contains(QStringLiteral("Not high-risk.")));
    }

    void anIncidentByHandIsOpenedFromRecordsAndMerged()
    {
        const int all = m_desk->session()->incidents()->rowCount();
        const quint64 entry = m_desk->session()->incidents()->item(0)->actions.front();
        const QString into = m_desk->session()->incidents()->item(0)->id;
        QVERIFY(m_page->showLink(QUrl(QStringLiteral("mandate://incidents?new=%1").arg(entry))));
        CaseSheet *sheet = m_page->detail()->sheet();
        QVERIFY(sheet->isVisible());
        QCOMPARE(m_desk->session()->incidents()->rowCount(), all); // a link signs nothing
        sheet->line()->setText(QStringLiteral("Strange refund"));
        sheet->text()->setPlainText(QStringLiteral("The desk reported it."));
        commit();
        QCOMPARE(m_desk->session()->incidents()->rowCount(), all + 1);
        const IncidentItem made = m_page->detail()->incident();
        QCOMPARE(made.title, QStringLiteral("Strange refund"));
        QVERIFY(made.openedWords.contains(QStringLiteral("by hand")));
        m_page->detail()->open(CaseAct::Merge);
        sheet->choice()->setCurrentIndex(sheet->choice()->findData(into));
        sheet->text()->setPlainText(QStringLiteral("The same."));
        commit();
        QCOMPARE(m_desk->workspace().incidentCase(made.id.toStdString())->life.mergedInto(), into.toStdString());
    }

    void whatNobodyActsOnIsEscalatedAndSaid()
    {
        QVERIFY(!m_page->banners()->holds(QStringLiteral("neglected")));
        qint64 last = 0;
        for (int row = 0; row < m_desk->session()->incidents()->rowCount(); ++row)
            last = std::max(last, m_desk->session()->incidents()->item(row)->dueNs);
        m_desk->pass((last - m_desk->now().nanoseconds) / test::ApprovalDesk::second + 3600);
        desk()->escalate();
        QVERIFY(settle());
        QVERIFY(m_page->banners()->holds(QStringLiteral("neglected")));
        const IncidentModel *model = m_desk->session()->incidents();
        QCOMPARE(model->neglectedCount(), model->rowCount());
        QVERIFY2(model->item(0)->due.text.startsWith(QStringLiteral("Escalated, overdue by")), qPrintable(model->item(0)->due.text));
        QCOMPARE(desk()->item(current())->steps.front().by, QStringLiteral("Timeout, nobody"));
        m_page->detail()->open(CaseAct::Investigate);
        commit();
        QCOMPARE(model->neglectedCount(), model->rowCount() - 1);
        QCOMPARE(m_page->detail()->incident().state.text, QStringLiteral("Investigating"));
    }

private:
    [[nodiscard]] IncidentDesk *desk() const { return IncidentDesk::of(m_desk->session()); }
    [[nodiscard]] bool settle() const
    {
        return QTest::qWaitFor([this] { return !m_desk->session()->isBusy() && !desk()->isBusy(); }, 60'000);
    }
    [[nodiscard]] QString current() const { return m_page->detail()->incident().id; }
    static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) { QTest::keyClick(QApplication::focusWidget(), key, modifiers); }
    /// Presses Tab until it is there.
    [[nodiscard]] static bool tabTo(QWidget *wanted)
    {
        for (int i = 0; i < 200 && QApplication::focusWidget() != wanted; ++i)
            press(Qt::Key_Tab);
        return QApplication::focusWidget() == wanted;
    }
    ClaimForm *openCause()
    {
        m_page->detail()->setTab(QStringLiteral("cause"));
        if (!QTest::qWaitFor([this] { return desk()->suggestion(current()) && desk()->item(current()); }, 30'000))
            qFatal("no suggestion");
        return m_page->detail()->cause()->form();
    }
    void commit()
    {
        QSignalSpy taken(desk(), &IncidentDesk::taken);
        m_page->detail()->sheet()->commitButton()->click();
        QVERIFY2(taken.count() > 0 || taken.wait(30'000), qPrintable(m_page->detail()->sheet()->problem()));
        QVERIFY(settle());
    }
    void claim(ClaimForm *form, const QString &cause, const QString &party)
    {
        ClaimDraft draft;
        draft.cause = cause;
        draft.party = party;
        draft.pins << PinDraft{m_page->detail()->incident().actions.front(), QStringLiteral("It is this call.")};
        form->setDraft(draft);
        QSignalSpy taken(desk(), &IncidentDesk::taken);
        form->signButton()->click();
        QVERIFY2(taken.wait(30'000), qPrintable(form->problem()));
        QVERIFY(settle());
    }
    void claimAndClose(const QString &id)
    {
        claim(openCause(), QStringLiteral("policy"), QStringLiteral("us"));
        QCOMPARE(current(), id);
        m_page->detail()->open(CaseAct::Close);
        m_page->detail()->sheet()->text()->setPlainText(QStringLiteral("Known."));
        commit();
    }
    [[nodiscard]] QList<QPushButton *> claimButtons(const QString &words) const
    {
        QList<QPushButton *> found;
        for (QPushButton *button : m_page->detail()->cause()->findChildren<QPushButton *>()) {
            if (button->text().startsWith(words) && button->isEnabled())
                found << button;
        }
        return found;
    }
    [[nodiscard]] QPushButton *dutyButton(const QString &words, const QString &title) const
    {
        for (QPushButton *button : m_page->detail()->duties()->findChildren<QPushButton *>()) {
            if (button->text().startsWith(words) && button->accessibleName().endsWith(title))
                return button;
        }
        qFatal("no such button");
        return nullptr;
    }
    [[nodiscard]] bool labelSays(const QString &words) const
    {
        const auto labels = m_page->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [&](const QLabel *label) { return label->isVisible() && label->text().contains(words); });
    }
};

QTEST_MAIN(TestIncidentWork)
#include "test_incident_work.moc"
