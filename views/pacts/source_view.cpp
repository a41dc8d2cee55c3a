// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/source_view.h"

#include "models/items/text_safety.h"
#include "views/widgets/theme.h"

#include <QEvent>
#include <QPainter>
#include <QTextBlock>

namespace mandate {

/// One pass over the line: strings are names when a colon follows.
void JsonHighlighter::highlightBlock(const QString &text)
{
    const ThemeTokens &t = Theme::instance().tokens();
    qsizetype at = 0;
    while (at < text.size()) {
        const QChar c = text[at];
        if (c == QLatin1Char('"')) {
            qsizetype end = at + 1;
            while (end < text.size() && text[end] != QLatin1Char('"'))
                end += text[end] == QLatin1Char('\\') ? 2 : 1;
            end = qMin(end + 1, text.size());
            qsizetype after = end;
            while (after < text.size() && text[after].isSpace())
                ++after;
            const bool isName = after < text.size() && text[after] == QLatin1Char(':');
            QTextCharFormat format;
            format.setForeground(isName ? t.accent : t.good);
            setFormat(static_cast<int>(at), static_cast<int>(end - at), format);
            at = end;
        } else if (c.isDigit() || c == QLatin1Char('-')) {
            qsizetype end = at + 1;
            while (end < text.size() && (text[end].isDigit() || QStringLiteral(".eE+-").contains(text[end])))
                ++end;
            setFormat(static_cast<int>(at), static_cast<int>(end - at), t.warning);
            at = end;
        } else if (c.isLetter()) {
            qsizetype end = at + 1;
            while (end < text.size() && text[end].isLetter())
                ++end;
            setFormat(static_cast<int>(at), static_cast<int>(end - at), t.critical);
            at = end;
        } else {
            ++at;
        }
    }
}

SourceView::SourceView(QWidget *parent) : QPlainTextEdit(parent), m_highlighter(new JsonHighlighter(document())), m_numbers(new QWidget(this))
{
    setReadOnly(true);
    setTabChangesFocus(true);
    setLayoutDirection(Qt::LeftToRight); // JSON is, in every language
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setProperty("untranslated", true);
    document()->setDocumentMargin(12);
    m_numbers->setFont(Theme::monoFont());
    m_numbers->installEventFilter(this);
    const auto adapt = [this] {
        setFont(Theme::monoFont());
        m_numbers->setFont(Theme::monoFont());
        m_highlighter->rehighlight();
        makeRoom();
    };
    connect(&Theme::instance(), &Theme::changed, this, adapt);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &SourceView::makeRoom);
    connect(this, &QPlainTextEdit::updateRequest, m_numbers, [this] { m_numbers->update(); });
    adapt();
}

void SourceView::setSource(const QString &json)
{
    setPlainText(visibleText(json));
}

int SourceView::lineAt(int y) const
{
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        if (blockBoundingGeometry(block).translated(contentOffset()).bottom() > y)
            return block.blockNumber() + 1;
    }
    return blockCount();
}

void SourceView::makeRoom()
{
    const int digits = static_cast<int>(QString::number(blockCount()).size());
    const int width = m_numbers->fontMetrics().horizontalAdvance(u'0') * qMax(3, digits) + 20;
    setViewportMargins(width, 0, 0, 0);
    m_numbers->setGeometry(QRect(frameWidth(), viewport()->y(), width, viewport()->height()));
    m_numbers->update();
}

void SourceView::paintNumbers()
{
    const ThemeTokens &t = Theme::instance().tokens();
    QPainter painter(m_numbers);
    painter.fillRect(m_numbers->rect(), t.panel);
    painter.setPen(t.muted);
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
        if (place.top() > m_numbers->height())
            break;
        painter.drawText(QRectF(0, place.top(), m_numbers->width() - 8, fontMetrics().height()), Qt::AlignRight | Qt::AlignTop,
                         QString::number(block.blockNumber() + 1));
    }
}

bool SourceView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_numbers && event->type() == QEvent::Paint) {
        paintNumbers();
        return true;
    }
    return QPlainTextEdit::eventFilter(watched, event);
}

void SourceView::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    makeRoom();
}

void SourceView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_numbers)
        makeRoom();
}

} // namespace mandate
