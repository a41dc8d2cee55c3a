// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/decisions/beside_pane.h"

#include "views/widgets/plain_text.h"
#include "views/widgets/scroll_pane.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace mandate {

BesidePane::BesidePane(QWidget *parent)
    : QFrame(parent),
      m_heading(new QLabel(tr("Evidence"))),
      m_complete(new StateChip),
      m_scroll(new ScrollPane),
      m_openAll(new QPushButton(tr("Open all in Evidence")))
{
    setProperty("surface", QStringLiteral("panel"));
    m_heading->setProperty("part", QStringLiteral("title"));
    m_scroll->setAccessibleName(tr("Evidence beside the request"));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(14, 12, 14, 6);
    head->addWidget(m_heading);
    head->addStretch(1);
    head->addWidget(m_complete);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(14, 8, 14, 12);
    foot->addWidget(m_openAll);
    foot->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_scroll, 1);
    layout->addLayout(foot);
    connect(m_openAll, &QPushButton::clicked, this, [this] { Q_EMIT linkActivated(m_session); });
    show(nullptr);
}

void BesidePane::show(const OpenedApproval *opened)
{
    m_openAll->setVisible(opened != nullptr);
    m_complete->setVisible(opened != nullptr);
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(14, 4, 12, 8);
    layout->setSpacing(12);
    if (opened) {
        m_session = sessionLink(opened->item);
        m_openAll->setEnabled(!opened->item.view->request.session.empty());
        m_openAll->setToolTip(m_openAll->isEnabled() ? tr("The records of this session") : tr("The request names no session."));
        const int present = opened->partsPresent();
        const int all = static_cast<int>(opened->parts.size());
        //: how many of the parts of evidence are there
        const QString complete = present == all ? tr("Complete %1 of %2").arg(present).arg(all) : tr("Incomplete %1 of %2").arg(present).arg(all);
        m_complete->setState({complete, present == all ? mandate::Shape::Tick : mandate::Shape::Triangle, present == all ? Tone::Good : Tone::Warning});
        int number = 0;
        for (const BesidePart &one : opened->parts)
            layout->addWidget(part(++number, one));
    }
    layout->addStretch(1);
    m_scroll->setWidget(content);
    content->setAutoFillBackground(false); // the panel shines through
    tabBehind(m_scroll, content);
}

QWidget *BesidePane::part(int number, const BesidePart &part)
{
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    //: a part of the evidence: %1 its number, %2 its name
    auto *heading = new QLabel(tr("%1  %2").arg(number).arg(part.heading));
    heading->setTextFormat(Qt::PlainText);
    heading->setProperty("part", QStringLiteral("heading"));
    layout->addWidget(heading);
    if (part.lines.isEmpty()) {
        layout->addWidget(new StateChip({tr("Missing"), mandate::Shape::Diamond, Tone::Warning}), 0, Qt::AlignLeft);
        auto *why = new PlainText;
        why->setUntrusted(part.missing);
        layout->addWidget(why);
    }
    for (const QString &line : part.lines) {
        auto *text = new PlainText;
        text->setUntrusted(part.quoted ? QStringLiteral("“%1”").arg(line) : line);
        layout->addWidget(text);
    }
    if (!part.link.isEmpty()) {
        auto *link = new QPushButton(part.linkText);
        link->setProperty("role", QStringLiteral("link"));
        connect(link, &QPushButton::clicked, this, [this, url = part.link] { Q_EMIT linkActivated(url); });
        layout->addWidget(link, 0, Qt::AlignLeft);
    }
    return box;
}

} // namespace mandate
