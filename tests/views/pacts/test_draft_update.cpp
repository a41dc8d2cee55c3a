// SPDX-License-Identifier: GPL-3.0-or-later
// A version comes into force beside a draft: the editor says so, and the draft is brought up to it by keyboard, choosing at each conflict. And an
// older version is restored as a new draft.
#include "tests/views/shell/console_fixture.h"

#include "models/items/draft_list.h"
#include "models/items/draft_model.h"
#include "models/items/pact_model.h"
#include "models/items/session.h"
#include "views/pacts/editor/merge_sheet.h"
#include "views/pacts/editor/pact_editor.h"
#include "views/pacts/pacts_page.h"

#include <QApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QListWidget>
#include <QPushButton>
#include <QTest>

using namespace mandate;

class DraftUpdateTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { ConsoleFixture::isolate(); }

private Q_SLOTS:
    void init()
    {
        m_console = std::make_unique<ConsoleFixture>();
        QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
        QVERIFY(m_console->openWorkspace({}, ConsoleFixture::samplePacts()));
        m_page = m_console->page<PactsPage>();
        m_console->window().goTo(QUrl(QStringLiteral("mandate://pacts?pact=airline-service")));
        m_page->newVersion();
        QVERIFY(draft());
        QTRY_VERIFY(draft()->isChecked());
    }
    void cleanup() { m_console.reset(); }

    void aDraftIsBroughtUpToTheVersionInForceByKeyboard()
    {
        PactEditor *editor = m_page->editor();
        draft()->set(clausePlace(QStringLiteral("A6"), QStringLiteral("reads_as")), QStringLiteral("Mine A6."));
        draft()->set(clausePlace(QStringLiteral("A2"), QStringLiteral("reads_as")), QStringLiteral("Mine A2."));
        draft()->set(clausePlace(QStringLiteral("A3"), QStringLiteral("reads_as")), QStringLiteral("Mine A3."));
        QTRY_VERIFY(draft()->isChecked());
        QVERIFY(!editor->updateButton()->isVisible());
        const QString key = draft()->key();
        editor->close();
        put(QStringLiteral("1.1.0"), {{QStringLiteral("A6"), QStringLiteral("Theirs A6.")}, {QStringLiteral("A2"), QStringLiteral("Theirs A2.")}, {QStringLiteral("A4"), QStringLiteral("Theirs A4.")}});
        QVERIFY(m_page->editDraft(key));
        QTRY_COMPARE(draft()->behind(), QStringLiteral("1.1.0"));
        QTRY_VERIFY(editor->updateButton()->isVisible());
        QVERIFY(editor->updateButton()->accessibleDescription().contains(QStringLiteral("1.1.0")));

        editor->updateButton()->setFocus();
        QTest::keyClick(editor->updateButton(), Qt::Key_Space);
        MergeSheet *sheet = editor->mergeSheet();
        QVERIFY(sheet->isVisible());
        QCOMPARE(sheet->conflicts()->count(), 2);
        QVERIFY(sheet->conflicts()->hasFocus());
        QVERIFY(!sheet->applyButton()->isEnabled());
        QVERIFY(sheet->conflicts()->item(0)->text().contains(QStringLiteral("A2")));
        for (const QWidget *part : sheet->findChildren<QWidget *>()) {
            if (part->isVisible() && part->focusPolicy() != Qt::NoFocus && !qobject_cast<const QPushButton *>(part))
                QVERIFY2(!part->accessibleName().isEmpty() || qobject_cast<const QListWidget *>(part->parentWidget()), part->metaObject()->className());
        }
        sheet->mineButton()->setFocus();
        QTest::keyClick(sheet->mineButton(), Qt::Key_Space);
        QCOMPARE(sheet->conflicts()->currentRow(), 1);
        sheet->theirsButton()->setFocus();
        QTest::keyClick(sheet->theirsButton(), Qt::Key_Space);
        QVERIFY(sheet->applyButton()->hasFocus());
        QTest::keyClick(sheet->applyButton(), Qt::Key_Space);
        QVERIFY(!sheet->isVisible());

        QCOMPARE(reads(QStringLiteral("A2")), QStringLiteral("Mine A2."));
        QCOMPARE(reads(QStringLiteral("A6")), QStringLiteral("Theirs A6."));
        QCOMPARE(reads(QStringLiteral("A3")), QStringLiteral("Mine A3."));
        QCOMPARE(reads(QStringLiteral("A4")), QStringLiteral("Theirs A4."));
        QCOMPARE(draft()->value(QStringLiteral("/version")).toString(), QStringLiteral("1.2.0"));
        QCOMPARE(draft()->value(QStringLiteral("/parent_version")).toString(), QStringLiteral("1.1.0"));
        QTRY_VERIFY(!editor->updateButton()->isVisible());
        draft()->undo(); // all of it in one
        QCOMPARE(reads(QStringLiteral("A6")), QStringLiteral("Mine A6."));
        QCOMPARE(draft()->value(QStringLiteral("/version")).toString(), QStringLiteral("1.1.0"));
    }

    void escapeLeavesTheDraftAsItIs()
    {
        const QString key = draft()->key();
        m_page->editor()->close();
        put(QStringLiteral("1.1.0"), {{QStringLiteral("A4"), QStringLiteral("Theirs A4.")}});
        QVERIFY(m_page->editDraft(key));
        QTRY_VERIFY(m_page->editor()->updateButton()->isVisible());
        const QString before = draft()->source();
        QTest::mouseClick(m_page->editor()->updateButton(), Qt::LeftButton);
        MergeSheet *sheet = m_page->editor()->mergeSheet();
        QVERIFY(sheet->isVisible() && !sheet->conflicts()->isVisible()); // nothing to choose
        QVERIFY(sheet->applyButton()->hasFocus());
        QTest::keyClick(sheet->applyButton(), Qt::Key_Escape);
        QVERIFY(!sheet->isVisible());
        QVERIFY(m_page->editor()->updateButton()->hasFocus());
        QCOMPARE(draft()->source(), before);
    }

    void anOlderVersionIsRestoredAsANewDraft()
    {
        const QString first = reads(QStringLiteral("A4"));
        const QString key = draft()->key();
        m_page->editor()->close();
        m_console->window().session()->drafts()->discard(key);
        put(QStringLiteral("2.0.0"), {{QStringLiteral("A4"), QStringLiteral("Theirs A4.")}});
        m_console->window().goTo(QUrl(QStringLiteral("mandate://pacts?pact=airline-service@1.0.0")));
        QPushButton *restore = nullptr;
        for (QPushButton *button : m_page->findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == QStringLiteral("Restore as new draft"))
                restore = button;
        }
        QVERIFY(restore);
        restore->setFocus();
        QTest::keyClick(restore, Qt::Key_Space);
        QVERIFY(draft());
        QCOMPARE(reads(QStringLiteral("A4")), first);
        QCOMPARE(draft()->value(QStringLiteral("/version")).toString(), QStringLiteral("2.1.0"));
        QCOMPARE(draft()->value(QStringLiteral("/parent_version")).toString(), QStringLiteral("2.0.0"));
        m_page->editor()->close();
        m_console->window().goTo(QUrl(QStringLiteral("mandate://pacts?pact=airline-service@2.0.0")));
        QCOMPARE(restore->text(), QStringLiteral("New version"));
    }

private:
    std::unique_ptr<ConsoleFixture> m_console;
    PactsPage *m_page = nullptr;

    [[nodiscard]] DraftModel *draft() const { return m_page->editor()->draft(); }
    [[nodiscard]] QString clausePlace(const QString &id, const QString &member) const
    {
        for (int i = 0; i < draft()->size(QStringLiteral("/clauses")); ++i) {
            if (draft()->value(QStringLiteral("/clauses/%1/id").arg(i)).toString() == id)
                return QStringLiteral("/clauses/%1/%2").arg(i).arg(member);
        }
        return {};
    }
    [[nodiscard]] QString reads(const QString &id) const { return draft()->value(clausePlace(id, QStringLiteral("reads_as"))).toString(); }

    /// The airline pact in another version with other words, put in force.
    void put(const QString &version, const QMap<QString, QString> &words)
    {
        QFile file(QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/airline.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QJsonObject pact = QJsonDocument::fromJson(file.readAll()).object();
        pact[QStringLiteral("version")] = version;
        pact[QStringLiteral("parent_version")] = QStringLiteral("1.0.0");
        QJsonArray clauses = pact[QStringLiteral("clauses")].toArray();
        for (auto &&one : clauses) {
            QJsonObject clause = one.toObject();
            const QString id = clause[QStringLiteral("id")].toString();
            if (words.contains(id))
                clause[QStringLiteral("reads_as")] = words[id];
            one = clause;
        }
        pact[QStringLiteral("clauses")] = clauses;
        const QString path = m_console->write(version + QStringLiteral(".json"), QJsonDocument(pact).toJson());
        m_console->window().session()->addPactFile(path);
        const QString key = QStringLiteral("airline-service@") + version;
        QTRY_VERIFY_WITH_TIMEOUT(m_console->window().session()->pacts()->rowOf(key) >= 0, 20'000);
        m_console->settle();
    }
};

QTEST_MAIN(DraftUpdateTest)
#include "test_draft_update.moc"
