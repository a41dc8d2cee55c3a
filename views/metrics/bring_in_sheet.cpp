// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/bring_in_sheet.h"

#include "models/items/text_safety.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace mandate {

namespace {

/// A time that counts while its box is ticked.
QWidget *optionalTime(QCheckBox *check, QDateTimeEdit *time, const QString &name)
{
    auto *cell = new QWidget;
    auto *row = new QHBoxLayout(cell);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(check);
    row->addWidget(time, 1);
    check->setAccessibleName(name);
    time->setAccessibleName(EvaluationSheet::tr("%1, UTC").arg(name));
    time->setTimeSpec(Qt::UTC);
    time->setButtonSymbols(QAbstractSpinBox::NoButtons);
    time->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"));
    time->setDateTime({QDateTime::currentDateTimeUtc().date(), QTime(0, 0), Qt::UTC});
    time->setEnabled(false);
    QObject::connect(check, &QCheckBox::toggled, time, &QWidget::setEnabled);
    return cell;
}

QDateTime timeOf(const QCheckBox *check, const QDateTimeEdit *time)
{
    return check->isChecked() ? time->dateTime() : QDateTime();
}

} // namespace

EvaluationSheet::EvaluationSheet(const QString &name, QWidget *parent)
    : SigningSheet(parent), m_title(new PlainText(this)), m_meaning(new PlainText(this)), m_agent(new QComboBox), m_suite(new QLineEdit), m_model(new QLineEdit)
{
    setAccessibleName(name);
    m_title->setFont(Theme::scaledFont(1.0, QFont::Bold));
    m_meaning->setProperty("untranslated", false);
    m_agent->setEditable(true);
    m_agent->setInsertPolicy(QComboBox::NoInsert);
    m_agent->setProperty("untranslated", true); // names of agents
    m_agent->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_agent->setMinimumContentsLength(24);
    m_agent->setAccessibleName(tr("Agent that it counts for"));
    m_agent->lineEdit()->setAccessibleName(m_agent->accessibleName());
    m_suite->setAccessibleName(tr("What it is called"));
    m_model->setAccessibleName(tr("Model that was evaluated"));
    m_keep->setText(tr("Keep nothing"));
    m_keep->setToolTip(tr("Closes the sheet and signs nothing (Esc)"));
    m_commit->setText(tr("Sign and keep"));
}

QString EvaluationSheet::meaning() const
{
    return m_meaning->text();
}

void EvaluationSheet::lay(const QList<std::pair<QString, QWidget *>> &more)
{
    QList<std::pair<QLabel *, QWidget *>> cells{{new QLabel(m_agent->accessibleName()), m_agent}, {new QLabel(m_suite->accessibleName()), m_suite}, {new QLabel(m_model->accessibleName()), m_model}};
    for (const auto &[words, widget] : more)
        cells.append({new QLabel(words), widget});
    cells.append({m_passphraseLabel, m_passphrase});
    auto *fields = new QGridLayout;
    fields->setHorizontalSpacing(16);
    fields->setVerticalSpacing(2);
    for (qsizetype i = 0; i < cells.size(); ++i) { // two beside one another: fits a narrow window
        const auto &[label, field] = cells[i];
        label->setTextFormat(Qt::PlainText);
        label->setBuddy(field);
        fields->addWidget(label, static_cast<int>(i / 2) * 2, static_cast<int>(i % 2));
        fields->addWidget(field, static_cast<int>(i / 2) * 2 + 1, static_cast<int>(i % 2));
        fields->setColumnStretch(static_cast<int>(i % 2), 1);
    }
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
    layout->addLayout(buttons);
}

void EvaluationSheet::begin(const QStringList &agents, const QString &agent, bool needsPassphrase)
{
    m_agent->clear();
    m_agent->addItems(agents);
    m_agent->setEditText(agent);
    m_passphrase->clear();
    m_passphrase->setVisible(needsPassphrase);
    m_passphraseLabel->setVisible(needsPassphrase);
    m_problem->clear();
    show();
    m_agent->setFocus(Qt::OtherFocusReason);
}

BringInSheet::BringInSheet(QWidget *parent) : EvaluationSheet(tr("Bring in results"), parent), m_ranCheck(new QCheckBox(tr("Ran at"))), m_ran(new QDateTimeEdit)
{
    lay({{tr("When it ran, where that is known"), optionalTime(m_ranCheck, m_ran, tr("Ran at"))}});
}

void BringInSheet::open(const ResultsPreview &preview, const QStringList &agents, bool needsPassphrase)
{
    m_preview = preview;
    //: %1 the name of a file
    m_title->setUntrusted(tr("Bring in “%1”?").arg(QFileInfo(preview.path).fileName()), 200);
    QStringList said{preview.recognised};
    said << preview.warnings;
    if (preview.known > 0)
        said << tr("These bytes are here already, as entry %1. For the same agent nothing is added, unless you say another model or when it ran.").arg(words::number(preview.known));
    said << tr("You sign for these exact bytes: who brought them in, for which agent, and the pact in force now.");
    m_meaning->setUntrusted(said.join(u' '), 3000);
    m_suite->setText(preview.suite);
    m_model->setText(preview.model);
    m_ranCheck->setChecked(preview.ran.isValid());
    if (preview.ran.isValid())
        m_ran->setDateTime(preview.ran);
    begin(agents, preview.agent, needsPassphrase);
}

void BringInSheet::commit()
{
    if (m_suite->text().trimmed().isEmpty()) {
        m_suite->setFocus(Qt::OtherFocusReason);
        //: %1 the name of a field
        return complain(tr("There is a problem: fill in “%1”.").arg(m_suite->accessibleName()));
    }
    const ResultsWish wish{m_preview.bytes, m_preview.path, m_agent->currentText().trimmed(), m_suite->text().trimmed(), m_model->text().trimmed(), timeOf(m_ranCheck, m_ran), m_passphrase->text()};
    m_passphrase->clear();
    m_problem->clear();
    Q_EMIT committed(wish);
}

SessionsSheet::SessionsSheet(QWidget *parent)
    : EvaluationSheet(tr("Make an evaluation of sessions"), parent), m_sinceCheck(new QCheckBox(tr("From"))), m_since(new QDateTimeEdit), m_untilCheck(new QCheckBox(tr("Until"))), m_until(new QDateTimeEdit)
{
    m_title->setText(tr("Make an evaluation of what the trail says of its own sessions?"));
    m_meaning->setText(tr("Every session of the agent counts with what its source says became of it: attack success, task done, reward. The list of sessions, and which part of the ledger was read, is signed and kept, so that anybody can make it again."));
    m_suite->setPlaceholderText(tr("empty: where the sessions took place"));
    m_model->setPlaceholderText(tr("empty: as the records say"));
    lay({{tr("Only sessions that began from"), optionalTime(m_sinceCheck, m_since, tr("From"))}, {tr("and before"), optionalTime(m_untilCheck, m_until, tr("Until"))}});
}

void SessionsSheet::open(const QStringList &agents, bool needsPassphrase)
{
    begin(agents, agents.value(0), needsPassphrase);
}

void SessionsSheet::commit()
{
    if (m_agent->currentText().trimmed().isEmpty()) {
        m_agent->setFocus(Qt::OtherFocusReason);
        //: %1 the name of a field
        return complain(tr("There is a problem: fill in “%1”.").arg(m_agent->accessibleName()));
    }
    const SessionsWish wish{m_agent->currentText().trimmed(), m_suite->text().trimmed(), m_model->text().trimmed(), timeOf(m_sinceCheck, m_since), timeOf(m_untilCheck, m_until), m_passphrase->text()};
    m_passphrase->clear();
    m_problem->clear();
    Q_EMIT committed(wish);
}

} // namespace mandate
