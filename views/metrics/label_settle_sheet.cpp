// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/label_settle_sheet.h"

#include "views/widgets/plain_text.h"
#include "views/widgets/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <array>
#include <utility>

namespace mandate {

LabelSettleSheet::LabelSettleSheet(QWidget *parent)
    : SigningSheet(parent),
      m_title(new PlainText(this)),
      m_about(new PlainText(this)),
      m_answer(new QComboBox(this)),
      m_reason(new QLineEdit(this))
{
    setAccessibleName(tr("Settle a disagreement"));
    m_title->setFont(Theme::scaledFont(1.0, QFont::Bold));
    m_title->setText(tr("Settle this disagreement?"));
    m_answer->addItems({tr("Yes"), tr("No"), tr("Cannot be told")});
    m_answer->setAccessibleName(tr("Answer"));
    m_reason->setAccessibleName(tr("Why"));
    m_commit->setText(tr("Sign the answer"));
    m_keep->setText(tr("Settle nothing"));
    m_keep->setToolTip(tr("Closes the sheet and signs nothing (Esc)"));
    const std::array cells{std::pair{new QLabel(tr("Answer"), this), static_cast<QWidget *>(m_answer)}, std::pair{new QLabel(tr("Why"), this), static_cast<QWidget *>(m_reason)}, std::pair{m_passphraseLabel, static_cast<QWidget *>(m_passphrase)}};
    layOut(m_title, m_about, inPairs(cells), {m_answer, m_reason});
}

void LabelSettleSheet::open(const QString &sample, const LineItem &dispute, bool needsPassphrase)
{
    m_sample = sample;
    m_unit = dispute.id.toULongLong();
    m_about->setUntrusted(dispute.said + QLatin1Char(' ') + tr("A third person settles it alone; of the two themselves both have to give the same answer."), 1500);
    m_reason->clear();
    m_passphrase->clear();
    m_passphrase->setVisible(needsPassphrase);
    m_passphraseLabel->setVisible(needsPassphrase);
    m_problem->clear();
    show();
    m_answer->setFocus(Qt::OtherFocusReason);
}

void LabelSettleSheet::commit()
{
    if (m_reason->text().trimmed().isEmpty()) {
        m_reason->setFocus(Qt::OtherFocusReason);
        //: %1 the name of a field
        return complain(tr("There is a problem: fill in “%1”.").arg(m_reason->accessibleName()));
    }
    const LabelAnswerWish wish{m_sample, m_unit, static_cast<LabelChoice>(m_answer->currentIndex()), m_reason->text().trimmed(), m_passphrase->text()};
    m_passphrase->clear();
    m_problem->clear();
    Q_EMIT committed(wish);
}

} // namespace mandate
