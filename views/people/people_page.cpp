// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/people/people_page.h"

#include "models/items/agent_model.h"
#include "models/items/session.h"
#include "views/people/person_sheet.h"
#include "views/widgets/flow_layout.h"
#include "views/widgets/page_header.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/table.h"

#include <QEvent>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace mandate {
namespace {

constexpr std::array<PersonAct, personActCount> everyAct{PersonAct::Enrol,     PersonAct::ChangeRoles, PersonAct::Appoint,
                                                         PersonAct::Delegate, PersonAct::EndDelegation, PersonAct::NewKey,
                                                         PersonAct::RevokeKey, PersonAct::Leave};

} // namespace

PeoplePage::PeoplePage(QWidget *parent)
    : Page(parent),
      m_header(new PageHeader(this)),
      m_finding(new PlainText(this)),
      m_state(new PlainText(this)),
      m_sheet(nullptr),
      m_table(nullptr)
{
    auto *acts = new QWidget(this); // as many lines as the window's width takes
    auto *row = new FlowLayout(acts, 8);
    acts->setContentsMargins(16, 6, 16, 6);
    for (const PersonAct act : everyAct) {
        auto *button = new QPushButton(this);
        m_buttons.insert(act, button);
        row->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, act] { openSheet(act); });
    }
    m_sheet = new PersonSheet(this);
    m_table = new QTableView(this);
    setUpTable(m_table, QString());
    m_finding->setContentsMargins(16, 6, 16, 0);
    m_state->setContentsMargins(16, 0, 16, 6);
    m_state->setProperty("part", QStringLiteral("muted"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_finding);
    layout->addWidget(acts);
    layout->addWidget(m_sheet);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_state);
    connect(m_sheet, &PersonSheet::committed, this, [this](const PersonChange &change) {
        if (m_session)
            m_session->changePeople(change);
    });
    connect(m_sheet, &PersonSheet::closed, this, [this] { m_table->setFocus(Qt::OtherFocusReason); });
    retranslate();
    updateButtons();
}

QString PeoplePage::title() const
{
    return tr("People");
}

void PeoplePage::setSession(Session *session)
{
    if (m_session && m_session->people())
        m_session->people()->disconnect(this);
    m_session = session;
    m_current.clear();
    m_sheet->hide();
    PeopleModel *model = session ? session->people() : nullptr;
    m_table->setModel(model);
    if (model) {
        connect(model, &PeopleModel::refreshed, this, &PeoplePage::refreshed);
        connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
            if (const EnrolledItem *person = current())
                m_current = person->id;
            updateButtons();
        });
        fitColumns(m_table, key(), {PeopleModel::Name, PeopleModel::Roles, PeopleModel::Away, PeopleModel::AnswersFor, PeopleModel::Key}, PeopleModel::AnswersFor);
    }
    refreshed();
}

bool PeoplePage::showLink(const QUrl &)
{
    return true;
}

QUrl PeoplePage::currentLink() const
{
    return QUrl(QStringLiteral("mandate://people"));
}

QList<QWidget *> PeoplePage::panes() const
{
    return {m_table};
}

const EnrolledItem *PeoplePage::current() const
{
    return m_session && m_table->currentIndex().isValid() ? m_session->people()->item(m_table->currentIndex().row()) : nullptr;
}

void PeoplePage::refreshed()
{
    const PeopleModel *model = m_session ? m_session->people() : nullptr;
    m_finding->setUntrusted(model ? model->finding() : QString());
    m_finding->setVisible(model && !model->finding().isEmpty());
    m_state->setUntrusted(model ? tr("Keys are kept here: %1").arg(model->keyStore()) : QString());
    m_header->setSummary(model && model->rowCount() > 0 ? tr("%Ln person(s)", nullptr, model->rowCount()) : QString());
    if (model && model->rowCount() > 0)
        m_table->selectRow(qMax(0, model->rowOf(m_current)));
    updateButtons();
}

void PeoplePage::updateButtons()
{
    const EnrolledItem *person = current();
    for (auto it = m_buttons.cbegin(); it != m_buttons.cend(); ++it) {
        const PersonAct act = it.key();
        QString why;
        if (!m_session)
            why = tr("No workspace is open.");
        else if (act == PersonAct::Enrol)
            why = m_session->people()->enrolRefusal();
        else if (act == PersonAct::Delegate && m_session->people()->self()) // whoever is chosen in the table: one hands over one's own
            why = m_session->people()->self()->refusals.at(static_cast<std::size_t>(act));
        else if (!person)
            why = tr("Choose a person in the table first. Nobody is enrolled until somebody enrols themselves.");
        else
            why = person->refusals.at(static_cast<std::size_t>(act));
        it.value()->setEnabled(why.isEmpty());
        it.value()->setToolTip(why.isEmpty() ? PersonSheet::buttonWords(act) : why);
        it.value()->setAccessibleDescription(why);
    }
}

void PeoplePage::openSheet(PersonAct act)
{
    if (!m_session)
        return;
    QStringList agents;
    for (int row = 0; row < m_session->agents()->rowCount(); ++row)
        agents << m_session->agents()->item(row)->agent;
    const EnrolledItem *about = act == PersonAct::Enrol ? nullptr : act == PersonAct::Delegate ? m_session->people()->self() : current();
    m_sheet->open(act, about, *m_session->people(), agents);
}

void PeoplePage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        refreshed();
    }
    Page::changeEvent(event);
}

void PeoplePage::retranslate()
{
    m_header->setTitle(title());
    m_table->setAccessibleName(tr("People"));
    for (auto it = m_buttons.cbegin(); it != m_buttons.cend(); ++it) {
        //: a button that opens a form: %1 such as "Enrol person"
        it.value()->setText(tr("%1…").arg(PersonSheet::buttonWords(it.key())));
    }
}

} // namespace mandate
