// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/sources/coverage_pane.h"

#include "models/items/session.h"
#include "models/items/source_model.h"
#include "views/widgets/plain_text.h"

#include <QAccessible>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <array>

namespace mandate {

namespace {

constexpr std::array<qint64, 3> unitSeconds{60, 3600, 86'400};

} // namespace

CoveragePane::CoveragePane(QWidget *parent)
    : QFrame(parent),
      m_words(new PlainText(this)),
      m_sourceLabel(new QLabel(this)),
      m_source(new QLineEdit(this)),
      m_countLabel(new QLabel(this)),
      m_count(new QSpinBox(this)),
      m_unit(new QComboBox(this)),
      m_reasonLabel(new QLabel(this)),
      m_reason(new QLineEdit(this)),
      m_sign(new QPushButton(this)),
      m_end(new QPushButton(this)),
      m_problem(new PlainText(this))
{
    m_count->setButtonSymbols(QAbstractSpinBox::NoButtons); // a number is typed, and the arrow keys count it
    setProperty("surface", QStringLiteral("panel"));
    m_source->setProperty("untranslated", true); // the text is data
    m_reason->setProperty("untranslated", true);
    m_source->setMaxLength(1000);
    m_reason->setMaxLength(500);
    m_source->setMinimumWidth(fontMetrics().averageCharWidth() * 20);
    m_count->setRange(1, 400);
    for (const qint64 seconds : unitSeconds)
        m_unit->addItem(QString(), seconds);
    m_unit->setCurrentIndex(1);
    m_sourceLabel->setBuddy(m_source);
    m_countLabel->setBuddy(m_count);
    m_reasonLabel->setBuddy(m_reason);
    auto *row = new QHBoxLayout;
    row->addWidget(m_sourceLabel);
    row->addWidget(m_source, 2);
    row->addWidget(m_countLabel);
    row->addWidget(m_count);
    row->addWidget(m_unit);
    row->addWidget(m_reasonLabel);
    row->addWidget(m_reason, 3);
    row->addWidget(m_sign);
    row->addWidget(m_end);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 10, 14, 10);
    layout->addWidget(m_words);
    layout->addLayout(row);
    layout->addWidget(m_problem);
    m_problem->hide();
    connect(m_source, &QLineEdit::textChanged, this, &CoveragePane::updateEnabled);
    connect(m_sign, &QPushButton::clicked, this, [this] {
        m_problem->hide();
        if (m_model)
            m_model->expect(m_source->text(), seconds(), m_reason->text());
    });
    connect(m_end, &QPushButton::clicked, this, [this] {
        m_problem->hide();
        if (m_model)
            m_model->expectNoLonger(m_expected, m_reason->text());
    });
    retranslate();
    show(nullptr);
}

void CoveragePane::setModel(SourceModel *model)
{
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    m_shown.clear();
    m_problem->hide();
    if (!model)
        return;
    connect(model, &SourceModel::refused, this, [this](const Trouble &trouble) {
        m_problem->setUntrusted(trouble.happened + u' ' + trouble.unaffected + u' ' + trouble.remedy);
        m_problem->show();
        QAccessibleEvent said(m_problem, QAccessible::Alert);
        QAccessible::updateAccessibility(&said);
    });
    connect(model, &SourceModel::expected, this, [this] {
        m_reason->clear();
        m_problem->hide();
    });
}

void CoveragePane::show(const SourceItem *source)
{
    setVisible(source != nullptr);
    if (!source)
        return;
    m_words->setUntrusted(source->coverage);
    m_expected = source->expectedBy;
    if (source->known != m_shown) { // what is typed stays while the source is read anew
        m_shown = source->known;
        m_problem->hide();
        m_reason->clear();
        m_source->setText(source->expectedBy.isEmpty() ? source->known : source->expectedBy);
        const qint64 every = source->expectedSeconds > 0 ? source->expectedSeconds : unitSeconds[1];
        int unit = static_cast<int>(unitSeconds.size()) - 1;
        while (unit > 0 && every % unitSeconds[static_cast<std::size_t>(unit)] != 0)
            --unit;
        m_unit->setCurrentIndex(unit);
        m_count->setValue(static_cast<int>(qMax<qint64>(1, every / unitSeconds[static_cast<std::size_t>(unit)])));
    }
    updateEnabled();
}

QString CoveragePane::words() const
{
    return m_words->text();
}

QString CoveragePane::problem() const
{
    return m_problem->isHidden() ? QString() : m_problem->text();
}

qint64 CoveragePane::seconds() const
{
    return m_count->value() * m_unit->currentData().toLongLong();
}

void CoveragePane::updateEnabled()
{
    const QString refusal = m_model ? m_model->expectingRefusal() : QString();
    const bool may = m_model && refusal.isEmpty();
    for (QWidget *field : std::array<QWidget *, 4>{m_source, m_count, m_unit, m_reason})
        field->setEnabled(may);
    m_sign->setEnabled(may && !m_source->text().trimmed().isEmpty());
    m_sign->setToolTip(may ? tr("Signs that records come at least so often. Silent for three times as long, the source opens an incident.") : refusal);
    m_end->setVisible(!m_expected.isEmpty());
    m_end->setEnabled(may);
    m_end->setToolTip(may ? tr("Signs that its silence means nothing any more.") : refusal);
}

void CoveragePane::retranslate()
{
    m_words->setAccessibleName(tr("What the source covers"));
    m_sourceLabel->setText(tr("Expect records of"));
    m_source->setAccessibleName(tr("Source that is expected, * for any letters"));
    m_source->setToolTip(tr("A source's name, or a pattern: * stands for any letters."));
    m_countLabel->setText(tr("at least every"));
    m_count->setAccessibleName(tr("How often records are expected"));
    m_unit->setAccessibleName(tr("Unit of time"));
    m_unit->setItemText(0, tr("minutes"));
    m_unit->setItemText(1, tr("hours"));
    m_unit->setItemText(2, tr("days"));
    m_reasonLabel->setText(tr("because"));
    m_reason->setAccessibleName(tr("Why, for the record"));
    m_sign->setText(tr("Sign"));
    m_end->setText(tr("Expect no longer"));
    updateEnabled();
}

} // namespace mandate
