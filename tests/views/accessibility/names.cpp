// SPDX-License-Identifier: GPL-3.0-or-later
// A1 and A2: names, roles, rows.
#include "tests/views/accessibility/walk.h"

#include "models/items/words.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QHeaderView>
#include <QLabel>
#include <QMetaEnum>
#include <QRegularExpression>
#include <QWidget>

namespace mandate::accessibility {

QString whereIs(const QWidget *widget)
{
    QStringList path;
    for (const QWidget *at = widget; at; at = at->parentWidget()) {
        QString name = QString::fromLatin1(at->metaObject()->className()).remove(QStringLiteral("mandate::"));
        if (!at->accessibleName().isEmpty())
            name += QLatin1String(" '") + at->accessibleName().left(30) + QLatin1Char('\'');
        path.prepend(name);
        if (path.size() == 4 || at->isWindow())
            break;
    }
    return path.join(QLatin1String(" > "));
}

QStringList namelessWidgets(QWidget *root)
{
    QStringList found;
    QList<QWidget *> all = root->findChildren<QWidget *>();
    all.prepend(root);
    for (QWidget *widget : std::as_const(all)) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy())
            continue;
        QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
        if (!face) {
            found << whereIs(widget) + QLatin1String(": has no accessible face");
            continue;
        }
        if (face->text(QAccessible::Name).trimmed().isEmpty())
            found << whereIs(widget) + QLatin1String(": takes the focus without a name");
        if (face->role() == QAccessible::Client || face->role() == QAccessible::NoRole)
            found << whereIs(widget) + QLatin1String(": takes the focus without a role");
    }
    return found;
}

QStringList silentRows(QWidget *root)
{
    constexpr int mostRows = 40;
    static const QRegularExpression word(QStringLiteral("[\\p{L}\\p{N}]"));
    static const QRegularExpression rawEnum(QStringLiteral("^[a-z]+_[a-z_]+$"));
    QStringList found;
    for (QAbstractItemView *view : root->findChildren<QAbstractItemView *>()) {
        if (!view->isVisible() || !view->model() || qobject_cast<QHeaderView *>(view))
            continue;
        const QAbstractItemModel *model = view->model();
        for (int row = 0; row < qMin(model->rowCount(view->rootIndex()), mostRows); ++row) {
            for (int column = 0; column < model->columnCount(view->rootIndex()); ++column) {
                const QModelIndex index = model->index(row, column, view->rootIndex());
                const QString spoken = index.data(Qt::AccessibleTextRole).toString();
                const QString shown = index.data(Qt::DisplayRole).toString();
                const QString text = spoken.isEmpty() ? shown : spoken;
                const QString place = QStringLiteral("%1, row %2, column %3").arg(whereIs(view)).arg(row).arg(column);
                const QVariant state = index.data(StateRole);
                if (state.canConvert<StateWord>() && !state.value<StateWord>().text.isEmpty() && !text.contains(state.value<StateWord>().text))
                    found << place + QLatin1String(": the state '") + state.value<StateWord>().text + QLatin1String("' is not spoken");
                if (column == 0 && !text.contains(word))
                    found << place + QLatin1String(": the row begins with silence");
                if (!text.isEmpty() && state.canConvert<StateWord>() && text.contains(rawEnum))
                    found << place + QLatin1String(": speaks a code, '") + text + QLatin1Char('\'');
            }
        }
    }
    return found;
}

} // namespace mandate::accessibility
