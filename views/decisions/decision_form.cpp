// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/decisions/decision_form.h"

#include "models/items/text_safety.h"
#include "views/decisions/limit_editor.h"
#include "views/widgets/flow_layout.h"
#include "views/widgets/scroll_pane.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/theme.h"

#include <QAccessible>
#include <QButtonGroup>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QStyle>
#include <QVBoxLayout>

namespace mandate {
namespace {

QLabel *line(const QString &part = {})
{
    auto *label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    if (!part.isEmpty())
        label->setProperty("part", part);
    return label;
}

} // namespace

DecisionForm::DecisionForm(QWidget *parent)
    : QFrame(parent),
      m_decision(new StateChip),
      m_decisionWords(line()),
      m_operation(new StateChip),
      m_operationWords(line()),
      m_choiceRow(new QWidget),
      m_choices(new QButtonGroup(this)),
      m_whyOff(line()),
      m_limits(new LimitEditor),
      m_staged(new QWidget),
      m_reasons(new QButtonGroup(this)),
      m_reasonGrid(new QGridLayout),
      m_note(new QLineEdit),
      m_problem(line()),
      m_commit(new QPushButton),
      m_stepRow(new QWidget),
      m_nudge(line())
{
    setProperty("surface", QStringLiteral("panel"));
    auto *states = new QGridLayout;
    states->setHorizontalSpacing(10);
    states->setVerticalSpacing(4);
    states->setColumnStretch(1, 1);
    states->addWidget(m_decision, 0, 0, Qt::AlignLeft | Qt::AlignVCenter);
    states->addWidget(m_decisionWords, 0, 1);
    states->addWidget(m_operation, 1, 0, Qt::AlignLeft | Qt::AlignVCenter);
    states->addWidget(m_operationWords, 1, 1);
    auto *choices = new FlowLayout(m_choiceRow, 6);
    for (const int choice : {Approve, Limit, Deny}) {
        auto *button = new QRadioButton(m_choiceRow);
        m_choices->addButton(button, choice);
        choices->addWidget(button);
    }
    m_reasonGrid->setHorizontalSpacing(12);
    m_reasonGrid->setVerticalSpacing(0);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_note, 1);
    foot->addWidget(m_commit);
    auto *staged = new QVBoxLayout(m_staged);
    staged->setContentsMargins(0, 0, 0, 0);
    staged->setSpacing(6);
    staged->addWidget(m_limits);
    staged->addLayout(m_reasonGrid);
    staged->addLayout(foot);
    staged->addWidget(m_problem);
    auto *steps = new FlowLayout(m_stepRow, 4);
    for (int step = 0; step < StepCount; ++step) {
        auto *button = new QPushButton(m_stepRow);
        button->setProperty("role", QStringLiteral("quiet"));
        connect(button, &QPushButton::clicked, this, [this, step] { Q_EMIT stepWanted(step); });
        m_steps[static_cast<std::size_t>(step)] = button;
        steps->addWidget(button);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 10, 16, 10);
    layout->setSpacing(7);
    layout->addLayout(states);
    layout->addWidget(m_choiceRow);
    layout->addWidget(m_whyOff);
    layout->addWidget(m_nudge);
    layout->addWidget(m_staged);
    layout->addWidget(m_stepRow);

    connect(m_choices, &QButtonGroup::idToggled, this, [this](int, bool on) {
        if (on)
            update();
    });
    connect(m_reasons, &QButtonGroup::idToggled, this, [this] { say({}); });
    connect(m_limits, &LimitEditor::changed, this, [this] { say({}); });
    connect(m_commit, &QPushButton::clicked, this, &DecisionForm::commitWanted);
    retranslate();
    m_staged->hide();
}

QRadioButton *DecisionForm::choiceButton(Choice choice) const
{
    return qobject_cast<QRadioButton *>(m_choices->button(choice));
}

DecisionForm::Choice DecisionForm::choice() const
{
    return m_choices->checkedId() < 0 ? Nothing : static_cast<Choice>(m_choices->checkedId());
}

QStringList DecisionForm::reasonCodes() const
{
    return choice() == Deny ? words::denyReasonCodes() : words::approveReasonCodes();
}

void DecisionForm::show(const About &about)
{
    const bool other = about.requests != m_about.requests || about.open != m_about.open;
    m_about = about;
    m_decision->setState(about.decision);
    m_decisionWords->setText(about.decisionWords);
    m_operation->setState(about.operation);
    m_operationWords->setText(about.operationWords);
    m_operation->setVisible(!about.operation.text.isEmpty());
    m_operationWords->setVisible(!about.operation.text.isEmpty());
    if (other)
        clear();
    m_nudge->setText(about.nudge);
    m_nudge->setVisible(about.open && !about.nudge.isEmpty());
    for (std::size_t step = 0; step < StepCount; ++step) {
        m_steps[step]->setVisible(about.steps[step]);
        m_steps[step]->setEnabled(about.whyNoStep[step].isEmpty());
        m_steps[step]->setToolTip(plainToolTip(about.whyNoStep[step]));
    }
    update();
}

void DecisionForm::clear()
{
    m_choices->setExclusive(false);
    for (QAbstractButton *button : m_choices->buttons())
        button->setChecked(false);
    m_choices->setExclusive(true);
    m_note->clear();
    m_reasonsFor = -1;
    say({});
    update();
}

bool DecisionForm::stage(Choice choice)
{
    QRadioButton *button = choiceButton(choice);
    if (!button || !button->isEnabled() || !m_about.open)
        return false;
    button->setChecked(true);
    return true;
}

bool DecisionForm::chooseReason(int digit)
{
    QAbstractButton *button = m_reasons->button(digit);
    if (!button || !m_staged->isVisibleTo(this))
        return false;
    button->setChecked(true);
    return true;
}

void DecisionForm::update()
{
    m_choiceRow->setVisible(m_about.open);
    const QString nothing = m_about.whyNothing;
    const QString approval = nothing.isEmpty() ? m_about.whyNoApproval.join(u' ') : nothing;
    const QString limits = approval.isEmpty() ? m_about.whyNoLimits : approval;
    const auto set = [this](Choice choice, const QString &why, const QString &does) {
        choiceButton(choice)->setEnabled(why.isEmpty());
        choiceButton(choice)->setToolTip(plainToolTip(why.isEmpty() ? does : why));
    };
    set(Approve, approval, tr("Exactly this action, once (A)"));
    set(Limit, limits, tr("A narrower action, once (L)"));
    set(Deny, nothing, tr("The agent is told the reason (D)"));
    //: why a choice is not offered; %1 the reason
    m_whyOff->setText(!nothing.isEmpty() ? nothing : approval.isEmpty() ? QString() : tr("Approve is off: %1").arg(approval));
    m_whyOff->setVisible(m_about.open && !m_whyOff->text().isEmpty());
    // Not taken back silently: what was chosen and may no longer be is unchosen, in sight.
    if (const Choice now = choice(); now != Nothing && !choiceButton(now)->isEnabled()) {
        m_choices->setExclusive(false);
        choiceButton(now)->setChecked(false);
        m_choices->setExclusive(true);
    }
    const Choice chosen = choice();
    m_staged->setVisible(m_about.open && chosen != Nothing);
    m_stepRow->setVisible(!m_about.open || chosen == Nothing); // room for what is being decided; Escape brings it back
    m_limits->setVisible(chosen == Limit);
    if (chosen == Limit && m_about.action && m_reasonsFor != Limit)
        m_limits->begin(*m_about.action);
    if (chosen != Nothing && m_reasonsFor != chosen)
        fillReasons();
    m_reasonsFor = chosen;
    m_commit->setText(chosen == Approve ? tr("Approve once") : chosen == Limit ? tr("Approve narrower action") : tr("Deny request"));
    if (m_about.requests.size() > 1) {
        const int count = static_cast<int>(m_about.requests.size());
        m_commit->setText(chosen == Approve ? tr("Approve %n request(s)", nullptr, count) : tr("Deny %n request(s)", nullptr, count));
    }
    m_commit->setToolTip(tr("Held for some seconds, then signed (Ctrl+Return)"));
    const QString role = chosen == Deny ? QStringLiteral("danger") : QStringLiteral("primary");
    if (m_commit->property("role") != role) {
        m_commit->setProperty("role", role);
        m_commit->style()->unpolish(m_commit);
        m_commit->style()->polish(m_commit);
    }
}

void DecisionForm::fillReasons()
{
    while (QLayoutItem *item = m_reasonGrid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const QStringList codes = reasonCodes();
    QList<QWidget *> order;
    int widest = 0;
    for (int i = 0; i < codes.size(); ++i) {
        //: a reason to choose: %1 its digit, %2 its words
        auto *choice = new QRadioButton(tr("%1  %2").arg(i + 1).arg(words::decisionReason(codes[i])), m_staged);
        choice->ensurePolished();
        widest = qMax(widest, choice->sizeHint().width() + m_reasonGrid->horizontalSpacing());
        m_reasons->addButton(choice, i + 1);
        order << choice;
    }
    const int columns = qBound(1, m_choiceRow->width() / qMax(1, widest), 3); // as many as are not cut
    for (int i = 0; i < order.size(); ++i)
        m_reasonGrid->addWidget(order[i], i / columns, i % columns);
    order << m_note << m_commit;
    for (QPushButton *step : m_steps)
        order << step;
    tabBehind(choice() == Limit && m_limits->first() ? m_limits->findChildren<QWidget *>().last() : static_cast<QWidget *>(m_choices->button(Deny)), order);
}

std::optional<Decision> DecisionForm::decision()
{
    const Choice chosen = choice();
    if (!m_about.open || !m_about.whyNothing.isEmpty()) {
        say(m_about.whyNothing.isEmpty() ? tr("This request is closed.") : m_about.whyNothing);
        return std::nullopt;
    }
    if (chosen == Nothing) {
        say(tr("Choose first: A approves, L approves less, D denies."));
        return std::nullopt;
    }
    Decision decision;
    decision.approves = chosen != Deny;
    decision.requests = m_about.requests;
    decision.note = m_note->text().trimmed();
    if (decision.approves && !m_about.whyNoApproval.isEmpty()) {
        say(m_whyOff->text());
        return std::nullopt;
    }
    if (chosen == Limit) {
        decision.limitedTo = m_limits->arguments();
        if (!decision.limitedTo) {
            say(tr("There is a problem: nothing is narrower yet."));
            return std::nullopt;
        }
    }
    if (m_reasons->checkedId() < 1) {
        say(tr("There is a problem: choose a reason first, by its digit."));
        return std::nullopt;
    }
    decision.reasonCode = reasonCodes().value(m_reasons->checkedId() - 1);
    return decision;
}

void DecisionForm::say(const QString &problem)
{
    if (m_problem->text() == problem && m_problem->isVisibleTo(this) == !problem.isEmpty())
        return;
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_problem->setStyleSheet(QStringLiteral("color: %1; font-weight: 600;").arg(cssColor(Theme::instance().tokens().critical)));
    if (problem.isEmpty())
        return;
    QAccessibleEvent alert(m_problem, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void DecisionForm::retranslate()
{
    setAccessibleName(tr("Decide"));
    choiceButton(Approve)->setText(tr("Approve  A"));
    choiceButton(Limit)->setText(tr("Approve with limits  L"));
    choiceButton(Deny)->setText(tr("Deny  D"));
    m_note->setPlaceholderText(tr("Note: legal can read it, and it stays in the record"));
    m_note->setAccessibleName(tr("Note. Legal can read it, and it stays in the record."));
    m_steps[Claim]->setText(tr("Claim"));
    m_steps[Release]->setText(tr("Release"));
    m_steps[Ask]->setText(tr("Ask back…"));
    m_steps[Reassign]->setText(tr("Reassign…"));
    m_steps[Snooze]->setText(tr("Snooze…"));
    m_steps[Revoke]->setText(tr("Revoke approval…"));
    m_steps[Suspend]->setText(tr("Suspend agent…"));
    m_reasonsFor = -1;
    update();
}

/// The card gives way, never the form: what is staged must be seen whole. Rows that wrap are forgotten by box layouts around them.
void DecisionForm::fit()
{
    m_staged->setMinimumHeight(m_staged->isVisibleTo(this) ? m_staged->layout()->totalSizeHint().height() : 0);
    const int need = layout()->totalHeightForWidth(width());
    if (need > 0 && minimumHeight() != need)
        setMinimumHeight(need);
}

bool DecisionForm::event(QEvent *event)
{
    const bool done = QFrame::event(event);
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Resize)
        fit();
    return done;
}

void DecisionForm::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

} // namespace mandate
