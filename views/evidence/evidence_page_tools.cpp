// SPDX-License-Identifier: GPL-3.0-or-later
// What stands around the rows of the Evidence page: the pane of fields, saved views, stopping a search, and marks that people put on records.
#include "models/items/evidence_fields.h"
#include "models/items/keeping_desk.h"
#include "models/items/record_reader.h"
#include "models/items/record_remarks.h"
#include "models/items/session_trail.h"
#include "views/evidence/evidence_links.h"
#include "views/evidence/evidence_page.h"
#include "views/evidence/evidence_table.h"
#include "views/evidence/fields_pane.h"
#include "views/evidence/filter_bar.h"
#include "views/evidence/record_inspector.h"
#include "views/evidence/remarks_view.h"
#include "views/evidence/session_view.h"
#include "views/evidence/view_picker.h"
#include "views/widgets/icon.h"
#include "views/widgets/page_header.h"
#include "views/widgets/theme.h"

#include <QPushButton>
#include <QHeaderView>
#include <QSettings>
#include <QShortcut>

#include <algorithm>

namespace mandate {

using namespace evidence_links;

namespace {

constexpr qsizetype mostTogether = 1000; ///< each is a signed entry

QString fieldsKey()
{
    return QStringLiteral("evidence/fields");
}

} // namespace

void EvidencePage::buildTools()
{
    m_stop->setProperty("role", QStringLiteral("link"));
    m_stop->setToolTip(tr("Gives the search up and shows the rows before"));
    m_stop->hide();
    m_fieldsToggle->setCheckable(true);
    m_fieldsToggle->setProperty("role", QStringLiteral("quiet"));
    m_fieldsToggle->setIcon(icon(QStringLiteral("filter")));
    m_fieldsToggle->setToolTip(tr("Shows or hides the values of the fields (Ctrl+Shift+L)"));
    m_fieldsToggle->setChecked(QSettings().value(fieldsKey(), true).toBool());
    m_header->addTool(m_stop);
    m_header->addTool(m_picker);
    m_header->addTool(m_fieldsToggle);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (!m_model)
            return;
        m_model->stop();
        m_wanted.reset();
        m_filter->setConditions(m_model->conditions());
        m_table->showOrder();
        updateAroundStrip();
        m_table->setFocus();
    });
}

void EvidencePage::connectMarks()
{
    connect(m_table, &EvidenceTable::starWanted, this, [this](quint64 entry) { markEntry(Qt::Key_S, entry); });
    connect(m_table, &EvidenceTable::tagWanted, this, [this](quint64 entry) { markEntry(Qt::Key_T, entry); });
    connect(m_table, &EvidenceTable::noteWanted, this, [this](quint64 entry) { markEntry(Qt::Key_N, entry); });
    connect(m_table, &EvidenceTable::followWanted, this, &EvidencePage::follow);
    connect(m_inspector, &RecordInspector::revealWanted, this, [this](const MaskedField &field) {
        if (!m_reader || !m_reader->detail())
            return;
        KeepingChange change;
        change.act = KeepingAct::Reveal;
        change.entry = m_reader->detail()->entry;
        change.pointer = field.pointer;
        change.fieldClass = field.fieldClass;
        Q_EMIT keepingWanted(change);
    });
    connect(m_sessionView, &SessionView::keyOnEntry, this, &EvidencePage::markEntry);
    connect(m_sessionView, &SessionView::entrySelected, this, &EvidencePage::readEntry);
    connect(m_sessionView, &SessionView::outWanted, this, &EvidencePage::leaveFollowing);
    connect(m_sessionView, &SessionView::openWanted, this, [this](quint64 entry) {
        readEntry(entry);
        m_inspector->focusContent();
    });
}

void EvidencePage::markEntry(int key, quint64 entry)
{
    if (!m_remarks)
        return;
    if (key == Qt::Key_C) {
        leaveFollowing();
        return;
    }
    // With several rows chosen it is said of all of them.
    std::vector<quint64> chosen;
    if (!m_following)
        chosen = m_table->chosenEntries(mostTogether + 1);
    const bool together = chosen.size() > 1 && std::ranges::find(chosen, entry) != chosen.end();
    if (together && key != Qt::Key_N && static_cast<qsizetype>(chosen.size()) > mostTogether) {
        Q_EMIT m_session->noted(tr("At most %L1 records get a star or a tag at once: nothing was signed.").arg(mostTogether));
        return;
    }
    const QList<quint64> all(chosen.begin(), chosen.end());
    if (key == Qt::Key_S)
        return together ? m_remarks->toggleStars(all) : m_remarks->toggleStar(entry);
    readEntry(entry);
    m_inspector->remarks()->setTogether(together ? all : QList<quint64>());
    m_inspector->setTab(RecordInspector::RemarksTab);
    if (key == Qt::Key_T)
        m_inspector->remarks()->focusTag();
    else
        m_inspector->remarks()->focusNote();
}

/// What is masked is read anew when that changes, and when a value was shown to who is signed in.
void EvidencePage::connectMasking()
{
    KeepingDesk *desk = KeepingDesk::of(m_session);
    m_masked = desk->standing().masked;
    connect(desk, &KeepingDesk::standingChanged, this, &EvidencePage::showMasking);
    connect(desk, &KeepingDesk::done, this, [this](const KeepingChange &change) {
        if (change.act == KeepingAct::Reveal && m_reader->detail() && m_reader->detail()->entry == change.entry)
            readEntry(change.entry);
    });
    showMasking();
}

void EvidencePage::showMasking()
{
    const KeepingStanding &standing = KeepingDesk::of(m_session)->standing();
    m_inspector->setMaskingWords(standing.maskingWords, standing.refusal(KeepingAct::Reveal));
    if (m_masked == standing.masked)
        return;
    m_masked = standing.masked;
    m_model->reload();
    if (m_reader->detail())
        readEntry(m_reader->detail()->entry);
    if (m_following)
        m_trail->read(m_followAgent, m_followSession, m_followDeployment);
}

QString EvidencePage::custodyShown() const
{
    const auto entry = entryNow();
    return entry ? QString::number(*entry) : QString();
}

void EvidencePage::connectViews()
{
    connect(m_fieldsToggle, &QPushButton::toggled, this, &EvidencePage::setFieldsShown);
    connect(m_fields, &FieldsPane::filterWanted, m_filter, &FilterBar::add);
    connect(m_fields, &FieldsPane::closeWanted, this, [this] {
        m_fieldsToggle->setChecked(false);
        m_fieldsToggle->setFocus();
    });
    const auto shortcut = [this](const QKeySequence &keys, const std::function<void()> &act) {
        auto *made = new QShortcut(keys, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, this, act);
    };
    shortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L), [this] {
        if (m_fieldsToggle->isEnabled())
            m_fieldsToggle->toggle();
    });
    shortcut(QKeySequence(Qt::CTRL | Qt::Key_S), [this] {
        if (m_model)
            m_picker->save();
    });
    connect(m_picker, &ViewPicker::saveWanted, this, &EvidencePage::saveView);
    connect(m_picker, &ViewPicker::chosen, this, &EvidencePage::showView);
    connect(m_picker, &ViewPicker::allWanted, this, [this] { showView({}); });
    connect(m_table->horizontalHeader(), &QHeaderView::sectionResized, this, &EvidencePage::updateEdited);
    connect(m_table->horizontalHeader(), &QHeaderView::sectionMoved, this, &EvidencePage::updateEdited);
    connect(&Theme::instance(), &Theme::changed, this, &EvidencePage::updateEdited);
}

void EvidencePage::setFieldsShown(bool shown)
{
    QSettings().setValue(fieldsKey(), shown);
    m_fields->setVisible(shown && m_model && m_model->total() > 0);
    readFields();
    arrange();
}

/// Nobody sees it: nothing is counted.
void EvidencePage::readFields()
{
    if (!m_fieldsModel || !m_model)
        return;
    if (m_fieldsToggle->isChecked())
        m_fieldsModel->read(m_model->conditions());
    else
        m_fieldsModel->stop();
}

SavedView EvidencePage::viewNow(const QString &name) const
{
    SavedView view;
    view.name = name;
    view.filter = filterText(m_model->conditions());
    view.order = orderName(m_model->order());
    view.columns = m_table->columns();
    view.compact = Theme::instance().density() == Theme::Density::Compact;
    return view;
}

void EvidencePage::updateEdited()
{
    if (!m_model || m_picker->current().isEmpty())
        return;
    const auto saved = saved_views::find(m_picker->current());
    m_picker->setEdited(!saved || viewNow(saved->name) != *saved);
}

void EvidencePage::saveView(const QString &name)
{
    if (!m_model)
        return;
    saved_views::put(viewNow(name));
    m_picker->setCurrent(name);
}

void EvidencePage::showView(const QString &name)
{
    if (!m_model)
        return;
    const SavedView view = saved_views::find(name).value_or(SavedView());
    ParsedFilter parsed = parseFilter(view.filter); // it was written by the bar
    QUrl next = link(parsed.conditions, std::nullopt);
    next = with(next, QStringLiteral("order"), view.order.isEmpty() ? orderName(keptOrder()) : view.order);
    if (!view.name.isEmpty()) {
        m_table->setColumns(view.columns);
        Theme::instance().setDensity(view.compact ? Theme::Density::Compact : Theme::Density::Comfortable);
        next = with(next, QStringLiteral("view"), view.name);
    }
    go(next);
    updateEdited();
}

} // namespace mandate
