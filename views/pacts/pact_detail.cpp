// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/pact_detail.h"

#include "models/items/pact_replays.h"
#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "views/pacts/export_sheet.h"
#include "views/pacts/life_sheet.h"
#include "views/pacts/pact_observed.h"
#include "views/pacts/pact_people.h"
#include "views/pacts/pact_prose.h"
#include "views/pacts/pact_review.h"
#include "views/pacts/problem_table.h"
#include "views/pacts/source_view.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace mandate {

PactDetail::PactDetail(QWidget *parent)
    : QWidget(parent),
      m_head(new QWidget(this)),
      m_title(new PlainText(m_head)),
      m_force(new StateChip(m_head)),
      m_about(new PlainText(m_head)),
      m_life(new PlainText(m_head)),
      m_steps(new QWidget(m_head)),
      m_stepRow(new QHBoxLayout(m_steps)),
      m_sheet(new LifeSheet(this)),
      m_export(new QPushButton(m_head)),
      m_exportSheet(new ExportSheet(this)),
      m_tabs(new QTabWidget(this)),
      m_prose(new PactProse(this)),
      m_review(new PactReview(this)),
      m_sourceTab(new QWidget(this)),
      m_digestName(new QLabel(m_sourceTab)),
      m_digest(new PlainText(m_sourceTab)),
      m_source(new SourceView(m_sourceTab)),
      m_problems(new ProblemTable(this)),
      m_people(new PactPeople(this)),
      m_observed(new PactObserved(this))
{
    m_title->setFont(Theme::scaledFont(1.2, QFont::DemiBold));
    m_about->setProperty("part", QStringLiteral("muted"));
    m_digestName->setProperty("part", QStringLiteral("muted"));
    m_digest->setMono(true);
    auto *titles = new QHBoxLayout;
    titles->addWidget(m_title, 1, Qt::AlignVCenter);
    titles->addWidget(m_force, 0, Qt::AlignTop);
    titles->addWidget(m_export, 0, Qt::AlignTop);
    auto *head = new QVBoxLayout(m_head);
    head->setContentsMargins(20, 14, 16, 8);
    head->setSpacing(4);
    head->addLayout(titles);
    head->addWidget(m_about);
    head->addWidget(m_life);
    head->addWidget(m_steps);
    m_stepRow->setContentsMargins(0, 4, 0, 0);
    m_stepRow->setSpacing(8);
    auto *digest = new QVBoxLayout;
    digest->setContentsMargins(20, 10, 16, 8);
    digest->setSpacing(2);
    digest->addWidget(m_digestName);
    digest->addWidget(m_digest);
    auto *source = new QVBoxLayout(m_sourceTab);
    source->setContentsMargins(0, 0, 0, 0);
    source->setSpacing(0);
    source->addLayout(digest);
    source->addWidget(m_source, 1);
    m_tabs->setDocumentMode(true);
    m_tabs->setFocusProxy(nullptr); // its bar takes Tab itself, and only once
    m_tabs->setFocusPolicy(Qt::NoFocus);
    m_tabs->addTab(m_prose, QString());
    m_tabs->addTab(m_review, QString());
    m_tabs->addTab(m_sourceTab, QString());
    m_tabs->addTab(m_problems, QString());
    m_tabs->addTab(m_people, QString());
    m_tabs->addTab(m_observed, QString());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(m_sheet);
    layout->addWidget(m_exportSheet);
    layout->addWidget(m_tabs, 1);
    connect(m_problems, &ProblemTable::clauseWanted, this, &PactDetail::showClause);
    connect(m_prose, &PactProse::linkActivated, this, &PactDetail::linkActivated);
    m_export->setProperty("role", QStringLiteral("quiet"));
    connect(m_export, &QPushButton::clicked, this, [this] { m_exportSheet->open(m_pact.key(), tr("%1 %2").arg(m_pact.title, m_pact.version)); });
    connect(m_exportSheet, &ExportSheet::closed, this, [this] { m_export->setFocus(Qt::OtherFocusReason); });
    connect(m_review, &PactReview::readChanged, this, &PactDetail::updateSteps);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        if (m_tabs->currentWidget() == m_observed)
            m_observed->look();
    });
    connect(m_observed, &PactObserved::linkActivated, this, &PactDetail::linkActivated);
    connect(m_sheet, &LifeSheet::closed, this, [this] {
        const auto step = std::exchange(m_asked, std::nullopt);
        if (QPushButton *button = step ? stepButton(step->code, step->role) : nullptr)
            button->setFocus(Qt::OtherFocusReason);
    });
    connect(m_sheet, &LifeSheet::committed, this, [this](const QString &note, const QDateTime &effective, quint64 replayEntry) {
        if (const auto step = std::exchange(m_asked, std::nullopt))
            Q_EMIT stepWanted(m_pact.key(), step->code, step->role, note, effective, replayEntry);
    });
    retranslate();
    show(nullptr);
}

PactDetail::~PactDetail() = default;

void PactDetail::show(const PactItem *pact)
{
    m_pact = pact ? *pact : PactItem();
    m_head->setVisible(pact != nullptr);
    m_tabs->setVisible(pact != nullptr);
    if (!pact)
        return;
    //: a pact: %1 its title, %2 its version number
    m_title->setUntrusted(tr("%1 %2").arg(m_pact.title, m_pact.version));
    m_force->setState(m_pact.force());
    QStringList about;
    //: %1 is which agents, such as "every agent in airline"
    about << tr("Binds %1.").arg(m_pact.binds);
    about << (m_pact.addedBy.isEmpty() ? tr("Added %1.").arg(words::time(m_pact.added))
                                       //: %1 date and time, %2 a person
                                       : tr("Added %1 by %2.").arg(words::time(m_pact.added), m_pact.addedBy));
    if (!m_pact.validity.isEmpty())
        about << m_pact.validity;
    m_about->setUntrusted(about.join(QLatin1Char(' ')));
    if (m_exportSheet->isVisible() && pact->key() != m_exportSheet->property("pact").toString())
        m_exportSheet->close();
    m_exportSheet->setProperty("pact", m_pact.key());
    if (m_asked && (!pact || pact->key() != m_sheet->property("pact").toString()))
        m_sheet->close();
    QStringList life;
    if (!m_pact.quorum.isEmpty())
        //: %1 roles with who signed
        life << tr("Signatures: %1.").arg(m_pact.quorum);
    if (!m_pact.lifeNote.isEmpty())
        life << m_pact.lifeNote;
    if (!m_pact.summary.isEmpty())
        //: %1 quoted words of the author
        life << tr("The author says: \u201c%1\u201d").arg(m_pact.summary);
    m_life->setUntrusted(life.join(QLatin1Char(' ')));
    m_life->setVisible(!life.isEmpty());
    m_review->show(m_pact);
    fillSteps();
    m_prose->show(m_pact);
    m_digest->setUntrusted(m_pact.digest);
    m_source->setSource(m_pact.source);
    m_problems->show(m_pact);
    m_people->show(m_pact);
    m_tabs->setTabVisible(m_tabs->indexOf(m_observed), m_pact.observing);
    m_observed->show(m_pact);
    retranslate();
}

void PactDetail::setSession(Session *session)
{
    m_review->setSession(session);
    m_exportSheet->setSession(session);
    m_observed->setSession(session);
    m_sheet->setReplays(nullptr);
    m_replays.reset();
    if (!session)
        return;
    m_replays = std::make_unique<PactReplays>(session);
    m_sheet->setReplays(m_replays.get());
    connect(m_replays.get(), &PactReplays::troubled, session, &Session::troubled);
}

QPushButton *PactDetail::stepButton(const QString &code, const QString &role) const
{
    for (std::size_t i = 0; i < m_stepButtons.size(); ++i) {
        if (m_pact.steps[i].code == code && (role.isEmpty() || m_pact.steps[i].role == role))
            return m_stepButtons[i];
    }
    return nullptr;
}

/// Buttons stay visible; one that is disabled says why, and who can.
void PactDetail::fillSteps()
{
    QStringList names;
    for (const PactStepItem &step : m_pact.steps)
        names << step.code + QLatin1Char('/') + step.role + QLatin1Char('/') + step.text;
    if (names == m_stepNames)
        return updateSteps(); // not from under somebody's fingers
    m_stepNames = names;
    for (QPushButton *button : m_stepButtons)
        delete button;
    m_stepButtons.clear();
    while (QLayoutItem *item = m_stepRow->takeAt(0))
        delete item;
    for (const PactStepItem &step : m_pact.steps) {
        auto *button = new QPushButton(step.text, m_steps);
        if (step.code == QLatin1String("approve") || step.code == QLatin1String("activate"))
            button->setProperty("role", QStringLiteral("primary"));
        connect(button, &QPushButton::clicked, this, [this, i = m_stepButtons.size()] { ask(m_pact.steps[i]); });
        m_stepRow->addWidget(button);
        m_stepButtons.push_back(button);
    }
    m_stepRow->addStretch(1);
    m_steps->setVisible(!m_stepButtons.empty());
    tabBehind(m_head, m_steps);
    updateSteps();
}

void PactDetail::updateSteps()
{
    for (std::size_t i = 0; i < m_stepButtons.size() && i < m_pact.steps.size(); ++i) {
        const PactStepItem &step = m_pact.steps[i];
        QString why = step.refusal;
        if (why.isEmpty() && step.code == QLatin1String("approve") && !m_review->isRead())
            why = tr("Read every change first: %1 of %2 read.").arg(m_review->readCount()).arg(m_review->changeCount());
        m_stepButtons[i]->setEnabled(why.isEmpty());
        m_stepButtons[i]->setToolTip(why);
        m_stepButtons[i]->setAccessibleDescription(why);
    }
    const int unread = m_review->changeCount() - m_review->readCount();
    //: name of a tab, %1 is a number
    m_tabs->setTabText(m_tabs->indexOf(m_review), unread > 0 ? tr("Changes (%1 unread)").arg(unread) : tr("Changes"));
}

void PactDetail::ask(const PactStepItem &step)
{
    m_asked = step;
    m_sheet->setProperty("pact", m_pact.key());
    const QString version = tr("%1 %2").arg(m_pact.title, m_pact.version);
    LifeSheet::Question question;
    question.needsNote = step.needsReason;
    question.offersTime = step.offersTime;
    if (step.code == QLatin1String("approve")) {
        question.title = step.role.isEmpty() ? tr("Approve %1?").arg(version) : tr("Approve %1 as %2?").arg(version, step.role);
        question.effect = tr("You sign this text. It is not in force before somebody activates it.");
        question.commit = tr("Sign and approve");
    } else if (step.code == QLatin1String("return")) {
        question.title = tr("Ask for changes to %1?").arg(version);
        question.effect = tr("This version number is spent. The author begins a new draft.");
        question.commit = tr("Sign and return");
    } else if (step.code == QLatin1String("observe")) {
        question.title = tr("Observe %1?").arg(version);
        question.effect = tr("From now on it is judged beside the pact in force, without any effect.");
        question.commit = tr("Sign and observe");
    } else if (step.code == QLatin1String("activate")) {
        question.title = tr("Activate %1?").arg(version);
        question.effect = tr("From then on the agents it binds are judged by it. The version in force before is superseded.");
        question.commit = tr("Sign and activate");
    } else {
        question.title = tr("Withdraw %1?").arg(version);
        question.effect = m_pact.inForce ? tr("No version of this pact is in force then. Its agents are no longer authorized by it.") : tr("It can never come into force then.");
        question.commit = tr("Sign and withdraw");
    }
    m_sheet->open(question);
}

void PactDetail::showClause(const QString &clause)
{
    if (clause.isEmpty())
        return;
    m_tabs->setCurrentWidget(m_prose);
    m_prose->showClause(clause);
}

void PactDetail::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void PactDetail::retranslate()
{
    m_tabs->tabBar()->setAccessibleName(tr("Views of the pact"));
    m_tabs->setTabText(0, tr("Reads as"));
    m_tabs->setTabText(2, tr("Source"));
    const auto problems = static_cast<std::uint64_t>(m_pact.problems.size());
    //: name of a tab, %1 is a number
    m_tabs->setTabText(3, problems == 0 ? tr("Checks") : tr("Checks (%1)").arg(words::number(problems)));
    m_tabs->setTabText(4, tr("People and history"));
    m_tabs->setTabText(m_tabs->indexOf(m_observed), tr("Observed"));
    m_digestName->setText(tr("SHA-256 of its canonical form"));
    m_source->setAccessibleName(tr("Source of the pact"));
    m_export->setText(tr("Export…"));
}

} // namespace mandate
