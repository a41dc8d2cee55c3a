// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/welcome_page.h"

#include "models/items/text_safety.h"
#include "views/widgets/icon.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/theme.h"

#include <QEvent>
#include <QFileInfo>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace mandate {

WelcomePage::WelcomePage(QWidget *parent) : Page(parent), m_title(new QLabel(this)), m_lead(new QLabel(this)), m_recentHeading(new QLabel(this))
{
    auto *sheet = new QWidget(this);
    auto *column = new QVBoxLayout(sheet);
    column->setSpacing(14);
    m_title->setFont(Theme::scaledFont(1.5, QFont::DemiBold));
    m_lead->setWordWrap(true);
    m_lead->setProperty("part", QStringLiteral("muted"));
    column->addWidget(m_title);
    column->addWidget(m_lead);
    column->addSpacing(6);
    m_sample = addChoice(column, QStringLiteral("box-arrow-in-down"), true);
    m_new = addChoice(column, QStringLiteral("file-earmark-plus"), false);
    m_open = addChoice(column, QStringLiteral("folder2-open"), false);
    m_recentHeading->setProperty("part", QStringLiteral("heading"));
    column->addSpacing(6);
    column->addWidget(m_recentHeading);
    m_recent = new QVBoxLayout;
    m_recent->setSpacing(0);
    column->addLayout(m_recent);
    sheet->setMaximumWidth(fontMetrics().averageCharWidth() * 110);

    auto *outer = new QWidget(this);
    auto *center = new QVBoxLayout(outer);
    center->setContentsMargins(32, 24, 32, 24);
    center->addStretch(2);
    auto *across = new QHBoxLayout;
    across->addStretch(1);
    across->addWidget(sheet, 8);
    across->addStretch(1);
    center->addLayout(across);
    center->addStretch(3);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(outer);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);

    connect(m_sample.button, &QPushButton::clicked, this, &WelcomePage::sampleWanted);
    connect(m_new.button, &QPushButton::clicked, this, &WelcomePage::newWanted);
    connect(m_open.button, &QPushButton::clicked, this, &WelcomePage::openWanted);
    retranslate();
    setRecent({});
}

WelcomePage::Choice WelcomePage::addChoice(QVBoxLayout *column, const QString &iconName, bool primary)
{
    auto *card = new QFrame(this);
    card->setProperty("surface", QStringLiteral("card"));
    auto *row = new QHBoxLayout(card);
    row->setContentsMargins(18, 14, 18, 14);
    row->setSpacing(16);
    auto *glyph = new QLabel(card);
    const auto paint = [glyph, iconName] { glyph->setPixmap(icon(iconName, IconRole::Accent).pixmap(24, 24)); };
    paint();
    connect(&Theme::instance(), &Theme::changed, glyph, paint);
    row->addWidget(glyph, 0, Qt::AlignTop);
    Choice choice{new QLabel(card), new QLabel(card), new QPushButton(card)};
    choice.heading->setFont(Theme::scaledFont(1.0, QFont::DemiBold));
    choice.text->setWordWrap(true);
    choice.text->setProperty("part", QStringLiteral("muted"));
    auto *words = new QVBoxLayout;
    words->setSpacing(3);
    words->addWidget(choice.heading);
    words->addWidget(choice.text);
    row->addLayout(words, 1);
    if (primary)
        choice.button->setProperty("role", QStringLiteral("primary"));
    row->addWidget(choice.button, 0, Qt::AlignVCenter);
    column->addWidget(card);
    return choice;
}

void WelcomePage::setRecent(const QStringList &paths)
{
    while (QLayoutItem *item = m_recent->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_recentHeading->setVisible(!paths.isEmpty());
    for (const QString &path : paths) {
        const QFileInfo file(path);
        auto *button = new QPushButton(visibleLine(file.completeBaseName(), 80).replace(QLatin1Char('&'), QLatin1String("&&")), this);
        button->setProperty("role", QStringLiteral("link"));
        button->setProperty("untranslated", true); // a file's name
        button->setToolTip(plainToolTip(visibleLine(path)));
        connect(button, &QPushButton::clicked, this, [this, path] { Q_EMIT recentWanted(path); });
        m_recent->addWidget(button, 0, Qt::AlignLeft);
    }
}

QString WelcomePage::title() const
{
    return tr("Welcome");
}

void WelcomePage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    Page::changeEvent(event);
}

void WelcomePage::retranslate()
{
    m_title->setText(tr("See what your agents did, and what their pacts say about it"));
    m_lead->setText(tr("A workspace is one file. It holds the records of your agents, the pacts they are judged by, and every decision about them. "
                       "Nothing leaves this computer."));
    m_sample.heading->setText(tr("Look around in the sample workspace"));
    m_sample.text->setText(tr("Published test runs of service agents, marked SAMPLE. Yours to try everything on."));
    m_sample.button->setText(tr("Open sample workspace"));
    m_new.heading->setText(tr("Begin with your own records"));
    m_new.text->setText(tr("Make a workspace, then import files. You can also drop files and folders on this window."));
    m_new.button->setText(tr("New workspace…"));
    m_open.heading->setText(tr("Go on where you left off"));
    m_open.text->setText(tr("Open a workspace file that you or a colleague made."));
    m_open.button->setText(tr("Open workspace…"));
    m_recentHeading->setText(tr("Opened before"));
}

} // namespace mandate
