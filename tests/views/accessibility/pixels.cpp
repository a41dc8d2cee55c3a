// SPDX-License-Identifier: GPL-3.0-or-later
// A7 on what is really drawn: tokens can be right and a style sheet, an opacity or a disabled state still pale. Texts are rendered at three
// times their size, so that strokes have pixels of their full colour and not only of their smoothed edges.
#include "tests/views/accessibility/walk.h"

#include "models/items/words.h"
#include "views/widgets/state_chip.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QRadioButton>
#include <QTabBar>

#include <cmath>
#include <unordered_map>

namespace mandate::accessibility {
namespace {

constexpr int zoom = 3;
constexpr double textLeast = 4.5;
constexpr double shapeLeast = 3.0;

double linear(int part)
{
    const double value = part / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(QRgb color)
{
    return 0.2126 * linear(qRed(color)) + 0.7152 * linear(qGreen(color)) + 0.0722 * linear(qBlue(color));
}

double ratio(QRgb a, QRgb b)
{
    const double one = luminance(a) + 0.05;
    const double other = luminance(b) + 0.05;
    return one > other ? one / other : other / one;
}

QImage drawn(QWidget *window, int scale)
{
    QImage image(window->size() * scale, QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    image.fill(Qt::magenta); // what nobody painted would be found
    window->render(&image);
    image.setDevicePixelRatio(1);
    return image;
}

struct Ink
{
    QRgb ground = 0;
    QRgb front = 0;
    double contrast = 1;
    bool any = false; ///< something other than the ground is drawn
};

/// The ground is the colour most pixels have; the ink the strongest of the others that more than a trace of pixels have.
Ink inkIn(const QImage &image, const QRect &area)
{
    std::unordered_map<QRgb, int> counts;
    const QRect rect = area.intersected(image.rect());
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        const auto *line = reinterpret_cast<const QRgb *>(image.constScanLine(y));
        for (int x = rect.left(); x <= rect.right(); ++x)
            ++counts[line[x] | 0xFF000000u];
    }
    Ink ink;
    int most = 0;
    for (const auto &[color, count] : counts) {
        if (count > most) {
            most = count;
            ink.ground = color;
        }
    }
    for (const auto &[color, count] : counts) {
        if (color == ink.ground || count < 6)
            continue;
        const double contrast = ratio(color, ink.ground);
        if (contrast < 1.15)
            continue;
        ink.any = true;
        if (contrast > ink.contrast) {
            ink.contrast = contrast;
            ink.front = color;
        }
    }
    return ink;
}

struct Sample
{
    QString what;
    QRect area; ///< in the window
    double least;
};

bool saysSomething(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isLetterOrNumber(); });
}

/// The part of a widget that nothing above it in the tree cuts off.
QRect visiblePart(const QWidget *widget, const QRect &rect, const QWidget *window)
{
    QRect part(widget->mapTo(window, rect.topLeft()), rect.size());
    for (const QWidget *at = widget; at && at != window; at = at->parentWidget())
        part &= QRect(at->mapTo(window, QPoint(0, 0)), at->size());
    return part;
}

/// A place in the window, turned if the window is: shapes stand at the start.
void addState(QList<Sample> &samples, const QString &where, const QRect &cell, int shape, bool rtl)
{
    const QRect start =
        rtl ? QRect(cell.right() - shape + 1, cell.top(), shape, cell.height()) : QRect(cell.left(), cell.top(), shape, cell.height());
    const QRect rest = rtl ? cell.adjusted(0, 0, -shape, 0) : cell.adjusted(shape, 0, 0, 0);
    samples << Sample{where + QLatin1String(": shape"), start, shapeLeast} << Sample{where + QLatin1String(": word"), rest, textLeast};
}

void addCells(QList<Sample> &samples, const QAbstractItemView *view, const QWidget *window)
{
    const QAbstractItemModel *model = view->model();
    if (!model)
        return;
    const bool rtl = view->layoutDirection() == Qt::RightToLeft;
    for (int row = 0; row < qMin(model->rowCount(view->rootIndex()), 40); ++row) {
        for (int column = 0; column < model->columnCount(view->rootIndex()); ++column) {
            const QModelIndex index = model->index(row, column, view->rootIndex());
            const QRect whole = view->visualRect(index);
            const QRect part = visiblePart(view->viewport(), whole.adjusted(8, 4, -8, -4), window);
            if (whole.isEmpty() || part.height() < whole.height() - 9 || part.width() < 30)
                continue;
            const QString where = QStringLiteral("%1, row %2, column %3").arg(whereIs(view)).arg(row).arg(column);
            const QVariant state = index.data(StateRole);
            if (state.canConvert<StateWord>()) {
                if (!state.value<StateWord>().text.isEmpty())
                    addState(samples, where, part, state.value<StateWord>().shape == Shape::None ? 0 : 22, rtl);
            } else if (saysSomething(index.data(Qt::DisplayRole).toString())) {
                samples << Sample{where, part, textLeast};
            }
        }
    }
}

QList<Sample> samplesOf(QWidget *root)
{
    QList<Sample> samples;
    const QWidget *window = root->window();
    QList<QWidget *> all = root->findChildren<QWidget *>();
    all.prepend(root);
    for (QWidget *widget : std::as_const(all)) {
        if (!widget->isVisible())
            continue;
        const auto add = [&](const QRect &rect, const QString &text, double least) {
            const QRect part = visiblePart(widget, rect, window);
            if (saysSomething(text) && part.width() >= 8 && part.height() >= qMin(rect.height(), widget->fontMetrics().height()) - 2)
                samples << Sample{QStringLiteral("%1 '%2'").arg(whereIs(widget), text.left(40)), part, least};
        };
        if (const auto *label = qobject_cast<const QLabel *>(widget)) {
            add(label->contentsRect(), label->text(), textLeast);
        } else if (const auto *chip = qobject_cast<const StateChip *>(widget)) {
            const QRect inside = visiblePart(widget, widget->rect().adjusted(5, 3, -5, -3), window);
            if (!chip->accessibleName().isEmpty() && inside.height() > 12 && inside.width() > 40)
                addState(samples, whereIs(widget), inside, 18, widget->layoutDirection() == Qt::RightToLeft);
        } else if (const auto *button = qobject_cast<const QAbstractButton *>(widget)) {
            add(widget->rect().adjusted(4, 4, -4, -4), button->text(), textLeast);
        } else if (const auto *field = qobject_cast<const QLineEdit *>(widget)) {
            add(widget->rect().adjusted(4, 4, -4, -4), field->text().isEmpty() ? field->placeholderText() : field->text(), textLeast);
        } else if (const auto *box = qobject_cast<const QComboBox *>(widget)) {
            add(widget->rect().adjusted(4, 4, -26, -4), box->currentText(), textLeast);
        } else if (const auto *tabs = qobject_cast<const QTabBar *>(widget)) {
            for (int i = 0; i < tabs->count(); ++i)
                add(tabs->tabRect(i).adjusted(4, 4, -4, -6), tabs->tabText(i), textLeast);
        } else if (const auto *header = qobject_cast<const QHeaderView *>(widget)) {
            for (int i = 0; header->orientation() == Qt::Horizontal && i < header->count(); ++i) {
                if (!header->isSectionHidden(i))
                    add(QRect(header->sectionViewportPosition(i), 0, header->sectionSize(i), header->height()).adjusted(4, 10, -4, -3),
                        header->model()->headerData(i, Qt::Horizontal).toString(), textLeast);
            }
        } else if (const auto *view = qobject_cast<const QAbstractItemView *>(widget)) {
            addCells(samples, view, window);
        }
    }
    return samples;
}

QString hex(QRgb color)
{
    return QColor(color).name();
}

/// Pixels of the frame two pixels wide around and inside a widget that changed and stand out.
QString focusFault(const QImage &without, const QImage &with, const QRect &place)
{
    const QRect around = place.adjusted(-3, -3, 3, 3).intersected(with.rect());
    int standsOut = 0;
    int changed = 0;
    double best = 1;
    for (int y = around.top(); y <= around.bottom(); ++y) {
        for (int x = around.left(); x <= around.right(); ++x) {
            const QRgb now = with.pixel(x, y) | 0xFF000000u;
            const QRgb before = without.pixel(x, y) | 0xFF000000u;
            if (now == before)
                continue;
            ++changed;
            const double contrast = ratio(now, before);
            best = std::max(best, contrast);
            if (contrast >= shapeLeast)
                ++standsOut;
        }
    }
    const int wanted = qMin(around.width(), around.height()); // at least a bar along the shorter side
    if (changed == 0)
        return QStringLiteral("nothing shows the focus");
    if (standsOut < wanted)
        return QStringLiteral("%1 pixels show the focus at 3 to 1, %2 wanted; the best is %3").arg(standsOut).arg(wanted).arg(best, 0, 'f', 2);
    return {};
}

} // namespace

int measuredTexts(QWidget *root)
{
    return static_cast<int>(samplesOf(root).size());
}

QStringList weakPixels(QWidget *root)
{
    QStringList found;
    const QImage image = drawn(root->window(), zoom);
    for (const Sample &sample : samplesOf(root)) {
        const Ink ink = inkIn(image, QRect(sample.area.topLeft() * zoom, sample.area.size() * zoom));
        if (!ink.any)
            found << sample.what + QLatin1String(": nothing can be seen");
        else if (ink.contrast < sample.least)
            found << QStringLiteral("%1: %2 on %3 is %4, below %5")
                         .arg(sample.what, hex(ink.front), hex(ink.ground))
                         .arg(ink.contrast, 0, 'f', 2)
                         .arg(sample.least);
    }
    return found;
}

QStringList weakFocus(QWidget *window, QWidget *root)
{
    QStringList found;
    QWidget *before = QApplication::focusWidget();
    for (QWidget *widget : root->findChildren<QWidget *>()) {
        if (!widget->isVisible() || !widget->isEnabled() || (widget->focusPolicy() & Qt::TabFocus) != Qt::TabFocus || widget->focusProxy())
            continue;
        const QRect place = visiblePart(widget, widget->rect(), window);
        if (place.size() != widget->size())
            continue; // scrolled out of sight: it comes into sight with the focus
        if (QWidget *focus = QApplication::focusWidget())
            focus->clearFocus();
        QCoreApplication::sendPostedEvents();
        const QImage without = drawn(window, 1);
        widget->setFocus(Qt::TabFocusReason);
        QCoreApplication::processEvents();
        const QRect now = visiblePart(widget, widget->rect(), window);
        if (now != place)
            continue; // the pane moved under it
        const QString fault = focusFault(without, drawn(window, 1), place);
        if (!fault.isEmpty())
            found << whereIs(widget) + QLatin1String(": ") + fault;
    }
    if (before)
        before->setFocus(Qt::OtherFocusReason);
    return found;
}

} // namespace mandate::accessibility
