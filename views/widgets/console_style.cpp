// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/console_style.h"

namespace mandate {

int ConsoleStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_SplitterWidth: return 5;
    case PM_SmallIconSize: return 16;
    case PM_TabBarScrollButtonWidth: return 24;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing: return 8;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int ConsoleStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *returnData) const
{
    switch (hint) {
    case SH_Widget_Animation_Duration: return 0;
    case SH_UnderlineShortcut: return 1;
    case SH_ItemView_ActivateItemOnSingleClick: return 0;
    case SH_TabBar_ElideMode: return Qt::ElideNone;
    default: return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

} // namespace mandate
