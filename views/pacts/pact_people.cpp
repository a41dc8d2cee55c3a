// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/pact_people.h"

#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace mandate {

PactPeople::PactPeople(QWidget *parent) : ScrollPane(parent) {}

void PactPeople::show(const PactItem &pact)
{
    setAccessibleName(tr("People of the pact"));
    auto *sheet = new QWidget;
    auto *column = new QVBoxLayout(sheet);
    column->setContentsMargins(20, 16, 20, 20);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(14);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const PersonItem &person : pact.people) {
        auto *part = new QLabel(person.part);
        part->setProperty("part", QStringLiteral("muted"));
        grid->addWidget(part, row, 0, Qt::AlignTop | Qt::AlignLeft);
        auto *who = new QVBoxLayout;
        who->setSpacing(3);
        if (person.name.isEmpty()) {
            who->addWidget(new StateChip({tr("Nobody is named"), mandate::Shape::Octagon, Tone::Critical}), 0, Qt::AlignLeft);
        } else {
            auto *name = new PlainText;
            name->setUntrusted(person.name);
            name->setFont(Theme::scaledFont(1.0, QFont::DemiBold));
            who->addWidget(name);
        }
        if (!person.does.isEmpty()) {
            auto *does = new PlainText;
            does->setUntrusted(person.does);
            who->addWidget(does);
        }
        grid->addLayout(who, row++, 1);
    }
    column->addLayout(grid);
    if (!pact.events.empty()) {
        auto *heading = new QLabel(tr("Signed so far"));
        heading->setProperty("part", QStringLiteral("heading"));
        heading->setContentsMargins(0, 18, 0, 4);
        column->addWidget(heading);
    }
    for (const PactEventItem &event : pact.events) {
        auto *line = new PlainText;
        //: %1 what was signed, %2 a person, %3 date and time
        line->setUntrusted(tr("%1: %2, %3.").arg(event.what, event.who, event.when) + (event.note.isEmpty() ? QString() : QLatin1Char('\n') + event.note));
        column->addWidget(line);
    }
    column->addStretch(1);
    setWidget(sheet);
}

} // namespace mandate
