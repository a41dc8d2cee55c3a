// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/draft_model.h"

#include "models/drafts/draft_shelf.h"
#include "models/drafts/pact_draft.h"
#include "models/items/draft_work.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/items/workspace_lease.h"

#include <QFutureWatcher>
#include <QLocale>
#include <QTimer>
#include <QtConcurrentRun>

#include <algorithm>
#include <chrono>

namespace mandate {
namespace {

using Json = PactDraft::Json;
constexpr std::chrono::milliseconds checkAfter{120}; ///< without another change: a pause in typing
constexpr std::chrono::milliseconds saveAfter{1000};

QVariant variantOf(const Json &json)
{
    switch (json.type()) {
    case Json::value_t::boolean: return json.get<bool>();
    case Json::value_t::number_integer: return static_cast<qlonglong>(json.get<std::int64_t>());
    case Json::value_t::number_unsigned: return static_cast<qulonglong>(json.get<std::uint64_t>());
    case Json::value_t::number_float: return json.get<double>();
    case Json::value_t::string: return QString::fromStdString(json.get<std::string>());
    case Json::value_t::array: {
        QStringList texts;
        for (const Json &item : json) {
            if (!item.is_string())
                return {};
            texts << QString::fromStdString(item.get<std::string>());
        }
        return texts;
    }
    default: return {};
    }
}

Json jsonOf(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::Bool: return value.toBool();
    case QMetaType::Int:
    case QMetaType::LongLong: return static_cast<std::int64_t>(value.toLongLong());
    case QMetaType::UInt:
    case QMetaType::ULongLong: return static_cast<std::uint64_t>(value.toULongLong());
    case QMetaType::Double: return value.toDouble();
    case QMetaType::QStringList: {
        Json list = Json::array();
        for (const QString &text : value.toStringList())
            list.push_back(text.toStdString());
        return list;
    }
    case QMetaType::QVariantMap: {
        Json object = Json::object();
        const QVariantMap map = value.toMap();
        for (auto it = map.begin(); it != map.end(); ++it)
            object[it.key().toStdString()] = jsonOf(it.value());
        return object;
    }
    default: return value.toString().toStdString();
    }
}

} // namespace

struct DraftModel::Private
{
    Private(std::shared_ptr<Workspace> w, DraftShelf s, std::string k, std::string text)
        : workspace(std::move(w)),
          shelf(std::move(s)),
          trail(std::make_shared<draftwork::Trail>(leaseOf(workspace))),
          key(std::move(k)),
          savedText(std::move(text))
    {
    }

    std::shared_ptr<Workspace> workspace;
    DraftShelf shelf;
    std::shared_ptr<draftwork::Trail> trail;
    std::string key;
    PactDraft draft;
    std::optional<QString> brokenSource; ///< typed text that is no JSON
    QString sourceProblem;
    int sourceProblemLine = 0;

    QTimer checkTimer;
    QTimer saveTimer;
    QFutureWatcher<draftwork::Checked> checking;
    std::uint64_t checkedRevision = UINT64_MAX;
    draftwork::Checked known;
    QFutureWatcher<void> gathering;
    std::stop_source stopGathering;

    QFutureWatcher<draftwork::Compared> comparing;
    std::stop_source stopComparing;
    draftwork::Compared comparison;
    bool compareAgain = false;
    QFutureWatcher<std::optional<draftwork::Reasoned>> reasoning; ///< after the comparison, which people wait for
    std::optional<draftwork::Reasoned> logic;                     ///< of the state `logicRevision`
    std::uint64_t logicRevision = UINT64_MAX;
    std::shared_ptr<LogicMemory> memory = std::make_shared<LogicMemory>();

    QFutureWatcher<draftwork::Replayed> replaying;
    std::stop_source stopReplaying;
    std::optional<DraftReplay> replay;
    std::uint64_t replayRevision = 0;
    std::shared_ptr<const ReplayReport> report;
    bool replayKept = false;
    QFutureWatcher<std::optional<Trouble>> keeping;
    bool replayAgain = false; ///< asked for once: goes on with every change

    std::string savedText;
    std::optional<QDateTime> saved;

    [[nodiscard]] std::string sourceText() const { return brokenSource ? brokenSource->toStdString() : draft.source(); }
};

DraftModel::DraftModel(std::shared_ptr<Workspace> workspace, QString key, const std::string &text, QObject *parent) : QObject(parent)
{
    DraftShelf shelf(workspace->path());
    m = std::make_unique<Private>(std::move(workspace), std::move(shelf), key.toStdString(), text);
    const auto document = PactDraft::parse(text);
    if (document)
        m->draft = PactDraft(*document);
    else
        setSource(QString::fromStdString(text));
    m->checkTimer.setSingleShot(true);
    m->checkTimer.setInterval(checkAfter);
    m->saveTimer.setSingleShot(true);
    m->saveTimer.setInterval(saveAfter);
    connect(&m->checkTimer, &QTimer::timeout, this, &DraftModel::check);
    connect(&m->saveTimer, &QTimer::timeout, this, &DraftModel::save);
    connect(&m->checking, &QFutureWatcherBase::finished, this, [this] {
        m->known = m->checking.result();
        m->checkedRevision = m->known.revision;
        if (m->known.wanted && !m->gathering.isRunning())
            m->gathering.setFuture(QtConcurrent::run(
                [trail = m->trail, binds = *m->known.wanted, stop = m->stopGathering.get_token()] { trail->gather(binds, stop); }));
        if (m->checkedRevision != m->draft.revision())
            m->checkTimer.start();
        else
            settled();
        Q_EMIT checked();
    });
    connect(&m->keeping, &QFutureWatcherBase::finished, this, [this] {
        const auto trouble = m->keeping.result();
        if (trouble)
            Q_EMIT troubled(*trouble);
        m->replayKept = !trouble;
        Q_EMIT replayChanged();
    });
    connect(&m->gathering, &QFutureWatcherBase::finished, this, &DraftModel::check);
    connect(&m->comparing, &QFutureWatcherBase::finished, this, [this] {
        if (std::exchange(m->compareAgain, false))
            return compare();
        m->comparison = m->comparing.result();
        Q_EMIT compared();
        reason();
    });
    connect(&m->reasoning, &QFutureWatcherBase::finished, this, [this] {
        if (m->logicRevision != m->draft.revision())
            return m->comparing.isRunning() ? void() : reason(); // of an earlier state, which let go
        m->logic = m->reasoning.result();
        showLogic();
    });
    connect(&m->replaying, &QFutureWatcherBase::finished, this, [this] {
        const draftwork::Replayed replayed = m->replaying.result();
        m->replay = replayed.replay;
        m->report = replayed.report;
        m->replayKept = false;
        if (replayed.trouble)
            Q_EMIT troubled(*replayed.trouble);
        Q_EMIT replayChanged();
        if (!m->replay && !replayed.trouble && m->replayRevision != m->draft.revision() && isChecked())
            settled(); // it was cut short by a change
    });
    check();
}

DraftModel::~DraftModel()
{
    m->stopComparing.request_stop();
    m->stopReplaying.request_stop();
    m->stopGathering.request_stop();
    save();
    m->checking.waitForFinished();
    m->comparing.waitForFinished();
    m->reasoning.waitForFinished();
    m->replaying.waitForFinished();
    m->gathering.waitForFinished();
    m->keeping.waitForFinished();
}

QString DraftModel::key() const
{
    return QString::fromStdString(m->key);
}

QString DraftModel::title() const
{
    const QString title = value(QStringLiteral("/title")).toString();
    const QString shown = visibleLine((title.isEmpty() ? value(QStringLiteral("/pact_id")).toString() : title).toStdString(), 200);
    return (shown + QLatin1Char(' ') + visibleLine(value(QStringLiteral("/version")).toString().toStdString(), 40)).trimmed();
}

bool DraftModel::has(const QString &pointer) const
{
    return m->draft.find(pointer.toStdString()) != nullptr;
}

QVariant DraftModel::value(const QString &pointer) const
{
    const Json *found = m->draft.find(pointer.toStdString());
    return found ? variantOf(*found) : QVariant();
}

int DraftModel::size(const QString &list) const
{
    const Json *found = m->draft.find(list.toStdString());
    return found && found->is_array() ? static_cast<int>(found->size()) : 0;
}

void DraftModel::set(const QString &pointer, const QVariant &value, bool typing)
{
    const std::uint64_t before = m->draft.revision();
    m->draft.set(pointer.toStdString(), jsonOf(value), typing);
    if (m->draft.revision() != before)
        touched(pointer);
}

void DraftModel::remove(const QString &pointer)
{
    if (!has(pointer))
        return;
    m->draft.remove(pointer.toStdString());
    touched(pointer.left(pointer.lastIndexOf(QLatin1Char('/'))));
}

void DraftModel::insert(const QString &list, int index, const QVariantMap &item)
{
    m->draft.insert(list.toStdString(), static_cast<std::size_t>(std::max(index, 0)), jsonOf(item));
    touched(list);
}

void DraftModel::duplicate(const QString &list, int index)
{
    const Json *item = m->draft.find(below(list.toStdString(), static_cast<std::size_t>(index)));
    if (!item)
        return;
    m->draft.insert(list.toStdString(), static_cast<std::size_t>(index) + 1, *item);
    touched(list);
}

void DraftModel::move(const QString &list, int from, int to)
{
    const std::uint64_t before = m->draft.revision();
    m->draft.move(list.toStdString(), static_cast<std::size_t>(from), static_cast<std::size_t>(to));
    if (m->draft.revision() != before)
        touched(list);
}

void DraftModel::endTyping()
{
    m->draft.endTyping();
}

bool DraftModel::canUndo() const
{
    return m->draft.canUndo();
}

bool DraftModel::canRedo() const
{
    return m->draft.canRedo();
}

void DraftModel::undo()
{
    if (const auto place = m->draft.undo())
        touched(QString::fromStdString(*place));
}

void DraftModel::redo()
{
    if (const auto place = m->draft.redo())
        touched(QString::fromStdString(*place));
}

QString DraftModel::source() const
{
    return m->brokenSource ? *m->brokenSource : QString::fromStdString(m->draft.source());
}

void DraftModel::setSource(const QString &text)
{
    if (text == source())
        return;
    const auto document = PactDraft::parse(text.toStdString());
    if (document) {
        m->draft.replace(*document, true);
        touched({});
        return;
    }
    m->brokenSource = text;
    m->sourceProblem = QString::fromStdString(document.error().happened);
    m->sourceProblemLine = static_cast<int>(document.error().position.line.value_or(0));
    m->saveTimer.start();
    Q_EMIT sourceProblemChanged();
}

QString DraftModel::sourceProblem() const
{
    return m->brokenSource ? m->sourceProblem : QString();
}

int DraftModel::sourceProblemLine() const
{
    return m->brokenSource ? m->sourceProblemLine : 0;
}

const PactItem &DraftModel::item() const
{
    return m->known.item;
}

bool DraftModel::isChecked() const
{
    return m->checkedRevision == m->draft.revision();
}

QStringList DraftModel::knownTools() const
{
    return m->known.tools;
}

QStringList DraftModel::knownFields(const QStringList &tools) const
{
    QStringList fields;
    for (const auto &[tool, arguments] : m->known.arguments) {
        if (tools.isEmpty() || tools.contains(tool))
            fields << arguments;
    }
    fields << m->known.otherFields;
    fields.removeDuplicates();
    return fields;
}

std::optional<QDateTime> DraftModel::saved() const
{
    return m->saved;
}

QString DraftModel::comparedWith() const
{
    return m->comparison.with;
}

QString DraftModel::behind() const
{
    return m->comparison.behind;
}

const Workspace &DraftModel::workspace() const
{
    return *m->workspace;
}

bool DraftModel::isComparing() const
{
    return m->comparing.isRunning();
}

const std::vector<DraftChange> &DraftModel::changes() const
{
    return m->comparison.changes;
}

void DraftModel::compare()
{
    if (m->comparing.isRunning()) {
        m->compareAgain = true; // of the present state, once the old one has let go
        m->stopComparing.request_stop();
        return;
    }
    m->stopComparing = std::stop_source();
    m->comparing.setFuture(QtConcurrent::run(
        [workspace = leaseOf(m->workspace), text = m->draft.source(), stop = m->stopComparing.get_token()] { return draftwork::compare(*workspace, text, stop); }));
    Q_EMIT compared();
}

bool DraftModel::isReplaying() const
{
    return m->replaying.isRunning();
}

const DraftReplay *DraftModel::replayed() const
{
    return m->replay && m->replayRevision == m->draft.revision() ? &*m->replay : nullptr;
}

void DraftModel::replay()
{
    if (m->replaying.isRunning())
        return;
    m->stopReplaying = std::stop_source();
    m->replayRevision = m->draft.revision();
    m->replayAgain = true;
    m->replay.reset();
    m->replaying.setFuture(QtConcurrent::run(
        [trail = m->trail, text = m->draft.source(), stop = m->stopReplaying.get_token()] { return draftwork::replay(*trail, text, stop); }));
    Q_EMIT replayChanged();
}

void DraftModel::keepReplay()
{
    if (!replayed() || m->replayKept)
        return;
    if (m->keeping.isRunning())
        return;
    m->keeping.setFuture(QtConcurrent::run([workspace = leaseOf(m->workspace), report = m->report]() -> std::optional<Trouble> {
        const auto kept = workspace->recordReplay(*report);
        return kept ? std::nullopt : std::optional(troubleOf(kept.error()));
    }));
}

bool DraftModel::replayKept() const
{
    return m->replayKept && replayed();
}

void DraftModel::cancelReplay()
{
    m->replayAgain = false;
    m->stopReplaying.request_stop();
}

bool DraftModel::save()
{
    m->saveTimer.stop();
    const std::string text = m->sourceText();
    if (text == m->savedText)
        return true;
    if (const auto saved = m->shelf.save(m->key, text); !saved) {
        Q_EMIT troubled(troubleOf(saved.error()));
        return false;
    }
    m->savedText = text;
    m->saved = QDateTime::currentDateTime();
    Q_EMIT savedChanged();
    return true;
}

std::string DraftModel::text() const
{
    return m->draft.source();
}

void DraftModel::touched(const QString &pointer)
{
    const bool wasBroken = m->brokenSource.has_value();
    m->brokenSource.reset();
    m->checkTimer.start();
    m->saveTimer.start();
    if (m->replaying.isRunning())
        m->stopReplaying.request_stop();
    if (wasBroken)
        Q_EMIT sourceProblemChanged();
    Q_EMIT changed(pointer);
    if (m->replay)
        Q_EMIT replayChanged(); // it is of an earlier state now
}

/// The present state is checked: what takes longer is computed of it.
void DraftModel::settled()
{
    m->logic.reset();
    m->stopComparing.request_stop(); // what is reasoned about is an earlier state
    compare();
    showLogic();
    if (m->replayAgain && !m->replaying.isRunning() && !replayed() && m->known.item.problemCount(ProblemClass::Error) == 0)
        replay();
}

/// Findings of the solver stand among the others, as long as they are of the present state.
void DraftModel::showLogic()
{
    auto &problems = m->known.item.problems;
    std::erase_if(problems, [](const ProblemItem &problem) { return problem.fromLogic; });
    if (m->comparing.isRunning() || m->reasoning.isRunning() || !m->logic)
        return;
    for (ProblemItem problem : m->logic->found) {
        problem.fromLogic = true;
        problems.push_back(std::move(problem));
    }
    std::ranges::stable_sort(problems, {}, &ProblemItem::kind);
    Q_EMIT checked();
    Q_EMIT logicChanged();
}

void DraftModel::reason()
{
    if (m->reasoning.isRunning())
        return; // goes on with the present state when it ends
    m->logicRevision = m->draft.revision();
    m->reasoning.setFuture(QtConcurrent::run([text = m->draft.source(), memory = m->memory, stop = m->stopComparing.get_token()] { return draftwork::reason(text, *memory, stop); }));
    Q_EMIT logicChanged();
}

QString DraftModel::logicSaid() const
{
    if (!m->logic || m->logicRevision != m->draft.revision())
        return {};
    const auto answered = static_cast<std::uint64_t>(m->logic->questions - m->logic->open);
    const QString seconds = QLocale().toString(static_cast<double>(m->logic->taken.count()) / 1000, 'f', 1);
    if (m->logic->questions == 0)
        return tr("Nothing follows from these clauses that would have to be asked.");
    if (m->logic->open == 0)
        //: %n questions about what follows from the clauses, %1 a number of seconds such as 0.4
        return tr("All %n question(s) about what follows from the clauses are answered (%1 s).", nullptr, static_cast<int>(m->logic->questions)).arg(seconds);
    //: %1 of %2 questions; %3 a number of seconds such as 5.0; %4 how many are open
    return tr("%1 of %2 questions about what follows from the clauses were answered in %3 s; %4 are open.")
        .arg(words::number(answered), words::number(m->logic->questions), seconds, words::number(m->logic->open));
}

bool DraftModel::isReasoning() const
{
    return m->reasoning.isRunning();
}

bool DraftModel::hasOpenQuestions() const
{
    return m->logic && m->logic->open > 0 && m->logicRevision == m->draft.revision();
}

void DraftModel::askOpenQuestions()
{
    if (!hasOpenQuestions() || m->comparing.isRunning() || m->reasoning.isRunning())
        return;
    reason();
}

void DraftModel::check()
{
    if (m->checking.isRunning())
        return; // the next check begins when it ends
    m->checking.setFuture(QtConcurrent::run([trail = m->trail, text = m->draft.source(), revision = m->draft.revision()] {
        draftwork::Checked checked = draftwork::check(*trail, text);
        checked.revision = revision;
        return checked;
    }));
}

} // namespace mandate
