// SPDX-License-Identifier: GPL-3.0-or-later
// QtSvg paints currentColor black, so the engine writes the colour into the drawing before it renders.
#include "views/widgets/icon.h"

#include "views/widgets/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

static void loadIconResources()
{
    static const bool loaded = [] {
        Q_INIT_RESOURCE(icons);
        return true;
    }();
    Q_UNUSED(loaded)
}

namespace mandate {
namespace {

QColor colorOf(IconRole role, QIcon::Mode mode)
{
    const ThemeTokens &t = Theme::instance().tokens();
    if (mode == QIcon::Disabled)
        return t.muted;
    switch (role) {
    case IconRole::Text: return t.text;
    case IconRole::Muted: return t.muted;
    case IconRole::Accent: return t.accent;
    case IconRole::OnAccent: return t.onAccent;
    case IconRole::OnCritical: return t.onCritical;
    case IconRole::Critical: return t.critical;
    case IconRole::Warning: return t.warning;
    case IconRole::Good: return t.good;
    }
    return t.text;
}

class SvgIconEngine : public QIconEngine
{
public:
    SvgIconEngine(QString name, QByteArray svg, IconRole role) : m_name(std::move(name)), m_svg(std::move(svg)), m_role(role) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatio() : 1.0;
        QPixmap image = pixmap(rect.size() * ratio, mode, state);
        painter->drawPixmap(rect, image);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        const QColor color = colorOf(m_role, mode);
        const QString key = QStringLiteral("mandate:%1:%2x%3:%4").arg(m_name).arg(size.width()).arg(size.height()).arg(color.name());
        QPixmap image;
        if (QPixmapCache::find(key, &image))
            return image;
        image = QPixmap(size);
        image.fill(Qt::transparent);
        QByteArray colored = m_svg;
        colored.replace("currentColor", color.name().toLatin1());
        QSvgRenderer renderer(colored);
        QPainter painter(&image);
        renderer.render(&painter, QRectF(QPointF(), QSizeF(size)));
        painter.end();
        QPixmapCache::insert(key, image);
        return image;
    }

    QIconEngine *clone() const override { return new SvgIconEngine(m_name, m_svg, m_role); }

private:
    QString m_name;
    QByteArray m_svg;
    IconRole m_role;
};

} // namespace

QIcon icon(const QString &name, IconRole role)
{
    loadIconResources();
    QFile file(QLatin1String(":/icons/") + name + QLatin1String(".svg"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QIcon(new SvgIconEngine(name, file.readAll(), role));
}

} // namespace mandate
