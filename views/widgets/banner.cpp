// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/banner.h"

#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "views/widgets/icon.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace mandate {
namespace {

constexpr std::size_t mostBanners = 4;

} // namespace

Banner::Banner(const Notice &notice, QWidget *parent) : QFrame(parent), m_notice(notice)
{
    setAccessibleName(notice.state.text + QLatin1String(": ") + notice.sentence);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 6, 8, 6);
    row->setSpacing(12);
    row->addWidget(new StateChip(notice.state, this), 0, notice.detail.isEmpty() ? Qt::AlignVCenter : Qt::AlignTop);

    auto *text = new QVBoxLayout;
    text->setSpacing(1);
    text->setContentsMargins(0, 3, 0, 3);
    auto *sentence = new PlainText(this);
    sentence->setUntrusted(notice.sentence, 600);
    sentence->setProperty("part", QStringLiteral("title"));
    text->addWidget(sentence);
    if (!notice.detail.isEmpty() || !notice.code.isEmpty()) {
        auto *detail = new PlainText(this);
        //: %1 is what is unaffected and what to do, %2 the error's code
        detail->setUntrusted(notice.code.isEmpty() ? notice.detail : tr("%1 (%2)").arg(notice.detail, notice.code), 1200);
        text->addWidget(detail);
    }
    row->addLayout(text, 1);
    if (!notice.action.isEmpty()) {
        auto *action = new QPushButton(notice.action, this);
        connect(action, &QPushButton::clicked, this, [this] {
            if (m_notice.onAction)
                m_notice.onAction();
        });
        row->addWidget(action, 0, Qt::AlignTop);
    }
    if (notice.dismissible) {
        auto *close = new QToolButton(this);
        close->setIcon(icon(QStringLiteral("x-lg")));
        close->setAccessibleName(tr("Dismiss this message"));
        close->setToolTip(tr("Dismiss this message"));
        connect(close, &QToolButton::clicked, this, &Banner::dismissed);
        row->addWidget(close, 0, Qt::AlignTop);
    }
}

void Banner::paintEvent(QPaintEvent *)
{
    const ThemeTokens &t = Theme::instance().tokens();
    QPainter painter(this);
    const QColor ground = m_notice.state.tone == Tone::Muted ? t.panel : t.chip(m_notice.state.tone);
    painter.fillRect(rect(), ground);
    const int edge = layoutDirection() == Qt::RightToLeft ? width() - 4 : 0;
    painter.fillRect(QRect(edge, 0, 4, height()), t.of(m_notice.state.tone));
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
}

BannerStack::BannerStack(QWidget *parent) : QWidget(parent), m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    hide();
}

void BannerStack::show(const Notice &notice)
{
    withdraw(notice.id);
    auto *banner = new Banner(notice, this);
    m_banners[notice.id] = banner;
    connect(banner, &Banner::dismissed, this, [this, id = notice.id] { withdraw(id); });
    m_layout->addWidget(banner);
    setVisible(true);
    if (m_banners.size() > mostBanners)
        withdrawOldest();
    QAccessibleEvent alert(banner, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void BannerStack::show(const Trouble &trouble)
{
    QStringList detail;
    for (const QString &part : {trouble.unaffected, trouble.remedy}) {
        if (!part.isEmpty())
            detail << part;
    }
    Notice notice;
    notice.id = QLatin1String("trouble:") + trouble.code + trouble.happened;
    notice.state = {tr("Problem"), Shape::Triangle, Tone::Warning};
    notice.sentence = trouble.happened;
    notice.detail = detail.join(QLatin1Char(' '));
    notice.code = trouble.code;
    show(notice);
}

/// Many failures of one cause must not push the page out of the window: the oldest that may go, goes.
void BannerStack::withdrawOldest()
{
    for (int i = 0; i < m_layout->count(); ++i) {
        const auto *banner = qobject_cast<Banner *>(m_layout->itemAt(i)->widget());
        if (banner && banner->notice().dismissible) {
            withdraw(QString(banner->notice().id));
            return;
        }
    }
}

void BannerStack::withdraw(const QString &id)
{
    const auto found = m_banners.find(id);
    if (found == m_banners.end())
        return;
    Banner *banner = found->second;
    m_banners.erase(found);
    m_layout->removeWidget(banner);
    banner->hide();
    banner->deleteLater();
    if (m_banners.empty())
        hide();
}

} // namespace mandate
