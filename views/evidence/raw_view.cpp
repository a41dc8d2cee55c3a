// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evidence/raw_view.h"

#include "models/items/text_safety.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace mandate {

namespace {

constexpr qsizetype around = 1024;        // bytes of context on each side of the record
constexpr qsizetype mostOfRecord = 16384; // of the record itself at first
constexpr qsizetype step = 16384;         // more, on request
constexpr qsizetype mostShown = 20'000;   // characters: one line of so many is laid out in a few milliseconds

/// Moves back to the first byte of a UTF-8 character.
qsizetype characterStart(const QByteArray &bytes, qsizetype at)
{
    qsizetype back = 0;
    while (at > 0 && at < bytes.size() && (static_cast<unsigned char>(bytes.at(at)) & 0xC0) == 0x80 && back < 3) {
        --at;
        ++back;
    }
    return at;
}

std::string_view part(const QByteArray &bytes, qsizetype begin, qsizetype end)
{
    return {bytes.constData() + begin, static_cast<std::size_t>(end - begin)};
}

} // namespace

RawView::RawView(QWidget *parent)
    : QWidget(parent),
      m_said(new QLabel(this)),
      m_before(new QPushButton(tr("Show more before"), this)),
      m_after(new QPushButton(tr("Show more after"), this)),
      m_edit(new QPlainTextEdit(this)),
      m_digests(new PlainText(this))
{
    setAccessibleName(tr("Raw bytes"));
    m_said->setTextFormat(Qt::PlainText);
    m_said->setWordWrap(true);
    m_said->setProperty("part", QStringLiteral("muted"));
    m_before->setProperty("role", QStringLiteral("link"));
    m_after->setProperty("role", QStringLiteral("link"));
    m_edit->setReadOnly(true);
    m_edit->setUndoRedoEnabled(false);
    m_edit->setTabChangesFocus(true);
    m_edit->setAccessibleName(tr("Raw bytes of the record"));
    m_edit->setProperty("untranslated", true);
    m_edit->setWordWrapMode(QTextOption::WrapAnywhere);
    m_edit->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_edit->setFont(Theme::monoFont());
    m_edit->setFrameShape(QFrame::NoFrame);
    m_digests->setMono(true);
    m_digests->setProperty("part", QStringLiteral("muted"));
    m_digests->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_digests->setAccessibleName(tr("Digests"));
    connect(m_before, &QPushButton::clicked, this, [this] { showWindow(m_begin - step, m_end, Keep::Begin, m_begin - step); });
    connect(m_after, &QPushButton::clicked, this, [this] { showWindow(m_begin, m_end + step, Keep::End, m_end); });
    connect(&Theme::instance(), &Theme::changed, this, &RawView::mark);

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(12, 6, 12, 0);
    bar->addWidget(m_said, 1);
    bar->addWidget(m_before);
    bar->addWidget(m_after);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(14, 4, 14, 8);
    foot->addWidget(m_digests);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(bar);
    layout->addWidget(m_edit, 1);
    layout->addLayout(foot);
}

void RawView::show(const RecordDetail &detail)
{
    m_detail = detail;
    m_fieldBegin = -1;
    m_fieldLength = 0;
    //: digests of the entry and of the bytes it came from
    m_digests->setText(detail.bytes.isEmpty() ? tr("Entry leaf hash  %1").arg(detail.leaf)
                                              : tr("Entry leaf hash  %1\nBytes SHA-256    %2").arg(detail.leaf, detail.itemDigest));
    if (detail.bytes.isEmpty()) {
        m_said->setText(detail.isMasked ? tr("Personal text is masked, so the bytes as received are not shown. This is the entry with what is masked replaced; the leaf hash is of the entry as it is.")
                                        : tr("This entry came from no source. Its canonical JSON, as it is hashed:"));
        m_before->hide();
        m_after->hide();
        m_edit->setPlainText(detail.body.left(mostShown));
        if (detail.body.size() > mostShown && !detail.isMasked)
            m_said->setText(
                tr("This entry came from no source. Its canonical JSON, as it is hashed; the first %1 of %2 characters:")
                    .arg(words::number(static_cast<std::uint64_t>(mostShown)), words::number(static_cast<std::uint64_t>(detail.body.size()))));
        return;
    }
    const qsizetype length = std::min(detail.spanLength > 0 ? detail.spanLength : detail.bytes.size(), mostOfRecord);
    showWindow(detail.spanBegin - around, detail.spanBegin + length + around, Keep::Begin, detail.spanBegin);
}

qsizetype RawView::shownLength(qsizetype begin, qsizetype end) const
{
    begin = std::clamp(begin, m_begin, m_end);
    end = std::clamp(end, begin, m_end);
    return visibleText(part(m_detail.bytes, begin, end)).size();
}

void RawView::showWindow(qsizetype begin, qsizetype end, Keep keep, qsizetype at)
{
    const QByteArray &bytes = m_detail.bytes;
    begin = std::clamp<qsizetype>(begin, 0, bytes.size());
    end = std::clamp<qsizetype>(end, begin, bytes.size());
    for (;;) { // a name of an invisible character is longer than its bytes, so that only the text itself tells
        const qsizetype size = visibleText(part(bytes, begin, end)).size();
        if (size <= mostShown)
            break;
        const qsizetype length = (end - begin) * mostShown / size * 15 / 16;
        if (keep == Keep::Begin)
            end = begin + length;
        else
            begin = end - length;
    }
    m_begin = characterStart(bytes, std::clamp<qsizetype>(begin, 0, bytes.size()));
    m_end = characterStart(bytes, std::clamp<qsizetype>(end, m_begin, bytes.size()));
    // In the pieces that mark() measures, so that the marks fall where the characters are.
    const qsizetype first = std::clamp(m_detail.spanBegin, m_begin, m_end);
    const qsizetype last = std::clamp(m_detail.spanBegin + m_detail.spanLength, first, m_end);
    m_edit->setPlainText(visibleText(part(bytes, m_begin, first)) + visibleText(part(bytes, first, last)) + visibleText(part(bytes, last, m_end)));
    m_said->setText(tr("Bytes %1 to %2 of %3 as received; the record's own part is marked.")
                        .arg(words::number(static_cast<std::uint64_t>(m_begin)), words::number(static_cast<std::uint64_t>(m_end)),
                             words::number(static_cast<std::uint64_t>(bytes.size()))));
    m_before->setVisible(m_begin > 0);
    m_after->setVisible(m_end < bytes.size());
    mark();
    scrollTo(at);
}

void RawView::scrollTo(qsizetype at)
{
    QTextCursor cursor(m_edit->document());
    cursor.setPosition(static_cast<int>(shownLength(m_begin, at)));
    m_edit->setTextCursor(cursor);
    // Near the top, with a line before it: what is marked mostly reaches far down.
    const QTextBlock block = cursor.block();
    const int line = block.firstLineNumber() + block.layout()->lineForTextPosition(cursor.positionInBlock()).lineNumber();
    m_edit->verticalScrollBar()->setValue(std::max(0, line - 1));
}

void RawView::markField(qsizetype begin, qsizetype length)
{
    m_fieldBegin = begin;
    m_fieldLength = length;
    if (begin >= 0 && (begin < m_begin || std::min(begin + length, begin + mostOfRecord) > m_end))
        showWindow(begin - around, begin + std::min(length, mostOfRecord) + around, Keep::Begin, begin);
    mark();
    if (begin >= 0)
        scrollTo(begin);
}

void RawView::mark()
{
    if (m_detail.bytes.isEmpty())
        return m_edit->setExtraSelections({});
    const ThemeTokens &tokens = Theme::instance().tokens();
    QList<QTextEdit::ExtraSelection> marks;
    const auto add = [&](qsizetype begin, qsizetype length, const QColor &ground, bool strong) {
        if (begin < 0 || length <= 0)
            return;
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(m_edit->document());
        selection.cursor.setPosition(static_cast<int>(shownLength(m_begin, begin)));
        selection.cursor.setPosition(selection.cursor.position() + static_cast<int>(shownLength(begin, begin + length)), QTextCursor::KeepAnchor);
        selection.format.setBackground(ground);
        selection.format.setForeground(tokens.text);
        if (strong)
            selection.format.setFontUnderline(true); // not by colour alone
        marks.append(selection);
    };
    add(m_detail.spanBegin, m_detail.spanLength, tokens.panel, false);
    add(m_fieldBegin, m_fieldLength, tokens.selection, true);
    m_edit->setExtraSelections(marks);
}

QString RawView::markedText() const
{
    const auto marks = m_edit->extraSelections();
    return m_fieldBegin < 0 || marks.isEmpty() ? QString() : marks.last().cursor.selectedText();
}

} // namespace mandate
