// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/editor/condition_row_widget.h"

#include "views/pacts/editor/condition_editor.h"
#include "views/widgets/icon.h"

#include <QAction>
#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace mandate {
namespace {

using RowKind = ConditionRow::Kind;

ConditionRow freshRow(RowKind kind)
{
    ConditionRow row;
    row.kind = kind;
    if (kind == RowKind::Compare)
        row.op = QStringLiteral("is");
    if (kind == RowKind::Ask)
        row.op = QStringLiteral("present");
    if (kind == RowKind::Elements || kind == RowKind::Aggregate) {
        row.variable = QStringLiteral("i");
        row.rows.emplace_back();
        row.rows.back().kind = RowKind::All;
    }
    if (kind == RowKind::Elements)
        row.op = QStringLiteral("any");
    if (kind == RowKind::Aggregate) {
        row.aggregate = QStringLiteral("count");
        row.op = QStringLiteral("more");
        row.right = QStringLiteral("0");
    }
    return row;
}

/// "Earlier in this session": an element row over the session's history.
ConditionRow earlierRow()
{
    ConditionRow row = freshRow(RowKind::Elements);
    row.list = QStringLiteral("history");
    row.variable = QStringLiteral("h");
    ConditionRow executed = freshRow(RowKind::Ask);
    executed.left = QStringLiteral("h.executed");
    executed.op = QStringLiteral("holds");
    row.rows.front().rows.push_back(executed);
    ConditionRow tool = freshRow(RowKind::Compare);
    tool.left = QStringLiteral("h.tool");
    row.rows.front().rows.push_back(tool);
    return row;
}

} // namespace

ConditionRowWidget::ConditionRowWidget(ConditionRow &row, ConditionEditor *editor, QWidget *parent, bool root)
    : QFrame(parent), m_row(row), m_editor(editor), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(root ? 0 : 12, 0, 0, 0);
    m_column->setSpacing(6);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    build(root);
}

void ConditionRowWidget::build(bool root)
{
    if (m_row.isGroup())
        return buildGroup(root);
    auto *line = new QHBoxLayout;
    line->setSpacing(6);
    m_column->addLayout(line);
    switch (m_row.kind) {
    case RowKind::Compare: buildCompare(line); break;
    case RowKind::Ask: buildAsk(line); break;
    case RowKind::Elements: buildElements(line); break;
    case RowKind::Aggregate: buildAggregate(line); break;
    default: buildWritten(line); break;
    }
    addRemove(line);
    if (m_row.kind == RowKind::Aggregate)
        addComparison();
    if (m_row.kind == RowKind::Elements || m_row.kind == RowKind::Aggregate)
        addInner();
}

void ConditionRowWidget::buildGroup(bool root)
{
    auto *line = new QHBoxLayout;
    line->setSpacing(6);
    auto *kind = new QComboBox(this);
    kind->addItem(tr("All of these"), static_cast<int>(RowKind::All));
    kind->addItem(tr("Any of these"), static_cast<int>(RowKind::Any));
    kind->addItem(tr("None of these"), static_cast<int>(RowKind::None));
    kind->addItem(tr("Not all of these"), static_cast<int>(RowKind::NotAll));
    kind->setCurrentIndex(static_cast<int>(m_row.kind));
    kind->setAccessibleName(tr("How the rows below are joined"));
    connect(kind, &QComboBox::activated, this, [this, kind] {
        m_row.kind = static_cast<RowKind>(kind->currentData().toInt());
        changed();
    });
    line->addWidget(kind);
    if (m_row.rows.empty()) {
        auto *empty = new QLabel(m_row.kind == RowKind::Any ? tr("No row yet: never.") : tr("No row yet: always."), this);
        empty->setProperty("part", QStringLiteral("muted"));
        line->addWidget(empty);
    }
    line->addStretch(1);
    auto *add = new QToolButton(this);
    add->setText(tr("Add row"));
    add->setIcon(icon(QStringLiteral("plus-lg")));
    add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    add->setProperty("role", QStringLiteral("button"));
    add->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(add);
    const auto offer = [&](const QString &text, const ConditionRow &row) {
        connect(menu->addAction(text), &QAction::triggered, this, [this, row] {
            m_row.rows.push_back(row);
            changed(true);
        });
    };
    offer(tr("&Compare a field with a value"), freshRow(RowKind::Compare));
    offer(tr("&Is a field given, or true"), freshRow(RowKind::Ask));
    offer(tr("&Elements of a list"), freshRow(RowKind::Elements));
    offer(tr("&Number or sum over a list"), freshRow(RowKind::Aggregate));
    offer(tr("Earlier in this &session"), earlierRow());
    offer(tr("&Group of rows"), freshRow(RowKind::Any));
    offer(tr("Condition in C&EL"), freshRow(RowKind::Written));
    add->setMenu(menu);
    line->addWidget(add);
    if (!root)
        addRemove(line);
    m_column->addLayout(line);
    for (std::size_t i = 0; i < m_row.rows.size(); ++i) {
        auto *inner = new ConditionRowWidget(m_row.rows[i], m_editor, this);
        connect(inner, &ConditionRowWidget::removeWanted, this, [this, i] {
            m_row.rows.erase(m_row.rows.begin() + static_cast<std::ptrdiff_t>(i));
            changed(true);
        });
        m_column->addWidget(inner);
    }
}

void ConditionRowWidget::buildCompare(QHBoxLayout *line)
{
    line->addWidget(fieldBox(&m_row.left, tr("Field"), tr("Field, such as args.amount")), 3);
    line->addWidget(choice(conditions::comparisonOperators(), &m_row.op, tr("How to compare")));
    line->addWidget(valueBox(), 3);
}

void ConditionRowWidget::buildAsk(QHBoxLayout *line)
{
    line->addWidget(fieldBox(&m_row.left, tr("Field"), tr("Field, such as args.note")), 3);
    line->addWidget(choice(conditions::askOperators(), &m_row.op, tr("What to ask of the field")));
    line->addStretch(2);
}

void ConditionRowWidget::buildElements(QHBoxLayout *line)
{
    line->addWidget(choice(conditions::quantifiers(), &m_row.op, tr("For how many elements")));
    line->addWidget(fieldBox(&m_row.list, tr("List"), tr("List, such as args.items")), 3);
    line->addWidget(new QLabel(m_row.list == QLatin1String("history") ? tr("(earlier calls), each called") : tr(", each called"), this));
    auto *name = fieldBox(&m_row.variable, tr("Name of the element in the rows below"), QStringLiteral("i"));
    name->setMaximumWidth(fontMetrics().averageCharWidth() * 12);
    line->addWidget(name);
    line->addWidget(new QLabel(tr("has"), this));
}

void ConditionRowWidget::buildAggregate(QHBoxLayout *line)
{
    auto *what = choice(conditions::aggregates(), &m_row.aggregate, tr("What to compute"));
    connect(what, &QComboBox::activated, this, [this] { changed(true); });
    line->addWidget(what);
    if (m_row.aggregate != QLatin1String("count")) {
        line->addWidget(fieldBox(&m_row.member, tr("Member that is computed"), tr("Member, such as i.price")), 1);
        line = new QHBoxLayout; // of its own: both names are long
        line->setContentsMargins(12, 0, 0, 0);
        line->setSpacing(6);
        m_column->addLayout(line);
        line->addWidget(new QLabel(tr("over"), this));
    }
    line->addWidget(fieldBox(&m_row.list, tr("List"), tr("List, such as args.items")), 1);
}

/// What is computed is compared on a line of its own: both would leave no room for names.
void ConditionRowWidget::addComparison()
{
    auto *line = new QHBoxLayout;
    line->setContentsMargins(12, 0, 0, 0);
    line->setSpacing(6);
    line->addWidget(choice(conditions::comparisonOperators().mid(0, 6), &m_row.op, tr("How to compare")));
    line->addWidget(valueBox(), 1);
    line->addStretch(2);
    m_column->addLayout(line);
    auto *which = new QLabel(tr("Only elements for which:"), this);
    which->setProperty("part", QStringLiteral("muted"));
    which->setContentsMargins(12, 0, 0, 0);
    m_column->addWidget(which);
}

void ConditionRowWidget::buildWritten(QHBoxLayout *line)
{
    auto *edit = new QLineEdit(m_row.left, this);
    edit->setAccessibleName(tr("Condition in CEL"));
    edit->setPlaceholderText(tr("Condition in CEL"));
    edit->setFont(QFont(QStringLiteral("DejaVu Sans Mono")));
    connect(edit, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_row.left = text;
        changed(false, true);
    });
    line->addWidget(edit, 1);
}

/// The group of what holds for the elements.
void ConditionRowWidget::addInner()
{
    if (m_row.rows.empty()) {
        m_row.rows.emplace_back();
        m_row.rows.back().kind = RowKind::All;
        if (m_row.variable.isEmpty())
            m_row.variable = QStringLiteral("i");
    }
    m_column->addWidget(new ConditionRowWidget(m_row.rows.front(), m_editor, this, false));
    connect(static_cast<ConditionRowWidget *>(m_column->itemAt(m_column->count() - 1)->widget()), &ConditionRowWidget::removeWanted, this, [this] {
        m_row.rows.front().rows.clear();
        changed(true);
    });
}

void ConditionRowWidget::addRemove(QHBoxLayout *line)
{
    auto *remove = new QToolButton(this);
    remove->setIcon(icon(QStringLiteral("x-lg")));
    remove->setToolTip(tr("Remove this row"));
    remove->setAccessibleName(tr("Remove row: %1").arg(conditions::sentence(m_row)));
    connect(remove, &QToolButton::clicked, this, &ConditionRowWidget::removeWanted);
    line->addWidget(remove);
}

QComboBox *ConditionRowWidget::choice(const QStringList &codes, QString *value, const QString &name)
{
    auto *box = new QComboBox(this);
    for (const QString &code : codes)
        box->addItem(conditions::operatorWords(code), code);
    box->setCurrentIndex(box->findData(*value));
    box->setAccessibleName(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(11);
    connect(box, &QComboBox::activated, this, [this, box, value] {
        *value = box->currentData().toString();
        changed();
    });
    return box;
}

QComboBox *ConditionRowWidget::fieldBox(QString *value, const QString &name, const QString &placeholder)
{
    auto *box = new QComboBox(this);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->addItems(m_editor->fields());
    box->setEditText(*value);
    box->setAccessibleName(name);
    box->lineEdit()->setPlaceholderText(placeholder);
    box->lineEdit()->setAccessibleName(name);
    box->setMinimumContentsLength(4);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->lineEdit()->home(false); // a long field is read from its beginning
    box->setToolTip(*value);
    box->completer()->setFilterMode(Qt::MatchContains);
    box->completer()->setCompletionMode(QCompleter::PopupCompletion);
    connect(box, &QComboBox::editTextChanged, this, [this, value](const QString &text) {
        *value = text;
        changed(false, true);
    });
    return box;
}

QComboBox *ConditionRowWidget::valueBox()
{
    auto *box = new QComboBox(this);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    if (m_row.left.endsWith(QLatin1String(".tool")))
        box->addItems(m_editor->tools());
    box->setEditText(conditions::valueShown(m_row.right));
    box->setAccessibleName(tr("Value"));
    box->lineEdit()->setPlaceholderText(tr("Value"));
    box->lineEdit()->setAccessibleName(tr("Value"));
    box->setMinimumContentsLength(4);
    box->lineEdit()->home(false);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    connect(box, &QComboBox::editTextChanged, this, [this](const QString &text) {
        m_row.right = conditions::valueCel(text, m_row.op == QLatin1String("in") || m_row.op == QLatin1String("not_in"));
        changed(false, true);
    });
    return box;
}

void ConditionRowWidget::changed(bool structure, bool typing)
{
    m_editor->rowsChanged(structure, typing);
}

} // namespace mandate
