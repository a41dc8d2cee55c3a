// SPDX-License-Identifier: GPL-3.0-or-later
// Exploring evidence, offscreen, on real runs: fields, saved views, sessions followed, marks that are signed, and ways back. One flow is keys only.
#include "models/items/evidence_fields.h"
#include "models/items/evidence_model.h"
#include "models/items/record_remarks.h"
#include "models/items/session_trail.h"
#include "tests/views/evidence/evidence_driver.h"
#include "views/evidence/evidence_links.h"
#include "views/evidence/evidence_page.h"
#include "views/evidence/evidence_table.h"
#include "views/evidence/fields_pane.h"
#include "views/evidence/filter_bar.h"
#include "views/evidence/histogram.h"
#include "views/evidence/record_inspector.h"
#include "views/evidence/remarks_view.h"
#include "views/evidence/session_view.h"
#include "views/evidence/view_picker.h"
#include "views/widgets/marked_scroll_bar.h"
#include "views/widgets/theme.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTreeView>

using namespace mandate;

class TestEvidenceExplorer : public QObject
{
    Q_OBJECT

    QTemporaryDir m_settings;
    std::unique_ptr<test::SampleSession> m_sample;
    std::unique_ptr<EvidencePage> m_page;
    QList<QUrl> m_history; ///< as the shell keeps it
    qsizetype m_at = -1;

    test::EvidenceDriver driver() const { return {*m_page, *m_sample}; }
    bool settle() const { return driver().settle(); }
    void type(const QString &text) const { driver().type(text); }
    bool selectRow(int row, int column = EvidenceModel::DidColumn) const { return driver().selectRow(row, column); }
    void closeList() const { driver().closeList(); }
    EvidenceModel *model() const { return m_sample->session()->evidence(); }
    void goTo(const QUrl &link)
    {
        if (m_at >= 0)
            m_history[m_at] = m_page->currentLink();
        m_history.resize(m_at + 1);
        m_history.append(link);
        m_at = m_history.size() - 1;
        m_page->showLink(link);
    }
    void goBack()
    {
        QVERIFY(m_at > 0);
        m_history[m_at] = m_page->currentLink();
        m_page->showLink(m_history[--m_at]);
    }
    void goForward()
    {
        QVERIFY(m_at + 1 < m_history.size());
        m_history[m_at] = m_page->currentLink();
        m_page->showLink(m_history[++m_at]);
    }
    /// The row below a field of the pane that has this text.
    QModelIndex valueOf(const QString &field, const std::function<bool(const QModelIndex &)> &fits) const
    {
        QAbstractItemModel *fields = m_page->fieldsPane()->tree()->model();
        for (int row = 0; row < fields->rowCount(); ++row) {
            const QModelIndex parent = fields->index(row, 0);
            if (parent.data(EvidenceFieldsModel::FieldRole).toString() != field)
                continue;
            for (int value = 0; value < fields->rowCount(parent); ++value) {
                if (fits(fields->index(value, 0, parent)))
                    return fields->index(value, 0, parent);
            }
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        QCoreApplication::setOrganizationName(QStringLiteral("MandateTests"));
        QCoreApplication::setApplicationName(QStringLiteral("evidence_explorer"));
        m_sample = std::make_unique<test::SampleSession>();
    }

    void init()
    {
        QSettings().clear();
        Theme::instance().setDensity(Theme::Density::Comfortable);
        m_page = std::make_unique<EvidencePage>();
        m_page->resize(1440, 860);
        m_page->setSession(m_sample->session());
        m_page->show();
        m_history = {m_page->currentLink()};
        m_at = 0;
        connect(m_page.get(), &Page::linkActivated, m_page.get(), [this](const QUrl &link) {
            if (link.host() == QLatin1String("evidence"))
                goTo(link);
        });
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        QVERIFY(m_sample->settle());
        QVERIFY(settle());
    }
    void cleanup() { m_page.reset(); }

    void theFieldsPaneCountsWhatTheQueryLeaves()
    {
        auto *fields = qobject_cast<EvidenceFieldsModel *>(m_page->fieldsPane()->tree()->model());
        QVERIFY(fields);
        QAbstractItemModelTester tester(fields);
        QCOMPARE(fields->matching(), model()->shown());
        type(QStringLiteral("kind:action"));
        QVERIFY(settle());
        QCOMPARE(fields->matching(), model()->shown());
        for (const FieldTally &tally : fields->tallies()) {
            quint64 sum = tally.others + tally.missing;
            for (const FieldTally::Value &value : tally.top)
                sum += value.count;
            QCOMPARE(sum, model()->shown()); // every record is told once, in every field
            QVERIFY(tally.top.size() <= 10);
            QVERIFY(std::is_sorted(tally.top.begin(), tally.top.end(), [](const auto &a, const auto &b) { return a.count > b.count; }));
        }
        // What costs is asked once and gives the same.
        type(QStringLiteral("where:(kind:action)"));
        QVERIFY(settle());
        QCOMPARE(fields->matching(), model()->shown());
        const QModelIndex prohibited = valueOf(QStringLiteral("verdict"), [](const QModelIndex &value) { return value.data(EvidenceFieldsModel::ConditionRole) == QStringLiteral("verdict:prohibited"); });
        QVERIFY(prohibited.isValid());
        QVERIFY(prohibited.siblingAtColumn(EvidenceFieldsModel::CountColumn).data().toString().startsWith(words::number(model()->count(Verdict::Prohibited))));
        QVERIFY(prohibited.data(Qt::AccessibleTextRole).toString().contains(words::number(model()->shown())));
    }

    void aValueOfTheFieldsPaneFiltersByKeys()
    {
        QTreeView *tree = m_page->fieldsPane()->tree();
        tree->setFocus();
        const QModelIndex permitted = valueOf(QStringLiteral("verdict"), [](const QModelIndex &value) { return value.data(EvidenceFieldsModel::ConditionRole) == QStringLiteral("verdict:permitted"); });
        QVERIFY(permitted.isValid());
        tree->setCurrentIndex(permitted);
        const quint64 all = model()->shown();
        const quint64 count = model()->count(Verdict::Permitted);
        QTest::keyClick(tree, Qt::Key_F);
        QVERIFY(settle());
        QCOMPARE(model()->shown(), count);
        goBack();
        QVERIFY(settle());
        QCOMPARE(model()->shown(), all);
        tree->setCurrentIndex(valueOf(QStringLiteral("verdict"), [](const QModelIndex &value) { return value.data(EvidenceFieldsModel::ConditionRole) == QStringLiteral("verdict:permitted"); }));
        QTest::keyClick(tree, Qt::Key_F, Qt::ShiftModifier);
        QVERIFY(settle());
        QCOMPARE(model()->shown(), all - count);
    }

    void missingValuesAreCountedAndCanBeAskedFor()
    {
        const QModelIndex missing = valueOf(QStringLiteral("clause"), [](const QModelIndex &value) { return value.data(EvidenceFieldsModel::ConditionRole) == QStringLiteral("clause:\"\""); });
        QVERIFY(missing.isValid());
        auto *fields = qobject_cast<EvidenceFieldsModel *>(m_page->fieldsPane()->tree()->model());
        const auto clause = std::find_if(fields->tallies().begin(), fields->tallies().end(), [](const FieldTally &tally) { return tally.field == FilterField::Clause; });
        const quint64 expected = clause->missing;
        QVERIFY(expected > 0);
        QTreeView *tree = m_page->fieldsPane()->tree();
        tree->setFocus();
        tree->setCurrentIndex(missing);
        QTest::keyClick(tree, Qt::Key_Return);
        QVERIFY(settle());
        QCOMPARE(model()->shown(), expected);
        QVERIFY(model()->rowAt(0) || QTest::qWaitFor([this] { return model()->rowAt(0) != nullptr; }));
        QVERIFY(model()->rowAt(0)->clause.isEmpty());
    }

    void hidingTheFieldsIsRemembered()
    {
        QVERIFY(m_page->fieldsPane()->isVisible());
        QTest::keyClick(m_page->table(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!m_page->fieldsPane()->isVisible());
        QVERIFY(!m_page->panes().contains(m_page->fieldsPane()));
        m_page = std::make_unique<EvidencePage>();
        m_page->setSession(m_sample->session());
        m_page->resize(1440, 860);
        m_page->show();
        QVERIFY(settle());
        QVERIFY(!m_page->fieldsPane()->isVisible());
    }

    void theHistogramFollowsAQueryAndZoomsByKeys()
    {
        type(QStringLiteral("where:(verdict:prohibited or verdict:permitted)"));
        QVERIFY(settle());
        Histogram *histogram = m_page->histogram();
        QVERIFY(histogram->count(Histogram::Prohibited) > 0 && histogram->count(Histogram::Permitted) > 0);
        QCOMPARE(histogram->count(Histogram::Asking) + histogram->count(Histogram::Open) + histogram->count(Histogram::NotJudged), quint64(0));
        QCOMPARE(histogram->count(Histogram::Prohibited) + histogram->count(Histogram::Permitted) + model()->withoutTime(), model()->shown());
        const quint64 before = model()->shown();
        histogram->setFocus();
        QTest::keyClick(histogram, Qt::Key_Right);
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(histogram, Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(histogram, Qt::Key_Return);
        QVERIFY(settle());
        QVERIFY(model()->shown() < before);
        QVERIFY(m_page->filter()->edit()->text().contains(QStringLiteral("where:(")) && m_page->filter()->edit()->text().contains(QStringLiteral("since:")));
        goBack(); // a zoom is a step of its own
        QVERIFY(settle());
        QCOMPARE(model()->shown(), before);
    }

    void aMistakeIsUnderlinedWhereItIs()
    {
        type(QStringLiteral("kind:action colour:red"));
        QVERIFY(!m_page->filter()->isValid());
        QCOMPARE(m_page->filter()->mistake(), (std::pair<qsizetype, qsizetype>(12, 6)));
        QVERIFY2(m_page->filter()->problem().contains(QStringLiteral("13")), qPrintable(m_page->filter()->problem()));
        QPushButton *go = nullptr;
        for (QPushButton *button : m_page->filter()->findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == QStringLiteral("Go to the mistake"))
                go = button;
        }
        QVERIFY(go);
        QTest::mouseClick(go, Qt::LeftButton);
        QCOMPARE(m_page->filter()->edit()->selectedText(), QStringLiteral("colour"));
        const QImage marked = m_page->filter()->edit()->grab().toImage();
        type(QStringLiteral("kind:action tool:think"));
        QVERIFY(m_page->filter()->isValid());
        QCOMPARE(m_page->filter()->mistake().second, qsizetype(0));
        QVERIFY(marked != m_page->filter()->edit()->grab().toImage());
    }

    void filtersThatWereAskedAreOfferedAgain()
    {
        type(QStringLiteral("verdict:prohibited"));
        QVERIFY(settle());
        type(QStringLiteral("kind:message"));
        QVERIFY(settle());
        QCOMPARE(FilterBar::recent().mid(0, 2), (QStringList{QStringLiteral("kind:message"), QStringLiteral("verdict:prohibited")}));
        type(QString());
        QVERIFY(settle());
        QLineEdit *edit = m_page->filter()->edit();
        QTest::keyClick(edit, Qt::Key_Down, Qt::AltModifier);
        QWidget *popup = QApplication::activePopupWidget();
        QVERIFY(popup);
        QTest::keyClick(popup, Qt::Key_Down);
        QTest::keyClick(popup, Qt::Key_Return);
        QVERIFY(settle());
        QVERIFY2(edit->text() == QStringLiteral("kind:message") || edit->text() == QStringLiteral("verdict:prohibited"), qPrintable(edit->text()));
        QVERIFY(model()->shown() < model()->total());
    }

    void backAndForwardRestoreEverything()
    {
        type(QStringLiteral("kind:action"));
        QVERIFY(settle());
        QVERIFY(selectRow(40, EvidenceModel::VerdictColumn));
        m_page->table()->scrollTo(m_page->table()->model()->index(38, 0), QAbstractItemView::PositionAtTop);
        m_page->inspector()->setTab(RecordInspector::RawTab);
        const auto entry = m_page->table()->currentEntry();
        const auto top = m_page->table()->topEntry();
        QVERIFY(top);
        QTest::keyClick(m_page->table(), Qt::Key_F); // a step of its own
        QVERIFY(settle());
        QVERIFY(m_page->filter()->edit()->text().contains(QStringLiteral("verdict:")));
        m_page->inspector()->setTab(RecordInspector::PlainTab);
        model()->setOrder(EvidenceModel::Order::ArrivalDescending);
        QVERIFY(settle());
        const QString narrowed = m_page->filter()->edit()->text();
        goBack();
        QVERIFY(settle());
        QCOMPARE(m_page->filter()->edit()->text(), QStringLiteral("kind:action"));
        QCOMPARE(m_page->table()->currentEntry(), entry);
        QCOMPARE(m_page->table()->currentIndex().column(), int(EvidenceModel::VerdictColumn));
        QCOMPARE(m_page->table()->topEntry(), top);
        QCOMPARE(m_page->inspector()->tab(), RecordInspector::RawTab);
        QCOMPARE(model()->order(), EvidenceModel::Order::ArrivalAscending);
        goForward();
        QVERIFY(settle());
        QCOMPARE(m_page->filter()->edit()->text(), narrowed);
        QCOMPARE(model()->order(), EvidenceModel::Order::ArrivalDescending);
        QCOMPARE(m_page->inspector()->tab(), RecordInspector::PlainTab);
    }

    void typingIsOneStepOfTheHistory()
    {
        const qsizetype before = m_history.size();
        m_page->focusFilter();
        for (const QChar letter : QStringLiteral("tool:think")) {
            QTest::keyClicks(m_page->filter()->edit(), QString(letter));
            QTest::qWait(450); // longer than what is typed waits
        }
        QVERIFY(settle());
        QCOMPARE(m_history.size(), before + 1);
        goBack();
        QVERIFY(settle());
        QCOMPARE(model()->shown(), model()->total());
    }

    void theNeighboursCanKeepTheFilter()
    {
        type(QStringLiteral("verdict:prohibited"));
        QVERIFY(settle());
        QVERIFY(selectRow(0));
        m_page->inspector()->setTab(RecordInspector::RawTab);
        QTest::keyClick(m_page->table(), Qt::Key_C);
        QVERIFY(settle());
        QCOMPARE(m_page->inspector()->tab(), RecordInspector::RawTab);
        const quint64 all = model()->shown();
        QPushButton *keep = nullptr;
        for (QPushButton *button : m_page->aroundStrip()->findChildren<QPushButton *>()) {
            if (button->text().startsWith(QStringLiteral("Only those")))
                keep = button;
        }
        QVERIFY(keep && keep->isVisible());
        QTest::mouseClick(keep, Qt::LeftButton);
        QVERIFY(settle());
        QVERIFY(m_page->filter()->edit()->text().contains(QStringLiteral("verdict:prohibited")));
        QVERIFY(m_page->filter()->edit()->text().contains(QStringLiteral("around:")));
        QVERIFY(model()->shown() >= 1 && model()->shown() < all);
        QTest::keyClick(m_page->table(), Qt::Key_Escape);
        QVERIFY(settle());
        QCOMPARE(m_page->filter()->edit()->text(), QStringLiteral("verdict:prohibited"));
    }

    void aLinkFollowsTheSessionOfOneDeploymentAlone()
    {
        type(QStringLiteral("verdict:prohibited"));
        QVERIFY(settle() && selectRow(0));
        const auto rows = m_sample->workspace().store().rows(std::vector{EntryNumber{m_page->table()->currentEntry().value_or(0)}});
        QVERIFY(rows && !rows->front().deployment.empty());
        QTest::keyClick(m_page->table(), Qt::Key_V);
        QVERIFY(settle());
        const QAbstractItemModel *turns = m_page->sessionView()->conversation()->model();
        const int whole = turns->rowCount();
        const QUrl everywhere = m_page->currentLink();
        for (const std::string &name : {std::string("elsewhere"), rows->front().deployment}) {
            QVERIFY(m_page->showLink(evidence_links::with(everywhere, QStringLiteral("follow_deployment"), QString::fromStdString(name))) && settle());
            QCOMPARE(turns->rowCount(), name == "elsewhere" ? 0 : whole);
            QVERIFY(m_page->currentLink().query().contains(QStringLiteral("follow_deployment")));
        }
    }

    void aSessionIsFollowedAsAConversation()
    {
        type(QStringLiteral("verdict:prohibited"));
        QVERIFY(settle());
        QVERIFY(selectRow(0));
        const auto entry = m_page->table()->currentEntry();
        const QString session = model()->rowAt(0)->session;
        QTest::keyClick(m_page->table(), Qt::Key_V);
        QVERIFY(settle());
        SessionView *view = m_page->sessionView();
        QVERIFY(view->isVisible());
        QVERIFY(!m_page->table()->isVisible());
        QAbstractItemModelTester conversation(view->conversation()->model());
        QAbstractItemModelTester waterfall(view->waterfall()->model());
        // All of the session, whatever the filter leaves.
        RowFilter whole;
        whole.agents = {model()->rowAt(0)->agent.toStdString()};
        whole.sessions = {session.toStdString()};
        const auto count = m_sample->workspace().store().count(whole);
        QVERIFY(count);
        QCOMPARE(quint64(view->conversation()->model()->rowCount()), *count);
        QCOMPARE(view->currentEntry(), entry);
        const QString turn = view->conversation()->currentIndex().data(Qt::AccessibleTextRole).toString();
        QVERIFY2(turn.contains(QStringLiteral("asked the tool")) && turn.contains(words::of(Verdict::Prohibited).text), qPrintable(turn));
        const QUrl link = m_page->currentLink();
        QTest::keyClick(view->conversation(), Qt::Key_Escape);
        QVERIFY(settle());
        QVERIFY(m_page->table()->isVisible());
        QCOMPARE(m_page->table()->currentEntry(), entry);
        QCOMPARE(m_page->filter()->edit()->text(), QStringLiteral("verdict:prohibited"));
        m_page->showLink(link);
        QVERIFY(settle());
        QVERIFY(view->isVisible());
        QCOMPARE(view->currentEntry(), entry);
        QCOMPARE(m_page->currentLink(), link);
    }

    void theWaterfallIsReadByKeysAndSaysWhatItsBarsMean()
    {
        type(QStringLiteral("verdict:prohibited"));
        QVERIFY(settle());
        QVERIFY(selectRow(0));
        QTest::keyClick(m_page->table(), Qt::Key_V);
        QVERIFY(settle());
        SessionView *view = m_page->sessionView();
        view->setTab(SessionView::Waterfall);
        view->focusContent();
        QTreeView *tree = view->waterfall();
        QVERIFY2(tree->hasFocus(), QApplication::focusWidget() ? QApplication::focusWidget()->metaObject()->className() : "none");
        const SessionTrailData data = [&] {
            SessionTrail trail(m_sample->session()->workspace());
            trail.read(model()->rowAt(0)->agent, model()->rowAt(0)->session);
            return QTest::qWaitFor([&] { return !trail.isBusy(); }, 30'000) ? *trail.data() : SessionTrailData();
        }();
        QVERIFY(!data.items.empty());
        QVERIFY(view->said().contains(data.timed ? QStringLiteral("no ends") : QStringLiteral("gives no times")));
        for (const TrailItem &item : data.items) {
            QVERIFY(item.begin >= 0 && item.end <= 1 && item.begin <= item.end);
            QVERIFY(item.parent < 0 || data.items[std::size_t(item.parent)].kind == RecordKind::Message);
        }
        const auto before = view->currentEntry();
        QTest::keyClick(tree, Qt::Key_B);
        QTest::keyClick(tree, Qt::Key_F);
        QTest::keyClick(tree, Qt::Key_F);
        QVERIFY(view->currentEntry() != before || data.items.size() < 3);
        QVERIFY(tree->currentIndex().data(TrailActionRole).toBool());
        QTest::keyClick(tree, Qt::Key_Plus);
        QTest::keyClick(tree, Qt::Key_Plus);
        const auto zoomed = view->window();
        QVERIFY(zoomed.second - zoomed.first < 0.3);
        QTest::keyClick(tree, Qt::Key_A);
        QVERIFY(view->window().first <= zoomed.first);
        QTest::keyClick(tree, Qt::Key_0);
        QCOMPARE(view->window(), (std::pair<double, double>(0.0, 1.0)));
        QTest::keyClick(tree, Qt::Key_1);
        QTest::keyClick(tree, Qt::Key_2);
        QTest::keyClick(tree, Qt::Key_Return);
        QVERIFY(m_page->inspector()->isAncestorOf(QApplication::focusWidget()));
    }

    void savedViewsKeepQueryColumnsOrderAndDensity()
    {
        type(QStringLiteral("verdict:prohibited"));
        QVERIFY(settle());
        m_page->table()->horizontalHeader()->resizeSection(EvidenceModel::TimeColumn, 251);
        model()->setOrder(EvidenceModel::Order::TimeDescending);
        QVERIFY(settle());
        Theme::instance().setDensity(Theme::Density::Compact);
        m_page->saveView(QStringLiteral("My matters"));
        QCOMPARE(m_page->picker()->current(), QStringLiteral("My matters"));
        QVERIFY(!m_page->picker()->isEdited());
        type(QStringLiteral("kind:message"));
        QVERIFY(settle());
        QVERIFY(m_page->picker()->isEdited());
        QVERIFY2(m_page->picker()->text().contains(QStringLiteral("*edited")), qPrintable(m_page->picker()->text()));
        Theme::instance().setDensity(Theme::Density::Comfortable);
        m_page->table()->horizontalHeader()->resizeSection(EvidenceModel::TimeColumn, 120);
        m_page->showView({});
        QVERIFY(settle());
        QVERIFY(m_page->picker()->current().isEmpty());
        QCOMPARE(model()->shown(), model()->total());
        m_page->showView(QStringLiteral("My matters"));
        QVERIFY(settle());
        QCOMPARE(m_page->filter()->edit()->text(), QStringLiteral("verdict:prohibited"));
        QCOMPARE(model()->order(), EvidenceModel::Order::TimeDescending);
        QCOMPARE(m_page->table()->horizontalHeader()->sectionSize(EvidenceModel::TimeColumn), 251);
        QCOMPARE(Theme::instance().density(), Theme::Density::Compact);
        QVERIFY2(!m_page->picker()->isEdited(), qPrintable(m_page->picker()->text()));
        QVERIFY(saved_views::rename(QStringLiteral("My matters"), QStringLiteral("Matter 7")));
        QVERIFY(!saved_views::find(QStringLiteral("My matters")));
        saved_views::remove(QStringLiteral("Matter 7"));
        QVERIFY(saved_views::names().isEmpty());
    }

    void copiesOfTheSelectionTakeManyForms()
    {
        type(QStringLiteral("verdict:prohibited"));
        QVERIFY(settle());
        QVERIFY(selectRow(0));
        EvidenceTable *table = m_page->table();
        table->copyRows(static_cast<int>(EvidenceModel::CopyFormat::Markdown));
        QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("| ")));
        table->copyRows(static_cast<int>(EvidenceModel::CopyFormat::Link));
        const QUrl link(QApplication::clipboard()->text());
        QCOMPARE(link.scheme(), QStringLiteral("mandate"));
        const QString filter = table->selectedFilter();
        QVERIFY2(filter.startsWith(QStringLiteral("tool:")) || filter.startsWith(QStringLiteral("kind:")), qPrintable(filter));
        QVERIFY(!parseFilter(filter).problem);
        table->setCurrentIndex(table->model()->index(0, EvidenceModel::NumberColumn));
        QCOMPARE(table->selectedFilter(), QStringLiteral("no:%1").arg(*table->currentEntry()));
    }

    /// From the question to a signed note and back, without a mouse.
    void keysAloneAskMarkAndFindAgain()
    {
        QWidget *window = m_page.get();
        m_page->focusFilter();
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("verdict:prohibited"));
        closeList();
        QTest::keyClick(m_page->filter()->edit(), Qt::Key_Return);
        QVERIFY(settle());
        QTest::keyClick(m_page->filter()->edit(), Qt::Key_Escape);
        QVERIFY(m_page->table()->hasFocus());
        QTest::keyClick(m_page->table(), Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClick(m_page->table(), Qt::Key_Down);
        QVERIFY(settle());
        const auto entry = m_page->table()->currentEntry();
        QVERIFY(entry);
        const auto size = m_sample->workspace().store().size();
        QTest::keyClick(m_page->table(), Qt::Key_S);
        QVERIFY(settle());
        QCOMPARE(m_sample->workspace().store().size(), size + 1);
        QVERIFY(QTest::qWaitFor([&] { return model()->marksOf(*entry) != nullptr; }, 30'000));
        QVERIFY(!model()->marksOf(*entry)->starredBy.empty());
        QVERIFY(!m_page->table()->isColumnHidden(EvidenceModel::MarksColumn));
        QVERIFY(!m_page->table()->marks()->marks(MarkedScrollBar::Stars).empty());
        QTest::keyClick(m_page->table(), Qt::Key_T);
        QCOMPARE(QApplication::focusWidget(), m_page->inspector()->remarks()->tagEdit());
        QVERIFY(settle());
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("matter-7"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(settle());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(m_page->table()->hasFocus());
        QTest::keyClick(m_page->table(), Qt::Key_N);
        QCOMPARE(QApplication::focusWidget(), m_page->inspector()->remarks()->noteEdit());
        QVERIFY(settle());
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("Ask the desk why"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(settle());
        QCOMPARE(m_sample->workspace().store().size(), size + 3);
        const auto said = m_sample->workspace().annotations(*entry);
        QCOMPARE(said.size(), std::size_t(3));
        QCOMPARE(said.back().said.text, std::string("Ask the desk why"));
        const auto verified = m_sample->workspace().verify();
        QVERIFY(verified && verified->ok);
        for (const char *query : {"star:yes", "tag:matter-7", "note:desk"}) {
            type(QString::fromLatin1(query));
            QVERIFY(settle());
            QCOMPARE(model()->shown(), quint64(1));
            QCOMPARE(model()->entryAt(0), entry);
        }
        QTest::keyClick(m_page->filter()->edit(), Qt::Key_Escape);
        QTest::keyClick(m_page->table(), Qt::Key_S); // the star is taken back; the row is gone from where it stood only when asked for stars
        QVERIFY(settle());
        QVERIFY(QTest::qWaitFor([&] { return model()->marksOf(*entry) && model()->marksOf(*entry)->starredBy.empty(); }, 30'000));
        QCOMPARE(m_sample->workspace().store().size(), size + 4);
        QVERIFY(window->isVisible());
    }

    void aSearchCanBeGivenUp()
    {
        type(QStringLiteral("verdict:prohibited"));
        QVERIFY(settle());
        const quint64 before = model()->shown();
        model()->setConditions(parseFilter(QStringLiteral("args.amount > 100000000")).conditions);
        QVERIFY(model()->isSearching());
        model()->stop();
        QVERIFY(!model()->isSearching());
        QVERIFY(settle());
        QCOMPARE(model()->shown(), before);
        QCOMPARE(filterText(model()->conditions()), QStringLiteral("verdict:prohibited"));
    }

    void gapsInTimeAreMarkedInAnOrderOfTime()
    {
        QVERIFY(model()->gaps().empty());
        model()->setOrder(EvidenceModel::Order::TimeAscending);
        QVERIFY(settle());
        QVERIFY(!model()->gaps().empty());
        const auto &bins = model()->histogram();
        for (const int row : model()->gaps()) {
            QVERIFY(row > 0 && row < model()->rowCount());
            QVERIFY(QTest::qWaitFor([&] { return model()->rowAt(row) && model()->rowAt(row - 1); }, 30'000));
            const qint64 from = model()->rowAt(row - 1)->time->nanoseconds;
            const qint64 to = model()->rowAt(row)->time->nanoseconds;
            QVERIFY(std::any_of(bins.begin(), bins.end(), [&](const EvidenceBin &bin) { return !bin.covered && bin.beginNs > from && bin.endNs <= to + (bin.endNs - bin.beginNs); }));
        }
        QVERIFY(!m_page->table()->marks()->marks(MarkedScrollBar::Gaps).empty());
        QVERIFY(m_page->table()->marks()->toolTip().contains(QStringLiteral("nothing was received")));
        model()->setOrder(EvidenceModel::Order::ArrivalAscending);
        QVERIFY(settle());
    }

    void everyNewWidgetHasANameAndPlainText()
    {
        QVERIFY(selectRow(0));
        m_page->inspector()->setTab(RecordInspector::RemarksTab);
        const auto check = [this] {
            for (QWidget *widget : m_page->findChildren<QWidget *>()) {
                if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0 || widget->focusProxy())
                    continue;
                QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
                QVERIFY(face);
                QVERIFY2(!face->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
            }
        };
        check();
        QTest::keyClick(m_page->table(), Qt::Key_V);
        QVERIFY(settle());
        check();
        m_page->sessionView()->setTab(SessionView::Waterfall);
        check();
    }
};

QTEST_MAIN(TestEvidenceExplorer)
#include "test_evidence_explorer.moc"
