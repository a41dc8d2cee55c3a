// SPDX-License-Identifier: GPL-3.0-or-later
// The Incidents page offscreen on real runs: opening an incident shows the four answers, and its facts lead to their records.
#include "models/items/incident_model.h"
#include "tests/models/items/sample_session.h"
#include "views/incidents/answer_strip.h"
#include "views/incidents/incidents_page.h"

#include <QAccessible>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QUrlQuery>

using namespace mandate;

class TestIncidentsPage : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::SampleSession> m_sample;
    std::unique_ptr<IncidentsPage> m_page;

    bool settle() const { return m_sample->settle(); }

private Q_SLOTS:
    void initTestCase() { m_sample = std::make_unique<test::SampleSession>(); }

    void init()
    {
        m_page = std::make_unique<IncidentsPage>();
        m_page->resize(1440, 860);
        m_page->setSession(m_sample->session());
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        QVERIFY(settle());
        QVERIFY(m_page->list()->model()->rowCount() > 0);
        QVERIFY(QTest::qWaitFor([this] { return !m_page->answers()->headings().isEmpty(); }, 30'000));
    }
    void cleanup() { m_page.reset(); }

    void theWorstIncidentIsAnsweredAtOnce()
    {
        const QStringList headings{QStringLiteral("What it did"), QStringLiteral("In what context"), QStringLiteral("On what basis"),
                                   QStringLiteral("Who is accountable")};
        QCOMPARE(m_page->answers()->headings(), headings);
        QVERIFY(m_page->answers()->isVisible());
        QVERIFY(m_page->timeline()->model()->rowCount() > 0);
    }

    void anotherIncidentIsOpenedByKey()
    {
        if (m_page->list()->model()->rowCount() < 2)
            QFAIL("the sample holds at least two incidents");
        m_page->list()->setFocus();
        const QUrl before = m_page->currentLink();
        QTest::keyClick(m_page->list(), Qt::Key_Down);
        QVERIFY(settle());
        QVERIFY(m_page->currentLink() != before);
        QCOMPARE(m_sample->session()->incidents()->answers().id, QUrlQuery(m_page->currentLink()).queryItemValue(QStringLiteral("incident")));
        QCOMPARE(m_page->answers()->headings().size(), 4);
    }

    void factsLeadToTheirRecords()
    {
        QSignalSpy links(m_page.get(), &Page::linkActivated);
        int pressed = 0;
        for (QPushButton *button : m_page->answers()->findChildren<QPushButton *>()) {
            button->click();
            ++pressed;
        }
        QVERIFY(pressed >= 4);
        QCOMPARE(links.count(), pressed);
        for (const auto &link : links)
            QCOMPARE(link.first().toUrl().scheme(), QStringLiteral("mandate"));
    }

    void openInEvidenceNamesTheRecord()
    {
        QSignalSpy links(m_page.get(), &Page::linkActivated);
        m_page->openButton()->click();
        QCOMPARE(links.count(), 1);
        const QUrl link = links.first().first().toUrl();
        QCOMPARE(link.host(), QStringLiteral("evidence"));
        QVERIFY(!QUrlQuery(link).queryItemValue(QStringLiteral("entry")).isEmpty());
    }

    void suspendOnlyNavigates()
    {
        QSignalSpy links(m_page.get(), &Page::linkActivated);
        m_page->suspendButton()->click();
        const QUrl link = links.first().first().toUrl();
        QCOMPARE(link.host(), QStringLiteral("agents"));
        QCOMPARE(QUrlQuery(link).queryItemValue(QStringLiteral("suspend")), QStringLiteral("1"));
        QVERIFY(m_sample->session()->suspendedAgents().isEmpty());
    }

    void theFilterNarrowsTheList()
    {
        const int all = m_page->list()->model()->rowCount();
        const QString clause = m_sample->session()->incidents()->item(0)->clause;
        m_page->focusFilter();
        QTest::keyClicks(m_page->filter(), m_sample->session()->incidents()->item(0)->id);
        QCOMPARE(m_page->list()->model()->rowCount(), 1);
        m_page->filter()->setText(QStringLiteral("no such words"));
        QCOMPARE(m_page->list()->model()->rowCount(), 0);
        m_page->filter()->clear();
        QCOMPARE(m_page->list()->model()->rowCount(), all);
    }

    void aLinkOpensItsIncident()
    {
        IncidentModel *model = m_sample->session()->incidents();
        const QString id = model->item(model->rowCount() - 1)->id;
        QVERIFY(m_page->showLink(QUrl(QStringLiteral("mandate://incidents?incident=") + id)));
        QVERIFY(settle());
        QCOMPARE(QUrlQuery(m_page->currentLink()).queryItemValue(QStringLiteral("incident")), id);
        QVERIFY(!m_page->showLink(QUrl(QStringLiteral("mandate://incidents?incident=INC-none"))));
    }

    void everyFocusableWidgetHasANameAndNoLabelReadsMarkUp()
    {
        for (QWidget *widget : m_page->findChildren<QWidget *>()) {
            if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0 || widget->focusProxy())
                continue;
            QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(face && !face->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
        }
        for (const QLabel *label : m_page->findChildren<QLabel *>())
            QVERIFY2(label->textFormat() == Qt::PlainText || label->text().isEmpty(), qPrintable(label->text()));
    }
};

QTEST_MAIN(TestIncidentsPage)
#include "test_incidents_page.moc"
