// SPDX-License-Identifier: GPL-3.0-or-later
// Keys of the Decisions page. Letters and digits only ever stage, and only where nobody writes text; Ctrl+Enter commits.
#include "models/items/approval_model.h"
#include "models/items/session.h"
#include "views/decisions/card_view.h"
#include "views/decisions/decision_queue.h"
#include "views/decisions/decision_settings.h"
#include "views/decisions/decisions_page.h"
#include "views/decisions/limit_editor.h"
#include "views/decisions/step_sheet.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QShortcut>

namespace mandate {

void DecisionsPage::setKeys()
{
    const DecisionSettings settings = DecisionSettings::load();
    m_letters = settings.letterKeys;
    if (m_desk)
        m_desk->setHoldSeconds(settings.holdSeconds);
    if (findChild<QShortcut *>(QStringLiteral("commit")))
        return;
    for (const auto key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | key), this);
        shortcut->setObjectName(QStringLiteral("commit"));
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, [this] {
            if (m_sheet->isVisible())
                m_sheet->commit();
            else
                commit();
        });
    }
    auto *undo = new QShortcut(QKeySequence::Undo, this);
    undo->setContext(Qt::WidgetWithChildrenShortcut);
    connect(undo, &QShortcut::activated, this, [this] {
        if (m_desk)
            m_desk->undoLast();
    });
}

/// The list and the card would take letters and arrows for themselves.
bool DecisionsPage::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && (object == m_queue || object == m_card) && handleKey(*static_cast<QKeyEvent *>(event)))
        return true;
    return Page::eventFilter(object, event);
}

void DecisionsPage::keyPressEvent(QKeyEvent *event)
{
    if (!handleKey(*event))
        Page::keyPressEvent(event);
}

bool DecisionsPage::handleKey(const QKeyEvent &event)
{
    const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
    if (modifiers != Qt::NoModifier || !m_model)
        return false;
    if (event.key() == Qt::Key_Escape) {
        if (m_sheet->isVisible()) {
            m_sheet->close();
        } else if (m_form->choice() != DecisionForm::Nothing) {
            m_form->clear();
            m_queue->setFocus(Qt::OtherFocusReason);
        } else {
            return false;
        }
        return true;
    }
    if (!m_letters || m_sheet->isVisible() || event.isAutoRepeat())
        return false;
    if (event.key() >= Qt::Key_1 && event.key() <= Qt::Key_9)
        return m_form->chooseReason(event.key() - Qt::Key_0);
    switch (event.key()) {
    case Qt::Key_J: m_queue->move(1); return true;
    case Qt::Key_K: m_queue->move(-1); return true;
    case Qt::Key_A:
        if (!m_form->stage(DecisionForm::Approve) && (!m_model->opened() || m_model->opened()->item.id() != m_shown))
            m_wish = DecisionForm::Approve; // what it touches is being computed
        return true;
    case Qt::Key_D:
        m_wish = DecisionForm::Nothing;
        m_form->stage(DecisionForm::Deny);
        return true;
    case Qt::Key_L:
        if (m_form->stage(DecisionForm::Limit) && m_form->limits()->first())
            m_form->limits()->first()->setFocus(Qt::ShortcutFocusReason);
        return true;
    default: return false;
    }
}

void DecisionsPage::commit()
{
    if (!m_desk || !m_model || m_queue->selectedIds().isEmpty())
        return;
    showForm(); // by the clock of now
    auto decision = m_form->decision();
    if (!decision)
        return;
    if (decision->requests.size() == 1 && m_card->card().id == decision->requests.first())
        decision->shown = m_card->card().digest;
    const int row = m_queue->currentIndex().row();
    if (!m_desk->commit(*decision))
        return;
    m_form->clear();
    goOn(row);
}

/// The next one that is not on its way; the focus stays in the list.
void DecisionsPage::goOn(int rowBefore)
{
    m_queue->setFocus(Qt::OtherFocusReason);
    if (m_model->canFetchMore({}) && rowBefore + 1 >= m_model->rowCount())
        m_model->fetchMore({});
    for (const int step : {1, -1}) {
        for (int row = rowBefore + step; row >= 0 && row < m_model->rowCount(); row += step) {
            const ApprovalItem *item = m_model->item(row);
            if (item && !m_model->isHeld(item->id())) {
                m_queue->setCurrentIndex(m_model->index(row, 0));
                return;
            }
        }
    }
    showForm();
}

} // namespace mandate
