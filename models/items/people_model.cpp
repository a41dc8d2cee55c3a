// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/people_model.h"

#include "models/items/absence.h"
#include "models/items/approval_words.h"
#include "models/items/evidence_model.h"
#include "models/items/text_safety.h"
#include "models/items/words.h"
#include "models/workspace/workspace.h"

#include <algorithm>

namespace mandate {

struct PeopleModel::Read
{
    std::vector<EnrolledItem> items;
    bool open = true;
    QString finding;
    QString keyStore;
    QString enrolRefusal;
    bool needsPassphrase = false;
};

struct PeopleModel::Private
{
    explicit Private(PeopleModel *model) : question(model) {}
    std::shared_ptr<Workspace> workspace;
    Question<Read> question;
    Read read;
};

namespace {

QString reasonOf(const std::optional<Error> &refusal)
{
    return refusal ? QString::fromStdString(refusal->happened + ' ' + refusal->remedy) : QString();
}

} // namespace

PeopleModel::PeopleModel(std::shared_ptr<Workspace> workspace, QObject *parent) : QAbstractTableModel(parent), m(std::make_unique<Private>(this))
{
    m->workspace = std::move(workspace);
}

PeopleModel::~PeopleModel() = default;

void PeopleModel::refresh()
{
    m->question.ask(
        [workspace = m->workspace](std::stop_token) {
            Read read;
            const PeopleRegister people = workspace->people();
            const std::string self = workspace->person().id;
            read.open = people.isOpen();
            if (const auto finding = workspace->peopleFinding())
                read.finding = QString::fromStdString(finding->happened + ' ' + finding->unaffected + ' ' + finding->remedy);
            const KeyStanding keys = workspace->keyStanding();
            read.keyStore = QString::fromStdString(keys.description);
            read.needsPassphrase = keys.isLocked;
            PeopleRegister::Attempt enrolment;
            enrolment.person = people.isOpen() ? self : std::string("account:");
            enrolment.roles = {PersonRole::Owner};
            read.enrolRefusal = reasonOf(workspace->personStepRefusal(enrolment));
            const Instant now = workspace->now();
            const std::vector<Absence> away = absences(people, now);
            for (const EnrolledPerson &person : people.people()) {
                EnrolledItem item;
                item.id = QString::fromStdString(person.id);
                item.shown = shownPerson(people, person.id);
                item.left = person.left;
                item.isSelf = person.id == self;
                QStringList roles;
                for (const PersonRole role : person.roles) {
                    item.roles << QString::fromUtf8(nameOf(role).data(), static_cast<qsizetype>(nameOf(role).size()));
                    roles << roleWord(item.roles.last());
                }
                item.roleWords = person.left ? tr("Left") : roles.join(QStringLiteral(", "));
                item.keyWords = person.key ? QString::fromStdString(person.key->id()) : person.left ? QString() : tr("Revoked");
                QStringList agents;
                for (const Appointment &appointment : people.appointments().all()) {
                    if (appointment.owner == person.id && !appointment.vacated)
                        agents << visibleLine(QString::fromStdString(appointment.agent), 60);
                }
                item.agents = agents.join(QStringLiteral(", "));
                item.decides = people.decides(person.id);
                for (const Absence &one : away) {
                    if (one.person != item.id)
                        continue;
                    //: %1 a time, %2 who decides in their place
                    item.away = one.isNow(now) ? tr("Until %1; %2 decides").arg(words::shortTime(one.until, now), one.delegateShown)
                                               //: %1 and %2 times, %3 who decides in their place
                                               : tr("From %1 until %2; %3 decides").arg(words::shortTime(one.from, now), words::shortTime(one.until, now), one.delegateShown);
                }
                for (std::size_t act = 0; act < personActCount; ++act) {
                    PeopleRegister::Attempt attempt;
                    attempt.step = static_cast<PersonStep>(act);
                    attempt.person = person.id;
                    attempt.roles = {PersonRole::Auditor};
                    attempt.agent = "any";
                    attempt.until = Instant{now.nanoseconds + longestDelegationNs / 2, true};
                    for (const EnrolledPerson &other : people.people()) {
                        if (other.id != person.id && people.decides(other.id) && !people.delegations().of(other.id, now))
                            attempt.delegate = other.id; // somebody there could
                    }
                    item.refusals[act] = reasonOf(workspace->personStepRefusal(attempt));
                }
                read.items.push_back(std::move(item));
            }
            return read;
        },
        [this](Read read) {
            beginResetModel();
            m->read = std::move(read);
            endResetModel();
            Q_EMIT refreshed();
        });
}

int PeopleModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m->read.items.size());
}

int PeopleModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PeopleModel::data(const QModelIndex &index, int role) const
{
    const EnrolledItem *person = item(index.row());
    if (!index.isValid() || !person)
        return {};
    const auto text = [&]() -> QString {
        switch (index.column()) {
        case Name: return person->isSelf ? tr("%1 (you)").arg(person->shown) : person->shown;
        case Roles: return person->roleWords;
        case Away: return person->away;
        case Key: return person->keyWords;
        case AnswersFor: return person->agents.isEmpty() ? tr("No agent") : person->agents;
        default: return {};
        }
    };
    if (role == Qt::DisplayRole)
        return text();
    if (role == Qt::ToolTipRole && index.column() == Name)
        return visibleLine(person->id, 200);
    if (role == Qt::AccessibleTextRole) //: one cell: %1 the column, %2 its text
        return tr("%1: %2").arg(headerData(index.column(), Qt::Horizontal).toString(), text());
    return {};
}

QVariant PeopleModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Person");
    case Roles: return tr("Roles");
    case Away: return tr("Away");
    case Key: return tr("Key");
    case AnswersFor: return tr("Answers for");
    default: return {};
    }
}

const EnrolledItem *PeopleModel::item(int row) const
{
    return row >= 0 && row < rowCount() ? &m->read.items[static_cast<std::size_t>(row)] : nullptr;
}

int PeopleModel::rowOf(const QString &id) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (item(row)->id == id)
            return row;
    }
    return -1;
}

const EnrolledItem *PeopleModel::self() const
{
    const auto found = std::ranges::find_if(m->read.items, &EnrolledItem::isSelf);
    return found == m->read.items.end() ? nullptr : &*found;
}

bool PeopleModel::isOpen() const
{
    return m->read.open;
}
QString PeopleModel::finding() const
{
    return m->read.finding;
}
QString PeopleModel::keyStore() const
{
    return m->read.keyStore;
}
bool PeopleModel::needsPassphrase() const
{
    return m->read.needsPassphrase;
}
QString PeopleModel::enrolRefusal() const
{
    return m->read.enrolRefusal;
}
bool PeopleModel::isBusy() const
{
    return m->question.isOpen();
}

QStringList PeopleModel::personRoleNames()
{
    QStringList names;
    for (std::size_t i = 0; i < personRoleCount; ++i) {
        const std::string_view name = nameOf(static_cast<PersonRole>(i));
        names << QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    }
    return names;
}

QString PeopleModel::roleWord(const QString &name)
{
    switch (personRoleOf(name.toStdString()).value_or(PersonRole::Auditor)) {
    case PersonRole::Owner: return tr("Accountability owner");
    case PersonRole::Deputy: return tr("Deputy");
    case PersonRole::Legal: return tr("Legal");
    case PersonRole::ProductLead: return tr("Product lead");
    case PersonRole::Auditor: return tr("Auditor");
    }
    return {};
}

} // namespace mandate
