// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/empty_state.h"

#include "views/widgets/icon.h"
#include "views/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace mandate {

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent),
      m_icon(new QLabel(this)),
      m_title(new QLabel(this)),
      m_why(new QLabel(this)),
      m_action(new QPushButton(this))
{
    m_title->setFont(Theme::scaledFont(1.2, QFont::DemiBold));
    for (QLabel *label : {m_title, m_why}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignHCenter);
    }
    m_why->setProperty("part", QStringLiteral("muted"));
    m_icon->setAlignment(Qt::AlignCenter);
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);

    // The column bounds the lines' length: a label's own maximum would be forgotten when its height is asked for.
    auto *column = new QWidget(this);
    column->setMaximumWidth(QFontMetrics(font()).averageCharWidth() * 72);
    auto *down = new QVBoxLayout(column);
    down->setContentsMargins(0, 0, 0, 0);
    down->setSpacing(8);
    down->addWidget(m_icon);
    down->addSpacing(4);
    down->addWidget(m_title);
    down->addWidget(m_why);
    down->addSpacing(8);
    down->addWidget(m_action, 0, Qt::AlignHCenter);
    auto *across = new QHBoxLayout;
    across->addStretch(1);
    across->addWidget(column, 20);
    across->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->addStretch(2);
    layout->addLayout(across);
    layout->addStretch(3);
    m_action->hide();
    const auto repaint = [this] {
        const QString name = m_icon->property("icon").toString();
        if (!name.isEmpty())
            m_icon->setPixmap(icon(name, IconRole::Muted).pixmap(QSize(32, 32), devicePixelRatioF()));
    };
    connect(&Theme::instance(), &Theme::changed, this, repaint);
}

void EmptyState::say(const QString &iconName, const QString &title, const QString &why, const QString &action)
{
    m_icon->setProperty("icon", iconName);
    m_icon->setPixmap(icon(iconName, IconRole::Muted).pixmap(QSize(32, 32), devicePixelRatioF()));
    m_title->setText(title);
    m_why->setText(why);
    m_why->setVisible(!why.isEmpty());
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
}

} // namespace mandate
