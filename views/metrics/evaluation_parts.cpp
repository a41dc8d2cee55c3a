// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/evaluation_parts.h"

#include "models/items/evaluation_desk.h"
#include "models/items/text_safety.h"
#include "views/metrics/panel_cards.h"
#include "views/widgets/flow_layout.h"
#include "views/widgets/state_sentence.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/table.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace mandate {

namespace {

QComboBox *choiceBox(const QString &name, int letters)
{
    auto *box = new QComboBox;
    box->setAccessibleName(name);
    box->setProperty("untranslated", true); // names of agents, suites and models
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(letters);
    return box;
}

/// A label and its field, that stay together when a line wraps.
QWidget *labelled(const QString &words, QWidget *field)
{
    auto *cell = new QWidget;
    auto *row = new QHBoxLayout(cell);
    row->setContentsMargins(0, 0, 0, 0);
    auto *label = new QLabel(words);
    label->setBuddy(field);
    row->addWidget(label);
    row->addWidget(field, 1);
    return cell;
}

QVBoxLayout *partColumn(QWidget *part)
{
    auto *column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    return column;
}

/// What was chosen stays chosen where it is still there.
void refill(QComboBox *box, const QList<std::pair<QString, QVariant>> &items)
{
    const QVariant was = box->currentData();
    box->clear();
    for (const auto &[text, value] : items)
        box->addItem(text, value);
    if (const int known = box->findData(was); known >= 0 && was.isValid())
        box->setCurrentIndex(known);
}

} // namespace

EvaluationPart::EvaluationPart(const QString &name, const QStringList &wide, QWidget *parent) : QWidget(parent), m_state(new StateSentence(tr("%1: state").arg(name))), m_cards(new PanelCards(wide))
{
    setAccessibleName(name);
    connect(m_cards, &PanelCards::linkActivated, this, &EvaluationPart::linkActivated);
    connect(m_cards, &PanelCards::notSaved, this, [this](const Trouble &trouble) {
        if (m_desk)
            Q_EMIT m_desk->troubled(trouble);
    });
}

const QList<PanelView *> &EvaluationPart::views() const
{
    return m_cards->views();
}

QString EvaluationPart::said() const
{
    return m_state->said();
}

void EvaluationPart::setReports(EvaluationDesk *desk, EvaluationReports *reports)
{
    m_desk = desk;
    m_reports = reports;
    refresh();
}

void EvaluationPart::tell(const EvaluationReports::Answer &answer, bool asked, const QString &otherwise)
{
    m_cards->show(answer.panels);
    m_cards->setVisible(!answer.panels.isEmpty());
    tabBehind(first(), m_cards);
    if (answer.reading)
        m_state->say({tr("Reading"), mandate::Shape::Glass, Tone::Info}, tr("The results are read from the bytes that were signed for."));
    else if (answer.problem)
        m_state->say({tr("No answer"), mandate::Shape::Octagon, Tone::Critical}, tr("%1 %2 (%3)").arg(answer.problem->happened, answer.problem->remedy, answer.problem->code));
    else if (!asked)
        m_state->say({tr("Not asked yet"), mandate::Shape::Diamond, Tone::Neutral}, otherwise);
    else if (answer.old)
        m_state->say({tr("Older than the record"), mandate::Shape::Triangle, Tone::Warning}, tr("Something was recorded since this was read. Choose again to take it in."));
    else
        m_state->say({}, {});
}

ChosenPart::ChosenPart(QWidget *parent)
    : EvaluationPart(tr("Chosen evaluation"), {QStringLiteral("attacks")}, parent), m_below(new QWidget), m_result(choiceBox(tr("Result of the cases"), 22)), m_counted(new QLabel), m_cases(new QTableView)
{
    setUpTable(m_cases, tr("Cases of the evaluation"));
    m_cases->setAccessibleDescription(tr("Enter shows the records of a case's session in Evidence, where it has one."));
    m_cases->setMinimumHeight(260);
    m_result->setProperty("untranslated", false);
    m_counted->setTextFormat(Qt::PlainText);
    m_counted->setProperty("part", QStringLiteral("muted"));
    auto *tools = new QHBoxLayout;
    tools->addWidget(labelled(tr("Cas&es"), m_result));
    tools->addWidget(m_counted, 1);
    auto *below = partColumn(m_below);
    below->addLayout(tools);
    below->addWidget(m_cases);
    auto *column = partColumn(this);
    column->addWidget(m_state);
    column->addWidget(m_cards);
    column->addWidget(m_below);
    connect(m_result, &QComboBox::activated, this, [this] {
        if (!m_reports)
            return;
        const int result = m_result->currentData().toInt();
        CaseChoice choice; // who chooses here is done with what a figure led to
        if (result >= 0)
            choice.result = static_cast<CaseResult>(result);
        m_reports->cases()->setChoice(choice);
    });
    connect(m_cases, &QTableView::activated, this, [this](const QModelIndex &index) {
        if (const QUrl link = index.data(LinkRole).toUrl(); !link.isEmpty())
            Q_EMIT linkActivated(link);
    });
}

void ChosenPart::setReports(EvaluationDesk *desk, EvaluationReports *reports)
{
    if (m_cases->model())
        disconnect(m_cases->model(), nullptr, this, nullptr);
    m_cases->setModel(reports ? reports->cases() : nullptr);
    if (reports) {
        using Cases = EvaluationCaseModel;
        fitColumns(m_cases, QStringLiteral("evaluation-cases"),
                   {Cases::Task, Cases::Result, Cases::Attack, Cases::Confidence, Cases::Useful, Cases::Subject, Cases::Suite, Cases::Session, Cases::Became, Cases::Scorer, Cases::Says}, Cases::Task);
        connect(reports->cases(), &QAbstractItemModel::modelReset, this, [this] {
            //: %1 of %2 cases of an evaluation
            const QString counted = tr("%1 of %2 shown").arg(words::number(static_cast<quint64>(m_cases->model()->rowCount())), words::number(m_reports->cases()->counts().cases()));
            const QString chosen = m_reports->cases()->choice().words();
            m_counted->setText(chosen.isEmpty() ? counted : counted + QStringLiteral(" · ") + chosen);
            m_counted->setToolTip(plainToolTip(m_counted->text()));
            showResult();
        });
    }
    EvaluationPart::setReports(desk, reports);
}

void ChosenPart::refresh()
{
    tell(m_reports ? m_reports->chosenAnswer() : EvaluationReports::Answer(), m_reports && m_reports->chosen() > 0, tr("Choose an evaluation in the list above."));
    const bool cases = m_reports && m_reports->cases()->counts().cases() > 0;
    m_below->setVisible(cases);
    if (!cases)
        return;
    const ResultCounts &counts = m_reports->cases()->counts();
    QList<std::pair<QString, QVariant>> items{{tr("All (%1)").arg(words::number(counts.cases())), -1}};
    //: %1 a number
    const QStringList named{tr("Passed (%1)"), tr("Failed (%1)"), tr("Ended in an error (%1)"), tr("Not scored (%1)")};
    for (int i = 0; i < named.size(); ++i)
        items.append({named[i].arg(words::number(counts.by.at(static_cast<std::size_t>(i)))), i});
    const QSignalBlocker quiet(m_result);
    m_result->clear();
    for (const auto &[text, value] : std::as_const(items))
        m_result->addItem(text, value);
    showResult();
}

void ChosenPart::showResult()
{
    const auto result = m_reports->cases()->choice().result;
    m_result->setCurrentIndex(result ? static_cast<int>(*result) + 1 : 0);
}

QWidget *ChosenPart::first() const
{
    return m_result;
}

ComparisonPart::ComparisonPart(QWidget *parent)
    : EvaluationPart(tr("Comparison"), {QStringLiteral("answer"), QStringLiteral("shares")}, parent), m_before(choiceBox(tr("Evaluation before"), 36)), m_after(choiceBox(tr("Evaluation after"), 36)), m_compare(new QPushButton(tr("Com&pare the two")))
{
    m_compare->setProperty("role", QStringLiteral("primary"));
    auto *tools = new QWidget;
    auto *row = new FlowLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(labelled(tr("Bef&ore"), m_before));
    row->addWidget(labelled(tr("A&fter"), m_after));
    row->addWidget(m_compare);
    auto *column = partColumn(this);
    column->addWidget(tools);
    column->addWidget(m_state);
    column->addWidget(m_cards);
    connect(m_compare, &QPushButton::clicked, this, [this] {
        if (m_reports)
            m_reports->compare(m_before->currentData().toULongLong(), m_after->currentData().toULongLong());
    });
}

void ComparisonPart::refresh()
{
    QList<std::pair<QString, QVariant>> items;
    if (m_desk) {
        for (const EvaluationChoice &choice : m_desk->choices()) {
            if (choice.compares)
                items.append({choice.words, choice.entry});
        }
    }
    const bool first = m_before->count() == 0;
    refill(m_before, items);
    refill(m_after, items);
    if (first && items.size() > 1) // the newest is held against the one before it
        m_before->setCurrentIndex(1);
    m_compare->setEnabled(items.size() > 1);
    tell(m_reports ? m_reports->comparedAnswer() : EvaluationReports::Answer(), m_reports && m_reports->compared().first > 0,
         items.size() > 1 ? tr("Choose what was before and what came after, or two rows of the list.") : tr("Two evaluations of tasks or attacks are needed. Bring in another one."));
}

void ComparisonPart::compare(quint64 before, quint64 after)
{
    for (const auto &[box, entry] : {std::pair{m_before, before}, {m_after, after}})
        box->setCurrentIndex(box->findData(entry));
    if (m_before->currentIndex() >= 0 && m_after->currentIndex() >= 0)
        m_compare->click();
}

QWidget *ComparisonPart::first() const
{
    return m_compare;
}

GridPart::GridPart(QWidget *parent) : EvaluationPart(tr("Attacks against versions"), {QStringLiteral("grid")}, parent), m_agent(choiceBox(tr("Agent whose evaluations are shown"), 24))
{
    auto *tools = new QWidget;
    auto *row = new FlowLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(labelled(tr("A&gent"), m_agent));
    auto *column = partColumn(this);
    column->addWidget(tools);
    column->addWidget(m_state);
    column->addWidget(m_cards);
    connect(m_agent, &QComboBox::activated, this, &GridPart::ask);
}

void GridPart::ask()
{
    m_asked = true;
    if (m_reports && m_agent->count() > 0)
        m_reports->askGrid(m_agent->currentData().toString());
}

void GridPart::showEvent(QShowEvent *event)
{
    EvaluationPart::showEvent(event);
    if (!m_asked || (m_reports && m_reports->gridAnswer().old))
        ask();
}

void GridPart::refresh()
{
    QStringList agents;
    if (m_desk) {
        for (const EvaluationChoice &choice : m_desk->choices()) {
            if (choice.compares && !agents.contains(choice.agent))
                agents << choice.agent;
        }
    }
    agents.sort();
    QList<std::pair<QString, QVariant>> items;
    for (const QString &agent : std::as_const(agents))
        items.append({agent.isEmpty() ? tr("No agent named") : visibleLine(agent, 120), agent});
    const bool had = m_agent->count() > 0;
    refill(m_agent, items);
    tell(m_reports ? m_reports->gridAnswer() : EvaluationReports::Answer(), m_asked && !items.isEmpty(), tr("Bring in evaluations of tasks or attacks first."));
    if (!m_reports)
        m_asked = false;
    else if (!had && !items.isEmpty() && isVisible())
        ask();
}

QWidget *GridPart::first() const
{
    return m_agent;
}

} // namespace mandate
