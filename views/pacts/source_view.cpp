// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/source_view.h"

#include "models/items/text_safety.h"
#include "views/widgets/theme.h"

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

SourceView::SourceView(QWidget *parent) : QPlainTextEdit(parent), m_highlighter(new JsonHighlighter(document()))
{
    setReadOnly(true);
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setProperty("untranslated", true);
    document()->setDocumentMargin(16);
    const auto adapt = [this] {
        setFont(Theme::monoFont());
        m_highlighter->rehighlight();
    };
    connect(&Theme::instance(), &Theme::changed, this, adapt);
    adapt();
}

void SourceView::setSource(const QString &json)
{
    setPlainText(visibleText(json));
}

} // namespace mandate
