// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/command_palette.h"

#include "views/widgets/icon.h"
#include "views/widgets/theme.h"

#include <QApplication>
#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace mandate {
namespace {

constexpr int KindRole = Qt::UserRole + 1;
constexpr int KeysRole = Qt::UserRole + 2;
constexpr int CommandRole = Qt::UserRole + 3;
constexpr int mostShown = 60;

class CommandDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const ThemeTokens &t = Theme::instance().tokens();
        painter->save();
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, t.selection);
        QRect area = option.rect.adjusted(12, 0, -12, 0);
        const bool rtl = option.direction == Qt::RightToLeft;
        const QRect glyph = QStyle::alignedRect(option.direction, Qt::AlignLeft | Qt::AlignVCenter, QSize(16, 16), area);
        index.data(Qt::DecorationRole).value<QIcon>().paint(painter, glyph);
        area.adjust(rtl ? 0 : 28, 0, rtl ? -28 : 0, 0);
        const QString side = index.data(KeysRole).toString().isEmpty() ? index.data(KindRole).toString() : index.data(KeysRole).toString();
        painter->setPen(t.muted);
        painter->drawText(area, static_cast<int>(Qt::AlignVCenter | (rtl ? Qt::AlignLeft : Qt::AlignRight)), side);
        const int room = area.width() - option.fontMetrics.horizontalAdvance(side) - 16;
        painter->setPen(t.text);
        painter->drawText(area, static_cast<int>(Qt::AlignVCenter | (rtl ? Qt::AlignRight : Qt::AlignLeft)),
                          option.fontMetrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, room));
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {100, qMax(32, option.fontMetrics.height() + 12)};
    }
};

/// Every word of the question must begin a word of the text, or be part of it; the former first.
int rank(const Command &command, const QStringList &asked)
{
    int sum = 0;
    for (const QString &word : asked) {
        const qsizetype at = command.text.indexOf(word, 0, Qt::CaseInsensitive);
        if (at < 0) {
            if (!command.kind.contains(word, Qt::CaseInsensitive))
                return -1;
            sum += 3;
        } else {
            sum += at == 0 ? 0 : command.text[at - 1].isLetterOrNumber() ? 2 : 1;
        }
    }
    return sum;
}

} // namespace

CommandPalette::CommandPalette(QWidget *window)
    : QFrame(window),
      m_field(new QLineEdit(this)),
      m_list(new QListWidget(this)),
      m_none(new QLabel(this))
{
    setProperty("surface", QStringLiteral("card"));
    setAccessibleName(tr("Command palette"));
    setAutoFillBackground(true);
    m_field->setAccessibleName(tr("Find an action, page, agent, pact or incident"));
    m_field->setPlaceholderText(tr("Find an action, page, agent, pact or incident"));
    m_field->setClearButtonEnabled(false);
    m_list->setAccessibleName(tr("What was found"));
    m_list->setItemDelegate(new CommandDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setProperty("untranslated", true); // checked through its commands
    m_none->setText(tr("Nothing found. Try fewer letters."));
    m_none->setProperty("part", QStringLiteral("muted"));
    m_none->setContentsMargins(14, 8, 14, 12);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->addWidget(m_field);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_none);
    auto *shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(32);
    shadow->setOffset(0, 8);
    shadow->setColor(QColor(0, 0, 0, 70));
    setGraphicsEffect(shadow);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::activate);
    m_field->installEventFilter(this);
    window->installEventFilter(this);
    hide();
}

void CommandPalette::open()
{
    if (isVisible()) {
        close();
        return;
    }
    m_focusBefore = QApplication::focusWidget();
    m_commands = m_source ? m_source() : QList<Command>();
    m_field->clear();
    filter();
    place();
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::place()
{
    const int width = qMin(parentWidget()->width() - 48, fontMetrics().averageCharWidth() * 90);
    const int height = qMin(parentWidget()->height() - 120, 460);
    setGeometry((parentWidget()->width() - width) / 2, 56, width, height);
}

void CommandPalette::filter()
{
    const QStringList asked = m_field->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    QList<std::pair<int, int>> found; // rank, index
    for (int i = 0; i < m_commands.size(); ++i) {
        const int value = rank(m_commands[i], asked);
        if (value >= 0)
            found << std::pair(value, i);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    m_list->clear();
    for (const auto &[value, i] : found) {
        if (m_list->count() == mostShown)
            break;
        const Command &command = m_commands[i];
        auto *item = new QListWidgetItem(icon(command.iconName, IconRole::Muted), command.text, m_list);
        item->setData(KindRole, command.kind);
        item->setData(KeysRole, command.keys);
        item->setData(CommandRole, i);
        item->setData(Qt::AccessibleTextRole, QString(command.kind + QLatin1String(": ") + command.text));
    }
    m_list->setVisible(m_list->count() > 0);
    m_none->setVisible(m_list->count() == 0);
    m_list->setCurrentRow(0);
}

void CommandPalette::activate()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (!item)
        return;
    const std::function<void()> run = m_commands.at(item->data(CommandRole).toInt()).run;
    close();
    if (run)
        run();
}

void CommandPalette::close()
{
    hide();
    if (m_focusBefore && m_focusBefore->isVisible())
        m_focusBefore->setFocus(Qt::OtherFocusReason);
    m_focusBefore.clear();
}

bool CommandPalette::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_field && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        switch (key->key()) {
        case Qt::Key_Escape: close(); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter: activate(); return true;
        case Qt::Key_Tab:
        case Qt::Key_Backtab: return true; // one field: the arrows choose
        case Qt::Key_Down:
        case Qt::Key_Up:
        case Qt::Key_PageDown:
        case Qt::Key_PageUp: QApplication::sendEvent(m_list, event); return true;
        default: break;
        }
    }
    if (object == m_field && event->type() == QEvent::FocusOut && isVisible() &&
        static_cast<QFocusEvent *>(event)->reason() == Qt::MouseFocusReason && !m_list->underMouse())
        hide();
    if (object == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    return QFrame::eventFilter(object, event);
}

} // namespace mandate
