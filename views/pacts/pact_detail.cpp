// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/pact_detail.h"

#include "models/items/text_safety.h"
#include "views/pacts/pact_people.h"
#include "views/pacts/pact_prose.h"
#include "views/pacts/problem_table.h"
#include "views/pacts/source_view.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
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
      m_tabs(new QTabWidget(this)),
      m_prose(new PactProse(this)),
      m_sourceTab(new QWidget(this)),
      m_digestName(new QLabel(m_sourceTab)),
      m_digest(new PlainText(m_sourceTab)),
      m_source(new SourceView(m_sourceTab)),
      m_problems(new ProblemTable(this)),
      m_people(new PactPeople(this))
{
    m_title->setFont(Theme::scaledFont(1.2, QFont::DemiBold));
    m_about->setProperty("part", QStringLiteral("muted"));
    m_digestName->setProperty("part", QStringLiteral("muted"));
    m_digest->setMono(true);
    auto *titles = new QHBoxLayout;
    titles->addWidget(m_title, 1, Qt::AlignVCenter);
    titles->addWidget(m_force, 0, Qt::AlignTop);
    auto *head = new QVBoxLayout(m_head);
    head->setContentsMargins(20, 14, 16, 8);
    head->setSpacing(4);
    head->addLayout(titles);
    head->addWidget(m_about);
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
    m_tabs->setFocusPolicy(Qt::NoFocus); // its bar takes Tab
    m_tabs->addTab(m_prose, QString());
    m_tabs->addTab(m_sourceTab, QString());
    m_tabs->addTab(m_problems, QString());
    m_tabs->addTab(m_people, QString());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(m_tabs, 1);
    connect(m_problems, &ProblemTable::clauseWanted, this, &PactDetail::showClause);
    connect(m_prose, &PactProse::linkActivated, this, &PactDetail::linkActivated);
    retranslate();
    show(nullptr);
}

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
    m_prose->show(m_pact);
    m_digest->setUntrusted(m_pact.digest);
    m_source->setSource(m_pact.source);
    m_problems->show(m_pact);
    m_people->show(m_pact);
    retranslate();
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
    m_tabs->setTabText(1, tr("Source"));
    const auto problems = static_cast<std::uint64_t>(m_pact.problems.size());
    //: name of a tab, %1 is a number
    m_tabs->setTabText(2, problems == 0 ? tr("Checks") : tr("Checks (%1)").arg(words::number(problems)));
    m_tabs->setTabText(3, tr("People"));
    m_digestName->setText(tr("SHA-256 of its canonical form"));
    m_source->setAccessibleName(tr("Source of the pact"));
}

} // namespace mandate
