// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/editor/merge_sheet.h"

#include "models/items/draft_model.h"
#include "models/items/draft_update.h"
#include "models/items/session.h"
#include "views/widgets/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace mandate {

MergeSheet::MergeSheet(QWidget *parent)
    : QFrame(parent),
      m_title(new QLabel(this)),
      m_said(new QLabel(this)),
      m_list(new QListWidget(this)),
      m_mineName(new QLabel(this)),
      m_mine(new QPlainTextEdit(this)),
      m_theirsName(new QLabel(this)),
      m_theirs(new QPlainTextEdit(this)),
      m_keepMine(new QPushButton(this)),
      m_takeTheirs(new QPushButton(this)),
      m_cancel(new QPushButton(this)),
      m_apply(new QPushButton(this))
{
    setProperty("surface", QStringLiteral("panel"));
    m_title->setFont(Theme::scaledFont(1.0, QFont::Bold));
    for (QLabel *label : {m_title, m_said, m_mineName, m_theirsName}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    for (QLabel *label : {m_mineName, m_theirsName})
        label->setProperty("part", QStringLiteral("heading"));
    m_list->setProperty("role", QStringLiteral("entries"));
    m_list->setFixedHeight(fontMetrics().lineSpacing() * 5);
    for (QPlainTextEdit *text : {m_mine, m_theirs}) {
        text->setReadOnly(true);
        text->setTabChangesFocus(true);
        text->setProperty("role", QStringLiteral("field"));
        text->setFixedHeight(fontMetrics().lineSpacing() * 7);
    }
    m_mineName->setBuddy(m_mine);
    m_theirsName->setBuddy(m_theirs);
    m_apply->setProperty("role", QStringLiteral("primary"));
    auto *sides = new QGridLayout;
    sides->setHorizontalSpacing(12);
    sides->setVerticalSpacing(4);
    sides->addWidget(m_mineName, 0, 0);
    sides->addWidget(m_theirsName, 0, 1);
    sides->addWidget(m_mine, 1, 0);
    sides->addWidget(m_theirs, 1, 1);
    sides->addWidget(m_keepMine, 2, 0, Qt::AlignLeft);
    sides->addWidget(m_takeTheirs, 2, 1, Qt::AlignLeft);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_apply);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 14, 16, 14);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_said);
    layout->addWidget(m_list);
    layout->addLayout(sides);
    layout->addLayout(buttons);
    connect(m_list, &QListWidget::currentRowChanged, this, &MergeSheet::showConflict);
    connect(m_keepMine, &QPushButton::clicked, this, [this] { choose(false); });
    connect(m_takeTheirs, &QPushButton::clicked, this, [this] { choose(true); });
    connect(m_cancel, &QPushButton::clicked, this, &MergeSheet::close);
    connect(m_apply, &QPushButton::clicked, this, &MergeSheet::apply);
    retranslate();
    hide();
}

MergeSheet::~MergeSheet() = default;

void MergeSheet::open(DraftModel *draft)
{
    m_draft = draft;
    m_update = std::make_unique<DraftUpdate>(*draft);
    m_list->clear();
    for (std::size_t i = 0; i < m_update->conflicts().size(); ++i)
        m_list->addItem(QString());
    retranslate();
    show();
    if (m_list->count() > 0) {
        m_list->setCurrentRow(0);
        m_list->setFocus(Qt::OtherFocusReason);
    } else {
        (m_apply->isEnabled() ? m_apply : m_cancel)->setFocus(Qt::OtherFocusReason);
    }
}

void MergeSheet::close()
{
    m_update.reset();
    m_draft = nullptr;
    if (isHidden())
        return;
    hide();
    Q_EMIT closed();
}

void MergeSheet::choose(bool theirs)
{
    const int row = m_list->currentRow();
    if (!m_update || row < 0)
        return;
    m_update->choose(static_cast<std::size_t>(row), theirs);
    fill();
    const auto &conflicts = m_update->conflicts();
    for (int next = 1; next < m_list->count(); ++next) { // on to what is left
        const int at = (row + next) % m_list->count();
        if (!conflicts[static_cast<std::size_t>(at)].takesTheirs) {
            m_list->setCurrentRow(at);
            return;
        }
    }
    if (m_apply->isEnabled())
        m_apply->setFocus(Qt::OtherFocusReason);
}

void MergeSheet::apply()
{
    if (!m_update || !m_draft)
        return;
    if (m_update->apply(*m_draft))
        return close();
    open(m_draft);
    m_said->setText(tr("The draft was changed meanwhile. Choose again."));
}

/// What was chosen stands in the list, and whether all is.
void MergeSheet::fill()
{
    const bool any = m_update && !m_update->conflicts().empty();
    for (QWidget *part : std::initializer_list<QWidget *>{m_list, m_mineName, m_mine, m_theirsName, m_theirs, m_keepMine, m_takeTheirs})
        part->setVisible(any);
    m_apply->setEnabled(m_update && m_update->isDecided());
    if (!m_update)
        return;
    int open = 0;
    for (int row = 0; row < m_list->count(); ++row) {
        const DraftConflict &conflict = m_update->conflicts()[static_cast<std::size_t>(row)];
        open += !conflict.takesTheirs;
        m_list->item(row)->setText(!conflict.takesTheirs ? tr("%1: to be chosen").arg(conflict.place)
                                   : *conflict.takesTheirs ? tr("%1: theirs").arg(conflict.place)
                                                           : tr("%1: mine").arg(conflict.place));
    }
    if (m_update->trouble())
        m_said->setText(m_update->trouble()->happened + QLatin1Char(' ') + m_update->trouble()->remedy);
    else if (!any)
        m_said->setText(tr("No part was changed on both sides. What came in with %1 is taken over, and what you wrote stays.").arg(m_update->version()));
    else
        m_said->setText(open > 0 ? tr("%n part(s) were changed on both sides and are still to be chosen. Everything else is put together.", nullptr, open)
                                 : tr("Everything is chosen. Undo takes the whole of it back."));
}

void MergeSheet::showConflict()
{
    const int row = m_list->currentRow();
    if (!m_update || row < 0)
        return;
    const DraftConflict &conflict = m_update->conflicts()[static_cast<std::size_t>(row)];
    m_mine->setPlainText(conflict.mine.isEmpty() ? tr("Not there.") : conflict.mine);
    m_theirs->setPlainText(conflict.theirs.isEmpty() ? tr("Not there.") : conflict.theirs);
}

void MergeSheet::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QFrame::keyPressEvent(event);
}

void MergeSheet::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

void MergeSheet::retranslate()
{
    const QString version = m_update ? m_update->version() : QString();
    //: %1 a version number
    m_title->setText(tr("Bring the draft up to %1").arg(version));
    setAccessibleName(m_title->text());
    m_list->setAccessibleName(tr("Parts changed on both sides"));
    m_mineName->setText(tr("Mine"));
    m_mine->setAccessibleName(tr("What the draft says"));
    //: %1 a version number
    m_theirsName->setText(tr("Theirs, version %1").arg(version));
    m_theirs->setAccessibleName(tr("What the version in force says"));
    m_keepMine->setText(tr("Keep mine"));
    m_takeTheirs->setText(tr("Take theirs"));
    m_cancel->setText(tr("Leave as it is"));
    m_apply->setText(tr("Bring up to date"));
    fill();
    showConflict();
}

} // namespace mandate
