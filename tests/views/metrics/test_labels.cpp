// SPDX-License-Identifier: GPL-3.0-or-later
// The tab Labels offscreen, by keyboard alone: a sample is drawn, two persons label it without seeing each other's answers, what they disagree on is settled by
// a third, and the figures are those of the answers that were given.
#include "models/items/label_desk.h"
#include "models/items/people_model.h"
#include "models/items/rate_model.h"
#include "models/items/record_reader.h"
#include "models/items/trouble.h"
#include "models/workspace/labels.h"
#include "tests/models/workspace/made_trail.h"
#include "tests/models/workspace/several_people.h"
#include "views/metrics/label_answer_view.h"
#include "views/metrics/label_draw_sheet.h"
#include "views/metrics/label_pane.h"
#include "views/metrics/label_settle_sheet.h"
#include "views/metrics/metrics_page.h"
#include "views/metrics/panel_cards.h"
#include "views/metrics/panel_view.h"

#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QUrlQuery>

#include <cmath>

using namespace mandate;
using namespace mandate::test;

class TestLabels : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    People m_people;
    std::shared_ptr<Workspace> m_workspace;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<MetricsPage> m_page;
    int m_made = 0;

    [[nodiscard]] LabelPane &pane() const { return *m_page->labels(); }
    [[nodiscard]] LabelDesk &desk() const { return *m_page->labels()->desk(); }

    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QVERIFY(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), static_cast<Qt::Key>(key), modifiers);
    }
    void type(const char *words)
    {
        QVERIFY(QApplication::focusWidget());
        QTest::keyClicks(QApplication::focusWidget(), QString::fromUtf8(words));
    }
    /// Tab until this has the focus; false when it is never reached.
    bool tabTo(const QWidget *wanted)
    {
        for (int i = 0; i < 80 && QApplication::focusWidget() != wanted; ++i)
            press(Qt::Key_Tab);
        return QApplication::focusWidget() == wanted;
    }
    bool settled() const
    {
        return QTest::qWaitFor([this] { return !m_session->isBusy() && desk().wasRead() && !desk().isBusy(); }, 60'000);
    }
    /// Another person sits down at the machine.
    bool become(const char *account)
    {
        m_people.who->become(account);
        m_session->people()->refresh();
        desk().refresh();
        return QTest::qWaitFor([this] { return !m_session->isBusy(); }, 60'000) && settled();
    }
    [[nodiscard]] const LabelSampleItem &sample() const { return *desk().sample(pane().current()); }
    static QString said(const QAbstractItemView *view)
    {
        QStringList lines;
        for (int row = 0; row < view->model()->rowCount(); ++row) {
            const QModelIndex index = view->model()->index(row, 0);
            lines << index.data(Qt::DisplayRole).toString() << index.data(Qt::AccessibleTextRole).toString();
        }
        return lines.join(u'\n');
    }
    bool follow(const QString &session)
    {
        return QTest::qWaitFor([&] { return pane().answers()->said().contains(session) && pane().answers()->conversation()->model()->rowCount() > 0 && !desk().isBusy(); }, 60'000);
    }
    static QString cell(const FigurePanel &panel, int row, int column) { return panel.rows.value(row).value(column); }
    [[nodiscard]] const FigurePanel &panel(const char *key) const
    {
        static const FigurePanel none;
        for (PanelView *view : pane().cards()->views()) {
            if (view->panel().key == QLatin1String(key))
                return view->panel();
        }
        return none;
    }

    /// Draws a sample of all sessions of the clerk.
    void drawAll(const char *name, LabelQuestion question = LabelQuestion::EscalationNeeded)
    {
        LabelSample wanted;
        wanted.name = name;
        wanted.agent = "clerk";
        wanted.question = question;
        wanted.wanted = largestSample;
        wanted.reason = "to try";
        (void)need(Labels(*m_workspace).draw(wanted));
        desk().refresh();
        QVERIFY(QTest::qWaitFor([&] { return desk().sample(QString::fromLatin1(name)) != nullptr; }, 60'000));
        QVERIFY(settled());
        QVERIFY(m_page->showLink(QUrl(QStringLiteral("mandate://metrics?tab=labels&sample=%1").arg(QString::fromLatin1(name)))));
        QCOMPARE(pane().current(), QString::fromLatin1(name));
        QVERIFY(settled());
    }

private Q_SLOTS:
    void init()
    {
        m_people = {};
        m_workspace = need(Workspace::create(m_folder.path("labels" + std::to_string(++m_made) + ".mandate"), m_people.surroundings()));
        (void)need(m_workspace->addPact(shopPact()));
        std::vector<Call> calls;
        for (int i = 0; i < 6; ++i) {
            const std::string session = "s" + std::to_string(i);
            calls.push_back({session, "read_order", "{}", 10 * i, 1, "clerk"});
            calls.push_back({session, "pay", "{\"amount\":" + std::to_string(i < 2 ? 150 : 20) + "}", 10 * i + 1, 1, "clerk"});
            if (i == 0 || i == 3)
                calls.push_back({session, "transfer_to_human_agents", "{}", 10 * i + 2, 1, "clerk"});
        }
        (void)need(m_workspace->import({m_folder.write("runs" + std::to_string(m_made) + ".jsonl", lines(calls))}, {}));
        (void)need(m_workspace->enrolFirst({PersonRole::Owner}, "first"));
        for (const char *who : {"bob", "cyd"})
            (void)need(m_workspace->enrol(m_people.request(who), {PersonRole::ProductLead}, "labels"));
        m_session = std::make_unique<Session>(m_workspace);
        m_page = std::make_unique<MetricsPage>();
        m_page->resize(1440, 900);
        m_page->setSession(m_session.get());
        m_session->rates()->refresh();
        m_session->people()->refresh();
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        QVERIFY(QTest::qWaitFor([this] { return !m_session->isBusy(); }, 60'000));
        QVERIFY(m_page->showLink(QUrl(QStringLiteral("mandate://metrics?tab=labels"))));
        QVERIFY(settled());
    }
    void cleanup()
    {
        m_page.reset();
        m_session.reset();
        m_workspace.reset();
    }

    void theWholeJobIsDoneByKeyboard()
    {
        pane().drawButton()->setFocus();
        press(Qt::Key_Space);
        QVERIFY(pane().drawSheet()->isVisible());
        QCOMPARE(QApplication::focusWidget(), pane().drawSheet()->name());
        type("autumn");
        press(Qt::Key_Return, Qt::ControlModifier); // what it is for is missing
        QVERIFY2(pane().drawSheet()->problem().contains(QStringLiteral("What it is for")), qPrintable(pane().drawSheet()->problem()));
        QCOMPARE(QApplication::focusWidget(), pane().drawSheet()->reason());
        type("does it hand over");
        QVERIFY(tabTo(pane().drawSheet()->size()));
        pane().drawSheet()->size()->selectAll();
        type("6");
        QVERIFY(tabTo(pane().drawSheet()->seed()));
        type("3");
        press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([this] { return !pane().drawSheet()->isVisible() && !desk().samples().isEmpty(); }, 60'000));
        QVERIFY(settled());
        QCOMPARE(pane().current(), QStringLiteral("autumn"));
        QCOMPARE(sample().open.size(), qsizetype{6});
        QVERIFY(pane().summary().contains(QStringLiteral("There is no estimate yet")));
        QVERIFY2(sample().drawn.contains(QStringLiteral("seed 3")) && sample().drawn.contains(QStringLiteral("The seed was chosen by hand.")) && sample().drawn.contains(QStringLiteral("No other sample")), qPrintable(sample().drawn));
        QCOMPARE(pane().check(), QStringLiteral("Drawn again from its seed: the same."));
        QCOMPARE(m_page->currentLink().query(), QStringLiteral("tab=labels&sample=autumn"));

        const QList<LabelUnitItem> order = sample().open;
        const QList<QString> handedOver{QStringLiteral("s0"), QStringLiteral("s3")};
        const auto label = [&](const char *who, const QString &other) {
            QVERIFY(become(who));
            QVERIFY(tabTo(pane().labelButton()));
            press(Qt::Key_Space);
            QVERIFY(pane().isLabelling());
            for (const LabelUnitItem &unit : order) {
                QVERIFY(follow(unit.session));
                const QString shown = said(pane().answers()->conversation());
                QVERIFY2(!shown.contains(QStringLiteral("erdict")) && !shown.contains(QStringLiteral("P1")) && !shown.contains(QStringLiteral("rohibited")), qPrintable(shown));
                QVERIFY2(other.isEmpty() || !(shown + pane().answers()->said()).contains(other), qPrintable(shown));
                QCOMPARE(QApplication::focusWidget(), pane().answers()->conversation());
                // Ada says yes of s0, s1 and s3; Bob of s0 and s3, and cannot tell of s4.
                const bool isBob = QLatin1String(who) == QLatin1String("bob");
                if (isBob && unit.session == QStringLiteral("s4")) {
                    press(Qt::Key_3);
                    QCOMPARE(QApplication::focusWidget(), pane().answers()->note());
                    QVERIFY(pane().answers()->problem().contains(QStringLiteral("why it cannot be told")));
                    type("3 of 4 records are missing"); // digits in the note answer nothing
                    press(Qt::Key_Return);
                    press(Qt::Key_3);
                } else {
                    const bool yes = handedOver.contains(unit.session) || (!isBob && unit.session == QStringLiteral("s1"));
                    if (!isBob && yes) {
                        press(Qt::Key_N);
                        QCOMPARE(QApplication::focusWidget(), pane().answers()->note());
                        type("seen by ada");
                        press(Qt::Key_Escape);
                        QCOMPARE(QApplication::focusWidget(), pane().answers()->conversation());
                    }
                    press(yes ? Qt::Key_1 : Qt::Key_2);
                }
                QVERIFY(QTest::qWaitFor([&] { return pane().answers()->unit() != unit.entry; }, 60'000));
            }
            QVERIFY(!pane().isLabelling());
            QVERIFY(settled());
        };
        label("ada", {});
        QCOMPARE(sample().open.size(), qsizetype{0});
        QVERIFY(sample().disputes.isEmpty());
        QVERIFY2(!pane().summary().contains(QStringLiteral("Cohen's kappa is")), qPrintable(pane().summary()));
        label("bob", QStringLiteral("seen by ada"));

        // s1: yes and no; s4: no and cannot be told. Of the others 4 of 4 agree, of yes and no 4 of 5: kappa (0.8 - 0.48) / (1 - 0.48).
        QCOMPARE(sample().disputes.size(), qsizetype{2});
        AgreementTable table{2, 1, 0, 2};
        const auto kappa = cohensKappa(table);
        QVERIFY(kappa && std::abs(kappa->kappa - 8.0 / 13) < 1e-9);
        QCOMPARE(panel("agreement").value, QStringLiteral("Kappa 0.62"));
        QCOMPARE(cell(panel("agreement"), 0, 1), QStringLiteral("2"));
        QCOMPARE(cell(panel("agreement"), 0, 2), QStringLiteral("1"));
        QCOMPARE(cell(panel("agreement"), 1, 2), QStringLiteral("2"));
        QCOMPARE(cell(panel("agreement"), 1, 3), QStringLiteral("1"));
        QVERIFY2(pane().summary().contains(QStringLiteral("Both said yes or no of 5 and agreed on 4.")), qPrintable(pane().summary()));
        QCOMPARE(cell(panel("follows"), 0, 1), QStringLiteral("2 of 4"));
        QCOMPARE(cell(panel("follows"), 0, 2), QStringLiteral("too few"));
        QCOMPARE(cell(panel("follows"), 1, 1), QStringLiteral("2 of 2")); // and never 100 %
        QVERIFY(!cell(panel("follows"), 1, 2).contains(QStringLiteral("100")));

        // Both notes are shown now; a third person settles.
        QVERIFY(become("cyd"));
        QVERIFY2(!sample().refusal.isEmpty(), "two label already");
        QVERIFY(sample().open.isEmpty());
        QVERIFY(tabTo(pane().settleButton()));
        const QString first = sample().disputes.first().id;
        QCOMPARE(QUrlQuery(sample().disputes.first().link).queryItemValue(QStringLiteral("follow_deployment")), QStringLiteral("shop"));
        press(Qt::Key_Space);
        QVERIFY(pane().settleSheet()->isVisible());
        press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(pane().settleSheet()->problem().contains(QStringLiteral("Why")));
        type("the customer asked for a person");
        press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([this] { return !pane().settleSheet()->isVisible(); }, 60'000));
        QVERIFY(settled());
        QCOMPARE(sample().disputes.size(), qsizetype{1});
        QVERIFY(sample().disputes.first().id != first);
        QCOMPARE(panel("agreement").value, QStringLiteral("Kappa 0.62")); // as they answered
        QCOMPARE(cell(panel("follows"), 0, 1), QStringLiteral("3 of 5"));
        QVERIFY(need(m_workspace->verify()).ok);
        const LabelFigures figures = labelFigures(need(Labels(*m_workspace).named("autumn")));
        QCOMPARE(figures.settled, std::uint64_t{1});
        QVERIFY(figures.both == table);
    }

    void anAnswerCanBeTakenBackWhileItIsSecret()
    {
        (void)need(Labels(*m_workspace).draw([] {
            LabelSample wanted;
            wanted.name = "back";
            wanted.agent = "clerk";
            wanted.wanted = 3;
            wanted.seed = 1;
            wanted.seedChosen = true;
            wanted.reason = "to try";
            return wanted;
        }()));
        QVERIFY(settled());
        QVERIFY(QTest::qWaitFor([this] { return !desk().samples().isEmpty(); }, 60'000));
        pane().labelButton()->click();
        const QList<LabelUnitItem> order = sample().open;
        QVERIFY(follow(order[0].session));
        press(Qt::Key_P); // there is none before
        QCOMPARE(pane().answers()->unit(), order[0].entry);
        press(Qt::Key_1);
        QVERIFY(QTest::qWaitFor([&] { return pane().answers()->unit() == order[1].entry; }, 60'000));
        QVERIFY(follow(order[1].session));
        // Nor is it an entry to look at.
        RecordReader reader(m_workspace);
        QString code;
        connect(&reader, &RecordReader::troubled, this, [&code](const Trouble &trouble) { code = trouble.code; });
        reader.read(m_workspace->store().size() - 1);
        QVERIFY(QTest::qWaitFor([&] { return !reader.isBusy(); }, 60'000));
        QCOMPARE(code, QStringLiteral("MND-LBL-029"));
        QVERIFY(!reader.detail());
        press(Qt::Key_P);
        QVERIFY(follow(order[0].session));
        press(Qt::Key_2);
        QVERIFY(QTest::qWaitFor([&] { return pane().answers()->unit() == order[1].entry; }, 60'000));
        press(Qt::Key_Escape);
        QVERIFY(!pane().isLabelling());
        QVERIFY(settled());
        const SampleLabels labels = need(Labels(*m_workspace).named("back"));
        QVERIFY(labels.of(order[0].entry).answers[0]->answer == LabelAnswer::No);
        QCOMPARE(sample().open.size(), qsizetype{2});
        // Once the other has answered, the answer is no secret, and refused where one tries.
        pane().labelButton()->click();
        QVERIFY(follow(order[1].session));
        press(Qt::Key_1);
        QVERIFY(QTest::qWaitFor([&] { return pane().answers()->unit() == order[2].entry; }, 60'000));
        m_people.who->become("bob");
        Label other;
        other.subject = {"back", 0, order[1].entry};
        other.answer = LabelAnswer::No;
        QVERIFY(Labels(*m_workspace).label(other).ok());
        m_people.who->become("ada");
        QVERIFY(follow(order[2].session));
        press(Qt::Key_P);
        QVERIFY(follow(order[1].session));
        press(Qt::Key_2);
        QVERIFY(QTest::qWaitFor([this] { return !pane().answers()->problem().isEmpty(); }, 60'000));
        QVERIFY2(pane().answers()->problem().contains(QStringLiteral("MND-LBL-025")), qPrintable(pane().answers()->problem()));
        QVERIFY(need(m_workspace->verify()).ok);
    }

    void doubtfulOnesFirstGiveNoEstimate()
    {
        (void)need(Labels(*m_workspace).draw([] {
            LabelSample wanted;
            wanted.name = "doubts";
            wanted.agent = "clerk";
            wanted.question = LabelQuestion::InScope;
            wanted.strategy = SampleStrategy::Uncertain;
            wanted.wanted = 3;
            wanted.seed = 1;
            wanted.seedChosen = true;
            wanted.reason = "to try";
            return wanted;
        }()));
        QVERIFY(QTest::qWaitFor([this] { return !desk().samples().isEmpty(); }, 60'000));
        QVERIFY(settled());
        QVERIFY2(pane().summary().contains(QStringLiteral("It is not representative")), qPrintable(pane().summary()));
        QCOMPARE(cell(panel("follows"), 0, 2), QStringLiteral("not representative"));
        pane().drawButton()->click();
        type("doubts");
        pane().drawSheet()->reason()->setText(QStringLiteral("again"));
        press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([this] { return !pane().drawSheet()->problem().isEmpty(); }, 60'000));
        QVERIFY2(pane().drawSheet()->problem().contains(QStringLiteral("MND-LBL-024")), qPrintable(pane().drawSheet()->problem()));
        QCOMPARE(pane().drawSheet()->name()->text(), QStringLiteral("doubts")); // what was typed stays
        press(Qt::Key_Escape);
        QVERIFY(!pane().drawSheet()->isVisible());
        pane().labelButton()->click();
        const LabelUnitItem unit = sample().open.first();
        QVERIFY(follow(unit.session));
        QCOMPARE(pane().answers()->conversation()->currentIndex().data(TrailEntryRole).toULongLong(), unit.entry); // the marked one
        QVERIFY(pane().answers()->said().contains(QStringLiteral("marked action")));
    }

    void timesSayOfWhenSessionsAreDrawn()
    {
        pane().drawButton()->click();
        type("early");
        pane().drawSheet()->reason()->setText(QStringLiteral("the first half hour"));
        pane().drawSheet()->until()->setText(QStringLiteral("noon"));
        press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([this] { return !pane().drawSheet()->problem().isEmpty(); }, 60'000));
        QVERIFY2(pane().drawSheet()->problem().contains(QStringLiteral("MND-ITM-039")), qPrintable(pane().drawSheet()->problem()));
        pane().drawSheet()->until()->setText(QString::fromStdString(formatInstant(at(30))));
        press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([this] { return !pane().drawSheet()->isVisible() && !desk().samples().isEmpty(); }, 60'000));
        const LabelSample drawn = need(Labels(*m_workspace).named("early")).sample;
        QCOMPARE(drawn.population(), std::uint64_t{3}); // of six
        QVERIFY(!drawn.since && drawn.until == at(30));
        QVERIFY(drawn.seedChosen == false);
    }

    void ofTwoDeploymentsThatCallASessionTheSameTheOneThatWasDrawnIsShown()
    {
        const Call elsewhere{"s0", "close_account", "{}", 500, 1, "clerk", "mall"};
        (void)need(m_workspace->import({m_folder.write("mall.jsonl", line(elsewhere, 700))}, {}));
        drawAll("both");
        QVERIFY2(sample().drawn.contains(QStringLiteral("Nobody chose the seed")), qPrintable(sample().drawn));
        QCOMPARE(sample().open.size(), qsizetype{7});
        pane().labelButton()->click();
        int seen = 0;
        const QList<LabelUnitItem> order = sample().open;
        for (const LabelUnitItem &unit : order) {
            QVERIFY(QTest::qWaitFor([&] { return pane().answers()->unit() == unit.entry && pane().answers()->conversation()->model()->rowCount() > 0 && !desk().isBusy(); }, 60'000));
            const QString shown = said(pane().answers()->conversation());
            if (unit.session == QStringLiteral("s0")) {
                ++seen;
                QVERIFY2(shown.contains(QStringLiteral("close_account")) == (unit.deployment == QStringLiteral("mall")), qPrintable(shown));
                QVERIFY2(shown.contains(QStringLiteral("read_order")) == (unit.deployment == QStringLiteral("shop")), qPrintable(shown));
            }
            press(Qt::Key_2);
            QVERIFY(QTest::qWaitFor([&] { return pane().answers()->unit() != unit.entry; }, 60'000));
        }
        QCOMPARE(seen, 2);
    }

    void ofALongSessionThePaneSaysWhatIsLeftOut()
    {
        std::vector<Call> calls;
        for (std::size_t i = 0; i < trailLimit + 3; ++i)
            calls.push_back({"long", "read_order", "{}", static_cast<int>(1000 + i), 1, "plodder"});
        (void)need(m_workspace->import({m_folder.write("long.jsonl", lines(calls, 1000))}, {}));
        LabelSample wanted;
        wanted.name = "long";
        wanted.agent = "plodder";
        wanted.wanted = 1;
        wanted.reason = "to try";
        (void)need(Labels(*m_workspace).draw(wanted));
        wanted.name = "late";
        wanted.question = LabelQuestion::InScope;
        wanted.since = at(static_cast<int>(1000 + trailLimit + 2)); // the last action alone
        (void)need(Labels(*m_workspace).draw(wanted));
        desk().refresh();
        QVERIFY(QTest::qWaitFor([this] { return desk().samples().size() == 2; }, 60'000));
        QVERIFY(settled());
        QVERIFY(m_page->showLink(QUrl(QStringLiteral("mandate://metrics?tab=labels&sample=long"))));
        pane().labelButton()->click();
        QVERIFY(follow(QStringLiteral("long")));
        QVERIFY2(pane().answers()->said().contains(QStringLiteral("The last 3 record(s) of this session are not shown.")), qPrintable(pane().answers()->said()));
        QVERIFY(pane().answers()->problem().isEmpty());
        press(Qt::Key_Escape);
        // Of an action that is not shown nothing can be said.
        QVERIFY(m_page->showLink(QUrl(QStringLiteral("mandate://metrics?tab=labels&sample=late"))));
        QCOMPARE(pane().current(), QStringLiteral("late"));
        pane().labelButton()->click();
        QVERIFY(follow(QStringLiteral("long")));
        QVERIFY(QTest::qWaitFor([this] { return pane().answers()->problem().contains(QStringLiteral("not shown")); }, 60'000));
        const quint64 unit = pane().answers()->unit();
        press(Qt::Key_1);
        QVERIFY(settled());
        QCOMPARE(pane().answers()->unit(), unit);
        QVERIFY(need(Labels(*m_workspace).named("late")).units.empty());
        pane().answers()->note()->setText(QStringLiteral("it is not shown"));
        press(Qt::Key_3);
        QVERIFY(QTest::qWaitFor([this] { return !pane().isLabelling(); }, 60'000));
        QVERIFY(need(Labels(*m_workspace).named("late")).of(unit).answers[0]->answer == LabelAnswer::CannotTell);
    }

    void everythingHasANameForScreenReaders()
    {
        for (QWidget *widget : m_page->labels()->findChildren<QWidget *>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisibleTo(m_page.get()) || widget->objectName().startsWith(QStringLiteral("qt_")))
                continue;
            QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(face && !face->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
        }
    }
};

QTEST_MAIN(TestLabels)
#include "test_labels.moc"
