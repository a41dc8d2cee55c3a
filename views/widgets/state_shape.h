// SPDX-License-Identifier: GPL-3.0-or-later
// Paints the eight shapes of states. Drawn, not typed, so that no font is needed and greyscale prints tell them apart.
#pragma once

#include "models/items/words.h"

#include <QIcon>
#include <QRectF>

class QColor;
class QPainter;

namespace mandate {

/// Fills `square` with the shape in `color`; `knockout` is what shines through, such as the tick's stroke on its disc.
void paintShape(QPainter &painter, Shape shape, const QRectF &square, const QColor &color, const QColor &knockout);

/// Shape and word as one line of text height, without a background. Returns the width used.
int paintState(QPainter &painter, const QRect &rect, const StateWord &state, bool selected);

/// The shape as an icon in the colour of its tone.
[[nodiscard]] QIcon shapeIcon(Shape shape, Tone tone);

} // namespace mandate
