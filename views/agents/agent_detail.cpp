// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/agents/agent_detail.h"

#include "models/items/evidence_filter.h"
#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "views/agents/statement_sheet.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/scroll_pane.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

namespace mandate {
namespace {

QLabel *heading(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setProperty("part", QStringLiteral("heading"));
    return label;
}

PlainText *untrusted(const QString &text, QWidget *parent)
{
    auto *label = new PlainText(parent);
    label->setUntrusted(text);
    return label;
}

} // namespace

AgentDetail::AgentDetail(QWidget *parent)
    : QWidget(parent),
      m_name(new PlainText(this)),
      m_chip(new StateChip(this)),
      m_state(new PlainText(this)),
      m_act(new QPushButton(this)),
      m_sheet(new StatementSheet(this)),
      m_scroll(new ScrollPane(this))
{
    m_name->setFont(Theme::scaledFont(1.2, QFont::DemiBold));
    m_state->setProperty("part", QStringLiteral("muted"));
    auto *titles = new QHBoxLayout;
    titles->setSpacing(10);
    titles->addWidget(m_name, 1, Qt::AlignVCenter);
    titles->addWidget(m_chip, 0, Qt::AlignTop);
    titles->addWidget(m_act, 0, Qt::AlignTop);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(20, 14, 16, 12);
    head->setSpacing(6);
    head->addLayout(titles);
    head->addWidget(m_state);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_sheet);
    layout->addWidget(m_scroll, 1);
    m_sheet->hide();

    connect(m_act, &QPushButton::clicked, this, [this] { m_agent.canResume() ? openResume() : openSuspend(); });
    connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), this), &QShortcut::activated, this, &AgentDetail::openSuspend);
    connect(m_sheet, &StatementSheet::committed, this, [this](const QString &reason, const QString &note) {
        if (m_session && m_sheet->kind() == StatementSheet::Kind::Suspend)
            m_session->suspendAgent(m_agent.agent, reason, note);
        else if (m_session)
            m_session->resumeAgent(m_agent.agent, reason, note);
    });
    connect(m_sheet, &StatementSheet::closed, this, &AgentDetail::sheetClosed);
    show(nullptr);
}

void AgentDetail::setSession(Session *session)
{
    m_session = session;
    m_sheet->close();
    show(nullptr);
}

void AgentDetail::show(const AgentItem *agent)
{
    if (!agent || agent->agent != m_agent.agent)
        m_sheet->close();
    m_agent = agent ? *agent : AgentItem();
    for (QWidget *part : std::initializer_list<QWidget *>{m_name, m_chip, m_state, m_act, m_scroll})
        part->setVisible(agent != nullptr);
    if (agent)
        rebuild();
}

void AgentDetail::openSuspend()
{
    if (m_agent.agent.isEmpty() || !m_agent.canSuspend() || !m_session || m_session->isReadOnly())
        return;
    m_sheet->open(StatementSheet::Kind::Suspend, m_agent.shown);
}

void AgentDetail::openResume()
{
    if (m_agent.agent.isEmpty() || !m_agent.canResume() || !m_session || m_session->isReadOnly())
        return;
    m_sheet->open(StatementSheet::Kind::Resume, m_agent.shown);
}

void AgentDetail::rebuild()
{
    m_name->setUntrusted(m_agent.agent, 240);
    m_chip->setState(m_agent.stateWord());
    m_state->setUntrusted(m_agent.stateSentence());
    const bool readOnly = m_session && m_session->isReadOnly();
    m_act->setText(m_agent.canResume() ? tr("Resume…") : tr("Suspend…"));
    m_act->setVisible(m_agent.canResume() || m_agent.canSuspend());
    m_act->setEnabled(!readOnly);
    m_act->setToolTip(readOnly              ? tr("This workspace is open for reading. Open it for writing to change an agent.")
                      : m_agent.canResume() ? tr("Lets the agent act again")
                                            : tr("Records and signs that the agent must stop (Ctrl+Shift+S)"));

    auto *sheet = new QWidget;
    auto *body = new QVBoxLayout(sheet);
    body->setContentsMargins(20, 4, 20, 20);
    body->setSpacing(8);
    addWarnings(body);
    addFacts(body);
    addCounts(body);
    addHistory(body);
    body->addStretch(1);
    m_scroll->setWidget(sheet);
    tabBehind(m_scroll, sheet);
    m_scroll->setAccessibleName(tr("About the agent"));
}

void AgentDetail::addWarnings(QVBoxLayout *body)
{
    const QStringList warnings = m_agent.warnings();
    for (const QString &warning : warnings) {
        auto *row = new QHBoxLayout;
        row->setSpacing(10);
        row->addWidget(new StateChip({tr("Warning"), Shape::Triangle, Tone::Warning}), 0, Qt::AlignTop);
        auto *text = new QLabel(warning);
        text->setTextFormat(Qt::PlainText);
        text->setWordWrap(true);
        text->setContentsMargins(0, 3, 0, 0);
        row->addWidget(text, 1);
        body->addLayout(row);
    }
}

void AgentDetail::addFacts(QVBoxLayout *body)
{
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(18);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    int row = 0;
    const auto add = [&](const QString &label, QWidget *value) {
        auto *name = new QLabel(label);
        name->setProperty("part", QStringLiteral("muted"));
        grid->addWidget(name, row, 0, Qt::AlignLeft | (qobject_cast<QPushButton *>(value) ? Qt::AlignVCenter : Qt::AlignTop));
        // A button must not widen the column's end, a text must be free to wrap.
        grid->addWidget(value, row++, 1, qobject_cast<QPushButton *>(value) ? Qt::AlignTop | Qt::AlignLeft : Qt::Alignment(Qt::AlignTop));
    };
    body->addSpacing(4);
    body->addWidget(heading(tr("What binds it"), nullptr));
    if (m_agent.pactId.isEmpty())
        add(tr("Pact in force"), untrusted(m_agent.pactName(), nullptr));
    else
        add(tr("Pact in force"),
            linkButton(m_agent.pactName(),
                       linkTo(QStringLiteral("pacts"), QStringLiteral("pact"), m_agent.pactId + QLatin1Char('@') + m_agent.pactVersion), true));
    for (const QString &further : m_agent.furtherPacts)
        add(tr("Also in force"), linkButton(visibleLine(further), linkTo(QStringLiteral("pacts"), QStringLiteral("pact"), further), true));
    add(tr("Accountable owner"), untrusted(m_agent.owner.isEmpty() ? tr("Nobody is named") : m_agent.owner, nullptr));
    const QString deployments = m_agent.deployments.join(QStringLiteral(", "));
    add(tr("Acts in"), untrusted(deployments.trimmed().isEmpty() ? tr("Not recorded") : deployments, nullptr));
    add(tr("Last seen"), untrusted(words::day(m_agent.lastSeen), nullptr));
    body->addLayout(grid);
}

void AgentDetail::addCounts(QVBoxLayout *body)
{
    body->addSpacing(10);
    body->addWidget(heading(tr("What it did"), nullptr));
    const auto say = [body](const QString &sentence) {
        auto *label = new QLabel(sentence);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        body->addWidget(label);
    };
    //: %1 is "8 runs"
    say(tr("%Ln call(s) in %1.", nullptr, static_cast<int>(m_agent.calls)).arg(tr("%Ln run(s)", nullptr, static_cast<int>(m_agent.runs))) +
        QLatin1Char(' ') +
        (m_agent.failedCalls == 0 ? tr("None of them failed.") : tr("%Ln of them failed.", nullptr, static_cast<int>(m_agent.failedCalls))));
    if (!m_agent.pactId.isEmpty()) {
        if (m_agent.attempted == 0)
            say(tr("No call broke a prohibition, in the %Ln call(s) we have. That does not prove it is safe.", nullptr,
                   static_cast<int>(m_agent.calls)));
        else
            //: %1 a share such as "1.5 % (41 of 2 711)", %2 a number
            say(tr("Calls that broke a prohibition: %1. Executed: %2.")
                    .arg(words::share(m_agent.attempted, m_agent.calls), words::number(m_agent.executed)));
        if (m_agent.needsApproval > 0)
            say(tr("%Ln call(s) needed a person's approval, and none is recorded.", nullptr, static_cast<int>(m_agent.needsApproval)));
        if (m_agent.undecidable > 0)
            say(tr("%Ln call(s) cannot be decided, because a fact was not recorded.", nullptr, static_cast<int>(m_agent.undecidable)));
    }
    auto *links = new QHBoxLayout;
    links->setSpacing(4);
    links->setContentsMargins(0, 2, 0, 0);
    if (m_agent.openIncidents > 0)
        links->addWidget(linkButton(tr("Show %n incident(s)", nullptr, static_cast<int>(m_agent.openIncidents)),
                                    linkTo(QStringLiteral("incidents"), QStringLiteral("agent"), m_agent.agent)));
    links->addWidget(linkButton(tr("Show its records"),
                                linkTo(QStringLiteral("evidence"), QStringLiteral("filter"), filterText({FilterField::Agent, m_agent.agent}))));
    links->addStretch(1);
    body->addLayout(links);
}

void AgentDetail::addHistory(QVBoxLayout *body)
{
    body->addSpacing(10);
    body->addWidget(heading(tr("Authorization history"), nullptr));
    if (m_agent.statements.empty()) {
        auto *none = new QLabel(tr("No statement about this agent is recorded. Its state follows from the pact in force."));
        none->setWordWrap(true);
        body->addWidget(none);
        return;
    }
    for (const StatementItem &statement : m_agent.statements) {
        auto *card = new QFrame;
        card->setProperty("surface", QStringLiteral("card"));
        auto *column = new QVBoxLayout(card);
        column->setContentsMargins(12, 10, 12, 10);
        column->setSpacing(5);
        auto *line = new QHBoxLayout;
        line->setSpacing(8);
        line->addWidget(new StateChip(statement.from));
        auto *arrow = new QLabel(layoutDirection() == Qt::RightToLeft ? QString(QChar(0x2190)) : QString(QChar(0x2192)));
        arrow->setAccessibleName(statement.changes ? tr("became") : tr("would become"));
        line->addWidget(arrow);
        line->addWidget(new StateChip(statement.to));
        line->addStretch(1);
        line->addWidget(new StateChip(statement.isSigned ? StateWord{tr("Signed"), Shape::Tick, Tone::Good}
                                                         : StateWord{tr("Not signed"), Shape::Diamond, Tone::Neutral}));
        column->addLayout(line);
        //: one entry of an agent's history: %1 the reason, %2 a person, %3 date and time
        column->addWidget(untrusted(tr("%1. By %2, %3.").arg(statement.reason, statement.by, words::time(statement.decidedAt)), nullptr));
        if (!statement.standing.isEmpty())
            column->addWidget(untrusted(statement.standing, nullptr));
        if (!statement.note.isEmpty())
            //: %1 is a note a person wrote
            column->addWidget(untrusted(tr("Note: “%1”").arg(statement.note), nullptr));
        auto *entry =
            new QLabel(statement.pact.isEmpty() ? tr("Ledger entry %1").arg(words::number(statement.entry))
                                                //: %1 a number, %2 a pact and its version
                                                : tr("Ledger entry %1. Pact in force then: %2").arg(words::number(statement.entry), statement.pact));
        entry->setTextFormat(Qt::PlainText);
        entry->setWordWrap(true);
        entry->setProperty("part", QStringLiteral("muted"));
        column->addWidget(entry);
        body->addWidget(card);
    }
}

QPushButton *AgentDetail::linkButton(const QString &text, const QUrl &link, bool isData)
{
    QString label = text;
    label.replace(QLatin1Char('&'), QLatin1String("&&"));
    auto *button = new QPushButton(label);
    button->setProperty("role", QStringLiteral("link"));
    button->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    if (isData)
        button->setProperty("untranslated", true);
    connect(button, &QPushButton::clicked, this, [this, link] { Q_EMIT linkActivated(link); });
    return button;
}

QUrl AgentDetail::linkTo(const QString &page, const QString &key, const QString &value) const
{
    QUrl link(QLatin1String("mandate://") + page);
    link.setQuery(key + QLatin1Char('=') + QString::fromLatin1(QUrl::toPercentEncoding(value)));
    return link;
}

} // namespace mandate
