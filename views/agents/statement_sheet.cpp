// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/agents/statement_sheet.h"

#include "models/items/text_safety.h"
#include "models/items/words.h"
#include "views/agents/tool_chooser.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/scroll_pane.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/theme.h"

#include <QAccessible>
#include <QButtonGroup>
#include <QCheckBox>
#include <QDateEdit>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QShortcut>
#include <QStyle>
#include <QVBoxLayout>

namespace mandate {
namespace {

constexpr int usualDays = 90;

} // namespace

StatementSheet::StatementSheet(QWidget *parent)
    : QFrame(parent),
      m_title(new PlainText(this)),
      m_scroll(new ScrollPane(this)),
      m_effectsHeading(new QLabel),
      m_effects(new StateLines),
      m_keepsHeading(new QLabel),
      m_keeps(new StateLines),
      m_staged(new QCheckBox),
      m_toolsHeading(new QLabel),
      m_tools(new ToolChooser),
      m_ends(new QCheckBox),
      m_until(new QDateEdit),
      m_countHeading(new QLabel),
      m_count(new QLineEdit),
      m_reasonHeading(new QLabel),
      m_reasonGrid(new QGridLayout),
      m_reasons(new QButtonGroup(this)),
      m_noteHeading(new QLabel),
      m_note(new QPlainTextEdit),
      m_passphraseHeading(new QLabel),
      m_passphrase(new QLineEdit),
      m_problem(new QLabel(this)),
      m_keep(new QPushButton(this)),
      m_commit(new QPushButton(this))
{
    setProperty("surface", QStringLiteral("panel"));
    m_title->setFont(Theme::scaledFont(1.0, QFont::Bold));
    for (QLabel *label : {m_effectsHeading, m_keepsHeading, m_toolsHeading, m_countHeading, m_reasonHeading, m_noteHeading, m_passphraseHeading}) {
        label->setProperty("part", QStringLiteral("heading"));
        label->setWordWrap(true);
    }
    m_noteHeading->setBuddy(m_note);
    m_toolsHeading->setBuddy(m_tools);
    m_countHeading->setBuddy(m_count);
    m_note->setProperty("role", QStringLiteral("field"));
    m_note->setTabChangesFocus(true);
    m_note->setFixedHeight(fontMetrics().height() * 2 + 22);
    m_passphraseHeading->setBuddy(m_passphrase);
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_until->setCalendarPopup(true);
    m_count->setMaximumWidth(fontMetrics().averageCharWidth() * 16);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_reasonGrid->setHorizontalSpacing(16);
    m_reasonGrid->setVerticalSpacing(0);

    auto *body = new QWidget;
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(20, 0, 16, 4);
    column->setSpacing(8);
    auto *ending = new QHBoxLayout;
    ending->addWidget(m_ends);
    ending->addWidget(m_until);
    ending->addStretch(1);
    column->addWidget(m_effectsHeading);
    column->addWidget(m_effects);
    column->addWidget(m_keepsHeading);
    column->addWidget(m_keeps);
    column->addWidget(m_staged);
    column->addWidget(m_toolsHeading);
    column->addWidget(m_tools);
    column->addLayout(ending);
    column->addWidget(m_countHeading);
    column->addWidget(m_count);
    column->addWidget(m_reasonHeading);
    column->addLayout(m_reasonGrid);
    column->addWidget(m_noteHeading);
    column->addWidget(m_note);
    column->addWidget(m_passphraseHeading);
    column->addWidget(m_passphrase);
    column->addStretch(1);
    m_scroll->setWidget(body);
    m_scroll->viewport()->setAutoFillBackground(false); // the sheet's own ground
    body->setAutoFillBackground(false);

    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(20, 0, 16, 0);
    buttons->addWidget(m_problem, 1);
    buttons->addStretch(0);
    buttons->addWidget(m_keep, 0, Qt::AlignBottom);
    buttons->addWidget(m_commit, 0, Qt::AlignBottom);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(20, 0, 16, 0);
    top->addWidget(m_title, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 14, 0, 14);
    layout->setSpacing(8);
    layout->addLayout(top);
    layout->addWidget(m_scroll, 1);
    layout->addLayout(buttons);

    connect(m_keep, &QPushButton::clicked, this, &StatementSheet::close);
    connect(m_commit, &QPushButton::clicked, this, &StatementSheet::commit);
    connect(m_effects, &StateLines::linkActivated, this, &StatementSheet::linkActivated);
    connect(m_ends, &QCheckBox::toggled, m_until, &QWidget::setEnabled);
    connect(m_staged, &QCheckBox::toggled, this, [this](bool staged) {
        m_tools->setVisible(staged);
        m_toolsHeading->setVisible(staged);
    });
    for (const auto key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &StatementSheet::commit);
    }
    connect(m_reasons, &QButtonGroup::idToggled, this, [this] { m_problem->setText(sheet::refusal(m_subject)); });
}

void StatementSheet::open(const SheetSubject &subject)
{
    m_subject = subject;
    m_toolsShown = false;
    m_note->clear();
    m_count->clear();
    m_passphrase->clear();
    m_staged->setChecked(false);
    m_ends->setChecked(true);
    m_until->setMinimumDate(QDate::currentDate().addDays(1));
    m_until->setDate(QDate::currentDate().addDays(usualDays));
    fillReasons();
    fill();
    m_scroll->verticalScrollBar()->setValue(0);
    show();
    QWidget *first = m_reasons->button(1);
    if (!first)
        first = m_note;
    first->setFocus(Qt::OtherFocusReason);
    m_scroll->verticalScrollBar()->setValue(0); // what it does is read first
}

void StatementSheet::update(const SheetSubject &subject)
{
    if (isHidden() || subject.kind != m_subject.kind || subject.agent.agent != m_subject.agent.agent)
        return;
    m_subject = subject;
    fill();
}

void StatementSheet::close()
{
    if (isHidden())
        return;
    hide();
    Q_EMIT closed();
}

void StatementSheet::fillReasons()
{
    const int before = m_reasons->checkedId();
    while (QLayoutItem *item = m_reasonGrid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const QStringList codes = sheet::reasonCodes(m_subject.kind);
    const int columns = codes.size() > 4 ? 3 : 2;
    for (int i = 0; i < codes.size(); ++i) {
        //: a reason to choose: %1 its digit, %2 its words
        auto *choice = new QRadioButton(tr("%1  %2").arg(i + 1).arg(words::reason(codes[i])), m_scroll->widget());
        m_reasons->addButton(choice, i + 1);
        m_reasonGrid->addWidget(choice, i / columns, i % columns);
    }
    if (isVisible() && m_reasons->button(before))
        m_reasons->button(before)->setChecked(true);
}

void StatementSheet::fill()
{
    const Kind kind = m_subject.kind;
    const QString question = sheet::title(m_subject);
    m_title->setText(question);
    m_title->setTextFormat(Qt::PlainText);
    setAccessibleName(question);
    m_scroll->setAccessibleName(question);
    m_effectsHeading->setText(sheet::effectsHeading(kind));
    m_keepsHeading->setText(tr("What keeps running"));
    m_staged->setText(tr("First without some of its tools"));
    m_toolsHeading->setText(kind == Kind::Restrict ? tr("Tools that it must not use (Space marks one)") : tr("Tools that it still must not use (Space marks one)"));
    m_tools->setAccessibleName(m_toolsHeading->text());
    m_ends->setText(tr("Ends by itself on"));
    m_until->setAccessibleName(tr("Ends by itself on"));
    m_countHeading->setText(tr("Type how many: %1").arg(words::number(static_cast<std::uint64_t>(m_subject.acting))));
    m_count->setAccessibleName(tr("How many agents are suspended"));
    m_reasonHeading->setText(tr("Reason (choose by digit)"));
    m_noteHeading->setText(tr("Note. Everyone who reviews this agent can read it, and it stays in the record."));
    m_note->setAccessibleName(tr("Note. Everyone who reviews this agent can read it, and it stays in the record."));
    m_passphraseHeading->setText(tr("Passphrase of your keys"));
    m_passphrase->setAccessibleName(tr("Passphrase of your keys"));
    const bool locked = m_subject.options && m_subject.options->needsPassphrase;
    m_passphraseHeading->setVisible(locked);
    m_passphrase->setVisible(locked);
    m_keep->setText(tr("Keep as is"));
    m_keep->setToolTip(tr("Closes the sheet and changes nothing (Esc)"));
    m_commit->setText(sheet::commitText(m_subject));
    m_commit->setProperty("role", sheet::isDanger(kind) ? QStringLiteral("danger") : QStringLiteral("primary"));
    m_commit->style()->unpolish(m_commit);
    m_commit->style()->polish(m_commit);
    fillLines();

    const bool takesTools = kind == Kind::Restrict || kind == Kind::Resume;
    if (takesTools && !m_toolsShown && m_subject.options) {
        m_tools->setTools(m_subject.options->tools, m_subject.agent.restrictedTools);
        m_toolsShown = true;
    }
    m_staged->setVisible(kind == Kind::Resume);
    const bool showTools = kind == Kind::Restrict || (kind == Kind::Resume && m_staged->isChecked());
    m_tools->setVisible(showTools);
    m_toolsHeading->setVisible(showTools);
    for (QWidget *part : std::initializer_list<QWidget *>{m_ends, m_until})
        part->setVisible(kind == Kind::Authorize);
    for (QWidget *part : std::initializer_list<QWidget *>{m_countHeading, m_count})
        part->setVisible(kind == Kind::SuspendAll);
    m_reasonHeading->setVisible(!sheet::reasonCodes(kind).isEmpty());

    QList<QWidget *> order{m_scroll};
    for (QPushButton *link : m_effects->findChildren<QPushButton *>())
        order << link;
    order << m_staged << m_tools << m_ends << m_until << m_count;
    for (int i = 1; m_reasons->button(i); ++i)
        order << m_reasons->button(i);
    order << m_note << m_passphrase << m_keep << m_commit;
    tabBehind(this, order);
}

void StatementSheet::fillLines()
{
    m_effects->setLines(sheet::effects(m_subject));
    const QList<StateLine> keeps = sheet::keepsRunning(m_subject);
    m_keepsHeading->setVisible(!keeps.isEmpty());
    m_keeps->setVisible(!keeps.isEmpty());
    m_keeps->setLines(keeps);
    const QString refusal = sheet::refusal(m_subject);
    m_commit->setEnabled(refusal.isEmpty());
    m_commit->setToolTip(refusal.isEmpty() ? tr("Signs and records it at once (Ctrl+Return)") : plainToolTip(refusal));
    m_problem->setStyleSheet(QString());
    m_problem->setText(refusal);
}

QString StatementSheet::missing(QWidget *&field) const
{
    if (m_reasons->button(1) && m_reasons->checkedId() < 1) {
        field = m_reasons->button(1);
        return tr("There is a problem: choose a reason first.");
    }
    if (m_subject.kind == Kind::SuspendAll && m_count->text().trimmed() != QString::number(m_subject.acting)) {
        field = m_count;
        return tr("There is a problem: type the number of agents, %1.").arg(m_subject.acting);
    }
    if (m_passphrase->isVisible() && m_passphrase->text().isEmpty()) {
        field = m_passphrase;
        return tr("There is a problem: type the passphrase of your keys.");
    }
    const bool takesTools = m_subject.kind == Kind::Restrict || (m_subject.kind == Kind::Resume && m_staged->isChecked());
    if (takesTools && m_tools->chosen().isEmpty()) {
        field = m_tools;
        return tr("There is a problem: mark at least one tool.");
    }
    return {};
}

void StatementSheet::complain(const QString &problem, QWidget *field)
{
    m_problem->setText(problem);
    m_problem->setStyleSheet(QStringLiteral("color: %1; font-weight: 600;").arg(cssColor(Theme::instance().tokens().critical)));
    QAccessibleEvent alert(m_problem, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
    if (field)
        field->setFocus(Qt::OtherFocusReason);
}

void StatementSheet::commit()
{
    if (const QString refusal = sheet::refusal(m_subject); !refusal.isEmpty())
        return complain(refusal, nullptr);
    QWidget *field = nullptr;
    if (const QString problem = missing(field); !problem.isEmpty())
        return complain(problem, field);
    AgentChange change;
    change.kind = m_subject.kind;
    change.agent = m_subject.agent.agent;
    change.reason = sheet::reasonCodes(m_subject.kind).value(m_reasons->checkedId() - 1);
    change.note = m_note->toPlainText().trimmed();
    if (m_subject.kind == Kind::Restrict || (m_subject.kind == Kind::Resume && m_staged->isChecked()))
        change.tools = m_tools->chosen();
    if (m_subject.kind == Kind::Authorize && m_ends->isChecked())
        change.until = m_until->date().endOfDay(Qt::UTC);
    if (m_passphrase->isVisible())
        change.passphrase = m_passphrase->text();
    m_passphrase->clear(); // not kept in the form
    Q_EMIT committed(change);
    close();
}

void StatementSheet::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    const int digit = event->key() - Qt::Key_0;
    if (!event->modifiers().testFlag(Qt::ControlModifier) && m_reasons->button(digit)) {
        m_reasons->button(digit)->setChecked(true);
        m_reasons->button(digit)->setFocus(Qt::OtherFocusReason);
        return;
    }
    QFrame::keyPressEvent(event);
}

void StatementSheet::changeEvent(QEvent *event)
{
    if ((event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange) && isVisible()) {
        fillReasons();
        fill();
    }
    QFrame::changeEvent(event);
}

} // namespace mandate
