// SPDX-License-Identifier: GPL-3.0-or-later
// A5 and A6: keys and mnemonics.
#include "tests/views/accessibility/walk.h"

#include <QAbstractButton>
#include <QAction>
#include <QKeySequence>
#include <QMap>
#include <QMenu>
#include <QMenuBar>
#include <QShortcut>
#include <QWidget>

namespace mandate::accessibility {
namespace {

struct Key
{
    QKeySequence sequence;
    Qt::ShortcutContext context;
    QWidget *owner;
    QString name;
};

QWidget *ownerOf(QObject *object)
{
    for (QObject *at = object->parent(); at; at = at->parent()) {
        if (auto *widget = qobject_cast<QWidget *>(at))
            return widget;
    }
    return nullptr;
}

QList<Key> keysOf(QWidget *window)
{
    QList<Key> keys;
    for (QAction *action : window->findChildren<QAction *>()) {
        for (const QKeySequence &sequence : action->shortcuts())
            keys << Key{sequence, action->shortcutContext(), ownerOf(action), action->text()};
    }
    for (QShortcut *shortcut : window->findChildren<QShortcut *>())
        keys << Key{shortcut->key(), shortcut->context(), ownerOf(shortcut), QStringLiteral("shortcut of ") + whereIs(ownerOf(shortcut))};
    return keys;
}

bool isLocal(const Key &key)
{
    return key.context == Qt::WidgetShortcut || key.context == Qt::WidgetWithChildrenShortcut;
}

QStringList doubled(const QMap<QString, QStringList> &byLetter, const QString &where)
{
    QStringList found;
    for (auto it = byLetter.cbegin(); it != byLetter.cend(); ++it) {
        if (it.value().size() > 1)
            found << QStringLiteral("%1: the mnemonic %2 is shared by %3").arg(where, it.key(), it.value().join(QStringLiteral(", ")));
    }
    return found;
}

QStringList menuClashes(const QList<QAction *> &actions, const QString &where)
{
    QStringList found;
    QMap<QString, QStringList> byLetter;
    for (const QAction *action : actions) {
        const QString letter = QKeySequence::mnemonic(action->text()).toString();
        if (!letter.isEmpty() && action->isVisible())
            byLetter[letter] << action->text();
        if (action->menu())
            found << menuClashes(action->menu()->actions(), action->text());
    }
    return found + doubled(byLetter, where);
}

} // namespace

QStringList clashingShortcuts(QWidget *window)
{
    QStringList found;
    const QList<Key> keys = keysOf(window);
    for (qsizetype i = 0; i < keys.size(); ++i) {
        for (qsizetype j = i + 1; j < keys.size(); ++j) {
            const Key &a = keys[i];
            const Key &b = keys[j];
            if (a.sequence.isEmpty() || a.sequence.matches(b.sequence) != QKeySequence::ExactMatch)
                continue;
            // Keys of a widget that is not shown are not heard; local ones clash only within one widget.
            if (!a.owner || !b.owner || !a.owner->isVisible() || !b.owner->isVisible())
                continue;
            if (isLocal(a) || isLocal(b)) {
                const bool nested = a.owner == b.owner || a.owner->isAncestorOf(b.owner) || b.owner->isAncestorOf(a.owner);
                if (!nested)
                    continue;
            }
            found << QStringLiteral("%1 is both '%2' and '%3'").arg(a.sequence.toString(), a.name, b.name);
        }
    }
    if (const auto *bar = window->findChild<QMenuBar *>())
        found << menuClashes(bar->actions(), QStringLiteral("menu bar"));
    QMap<QString, QStringList> buttons;
    for (const QAbstractButton *button : window->findChildren<QAbstractButton *>()) {
        const QString letter = QKeySequence::mnemonic(button->text()).toString();
        if (!letter.isEmpty() && button->isVisible())
            buttons[letter] << button->text();
    }
    return found + doubled(buttons, QStringLiteral("buttons"));
}

QStringList letterShortcuts(QWidget *window)
{
    QStringList found;
    for (const Key &key : keysOf(window)) {
        if (isLocal(key) || key.sequence.isEmpty())
            continue;
        const QKeyCombination first = key.sequence[0];
        const bool bare = !(first.keyboardModifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
        if (bare && first.key() < Qt::Key_Escape)
            found << QStringLiteral("%1 of '%2' is a letter for the whole window").arg(key.sequence.toString(), key.name);
    }
    return found;
}

} // namespace mandate::accessibility
