// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evidence/filter_bar.h"

#include "models/items/text_safety.h"
#include "models/items/words.h"
#include "views/widgets/flow_layout.h"
#include "views/widgets/icon.h"
#include "views/widgets/state_shape.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/theme.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QCompleter>
#include <QHBoxLayout>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QStringListModel>
#include <QStyle>
#include <QTextCharFormat>
#include <QVBoxLayout>

namespace mandate {

namespace {

constexpr int applyMs = 400; // after the last key
constexpr int chipCharacters = 60;
constexpr int mostRecent = 20;

QString recentKey()
{
    return QStringLiteral("evidence/recent");
}

bool isTime(const FilterCondition &condition)
{
    return condition.field == FilterField::Since || condition.field == FilterField::Until;
}

} // namespace

FilterBar::FilterBar(QWidget *parent)
    : QWidget(parent),
      m_edit(new QLineEdit(this)),
      m_problemIcon(new QLabel(this)),
      m_problem(new QLabel(this)),
      m_goTo(new QPushButton(tr("Go to the mistake"), this)),
      m_problemRow(new QWidget(this)),
      m_chipRow(new QWidget(this)),
      m_chips(new FlowLayout(m_chipRow, 6)),
      m_candidates(new QStringListModel(this))
{
    m_edit->setAccessibleName(tr("Filter evidence"));
    m_edit->setAccessibleDescription(tr("Words, phrases in quotation marks, fields such as agent:, tool:, verdict:, time:, args.amount>500, joined by and, or, not"));
    m_edit->setPlaceholderText(tr("Filter: words, verdict:prohibited, agent:…, time:2025-08, args.amount>500, finding:R1 or not tool:find_*"));
    m_edit->setClearButtonEnabled(true);
    m_edit->addAction(icon(QStringLiteral("funnel"), IconRole::Muted), QLineEdit::LeadingPosition);
    m_edit->installEventFilter(this);
    auto *recentAction = m_edit->addAction(icon(QStringLiteral("clock"), IconRole::Muted), QLineEdit::TrailingPosition);
    recentAction->setToolTip(tr("Filters asked before (Alt+Down)"));
    recentAction->setText(tr("Filters asked before"));
    connect(recentAction, &QAction::triggered, this, &FilterBar::showRecent);

    m_completer = new QCompleter(m_candidates, this);
    m_completer->setWidget(m_edit);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(12);
    m_completer->popup()->setAccessibleName(tr("Completions of the filter"));
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &FilterBar::insertCompletion);

    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->setAccessibleName(tr("What cannot be read in the filter"));
    auto *problemLayout = new QHBoxLayout(m_problemRow);
    problemLayout->setContentsMargins(4, 0, 0, 0);
    problemLayout->setSpacing(6);
    problemLayout->addWidget(m_problemIcon, 0, Qt::AlignTop);
    problemLayout->addWidget(m_problem, 1);
    m_goTo->setProperty("role", QStringLiteral("link"));
    connect(m_goTo, &QPushButton::clicked, this, &FilterBar::goToMistake);
    problemLayout->addWidget(m_goTo, 0, Qt::AlignTop);
    m_problemRow->hide();
    m_chipRow->hide();
    m_chipRow->setAccessibleName(tr("Active conditions"));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_edit);
    layout->addWidget(m_problemRow);
    layout->addWidget(m_chipRow);

    m_soon.setSingleShot(true);
    m_soon.setInterval(applyMs);
    connect(&m_soon, &QTimer::timeout, this, [this] { apply(true); });
    connect(m_edit, &QLineEdit::textEdited, this, &FilterBar::edited);
    connect(m_edit, &QLineEdit::returnPressed, this, [this] { apply(false); });
    connect(m_edit, &QLineEdit::editingFinished, this, &FilterBar::remember);
    // The clear button edits without textEdited().
    connect(m_edit, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty() && !m_conditions.isEmpty())
            edited();
    });
    const auto recolour = [this] {
        QPalette palette = m_problem->palette();
        palette.setColor(QPalette::WindowText, Theme::instance().tokens().critical);
        m_problem->setPalette(palette);
        const int size = m_problem->fontMetrics().ascent() + 2;
        m_problemIcon->setPixmap(icon(QStringLiteral("x-lg"), IconRole::Critical).pixmap(QSize(size, size), devicePixelRatioF()));
    };
    recolour();
    connect(&Theme::instance(), &Theme::changed, this, recolour);
}

QString FilterBar::problem() const
{
    return m_valid ? QString() : m_problem->text();
}

void FilterBar::setConditions(const QList<FilterCondition> &conditions)
{
    m_soon.stop();
    m_conditions = conditions;
    const QString text = filterText(conditions);
    if (text != m_edit->text()) {
        const QSignalBlocker quiet(m_edit);
        m_edit->setText(text);
    }
    check();
    showChips();
}

QStringList FilterBar::recent()
{
    return QSettings().value(recentKey()).toStringList();
}

void FilterBar::remember()
{
    const QString text = filterText(m_conditions);
    if (!m_valid || text.isEmpty())
        return;
    QStringList all = recent();
    all.removeAll(text);
    all.prepend(text);
    QSettings().setValue(recentKey(), all.mid(0, mostRecent));
}

void FilterBar::add(const QString &condition, bool out)
{
    ParsedFilter parsed = parseFilter(condition);
    if (parsed.problem || parsed.conditions.isEmpty())
        return;
    FilterCondition added = parsed.conditions.first();
    if (added.field == FilterField::Query && out) { // "not" belongs to the query
        parsed = parseFilter(QStringLiteral("not (") + added.value + u')');
        if (parsed.problem)
            return;
        added = parsed.conditions.first();
        out = false;
    }
    if (out && (isSingle(added.field) || added.field == FilterField::Text))
        return;
    added.excluded = out;
    QList<FilterCondition> conditions = m_conditions;
    // A value asked for replaces what was filtered out of the same field, and the other way round; what can be given once replaces itself.
    conditions.removeIf(
        [&](const FilterCondition &other) { return other.field == added.field && (other.excluded != added.excluded || isSingle(added.field)); });
    if (!conditions.contains(added))
        conditions.append(added);
    setConditions(conditions);
    remember();
    Q_EMIT conditionsChanged(m_conditions);
}

void FilterBar::setTimes(const QString &since, const QString &until)
{
    QList<FilterCondition> conditions = m_conditions;
    conditions.removeIf(isTime);
    if (!since.isEmpty())
        conditions.append({FilterField::Since, since, false, false});
    if (!until.isEmpty())
        conditions.append({FilterField::Until, until, false, false});
    setConditions(conditions);
    Q_EMIT conditionsChanged(m_conditions);
}

bool FilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Down && !m_completer->popup()->isVisible()) {
            if (key->modifiers().testFlag(Qt::AltModifier) || (m_edit->text().isEmpty() && !recent().isEmpty()))
                showRecent();
            else
                complete();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FilterBar::edited()
{
    check();
    complete();
    m_soon.start();
}

void FilterBar::check()
{
    const ParsedFilter parsed = parseFilter(m_edit->text());
    const bool valid = !parsed.problem;
    m_mistake = parsed.problem ? std::pair(parsed.problem->position, parsed.problem->length) : std::pair<qsizetype, qsizetype>(0, 0);
    if (parsed.problem) {
        //: %1 the place of a mistake in the filter, counted in characters from 1; %2 what is wrong there
        m_problem->setText(tr("At character %1: %2").arg(words::number(static_cast<quint64>(m_mistake.first + 1)), visibleLine(parsed.problem->sentence, 400)));
    }
    m_problemRow->setVisible(!valid);
    underline();
    if (valid == m_valid)
        return;
    m_valid = valid;
    m_edit->setProperty("state", valid ? QString() : QStringLiteral("bad"));
    m_edit->style()->unpolish(m_edit);
    m_edit->style()->polish(m_edit);
    if (!valid) {
        QAccessibleEvent alert(m_problem, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

/// A wavy line under what cannot be read, as spell checkers draw it; a line edit takes formats only as an input method gives them.
void FilterBar::underline()
{
    QList<QInputMethodEvent::Attribute> attributes;
    if (m_mistake.second > 0) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(Theme::instance().tokens().critical);
        format.setBackground(Theme::instance().tokens().criticalChip);
        attributes.append({QInputMethodEvent::TextFormat, static_cast<int>(m_mistake.first) - m_edit->cursorPosition(), static_cast<int>(m_mistake.second), format});
    }
    QInputMethodEvent event({}, attributes);
    QCoreApplication::sendEvent(m_edit, &event);
}

void FilterBar::goToMistake()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->setSelection(static_cast<int>(m_mistake.first), static_cast<int>(m_mistake.second));
}

void FilterBar::showRecent()
{
    const QStringList all = recent();
    if (all.isEmpty())
        return complete();
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_offersRecent = true;
    m_completion = {0, m_edit->text().size(), all};
    QStringList shown;
    for (const QString &filter : all)
        shown.append(visibleLine(filter, 200));
    m_candidates->setStringList(shown);
    m_completer->popup()->setAccessibleName(tr("Filters asked before"));
    m_completer->complete(QRect(0, 0, std::max(260, m_edit->width()), m_edit->height()));
}

void FilterBar::apply(bool typing)
{
    m_soon.stop();
    check();
    if (!m_valid)
        return; // what is shown stays as it was
    const QList<FilterCondition> conditions = parseFilter(m_edit->text()).conditions;
    if (conditions == m_conditions)
        return;
    m_conditions = conditions;
    showChips();
    if (!typing)
        remember();
    Q_EMIT conditionsChanged(m_conditions, typing);
}

void FilterBar::complete()
{
    m_offersRecent = false;
    m_completer->popup()->setAccessibleName(tr("Completions of the filter"));
    m_completion = completeFilter(m_edit->text(), m_edit->cursorPosition(), m_names);
    const QString typed = m_edit->text().mid(m_completion.position, m_completion.length);
    m_completion.candidates.removeAll(typed);
    if (m_completion.candidates.isEmpty() || !m_edit->hasFocus()) {
        m_completer->popup()->hide();
        return;
    }
    QStringList shown;
    for (const QString &candidate : m_completion.candidates)
        shown.append(visibleLine(candidate, 200));
    m_candidates->setStringList(shown);
    m_completer->complete(QRect(0, 0, std::max(260, m_edit->width() / 2), m_edit->height()));
}

void FilterBar::insertCompletion(const QString &candidate)
{
    const qsizetype at = m_candidates->stringList().indexOf(candidate);
    if (at < 0 || at >= m_completion.candidates.size())
        return;
    if (m_offersRecent) {
        m_edit->setText(m_completion.candidates.at(at));
        check();
        apply(false);
        return;
    }
    QString text = m_edit->text();
    QString inserted = m_completion.candidates.at(at);
    static constexpr std::u16string_view openEnds = u":(.<>=";
    const bool field = openEnds.find(inserted.back().unicode()) != std::u16string_view::npos;
    const qsizetype after = m_completion.position + m_completion.length;
    const bool inList = after < text.size() ? text.at(after) == u')' : text.count(u'(') > text.count(u')');
    if (!field && !inList)
        inserted += u' ';
    text.replace(m_completion.position, m_completion.length, inserted);
    m_edit->setText(text);
    m_edit->setCursorPosition(static_cast<int>(m_completion.position + inserted.size()));
    check();
    if (field)
        QMetaObject::invokeMethod(this, &FilterBar::complete, Qt::QueuedConnection); // its values next
    else
        apply(true);
}

void FilterBar::showChips()
{
    while (QLayoutItem *item = m_chips->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const FilterCondition &condition : m_conditions) {
        const QString said = visibleLine(conditionWords(condition), chipCharacters);
        auto *chip =
            new QPushButton(icon(QStringLiteral("x-lg"), IconRole::Muted), QString(said).replace(u'&', QStringLiteral("&&")) + u' ', m_chipRow);
        chip->setIconSize(QSize(10, 10));
        chip->setLayoutDirection(layoutDirection() == Qt::LeftToRight ? Qt::RightToLeft : Qt::LeftToRight); // the cross stands behind
        chip->setProperty("untranslated", true);
        chip->setAccessibleName(tr("Remove condition: %1").arg(said));
        chip->setToolTip(tr("Remove this condition"));
        connect(chip, &QPushButton::clicked, this, [this, condition] {
            QList<FilterCondition> conditions = m_conditions;
            conditions.removeAll(condition);
            QMetaObject::invokeMethod(
                this,
                [this, conditions] { // the chip itself goes
                    setConditions(conditions);
                    m_edit->setFocus();
                    Q_EMIT conditionsChanged(m_conditions);
                },
                Qt::QueuedConnection);
        });
        m_chips->addWidget(chip);
    }
    if (m_conditions.size() > 1) {
        auto *clear = new QPushButton(tr("Clear all"), m_chipRow);
        clear->setProperty("role", QStringLiteral("link"));
        connect(clear, &QPushButton::clicked, this, [this] {
            QMetaObject::invokeMethod(
                this,
                [this] {
                    setConditions({});
                    m_edit->setFocus();
                    Q_EMIT conditionsChanged(m_conditions);
                },
                Qt::QueuedConnection);
        });
        m_chips->addWidget(clear);
    }
    tabBehind(m_edit, m_chipRow);
    m_chipRow->setVisible(!m_conditions.isEmpty());
    m_chipRow->updateGeometry();
}

} // namespace mandate
