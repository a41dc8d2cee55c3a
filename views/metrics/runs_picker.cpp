// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/runs_picker.h"

#include "views/widgets/flow_layout.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>

namespace mandate {

namespace {

QWidget *together(std::initializer_list<QWidget *> widgets)
{
    auto *cell = new QWidget;
    auto *row = new QHBoxLayout(cell);
    row->setContentsMargins(0, 0, 0, 0);
    for (QWidget *widget : widgets)
        row->addWidget(widget);
    return cell;
}

} // namespace

RunsPicker::RunsPicker(Side side, QWidget *parent)
    : QWidget(parent),
      m_side(side),
      m_box(new QComboBox),
      m_sinceCheck(new QCheckBox(tr("From"))),
      m_since(new QDateTimeEdit),
      m_untilCheck(new QCheckBox(tr("Until"))),
      m_until(new QDateTimeEdit)
{
    const bool before = side == Side::Before;
    auto *label = new QLabel(before ? tr("&Before") : tr("Aft&er"));
    label->setBuddy(m_box);
    label->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("MMMMM")));
    m_box->setAccessibleName(before ? tr("Runs before") : tr("Runs after"));
    m_box->setProperty("untranslated", true); // names of baselines and agents
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_box->setMinimumContentsLength(44);
    m_sinceCheck->setAccessibleName(before ? tr("Before: only runs from a time") : tr("After: only runs from a time"));
    m_untilCheck->setAccessibleName(before ? tr("Before: only runs until a time") : tr("After: only runs until a time"));
    m_since->setAccessibleName(before ? tr("Before: from, UTC") : tr("After: from, UTC"));
    m_until->setAccessibleName(before ? tr("Before: until, UTC") : tr("After: until, UTC"));
    for (const auto &[check, time] : {std::pair{m_sinceCheck, m_since}, {m_untilCheck, m_until}}) {
        time->setTimeSpec(Qt::UTC);
        time->setButtonSymbols(QAbstractSpinBox::NoButtons);
        time->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"));
        time->setDateTime({QDateTime::currentDateTimeUtc().date(), QTime(0, 0), Qt::UTC});
        connect(check, &QCheckBox::toggled, this, &RunsPicker::showTimes);
        connect(check, &QCheckBox::clicked, this, &RunsPicker::chosen);
        connect(time, &QDateTimeEdit::editingFinished, this, &RunsPicker::chosen);
    }
    auto *flow = new FlowLayout(this);
    flow->setContentsMargins(0, 0, 0, 0);
    flow->addWidget(together({label, m_box}));
    flow->addWidget(together({m_sinceCheck, m_since}));
    flow->addWidget(together({m_untilCheck, m_until}));
    connect(m_box, &QComboBox::activated, this, [this] {
        showTimes();
        Q_EMIT chosen();
    });
    showTimes();
}

/// A baseline has its own times, and an end after is the end of the record.
void RunsPicker::showTimes()
{
    const bool agent = m_choices.isEmpty() || m_choices.value(m_box->currentIndex()).runs.baseline.isEmpty();
    m_sinceCheck->parentWidget()->setVisible(agent);
    m_untilCheck->parentWidget()->setVisible(agent && m_side == Side::Before);
    m_since->setVisible(m_sinceCheck->isChecked());
    m_until->setVisible(m_untilCheck->isChecked());
}

void RunsPicker::offer(const QList<RunsChoice> &choices)
{
    const ComparedRuns was = runs();
    m_choices = choices;
    if (m_side == Side::After)
        m_choices.removeIf([](const RunsChoice &choice) { return !choice.runs.baseline.isEmpty(); });
    m_box->clear();
    for (const RunsChoice &choice : std::as_const(m_choices))
        m_box->addItem(choice.words);
    if (!was.isEmpty())
        setRuns(was);
    showTimes();
}

ComparedRuns RunsPicker::runs() const
{
    ComparedRuns runs = m_choices.value(m_box->currentIndex()).runs;
    if (!runs.baseline.isEmpty() || runs.isEmpty())
        return runs;
    if (m_sinceCheck->isChecked())
        runs.since = m_since->dateTime();
    if (m_untilCheck->isChecked() && m_side == Side::Before)
        runs.until = m_until->dateTime();
    return runs;
}

ComparedRuns RunsPicker::agent() const
{
    return m_choices.value(m_box->currentIndex()).agent;
}

void RunsPicker::setRuns(const ComparedRuns &runs)
{
    const ComparedRuns wanted = runs.ofAnyTime();
    auto known = std::ranges::find(m_choices, wanted, &RunsChoice::runs);
    if (known == m_choices.end()) { // named by a link, and not there: asking says so
        m_choices.append({wanted, wanted, wanted.words()});
        m_box->addItem(wanted.words());
        known = m_choices.end() - 1;
    }
    m_box->setCurrentIndex(static_cast<int>(known - m_choices.begin()));
    m_sinceCheck->setChecked(runs.since.isValid());
    m_untilCheck->setChecked(runs.until.isValid());
    if (runs.since.isValid())
        m_since->setDateTime(runs.since);
    if (runs.until.isValid())
        m_until->setDateTime(runs.until);
    showTimes();
}

} // namespace mandate
