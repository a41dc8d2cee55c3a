// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/baseline_sheet.h"

#include "views/widgets/plain_text.h"
#include "views/widgets/theme.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>
#include <initializer_list>
#include <utility>

namespace mandate {

BaselineSheet::BaselineSheet(QWidget *parent)
    : SigningSheet(parent),
      m_title(new PlainText(this)),
      m_meaning(new PlainText(this)),
      m_runs(new QComboBox(this)),
      m_name(new QLineEdit(this)),
      m_reason(new QLineEdit(this))
{
    setAccessibleName(tr("Keep as a baseline"));
    m_title->setFont(Theme::scaledFont(1.0, QFont::Bold));
    m_title->setText(tr("Keep these runs as a baseline?"));
    m_meaning->setText(tr("A signed note says which runs these are, their counts, and the pact in force. Later behaviour is held against it. Nothing "
                          "changes a baseline, and its name is used once."));
    m_runs->setProperty("untranslated", true); // names of agents
    m_runs->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_runs->setMinimumContentsLength(30);
    m_runs->setAccessibleName(tr("Runs to keep"));
    m_name->setAccessibleName(tr("Name of the baseline"));
    m_name->setPlaceholderText(tr("spring-2026"));
    m_reason->setAccessibleName(tr("Why this is the baseline"));
    m_commit->setText(tr("Sign the baseline"));
    m_keep->setText(tr("Keep nothing"));
    m_keep->setToolTip(tr("Closes the sheet and signs nothing (Esc)"));
    auto *fields = new QGridLayout;
    fields->setHorizontalSpacing(16);
    fields->setVerticalSpacing(2);
    const std::array cells{std::pair{new QLabel(tr("Runs"), this), static_cast<QWidget *>(m_runs)},
                           std::pair{new QLabel(tr("Name"), this), static_cast<QWidget *>(m_name)},
                           std::pair{new QLabel(tr("Why this is the baseline"), this), static_cast<QWidget *>(m_reason)},
                           std::pair{m_passphraseLabel, static_cast<QWidget *>(m_passphrase)}};
    for (std::size_t i = 0; i < cells.size(); ++i) { // two beside one another: fits a narrow window
        const auto &[label, field] = cells.at(i);
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
    QWidget *last = m_runs;
    for (QWidget *next : std::initializer_list<QWidget *>{m_name, m_reason, m_passphrase, m_keep, m_commit})
        setTabOrder(std::exchange(last, next), next);
}

void BaselineSheet::open(const QList<ComparedRuns> &runs, bool needsPassphrase)
{
    m_choices = runs;
    m_runs->clear();
    for (const ComparedRuns &one : runs)
        m_runs->addItem(one.words());
    m_name->clear();
    m_reason->clear();
    m_passphrase->clear();
    m_passphrase->setVisible(needsPassphrase);
    m_passphraseLabel->setVisible(needsPassphrase);
    m_problem->clear();
    show();
    m_name->setFocus(Qt::OtherFocusReason);
}

void BaselineSheet::commit()
{
    for (QLineEdit *field : {m_name, m_reason}) {
        if (field->text().trimmed().isEmpty()) {
            field->setFocus(Qt::OtherFocusReason);
            //: %1 the name of a field
            return complain(tr("There is a problem: fill in “%1”.").arg(field->accessibleName()));
        }
    }
    const BaselineWish wish{m_choices.value(m_runs->currentIndex()), m_name->text().trimmed(), m_reason->text().trimmed(), m_passphrase->text()};
    m_passphrase->clear();
    m_problem->clear();
    Q_EMIT committed(wish);
}

} // namespace mandate
