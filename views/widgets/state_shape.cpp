// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/state_shape.h"

#include "views/widgets/theme.h"

#include <QApplication>
#include <QFontMetrics>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>

#include <cmath>
#include <numbers>

namespace mandate {
namespace {

QPolygonF octagon(const QRectF &r)
{
    QPolygonF points;
    for (int i = 0; i < 8; ++i) {
        const double angle = std::numbers::pi * (0.125 + 0.25 * i);
        points << r.center() + QPointF(std::cos(angle), std::sin(angle)) * (r.width() / 2 / std::cos(std::numbers::pi / 8)) * 0.96;
    }
    return points;
}

class ShapeEngine : public QIconEngine
{
public:
    ShapeEngine(Shape shape, Tone tone) : m_shape(shape), m_tone(tone) {}
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode, QIcon::State) override
    {
        const ThemeTokens &t = Theme::instance().tokens();
        paintShape(*painter, m_shape, QRectF(rect).adjusted(1, 1, -1, -1), t.of(m_tone), t.base);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap image(size);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return image;
    }
    QIconEngine *clone() const override { return new ShapeEngine(m_shape, m_tone); }

private:
    Shape m_shape;
    Tone m_tone;
};

} // namespace

void paintShape(QPainter &painter, Shape shape, const QRectF &square, const QColor &color, const QColor &knockout)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const double s = square.width();
    const QPointF c = square.center();
    switch (shape) {
    case Shape::None: break;
    case Shape::Octagon:
        painter.drawPolygon(octagon(square));
        painter.setBrush(knockout);
        painter.drawRect(QRectF(c.x() - s * 0.28, c.y() - s * 0.08, s * 0.56, s * 0.16));
        break;
    case Shape::Triangle: {
        painter.drawPolygon(QPolygonF(
            {QPointF(c.x(), square.top() + s * 0.04), square.bottomRight() - QPointF(0, s * 0.08), square.bottomLeft() - QPointF(0, s * 0.08)}));
        painter.setBrush(knockout);
        painter.drawRect(QRectF(c.x() - s * 0.065, c.y() - s * 0.14, s * 0.13, s * 0.28));
        painter.drawEllipse(QPointF(c.x(), c.y() + s * 0.26), s * 0.075, s * 0.075);
        break;
    }
    case Shape::Disc: painter.drawEllipse(c, s * 0.36, s * 0.36); break;
    case Shape::Tick: {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, s * 0.17, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        QPainterPath path(QPointF(square.left() + s * 0.12, c.y() + s * 0.04));
        path.lineTo(square.left() + s * 0.38, square.bottom() - s * 0.2);
        path.lineTo(square.right() - s * 0.1, square.top() + s * 0.2);
        painter.drawPath(path);
        break;
    }
    case Shape::Diamond:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, s * 0.12, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawPolygon(QPolygonF({QPointF(c.x(), square.top() + s * 0.1), QPointF(square.right() - s * 0.1, c.y()),
                                       QPointF(c.x(), square.bottom() - s * 0.1), QPointF(square.left() + s * 0.1, c.y())}));
        break;
    case Shape::Bars:
        painter.drawRect(QRectF(square.left() + s * 0.2, square.top() + s * 0.12, s * 0.2, s * 0.76));
        painter.drawRect(QRectF(square.left() + s * 0.6, square.top() + s * 0.12, s * 0.2, s * 0.76));
        break;
    case Shape::Glass:
        painter.drawPolygon(
            QPolygonF({QPointF(square.left() + s * 0.2, square.top() + s * 0.08), QPointF(square.right() - s * 0.2, square.top() + s * 0.08), c}));
        painter.drawPolygon(QPolygonF(
            {QPointF(square.left() + s * 0.2, square.bottom() - s * 0.08), QPointF(square.right() - s * 0.2, square.bottom() - s * 0.08), c}));
        break;
    case Shape::Star: {
        QPolygonF points;
        for (int i = 0; i < 10; ++i) {
            const double angle = std::numbers::pi * (0.2 * i - 0.5);
            points << c + QPointF(std::cos(angle), std::sin(angle)) * s * (i % 2 == 0 ? 0.48 : 0.2);
        }
        painter.drawPolygon(points);
        break;
    }
    case Shape::Hatch: painter.fillRect(square, QBrush(color, Qt::BDiagPattern)); break;
    }
    painter.restore();
}

int paintState(QPainter &painter, const QRect &rect, const StateWord &state, bool)
{
    const ThemeTokens &t = Theme::instance().tokens();
    const QFontMetrics metrics(painter.font());
    const int size = state.shape == Shape::None ? 0 : qMax(11, qRound(metrics.ascent() * 0.92));
    const int gap = size == 0 ? 0 : 7;
    const bool rtl = QApplication::layoutDirection() == Qt::RightToLeft;
    const QRect square(rtl ? rect.right() - size : rect.left(), rect.center().y() - size / 2, size, size);
    paintShape(painter, state.shape, square, t.of(state.tone), t.base);
    const QRect text = rtl ? rect.adjusted(0, 0, -size - gap, 0) : rect.adjusted(size + gap, 0, 0, 0);
    const bool quiet = state.tone == Tone::Good || state.tone == Tone::Muted || state.tone == Tone::Neutral;
    painter.setPen(state.tone == Tone::Muted ? t.muted : quiet ? t.text : t.of(state.tone));
    const QString shown = metrics.elidedText(state.text, Qt::ElideRight, text.width());
    painter.drawText(text, Qt::AlignVCenter | (rtl ? Qt::AlignRight : Qt::AlignLeft), shown);
    return size + gap + metrics.horizontalAdvance(state.text);
}

QIcon shapeIcon(Shape shape, Tone tone)
{
    return QIcon(new ShapeEngine(shape, tone));
}

} // namespace mandate
