// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/plain_text.h"

#include "models/items/text_safety.h"
#include "models/items/words.h"
#include "views/widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextCursor>
#include <QVBoxLayout>

namespace mandate {
namespace {

constexpr qsizetype firstPart = 20'000;
constexpr qsizetype longestWord = 64; // a SHA-256 stays whole

/// A label can break only between words: gives long words places to break at.
QString breakable(const QString &text)
{
    QString out;
    out.reserve(text.size());
    qsizetype run = 0;
    for (const QChar c : text) {
        run = c.isSpace() ? 0 : run + 1;
        out += c;
        if (run > longestWord && !c.isHighSurrogate()) {
            out += QChar(0x200B);
            run = 0;
        }
    }
    return out;
}

} // namespace

PlainText::PlainText(QWidget *parent) : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    setProperty("untranslated", true);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setMinimumWidth(40);
}

void PlainText::setUntrusted(const QString &text, qsizetype limit)
{
    QString shown = visibleText(QStringView(text).left(limit));
    const bool cut = text.size() > limit || shown.size() > 2 * limit; // names of characters take more room than they do
    shown.truncate(2 * limit);
    if (cut)
        shown += QChar(0x2026);
    setText(breakable(shown));
}

void PlainText::setMono(bool mono)
{
    setFont(mono ? Theme::monoFont() : QFont());
}

int PlainText::heightForWidth(int width) const
{
    return QLabel::heightForWidth(qMin(width, maximumWidth()));
}

PlainTextView::PlainTextView(const QString &accessibleName, QWidget *parent)
    : QFrame(parent),
      m_edit(new QPlainTextEdit(this)),
      m_said(new QLabel(this)),
      m_more(new QPushButton(tr("Show more"), this)),
      m_bar(new QFrame(this))
{
    m_edit->setReadOnly(true);
    m_edit->setTabChangesFocus(true);
    m_edit->setAccessibleName(accessibleName);
    m_edit->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_edit->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_edit->setProperty("untranslated", true);
    m_more->setProperty("role", QStringLiteral("link"));
    connect(m_more, &QPushButton::clicked, this, &PlainTextView::showMore);
    auto *bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(8, 2, 8, 2);
    bar->addWidget(m_said, 1);
    bar->addWidget(m_more);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_bar);
    m_bar->hide();
}

void PlainTextView::setUntrusted(const QString &text)
{
    m_text = text;
    m_shown = qMin(firstPart, text.size());
    m_edit->setPlainText(visibleText(QStringView(m_text).left(m_shown)));
    updateMore();
}

void PlainTextView::setMono(bool mono)
{
    m_edit->setFont(mono ? Theme::monoFont() : QFont());
}

void PlainTextView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        m_more->setText(tr("Show more"));
        updateMore();
    }
    QFrame::changeEvent(event);
}

void PlainTextView::showMore()
{
    const qsizetype next = qMin(m_shown + firstPart, m_text.size());
    QTextCursor cursor(m_edit->document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(visibleText(QStringView(m_text).mid(m_shown, next - m_shown)));
    m_shown = next;
    updateMore();
}

void PlainTextView::updateMore()
{
    m_bar->setVisible(m_shown < m_text.size());
    //: %1 and %2 are numbers of characters
    m_said->setText(tr("%1 of %2 characters are shown.")
                        .arg(words::number(static_cast<std::uint64_t>(m_shown)), words::number(static_cast<std::uint64_t>(m_text.size()))));
}

} // namespace mandate
