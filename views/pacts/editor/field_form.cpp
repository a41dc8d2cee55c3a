// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/editor/field_form.h"

#include "models/items/draft_model.h"
#include "views/pacts/editor/condition_editor.h"
#include "views/pacts/editor/tool_completer.h"
#include "views/widgets/tab_order.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <cmath>
#include <memory>

namespace mandate {

struct FieldForm::Field
{
    FieldSpec spec;
    QLabel *label = nullptr;
    QWidget *widget = nullptr;
    std::function<void(const QVariant &)> fill;
};

namespace {

QStringList separated(const QString &text)
{
    QStringList items;
    for (const QString &item : text.split(QLatin1Char(','))) {
        if (!item.trimmed().isEmpty())
            items << item.trimmed();
    }
    return items;
}

} // namespace

FieldForm::FieldForm(std::vector<FieldSpec> specs, QWidget *parent) : QWidget(parent), m_layout(new QFormLayout(this))
{
    m_layout->setContentsMargins(20, 14, 16, 14);
    m_layout->setVerticalSpacing(10);
    m_layout->setHorizontalSpacing(16);
    m_layout->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_layout->setRowWrapPolicy(QFormLayout::WrapLongRows);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Maximum); // as wide as there is room, never wider
    m_layout->setLabelAlignment(Qt::AlignLeading | Qt::AlignTop);
    for (FieldSpec &spec : specs) {
        m_fields.push_back(std::make_unique<Field>());
        Field &field = *m_fields.back();
        field.spec = std::move(spec);
        field.widget = makeField(field);
        field.widget->setAccessibleName(field.spec.label);
        field.widget->setAccessibleDescription(field.spec.hint);
        field.widget->setToolTip(field.spec.hint);
        field.widget->setWhatsThis(field.spec.hint);
        if (field.spec.kind == FieldSpec::Kind::Flag) {
            m_layout->addRow(QString(), field.widget);
            continue;
        }
        field.label = new QLabel(field.spec.label, this);
        field.label->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
        field.label->setBuddy(field.widget);
        field.label->setToolTip(field.spec.hint);
        if (field.spec.kind == FieldSpec::Kind::Condition) {
            m_layout->addRow(field.label);
            m_layout->addRow(field.widget);
        } else {
            m_layout->addRow(field.label, field.widget);
        }
    }
}

FieldForm::~FieldForm() = default;

void FieldForm::show(DraftModel *draft, const QString &base)
{
    if (m_draft)
        m_draft->disconnect(this);
    m_draft = draft;
    m_base = base;
    setEnabled(draft != nullptr);
    if (!draft)
        return;
    connect(draft, &DraftModel::changed, this, [this](const QString &place) {
        if (place.isEmpty() || place.startsWith(m_base) || m_base.startsWith(place))
            fill();
    });
    connect(draft, &DraftModel::checked, this, [this] {
        for (const auto &field : m_fields) {
            if (field->spec.kind == FieldSpec::Kind::Condition)
                static_cast<ConditionEditor *>(field->widget)->offer(m_draft->knownFields(toolsOfClause()), m_draft->knownTools());
        }
    });
    fill();
}

QWidget *FieldForm::fieldOf(const QString &member) const
{
    for (const auto &field : m_fields) {
        if (field->spec.member == member)
            return field->widget;
    }
    return nullptr;
}

bool FieldForm::focusPlace(const QString &pointer)
{
    for (const auto &field : m_fields) {
        const QString place = m_base + field->spec.member;
        if (pointer == place || pointer.startsWith(place + QLatin1Char('/'))) {
            // No proxies: Qt would stop at the container and at the field.
            const QList<QWidget *> inside = inReadingOrder(field->widget);
            (inside.isEmpty() ? field->widget : inside.first())->setFocus(Qt::OtherFocusReason);
            return true;
        }
    }
    return false;
}

void FieldForm::fill()
{
    for (const auto &field : m_fields)
        fill(*field);
}

void FieldForm::fill(Field &field)
{
    if (!m_draft)
        return;
    m_filling = true;
    field.fill(m_draft->value(m_base + field.spec.member));
    m_filling = false;
}

void FieldForm::write(const Field &field, const QVariant &value, bool typing)
{
    if (!m_draft || m_filling)
        return;
    const QString place = m_base + field.spec.member;
    const bool empty = value.typeId() == QMetaType::QStringList ? value.toStringList().isEmpty() : value.toString().isEmpty();
    if (!value.isValid() || (empty && !field.spec.required))
        m_draft->remove(place);
    else
        m_draft->set(place, value, typing);
}

QWidget *FieldForm::makeField(Field &field)
{
    switch (field.spec.kind) {
    case FieldSpec::Kind::Line:
    case FieldSpec::Kind::Lines:
    case FieldSpec::Kind::Tools: return makeLine(field);
    case FieldSpec::Kind::Text: return makeText(field);
    case FieldSpec::Kind::Choice: return makeChoice(field);
    case FieldSpec::Kind::Flag: return makeFlag(field);
    case FieldSpec::Kind::Count:
    case FieldSpec::Kind::Number: return makeNumber(field);
    case FieldSpec::Kind::Checks: return makeChecks(field);
    case FieldSpec::Kind::Condition: return makeCondition(field);
    }
    return nullptr;
}

QWidget *FieldForm::makeLine(Field &field)
{
    auto *edit = new QLineEdit(this);
    edit->setPlaceholderText(field.spec.example);
    const bool list = field.spec.kind != FieldSpec::Kind::Line;
    if (field.spec.kind == FieldSpec::Kind::Tools)
        new ToolCompleter(edit, [this] { return m_draft ? m_draft->knownTools() : QStringList(); });
    field.fill = [edit, list](const QVariant &value) {
        const QString text = list ? value.toStringList().join(QStringLiteral(", ")) : value.toString();
        // While somebody types a list, "a, " is on its way to "a, b".
        if (list ? separated(edit->text()) != value.toStringList() : edit->text() != text) {
            const QSignalBlocker quiet(edit);
            edit->setText(text);
        }
    };
    connect(edit, &QLineEdit::textEdited, this, [this, &field, list](const QString &text) {
        write(field, list ? QVariant(separated(text)) : QVariant(text), true);
    });
    connect(edit, &QLineEdit::editingFinished, this, [this] {
        if (m_draft)
            m_draft->endTyping();
    });
    return edit;
}

QWidget *FieldForm::makeText(Field &field)
{
    auto *edit = new QPlainTextEdit(this);
    edit->setProperty("role", QStringLiteral("field"));
    edit->setTabChangesFocus(true);
    edit->setPlaceholderText(field.spec.example);
    edit->setFixedHeight(fontMetrics().lineSpacing() * 3 + 16);
    field.fill = [edit](const QVariant &value) {
        if (edit->toPlainText() != value.toString()) {
            const QSignalBlocker quiet(edit);
            edit->setPlainText(value.toString());
        }
    };
    connect(edit, &QPlainTextEdit::textChanged, this, [this, &field, edit] { write(field, edit->toPlainText(), true); });
    return edit;
}

QWidget *FieldForm::makeChoice(Field &field)
{
    auto *box = new QComboBox(this);
    if (!field.spec.required)
        box->addItem(tr("Not said"), QString());
    for (int i = 0; i < field.spec.codes.size(); ++i)
        box->addItem(field.spec.words.value(i, field.spec.codes[i]), field.spec.codes[i]);
    field.fill = [box](const QVariant &value) {
        const QSignalBlocker quiet(box);
        box->setCurrentIndex(std::max(0, box->findData(value.toString())));
    };
    connect(box, &QComboBox::activated, this, [this, &field, box] { write(field, box->currentData().toString(), false); });
    return box;
}

QWidget *FieldForm::makeFlag(Field &field)
{
    auto *check = new QCheckBox(field.spec.label, this);
    field.fill = [check](const QVariant &value) {
        const QSignalBlocker quiet(check);
        check->setChecked(value.toBool());
    };
    connect(check, &QCheckBox::clicked, this, [this, &field](bool on) { write(field, on ? QVariant(true) : QVariant(), false); });
    return check;
}

QWidget *FieldForm::makeNumber(Field &field)
{
    auto *edit = new QLineEdit(this);
    const bool whole = field.spec.kind == FieldSpec::Kind::Count;
    edit->setPlaceholderText(field.spec.example);
    edit->setMaximumWidth(fontMetrics().averageCharWidth() * 24);
    field.fill = [edit](const QVariant &value) {
        const QString text = value.isValid() ? value.typeId() == QMetaType::Double ? QString::number(value.toDouble(), 'g', 17) : value.toString() : QString();
        if (edit->text().toDouble() != value.toDouble() || edit->text().isEmpty() != text.isEmpty()) {
            const QSignalBlocker quiet(edit);
            edit->setText(value.typeId() == QMetaType::Double ? QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest) : text);
        }
        edit->setProperty("state", QString());
    };
    connect(edit, &QLineEdit::textEdited, this, [this, &field, edit, whole](const QString &text) {
        bool ok = false;
        const double number = text.trimmed().toDouble(&ok);
        const bool good = text.trimmed().isEmpty() || (ok && std::isfinite(number) && (!whole || (number >= 0 && number == std::floor(number))));
        edit->setProperty("state", good ? QString() : QStringLiteral("bad")); // shown with its reason; the draft keeps the last number
        edit->setStyleSheet(edit->styleSheet());
        edit->setToolTip(good ? field.spec.hint : whole ? tr("Type a whole number, such as 30.") : tr("Type a number, such as 0.01."));
        if (!good)
            return;
        if (text.trimmed().isEmpty())
            write(field, QVariant(), true);
        else
            write(field, whole || (number == std::floor(number) && !text.contains(QLatin1Char('.')) && std::abs(number) < 1e15)
                             ? QVariant(static_cast<qlonglong>(number))
                             : QVariant(number),
                  true);
    });
    return edit;
}

QWidget *FieldForm::makeChecks(Field &field)
{
    auto *box = new QWidget(this);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    std::vector<QCheckBox *> checks;
    for (int i = 0; i < field.spec.codes.size(); ++i) {
        auto *check = new QCheckBox(field.spec.words.value(i, field.spec.codes[i]), box);
        check->setProperty("code", field.spec.codes[i]);
        column->addWidget(check);
        checks.push_back(check);
    }
    field.fill = [checks](const QVariant &value) {
        const QStringList on = value.toStringList();
        for (QCheckBox *check : checks) {
            const QSignalBlocker quiet(check);
            check->setChecked(on.contains(check->property("code").toString()));
        }
    };
    for (QCheckBox *check : checks) {
        connect(check, &QCheckBox::clicked, this, [this, &field, check](bool on) {
            // The order that is there stays: only the one that was clicked comes or goes.
            QStringList codes = m_draft ? m_draft->value(m_base + field.spec.member).toStringList() : QStringList();
            const QString code = check->property("code").toString();
            codes.removeAll(code);
            if (on)
                codes << code;
            write(field, codes, false);
        });
    }
    return box;
}

QWidget *FieldForm::makeCondition(Field &field)
{
    auto *editor = new ConditionEditor(this);
    field.fill = [this, editor](const QVariant &value) {
        editor->show(value.toString());
        if (m_draft)
            editor->offer(m_draft->knownFields(toolsOfClause()), m_draft->knownTools());
    };
    connect(editor, &ConditionEditor::rebuilt, this, &FieldForm::fieldsChanged);
    connect(editor, &ConditionEditor::edited, this, [this, &field](const QString &cel, bool typing) { write(field, cel, typing); });
    return editor;
}

QStringList FieldForm::toolsOfClause() const
{
    return m_draft ? m_draft->value(m_base + QStringLiteral("/tools")).toStringList() : QStringList();
}

} // namespace mandate
