// SPDX-License-Identifier: GPL-3.0-or-later
// Every field that a source fills holds mark-up, formulas and letters that turn text around; a pact makes an incident of each record. Every page, its
// details and what stands beside it show them as the text they are.
#include "tests/views/accessibility/walk.h"
#include "tests/views/shell/console_fixture.h"

#include "models/items/evidence_model.h"
#include "models/items/incident_model.h"
#include "models/items/session.h"
#include "views/incidents/incident_detail.h"
#include "views/incidents/incidents_page.h"
#include "views/shell/page.h"

#include <QAbstractItemView>
#include <QHeaderView>
#include <QTest>

using namespace mandate;
using namespace mandate::accessibility;

namespace {

/// A word that tries to be more than text, as JSON writes it.
QByteArray evil(const char *name)
{
    return QByteArray("<img src=x onerror=alert(1)><b>") + name + "</b> =1+1 \\u202Egnp.exe \\u2066\\uFEFF\\u0000";
}

QByteArray hostileRecords()
{
    QByteArray lines;
    for (int i = 0; i < 3; ++i) {
        QByteArray line = "{";
        for (const char *field : {"agent", "session", "trace", "deployment", "model", "agent_version", "on_behalf_of", "target", "input", "reasoning", "basis", "error", "result", "tool"})
            line += QByteArray("\"") + field + "\":\"" + evil(field) + "\",";
        line += "\"id\":\"" + evil("id") + QByteArray::number(i) + "\",\"arguments\":{\"" + evil("name") + "\":\"" + evil("value") + "\"},\"labels\":{\"" + evil("label") + "\":\"" + evil("mark") +
                "\"},\"outcome\":\"executed\",\"time\":\"2026-01-0" + QByteArray::number(i + 1) + "T10:00:00Z\",\"key_id\":\"" + evil("key") + "\",\"signature\":\"" + QByteArray(86, 'A') + "==\"}\n";
        lines += line;
    }
    return lines;
}

const char *const pact = "{\"schema\":\"mandate.pact/1\",\"pact_id\":\"h\",\"version\":\"1.0.0\",\"title\":\"<b>T</b> \\u202Ex\",\"binds\":[{\"agent\":\"*\"}],"
                         "\"accountability\":{\"owner\":\"<img src=x> \\u202Eo\"},\"clauses\":[{\"id\":\"F1\",\"kind\":\"forbid\",\"severity\":\"critical\",\"tools\":[\"*\"],\"when\":\"true\","
                         "\"reads_as\":\"<img src=x> nothing \\u202E at all.\"}]}";

} // namespace

class HostileWalkTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private Q_SLOTS:
    void everyPageAndDetailShowsTextAsText()
    {
        ConsoleFixture console;
        QVERIFY(QTest::qWaitForWindowActive(&console.window()));
        const QString file = console.write(QString::fromUtf8("<b>\u202Eevil<img src=x>.jsonl"), hostileRecords());
        QVERIFY(console.openWorkspace({file}, {console.write(QStringLiteral("pact.json"), pact)}));
        QCOMPARE(console.window().session()->evidence()->rowCount(), 3);
        QVERIFY(console.window().session()->incidents()->rowCount() > 0);
        QStringList found;
        int shown = 0; // pages on which the hostile words are to be read at all
        for (Page *page : console.window().pages()) {
            console.window().goTo(page->currentLink());
            console.settle();
            choose(page);
            console.settle();
            shown += reads(page);
            found += unsafeTexts(&console.window());
        }
        auto *incidents = console.page<IncidentsPage>();
        console.window().goTo(incidents->currentLink());
        console.settle();
        for (const char *tab : {"timeline", "records", "cause", "duties", "notes", "custody"}) {
            incidents->detail()->setTab(QString::fromLatin1(tab));
            console.settle();
            found += unsafeTexts(&console.window());
        }
        QVERIFY2(shown >= 4, qPrintable(QString::number(shown)));
        found.removeDuplicates();
        QVERIFY2(found.isEmpty(), qPrintable(found.mid(0, 20).join(QLatin1Char('\n'))));
    }

private:
    static bool reads(const Page *page)
    {
        for (const QAbstractItemView *view : page->findChildren<QAbstractItemView *>()) {
            for (int row = 0; view->isVisible() && view->model() && row < view->model()->rowCount(); ++row) {
                for (int column = 0; column < view->model()->columnCount(); ++column) {
                    if (view->model()->index(row, column).data().toString().contains(QLatin1String("<img src=x")))
                        return true;
                }
            }
        }
        return false;
    }
    /// Details are part of a page.
    static void choose(const Page *page)
    {
        for (QAbstractItemView *view : page->findChildren<QAbstractItemView *>()) {
            if (view->isVisible() && view->model() && view->model()->rowCount() > 0 && !qobject_cast<QHeaderView *>(view) && !view->currentIndex().isValid())
                view->setCurrentIndex(view->model()->index(0, 0));
        }
    }
};

QTEST_MAIN(HostileWalkTest)
#include "test_hostile_walk.moc"
