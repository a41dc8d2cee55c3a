// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/editor/draft_findings.h"

#include "models/items/draft_model.h"
#include "views/pacts/change_words.h"
#include "views/pacts/problem_table.h"
#include "views/pacts/replay_table.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTabBar>
#include <QTableWidget>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace mandate {
namespace {

QWidget *column(QWidget *parent, std::initializer_list<QWidget *> widgets)
{
    auto *tab = new QWidget(parent);
    auto *layout = new QVBoxLayout(tab);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(8);
    for (QWidget *widget : widgets) {
        if (qobject_cast<QPushButton *>(widget))
            layout->addWidget(widget, 0, Qt::AlignLeading);
        else
            layout->addWidget(widget, qobject_cast<QLabel *>(widget) ? 0 : 1000);
    }
    layout->addStretch(0); // where the last one is hidden
    return tab;
}

} // namespace

DraftFindings::DraftFindings(QWidget *parent)
    : QTabWidget(parent),
      m_problems(new ProblemTable(this)),
      m_logic(new QLabel(this)),
      m_more(new QPushButton(tr("Answer more of them"), this)),
      m_compare(new QPushButton(tr("Compare again"), this)),
      m_changes(new QTextBrowser(this)),
      m_replay(new QPushButton(tr("Replay (Ctrl+R)"), this)),
      m_keep(new QPushButton(tr("Keep as evidence"), this)),
      m_said(new QLabel(this)),
      m_table(makeReplayTable(tr("Verdict now"), tr("Under the draft"), tr("Changed verdicts"), this))
{
    setDocumentMode(true);
    setFocusProxy(nullptr); // its bar takes Tab itself, and only once
    setFocusPolicy(Qt::NoFocus);
    m_changes->setAccessibleName(tr("Changes against the version in force"));
    m_changes->setOpenLinks(false);
    m_changes->setTabChangesFocus(true);
    m_said->setWordWrap(true);
    m_changesTab = column(this, {m_compare, m_changes});
    m_replayTab = column(this, {m_replay, m_said, m_table, m_keep});
    m_logic->setWordWrap(true);
    m_logic->setProperty("part", QStringLiteral("muted"));
    m_more->setToolTip(tr("Goes on with the questions that are open, for as long again. What is answered stays answered while you type."));
    m_problemsTab = new QWidget(this);
    auto *problems = new QVBoxLayout(m_problemsTab);
    problems->setContentsMargins(0, 0, 0, 0);
    problems->setSpacing(0);
    problems->addWidget(m_problems, 1);
    auto *logic = new QHBoxLayout;
    logic->setContentsMargins(12, 6, 12, 8);
    logic->addWidget(m_logic, 1);
    logic->addWidget(m_more);
    problems->addLayout(logic);
    addTab(m_problemsTab, tr("Problems"));
    addTab(m_changesTab, tr("Changes"));
    addTab(m_replayTab, tr("Replay"));
    tabBar()->setAccessibleName(tr("What is known of the draft"));
    connect(m_more, &QPushButton::clicked, this, [this] {
        if (m_draft)
            m_draft->askOpenQuestions();
    });
    connect(m_problems, &ProblemTable::clauseWanted, this, &DraftFindings::placeWanted);
    connect(m_changes, &QTextBrowser::anchorClicked, this, [this](const QUrl &url) { Q_EMIT placeWanted(url.fragment()); });
    connect(m_compare, &QPushButton::clicked, this, [this] {
        if (m_draft)
            m_draft->compare();
    });
    connect(m_replay, &QPushButton::clicked, this, [this] {
        if (!m_draft)
            return;
        if (m_draft->isReplaying())
            m_draft->cancelReplay();
        else
            m_draft->replay();
    });
    m_keep->setToolTip(tr("Writes into the ledger what was replayed and what came out. It approves nothing."));
    connect(m_keep, &QPushButton::clicked, this, [this] {
        if (m_draft)
            m_draft->keepReplay();
    });
    connect(m_table, &QTableWidget::itemActivated, this, [this](const QTableWidgetItem *item) {
        const QUrl link = m_table->item(item->row(), 0)->data(LinkRole).toUrl();
        if (link.isValid())
            Q_EMIT linkActivated(link);
    });
}

void DraftFindings::show(DraftModel *draft)
{
    if (m_draft)
        m_draft->disconnect(this);
    m_draft = draft;
    if (!draft)
        return;
    connect(draft, &DraftModel::checked, this, &DraftFindings::fillProblems);
    connect(draft, &DraftModel::logicChanged, this, &DraftFindings::fillLogic);
    connect(draft, &DraftModel::compared, this, &DraftFindings::fillChanges);
    connect(draft, &DraftModel::replayChanged, this, &DraftFindings::fillReplay);
    fillProblems();
    fillChanges();
    fillReplay();
}

void DraftFindings::showReplay()
{
    setCurrentWidget(m_replayTab);
    if (m_draft && !m_draft->isReplaying())
        m_draft->replay();
}

void DraftFindings::showProblems()
{
    setCurrentWidget(m_problemsTab);
    m_problems->setFocus(Qt::OtherFocusReason);
}

void DraftFindings::fillProblems()
{
    m_problems->show(m_draft->item());
    fillLogic();
    const auto count = static_cast<std::uint64_t>(m_draft->item().problems.size());
    //: name of a tab, %1 is a number
    setTabText(indexOf(m_problemsTab), count == 0 ? tr("Problems") : tr("Problems (%1)").arg(words::number(count)));
}

void DraftFindings::fillLogic()
{
    m_logic->setText(m_draft->isReasoning() ? tr("Asking what follows from the clauses…") : m_draft->logicSaid());
    m_logic->setVisible(!m_logic->text().isEmpty());
    m_more->setVisible(m_draft->hasOpenQuestions());
    m_more->setEnabled(!m_draft->isReasoning());
}

void DraftFindings::fillChanges()
{
    if (m_draft->isComparing()) {
        m_changes->setPlainText(tr("Comparing…"));
        return;
    }
    if (m_draft->comparedWith().isEmpty()) {
        m_changes->setPlainText(tr("No version of this pact is in the workspace, so there is nothing to compare with."));
        setTabText(indexOf(m_changesTab), tr("Changes"));
        return;
    }
    QString html = QStringLiteral("<p>%1</p>").arg(tr("Compared with version %1.").arg(m_draft->comparedWith()).toHtmlEscaped());
    if (m_draft->changes().empty())
        html += QStringLiteral("<p>%1</p>").arg(tr("Nothing changed.").toHtmlEscaped());
    for (const DraftChange &change : m_draft->changes())
        html += changeHtml(change, true);
    m_changes->setHtml(html);
    //: name of a tab, %1 is a number
    setTabText(indexOf(m_changesTab), tr("Changes (%1)").arg(words::number(static_cast<std::uint64_t>(m_draft->changes().size()))));
}

void DraftFindings::fillReplay()
{
    const bool running = m_draft->isReplaying();
    m_replay->setText(running ? tr("Cancel replay") : tr("Replay (Ctrl+R)"));
    const DraftReplay *replay = m_draft->replayed();
    m_table->setRowCount(0);
    m_keep->setVisible(replay != nullptr);
    m_keep->setEnabled(replay && !m_draft->replayKept());
    m_keep->setText(replay && m_draft->replayKept() ? tr("Kept in the ledger") : tr("Keep as evidence"));
    m_table->setVisible(replay && !replay->changes.empty());
    setTabText(indexOf(m_replayTab), replay ? tr("Replay (%1)").arg(words::number(static_cast<std::uint64_t>(replay->changes.size()))) : tr("Replay"));
    if (running) {
        m_said->setText(tr("Judging the recorded actions under this draft…"));
        return;
    }
    if (!replay) {
        m_said->setText(tr("Replay judges what the agent really did under this draft and lists the verdicts that would change. It changes nothing."));
        return;
    }
    QStringList said{tr("%1 recorded actions judged.").arg(words::number(replay->judged))};
    if (replay->undecidable > 0)
        said << tr("%1 could not be judged: %2.").arg(words::number(replay->undecidable), replay->missing.join(QStringLiteral(", ")));
    if (replay->judged == 0)
        said = {tr("This draft binds no agent whose actions are recorded here, so nothing was judged.")};
    else if (replay->changes.empty())
        said << tr("No verdict would change.");
    said << replay->rests;
    m_said->setText(said.join(QLatin1Char(' ')));
    fillReplayTable(m_table, replay->changes);
}

} // namespace mandate
