// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/empty_state.h"

#include "views/widgets/icon.h"
#include "views/widgets/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace mandate {

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(new QLabel(this))
    , m_why(new QLabel(this))
    , m_action(new QPushButton(this))
{
    m_title->setFont(Theme::scaledFont(1.2, QFont::DemiBold));
    for (QLabel *label : {m_title, m_why}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignHCenter);
        label->setMaximumWidth(QFontMetrics(label->font()).averageCharWidth() * 70);
        label->setMinimumWidth(QFontMetrics(label->font()).averageCharWidth() * 30);
    }
    m_why->setProperty("part", QStringLiteral("muted"));
    m_icon->setAlignment(Qt::AlignCenter);
    m_icon->setAccessibleName(QString());
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    layout->addSpacing(4);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    layout->addWidget(m_why, 0, Qt::AlignHCenter);
    layout->addSpacing(8);
    layout->addWidget(m_action, 0, Qt::AlignHCenter);
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
