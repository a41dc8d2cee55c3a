// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/sources/gateway_pane.h"

#include "models/items/gateway_control.h"
#include "models/items/text_safety.h"
#include "views/widgets/plain_text.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace mandate {

GatewayPane::GatewayPane(QWidget *parent)
    : QFrame(parent),
      m_words(new PlainText(this)),
      m_toggle(new QPushButton(this)),
      m_more(new QPushButton(this)),
      m_tokensPart(new QWidget(this)),
      m_tokens(new QTableWidget(0, 4, m_tokensPart)),
      m_agent(new QComboBox(m_tokensPart)),
      m_create(new QPushButton(m_tokensPart)),
      m_revoke(new QPushButton(m_tokensPart)),
      m_once(new QLabel(m_tokensPart)),
      m_secret(new QLineEdit(m_tokensPart))
{
    setProperty("surface", QStringLiteral("panel"));
    m_more->setCheckable(true);
    m_agent->setEditable(true);
    m_agent->setMinimumContentsLength(24);
    m_secret->setReadOnly(true);
    m_once->setWordWrap(true);
    m_tokens->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tokens->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_tokens->setSelectionMode(QAbstractItemView::SingleSelection);
    m_tokens->setTabKeyNavigation(false);
    m_tokens->verticalHeader()->hide();
    m_tokens->horizontalHeader()->setStretchLastSection(true);
    m_tokens->setMaximumHeight(fontMetrics().lineSpacing() * 8);
    auto *row = new QHBoxLayout;
    row->addWidget(m_words, 1);
    row->addWidget(m_toggle);
    row->addWidget(m_more);
    auto *making = new QHBoxLayout;
    making->addWidget(m_agent, 1);
    making->addWidget(m_create);
    making->addWidget(m_revoke);
    auto *part = new QVBoxLayout(m_tokensPart);
    part->setContentsMargins(0, 4, 0, 0);
    part->addWidget(m_tokens);
    part->addLayout(making);
    part->addWidget(m_once);
    part->addWidget(m_secret);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 10, 14, 10);
    layout->addLayout(row);
    layout->addWidget(m_tokensPart);
    m_tokensPart->hide();
    m_secret->hide();
    m_once->hide();
    connect(m_toggle, &QPushButton::clicked, this, [this] {
        if (!m_control)
            return;
        if (m_control->isRunning())
            m_control->stop();
        else
            m_control->start(m_listen);
    });
    connect(m_more, &QPushButton::toggled, this, [this](bool shown) {
        m_tokensPart->setVisible(shown);
        m_secret->clear(); // it was shown once
        m_secret->hide();
        m_once->hide();
        fillTokens();
    });
    connect(m_create, &QPushButton::clicked, this, &GatewayPane::createToken);
    connect(m_revoke, &QPushButton::clicked, this, &GatewayPane::revokeToken);
    connect(m_agent, &QComboBox::editTextChanged, this, &GatewayPane::refresh);
    connect(m_tokens, &QTableWidget::itemSelectionChanged, this, &GatewayPane::refresh);
    retranslate();
}

void GatewayPane::setSession(Session *session)
{
    if (m_control)
        m_control->disconnect(this);
    m_control = GatewayControl::of(session);
    if (m_control)
        connect(m_control, &GatewayControl::changed, this, &GatewayPane::refresh);
    m_more->setChecked(false);
    fillTokens();
    refresh();
}

QString GatewayPane::words() const
{
    return m_words->text();
}

void GatewayPane::refresh()
{
    setVisible(m_control != nullptr);
    if (!m_control)
        return;
    const QString obstacle = m_control->obstacle();
    QString says = obstacle.isEmpty() || m_control->isRunning() ? m_control->words() : m_control->words() + QLatin1Char(' ') + obstacle;
    if (const auto trouble = m_control->trouble())
        says = tr("%1 %2 (%3)").arg(trouble->happened, trouble->remedy, trouble->code);
    m_words->setUntrusted(says);
    m_toggle->setText(m_control->isRunning() ? tr("Stop gateway") : tr("Start gateway"));
    m_toggle->setEnabled(m_control->isRunning() || obstacle.isEmpty());
    m_toggle->setToolTip(obstacle.isEmpty() ? tr("Agents on this machine ask here before they act. It runs while this console does; \"mandate serve\" runs without it.") : obstacle);
    m_more->setEnabled(obstacle.isEmpty());
    m_more->setToolTip(obstacle.isEmpty() ? tr("What lets an agent ask: create, see, revoke") : obstacle);
    const bool named = !m_agent->currentText().trimmed().isEmpty();
    m_create->setEnabled(named);
    m_create->setToolTip(named ? tr("Shows a token once, good for asking, reporting and filing requests as this agent") : tr("Choose or type the agent first"));
    const auto *chosen = m_tokens->currentItem();
    const bool valid = chosen && m_tokens->item(chosen->row(), 0)->data(Qt::UserRole).toBool();
    m_revoke->setEnabled(valid);
    m_revoke->setToolTip(valid ? tr("The next request with this token is refused") : tr("Choose a valid token first"));
}

void GatewayPane::fillTokens()
{
    m_tokens->setRowCount(0);
    if (!m_control)
        return;
    const QString typed = m_agent->currentText();
    m_agent->clear();
    m_agent->addItems(m_control->agents());
    m_agent->setEditText(typed);
    for (const TokenItem &token : m_control->tokens()) {
        const int row = m_tokens->rowCount();
        m_tokens->insertRow(row);
        const QStringList cells{token.name, token.agents.join(QStringLiteral(", ")), token.scopes.join(QStringLiteral(", ")), token.state};
        for (int column = 0; column < cells.size(); ++column) {
            auto *item = new QTableWidgetItem(visibleLine(cells[column].toStdString(), 200));
            //: a token, its agents and its state, read to somebody who does not see the table
            item->setData(Qt::AccessibleTextRole, tr("Token %1 for %2, %3").arg(cells[0], cells[1], cells[3]));
            item->setData(Qt::UserRole, token.isValid);
            m_tokens->setItem(row, column, item);
        }
    }
    m_tokens->resizeColumnsToContents();
    refresh();
}

void GatewayPane::createToken()
{
    const QString agent = m_agent->currentText().trimmed();
    if (!m_control || agent.isEmpty())
        return;
    const GatewayControl::NewToken made = m_control->createToken(agent);
    m_once->setText(made.trouble ? tr("%1 %2 (%3)").arg(made.trouble->happened, made.trouble->remedy, made.trouble->code)
                                 : tr("This is token \"%1\". It is shown only now: put it where the agent finds it.").arg(made.name));
    m_once->show();
    m_secret->setVisible(!made.trouble);
    m_secret->setText(made.secret);
    fillTokens();
    if (!made.trouble) {
        m_secret->setFocus(Qt::OtherFocusReason);
        m_secret->selectAll();
    }
}

void GatewayPane::revokeToken()
{
    const auto *chosen = m_tokens->currentItem();
    if (!m_control || !chosen)
        return;
    const QString name = m_tokens->item(chosen->row(), 0)->text();
    const auto trouble = m_control->revokeToken(name);
    m_once->setText(trouble ? tr("%1 %2 (%3)").arg(trouble->happened, trouble->remedy, trouble->code) : tr("Token \"%1\" is revoked; its next request is refused.").arg(name));
    m_once->show();
    m_secret->clear();
    m_secret->hide();
    fillTokens();
}

void GatewayPane::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

void GatewayPane::retranslate()
{
    m_more->setText(tr("Tokens…"));
    m_create->setText(tr("Create token"));
    m_revoke->setText(tr("Revoke token"));
    m_agent->setAccessibleName(tr("Agent the token is for"));
    m_agent->lineEdit()->setPlaceholderText(tr("Agent, such as shop-1"));
    m_agent->lineEdit()->setAccessibleName(tr("Agent the token is for"));
    m_tokens->setAccessibleName(tr("Tokens of agents"));
    m_tokens->setHorizontalHeaderLabels({tr("Token"), tr("Agents"), tr("Good for"), tr("State")});
    m_secret->setAccessibleName(tr("The new token, shown once"));
    refresh();
}

} // namespace mandate
