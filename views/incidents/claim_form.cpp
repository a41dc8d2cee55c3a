// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/claim_form.h"

#include "views/incidents/pin_links.h"
#include "views/widgets/flow_layout.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/theme.h"

#include <QAccessible>
#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

namespace mandate {

namespace {

constexpr QLatin1StringView notEnough("not_enough_evidence");

QPlainTextEdit *smallText(const QString &name, QWidget *parent)
{
    auto *text = new QPlainTextEdit(parent);
    text->setProperty("role", QStringLiteral("field"));
    text->setTabChangesFocus(true);
    text->setFixedHeight(text->fontMetrics().height() * 2 + 22);
    text->setAccessibleName(name);
    return text;
}

} // namespace

ClaimForm::ClaimForm(QWidget *parent)
    : QFrame(parent),
      m_causes(new QButtonGroup(this)),
      m_meaning(new PlainText(this)),
      m_grade(new QComboBox(this)),
      m_party(new QComboBox(this)),
      m_pinBox(new QWidget(this)),
      m_pinLayout(new QVBoxLayout(m_pinBox)),
      m_pinHint(new QLabel(this)),
      m_missingLabel(new QLabel(tr("What is missing, one a line"), this)),
      m_missing(nullptr),
      m_explanation(nullptr),
      m_introduced(nullptr),
      m_missed(nullptr),
      m_detected(nullptr),
      m_passphraseLabel(new QLabel(tr("Passphrase of your keys"), this)),
      m_passphrase(nullptr),
      m_problem(new QLabel(this)),
      m_sign(nullptr)
{
    setProperty("surface", QStringLiteral("card"));
    setAccessibleName(tr("Your claim"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 12);
    column->setSpacing(6);
    column->addWidget(caseHeading(tr("Your claim: what caused it"), this));
    auto *causes = new QWidget(this);
    auto *causeFlow = new FlowLayout(causes, 8);
    int number = 0;
    for (const auto &[cause, word] : causeChoices()) {
        auto *choice = new QRadioButton(word, causes);
        choice->setProperty("value", cause);
        choice->setToolTip(causeMeaning(cause));
        m_causes->addButton(choice, number++);
        causeFlow->addWidget(choice);
    }
    column->addWidget(causes);
    m_meaning->setProperty("part", QStringLiteral("muted"));
    column->addWidget(m_meaning);
    auto *also = new QWidget(this);
    auto *alsoFlow = new FlowLayout(also, 8);
    alsoFlow->addWidget(caseHeading(tr("Contributing:"), also));
    for (const auto &[cause, word] : causeChoices()) {
        if (cause == notEnough)
            continue;
        auto *box = new QCheckBox(word, also);
        box->setAccessibleName(tr("Contributing: %1").arg(word));
        box->setProperty("value", cause);
        m_contributing << box;
        alsoFlow->addWidget(box);
    }
    column->addWidget(also);
    column->addWidget(caseHeading(tr("Records that show it"), this));
    m_pinHint->setText(tr("None is pinned. Press P on a record of the timeline, or take the suggestion over."));
    m_pinHint->setWordWrap(true);
    m_pinHint->setTextFormat(Qt::PlainText);
    column->addWidget(m_pinHint);
    m_pinLayout->setContentsMargins(0, 0, 0, 0);
    m_pinLayout->setSpacing(4);
    column->addWidget(m_pinBox);
    m_missing = smallText(m_missingLabel->text(), this);
    m_missingLabel->setBuddy(m_missing);
    column->addWidget(m_missingLabel);
    column->addWidget(m_missing);
    auto *fields = new QFormLayout;
    fields->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    fields->setRowWrapPolicy(QFormLayout::WrapLongRows);
    const auto addBox = [&](QComboBox *box, const QString &name, const Choices &choices) {
        for (const auto &[value, word] : choices)
            box->addItem(word, value);
        box->setAccessibleName(name);
        fields->addRow(name, box);
    };
    addBox(m_grade, tr("How sure"), gradeChoices());
    addBox(m_party, tr("For whom"), partyChoices());
    m_explanation = smallText(tr("Explanation. It stays in the record."), this);
    fields->addRow(tr("Explanation"), m_explanation);
    const auto addLine = [&](const QString &name, const QString &hint) {
        auto *line = new QLineEdit(this);
        line->setAccessibleName(name);
        line->setPlaceholderText(hint);
        fields->addRow(name, line);
        return line;
    };
    m_introduced = addLine(tr("Introduced by"), tr("a release, a model, a pact version"));
    m_missed = addLine(tr("Missed by"), tr("what should have held it and did not"));
    m_detected = addLine(tr("Detected by"), tr("how it came to light"));
    column->addLayout(fields);
    m_passphrase = new QLineEdit(this);
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_passphrase->setAccessibleName(m_passphraseLabel->text());
    m_passphraseLabel->setBuddy(m_passphrase);
    column->addWidget(m_passphraseLabel);
    column->addWidget(m_passphrase);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_sign = new QPushButton(tr("Sign claim"), this);
    m_sign->setProperty("role", QStringLiteral("primary"));
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_problem, 1);
    buttons->addWidget(m_sign, 0, Qt::AlignBottom);
    column->addLayout(buttons);
    connect(m_causes, &QButtonGroup::idToggled, this, &ClaimForm::showCause);
    connect(m_sign, &QPushButton::clicked, this, &ClaimForm::sign);
    for (const auto key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &ClaimForm::sign);
    }
    for (QLabel *label : findChildren<QLabel *>())
        label->setTextFormat(Qt::PlainText);
    QList<QWidget *> order;
    for (QAbstractButton *choice : m_causes->buttons())
        order << choice;
    for (QCheckBox *box : std::as_const(m_contributing))
        order << box;
    order << QList<QWidget *>{m_missing, m_grade, m_party, m_explanation, m_introduced, m_missed, m_detected, m_passphrase, m_sign};
    for (qsizetype i = 0; i + 1 < order.size(); ++i)
        setTabOrder(order[i], order[i + 1]);
    setNeedsPassphrase(false);
    setRefusal({});
    setDraft({});
}

void ClaimForm::setDraft(const ClaimDraft &draft)
{
    m_kept = draft;
    m_causes->setExclusive(false);
    for (QAbstractButton *choice : m_causes->buttons())
        choice->setChecked(choice->property("value").toString() == draft.cause);
    m_causes->setExclusive(true);
    for (QCheckBox *box : std::as_const(m_contributing))
        box->setChecked(draft.contributing.contains(box->property("value").toString()));
    m_grade->setCurrentIndex(std::max(0, m_grade->findData(draft.grade)));
    m_party->setCurrentIndex(std::max(0, m_party->findData(draft.party)));
    for (const PinRow &pin : std::as_const(m_pins))
        delete pin.row;
    m_pins.clear();
    for (const PinDraft &pin : draft.pins)
        addPin(pin.entry, pin.shows);
    m_missing->setPlainText(draft.missing.join(u'\n'));
    m_explanation->setPlainText(draft.explanation);
    m_introduced->setText(draft.introducedBy);
    m_missed->setText(draft.missedBy);
    m_detected->setText(draft.detectedBy);
    m_problem->clear();
    showCause();
    showPins();
}

ClaimDraft ClaimForm::draft() const
{
    ClaimDraft draft = m_kept;
    const QAbstractButton *chosen = m_causes->checkedButton();
    draft.cause = chosen ? chosen->property("value").toString() : QString();
    draft.contributing.clear();
    for (const QCheckBox *box : m_contributing) {
        if (box->isChecked() && box->isEnabled())
            draft.contributing << box->property("value").toString();
    }
    draft.grade = m_grade->currentData().toString();
    draft.party = m_party->currentData().toString();
    draft.pins.clear();
    for (const PinRow &pin : m_pins)
        draft.pins << PinDraft{pin.entry, pin.shows->text().trimmed()};
    draft.missing.clear();
    if (draft.cause == notEnough)
        draft.missing = m_missing->toPlainText().split(u'\n', Qt::SkipEmptyParts);
    draft.explanation = m_explanation->toPlainText().trimmed();
    draft.introducedBy = m_introduced->text().trimmed();
    draft.missedBy = m_missed->text().trimmed();
    draft.detectedBy = m_detected->text().trimmed();
    return draft;
}

void ClaimForm::addPin(quint64 entry, const QString &shows)
{
    if (pinned().contains(entry))
        return;
    PinRow pin{entry, new QWidget(m_pinBox), nullptr};
    auto *line = new QHBoxLayout(pin.row);
    line->setContentsMargins(0, 0, 0, 0);
    const QString record = tr("Record %1").arg(words::number(entry));
    auto *links = new PinLinks({PinItem{entry, record, {}, recordLink(entry)}}, pin.row);
    links->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    links->setMinimumWidth(fontMetrics().horizontalAdvance(record) + 24);
    connect(links, &PinLinks::linkActivated, this, &ClaimForm::linkActivated);
    pin.shows = new QLineEdit(shows, pin.row);
    pin.shows->setProperty("untranslated", true);
    pin.shows->setAccessibleName(tr("What record %1 shows").arg(words::number(entry)));
    pin.shows->setPlaceholderText(tr("what it shows"));
    auto *remove = new QPushButton(tr("Unpin"), pin.row);
    remove->setAccessibleName(tr("Unpin record %1").arg(words::number(entry)));
    connect(remove, &QPushButton::clicked, this, [this, entry] { removePin(entry); });
    line->addWidget(links);
    line->addWidget(pin.shows, 1);
    line->addWidget(remove);
    m_pinLayout->addWidget(pin.row);
    m_pins << pin;
    if (m_pins.size() == 1)
        tabBehind(m_contributing.last(), pin.row);
    else
        tabBehind(m_pins[m_pins.size() - 2].row->findChildren<QPushButton *>().last(), pin.row);
    showPins();
    Q_EMIT pinsChanged();
}

void ClaimForm::removePin(quint64 entry)
{
    const auto found = std::ranges::find(m_pins, entry, &PinRow::entry);
    if (found == m_pins.end())
        return;
    found->row->deleteLater();
    found->row->hide();
    m_pins.erase(found);
    showPins();
    Q_EMIT pinsChanged();
}

QList<quint64> ClaimForm::pinned() const
{
    QList<quint64> entries;
    for (const PinRow &pin : m_pins)
        entries << pin.entry;
    return entries;
}

void ClaimForm::showPins()
{
    m_pinHint->setVisible(m_pins.isEmpty());
    m_pinBox->setVisible(!m_pins.isEmpty());
}

void ClaimForm::showCause()
{
    const QAbstractButton *chosen = m_causes->checkedButton();
    const QString cause = chosen ? chosen->property("value").toString() : QString();
    m_meaning->setUntrusted(causeMeaning(cause), 300);
    m_meaning->setVisible(!cause.isEmpty());
    for (QCheckBox *box : std::as_const(m_contributing))
        box->setEnabled(box->property("value").toString() != cause);
    m_missingLabel->setVisible(cause == notEnough);
    m_missing->setVisible(cause == notEnough);
}

void ClaimForm::choose(const QString &cause)
{
    for (QAbstractButton *choice : m_causes->buttons()) {
        if (choice->property("value").toString() == cause)
            choice->setChecked(true);
    }
}

void ClaimForm::setRefusal(const QString &refusal)
{
    if (m_problem->text() == m_refusal)
        m_problem->clear();
    m_refusal = refusal;
    m_sign->setEnabled(refusal.isEmpty());
    m_sign->setToolTip(refusal.isEmpty() ? tr("Signs and records it at once (Ctrl+Return)") : notNow(refusal));
    if (!refusal.isEmpty())
        m_problem->setText(refusal);
}

void ClaimForm::setNeedsPassphrase(bool needs)
{
    m_passphraseLabel->setVisible(needs);
    m_passphrase->setVisible(needs);
}

QString ClaimForm::problem() const
{
    return m_problem->text();
}

QString ClaimForm::passphrase() const
{
    return m_passphrase->text();
}

void ClaimForm::complain(const QString &problem, QWidget *field)
{
    m_problem->setText(problem);
    m_problem->setStyleSheet(QStringLiteral("color: %1; font-weight: 600;").arg(cssColor(Theme::instance().tokens().critical)));
    QAccessibleEvent alert(m_problem, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
    if (field)
        field->setFocus(Qt::OtherFocusReason);
}

void ClaimForm::sign()
{
    if (!m_refusal.isEmpty())
        return complain(m_refusal);
    const ClaimDraft draft = this->draft();
    if (draft.cause.isEmpty())
        return complain(tr("There is a problem: choose what caused it."), m_causes->button(0));
    if (draft.cause != notEnough && draft.pins.isEmpty())
        return complain(tr("There is a problem: pin at least one record that shows it, or choose “Not enough evidence”."), m_causes->checkedButton());
    if (draft.cause == notEnough && draft.missing.isEmpty())
        return complain(tr("There is a problem: say what would have to be known."), m_missing);
    m_problem->clear();
    Q_EMIT signWanted(draft);
    m_passphrase->clear();
}

} // namespace mandate
