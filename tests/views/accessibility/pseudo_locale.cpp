// SPDX-License-Identifier: GPL-3.0-or-later
// I1 and I5: what is on the screen went through tr(), and nothing from outside is more than text.
#include "tests/views/accessibility/walk.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTabBar>
#include <QTextBlock>
#include <QTextDocument>
#include <QWidget>

namespace mandate::accessibility {
namespace {

constexpr QChar mark(0x01E7); // g with a caron: no other text has it

/// Names, sentences and files from the workspace are no interface: their widgets say so.
bool isData(const QWidget *widget)
{
    for (const QWidget *at = widget; at; at = at->parentWidget()) {
        if (at->property("untranslated").toBool())
            return true;
    }
    return false;
}

bool hasWords(const QString &text)
{
    static const QRegularExpression word(QStringLiteral("\\p{L}{2,}"));
    return text.contains(word);
}

QString pseudo(QString text)
{
    static const QString from = QStringLiteral("aeiouAEIOU");
    static const QString to = QString::fromUtf8("áéíóúÁÉÍÓÚ");
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == QLatin1Char('%') && i + 1 < text.size()) { // a place for a value
            out += text[i];
            out += text[++i];
            continue;
        }
        const qsizetype at = from.indexOf(text[i]);
        out += at < 0 ? text[i] : to[at];
    }
    return out + QString(qMax<qsizetype>(1, text.size() / 3), mark);
}

struct Seen
{
    QString what;
    QString text;
};

QList<Seen> textsOf(const QWidget *widget)
{
    QList<Seen> texts;
    if (const auto *label = qobject_cast<const QLabel *>(widget))
        texts << Seen{QStringLiteral("label"), label->text()};
    if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
        texts << Seen{QStringLiteral("button"), button->text()};
    if (const auto *box = qobject_cast<const QGroupBox *>(widget))
        texts << Seen{QStringLiteral("group"), box->title()};
    if (const auto *field = qobject_cast<const QLineEdit *>(widget))
        texts << Seen{QStringLiteral("placeholder"), field->placeholderText()};
    if (const auto *menu = qobject_cast<const QMenu *>(widget)) {
        for (const QAction *action : menu->actions())
            texts << Seen{QStringLiteral("menu entry"), action->property("untranslated").toBool() ? QString() : action->text()};
    }
    if (const auto *tabs = qobject_cast<const QTabBar *>(widget)) {
        for (int i = 0; i < tabs->count(); ++i)
            texts << Seen{QStringLiteral("tab"), tabs->tabText(i)};
    }
    if (const auto *header = qobject_cast<const QHeaderView *>(widget); header && header->model() && header->orientation() == Qt::Horizontal) {
        for (int i = 0; i < header->model()->columnCount(); ++i)
            texts << Seen{QStringLiteral("column"), header->model()->headerData(i, Qt::Horizontal).toString()};
    }
    texts << Seen{QStringLiteral("accessible name"), widget->accessibleName()};
    texts << Seen{QStringLiteral("tooltip"), widget->toolTip()};
    return texts;
}

QList<QWidget *> shown(QWidget *root)
{
    QList<QWidget *> all;
    for (QWidget *widget : root->findChildren<QWidget *>()) {
        // Menus are not visible before they are opened, but their words count.
        if (widget->isVisible() || qobject_cast<QMenu *>(widget))
            all << widget;
    }
    return all;
}

} // namespace

QString PseudoTranslator::translate(const char *, const char *source, const char *, int) const
{
    return pseudo(QString::fromUtf8(source));
}

bool PseudoTranslator::made(const QString &text)
{
    return text.contains(mark);
}

QStringList untranslatedTexts(QWidget *root)
{
    QStringList found;
    for (const QWidget *widget : shown(root)) {
        if (isData(widget) || QString::fromLatin1(widget->metaObject()->className()).startsWith(QLatin1String("QtPrivate")))
            continue;
        for (const Seen &seen : textsOf(widget)) {
            if (hasWords(seen.text) && !PseudoTranslator::made(seen.text))
                found << QStringLiteral("%1: %2 '%3' did not go through tr()").arg(whereIs(widget), seen.what, seen.text.left(60));
        }
    }
    return found;
}

QStringList unresolvedPlurals(QWidget *root)
{
    static const QRegularExpression plural(QStringLiteral("\\p{L}\\((s|es|ies|n|en)\\)"));
    QStringList found;
    const auto check = [&](const QString &where, const QString &text) {
        if (text.contains(plural))
            found << QStringLiteral("%1 says '%2'").arg(where, text.left(80));
    };
    for (const QWidget *widget : shown(root)) {
        if (isData(widget) && !qobject_cast<const QAbstractItemView *>(widget) && !qobject_cast<const QLabel *>(widget))
            continue; // the pact's and the records' own text
        for (const Seen &seen : textsOf(widget))
            check(whereIs(widget) + QLatin1String(": ") + seen.what, seen.text);
        check(whereIs(widget) + QLatin1String(": description"), widget->accessibleDescription());
        const auto *view = qobject_cast<const QAbstractItemView *>(widget);
        if (!view || !view->model() || qobject_cast<const QHeaderView *>(widget))
            continue;
        for (int row = 0; row < qMin(view->model()->rowCount(view->rootIndex()), 60); ++row) {
            for (int column = 0; column < view->model()->columnCount(view->rootIndex()); ++column) {
                const QModelIndex index = view->model()->index(row, column, view->rootIndex());
                for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole)})
                    check(QStringLiteral("%1, row %2, column %3").arg(whereIs(widget)).arg(row).arg(column), index.data(role).toString());
            }
        }
    }
    return found;
}

QStringList unboundedTexts(QWidget *root)
{
    constexpr qsizetype most = 24'000;      // characters that are laid out in one go: a few milliseconds
    constexpr qsizetype mostOfLine = 2'400; // of a line of a cell or a tree, which is measured to be cut
    QStringList found;
    const auto check = [&](const QWidget *widget, const QString &what, qsizetype size, qsizetype limit) {
        if (size > limit)
            found << QStringLiteral("%1: %2 of %3 characters").arg(whereIs(widget), what).arg(size);
    };
    const auto checkTree = [&](const QAbstractItemView *view, const QModelIndex &parent, auto &&self) -> void {
        const QAbstractItemModel *model = view->model();
        for (int row = 0; row < qMin(model->rowCount(parent), 600); ++row) {
            for (int column = 0; column < model->columnCount(parent); ++column) {
                const QModelIndex index = model->index(row, column, parent);
                check(view, QStringLiteral("a cell"), index.data(Qt::DisplayRole).toString().size(), mostOfLine);
                check(view, QStringLiteral("a tooltip"), index.data(Qt::ToolTipRole).toString().size(), 4 * mostOfLine);
                check(view, QStringLiteral("a spoken cell"), index.data(Qt::AccessibleTextRole).toString().size(), 2 * mostOfLine);
            }
            self(view, model->index(row, 0, parent), self);
        }
    };
    for (QWidget *widget : root->findChildren<QWidget *>()) { // also what is not in front: it is laid out when it comes there
        for (const Seen &seen : textsOf(widget))
            check(widget, seen.what, seen.text.size(), most);
        if (const auto *edit = qobject_cast<const QPlainTextEdit *>(widget)) {
            for (QTextBlock block = edit->document()->begin(); block.isValid(); block = block.next())
                check(widget, QStringLiteral("a paragraph"), block.length(), most);
            check(widget, QStringLiteral("a text"), edit->document()->characterCount(), 8 * most);
        }
        if (const auto *view = qobject_cast<const QAbstractItemView *>(widget); view && view->model() && !qobject_cast<const QHeaderView *>(widget))
            checkTree(view, view->rootIndex(), checkTree);
    }
    return found;
}

QStringList unsafeTexts(QWidget *root)
{
    static const QRegularExpression hidden(QStringLiteral("[\\x{202A}-\\x{202E}\\x{2060}-\\x{2067}\\x{FEFF}\\x{0000}]"));
    QStringList found;
    for (QWidget *widget : shown(root)) {
        if (const auto *label = qobject_cast<const QLabel *>(widget);
            label && label->textFormat() != Qt::PlainText && Qt::mightBeRichText(label->text()))
            found << whereIs(widget) + QLatin1String(": a label reads mark-up");
        for (const Seen &seen : textsOf(widget)) {
            if (seen.text.contains(hidden))
                found << QStringLiteral("%1: %2 hides a control character").arg(whereIs(widget), seen.what);
            if (seen.what == QLatin1String("tooltip") && Qt::mightBeRichText(seen.text) &&
                (seen.text.contains(QLatin1String("<img")) || seen.text.contains(QLatin1String("<b>"))))
                found << whereIs(widget) + QLatin1String(": a tooltip reads mark-up");
        }
        const auto *view = qobject_cast<QAbstractItemView *>(widget);
        if (!view || !view->model() || qobject_cast<const QHeaderView *>(widget))
            continue;
        for (int row = 0; row < qMin(view->model()->rowCount(view->rootIndex()), 60); ++row) {
            for (int column = 0; column < view->model()->columnCount(view->rootIndex()); ++column) {
                const QModelIndex index = view->model()->index(row, column, view->rootIndex());
                if (index.data(Qt::DisplayRole).toString().contains(hidden))
                    found << QStringLiteral("%1, row %2, column %3: hides a control character").arg(whereIs(widget)).arg(row).arg(column);
                const QString tip = index.data(Qt::ToolTipRole).toString();
                if (tip.contains(QLatin1String("<img")) || tip.contains(QLatin1String("<b>")) || tip.contains(QLatin1String("<script")))
                    found << QStringLiteral("%1, row %2, column %3: the tooltip reads mark-up").arg(whereIs(widget)).arg(row).arg(column);
            }
        }
    }
    return found;
}

} // namespace mandate::accessibility
