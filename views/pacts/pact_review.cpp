// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/pact_review.h"

#include "models/items/pact_comparison.h"
#include "models/items/session.h"
#include "views/pacts/change_words.h"

#include <QLabel>
#include <QListWidget>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace mandate {

PactReview::PactReview(QWidget *parent) : QWidget(parent), m_said(new QLabel(this)), m_list(new QListWidget(this)), m_text(new QTextBrowser(this))
{
    m_said->setWordWrap(true);
    m_said->setContentsMargins(20, 10, 16, 6);
    m_list->setProperty("role", QStringLiteral("entries"));
    m_list->setAccessibleName(tr("Changes"));
    m_text->setAccessibleName(tr("The change"));
    m_text->setOpenLinks(false);
    m_text->setTabChangesFocus(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_said);
    layout->addWidget(m_list, 2);
    layout->addWidget(m_text, 3);
    connect(m_list, &QListWidget::currentRowChanged, this, &PactReview::showChange);
}

PactReview::~PactReview() = default;

void PactReview::setSession(Session *session)
{
    m_session = session;
    m_pact.clear();
    m_comparison.reset();
    if (!session)
        return;
    m_comparison = std::make_unique<PactComparison>(session);
    connect(m_comparison.get(), &PactComparison::done, this, &PactReview::fill);
}

void PactReview::show(const PactItem &pact)
{
    if (pact.key() == m_pact)
        return; // what was read stays read while it is signed
    m_pact = pact.key();
    m_before = pact.comparedWith;
    m_read.clear();
    m_list->clear();
    m_text->clear();
    if (m_comparison && !m_before.isEmpty()) {
        m_said->setText(tr("Comparing with %1…").arg(m_before));
        m_comparison->compare(m_before, m_pact);
    } else {
        m_said->setText(tr("This is the first version, so there is nothing to compare it with. Read it as a whole."));
    }
    m_list->setVisible(!m_before.isEmpty());
    m_text->setVisible(!m_before.isEmpty());
    Q_EMIT readChanged();
}

bool PactReview::isRead() const
{
    return m_before.isEmpty() || (m_comparison && !m_comparison->isBusy() && readCount() == changeCount());
}

int PactReview::changeCount() const
{
    return m_comparison && !m_before.isEmpty() ? static_cast<int>(m_comparison->changes().size()) : 0;
}

void PactReview::fill()
{
    m_list->clear();
    for (const DraftChange &change : m_comparison->changes())
        m_list->addItem(QStringLiteral("%1  %2").arg(change.place, change.change.text));
    m_said->setText(changeCount() == 0 ? tr("Nothing changed against %1 but the version number.").arg(m_before)
                                       : tr("%1 against %2.").arg(tr("%n change(s)", nullptr, changeCount()), m_before));
    if (changeCount() > 0)
        m_list->setCurrentRow(0);
    Q_EMIT readChanged();
}

void PactReview::showChange(int row)
{
    if (row < 0 || row >= changeCount())
        return;
    const DraftChange &change = m_comparison->changes()[static_cast<std::size_t>(row)];
    m_text->setHtml(changeHtml(change));
    m_read.insert(row);
    m_list->item(row)->setText(QStringLiteral("%1  %2  %3").arg(change.place, change.change.text, tr("✔ read")));
    Q_EMIT readChanged();
}

} // namespace mandate
