// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/pin_links.h"

#include "models/items/text_safety.h"
#include "views/widgets/flow_layout.h"
#include "views/widgets/plain_text.h"

#include <QLabel>
#include <QPushButton>

namespace mandate {

PinLinks::PinLinks(const QList<PinItem> &pins, QWidget *parent) : QWidget(parent)
{
    auto *flow = new FlowLayout(this, 10);
    for (const PinItem &pin : pins) {
        auto *link = new QPushButton(pin.record, this);
        link->setProperty("role", QStringLiteral("link"));
        //: a record and what it shows: %1 "Record 12", %2 a sentence
        link->setAccessibleName(pin.shows.isEmpty() ? pin.record : tr("%1: %2").arg(pin.record, pin.shows));
        link->setToolTip(plainToolTip(link->accessibleName()));
        connect(link, &QPushButton::clicked, this, [this, to = pin.link] { Q_EMIT linkActivated(to); });
        flow->addWidget(link);
    }
}

QWidget *caseHeading(const QString &text, QWidget *parent)
{
    auto *heading = new QLabel(text, parent);
    heading->setTextFormat(Qt::PlainText);
    heading->setWordWrap(true);
    heading->setProperty("part", QStringLiteral("heading"));
    return heading;
}

QString notNow(const QString &refusal)
{
    //: why a button is off; %1 a sentence or two
    return refusal.isEmpty() ? QString() : plainToolTip(PinLinks::tr("Not now: %1").arg(refusal));
}

QWidget *caseLine(const QString &text, QWidget *parent, bool muted)
{
    auto *line = new PlainText(parent);
    line->setUntrusted(text, 1200);
    if (muted)
        line->setProperty("part", QStringLiteral("muted"));
    return line;
}

} // namespace mandate
