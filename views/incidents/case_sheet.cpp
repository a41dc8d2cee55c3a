// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/case_sheet.h"

#include "views/widgets/plain_text.h"
#include "views/widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace mandate {

CaseSheet::CaseSheet(QWidget *parent)
    : SigningSheet(parent),
      m_title(new PlainText(this)),
      m_meaning(new PlainText(this)),
      m_choiceLabel(new QLabel(this)),
      m_choice(new QComboBox(this)),
      m_secondLabel(new QLabel(this)),
      m_second(new QComboBox(this)),
      m_lineLabel(new QLabel(this)),
      m_line(new QLineEdit(this)),
      m_timed(new QCheckBox(this)),
      m_timeLabel(new QLabel(this)),
      m_time(new QDateTimeEdit(this)),
      m_textLabel(new QLabel(this)),
      m_text(new QPlainTextEdit(this)),
      m_check(new QCheckBox(this))
{
    m_title->setFont(Theme::scaledFont(1.0, QFont::Bold));
    m_choice->setProperty("untranslated", true); // people, incidents, categories of a law
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(24);
    m_text->setProperty("role", QStringLiteral("field"));
    m_text->setTabChangesFocus(true);
    m_text->setFixedHeight(fontMetrics().height() * 2 + 22);
    m_time->setTimeSpec(Qt::UTC);
    m_time->setCalendarPopup(false);
    m_time->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_time->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"));
    m_keep->setText(tr("Keep as is"));
    m_keep->setToolTip(tr("Closes the sheet and changes nothing (Esc)"));
    for (QLabel *label : {m_choiceLabel, m_secondLabel, m_lineLabel, m_timeLabel, m_textLabel}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    // Short fields stand beside one another: the incident stays in sight below the sheet.
    auto *fields = new QHBoxLayout;
    fields->setSpacing(16);
    const auto addCell = [this, fields](std::initializer_list<QWidget *> widgets, int stretch) {
        auto *cell = new QWidget(this); // hidden with its field: an empty column would keep its room
        auto *column = new QVBoxLayout(cell);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(2);
        for (QWidget *widget : widgets)
            column->addWidget(widget);
        fields->addWidget(cell, stretch);
    };
    addCell({m_choiceLabel, m_choice}, 2);
    addCell({m_secondLabel, m_second}, 1);
    addCell({m_lineLabel, m_line}, 2);
    addCell({m_timed, m_timeLabel, m_time}, 1);
    addCell({m_passphraseLabel, m_passphrase}, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_problem, 1);
    buttons->addWidget(m_keep);
    buttons->addWidget(m_commit);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 10, 16, 10);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_meaning);
    layout->addLayout(fields);
    layout->addWidget(m_textLabel);
    layout->addWidget(m_text);
    layout->addWidget(m_check);
    layout->addLayout(buttons);
    for (QWidget *label : std::initializer_list<QWidget *>{m_choiceLabel, m_secondLabel, m_lineLabel, m_timeLabel, m_passphraseLabel})
        label->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setTabOrder(m_time, m_passphrase);
    setTabOrder(m_passphrase, m_text);
    setTabOrder(m_text, m_check);
    setTabOrder(m_check, m_keep);
    setTabOrder(m_keep, m_commit);
    for (const auto &[label, field] : std::initializer_list<std::pair<QLabel *, QWidget *>>{
             {m_choiceLabel, m_choice}, {m_secondLabel, m_second}, {m_lineLabel, m_line}, {m_timeLabel, m_time}, {m_textLabel, m_text}, {m_passphraseLabel, m_passphrase}})
        label->setBuddy(field);
    connect(m_timed, &QCheckBox::toggled, m_time, &QWidget::setEnabled);
}

static void ask(QLabel *label, QWidget *field, const QString &name)
{
    label->setText(name);
    label->setVisible(!name.isEmpty());
    field->setAccessibleName(name);
    field->setVisible(!name.isEmpty());
    if (QWidget *cell = field->parentWidget(); !qobject_cast<CaseSheet *>(cell))
        cell->setVisible(!name.isEmpty());
}

static void offer(QComboBox *box, const Choices &choices, const QString &chosen)
{
    box->clear();
    for (const auto &[value, word] : choices)
        box->addItem(word, value);
    box->setCurrentIndex(std::max(0, box->findData(chosen)));
}

void CaseSheet::open(const CaseForm &form, bool needsPassphrase)
{
    m_form = form;
    m_title->setUntrusted(form.title, 300);
    setAccessibleName(form.title);
    m_meaning->setUntrusted(form.meaning, 1000);
    m_meaning->setVisible(!form.meaning.isEmpty());
    ask(m_choiceLabel, m_choice, form.choices.isEmpty() ? QString() : form.choiceName);
    ask(m_secondLabel, m_second, form.secondName);
    ask(m_lineLabel, m_line, form.lineName);
    ask(m_timeLabel, m_time, form.timeName);
    ask(m_textLabel, m_text, form.textName);
    ask(m_passphraseLabel, m_passphrase, needsPassphrase ? tr("Passphrase of your keys") : QString());
    offer(m_choice, form.choices, form.chosen);
    offer(m_second, form.seconds, {});
    m_line->setText(form.line);
    m_timed->setVisible(form.timeOptional);
    m_timed->setText(form.timeName);
    m_timeLabel->setVisible(!form.timeName.isEmpty() && !form.timeOptional);
    m_timed->setChecked(!form.timeOptional);
    m_time->setEnabled(!form.timeOptional);
    m_time->setDateTime(form.time.isValid() ? form.time.toUTC() : QDateTime::currentDateTimeUtc());
    m_text->clear();
    m_check->setText(form.checkName);
    m_check->setVisible(!form.checkName.isEmpty());
    m_check->setChecked(false);
    m_passphrase->clear();
    m_problem->clear();
    m_commit->setText(form.commit);
    show();
    for (QWidget *field : std::initializer_list<QWidget *>{m_choice, m_line, m_time, m_text, m_commit}) {
        if (field->isVisibleTo(this) && field->isEnabled()) {
            field->setFocus(Qt::OtherFocusReason);
            break;
        }
    }
}

CaseChange CaseSheet::filled() const
{
    CaseChange change = m_form.change;
    const QString chosen = m_form.choices.isEmpty() ? QString() : m_choice->currentData().toString();
    const QString line = m_line->text().trimmed();
    switch (change.act) {
    case CaseAct::Open:
    case CaseAct::Split:
        change.severity = chosen;
        change.title = line;
        break;
    case CaseAct::Grade: change.severity = chosen; break;
    case CaseAct::Assign: change.person = chosen.isEmpty() ? line : chosen; break;
    case CaseAct::Link:
    case CaseAct::Unlink:
    case CaseAct::Merge: change.other = chosen; break;
    case CaseAct::Agree: change.party = chosen; break;
    case CaseAct::Aware: change.category = m_form.choices.isEmpty() ? change.category : chosen; break;
    case CaseAct::Reported: change.reference = line; break;
    default: break;
    }
    if (!m_form.secondName.isEmpty())
        change.relation = m_second->currentData().toString();
    if (!m_form.timeName.isEmpty() && m_time->isEnabled())
        change.when = m_time->dateTime();
    change.text = m_text->toPlainText().trimmed();
    change.privileged = !m_form.checkName.isEmpty() && m_check->isChecked();
    change.passphrase = m_passphrase->text();
    return change;
}

void CaseSheet::commit()
{
    if (m_line->isVisibleTo(this) && m_line->text().trimmed().isEmpty()) {
        m_line->setFocus(Qt::OtherFocusReason);
        //: %1 the name of a field
        return complain(tr("There is a problem: fill in “%1”.").arg(m_form.lineName));
    }
    if (m_form.needsText && m_text->toPlainText().trimmed().isEmpty()) {
        m_text->setFocus(Qt::OtherFocusReason);
        return complain(tr("There is a problem: fill in “%1”.").arg(m_form.textName));
    }
    const CaseChange change = filled();
    m_passphrase->clear();
    m_problem->clear();
    Q_EMIT committed(change);
}

} // namespace mandate
