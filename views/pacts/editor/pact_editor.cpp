// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/editor/pact_editor.h"

#include "models/items/draft_model.h"
#include "models/items/session.h"
#include "views/pacts/editor/draft_findings.h"
#include "views/pacts/editor/editor_sections.h"
#include "views/pacts/editor/merge_sheet.h"
#include "views/pacts/life_sheet.h"
#include "views/pacts/pact_prose.h"
#include "views/pacts/source_view.h"
#include "views/widgets/icon.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTextBlock>
#include <QTimer>
#include <QVBoxLayout>

namespace mandate {

PactEditor::PactEditor(QWidget *parent)
    : QWidget(parent),
      m_title(new QLabel(this)),
      m_state(new QLabel(this)),
      m_back(new QPushButton(this)),
      m_undo(new QPushButton(this)),
      m_redo(new QPushButton(this)),
      m_discard(new QPushButton(this)),
      m_submit(new QPushButton(this)),
      m_sheet(new LifeSheet(this)),
      m_behind(new QWidget(this)),
      m_behindText(new QLabel(m_behind)),
      m_update(new QPushButton(m_behind)),
      m_merge(new MergeSheet(this)),
      m_sections(new QListWidget(this)),
      m_forms(new QStackedWidget(this)),
      m_views(new QTabWidget(this)),
      m_source(new SourceView(this)),
      m_sourceProblem(new QLabel(this)),
      m_prose(new PactProse(this)),
      m_findings(new DraftFindings(this)),
      m_split(new QSplitter(this)),
      m_ordering(new QTimer(this)),
      m_typing(new QTimer(this))
{
    m_title->setFont(Theme::scaledFont(1.2, QFont::DemiBold));
    m_title->setTextFormat(Qt::PlainText);
    m_state->setProperty("part", QStringLiteral("muted"));
    m_back->setIcon(icon(QStringLiteral("arrow-left")));
    m_undo->setIcon(icon(QStringLiteral("arrow-counterclockwise")));
    m_redo->setIcon(icon(QStringLiteral("arrow-clockwise")));
    for (QPushButton *button : {m_back, m_undo, m_redo, m_discard})
        button->setProperty("role", QStringLiteral("quiet"));
    m_submit->setProperty("role", QStringLiteral("primary"));
    auto *titles = new QVBoxLayout;
    titles->setSpacing(2);
    titles->addWidget(m_title);
    titles->addWidget(m_state);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 10, 16, 8);
    head->setSpacing(8);
    head->addWidget(m_back);
    head->addLayout(titles, 1);
    head->addWidget(m_undo);
    head->addWidget(m_redo);
    head->addWidget(m_discard);
    head->addWidget(m_submit);

    m_behindText->setTextFormat(Qt::PlainText);
    m_behindText->setWordWrap(true);
    auto *behind = new QHBoxLayout(m_behind);
    behind->setContentsMargins(20, 4, 16, 8);
    behind->addWidget(m_behindText, 1);
    behind->addWidget(m_update);
    m_behind->hide();

    m_sourceProblem->setWordWrap(true);
    m_sourceProblem->setContentsMargins(20, 6, 16, 6);
    m_source->setReadOnly(false);
    m_source->setTabChangesFocus(true);
    auto *sourceTab = new QWidget(this);
    auto *sourceColumn = new QVBoxLayout(sourceTab);
    sourceColumn->setContentsMargins(0, 0, 0, 0);
    sourceColumn->setSpacing(0);
    sourceColumn->addWidget(m_sourceProblem);
    sourceColumn->addWidget(m_source, 1);
    m_views->setDocumentMode(true);
    m_views->setFocusProxy(nullptr); // its bar takes Tab itself, and only once
    m_views->setFocusPolicy(Qt::NoFocus);
    m_views->addTab(m_forms, QString());
    m_views->addTab(sourceTab, QString());
    m_views->addTab(m_prose, QString());
    auto *writing = new QSplitter(this);
    writing->addWidget(m_sections);
    writing->addWidget(m_views);
    writing->setChildrenCollapsible(false);
    writing->setStretchFactor(1, 1);
    writing->setSizes({190, 800});
    m_split->addWidget(writing);
    m_split->addWidget(m_findings);
    m_split->setChildrenCollapsible(false);
    m_split->setStretchFactor(0, 1);
    m_split->setSizes({1000, 460});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_behind);
    layout->addWidget(m_merge);
    layout->addWidget(m_sheet);
    layout->addWidget(m_split, 1);

    m_ordering->setSingleShot(true);
    m_ordering->setInterval(0);
    connect(m_ordering, &QTimer::timeout, this, &PactEditor::orderTabs);
    for (QTabWidget *tabs : {m_views, static_cast<QTabWidget *>(m_findings)})
        connect(tabs, &QTabWidget::currentChanged, m_ordering, qOverload<>(&QTimer::start));
    connect(m_forms, &QStackedWidget::currentChanged, m_ordering, qOverload<>(&QTimer::start));
    connect(m_sheet, &LifeSheet::closed, this, [this] { m_submit->setFocus(Qt::OtherFocusReason); });
    connect(m_update, &QPushButton::clicked, this, [this] {
        if (m_typing->isActive())
            sourceTyped();
        m_merge->open(m_draft.get());
        m_ordering->start();
    });
    connect(m_merge, &MergeSheet::closed, this, [this] {
        (m_behind->isVisible() ? static_cast<QWidget *>(m_update) : m_sections)->setFocus(Qt::OtherFocusReason);
        m_ordering->start();
    });
    m_typing->setSingleShot(true);
    m_typing->setInterval(250);
    connect(m_typing, &QTimer::timeout, this, &PactEditor::sourceTyped);
    connect(m_source, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_showing && m_draft && m_source->toPlainText() != m_draft->source()) // also told when only colours change
            m_typing->start();
    });
    connect(m_views, &QTabWidget::currentChanged, this, [this] {
        if (m_typing->isActive())
            sourceTyped();
        if (m_views->currentIndex() == 1)
            showSource();
    });
    connect(m_sections, &QListWidget::currentRowChanged, m_forms, &QStackedWidget::setCurrentIndex);
    connect(m_back, &QPushButton::clicked, this, &PactEditor::close);
    connect(m_undo, &QPushButton::clicked, this, [this] { m_draft->undo(); });
    connect(m_redo, &QPushButton::clicked, this, [this] { m_draft->redo(); });
    connect(m_discard, &QPushButton::clicked, this, [this] { Q_EMIT discardWanted(m_draft->key()); });
    connect(m_submit, &QPushButton::clicked, this, [this] {
        m_draft->save();
        m_sheet->open({tr("Submit %1 for review?").arg(m_draft->title()), tr("It can no longer be changed then. The reviewers it names have to sign before it can come into force; you cannot approve it yourself."),
                       tr("Sign and submit"), true, false});
    });
    connect(m_sheet, &LifeSheet::committed, this, [this](const QString &note) { Q_EMIT submitWanted(note); });
    connect(m_findings, &DraftFindings::placeWanted, this, &PactEditor::focusPlace);
    connect(m_findings, &DraftFindings::linkActivated, this, &PactEditor::linkActivated);
    const auto shortcut = [this](const QKeySequence &keys, auto &&act) {
        auto *made = new QShortcut(keys, this);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, this, act);
    };
    shortcut(QKeySequence::Undo, [this] { m_undo->click(); });
    shortcut(QKeySequence::Redo, [this] { m_redo->click(); });
    shortcut(QKeySequence(QStringLiteral("Ctrl+R")), [this] { m_findings->showReplay(); });
    buildSections();
}

PactEditor::~PactEditor() = default;

void PactEditor::buildSections()
{
    const int row = std::max(0, m_sections->currentRow());
    {
        const QSignalBlocker quiet(m_sections);
        m_sections->clear();
    }
    while (QWidget *form = m_forms->widget(0)) {
        m_forms->removeWidget(form);
        delete form;
    }
    for (const EditorSection &section : editorSections()) {
        auto *page = new QWidget(m_forms);
        auto *column = new QVBoxLayout(page);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        auto *about = new QLabel(section.about, page);
        about->setWordWrap(true);
        about->setProperty("part", QStringLiteral("muted"));
        about->setContentsMargins(20, 12, 16, 0);
        column->addWidget(about);
        if (const auto *list = std::get_if<ListSpec>(&section.content)) {
            auto *form = new ItemListForm(*list, page);
            connect(form, &ItemListForm::countChanged, this, &PactEditor::updateCounts);
            connect(form, &ItemListForm::countChanged, m_ordering, qOverload<>(&QTimer::start));
            connect(form->form(), &FieldForm::fieldsChanged, m_ordering, qOverload<>(&QTimer::start));
            column->addWidget(form, 1);
        } else {
            auto *scroll = new ScrollPane(page);
            scroll->setFocusPolicy(Qt::NoFocus); // its fields take it
            scroll->setWidget(new FieldForm(std::get<std::vector<FieldSpec>>(section.content), scroll));
            scroll->setWidgetResizable(true);
            column->addWidget(scroll, 1);
        }
        page->setProperty("section", section.key);
        m_forms->addWidget(page);
        auto *item = new QListWidgetItem(section.title, m_sections);
        item->setData(Qt::UserRole, section.title);
    }
    m_sections->setCurrentRow(row);
    m_sections->setProperty("role", QStringLiteral("entries"));
    m_sections->setAccessibleName(tr("Parts of the pact"));
    m_views->setTabText(0, tr("Form"));
    m_views->setTabText(1, tr("Source"));
    m_views->setTabText(2, tr("Reads as"));
    m_views->tabBar()->setAccessibleName(tr("Views of the draft"));
    m_source->setAccessibleName(tr("Source of the draft"));
    m_back->setText(tr("Versions"));
    m_back->setToolTip(tr("Back to the versions. The draft is kept (Escape)."));
    m_undo->setToolTip(tr("Undo (Ctrl+Z)"));
    m_undo->setAccessibleName(tr("Undo"));
    m_redo->setToolTip(tr("Redo (Ctrl+Shift+Z)"));
    m_redo->setAccessibleName(tr("Redo"));
    m_discard->setText(tr("Discard…"));
    m_submit->setText(tr("Submit for review…"));
    m_update->setText(tr("Bring up to date…"));
}

void PactEditor::edit(std::unique_ptr<DraftModel> draft)
{
    if (m_draft)
        m_draft->disconnect(this);
    m_merge->close();
    m_findings->show(nullptr);
    std::swap(m_draft, draft);
    connect(m_draft.get(), &DraftModel::changed, this, [this] {
        updateHead();
        if (m_views->currentIndex() == 1)
            showSource();
    });
    connect(m_draft.get(), &DraftModel::sourceProblemChanged, this, &PactEditor::updateHead);
    connect(m_draft.get(), &DraftModel::savedChanged, this, &PactEditor::updateHead);
    connect(m_draft.get(), &DraftModel::checked, this, [this] {
        m_prose->show(m_draft->item());
        updateHead();
    });
    connect(m_draft.get(), &DraftModel::compared, this, &PactEditor::updateBehind);
    connect(m_draft.get(), &DraftModel::troubled, this, &PactEditor::troubled);
    showDraft();
}

void PactEditor::close()
{
    if (!m_draft)
        return;
    if (m_typing->isActive())
        sourceTyped();
    m_draft->save();
    m_merge->close();
    m_findings->show(nullptr);
    for (int i = 0; i < m_forms->count(); ++i) {
        if (auto *list = m_forms->widget(i)->findChild<ItemListForm *>())
            list->show(nullptr);
        else if (auto *form = m_forms->widget(i)->findChild<FieldForm *>())
            form->show(nullptr, QString());
    }
    m_draft.reset();
    Q_EMIT closed();
}

void PactEditor::showDraft()
{
    for (int i = 0; i < m_forms->count(); ++i) {
        if (auto *list = m_forms->widget(i)->findChild<ItemListForm *>())
            list->show(m_draft.get());
        else if (auto *form = m_forms->widget(i)->findChild<FieldForm *>())
            form->show(m_draft.get(), QString());
    }
    m_findings->show(m_draft.get());
    m_prose->show(m_draft->item());
    showSource();
    updateHead();
    updateBehind();
    updateCounts();
    m_ordering->start();
}

void PactEditor::showSource()
{
    const QString source = m_draft->source();
    if (m_source->toPlainText() == source || m_typing->isActive())
        return;
    m_showing = true;
    const int top = m_source->verticalScrollBar()->value();
    m_source->setPlainText(source); // as it is: an editor must not rename invisible characters
    m_source->verticalScrollBar()->setValue(top);
    m_showing = false;
}

void PactEditor::sourceTyped()
{
    m_typing->stop();
    if (!m_draft)
        return;
    m_draft->setSource(m_source->toPlainText());
    updateHead();
}

void PactEditor::updateHead()
{
    if (!m_draft)
        return;
    m_title->setText(m_draft->title());
    const QString problem = m_draft->sourceProblem();
    QStringList state{tr("Draft")};
    //: %1 a time of day
    if (const auto saved = m_draft->saved())
        state << tr("saved %1").arg(QLocale().toString(saved->time(), QLocale::LongFormat));
    if (!m_draft->isChecked())
        state << tr("checking…");
    m_state->setText(state.join(QStringLiteral(" · ")));
    m_undo->setEnabled(m_draft->canUndo());
    m_redo->setEnabled(m_draft->canRedo());
    m_sourceProblem->setVisible(!problem.isEmpty());
    m_sourceProblem->setText(m_draft->sourceProblemLine() > 0 ? tr("Line %1: %2 The form waits until it can be read.").arg(m_draft->sourceProblemLine()).arg(problem)
                                                              : tr("%1 The form waits until it can be read.").arg(problem));
    m_forms->setEnabled(problem.isEmpty());
    m_views->setTabEnabled(0, problem.isEmpty());
    m_views->setTabToolTip(0, problem.isEmpty() ? QString() : tr("The source is no JSON, so the form cannot show it. Mend the source first."));
    const int errors = m_draft->item().problemCount(ProblemClass::Error) + m_draft->item().problemCount(ProblemClass::Security);
    const bool ready = problem.isEmpty() && m_draft->isChecked() && errors == 0;
    m_submit->setEnabled(ready);
    m_submit->setToolTip(ready ? tr("Asks the reviewers to sign this version. It can no longer be changed then.")
                               : tr("First solve the problems of class Security and Error."));
}

void PactEditor::updateBehind()
{
    const QString behind = m_draft ? m_draft->behind() : QString();
    const bool appeared = m_behind->isHidden() == !behind.isEmpty();
    m_behind->setVisible(!behind.isEmpty());
    //: %1 and %2 are version numbers
    m_behindText->setText(tr("This draft was written after %1. In force now is %2: it cannot come into force before it is brought up to date.")
                              .arg(m_draft ? m_draft->value(QStringLiteral("/parent_version")).toString() : QString(), behind));
    m_update->setAccessibleDescription(m_behindText->text());
    if (appeared)
        m_ordering->start();
}

void PactEditor::updateCounts()
{
    for (int i = 0; i < m_forms->count(); ++i) {
        QListWidgetItem *item = m_sections->item(i);
        const QString title = item->data(Qt::UserRole).toString();
        const auto *list = m_forms->widget(i)->findChild<ItemListForm *>();
        item->setText(list && list->count() > 0 ? tr("%1  %2").arg(title).arg(list->count()) : title);
    }
}

/// Widgets are made long before they are filled, and rows of conditions come and go: Tab follows what is seen.
void PactEditor::orderTabs()
{
    QList<QWidget *> order{m_back, m_undo, m_redo, m_discard, m_submit};
    if (m_behind->isVisible())
        order << m_update;
    if (m_merge->isVisible())
        order << inReadingOrder(m_merge);
    if (m_sheet->isVisible())
        order << inReadingOrder(m_sheet);
    order << m_sections << m_views->tabBar();
    const auto *list = m_views->currentIndex() == 0 && m_forms->currentWidget() ? m_forms->currentWidget()->findChild<ItemListForm *>() : nullptr;
    for (QWidget *pane : list ? list->columns() : QList<QWidget *>{m_views->currentWidget()})
        order << inReadingOrder(pane);
    order << m_findings->tabBar() << inReadingOrder(m_findings->currentWidget());
    for (qsizetype i = 1; i < order.size(); ++i)
        QWidget::setTabOrder(order[i - 1], order[i]);
}

QWidget *PactEditor::section(const QString &key) const
{
    for (int i = 0; i < m_forms->count(); ++i) {
        if (m_forms->widget(i)->property("section").toString() == key)
            return m_forms->widget(i);
    }
    return nullptr;
}

void PactEditor::showSection(const QString &key)
{
    QWidget *page = section(key);
    if (!page)
        return;
    m_views->setCurrentIndex(0);
    m_sections->setCurrentRow(m_forms->indexOf(page));
}

QList<QWidget *> PactEditor::panes() const
{
    return {m_sections, m_views, m_findings};
}

void PactEditor::focusPlace(const QString &place)
{
    m_views->setCurrentIndex(0);
    for (int i = 0; i < m_forms->count(); ++i) {
        auto *list = m_forms->widget(i)->findChild<ItemListForm *>();
        auto *form = list ? nullptr : m_forms->widget(i)->findChild<FieldForm *>();
        if (list ? list->focusPlace(place) || list->focusTitle(place) : form && form->focusPlace(place)) {
            m_sections->setCurrentRow(i);
            // Once more, now that it is seen: what is hidden takes no focus.
            if (list)
                (void)(list->focusPlace(place) || list->focusTitle(place));
            else
                (void)form->focusPlace(place);
            return;
        }
    }
}

void PactEditor::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        buildSections();
        if (m_draft)
            showDraft();
    }
    QWidget::changeEvent(event);
}

/// Beside the form where there is room, below it where there is not.
void PactEditor::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    constexpr int roomy = 1400;
    const auto wanted = width() < roomy ? Qt::Vertical : Qt::Horizontal;
    if (m_split->orientation() == wanted)
        return;
    m_split->setOrientation(wanted);
    m_split->setSizes(wanted == Qt::Vertical ? QList<int>{height() * 3 / 4, height() / 4} : QList<int>{width() * 2 / 3, width() / 3});
}

void PactEditor::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace mandate
