// SPDX-License-Identifier: GPL-3.0-or-later
// What a style sheet cannot say about Fusion: metrics, no animation. Drawing stays with Fusion and the style sheet.
#pragma once

#include <QProxyStyle>

namespace mandate {

class ConsoleStyle : public QProxyStyle
{
    Q_OBJECT

public:
    using QProxyStyle::QProxyStyle;

    int pixelMetric(PixelMetric metric, const QStyleOption *option = nullptr, const QWidget *widget = nullptr) const override;
    int styleHint(StyleHint hint, const QStyleOption *option = nullptr, const QWidget *widget = nullptr,
                  QStyleHintReturn *returnData = nullptr) const override;
};

} // namespace mandate
