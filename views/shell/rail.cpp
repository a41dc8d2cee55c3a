// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/rail.h"

#include "models/items/text_safety.h"
#include "models/items/words.h"
#include "views/widgets/icon.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/theme.h"

#include <QEvent>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

namespace mandate {
namespace {

constexpr int sidePadding = 12;
constexpr int glyphSize = 18;
constexpr int gap = 10;

} // namespace

RailButton::RailButton(const QString &iconName, const QString &title, int number, QWidget *parent)
    : QAbstractButton(parent),
      m_iconName(iconName),
      m_number(number)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setTitle(title);
}

void RailButton::setTitle(const QString &title)
{
    setText(title);
    describe();
    updateGeometry();
}

void RailButton::setBadge(int count)
{
    m_badge = count;
    describe();
    updateGeometry();
    update();
}

void RailButton::describe()
{
    //: accessible name of a rail entry: %1 the page, %2 a number shown as its badge
    setAccessibleName(m_badge > 0 ? tr("%1, %2").arg(text(), QLocale().toString(m_badge)) : text());
    if (m_number > 0)
        //: tool tip: %1 the page's name, %2 its digit
        setToolTip(tr("%1 (Ctrl+%2)").arg(text()).arg(m_number));
    else
        setToolTip(tr("%1 (F1)").arg(text()));
}

QSize RailButton::sizeHint() const
{
    const QFontMetrics metrics(Theme::scaledFont(1.0, QFont::DemiBold));
    const int badge = QFontMetrics(font()).horizontalAdvance(QStringLiteral("0 000"));
    return {2 * sidePadding + glyphSize + gap + metrics.horizontalAdvance(text()) + gap + badge, qMax(36, metrics.height() + 16)};
}

void RailButton::paintEvent(QPaintEvent *)
{
    const ThemeTokens &t = Theme::instance().tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool rtl = layoutDirection() == Qt::RightToLeft;
    const QRect area = rect().adjusted(6, 1, -6, -1);
    if (isChecked() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isChecked() ? t.selection : t.hover);
        painter.drawRoundedRect(area, 5, 5);
    }
    if (isChecked()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.accent);
        painter.drawRoundedRect(QRectF(rtl ? area.right() - 2 : area.left(), area.top() + 7, 3, area.height() - 14), 1.5, 1.5);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(t.accent, 2));
        painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), 5, 5);
    }
    QRect content = rect().adjusted(sidePadding + 4, 0, -sidePadding - 2, 0);
    const QRect glyph(rtl ? content.right() - glyphSize : content.left(), (height() - glyphSize) / 2, glyphSize, glyphSize);
    mandate::icon(m_iconName, isChecked() ? IconRole::Accent : IconRole::Muted).paint(&painter, glyph);
    content.adjust(rtl ? 0 : glyphSize + gap, 0, rtl ? -glyphSize - gap : 0, 0);
    painter.setFont(isChecked() ? Theme::scaledFont(1.0, QFont::DemiBold) : font());
    painter.setPen(t.text);
    const auto start = static_cast<int>(Qt::AlignVCenter | (rtl ? Qt::AlignRight : Qt::AlignLeft));
    const auto end = static_cast<int>(Qt::AlignVCenter | (rtl ? Qt::AlignLeft : Qt::AlignRight));
    painter.drawText(content, start, text());
    if (m_badge > 0) {
        painter.setFont(Theme::scaledFont(0.9));
        painter.setPen(isChecked() ? t.text : t.muted);
        painter.drawText(content, end, QLocale().toString(m_badge));
    }
}

void RailButton::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void RailButton::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void RailButton::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        describe();
    QAbstractButton::changeEvent(event);
}

Rail::Rail(QWidget *parent)
    : QFrame(parent),
      m_entries(new QVBoxLayout),
      m_brand(new QLabel(this)),
      m_workspace(new QLabel(this)),
      m_sample(new StateChip(this))
{
    setProperty("surface", QStringLiteral("rail"));
    m_brand->setText(QStringLiteral("Mandate"));
    m_brand->setProperty("untranslated", true); // a name
    m_brand->setFont(Theme::scaledFont(1.2, QFont::Bold));
    m_workspace->setTextFormat(Qt::PlainText);
    m_workspace->setProperty("part", QStringLiteral("muted"));
    m_workspace->setProperty("untranslated", true); // a file's name
    m_sample->hide();
    m_help = new RailButton(QStringLiteral("question-circle"), tr("Help"), 0, this);
    m_help->setCheckable(false);
    connect(m_help, &RailButton::clicked, this, &Rail::helpWanted);

    auto *head = new QVBoxLayout;
    head->setContentsMargins(16, 14, 12, 12);
    head->setSpacing(4);
    head->addWidget(m_brand);
    head->addWidget(m_workspace);
    head->addWidget(m_sample, 0, Qt::AlignLeft);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 8);
    layout->setSpacing(2);
    layout->addLayout(head);
    m_entries->setSpacing(2);
    layout->addLayout(m_entries);
    layout->addStretch(1);
    layout->addWidget(m_help);
    retranslate();
}

void Rail::addEntry(int number, const QString &iconName, const QString &title)
{
    auto *button = new RailButton(iconName, title, number, this);
    connect(button, &RailButton::clicked, this, [this, number] { Q_EMIT chosen(number); });
    int at = 0;
    for (auto it = m_buttons.cbegin(); it != m_buttons.cend() && it.key() < number; ++it)
        ++at;
    m_entries->insertWidget(at, button);
    m_buttons.insert(number, button);
    QWidget *before = nullptr;
    for (RailButton *entry : std::as_const(m_buttons)) {
        if (before)
            setTabOrder(before, entry);
        before = entry;
    }
    setTabOrder(before, m_help);
}

void Rail::setTitle(int number, const QString &title)
{
    if (RailButton *entry = m_buttons.value(number))
        entry->setTitle(title);
}

void Rail::setBadge(int number, int count)
{
    if (RailButton *entry = m_buttons.value(number))
        entry->setBadge(count);
}

void Rail::setCurrent(int number)
{
    for (auto it = m_buttons.cbegin(); it != m_buttons.cend(); ++it)
        it.value()->setChecked(it.key() == number);
}

void Rail::setWorkspace(const QString &name, const QString &path, const QString &mark)
{
    const QString shown = visibleLine(name, 80);
    m_workspace->setText(QFontMetrics(m_workspace->font()).elidedText(shown, Qt::ElideMiddle, qMax(120, sizeHint().width() - 28)));
    m_workspace->setToolTip(plainToolTip(visibleLine(path)));
    m_workspace->setVisible(!shown.isEmpty());
    m_sample->setState({mark, mandate::Shape::Disc, Tone::Info});
    m_sample->setVisible(!mark.isEmpty());
}

void Rail::focusCurrent()
{
    for (RailButton *entry : std::as_const(m_buttons)) {
        if (entry->isChecked()) {
            entry->setFocus(Qt::TabFocusReason);
            return;
        }
    }
    if (!m_buttons.isEmpty())
        m_buttons.first()->setFocus(Qt::TabFocusReason);
}

void Rail::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

void Rail::retranslate()
{
    setAccessibleName(tr("Pages"));
    m_help->setTitle(tr("Help"));
}

} // namespace mandate
