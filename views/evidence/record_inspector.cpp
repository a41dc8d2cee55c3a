// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evidence/record_inspector.h"

#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "views/evidence/fields_view.h"
#include "views/evidence/plain_words.h"
#include "views/evidence/raw_view.h"
#include "views/evidence/remarks_view.h"
#include "views/keeping/custody_tab.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace mandate {

RecordInspector::RecordInspector(QWidget *parent)
    : QWidget(parent),
      m_stack(new QStackedWidget(this)),
      m_empty(new EmptyState),
      m_full(new QWidget),
      m_title(new PlainText),
      m_verdict(new StateChip),
      m_number(new QLabel),
      m_mask(new QWidget),
      m_maskState(new StateChip),
      m_maskSaid(new PlainText),
      m_reveal(new QPushButton(tr("Reveal…"))),
      m_revealMenu(new QMenu(m_reveal)),
      m_tabs(new QTabWidget),
      m_words(new PlainWords),
      m_fields(new FieldsView),
      m_raw(new RawView),
      m_remarks(new RemarksView),
      m_custody(new CustodyTab(CustodyTab::Of::Record))
{
    setAccessibleName(tr("Record"));
    m_title->setFont(Theme::scaledFont(1.2, QFont::DemiBold));
    m_number->setTextFormat(Qt::PlainText);
    m_number->setProperty("part", QStringLiteral("muted"));
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Ways to read the record"));
    m_tabs->tabBar()->setAccessibleName(tr("Ways to read the record"));
    m_tabs->addTab(m_words, tr("In plain words"));
    m_tabs->addTab(m_fields, tr("Fields"));
    m_tabs->addTab(m_raw, tr("Raw bytes"));
    m_tabs->addTab(m_remarks, tr("Remarks"));
    m_tabs->addTab(m_custody, tr("Custody"));
    connect(m_tabs, &QTabWidget::currentChanged, this, &RecordInspector::tabChanged);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(16, 10, 16, 2);
    head->setSpacing(10);
    head->addWidget(m_title, 1);
    head->addWidget(m_verdict, 0, Qt::AlignVCenter);
    head->addWidget(m_number, 0, Qt::AlignVCenter);
    auto *full = new QVBoxLayout(m_full);
    full->setContentsMargins(0, 0, 0, 0);
    full->setSpacing(0);
    full->addLayout(head);
    auto *mask = new QHBoxLayout(m_mask);
    mask->setContentsMargins(16, 2, 16, 4);
    mask->setSpacing(10);
    mask->addWidget(m_maskState);
    mask->addWidget(m_maskSaid, 1);
    mask->addWidget(m_reveal);
    m_mask->hide();
    m_reveal->setMenu(m_revealMenu);
    m_reveal->setAccessibleName(tr("Reveal a masked value"));
    full->addWidget(m_mask);
    full->addWidget(m_tabs, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_full);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    connect(m_fields, &FieldsView::fieldSelected, m_raw, &RawView::markField);
    connect(m_fields, &FieldsView::filterWanted, this, &RecordInspector::filterWanted);
    connect(m_custody, &KeepingTab::linkActivated, this, &RecordInspector::linkActivated);
    connect(m_words, &PlainWords::linkActivated, this, &RecordInspector::linkActivated);
    connect(m_words, &PlainWords::rawWanted, this, [this] {
        setTab(RawTab);
        focusContent();
    });
    showNothing(tr("No record selected"), tr("Select a record to read what was done, what was said and what the pact says about it."));
}

void RecordInspector::setSession(Session *session)
{
    const bool told = session && !session->bundle();
    m_tabs->setTabVisible(CustodyTabIndex, told);
    m_custody->setSession(told ? session : nullptr);
}

void RecordInspector::show(const RecordDetail &detail)
{
    m_title->setUntrusted(detail.title, 160);
    m_verdict->setVisible(detail.kind == RecordKind::Action && !detail.verdict.text.isEmpty());
    m_verdict->setState(detail.verdict);
    m_number->setText(tr("No. %1").arg(mandate::words::number(detail.entry)));
    showMasked(detail);
    m_words->show(detail);
    m_fields->show(detail);
    m_raw->show(detail);
    m_remarks->show(detail.entry);
    m_custody->show(QString::number(detail.entry));
    m_stack->setCurrentWidget(m_full);
}

/// Every record says that it is masked, also one in which nothing had to be.
void RecordInspector::showMasked(const RecordDetail &detail)
{
    m_mask->setVisible(detail.isMasked);
    m_maskedHere = detail.masked.size();
    //: how many values of a record are masked
    m_maskState->setState({detail.masked.isEmpty() ? tr("Nothing masked here") : tr("%Ln value(s) masked", nullptr, static_cast<int>(detail.masked.size())), mandate::Shape::Hatch, Tone::Info});
    m_revealMenu->clear();
    for (const MaskedField &field : detail.masked) {
        //: a masked value: %1 its class, %2 where in the record
        QString text = tr("%1 at %2").arg(visibleLine(field.fieldClass, 60), visibleLine(field.pointer, 120));
        QAction *action = m_revealMenu->addAction(text.replace(u'&', QStringLiteral("&&")));
        action->setProperty("untranslated", true);
        connect(action, &QAction::triggered, this, [this, field] { Q_EMIT revealWanted(field); });
    }
    allowReveal();
}

void RecordInspector::setMaskingWords(const QString &words, const QString &revealRefusal)
{
    m_maskSaid->setUntrusted(words, 600);
    m_revealRefusal = revealRefusal;
    allowReveal();
}

void RecordInspector::allowReveal()
{
    const QString why = !m_revealRefusal.isEmpty() ? m_revealRefusal : m_maskedHere == 0 ? tr("Nothing is masked in this record.") : QString();
    m_reveal->setEnabled(why.isEmpty());
    m_reveal->setToolTip(why.isEmpty() ? tr("Shows one value, after a reason that is signed") : why);
    m_reveal->setAccessibleDescription(why);
}

void RecordInspector::showNothing(const QString &title, const QString &why)
{
    m_empty->say(QStringLiteral("file-earmark-text"), title, why);
    m_stack->setCurrentWidget(m_empty);
}

void RecordInspector::setTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}
void RecordInspector::setRemarkCount(int count)
{
    //: tab of the inspector; how many stars, tags and notes the record carries
    m_tabs->setTabText(RemarksTab, count > 0 ? tr("Remarks (%1)").arg(mandate::words::number(static_cast<quint64>(count))) : tr("Remarks"));
}

RecordInspector::Tab RecordInspector::tab() const
{
    return static_cast<Tab>(m_tabs->currentIndex());
}

void RecordInspector::focusContent()
{
    switch (tab()) {
    case PlainTab: m_words->setFocus(Qt::ShortcutFocusReason); break;
    case FieldsTab: m_fields->setFocus(Qt::ShortcutFocusReason); break;
    case RemarksTab: m_remarks->star()->isEnabled() ? m_remarks->star()->setFocus(Qt::ShortcutFocusReason) : m_remarks->setFocus(Qt::ShortcutFocusReason); break;
    case CustodyTabIndex: m_custody->table()->setFocus(Qt::ShortcutFocusReason); break;
    case RawTab: m_raw->edit()->setFocus(Qt::ShortcutFocusReason); break;
    }
}

} // namespace mandate
