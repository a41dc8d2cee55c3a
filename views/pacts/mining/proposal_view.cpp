// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/mining/proposal_view.h"

#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/table.h"
#include "views/widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

namespace mandate {

ProposalView::ProposalView(QWidget *parent)
    : QWidget(parent),
      m_sentence(new PlainText(this)),
      m_standing(new StateChip(this)),
      m_limitSentence(new PlainText(this)),
      m_condition(new PlainText(this)),
      m_limited(new QCheckBox(this)),
      m_bounds(new QWidget(this)),
      m_lines(new QTableWidget(this))
{
    m_sentence->setFont(Theme::scaledFont(1.1, QFont::DemiBold));
    m_condition->setMono(true);
    m_condition->setProperty("part", QStringLiteral("muted"));
    m_limited->setText(tr("Limit its calls a session"));
    auto *form = new QFormLayout(m_bounds);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_lines->setColumnCount(3);
    m_lines->setHorizontalHeaderLabels({tr("What"), tr("Seen"), tr("Record")});
    setUpTable(m_lines, tr("What it rests on. Enter opens the record."));
    m_lines->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_lines->setWordWrap(true);
    m_lines->setItemDelegateForColumn(1, new WrappingDelegate(m_lines));
    m_lines->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_lines->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_lines->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_lines->horizontalHeader()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(16, 12, 16, 6);
    head->setSpacing(6);
    head->addWidget(m_sentence);
    head->addWidget(m_standing, 0, Qt::AlignLeading);
    head->addWidget(m_condition);
    head->addWidget(m_limited);
    head->addWidget(m_limitSentence);
    head->addWidget(m_bounds);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_lines, 1);
    connect(m_limited, &QCheckBox::toggled, this, &ProposalView::limitedChanged);
    connect(m_lines, &QTableWidget::itemActivated, this, [this](const QTableWidgetItem *item) {
        const QUrl link = m_lines->item(item->row(), 0)->data(LinkRole).toUrl();
        if (link.isValid())
            Q_EMIT linkActivated(link);
    });
    clear();
}

QComboBox *ProposalView::bound(int index) const
{
    return m_choices.value(index);
}

QString ProposalView::sentence() const
{
    return m_sentence->text();
}

void ProposalView::clear()
{
    for (QWidget *part : std::initializer_list<QWidget *>{m_sentence, m_standing, m_condition, m_limited, m_limitSentence, m_bounds, m_lines})
        part->hide();
}

void ProposalView::show(const MinedProposalItem &proposal)
{
    clear();
    m_sentence->setUntrusted(proposal.sentence);
    m_standing->setState(proposal.standing);
    m_condition->setUntrusted(proposal.condition, 600);
    for (QWidget *part : std::initializer_list<QWidget *>{m_sentence, m_standing, m_condition, m_limited, m_bounds, m_lines})
        part->show();
    {
        const QSignalBlocker quiet(m_limited);
        m_limited->setChecked(proposal.limited);
    }
    m_limitSentence->setUntrusted(proposal.limitSentence);
    m_limitSentence->setVisible(!proposal.limitSentence.isEmpty());
    showBounds(proposal.bounds);
    std::vector<MinedLine> lines;
    for (const MinedBoundItem &bound : proposal.bounds)
        lines.insert(lines.end(), bound.stopped.begin(), bound.stopped.end());
    lines.insert(lines.end(), proposal.open.begin(), proposal.open.end());
    lines.insert(lines.end(), proposal.lines.begin(), proposal.lines.end());
    put(lines);
}

void ProposalView::show(const MinedGroup &group)
{
    clear();
    m_sentence->setUntrusted(group.title);
    m_limitSentence->setUntrusted(group.about);
    for (QWidget *part : std::initializer_list<QWidget *>{m_sentence, m_limitSentence, m_lines})
        part->show();
    put(group.lines);
}

/// Those that are there stay, so that choosing one does not take the focus from it.
void ProposalView::showBounds(const std::vector<MinedBoundItem> &bounds)
{
    auto *form = qobject_cast<QFormLayout *>(m_bounds->layout());
    while (m_choices.size() > static_cast<qsizetype>(bounds.size())) {
        form->removeRow(m_choices.takeLast());
        m_names.removeLast();
    }
    const bool more = m_choices.size() < static_cast<qsizetype>(bounds.size());
    while (m_choices.size() < static_cast<qsizetype>(bounds.size())) {
        auto *choice = new QComboBox(m_bounds);
        choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        choice->setMinimumContentsLength(24);
        auto *name = new QLabel(m_bounds);
        name->setTextFormat(Qt::PlainText);
        name->setBuddy(choice);
        connect(choice, &QComboBox::currentIndexChanged, this, [this, i = static_cast<int>(m_choices.size())](int offered) {
            if (offered >= 0)
                Q_EMIT boundChosen(i, offered);
        });
        form->addRow(name, choice);
        m_choices << choice;
        m_names << name;
    }
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        QComboBox *choice = m_choices[static_cast<qsizetype>(i)];
        const QSignalBlocker quiet(choice);
        m_names[static_cast<qsizetype>(i)]->setText(bounds[i].what);
        choice->setAccessibleName(bounds[i].what);
        QStringList there;
        for (int row = 0; row < choice->count(); ++row)
            there << choice->itemText(row);
        if (there != bounds[i].offered) {
            choice->clear();
            choice->addItems(bounds[i].offered);
        }
        choice->setCurrentIndex(bounds[i].chosen);
    }
    m_bounds->setVisible(!bounds.empty());
    if (more)
        tabBehind(m_limited, QList<QWidget *>(m_choices.begin(), m_choices.end()));
}

void ProposalView::put(const std::vector<MinedLine> &lines)
{
    m_lines->setRowCount(static_cast<int>(lines.size()));
    for (int row = 0; row < m_lines->rowCount(); ++row) {
        const MinedLine &line = lines[static_cast<std::size_t>(row)];
        const QStringList texts{line.what, line.says, line.entry};
        for (int column = 0; column < 3; ++column) {
            auto *cell = new QTableWidgetItem(texts[column]);
            cell->setData(Qt::AccessibleTextRole, texts[column].isEmpty() ? tr("No single record") : column == 0 ? QStringLiteral("%1: %2").arg(line.what, line.says) : texts[column]);
            m_lines->setItem(row, column, cell);
        }
        m_lines->item(row, 0)->setData(LinkRole, line.link);
    }
    if (m_lines->rowCount() > 0)
        m_lines->setCurrentCell(0, 0);
}

} // namespace mandate
