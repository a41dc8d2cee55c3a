// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/label_draw_sheet.h"

#include "models/items/text_safety.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include <array>
#include <utility>

namespace mandate {

LabelDrawSheet::LabelDrawSheet(QWidget *parent)
    : SigningSheet(parent),
      m_title(new PlainText(this)),
      m_meaning(new PlainText(this)),
      m_name(new QLineEdit(this)),
      m_question(new QComboBox(this)),
      m_agent(new QComboBox(this)),
      m_deployment(new QComboBox(this)),
      m_strategy(new QComboBox(this)),
      m_size(new QSpinBox(this)),
      m_since(new QLineEdit(this)),
      m_until(new QLineEdit(this)),
      m_seed(new QLineEdit(this)),
      m_reason(new QLineEdit(this))
{
    setAccessibleName(tr("Draw a sample"));
    m_title->setFont(Theme::scaledFont(1.0, QFont::Bold));
    m_title->setText(tr("Draw a sample for two persons to label?"));
    m_question->addItems({tr("Should the session have been handed to a person?"), tr("Was the action within what the agent is there for?")});
    m_strategy->addItems({tr("By chance"), tr("Some of every verdict"), tr("Doubtful ones first")});
    m_size->setRange(1, 1000);
    m_size->setValue(50);
    m_size->setButtonSymbols(QAbstractSpinBox::NoButtons); // a number is typed, and the arrow keys count it
    m_agent->setProperty("untranslated", true); // names of agents
    m_deployment->setProperty("untranslated", true);
    for (QComboBox *box : {m_question, m_agent, m_deployment, m_strategy}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(16);
    }
    m_name->setPlaceholderText(tr("autumn-2026"));
    m_since->setPlaceholderText(tr("however long ago"));
    m_until->setPlaceholderText(tr("up to now"));
    for (QLineEdit *time : {m_since, m_until})
        time->setToolTip(tr("A date such as 2026-03-01, which begins at midnight UTC, or with a time: 2026-03-01T14:00:00Z"));
    m_seed->setPlaceholderText(tr("follows from the ledger and the name"));
    m_commit->setText(tr("Draw and sign"));
    m_keep->setText(tr("Draw nothing"));
    m_keep->setToolTip(tr("Closes the sheet and signs nothing (Esc)"));
    const auto named = [this](const QString &words, QWidget *field) {
        field->setAccessibleName(words);
        return std::pair{new QLabel(words, this), field};
    };
    const std::array cells{named(tr("Name of the sample"), m_name), named(tr("What is asked"), m_question), named(tr("Agent"), m_agent), named(tr("Where it acts"), m_deployment), named(tr("How it is drawn"), m_strategy),
                           named(tr("How many"), m_size), named(tr("From"), m_since), named(tr("Until, that not included"), m_until), named(tr("Seed"), m_seed), named(tr("What it is for"), m_reason), std::pair{m_passphraseLabel, static_cast<QWidget *>(m_passphrase)}};
    layOut(m_title, m_meaning, inPairs(cells), {m_name, m_question, m_agent, m_deployment, m_strategy, m_size, m_since, m_until, m_seed, m_reason});
    connect(m_agent, &QComboBox::currentIndexChanged, this, &LabelDrawSheet::offerDeployments);
    connect(m_strategy, &QComboBox::currentIndexChanged, this, &LabelDrawSheet::sayStrategy);
    sayStrategy();
}

void LabelDrawSheet::sayStrategy()
{
    const std::array<QString, 3> meanings{
        tr("Each is as likely as any other. What people answer says something about all of them, with an interval."),
        tr("Five of every verdict as far as there are, then more where there are more. Rare verdicts get looked at, and the answers are weighed by how many there are of each."),
        tr("What could not be decided, then what needed approval, then what the agent was least sure of. Good for finding mistakes. Not representative: nothing about all of them follows.")};
    m_meaning->setText(meanings.at(static_cast<std::size_t>(std::max(0, m_strategy->currentIndex()))) + u' ' + tr("What was drawn is signed and never changes, and everybody can draw it again and check it. Leave the seed empty: a seed that somebody chose is signed as chosen."));
}

void LabelDrawSheet::offerDeployments()
{
    m_deployment->clear();
    m_deployment->addItem(tr("Everywhere"), QString());
    const int at = m_agent->currentIndex();
    if (at < 0 || at >= m_agents.size())
        return;
    for (const QString &deployment : m_agents[at].deployments)
        m_deployment->addItem(visibleLine(deployment, 80), deployment);
}

void LabelDrawSheet::open(const QList<LabelAgent> &agents, bool needsPassphrase)
{
    m_agents = agents;
    m_agent->clear();
    for (const LabelAgent &agent : agents)
        m_agent->addItem(visibleLine(agent.agent, 80));
    offerDeployments();
    for (QLineEdit *field : {m_name, m_since, m_until, m_seed, m_reason, m_passphrase})
        field->clear();
    m_passphrase->setVisible(needsPassphrase);
    m_passphraseLabel->setVisible(needsPassphrase);
    m_problem->clear();
    show();
    m_name->setFocus(Qt::OtherFocusReason);
}

void LabelDrawSheet::commit()
{
    for (QLineEdit *field : {m_name, m_reason}) {
        if (field->text().trimmed().isEmpty()) {
            field->setFocus(Qt::OtherFocusReason);
            //: %1 the name of a field
            return complain(tr("There is a problem: fill in “%1”.").arg(field->accessibleName()));
        }
    }
    const int at = m_agent->currentIndex();
    if (at < 0)
        return complain(tr("There is a problem: no action of an agent is recorded. Import evidence first."));
    const LabelDrawWish wish{m_name->text().trimmed(), m_agents[at].agent, m_deployment->currentData().toString(), m_reason->text().trimmed(), m_passphrase->text(), m_question->currentIndex() == 0, m_strategy->currentIndex(),
                             static_cast<quint64>(m_size->value()), m_seed->text().trimmed(), m_since->text().trimmed(), m_until->text().trimmed()};
    m_passphrase->clear();
    m_problem->clear();
    Q_EMIT committed(wish);
}

} // namespace mandate
