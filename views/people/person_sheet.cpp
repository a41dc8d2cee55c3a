// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/people/person_sheet.h"

#include "models/items/text_safety.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

namespace mandate {
namespace {

constexpr int usualAbsenceDays = 7;

} // namespace

PersonSheet::PersonSheet(QWidget *parent)
    : QFrame(parent),
      m_title(new PlainText(this)),
      m_meaning(new PlainText(this)),
      m_roleBox(new QWidget(this)),
      m_requestLabel(new QLabel(this)),
      m_request(new QPlainTextEdit(this)),
      m_agentLabel(new QLabel(this)),
      m_agent(new QComboBox(this)),
      m_deputyLabel(new QLabel(this)),
      m_deputy(new QComboBox(this)),
      m_delegateLabel(new QLabel(this)),
      m_delegate(new QComboBox(this)),
      m_timesLabel(new QLabel(this)),
      m_times(new QWidget(this)),
      m_from(new QDateTimeEdit(m_times)),
      m_until(new QDateTimeEdit(m_times)),
      m_noteLabel(new QLabel(this)),
      m_note(new QLineEdit(this)),
      m_passphraseLabel(new QLabel(this)),
      m_passphrase(new QLineEdit(this)),
      m_problem(new QLabel(this)),
      m_keep(new QPushButton(this)),
      m_commit(new QPushButton(this))
{
    setProperty("surface", QStringLiteral("panel"));
    m_title->setFont(Theme::scaledFont(1.0, QFont::Bold));
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_request->setTabChangesFocus(true);
    m_request->setFixedHeight(fontMetrics().height() * 3 + 22);
    m_problem->setWordWrap(true);
    auto *roles = new QHBoxLayout(m_roleBox);
    roles->setContentsMargins(0, 0, 0, 0);
    for (int i = 0; i < PeopleModel::personRoleNames().size(); ++i) {
        m_roles << new QCheckBox(m_roleBox);
        roles->addWidget(m_roles.last());
    }
    roles->addStretch(1);
    auto *times = new QHBoxLayout(m_times);
    times->setContentsMargins(0, 0, 0, 0);
    for (QDateTimeEdit *time : {m_from, m_until}) {
        time->setTimeSpec(Qt::UTC);
        time->setCalendarPopup(true);
        time->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
        times->addWidget(time);
    }
    times->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 14, 16, 14);
    layout->setSpacing(6);
    for (QWidget *widget : QList<QWidget *>{m_title, m_meaning, m_roleBox, m_requestLabel, m_request, m_agentLabel, m_agent, m_deputyLabel, m_deputy, m_delegateLabel, m_delegate, m_timesLabel, m_times, m_noteLabel,
                                            m_note, m_passphraseLabel, m_passphrase})
        layout->addWidget(widget);
    for (const auto &[label, field] : std::initializer_list<std::pair<QLabel *, QWidget *>>{
             {m_requestLabel, m_request}, {m_agentLabel, m_agent}, {m_deputyLabel, m_deputy}, {m_delegateLabel, m_delegate}, {m_timesLabel, m_from}, {m_noteLabel, m_note}, {m_passphraseLabel, m_passphrase}}) {
        label->setBuddy(field);
        label->setWordWrap(true);
    }
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_problem, 1);
    buttons->addWidget(m_keep);
    buttons->addWidget(m_commit);
    layout->addLayout(buttons);
    QList<QWidget *> order; // the fields were made in another order than they stand in
    for (QCheckBox *role : m_roles)
        order << role;
    order << m_request << m_agent << m_deputy << m_delegate << m_from << m_until << m_note << m_passphrase << m_keep << m_commit;
    for (int i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
    connect(m_keep, &QPushButton::clicked, this, &PersonSheet::close);
    connect(m_commit, &QPushButton::clicked, this, &PersonSheet::commit);
    for (const auto key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &PersonSheet::commit);
    }
    hide();
}

QString PersonSheet::buttonWords(PersonAct act)
{
    switch (act) {
    case PersonAct::Enrol: return tr("Enrol person");
    case PersonAct::ChangeRoles: return tr("Change roles");
    case PersonAct::NewKey: return tr("Give new key");
    case PersonAct::RevokeKey: return tr("Revoke key");
    case PersonAct::Leave: return tr("End enrolment");
    case PersonAct::Appoint: return tr("Appoint owner");
    case PersonAct::Delegate: return tr("Hand over while away");
    case PersonAct::EndDelegation: return tr("End handover");
    }
    return {};
}

void PersonSheet::open(PersonAct act, const EnrolledItem *person, const PeopleModel &people, const QStringList &agents)
{
    m_change = {};
    m_change.act = act;
    m_change.person = person ? person->id : QString();
    m_first = act == PersonAct::Enrol && people.isOpen();
    const QStringList names = PeopleModel::personRoleNames();
    for (int i = 0; i < m_roles.size(); ++i)
        m_roles[i]->setChecked(m_first ? i == 0 : person && person->roles.contains(names[i]));
    m_request->clear();
    m_note->clear();
    m_passphrase->clear();
    m_problem->clear();
    m_agent->clear();
    for (const QString &agent : agents)
        m_agent->addItem(visibleLine(agent, 80), agent);
    m_delegate->clear();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    m_from->setDateTime(now);
    m_until->setDateTime(QDateTime(now.date().addDays(usualAbsenceDays), QTime(8, 0), Qt::UTC));
    m_deputy->clear();
    m_deputy->addItem(tr("No deputy"), QString());
    for (int row = 0; row < people.rowCount(); ++row) {
        const EnrolledItem &other = *people.item(row);
        if (!other.left && other.id != m_change.person && (other.roles.contains(QLatin1String("owner")) || other.roles.contains(QLatin1String("deputy"))))
            m_deputy->addItem(other.shown, other.id);
        if (other.decides && other.id != m_change.person)
            //: who can decide in one's place, and that they are away themselves: %1 a name, %2 "Until …; … decides"
            m_delegate->addItem(other.away.isEmpty() ? other.shown : tr("%1 (away: %2)").arg(other.shown, other.away), other.id);
    }
    const bool roles = act == PersonAct::Enrol || act == PersonAct::ChangeRoles;
    const bool request = (act == PersonAct::Enrol && !m_first) || (act == PersonAct::NewKey && person && !person->isSelf);
    const bool appoint = act == PersonAct::Appoint;
    m_roleBox->setVisible(roles);
    m_requestLabel->setVisible(request);
    m_request->setVisible(request);
    for (QWidget *widget : QList<QWidget *>{m_agentLabel, m_agent, m_deputyLabel, m_deputy})
        widget->setVisible(appoint);
    const bool handsOver = act == PersonAct::Delegate;
    for (QWidget *widget : QList<QWidget *>{m_delegateLabel, m_delegate, m_timesLabel, m_times})
        widget->setVisible(handsOver);
    m_passphraseLabel->setVisible(people.needsPassphrase());
    m_passphrase->setVisible(people.needsPassphrase());
    retranslate(person);
    m_meaning->setUntrusted((m_first ? tr("You become the first owner, with a key of your own. From then on only enrolled people act here, each with their own key.")
                                     : QString()) +
                            (m_first || act == PersonAct::NewKey ? QLatin1Char(' ') + tr("Keys are kept here: %1").arg(people.keyStore()) : QString()));
    if (handsOver)
        m_meaning->setUntrusted(tr("They decide about your agents in your place, and every decision says so. It lends no role and is not passed on, and they are never the second person "
                                   "for what they proposed themselves. You can end it at any time."));
    m_meaning->setVisible(m_first || act == PersonAct::NewKey || handsOver);
    show();
    QWidget *firstField = roles ? static_cast<QWidget *>(m_roles.first()) : request ? static_cast<QWidget *>(m_request) : appoint ? static_cast<QWidget *>(m_agent) : handsOver ? static_cast<QWidget *>(m_delegate) : m_note;
    firstField->setFocus(Qt::OtherFocusReason);
}

void PersonSheet::retranslate(const EnrolledItem *person)
{
    const QString question = person ? tr("%1: %2").arg(buttonWords(m_change.act), isolated(person->shown)) : buttonWords(m_change.act);
    m_title->setUntrusted(question);
    setAccessibleName(question);
    const QStringList names = PeopleModel::personRoleNames();
    for (int i = 0; i < m_roles.size(); ++i)
        m_roles[i]->setText(PeopleModel::roleWord(names[i]));
    m_requestLabel->setText(tr("Their request: the text that \"mandate people request\" printed on their account"));
    m_request->setAccessibleName(m_requestLabel->text());
    m_agentLabel->setText(tr("Agent they answer for: they review its pact, watch its metrics, answer its escalations, own what it does and decide whether it is suspended"));
    m_agent->setAccessibleName(tr("Agent"));
    m_deputyLabel->setText(tr("Deputy, who decides while they are away"));
    m_deputy->setAccessibleName(tr("Deputy"));
    m_delegateLabel->setText(tr("Who decides for you"));
    m_delegate->setAccessibleName(m_delegateLabel->text());
    m_timesLabel->setText(tr("From and until, in UTC; 90 days at most"));
    m_from->setAccessibleName(tr("From, in UTC"));
    m_until->setAccessibleName(tr("Until, in UTC"));
    m_noteLabel->setText(m_change.act == PersonAct::Leave || m_change.act == PersonAct::RevokeKey ? tr("Reason, kept in the record") : tr("Note, kept in the record"));
    m_note->setAccessibleName(m_noteLabel->text());
    m_passphraseLabel->setText(tr("Passphrase of your keys (at least 8 characters; the first one you type is kept to)"));
    m_passphrase->setAccessibleName(tr("Passphrase of your keys"));
    m_keep->setText(tr("Keep as is"));
    m_keep->setToolTip(tr("Closes the sheet and changes nothing (Esc)"));
    m_commit->setText(buttonWords(m_change.act));
    m_commit->setToolTip(tr("Signs and records it at once (Ctrl+Return)"));
}

void PersonSheet::commit()
{
    if (isHidden())
        return;
    m_change.roles.clear();
    const QStringList names = PeopleModel::personRoleNames();
    for (int i = 0; i < m_roles.size(); ++i) {
        if (m_roles[i]->isChecked())
            m_change.roles << names[i];
    }
    m_change.request = m_request->toPlainText().trimmed();
    m_change.agent = m_agent->currentData().toString();
    m_change.deputy = m_deputy->currentData().toString();
    m_change.delegate = m_delegate->currentData().toString();
    m_change.from = m_from->dateTime() <= QDateTime::currentDateTimeUtc() ? QDateTime() : m_from->dateTime();
    m_change.until = m_until->dateTime();
    m_change.note = m_note->text();
    m_change.passphrase = m_passphrase->text();
    if (m_request->isVisible() && m_change.request.isEmpty()) {
        m_problem->setText(tr("Paste their request first."));
        m_request->setFocus(Qt::OtherFocusReason);
        return;
    }
    if (m_change.act == PersonAct::Delegate && m_change.until <= (m_change.from.isValid() ? m_change.from : QDateTime::currentDateTimeUtc())) {
        m_problem->setText(tr("It would end before it begins: choose a later end."));
        m_until->setFocus(Qt::OtherFocusReason);
        return;
    }
    const PersonChange change = m_change;
    m_passphrase->clear();
    close();
    Q_EMIT committed(change);
}

void PersonSheet::close()
{
    if (isHidden())
        return;
    hide();
    Q_EMIT closed();
}

void PersonSheet::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QFrame::keyPressEvent(event);
}

} // namespace mandate
