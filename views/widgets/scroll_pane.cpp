// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/scroll_pane.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace mandate {
namespace {

QAccessibleInterface *describe(const QString &className, QObject *object)
{
    if (className == QLatin1String("mandate::ScrollPane"))
        return new QAccessibleWidget(qobject_cast<QWidget *>(object), QAccessible::Document);
    return nullptr;
}

} // namespace

ScrollPane::ScrollPane(QWidget *parent) : QScrollArea(parent)
{
    static const bool installed = [] {
        QAccessible::installFactory(describe);
        return true;
    }();
    Q_UNUSED(installed)
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
}

} // namespace mandate
