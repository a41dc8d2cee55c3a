// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/label_settle_sheet.h"

#include "views/widgets/plain_text.h"
#include "views/widgets/theme.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <initializer_list>
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
    auto *fields = new QGridLayout;
    fields->setHorizontalSpacing(16);
    fields->setVerticalSpacing(2);
    auto *answerLabel = new QLabel(tr("Answer"), this);
    auto *reasonLabel = new QLabel(tr("Why"), this);
    int column = 0;
    for (const auto &[label, field] : {std::pair{answerLabel, static_cast<QWidget *>(m_answer)}, {reasonLabel, m_reason}, {m_passphraseLabel, m_passphrase}}) {
        label->setTextFormat(Qt::PlainText);
        label->setBuddy(field);
        fields->addWidget(label, 0, column);
        fields->addWidget(field, 1, column);
        ++column;
    }
    fields->setColumnStretch(1, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_problem, 1);
    buttons->addWidget(m_keep);
    buttons->addWidget(m_commit);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 10, 16, 10);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_about);
    layout->addLayout(fields);
    layout->addLayout(buttons);
    QWidget *last = m_answer;
    for (QWidget *next : std::initializer_list<QWidget *>{m_reason, m_passphrase, m_keep, m_commit})
        setTabOrder(std::exchange(last, next), next);
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
