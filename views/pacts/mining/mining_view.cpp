// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/mining/mining_view.h"

#include "models/items/mined_draft.h"
#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "views/pacts/mining/proposal_view.h"
#include "views/widgets/icon.h"
#include "views/widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTableWidget>
#include <QVBoxLayout>

namespace mandate {

namespace {

constexpr int sinceDays = 30; ///< where a time range begins unless said

QDateTimeEdit *timeField(QWidget *parent)
{
    auto *field = new QDateTimeEdit(parent);
    field->setTimeSpec(Qt::UTC);
    field->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"));
    field->setButtonSymbols(QAbstractSpinBox::NoButtons);
    field->setEnabled(false);
    return field;
}

} // namespace

MiningView::MiningView(QWidget *parent)
    : QWidget(parent),
      m_back(new QPushButton(this)),
      m_title(new QLabel(this)),
      m_agentName(new QLabel(this)),
      m_agent(new QComboBox(this)),
      m_deploymentName(new QLabel(this)),
      m_deployment(new QComboBox(this)),
      m_from(new QCheckBox(this)),
      m_since(timeField(this)),
      m_to(new QCheckBox(this)),
      m_until(timeField(this)),
      m_mine(new QPushButton(this)),
      m_progress(new QProgressBar(this)),
      m_said(new QLabel(this)),
      m_split(new QSplitter(this)),
      m_list(new QListWidget(this)),
      m_detail(new ProposalView(this)),
      m_chosen(new QLabel(this)),
      m_write(new QPushButton(this))
{
    m_title->setFont(Theme::scaledFont(1.2, QFont::DemiBold));
    m_back->setIcon(icon(QStringLiteral("arrow-left")));
    m_back->setProperty("role", QStringLiteral("quiet"));
    m_write->setProperty("role", QStringLiteral("primary"));
    m_agentName->setBuddy(m_agent);
    m_deploymentName->setBuddy(m_deployment);
    for (QComboBox *choice : {m_agent, m_deployment}) {
        choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        choice->setMinimumContentsLength(16);
    }
    m_since->setDateTime(QDateTime::currentDateTimeUtc().addDays(-sinceDays));
    m_until->setDateTime(QDateTime::currentDateTimeUtc());
    m_said->setWordWrap(true);
    m_said->setTextFormat(Qt::PlainText);
    m_said->setContentsMargins(20, 6, 16, 8);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_list->setProperty("role", QStringLiteral("entries"));
    m_list->setWordWrap(true);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 10, 16, 4);
    head->setSpacing(8);
    head->addWidget(m_back);
    head->addWidget(m_title, 1);
    head->addWidget(m_chosen);
    head->addWidget(m_write);
    auto *asked = new QHBoxLayout;
    asked->setContentsMargins(20, 4, 16, 4);
    asked->setSpacing(8);
    for (QWidget *part : std::initializer_list<QWidget *>{m_agentName, m_agent, m_deploymentName, m_deployment})
        asked->addWidget(part);
    asked->setStretch(1, 1);
    asked->setStretch(3, 1);
    auto *times = new QHBoxLayout;
    times->setContentsMargins(20, 4, 16, 4);
    times->setSpacing(8);
    for (QWidget *part : std::initializer_list<QWidget *>{m_from, m_since, m_to, m_until})
        times->addWidget(part);
    times->addStretch(1);
    times->addWidget(m_mine);
    m_split->addWidget(m_list);
    m_split->addWidget(m_detail);
    m_split->setChildrenCollapsible(false);
    m_split->setStretchFactor(0, 2);
    m_split->setStretchFactor(1, 3);
    m_split->setSizes({400, 600});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addLayout(asked);
    layout->addLayout(times);
    layout->addWidget(m_progress);
    layout->addWidget(m_said);
    layout->addWidget(m_split, 1);
    const QList<QWidget *> order{m_back, m_write, m_agent, m_deployment, m_from, m_since, m_to, m_until, m_mine, m_list};
    for (qsizetype i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);

    connect(m_back, &QPushButton::clicked, this, &MiningView::closed);
    connect(m_agent, &QComboBox::currentIndexChanged, this, &MiningView::fillDeployments);
    connect(m_from, &QCheckBox::toggled, m_since, &QWidget::setEnabled);
    connect(m_to, &QCheckBox::toggled, m_until, &QWidget::setEnabled);
    connect(m_mine, &QPushButton::clicked, this, [this] {
        if (m_draft->isMining()) {
            m_draft->cancel();
            return;
        }
        const QVariant deployment = m_deployment->currentData();
        const QString where = !deployment.isValid() ? QString() : deployment.toString().isEmpty() ? QStringLiteral("") : deployment.toString(); // null: everywhere
        m_draft->mine(m_agent->currentData().toString(), where,
                      m_from->isChecked() ? m_since->dateTime() : QDateTime(), m_to->isChecked() ? m_until->dateTime() : QDateTime());
        fillReport();
    });
    connect(m_list, &QListWidget::currentRowChanged, this, &MiningView::showCurrent);
    connect(m_list, &QListWidget::itemChanged, this, [this](const QListWidgetItem *item) {
        const int row = m_list->row(item);
        if (!m_filling && row < static_cast<int>(m_draft->proposals().size()))
            m_draft->setTaken(row, item->checkState() == Qt::Checked);
    });
    connect(m_detail, &ProposalView::boundChosen, this, [this](int bound, int offered) { m_draft->chooseBound(m_list->currentRow(), bound, offered); });
    connect(m_detail, &ProposalView::limitedChanged, this, [this](bool limited) { m_draft->setLimited(m_list->currentRow(), limited); });
    connect(m_detail, &ProposalView::linkActivated, this, &MiningView::linkActivated);
    connect(m_write, &QPushButton::clicked, this, [this] { m_draft->writeDraft(); });
    retranslate();
    updateState();
}

MiningView::~MiningView() = default;

void MiningView::setSession(Session *session)
{
    m_draft.reset();
    m_list->clear();
    m_detail->clear();
    if (!session)
        return updateState();
    m_draft = std::make_unique<MinedDraft>(session);
    connect(m_draft.get(), &MinedDraft::agentsRead, this, &MiningView::fillAgents);
    connect(m_draft.get(), &MinedDraft::progressed, this, &MiningView::updateState);
    connect(m_draft.get(), &MinedDraft::mined, this, [this] {
        fillReport();
        if (m_list->count() > 0 && isVisible())
            m_list->setFocus(Qt::OtherFocusReason);
    });
    connect(m_draft.get(), &MinedDraft::chosen, this, &MiningView::updateRow);
    connect(m_draft.get(), &MinedDraft::written, this, &MiningView::written);
    connect(m_draft.get(), &MinedDraft::troubled, this, &MiningView::troubled);
    updateState();
}

void MiningView::open()
{
    if (m_draft)
        m_draft->readAgents();
    m_agent->setFocus(Qt::OtherFocusReason);
}

QList<QWidget *> MiningView::panes() const
{
    return {m_agent, m_list, m_detail->lines()};
}

void MiningView::fillAgents()
{
    const QString before = m_agent->currentData().toString();
    {
        const QSignalBlocker quiet(m_agent);
        m_agent->clear();
        for (const MinedDraft::Agent &agent : m_draft->agents())
            m_agent->addItem(agent.shown, agent.name);
        m_agent->setCurrentIndex(std::max(0, m_agent->findData(before)));
    }
    fillDeployments();
}

void MiningView::fillDeployments()
{
    m_deployment->clear();
    m_deployment->addItem(tr("Everywhere"));
    if (const int row = m_agent->currentIndex(); m_draft && row >= 0 && row < static_cast<int>(m_draft->agents().size())) {
        for (const QString &deployment : m_draft->agents()[static_cast<std::size_t>(row)].deployments)
            m_deployment->addItem(deployment.isEmpty() ? tr("Where no deployment is named") : visibleText(deployment), deployment);
    }
    updateState();
}

void MiningView::fillReport()
{
    m_filling = true;
    m_list->clear();
    m_detail->clear();
    for (const MinedProposalItem &proposal : m_draft->proposals()) {
        auto *item = new QListWidgetItem(m_list);
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(proposal.taken ? Qt::Checked : Qt::Unchecked);
        item->setText(QStringLiteral("%1\n%2").arg(proposal.tool, proposal.seen));
    }
    for (const MinedGroup &group : m_draft->groups())
        new QListWidgetItem(group.title, m_list);
    m_filling = false;
    if (m_list->count() > 0)
        m_list->setCurrentRow(0);
    updateState();
}

void MiningView::updateRow(int proposal)
{
    m_filling = true;
    m_list->item(proposal)->setCheckState(m_draft->proposals()[static_cast<std::size_t>(proposal)].taken ? Qt::Checked : Qt::Unchecked);
    m_filling = false;
    if (proposal == m_list->currentRow())
        showCurrent();
    updateState();
}

void MiningView::showCurrent()
{
    const int row = m_list->currentRow();
    if (m_filling || !m_draft || row < 0)
        return;
    const auto proposals = static_cast<int>(m_draft->proposals().size());
    if (row < proposals)
        m_detail->show(m_draft->proposals()[static_cast<std::size_t>(row)]);
    else if (row - proposals < static_cast<int>(m_draft->groups().size()))
        m_detail->show(m_draft->groups()[static_cast<std::size_t>(row - proposals)]);
}

void MiningView::updateState()
{
    const bool mining = m_draft && m_draft->isMining();
    const bool report = m_draft && m_draft->hasReport();
    const int taken = report ? m_draft->takenCount() : 0;
    m_mine->setText(mining ? tr("Cancel") : tr("Read the trail"));
    m_mine->setEnabled(mining || m_agent->count() > 0);
    m_progress->setVisible(mining);
    m_progress->setMaximum(mining && m_draft->percent() >= 0 ? 100 : 0);
    m_progress->setValue(mining ? m_draft->percent() : 0);
    m_progress->setAccessibleName(tr("Reading the trail"));
    m_list->setVisible(report); // the splitter itself stays, and takes the room
    m_detail->setVisible(report);
    m_write->setVisible(report);
    m_chosen->setVisible(report);
    m_write->setEnabled(taken > 0);
    m_write->setToolTip(taken > 0 ? QString() : tr("Take at least one proposal."));
    //: how many of the proposals go into the draft
    m_chosen->setText(report ? tr("%1 of %n proposal(s) taken", nullptr, static_cast<int>(m_draft->proposals().size())).arg(taken) : QString());
    if (mining)
        m_said->setText(tr("Reading what the agent did. It can be cancelled; nothing is changed by it."));
    else if (report)
        m_said->setText(m_draft->summary());
    else if (m_agent->count() == 0)
        m_said->setText(tr("Nobody has acted in this workspace yet. Import what your agents did, then begin here."));
    else
        m_said->setText(tr("Choose an agent. What it did is read, and the narrowest scope that covers it is proposed, clause by clause, for you to choose from."));
}

void MiningView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape) {
        QWidget::keyPressEvent(event);
    } else if (m_draft && m_draft->isMining()) {
        m_draft->cancel();
    } else {
        Q_EMIT closed();
    }
}

void MiningView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        updateState();
    QWidget::changeEvent(event);
}

void MiningView::retranslate()
{
    m_back->setText(tr("Versions"));
    m_back->setToolTip(tr("Back to the versions (Escape)"));
    m_title->setText(tr("A draft from what an agent did"));
    m_agentName->setText(tr("Agent"));
    m_agent->setAccessibleName(tr("Agent"));
    m_deploymentName->setText(tr("Where"));
    m_deployment->setAccessibleName(tr("Where it acted"));
    //: a check box before a date and time
    m_from->setText(tr("From"));
    m_since->setAccessibleName(tr("Only actions from this time on, in UTC"));
    //: a check box before a date and time
    m_to->setText(tr("Until"));
    m_until->setAccessibleName(tr("Only actions before this time, in UTC"));
    m_list->setAccessibleName(tr("Proposals. Space takes one or leaves it out."));
    m_write->setText(tr("Write as draft"));
}

} // namespace mandate
