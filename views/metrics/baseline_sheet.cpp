// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/baseline_sheet.h"

#include "views/widgets/plain_text.h"
#include "views/widgets/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <array>
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
    const std::array cells{std::pair{new QLabel(tr("Runs"), this), static_cast<QWidget *>(m_runs)},
                           std::pair{new QLabel(tr("Name"), this), static_cast<QWidget *>(m_name)},
                           std::pair{new QLabel(tr("Why this is the baseline"), this), static_cast<QWidget *>(m_reason)},
                           std::pair{m_passphraseLabel, static_cast<QWidget *>(m_passphrase)}};
    layOut(m_title, m_meaning, inPairs(cells), {m_runs, m_name, m_reason});
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
