// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evidence/remarks_view.h"

#include "models/items/text_safety.h"
#include "views/widgets/flow_layout.h"
#include "views/widgets/icon.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/theme.h"

#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace mandate {

namespace {

void empty(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // the button that was pressed may be among them
        }
        delete item;
    }
}

} // namespace

RemarksView::RemarksView(QWidget *parent)
    : ScrollPane(parent),
      m_body(new QWidget),
      m_refusal(new QLabel(m_body)),
      m_togetherSaid(new QLabel(m_body)),
      m_star(new QPushButton(m_body)),
      m_tag(new QLineEdit(m_body)),
      m_addTag(new QPushButton(tr("Sign tag"), m_body)),
      m_tagRow(new QWidget(m_body)),
      m_tags(new FlowLayout(m_tagRow, 6)),
      m_note(new QPlainTextEdit(m_body)),
      m_signNote(new QPushButton(tr("Sign note"), m_body)),
      m_said(new QLabel(m_body)),
      m_history(new QVBoxLayout)
{
    setAccessibleName(tr("Remarks on the record"));
    setWidgetResizable(true);
    m_refusal->setTextFormat(Qt::PlainText);
    m_refusal->setWordWrap(true);
    m_said->setTextFormat(Qt::PlainText);
    m_said->setWordWrap(true);
    m_said->setProperty("part", QStringLiteral("muted"));
    m_said->setText(tr("Remarks are signed with your name and stay in the ledger; everyone with this workspace reads them. They never change the record, and bundles leave them out. "
                       "What you take back is taken back by another entry."));
    m_tag->setAccessibleName(tr("Tag"));
    m_tag->setPlaceholderText(tr("A tag, such as matter-7"));
    m_tag->setMaxLength(64);
    m_note->setProperty("role", QStringLiteral("field"));
    m_note->setAccessibleName(tr("Note"));
    m_note->setPlaceholderText(tr("A note. Everyone with this workspace can read it."));
    m_note->setTabChangesFocus(true);
    m_note->setFixedHeight(m_note->fontMetrics().lineSpacing() * 4 + 16);
    m_note->installEventFilter(this);
    m_addTag->setToolTip(tr("Enter"));
    m_signNote->setToolTip(tr("Ctrl+Enter"));

    auto *starRow = new QHBoxLayout;
    starRow->addWidget(m_star);
    starRow->addStretch(1);
    auto *tagRow = new QHBoxLayout;
    tagRow->addWidget(m_tag, 1);
    tagRow->addWidget(m_addTag);
    auto *noteRow = new QHBoxLayout;
    noteRow->addWidget(m_note, 1);
    noteRow->addWidget(m_signNote, 0, Qt::AlignBottom);
    auto *layout = new QVBoxLayout(m_body);
    layout->setContentsMargins(16, 10, 16, 10);
    layout->setSpacing(8);
    layout->addWidget(m_refusal);
    m_togetherSaid->setTextFormat(Qt::PlainText);
    m_togetherSaid->setWordWrap(true);
    m_togetherSaid->hide();
    layout->addWidget(m_togetherSaid);
    layout->addLayout(starRow);
    layout->addLayout(tagRow);
    layout->addWidget(m_tagRow);
    layout->addLayout(noteRow);
    layout->addWidget(m_said);
    layout->addLayout(m_history);
    layout->addStretch(1);
    setWidget(m_body);
    connect(m_star, &QPushButton::clicked, this, [this] {
        if (m_remarks && m_together.size() > 1)
            m_remarks->toggleStars(m_together);
        else if (m_remarks)
            m_remarks->toggleStar(m_entry);
    });
    connect(m_tag, &QLineEdit::returnPressed, this, &RemarksView::addTag);
    connect(m_addTag, &QPushButton::clicked, this, &RemarksView::addTag);
    connect(m_signNote, &QPushButton::clicked, this, &RemarksView::addNote);
    const auto enable = [this] {
        const bool may = m_remarks && m_remarks->state().refusal.isEmpty();
        m_addTag->setEnabled(may && !m_tag->text().trimmed().isEmpty());
        m_signNote->setEnabled(may && !m_note->toPlainText().trimmed().isEmpty());
    };
    connect(m_tag, &QLineEdit::textChanged, this, enable);
    connect(m_note, &QPlainTextEdit::textChanged, this, enable);
    enable();
    fill();
}

void RemarksView::setRemarks(RecordRemarks *remarks)
{
    if (m_remarks)
        disconnect(m_remarks, nullptr, this, nullptr);
    m_remarks = remarks;
    if (remarks)
        connect(remarks, &RecordRemarks::changed, this, &RemarksView::fill);
    fill();
}

void RemarksView::show(quint64 entry)
{
    if (entry != m_entry) { // what was begun belongs to the record it was begun on
        m_tag->clear();
        m_note->clear();
    }
    m_entry = entry;
    if (!m_together.contains(entry))
        setTogether({});
    if (m_remarks)
        m_remarks->read(entry);
}

void RemarksView::setTogether(const QList<quint64> &entries)
{
    m_together = entries.size() > 1 ? entries : QList<quint64>();
    m_togetherSaid->setText(tr("A star or a tag is for all %Ln selected record(s), one signed entry each. A note is for this one.", nullptr, static_cast<int>(m_together.size())));
    m_togetherSaid->setVisible(!m_together.isEmpty());
    fill();
}

void RemarksView::focusTag()
{
    m_tag->setFocus(Qt::ShortcutFocusReason);
}
void RemarksView::focusNote()
{
    m_note->setFocus(Qt::ShortcutFocusReason);
}

void RemarksView::addTag()
{
    if (!m_remarks || !m_addTag->isEnabled())
        return;
    if (m_together.size() > 1)
        m_remarks->tagAll(m_together, m_tag->text());
    else
        m_remarks->tag(m_entry, m_tag->text());
    m_tag->clear();
}

void RemarksView::addNote()
{
    if (!m_remarks || !m_signNote->isEnabled())
        return;
    m_remarks->note(m_entry, m_note->toPlainText());
    m_note->clear();
}

bool RemarksView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_note && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && key->modifiers().testFlag(Qt::ControlModifier)) {
            addNote();
            return true;
        }
    }
    return ScrollPane::eventFilter(watched, event);
}

void RemarksView::fill()
{
    const RecordRemarksState state = m_remarks ? m_remarks->state() : RecordRemarksState();
    const bool may = m_remarks && state.refusal.isEmpty();
    m_refusal->setText(state.refusal);
    m_refusal->setVisible(!state.refusal.isEmpty());
    m_star->setIcon(icon(QStringLiteral("star"), IconRole::Accent));
    m_star->setText(!m_together.isEmpty() ? tr("Star these records, or take the stars back") : state.starred ? tr("Take the star back") : tr("Star this record"));
    m_star->setToolTip(may ? tr("S in the table") : state.refusal);
    m_star->setEnabled(may);
    m_tag->setEnabled(may);
    m_note->setEnabled(may);
    m_addTag->setEnabled(may && !m_tag->text().trimmed().isEmpty());
    m_signNote->setEnabled(may && !m_note->toPlainText().trimmed().isEmpty());
    auto *completer = new QCompleter(state.knownTags, m_tag);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    delete m_tag->completer();
    m_tag->setCompleter(completer);
    empty(m_tags);
    for (const QString &tag : state.tags) {
        const QString said = visibleLine(tag, 64);
        auto *chip = new QPushButton(icon(QStringLiteral("x-lg"), IconRole::Muted), QString(said).replace(u'&', QStringLiteral("&&")) + u' ', m_tagRow);
        chip->setProperty("untranslated", true);
        chip->setIconSize(QSize(10, 10));
        chip->setAccessibleName(tr("Take the tag back: %1").arg(said));
        chip->setToolTip(tr("Take this tag back, by another signed entry"));
        chip->setEnabled(may);
        connect(chip, &QPushButton::clicked, this, [this, tag] {
            if (m_remarks)
                m_remarks->untag(m_entry, tag);
        });
        m_tags->addWidget(chip);
    }
    m_tagRow->setVisible(!state.tags.isEmpty());
    empty(m_history);
    for (auto item = state.items.crbegin(); item != state.items.crend(); ++item) // newest first
        addHistory(*item);
    tabBehind(this, m_body);
}

void RemarksView::addHistory(const RemarkItem &item)
{
    auto *box = new QFrame(m_body);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 4, 0, 4);
    layout->setSpacing(2);
    auto *head = new PlainText(box);
    //: one remark: who, when, what, in which entry of the ledger
    const QString line = tr("%1, %2: %3 (entry %4)").arg(item.who, item.time, item.said, words::number(item.number));
    head->setUntrusted(item.takenBack ? tr("%1. Taken back.").arg(line) : line);
    head->setProperty("part", QStringLiteral("muted"));
    layout->addWidget(head);
    if (!item.text.isEmpty()) {
        auto *text = new PlainText(box);
        text->setUntrusted(item.text, 9000);
        text->setEnabled(!item.takenBack);
        layout->addWidget(text);
    }
    if (item.mayTakeBack) {
        auto *back = new QPushButton(tr("Take the note back"), box);
        back->setProperty("role", QStringLiteral("link"));
        const quint64 number = item.number;
        connect(back, &QPushButton::clicked, this, [this, number] {
            if (m_remarks)
                m_remarks->takeBack(m_entry, number);
        });
        layout->addWidget(back, 0, Qt::AlignLeft);
    }
    m_history->addWidget(box);
}

} // namespace mandate
