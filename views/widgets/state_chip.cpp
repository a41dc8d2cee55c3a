// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/state_chip.h"

#include "views/widgets/state_shape.h"
#include "views/widgets/theme.h"

#include <QEvent>
#include <QPainter>

namespace mandate {
namespace {

constexpr int sidePadding = 8;
constexpr int gap = 6;

int shapeSize(const QFontMetrics &metrics)
{
    return qMax(11, qRound(metrics.ascent() * 0.9));
}

} // namespace

StateChip::StateChip(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setProperty("untranslated", true); // painted; its word is in the accessible name
}

StateChip::StateChip(const StateWord &state, QWidget *parent) : StateChip(parent)
{
    setState(state);
}

void StateChip::setState(const StateWord &state)
{
    m_state = state;
    setAccessibleName(state.text);
    updateGeometry();
    update();
}

QSize StateChip::sizeHint() const
{
    const QFontMetrics metrics(font());
    const int shape = m_state.shape == Shape::None ? 0 : shapeSize(metrics) + gap;
    return {metrics.horizontalAdvance(m_state.text) + shape + 2 * sidePadding, qMax(24, metrics.height() + 6)};
}

void StateChip::paintEvent(QPaintEvent *)
{
    if (m_state.text.isEmpty())
        return;
    const ThemeTokens &t = Theme::instance().tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.chip(m_state.tone));
    painter.drawRoundedRect(QRectF(rect()), 4, 4);
    const QFontMetrics metrics(font());
    const bool rtl = layoutDirection() == Qt::RightToLeft;
    QRect content = rect().adjusted(sidePadding, 0, -sidePadding, 0);
    if (m_state.shape != Shape::None) {
        const int size = shapeSize(metrics);
        const int left = rtl ? content.right() - size : content.left();
        paintShape(painter, m_state.shape, QRectF(left, (height() - size) / 2.0, size, size), t.of(m_state.tone),
                   m_state.tone == Tone::Muted ? t.base : t.chip(m_state.tone));
        content.adjust(rtl ? 0 : size + gap, 0, rtl ? -size - gap : 0, 0);
    }
    painter.setPen(t.of(m_state.tone));
    painter.drawText(content, Qt::AlignVCenter | (rtl ? Qt::AlignRight : Qt::AlignLeft), m_state.text);
}

void StateChip::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        updateGeometry();
        update();
    }
    QWidget::changeEvent(event);
}

} // namespace mandate
