// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/label_desk.h"

#include "models/items/label_words.h"
#include "models/items/people_model.h"
#include "models/items/question.h"
#include "models/items/session_work.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/workspace/labels.h"

#include <QHash>
#include <QTimer>

#include <algorithm>
#include <array>
#include <chrono>

namespace mandate {

namespace {

constexpr std::chrono::milliseconds shortWhile{400};

/// Of one sample, for a ledger of this size: what is judged anew or erased is in the ledger too.
struct LabelCheck
{
    quint64 ledger = 0;
    QString words;
};

struct LabelReading
{
    QList<LabelSampleItem> samples;
    QList<LabelAgent> agents;
    QString refusal;
};

QString refusalWords(const std::optional<Error> &refusal)
{
    //: why something cannot be done, and what to do: two whole sentences
    return refusal ? LabelDesk::tr("%1 %2").arg(visibleLine(refusal->happened, 400), visibleLine(refusal->remedy, 400)) : QString();
}

LabelReading readLabels(Workspace &workspace, const std::stop_token &stop)
{
    LabelReading reading;
    Labels labels(workspace);
    const PeopleRegister people = workspace.people();
    const std::string person = workspace.person().id;
    const auto cannot = labels.refusal();
    reading.refusal = refusalWords(cannot);
    const auto all = labels.list();
    for (const SampleLabels &sample : all) {
        const auto refusal = cannot ? cannot : sample.labellerRefusal(person, people);
        reading.samples.prepend(labelwords::itemOf(sample, otherSamples(all, sample.sample), refusalWords(refusal), refusal ? std::vector<const LabelUnit *>() : sample.open(person, people), people.isOpen()));
    }
    RowFilter acting;
    acting.kinds = {RecordKind::Action};
    const std::array by{Dimension::Agent, Dimension::Deployment};
    const auto tallies = workspace.store().tally(acting, by, stop);
    for (const Tally &tally : tallies ? *tallies : std::vector<Tally>()) {
        const QString agent = toText(tally.key[0]);
        if (agent.isEmpty())
            continue;
        if (reading.agents.isEmpty() || reading.agents.last().agent != agent)
            reading.agents.append({agent, {}});
        if (!tally.key[1].empty())
            reading.agents.last().deployments.append(toText(tally.key[1]));
    }
    return reading;
}

/// Without what could lead whoever judges it.
std::shared_ptr<const SessionTrailData> blinded(const SessionTrailData &trail)
{
    auto blind = std::make_shared<SessionTrailData>(trail);
    blind->items.clear();
    for (TrailItem item : trail.items) {
        if (item.kind == RecordKind::Session || item.kind == RecordKind::Decision)
            continue;
        item.verdict = {};
        item.clause.clear();
        item.parent = -1;
        if (item.outcome == words::of(Outcome::Refused)) { // that it did not run is what happened; who refused it, and with which words, would be a verdict
            item.outcome.text = LabelDesk::tr("Not executed");
            item.result.clear();
        }
        if (item.cutOff > 0) {
            QString &longest = item.result.isEmpty() ? item.said : item.result;
            longest += u' ' + LabelDesk::tr("[%n more character(s) are not shown]", nullptr, static_cast<int>(std::min<quint64>(item.cutOff, INT_MAX)));
            item.cutOff = 0;
        }
        blind->items.push_back(std::move(item));
    }
    return blind;
}

Result<void> openKeys(Workspace &workspace, const QString &passphrase)
{
    return passphrase.isEmpty() ? Result<void>() : workspace.unlockKeys(passphrase.toStdString());
}

} // namespace

struct LabelDesk::Private
{
    Private(LabelDesk *desk, Session *owner) : session(owner), workspace(owner->workspace()), work(new SessionWork(owner)), reading(desk), checking(desk), trail(new SessionTrail(owner->workspace(), desk)) {}

    Session *session;
    std::shared_ptr<Workspace> workspace;
    SessionWork *work;
    QTimer soon; ///< an import appends many times: one reading behind them
    Question<LabelReading> reading;
    LabelReading read;
    bool wasRead = false;
    Question<LabelCheck> checking;
    QString beingChecked;
    QHash<QString, LabelCheck> checks; ///< by name
    SessionTrail *trail;
    std::shared_ptr<const SessionTrailData> blind = std::make_shared<const SessionTrailData>();

    /// Signs in a worker; `done` in the window's thread when it was signed.
    void sign(const QString &passphrase, std::function<Result<void>(Workspace &, std::stop_token)> what, std::function<void(LabelDesk &, Session &)> done)
    {
        work->urgent([workspace = workspace, passphrase, what = std::move(what), done = std::move(done)](const SessionWork::Report &, std::stop_token stop) -> SessionWork::Finish {
            auto ended = std::make_shared<Result<void>>(openKeys(*workspace, passphrase));
            if (*ended)
                *ended = what(*workspace, stop);
            return [ended, done](Session &owner) {
                LabelDesk *desk = LabelDesk::of(&owner);
                owner.people()->refresh(); // keys may be open now
                if (!*ended)
                    return Q_EMIT desk->refused(troubleOf(ended->error()));
                desk->refresh();
                done(*desk, owner);
            };
        });
    }
};

LabelDesk::LabelDesk(Session *session) : QObject(session), m(std::make_unique<Private>(this, session))
{
    m->soon.setSingleShot(true);
    m->soon.setInterval(shortWhile);
    connect(&m->soon, &QTimer::timeout, this, &LabelDesk::refresh);
    connect(m->workspace.get(), &Workspace::ledgerGrew, &m->soon, qOverload<>(&QTimer::start));
    connect(session->people(), &PeopleModel::refreshed, this, &LabelDesk::refresh);
    connect(m->trail, &SessionTrail::readingDone, this, [this] {
        m->blind = blinded(*m->trail->data());
        Q_EMIT followed();
    });
    connect(m->trail, &SessionTrail::troubled, this, &LabelDesk::refused);
    refresh();
}

LabelDesk::~LabelDesk() = default;

LabelDesk *LabelDesk::of(Session *session)
{
    if (!session || session->bundle())
        return nullptr;
    auto *desk = session->findChild<LabelDesk *>(QString(), Qt::FindDirectChildrenOnly);
    return desk ? desk : new LabelDesk(session);
}

bool LabelDesk::wasRead() const
{
    return m->wasRead;
}
bool LabelDesk::isBusy() const
{
    return m->soon.isActive() || m->reading.isOpen() || m->checking.isOpen() || m->work->isBusy() || m->trail->isBusy();
}
const QList<LabelSampleItem> &LabelDesk::samples() const
{
    return m->read.samples;
}
const QList<LabelAgent> &LabelDesk::agents() const
{
    return m->read.agents;
}
QString LabelDesk::refusal() const
{
    return m->read.refusal;
}

const LabelSampleItem *LabelDesk::sample(const QString &name) const
{
    const auto found = std::ranges::find(m->read.samples, name, &LabelSampleItem::name);
    return found == m->read.samples.end() ? nullptr : &*found;
}

bool LabelDesk::needsPassphrase() const
{
    return !m->session->people()->isOpen() && m->session->people()->needsPassphrase();
}

void LabelDesk::refresh()
{
    m->reading.ask([workspace = m->workspace](std::stop_token stop) { return readLabels(*workspace, stop); },
                   [this](LabelReading read) {
                       m->read = std::move(read);
                       m->wasRead = true;
                       Q_EMIT refreshed();
                   });
}

void LabelDesk::check(const QString &name)
{
    const auto known = m->checks.constFind(name);
    if ((known != m->checks.cend() && known->ledger == m->workspace->store().size()) || (m->checking.isOpen() && m->beingChecked == name))
        return;
    m->beingChecked = name;
    m->checking.ask(
        [workspace = m->workspace, name](std::stop_token stop) {
            Labels labels(*workspace);
            LabelCheck check{workspace->store().size(), {}};
            const auto sample = labels.named(name.toStdString());
            const auto drawn = sample ? labels.check(sample->sample, stop) : Result<DrawnAgain>(sample.error());
            check.words = drawn ? labelwords::drawnAgain(*drawn) : visibleLine(drawn.error().happened, 400);
            return check;
        },
        [this, name](LabelCheck check) {
            m->checks.insert(name, std::move(check));
            Q_EMIT checkedAgain(name);
        });
}

QString LabelDesk::checked(const QString &name) const
{
    return m->checks.value(name).words;
}

void LabelDesk::follow(const QString &agent, const LabelUnitItem &unit)
{
    m->trail->read(agent, unit.session, unit.deployment);
}

std::shared_ptr<const SessionTrailData> LabelDesk::trail() const
{
    return m->blind;
}

void LabelDesk::draw(const LabelDrawWish &wish)
{
    m->sign(
        wish.passphrase,
        [wish](Workspace &workspace, const std::stop_token &stop) -> Result<void> {
            LabelSample wanted;
            wanted.name = wish.name.toStdString();
            wanted.agent = wish.agent.toStdString();
            wanted.deployment = wish.deployment.toStdString();
            wanted.reason = wish.reason.toStdString();
            wanted.question = wish.ofSessions ? LabelQuestion::EscalationNeeded : LabelQuestion::InScope;
            wanted.strategy = static_cast<SampleStrategy>(wish.strategy);
            wanted.wanted = wish.size;
            bool isNumber = true;
            wanted.seedChosen = !wish.seed.isEmpty();
            wanted.seed = wish.seed.isEmpty() ? 0 : wish.seed.toULongLong(&isNumber);
            if (!isNumber)
                return Error{ErrorKind::Input, "MND-ITM-031", "The seed is no whole number.", "Nothing was signed.", "Leave it empty, or give a number.", {}};
            for (const auto &[text, into] : {std::pair{&wish.since, &wanted.since}, {&wish.until, &wanted.until}}) {
                *into = parseInstant(text->toStdString());
                if (!text->isEmpty() && !*into)
                    return Error{ErrorKind::Input, "MND-ITM-039", "\"" + text->left(40).toStdString() + "\" is no date or time.", "Nothing was signed.", "Write it as 2025-12-02 or 2025-12-02T14:04:00Z, or leave it empty.", {}};
            }
            const auto sample = Labels(workspace).draw(std::move(wanted), stop);
            return sample ? Result<void>() : Result<void>(sample.error());
        },
        [wish](LabelDesk &desk, Session &session) {
            const QString sentence = tr("The sample %1 is drawn, signed and recorded. Two persons can label it.").arg(visibleLine(wish.name, 80));
            Q_EMIT session.noted(sentence);
            Q_EMIT desk.drawn(wish.name, sentence);
        });
}

void LabelDesk::answer(const LabelAnswerWish &wish)
{
    m->sign(
        wish.passphrase,
        [wish](Workspace &workspace, const std::stop_token &) {
            Label label;
            label.subject = {wish.sample.toStdString(), 0, wish.unit};
            label.answer = static_cast<LabelAnswer>(wish.answer);
            (wish.answer == LabelChoice::CannotTell ? label.reason : label.note) = wish.note.toStdString();
            return Labels(workspace).label(std::move(label));
        },
        [wish](LabelDesk &desk, Session &) { Q_EMIT desk.answered(wish.sample, wish.unit); });
}

void LabelDesk::settle(const LabelAnswerWish &wish)
{
    const auto isSettled = std::make_shared<bool>(false);
    m->sign(
        wish.passphrase,
        [wish, isSettled](Workspace &workspace, const std::stop_token &) -> Result<void> {
            Labels labels(workspace);
            LabelSettlement settlement;
            settlement.subject = {wish.sample.toStdString(), 0, wish.unit};
            settlement.answer = static_cast<LabelAnswer>(wish.answer);
            settlement.reason = wish.note.toStdString();
            const auto said = labels.settle(std::move(settlement));
            if (!said)
                return said;
            const auto now = labels.named(wish.sample.toStdString());
            *isSettled = now && now->of(wish.unit).state() == LabelState::Settled;
            return {};
        },
        [wish, isSettled](LabelDesk &desk, Session &session) {
            const QString said = labelwords::answer(static_cast<LabelAnswer>(wish.answer));
            const QString sentence = *isSettled ? tr("Settled: %1. Both answers stay beside it.").arg(said) : tr("Signed: %1. It is settled once the other labeller says the same, or a third person decides.").arg(said);
            Q_EMIT session.noted(sentence);
            Q_EMIT desk.settled(wish.sample, sentence);
        });
}

} // namespace mandate
