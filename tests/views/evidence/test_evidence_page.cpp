// SPDX-License-Identifier: GPL-3.0-or-later
// The Evidence page driven as people drive it, offscreen, on real runs: by keys, from a filter to the bytes.
#include "models/items/evidence_model.h"
#include "models/items/record_reader.h"
#include "tests/views/evidence/evidence_driver.h"
#include "views/evidence/evidence_page.h"
#include "views/evidence/evidence_table.h"
#include "views/evidence/fields_view.h"
#include "views/evidence/filter_bar.h"
#include "views/evidence/histogram.h"
#include "views/evidence/plain_words.h"
#include "views/evidence/raw_view.h"
#include "views/evidence/record_inspector.h"
#include "views/widgets/kept_columns.h"
#include "views/widgets/marked_scroll_bar.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>

using namespace mandate;

class TestEvidencePage : public QObject
{
    Q_OBJECT

    QTemporaryDir m_settings;
    std::unique_ptr<test::SampleSession> m_sample;
    std::unique_ptr<EvidencePage> m_page;

    test::EvidenceDriver driver() const { return {*m_page, *m_sample}; }
    bool settle() const { return driver().settle(); }
    void type(const QString &text) const { driver().type(text); }
    bool selectRow(int row, int column = EvidenceModel::DidColumn) const { return driver().selectRow(row, column); }
    QStringList texts(const QWidget *widget) const
    {
        QStringList all;
        for (const QLabel *label : widget->findChildren<QLabel *>())
            all.append(label->text().remove(QChar(0x200B)));
        return all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        QCoreApplication::setOrganizationName(QStringLiteral("MandateTests"));
        QCoreApplication::setApplicationName(QStringLiteral("evidence_page"));
        m_sample = std::make_unique<test::SampleSession>();
    }

    void init()
    {
        QSettings().clear();
        m_page = std::make_unique<EvidencePage>();
        m_page->resize(1440, 860);
        m_page->setSession(m_sample->session());
        m_page->show();
        connect(m_page.get(), &Page::linkActivated, m_page.get(), [this](const QUrl &link) {
            if (link.host() == QLatin1String("evidence"))
                m_page->showLink(link);
        });
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        QVERIFY(m_sample->settle());
        QVERIFY(settle());
    }
    void cleanup() { m_page.reset(); }

    void aTypedFilterShowsItsRowsAndARowItsVerdictWithTheClause()
    {
        type(QStringLiteral("verdict:prohibited"));
        QVERIFY(settle());
        EvidenceModel *model = m_sample->session()->evidence();
        QVERIFY(model->shown() > 0);
        QVERIFY(model->shown() < model->total());
        QVERIFY(m_page->countText().contains(words::number(model->total())));
        QVERIFY(selectRow(0));
        const QStringList said = texts(m_page->inspector());
        QVERIFY(said.join(u'\n').contains(QStringLiteral("asked the tool")));
        const auto *clause = m_page->inspector()->findChild<PlainText *>(QStringLiteral("decidingClause"));
        QVERIFY(clause);
        QVERIFY2(clause->text().startsWith(model->rowAt(0)->clause), qPrintable(clause->text()));
        QVERIFY(clause->text().size() > model->rowAt(0)->clause.size() + 10); // as prose, not only its id
    }

    void aFilterThatCannotBeReadSaysWhyAndKeepsWhatIsShown()
    {
        const QString before = m_page->countText();
        type(QStringLiteral("colour:red"));
        QVERIFY(!m_page->filter()->isValid());
        QVERIFY(m_page->filter()->problem().contains(QStringLiteral("colour")));
        QCOMPARE(m_page->filter()->edit()->property("state").toString(), QStringLiteral("bad"));
        QVERIFY(settle());
        QCOMPARE(m_page->countText(), before);
        type(QString());
        QVERIFY(m_page->filter()->isValid());
    }

    void keyFFiltersForTheCellAndShiftFFiltersItOut()
    {
        EvidenceModel *model = m_sample->session()->evidence();
        type(QStringLiteral("kind:action"));
        QVERIFY(settle());
        const quint64 actions = model->shown();
        QVERIFY(selectRow(0));
        QTest::keyClick(m_page->table(), Qt::Key_F);
        QVERIFY(settle());
        const quint64 with = model->shown();
        QVERIFY(m_page->filter()->edit()->text().contains(QStringLiteral("tool:")));
        QVERIFY(with > 0 && with < actions);
        QVERIFY(selectRow(0));
        QTest::keyClick(m_page->table(), Qt::Key_F, Qt::ShiftModifier);
        QVERIFY(settle());
        QVERIFY(m_page->filter()->edit()->text().contains(QStringLiteral("-tool:")));
        QCOMPARE(model->shown(), actions - with);
    }

    void keyCShowsTheRecordsAroundOneAndEscapeLeadsBack()
    {
        QVERIFY(!m_page->aroundStrip()->isVisible());
        type(QStringLiteral("verdict:prohibited"));
        QVERIFY(settle());
        QVERIFY(selectRow(0));
        EvidenceModel *model = m_sample->session()->evidence();
        const auto entry = m_page->table()->currentEntry();
        const quint64 before = model->shown();
        QTest::keyClick(m_page->table(), Qt::Key_C);
        QVERIFY(settle());
        const QString filter = m_page->filter()->edit()->text();
        QVERIFY2(filter.contains(QStringLiteral("session:")) && filter.contains(QStringLiteral("around:%1").arg(*entry)), qPrintable(filter));
        QCOMPARE(m_page->table()->currentEntry(), entry);
        QVERIFY(model->shown() > 1 && model->shown() <= 2 * aroundReach + 1);
        QVERIFY(m_page->aroundStrip()->isVisible());
        QVERIFY(m_page->backFromAround()->isVisible());
        m_page->table()->setFocus();
        QTest::keyClick(m_page->table(), Qt::Key_Escape);
        QVERIFY(settle());
        QCOMPARE(m_page->filter()->edit()->text(), QStringLiteral("verdict:prohibited"));
        QCOMPARE(model->shown(), before);
        QCOMPARE(m_page->table()->currentEntry(), entry);
        QVERIFY(!m_page->aroundStrip()->isVisible());
    }

    void theWayBackIsAButtonToo()
    {
        type(QStringLiteral("verdict:prohibited"));
        QVERIFY(settle());
        QVERIFY(selectRow(0));
        QTest::keyClick(m_page->table(), Qt::Key_C);
        QVERIFY(settle());
        QTest::mouseClick(m_page->backFromAround(), Qt::LeftButton);
        QVERIFY(settle());
        QCOMPARE(m_page->filter()->edit()->text(), QStringLiteral("verdict:prohibited"));
    }

    void theScrollBarMarksRowsWithAViolation()
    {
        EvidenceModel *model = m_sample->session()->evidence();
        QVERIFY(model->violations().size() > 1);
        for (const int row : model->violations()) {
            QVERIFY(QTest::qWaitFor([&] { return model->rowAt(row) != nullptr; }, 30'000));
            QCOMPARE(model->rowAt(row)->verdict, Verdict::Prohibited);
        }
        MarkedScrollBar *bar = m_page->table()->marks();
        QVERIFY(bar->isVisible());
        QVERIFY(!bar->marks().empty());
        const QImage picture = bar->grab().toImage();
        const QColor mark = Theme::instance().tokens().critical;
        for (const int place : bar->marks())
            QCOMPARE(picture.pixelColor(bar->width() - 2, place + 1), mark);
        type(QStringLiteral("verdict:permitted"));
        QVERIFY(settle());
        QVERIFY(model->violations().empty());
        QVERIFY(bar->marks().empty());
    }

    void orderAndColumnsAreKeptForTheNextRun()
    {
        QHeaderView *header = m_page->table()->horizontalHeader();
        const auto clickOn = [&](int column) {
            QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                              QPoint(header->sectionViewportPosition(column) + header->sectionSize(column) / 2, header->height() / 2));
        };
        clickOn(EvidenceModel::TimeColumn);
        QVERIFY(settle());
        clickOn(EvidenceModel::TimeColumn);
        QVERIFY(settle());
        const auto order = m_sample->session()->evidence()->order();
        QVERIFY(order == EvidenceModel::Order::TimeAscending || order == EvidenceModel::Order::TimeDescending);
        header->resizeSection(EvidenceModel::TimeColumn, 237);
        header->moveSection(header->visualIndex(EvidenceModel::VerdictColumn), 1);
        m_page = std::make_unique<EvidencePage>();
        m_page->setSession(m_sample->session());
        m_page->resize(1440, 860);
        m_page->show();
        QVERIFY(settle());
        header = m_page->table()->horizontalHeader();
        QCOMPARE(m_sample->session()->evidence()->order(), order);
        QCOMPARE(header->sortIndicatorSection(), int(EvidenceModel::TimeColumn));
        QCOMPARE(header->sectionSize(EvidenceModel::TimeColumn), 237);
        QCOMPARE(header->visualIndex(EvidenceModel::VerdictColumn), 1);
        KeptColumns::resetBelow(m_page.get());
        QCOMPARE(header->visualIndex(EvidenceModel::VerdictColumn), int(EvidenceModel::VerdictColumn));
        QVERIFY(header->sectionSize(EvidenceModel::TimeColumn) != 237);
    }

    void timesForWhichNothingCameAreHatched()
    {
        Histogram *histogram = m_page->histogram();
        const int gaps = histogram->uncoveredStretches();
        QVERIFY(gaps > 0);
        QVERIFY2(histogram->accessibleDescription().contains(QStringLiteral("Nothing at all was received")),
                 qPrintable(histogram->accessibleDescription()));
        // A filter leaves bars empty, and none of that is a gap: only times without any record are.
        type(QStringLiteral("verdict:prohibited"));
        QVERIFY(settle());
        EvidenceModel *model = m_sample->session()->evidence();
        bool emptyButCovered = false;
        for (const EvidenceBin &bin : model->histogram()) {
            QVERIFY(bin.covered || bin.count == 0);
            emptyButCovered |= bin.covered && bin.count == 0;
        }
        QVERIFY(emptyButCovered);
    }

    void tabLeavesTheTable()
    {
        QVERIFY(selectRow(0));
        QTest::keyClick(m_page->table(), Qt::Key_Tab);
        QVERIFY(QApplication::focusWidget() != m_page->table());
    }

    void enterOpensTheDetailAndEscapeLeadsBack()
    {
        QVERIFY(selectRow(0));
        QTest::keyClick(m_page->table(), Qt::Key_Return);
        QVERIFY(m_page->inspector()->isAncestorOf(QApplication::focusWidget()));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(m_page->table()->hasFocus());
    }

    void aCopiedRowIsASentence()
    {
        QVERIFY(selectRow(0));
        QTest::keyClick(m_page->table(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("Record")));
    }

    void aSelectedFieldIsMarkedInTheRawBytes()
    {
        type(QStringLiteral("kind:action tool:get_reservation_details"));
        QVERIFY(settle());
        QVERIFY(m_sample->session()->evidence()->shown() > 0);
        QVERIFY(selectRow(0));
        m_page->inspector()->setTab(RecordInspector::FieldsTab);
        FieldsView *fields = m_page->inspector()->fields();
        const auto found = fields->findItems(QStringLiteral("Tool"), Qt::MatchExactly | Qt::MatchRecursive, 0);
        QVERIFY(!found.isEmpty());
        fields->setCurrentItem(found.first());
        QCOMPARE(m_page->inspector()->raw()->markedText(), QStringLiteral("\"get_reservation_details\""));
        QVERIFY(m_page->inspector()->raw()->edit()->toPlainText().contains(QStringLiteral("get_reservation_details")));
    }

    void aLinkRestoresFilterAndSelection()
    {
        type(QStringLiteral("verdict:prohibited"));
        QVERIFY(settle());
        QVERIFY(selectRow(0));
        const QUrl link = m_page->currentLink();
        const auto entry = m_page->table()->currentEntry();
        m_page->showLink(QUrl(QStringLiteral("mandate://evidence")));
        QVERIFY(settle());
        QVERIFY(m_page->showLink(link));
        QVERIFY(settle());
        QCOMPARE(m_page->filter()->edit()->text(), QStringLiteral("verdict:prohibited"));
        QCOMPARE(m_page->table()->currentEntry(), entry);
        QCOMPARE(m_page->currentLink(), link);
    }

    void aLinkToAHiddenRecordWidensTheFilter()
    {
        m_page->showLink(QUrl(QStringLiteral("mandate://evidence?verdict=prohibited&entry=0")));
        QVERIFY(settle());
        QVERIFY(m_page->table()->currentEntry().has_value() || m_sample->session()->evidence()->rowOf(0) < 0);
    }

    void aDragOverTheHistogramZoomsToATime()
    {
        Histogram *histogram = m_page->histogram();
        QVERIFY(histogram->isVisible());
        EvidenceModel *model = m_sample->session()->evidence();
        const quint64 before = model->shown();
        const QPoint from(histogram->width() / 4, histogram->height() / 3);
        const QPoint to(histogram->width() / 2, histogram->height() / 3);
        QTest::mousePress(histogram, Qt::LeftButton, {}, from);
        QTest::mouseMove(histogram, (from + to) / 2);
        QTest::mouseMove(histogram, to);
        QTest::mouseRelease(histogram, Qt::LeftButton, {}, to);
        QVERIFY(settle());
        QVERIFY(m_page->filter()->edit()->text().contains(QStringLiteral("since:")));
        QVERIFY(model->shown() < before);
        histogram->setFocus();
        QTest::keyClick(histogram, Qt::Key_Backspace);
        QVERIFY(settle());
        QCOMPARE(model->shown(), before);
    }

    void theHistogramIsZoomedByKeys()
    {
        Histogram *histogram = m_page->histogram();
        QSignalSpy chosen(histogram, &Histogram::rangeChosen);
        histogram->setFocus();
        QTest::keyClick(histogram, Qt::Key_Right);
        QTest::keyClick(histogram, Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(histogram, Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
        QVERIFY(chosen.first().at(0).toLongLong() < chosen.first().at(1).toLongLong());
    }

    void everyFocusableWidgetHasANameAndARole()
    {
        QVERIFY(selectRow(0));
        for (QWidget *widget : m_page->findChildren<QWidget *>()) {
            if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0 || widget->focusProxy())
                continue;
            QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
            QVERIFY(face);
            QVERIFY2(!face->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
            QVERIFY2(face->role() != QAccessible::Client && face->role() != QAccessible::NoRole, widget->metaObject()->className());
        }
    }

    void noLabelReadsMarkUp()
    {
        QVERIFY(selectRow(0));
        for (const QLabel *label : m_page->findChildren<QLabel *>())
            QVERIFY2(label->textFormat() == Qt::PlainText || label->text().isEmpty(), qPrintable(label->text()));
    }

    void withoutASessionThePageSaysSo()
    {
        m_page->setSession(nullptr);
        QVERIFY(texts(m_page.get()).join(u'\n').contains(QStringLiteral("No workspace is open")));
        QVERIFY(!m_page->showLink(QUrl(QStringLiteral("mandate://evidence"))));
    }
};

QTEST_MAIN(TestEvidencePage)
#include "test_evidence_page.moc"
