// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/agents/scope_panel.h"

#include "models/items/text_safety.h"
#include "views/agents/state_lines.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace mandate {
namespace {

QLabel *scopeHeading(QWidget *parent = nullptr)
{
    auto *label = new QLabel(parent);
    label->setProperty("part", QStringLiteral("heading"));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

ScopePanel::ScopePanel(QWidget *parent)
    : ScrollPane(parent),
      m_chip(new StateChip),
      m_sentence(new PlainText),
      m_facts(new PlainText),
      m_rulesHeading(scopeHeading()),
      m_rules(new StateLines),
      m_load(new QPushButton),
      m_withdraw(new QPushButton),
      m_refusal(new PlainText),
      m_sheet(new QWidget),
      m_sheetHeading(scopeHeading(m_sheet)),
      m_previewed(new StateLines(m_sheet)),
      m_noteHeading(scopeHeading(m_sheet)),
      m_note(new QLineEdit(m_sheet)),
      m_passphraseHeading(scopeHeading(m_sheet)),
      m_passphrase(new QLineEdit(m_sheet)),
      m_keep(new QPushButton(m_sheet)),
      m_commit(new QPushButton(m_sheet)),
      m_answer(new StateLines),
      m_historyHeading(scopeHeading()),
      m_history(new StateLines)
{
    m_refusal->setProperty("part", QStringLiteral("muted"));
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_passphraseHeading->setBuddy(m_passphrase);
    m_noteHeading->setBuddy(m_note);
    m_note->setMaxLength(2000);
    m_commit->setProperty("role", QStringLiteral("primary"));
    auto *form = new QVBoxLayout(m_sheet);
    form->setContentsMargins(0, 4, 0, 4);
    form->setSpacing(8);
    for (QWidget *part : std::initializer_list<QWidget *>{m_sheetHeading, m_previewed, m_noteHeading, m_note, m_passphraseHeading, m_passphrase})
        form->addWidget(part);
    auto *formButtons = new QHBoxLayout;
    formButtons->addStretch(1);
    formButtons->addWidget(m_keep);
    formButtons->addWidget(m_commit);
    form->addLayout(formButtons);
    auto *body = new QWidget;
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(20, 12, 20, 20);
    column->setSpacing(8);
    auto *top = new QHBoxLayout;
    top->setSpacing(10);
    top->addWidget(m_chip, 0, Qt::AlignTop);
    m_sentence->setContentsMargins(0, 3, 0, 0);
    top->addWidget(m_sentence, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_load);
    buttons->addWidget(m_withdraw);
    buttons->addStretch(1);
    column->addLayout(top);
    column->addWidget(m_facts);
    column->addLayout(buttons);
    column->addWidget(m_refusal);
    column->addWidget(m_sheet);
    column->addWidget(m_answer);
    column->addWidget(m_rulesHeading);
    column->addWidget(m_rules);
    column->addWidget(m_historyHeading);
    column->addWidget(m_history);
    column->addStretch(1);
    setWidget(body);
    m_sheet->hide();
    tabBehind(this, body);

    connect(m_load, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getOpenFileName(this, tr("Scope policy"), QString(), tr("Scope policy (*.json)"));
        if (!path.isEmpty())
            look(path);
    });
    connect(m_withdraw, &QPushButton::clicked, this, [this] { openForm(Form::Withdrawing); });
    connect(m_keep, &QPushButton::clicked, this, [this] {
        openForm(Form::None);
        m_load->setFocus();
    });
    connect(m_commit, &QPushButton::clicked, this, &ScopePanel::commit);
    connect(m_note, &QLineEdit::textChanged, this, &ScopePanel::updateCommit);
    connect(m_passphrase, &QLineEdit::textChanged, this, &ScopePanel::updateCommit);
}

void ScopePanel::setSession(Session *session)
{
    if (m_desk)
        m_desk->disconnect(this);
    m_desk = ScopeDesk::of(session);
    m_agent.clear();
    openForm(Form::None);
    m_answer->setLines({});
    if (!m_desk)
        return;
    connect(m_desk, &ScopeDesk::changed, this, [this](const QString &agent) {
        if (agent == m_agent)
            fill();
    });
    connect(m_desk, &ScopeDesk::previewed, this, [this](const ScopePreview &preview) {
        m_preview = preview;
        openForm(Form::Setting);
    });
    connect(m_desk, &ScopeDesk::done, this, [this](const QString &words) {
        openForm(Form::None);
        m_answer->setLines({StateLine{{tr("Done"), mandate::Shape::Tick, Tone::Good}, words, {}, {}, {}}});
    });
    connect(m_desk, &ScopeDesk::troubled, this, [this](const Trouble &trouble) {
        m_answer->setLines({StateLine{{tr("Refused"), mandate::Shape::Octagon, Tone::Critical}, trouble.happened + u' ' + trouble.unaffected, trouble.remedy + QStringLiteral(" (%1)").arg(trouble.code), {}, {}}});
        updateCommit();
    });
}

void ScopePanel::show(const AgentItem &agent)
{
    if (agent.agent != m_agent) {
        openForm(Form::None);
        m_answer->setLines({});
    }
    m_agent = agent.agent;
    m_deployments = agent.deployments;
    if (m_desk)
        m_desk->read(m_agent, m_deployments);
    fill();
}

void ScopePanel::look(const QString &path)
{
    m_answer->setLines({});
    if (m_desk)
        m_desk->look(path, m_agent, m_deployments);
}

QList<StateLine> ScopePanel::linesOf(const ScopePolicyItem &policy)
{
    QList<StateLine> lines;
    for (const ScopeRuleLine &rule : policy.rules)
        lines << StateLine{rule.effect, rule.text, rule.condition, {}, {}};
    lines << StateLine{{tr("Refuses"), mandate::Shape::Octagon, Tone::Critical}, tr("Everything else that needs a verifier."), {}, {}, {}};
    return lines;
}

void ScopePanel::fill()
{
    const ScopeReading *reading = m_desk ? m_desk->reading(m_agent) : nullptr;
    setAccessibleName(tr("Scope policy of the agent"));
    m_load->setText(tr("Load a scope policy…"));
    m_load->setToolTip(tr("Shows what a file says before anything changes"));
    m_withdraw->setText(tr("Withdraw…"));
    m_withdraw->setToolTip(tr("Ends the scope policy that is in force"));
    m_rulesHeading->setText(tr("What it says"));
    m_historyHeading->setText(tr("History"));
    m_chip->setState(reading ? reading->state : StateWord{tr("Reading"), mandate::Shape::Glass, Tone::Muted});
    m_sentence->setUntrusted(reading ? reading->sentence : tr("The scope policy is being read."));
    const bool known = reading && reading->policy;
    for (QWidget *part : std::initializer_list<QWidget *>{m_facts, m_rulesHeading, m_rules, m_historyHeading, m_history})
        part->setVisible(known);
    m_withdraw->setVisible(known);
    if (known) {
        const ScopePolicyItem &policy = *reading->policy;
        QStringList facts{//: %1 a title, %2 id@version
                          tr("%1 (%2)").arg(policy.title, policy.name), tr("Owner: %1").arg(policy.owner), reading->since, tr("For %1").arg(policy.binds)};
        if (!policy.destructive.isEmpty())
            facts << tr("Tools that it calls destructive: %1").arg(policy.destructive);
        facts << tr("SHA-256 %1").arg(policy.digest);
        if (!reading->separation.isEmpty())
            facts << reading->separation;
        m_facts->setUntrusted(facts.join(u'\n'), 4000);
        m_rules->setLines(linesOf(policy));
        QList<StateLine> history;
        for (const ScopeEventLine &event : reading->events)
            history << StateLine{event.step, event.text, {}, {}, {}};
        m_history->setLines(history);
    }
    m_load->setEnabled(reading && reading->settingRefusal.isEmpty());
    m_withdraw->setEnabled(known && reading->withdrawalRefusal.isEmpty());
    QStringList refusals;
    if (reading) {
        for (const QString &why : {reading->settingRefusal, known ? reading->withdrawalRefusal : QString()}) {
            if (!why.isEmpty() && !refusals.contains(why))
                refusals << why;
        }
    }
    m_refusal->setVisible(!refusals.isEmpty());
    m_refusal->setUntrusted(refusals.join(u'\n'), 2000);
    if (m_form != Form::None)
        fillForm();
}

void ScopePanel::openForm(Form form)
{
    m_form = form;
    m_note->clear();
    m_passphrase->clear();
    m_sheet->setVisible(form != Form::None);
    if (form == Form::None)
        return;
    m_answer->setLines({});
    fillForm();
    m_note->setFocus(Qt::OtherFocusReason);
}

void ScopePanel::fillForm()
{
    const ScopeReading *reading = m_desk ? m_desk->reading(m_agent) : nullptr;
    const bool setting = m_form == Form::Setting;
    const QString now = reading && reading->policy ? reading->policy->name : QString();
    QList<StateLine> lines;
    if (setting) {
        m_sheetHeading->setText(m_preview.policy ? tr("Put %1 in force?").arg(m_preview.policy->name) : tr("%1 is no scope policy").arg(m_preview.file));
        if (!m_preview.refusal.isEmpty())
            lines << StateLine{{tr("Cannot be put in force"), mandate::Shape::Octagon, Tone::Critical}, m_preview.refusal, {}, {}, {}};
        if (m_preview.policy) {
            if (!m_preview.binds)
                lines << StateLine{{tr("For other agents"), mandate::Shape::Triangle, Tone::Warning}, tr("It is for %1, and not for the agent that is shown.").arg(m_preview.policy->binds), {}, {}, {}};
            if (m_preview.refusal.isEmpty())
                lines << StateLine{{tr("From now on"), mandate::Shape::Disc, Tone::Info},
                                   tr("A verdict counts only against this version. Those that were given against another are out of date."), tr("Owner: %1").arg(m_preview.policy->owner), {}, {}};
            lines += linesOf(*m_preview.policy);
        }
    } else {
        m_sheetHeading->setText(tr("Withdraw %1?").arg(now));
        lines << StateLine{{tr("From now on"), mandate::Shape::Triangle, Tone::Warning},
                           tr("What the pact calls destructive is refused, since nothing is there to check against. What only the scope policy calls so needs no verifier any more."), {}, {}, {}};
    }
    m_previewed->setLines(lines);
    const bool possible = !setting || m_preview.refusal.isEmpty();
    const bool locked = reading && reading->needsPassphrase;
    m_noteHeading->setText(tr("Why, in a sentence: it is signed"));
    m_note->setAccessibleName(m_noteHeading->text());
    m_passphraseHeading->setText(tr("Passphrase of your keys"));
    m_passphrase->setAccessibleName(m_passphraseHeading->text());
    for (QWidget *part : std::initializer_list<QWidget *>{m_noteHeading, m_note, m_commit})
        part->setVisible(possible);
    for (QWidget *part : std::initializer_list<QWidget *>{m_passphraseHeading, m_passphrase})
        part->setVisible(possible && locked);
    m_keep->setText(possible ? tr("Keep as it is") : tr("Close"));
    m_commit->setText(setting ? tr("Put in force") : tr("Withdraw"));
    updateCommit();
}

void ScopePanel::updateCommit()
{
    const bool locked = !m_passphrase->isHidden();
    m_commit->setEnabled(m_desk && !m_desk->isBusy() && !m_note->text().trimmed().isEmpty() && (!locked || !m_passphrase->text().isEmpty()));
    m_commit->setToolTip(m_note->text().trimmed().isEmpty() ? tr("Say why first") : QString());
}

void ScopePanel::commit()
{
    const ScopeReading *reading = m_desk ? m_desk->reading(m_agent) : nullptr;
    if (m_form == Form::Setting)
        m_desk->putInForce(m_preview.json, m_note->text().trimmed(), m_passphrase->text());
    else if (reading && reading->policy)
        m_desk->withdraw(reading->policy->id, m_note->text().trimmed(), m_passphrase->text());
    updateCommit();
}

} // namespace mandate
