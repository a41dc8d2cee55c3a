// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/agents/point_form.h"

#include "models/items/point_fields.h"
#include "models/items/stop_item.h"
#include "models/items/text_safety.h"
#include "views/agents/state_lines.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/tab_order.h"

#include <QAccessible>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace mandate {

PointForm::PointForm(QWidget *parent)
    : ScrollPane(parent),
      m_body(new QWidget),
      m_heading(new QLabel(m_body)),
      m_proves(new PlainText(m_body)),
      m_answer(new StateLines(m_body)),
      m_save(new QPushButton(m_body)),
      m_test(new QPushButton(m_body)),
      m_remove(new QPushButton(m_body))
{
    m_heading->setProperty("part", QStringLiteral("heading"));
    m_heading->setTextFormat(Qt::PlainText);
    m_proves->setProperty("part", QStringLiteral("muted"));
    m_save->setProperty("role", QStringLiteral("primary"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton *button : {m_save, m_test, m_remove})
        buttons->addWidget(button);
    buttons->addStretch(1);
    auto *column = new QVBoxLayout(m_body);
    column->setContentsMargins(20, 14, 20, 20);
    column->setSpacing(8);
    column->addWidget(m_heading);
    column->addWidget(m_proves);
    column->addSpacing(4);
    // The fields go here, see fill().
    column->addLayout(buttons);
    column->addWidget(m_answer);
    column->addStretch(1);
    setWidget(m_body);
    connect(m_save, &QPushButton::clicked, this, [this] { Q_EMIT saveWanted(draft(), m_secret ? m_secret->text() : QString()); });
    connect(m_test, &QPushButton::clicked, this, [this] { Q_EMIT testWanted(m_known.id); });
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (m_removing) {
            Q_EMIT removeWanted(m_known.id);
            return;
        }
        m_removing = true;
        updateEnabled();
        m_answer->setLines({{{tr("Sure?"), mandate::Shape::Triangle, Tone::Warning}, tr("Without this point, nothing tells it about stops any more. What it was told last stays in force there."), tr("Press again to remove it."), {}, {}}});
    });
    begin({});
}

void PointForm::show(const PointItem &point, const QString &refusal)
{
    m_new = false;
    m_known = point.point;
    m_refusal = refusal;
    fill();
    showAnswer(point);
}

void PointForm::begin(const QString &refusal)
{
    m_new = true;
    m_known = {};
    m_refusal = refusal;
    fill();
    m_answer->setLines({});
}

QLineEdit *PointForm::addLine(const QString &key, const QString &label, const QString &text, const QString &hint)
{
    auto *line = new QLineEdit(text, m_fields);
    line->setPlaceholderText(hint);
    line->setToolTip(plainToolTip(hint));
    line->setAccessibleName(label);
    line->setProperty("untranslated", true); // the text is data
    line->setReadOnly(!m_refusal.isEmpty());
    m_form->addRow(label, line);
    m_lines.insert(key, line);
    connect(line, &QLineEdit::textChanged, this, &PointForm::updateEnabled);
    return line;
}

QComboBox *PointForm::addChoice(const QString &key, const QString &label, const QStringList &choices, const QString &now)
{
    auto *box = new QComboBox(m_fields);
    for (const QString &choice : choices)
        box->addItem(key != QLatin1StringView("allow_plain_http") ? (choice.isEmpty() ? tr("As usual") : choice)
                     : choice.isEmpty()                           ? tr("Refused")
                                                                  : tr("Allowed"),
                     choice);
    box->setCurrentIndex(qMax(0, box->findData(now)));
    box->setAccessibleName(label);
    box->setEnabled(m_refusal.isEmpty());
    m_form->addRow(label, box);
    m_choices.insert(key, box);
    connect(box, &QComboBox::currentIndexChanged, this, &PointForm::updateEnabled);
    return box;
}

void PointForm::fill()
{
    m_filling = true;
    m_removing = false;
    delete m_fields;
    m_lines.clear();
    m_choices.clear();
    m_secret = nullptr;
    m_fields = new QWidget(m_body);
    m_form = new QFormLayout(m_fields);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    qobject_cast<QVBoxLayout *>(m_body->layout())->insertWidget(3, m_fields);
    m_heading->setText(m_new ? tr("New enforcement point") : visibleLine(m_known.title.isEmpty() ? m_known.id : m_known.title, 80));
    setAccessibleName(m_heading->text());

    m_kind = new QComboBox(m_fields);
    for (const PointKind kind : pointKinds())
        m_kind->addItem(words::name(kind), static_cast<int>(kind));
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(m_known.kind)));
    m_kind->setEnabled(m_new && m_refusal.isEmpty());
    m_kind->setAccessibleName(tr("Kind"));
    m_form->addRow(tr("Kind"), m_kind);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] { // later: the fields go, and this box with them
        const PointDraft typed = draft();
        m_known.kind = static_cast<PointKind>(m_kind->currentData().toInt());
        m_known.id = typed.id;
        m_known.title = typed.title;
        m_known.agents = typed.agents;
        m_known.settings.clear();
        fill();
        m_kind->setFocus(Qt::OtherFocusReason);
    }, Qt::QueuedConnection);
    addLine(QStringLiteral("id"), tr("Id"), m_known.id, tr("a-z, 0-9, - _ . such as gateway-eu"))->setReadOnly(!m_new || !m_refusal.isEmpty());
    addLine(QStringLiteral("title"), tr("Name"), m_known.title, tr("How people name it"));
    addLine(QStringLiteral("address"), addressLabel(m_known.kind), m_known.address, addressHint(m_known.kind));
    addLine(QStringLiteral("agents"), tr("Agents"), m_known.agents, tr("Every agent; or names and patterns such as refund-*, with commas"));
    addSettings();
    m_proves->setText(proves(m_known.kind));
    m_filling = false;
    updateEnabled();
    QList<QWidget *> order{m_kind};
    for (int row = 1; row < m_form->rowCount(); ++row) {
        if (QLayoutItem *item = m_form->itemAt(row, QFormLayout::FieldRole); item && item->widget())
            order << item->widget();
    }
    order << m_save << m_test << m_remove;
    tabBehind(this, order);
}

void PointForm::addSettings()
{
    for (const PointField &setting : pointFields(m_known.kind)) {
        //: a field that must be filled in: %1 its label
        const QString label = setting.required ? tr("%1 (needed)").arg(setting.label) : setting.label;
        if (setting.choices.isEmpty())
            addLine(setting.key, label, m_known.settings.value(setting.key), setting.hint);
        else
            addChoice(setting.key, label, setting.choices, m_known.settings.value(setting.key))->setToolTip(plainToolTip(setting.hint));
    }
    const QString hint = secretHint(m_known.kind);
    if (hint.isEmpty())
        return;
    m_secret = new QLineEdit(m_fields);
    m_secret->setEchoMode(QLineEdit::Password);
    //: %1 the name under which a secret is kept
    m_secret->setPlaceholderText(m_known.secretName.isEmpty() ? hint : tr("Kept as %1; type to replace it").arg(visibleLine(m_known.secretName, 60)));
    m_secret->setToolTip(tr("Goes to the secret store and nowhere else; it is never shown again"));
    m_secret->setAccessibleName(tr("Secret"));
    m_secret->setReadOnly(!m_refusal.isEmpty());
    m_form->addRow(tr("Secret"), m_secret);
    connect(m_secret, &QLineEdit::textChanged, this, &PointForm::updateEnabled);
}

PointDraft PointForm::draft() const
{
    PointDraft draft = m_known;
    draft.kind = static_cast<PointKind>(m_kind->currentData().toInt());
    for (auto it = m_lines.cbegin(); it != m_lines.cend(); ++it) {
        const QString text = it.value()->text().trimmed();
        if (it.key() == QLatin1StringView("id"))
            draft.id = text;
        else if (it.key() == QLatin1StringView("title"))
            draft.title = text;
        else if (it.key() == QLatin1StringView("address"))
            draft.address = text;
        else if (it.key() == QLatin1StringView("agents"))
            draft.agents = text;
        else if (text.isEmpty())
            draft.settings.remove(it.key());
        else
            draft.settings.insert(it.key(), text);
    }
    for (auto it = m_choices.cbegin(); it != m_choices.cend(); ++it) {
        const QString choice = it.value()->currentData().toString();
        if (choice.isEmpty())
            draft.settings.remove(it.key());
        else
            draft.settings.insert(it.key(), choice);
    }
    return draft;
}

bool PointForm::isChanged() const
{
    return m_new || (m_secret && !m_secret->text().isEmpty()) || !(draft() == m_known);
}

QLineEdit *PointForm::field(const QString &key) const
{
    return key == QLatin1StringView("secret") ? m_secret : m_lines.value(key);
}

void PointForm::showAnswer(const PointItem &point)
{
    if (point.answerSentence.isEmpty())
        m_answer->setLines({});
    else
        m_answer->setLines({{point.answer, point.answerSentence, {}, {}, {}}});
}

void PointForm::showSaving()
{
    m_answer->setLines({{{tr("Saving"), mandate::Shape::Glass, Tone::Info}, tr("The configuration is signed and stored."), {}, {}, {}}});
}

void PointForm::complain(const Trouble &trouble)
{
    m_answer->setLines({{{tr("There is a problem"), mandate::Shape::Octagon, Tone::Critical}, trouble.happened, trouble.remedy + QStringLiteral(" (%1)").arg(trouble.code), {}, {}}});
    QAccessibleEvent alert(m_answer, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
    ensureWidgetVisible(m_answer);
}

void PointForm::updateEnabled()
{
    if (m_filling)
        return;
    m_save->setText(m_new ? tr("Add point") : tr("Save point"));
    m_test->setText(tr("Test connection"));
    m_remove->setText(m_removing ? tr("Remove point now") : tr("Remove point"));
    m_remove->setProperty("role", m_removing ? QStringLiteral("danger") : QString());
    const bool changed = isChanged();
    m_save->setEnabled(m_refusal.isEmpty() && changed);
    m_save->setToolTip(!m_refusal.isEmpty() ? plainToolTip(m_refusal) : changed ? tr("Signs the configuration in your name; the secret is no part of it") : tr("Nothing was changed"));
    m_test->setEnabled(!m_new && !changed);
    m_test->setToolTip(m_new || changed ? tr("Save it first: the connection is tried as it is saved") : tr("Reaches it and tries the credentials; no agent's state is touched"));
    m_remove->setVisible(!m_new);
    m_remove->setEnabled(m_refusal.isEmpty());
    m_remove->setToolTip(plainToolTip(m_refusal));
}

} // namespace mandate
