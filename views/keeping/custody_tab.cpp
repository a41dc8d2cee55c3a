// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/keeping/custody_tab.h"

#include "models/items/custody_list.h"
#include "models/items/text_safety.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/fact_grid.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/scroll_pane.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/table.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QUrlQuery>
#include <QVBoxLayout>

namespace mandate {

CustodyTab::CustodyTab(Of of, QWidget *parent)
    : KeepingTab(parent),
      m_of(of),
      m_asked(new QLineEdit),
      m_read(new QPushButton(tr("Show custody"))),
      m_copy(new QPushButton(tr("Copy as text"))),
      m_about(new QPushButton(tr("Show what it is about"))),
      m_masking(new QWidget),
      m_masked(new StateChip),
      m_maskedSaid(new PlainText),
      m_mask(new QPushButton),
      m_held(new PlainText),
      m_stack(new QStackedWidget),
      m_table(new QTableView),
      m_empty(new EmptyState),
      m_side(new QWidget),
      m_facts(new FactGrid),
      m_body(new PlainTextView(tr("The entry as it was signed")))
{
    setUpTable(m_table, tr("Custody"));
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_asked->setAccessibleName(tr("Custody of which record or incident"));
    m_asked->setPlaceholderText(tr("Number of a record, or INC-…; empty for everything"));
    m_asked->setClearButtonEnabled(true);
    m_body->setMono(true);
    auto *tools = new QHBoxLayout;
    tools->setSpacing(8);
    tools->addWidget(m_asked, 1);
    tools->addWidget(m_read);
    tools->addWidget(m_copy);
    tools->addWidget(m_about);
    auto *masking = new QHBoxLayout(m_masking);
    masking->setContentsMargins(0, 0, 0, 0);
    masking->setSpacing(10);
    masking->addWidget(m_masked);
    masking->addWidget(m_maskedSaid, 1);
    masking->addWidget(m_mask);
    auto *head = new QVBoxLayout;
    head->setSpacing(6);
    head->addWidget(m_masking);
    head->addLayout(tools);
    head->addWidget(m_held);
    auto *side = new QVBoxLayout(m_side);
    side->setContentsMargins(16, 8, 16, 8);
    side->addWidget(m_facts);
    side->addWidget(m_body, 1);
    lay(head, m_stack, m_side);
    const bool anything = of == Of::Anything;
    m_asked->setVisible(anything);
    m_read->setVisible(anything);
    m_masking->setVisible(anything);
    if (!anything)
        tools->insertStretch(0, 1);
    m_copy->setToolTip(tr("All of it as plain text, with the entries and leaves that prove it"));
    connect(m_asked, &QLineEdit::returnPressed, this, [this] { show(m_asked->text().trimmed()); });
    connect(m_read, &QPushButton::clicked, this, [this] { show(m_asked->text().trimmed()); });
    connect(m_copy, &QPushButton::clicked, this, [this] {
        if (m_custody)
            QApplication::clipboard()->setText(m_custody->text());
    });
    connect(m_about, &QPushButton::clicked, this, [this] {
        if (const CustodyItem *item = current(); item && !item->link.isEmpty())
            Q_EMIT linkActivated(item->link);
    });
    connect(m_table, &QTableView::activated, this, [this] { m_about->click(); });
    connect(m_mask, &QPushButton::clicked, this, [this] {
        KeepingChange change;
        change.act = desk() && desk()->standing().masked ? KeepingAct::MaskingOff : KeepingAct::MaskingOn;
        Q_EMIT keepingWanted(change);
    });
}

CustodyTab::~CustodyTab() = default;

void CustodyTab::setSession(Session *session)
{
    m_table->setModel(nullptr);
    m_custody.reset();
    m_id.clear();
    m_asked->clear();
    if (session) {
        m_custody = std::make_unique<CustodyList>(session);
        m_table->setModel(m_custody->model());
        connect(m_custody.get(), &CustodyList::outdated, this, &CustodyTab::outdate);
        connect(m_custody.get(), &CustodyList::refreshed, this, &CustodyTab::refreshed);
        connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &CustodyTab::currentChanged);
        const QString key = m_of == Of::Anything ? QStringLiteral("custody") : m_of == Of::Record ? QStringLiteral("record-custody") : QStringLiteral("incident-custody");
        fitColumns(m_table, key,
                   {CustodyList::ActColumn, CustodyList::StateColumn, CustodyList::WhenColumn, CustodyList::WhoColumn, CustodyList::ReasonColumn, CustodyList::EntryColumn, CustodyList::MatterColumn},
                   CustodyList::ActColumn);
    }
    for (QWidget *tool : QList<QWidget *>{m_asked, m_read, m_copy})
        tool->setEnabled(session != nullptr);
    refreshed();
    KeepingTab::setSession(session);
}

void CustodyTab::show(const QString &of)
{
    if (m_of != Of::Anything && of == m_id)
        return;
    m_id = of;
    m_asked->setText(of);
    outdate();
}

void CustodyTab::read()
{
    if (m_custody && (m_of == Of::Anything || !m_id.isEmpty()))
        m_custody->read({m_id});
}

void CustodyTab::refreshed()
{
    const bool none = !m_custody || m_custody->model()->rowCount() == 0;
    const QString icon = QStringLiteral("list-check");
    if (m_custody && !m_custody->wasRead())
        m_empty->say(icon, tr("Reading custody"), {});
    else if (m_custody && m_custody->trouble())
        //: why custody could not be read, and what to do
        m_empty->say(icon, tr("This cannot be shown"), tr("%1 %2").arg(visibleLine(m_custody->trouble()->happened, 300), visibleLine(m_custody->trouble()->remedy, 300)));
    else
        m_empty->say(icon, tr("No custody events recorded"),
                     tr("Who places or releases a hold, erases, exports, reveals a value, takes a step about an incident or remarks on a record leaves a signed entry, and a line here. What somebody only looked at is not recorded."));
    m_stack->setCurrentWidget(none ? static_cast<QWidget *>(m_empty) : m_table);
    m_side->setVisible(!none && m_of != Of::Record); // beside a record there is no room for it: the lines say it, the Exports page shows the entry
    m_held->setUntrusted(m_custody ? m_custody->heldBy() : QString());
    m_held->setVisible(!m_held->text().isEmpty());
    if (!none)
        m_table->selectRow(m_custody->model()->rowCount() - 1); // the newest
    currentChanged();
    Q_EMIT summaryChanged();
}

const CustodyItem *CustodyTab::current() const
{
    return m_custody && m_table->currentIndex().isValid() ? m_custody->item(m_table->currentIndex().row()) : nullptr;
}

void CustodyTab::currentChanged()
{
    const CustodyItem *item = current();
    if (item) {
        m_facts->setFacts({{tr("What was done"), item->act},
                           {tr("Concerns"), item->concerns},
                           {tr("Reason"), item->reason.isEmpty() ? tr("Not said") : item->reason},
                           {tr("By"), item->who},
                           {tr("Entry of the ledger"), words::number(item->entry)},
                           {tr("Its leaf"), item->leaf, true}});
        m_body->setUntrusted(item->body);
    }
    m_about->setEnabled(item && !item->link.isEmpty());
    m_about->setToolTip(m_about->isEnabled() ? tr("Goes to the hold, the tombstone, the export, the record or the incident (Enter)") : tr("No page shows what this is about."));
}

void CustodyTab::showStanding()
{
    if (m_of != Of::Anything)
        return;
    const bool masked = desk() && desk()->standing().masked;
    m_masked->setState(masked ? StateWord{tr("Masked"), mandate::Shape::Hatch, Tone::Info} : StateWord{tr("Not masked"), mandate::Shape::Diamond, Tone::Neutral});
    m_maskedSaid->setUntrusted(desk() ? desk()->standing().maskingWords : QString(), 800);
    m_mask->setText(masked ? tr("Show personal text…") : tr("Mask personal text…"));
    allow(m_mask, masked ? KeepingAct::MaskingOff : KeepingAct::MaskingOn, tr("Says what would be masked or shown first, and asks for a reason"));
}

QString CustodyTab::summary() const
{
    return m_custody && m_custody->wasRead() ? tr("%Ln act(s) in the ledger", nullptr, m_custody->model()->rowCount()) : QString();
}

QString CustodyTab::linkPart() const
{
    return m_id.isEmpty() ? QString() : QStringLiteral("&of=") + QString::fromUtf8(QUrl::toPercentEncoding(m_id));
}

void CustodyTab::showLink(const QUrl &link)
{
    show(QUrlQuery(link).queryItemValue(QStringLiteral("of"), QUrl::FullyDecoded));
}

QList<QWidget *> CustodyTab::panes() const
{
    return m_of == Of::Record ? QList<QWidget *>{m_stack} : QList<QWidget *>{m_stack, m_side};
}

} // namespace mandate
