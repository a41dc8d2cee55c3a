// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/export_work.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/bundle/bundle_export.h"
#include "models/bundle/bundle_verification.h"
#include "models/bundle/redaction.h"
#include "models/items/export_words.h"
#include "models/items/question.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/items/wish_selection.h"
#include "models/items/workspace_lease.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QTimeZone>

#include <algorithm>

namespace mandate {

namespace {

struct Export
{
    Q_DECLARE_TR_FUNCTIONS(mandate::ExportWork)
};

constexpr std::size_t examplesOf = 40;  ///< records that are looked at for examples of what is hidden
constexpr qsizetype mostExamples = 200;

Result<RedactionProfile> profileOf(const QString &id)
{
    const QString shipped = QStringLiteral(":/redaction/%1.json").arg(id);
    QFile file(id.contains(u'/') ? id : shipped);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::Missing, "MND-ITM-010", "The redaction profile \"" + id.toStdString() + "\" cannot be read.", "Nothing was written.", "Choose another one.", {}};
    return readRedactionProfile(file.readAll().toStdString(), file.fileName().toStdString());
}

Result<ExportOrder> orderOf(const Workspace &workspace, const ExportWish &wish, const ExportForm &form)
{
    ExportOrder order;
    order.purpose = form.purpose.toStdString();
    order.matter = form.matter.toStdString();
    order.zone = form.zone.toStdString();
    if (!form.profile.isEmpty()) {
        auto profile = profileOf(form.profile);
        if (!profile)
            return profile.error();
        order.profile = std::move(profile).value();
    }
    auto selection = selectionOf(workspace, wish);
    if (!selection)
        return selection.error();
    order.selection = std::move(selection).value();
    return order;
}

/// Counts of values, and where each class looks.
QList<HiddenClass> classesOf(const ExportOrder &order, const ExportPlan &plan)
{
    QList<HiddenClass> classes;
    if (!order.profile)
        return classes;
    for (const RedactionProfile::Class &hidden : order.profile->hide) {
        HiddenClass shown{visibleLine(hidden.name, 120), 0, {}};
        if (const auto counted = plan.hidden.find(hidden.name); counted != plan.hidden.end())
            shown.count = counted->second;
        for (const std::string &pointer : hidden.pointers)
            shown.pointers << visibleLine(pointer, 120);
        classes.append(shown);
    }
    return classes;
}

QList<HiddenExample> examplesIn(const Workspace &workspace, const ExportOrder &order, const ExportPlan &plan)
{
    QList<HiddenExample> examples;
    if (!order.profile)
        return examples;
    JsonReader reader;
    for (std::size_t i = 0; i < std::min(plan.entries.size(), examplesOf) && examples.size() < mostExamples; ++i) {
        const auto body = workspace.store().body(plan.entries[i]);
        if (!body)
            return examples;
        const auto redacted = bundle::redact(*order.profile, {}, plan.entries[i], {}, *body);
        Arena arena;
        const auto document = reader.read(*body, arena);
        bundle::RedactedLine line;
        std::string why;
        if (!redacted || !document || !bundle::readRedactedLine(redacted->line, arena, line, why))
            continue;
        for (const std::string &pointer : line.pointers) {
            const Value *value = bundle::valueAt(*document, pointer);
            if (value && examples.size() < mostExamples)
                examples.append({plan.entries[i], visibleLine(pointer, 120), visibleLine(value->is(ValueKind::String) ? std::string(value->text()) : canonicalJson(*value), 160)});
        }
    }
    return examples;
}

QString countWords(const ExportPlan &plan)
{
    const auto small = [](std::uint64_t count) { return static_cast<int>(std::min<std::uint64_t>(count, 1'000'000'000)); };
    //: how much is exported: %1 "41 records", %2 "12 actions", %3 "1 session", %4 "2 versions of pacts"
    return Export::tr("%1, %2 in %3, %4")
        .arg(Export::tr("%Ln record(s)", nullptr, small(plan.entries.size())), Export::tr("%Ln action(s)", nullptr, small(plan.actions)),
             Export::tr("%Ln session(s)", nullptr, small(plan.sessions.size())), Export::tr("%Ln version(s) of pacts", nullptr, small(plan.pacts.size())));
}

ExportSummary summaryOf(const Workspace &workspace, const ExportOrder &order, const ExportPlan &plan)
{
    ExportSummary summary;
    summary.records = plan.entries.size();
    summary.actions = plan.actions;
    summary.counts = countWords(plan);
    //: from the first record to the last
    summary.times = plan.first ? Export::tr("%1 to %2").arg(words::time(plan.first), words::time(plan.last)) : Export::tr("No record has a time");
    summary.zone = exportwords::zoneWords(QString::fromStdString(order.zone));
    summary.digest = QString::fromStdString(plan.digest.hex());
    summary.hidden = plan.hiddenValues();
    if (order.profile) {
        summary.profile = visibleLine(order.profile->title, 120);
        //: %1 title of a redaction profile
        summary.redaction = Export::tr("%1: %n value(s) hidden, their digests kept; the bytes as received are withheld", nullptr, static_cast<int>(summary.hidden)).arg(summary.profile);
        summary.classes = classesOf(order, plan);
        summary.examples = examplesIn(workspace, order, plan);
    } else {
        summary.redaction = Export::tr("Nothing is hidden; %n item(s) as received", nullptr, static_cast<int>(plan.items));
    }
    return summary;
}

struct Counted
{
    ExportSummary summary;
    std::optional<ExportOrder> order;
    std::optional<ExportPlan> plan;
};

Counted counted(const Workspace &workspace, const ExportWish &wish, const ExportForm &form, const std::stop_token &stop)
{
    Counted out;
    const auto fail = [&](const Error &error) {
        out.summary.trouble = troubleOf(error);
        out.summary.asked = wish.words();
    };
    auto order = orderOf(workspace, wish, form);
    if (!order) {
        fail(order.error());
    } else if (auto plan = planExport(workspace, *order, {}, stop); !plan) {
        fail(plan.error());
    } else {
        out.summary = summaryOf(workspace, *order, *plan);
        out.order = std::move(order).value();
        out.plan = std::move(plan).value();
    }
    out.summary.asked = wish.words();
    if (const auto refusal = workspace.exportRefusal())
        out.summary.refusal = troubleOf(*refusal);
    return out;
}

BagForm formOf(const QString &target)
{
    if (target.endsWith(QLatin1String(".zip"), Qt::CaseInsensitive))
        return BagForm::Zip;
    return target.endsWith(QLatin1String(".tar.gz")) || target.endsWith(QLatin1String(".tgz")) ? BagForm::TarGz : BagForm::Folder;
}

QString noteFor(const Workspace &workspace, const ExportSummary &summary, const ExportOutcome &outcome, const QString &path)
{
    const ExportStatement &begun = outcome.begun.statement;
    exportwords::CoverFacts facts;
    facts.file = visibleLine(QFileInfo(path).fileName(), 200);
    facts.asked = summary.asked;
    facts.matter = visibleLine(begun.matter);
    facts.purpose = visibleLine(begun.purpose, 1000);
    facts.records = summary.records;
    facts.counts = summary.counts;
    facts.times = summary.times;
    facts.zone = summary.zone;
    facts.redaction = summary.profile.isEmpty() ? QString() : summary.redaction;
    facts.selectionDigest = summary.digest;
    facts.bundleDigest = QString::fromStdString(outcome.bag.tagManifest.hex());
    facts.by = visibleLine(begun.byName.empty() ? begun.by : begun.byName + " (" + begun.by + ')');
    facts.at = words::time(begun.at);
    facts.entry = outcome.begun.entry;
    facts.origin = visibleLine(workspace.store().origin());
    facts.key = QString::fromStdString(workspace.store().publicKey().id());
    return exportwords::coverNote(facts);
}

} // namespace

struct ExportWork::Private
{
    Private(ExportWork *work, Session *session) : q(work), workspace(session->workspace()), counting(work) {}

    ExportWork *q;
    std::shared_ptr<Workspace> workspace;
    Question<Counted> counting;
    QPointer<QFutureWatcher<ExportResult>> writing;
    std::stop_source stop;
    State state = State::Idle;
    Counted counted;
    ExportResult result;

    void become(State next)
    {
        state = next;
        Q_EMIT q->stateChanged();
    }

    /// In a worker. What is told to `to` goes to the window's thread.
    static ExportResult write(Workspace &workspace, const Counted &what, const ExportForm &form, QPointer<ExportWork> to, std::stop_token stop)
    {
        ExportResult result;
        result.path = form.target;
        const auto failed = [&result](const Error &error) {
            result.ended = error.kind == ErrorKind::Cancelled ? ExportResult::Ended::Cancelled : ExportResult::Ended::Failed;
            result.trouble = troubleOf(error);
            return result;
        };
        if (!form.passphrase.isEmpty()) {
            if (const auto opened = workspace.unlockKeys(form.passphrase.toStdString()); !opened)
                return failed(opened.error());
        }
        ExportOrder order = *what.order;
        order.purpose = form.purpose.toStdString();
        order.matter = form.matter.toStdString();
        int told = -2;
        const auto tell = [&](int percent) {
            if (percent == std::exchange(told, percent))
                return;
            QMetaObject::invokeMethod(
                QCoreApplication::instance(), [to, percent] {
                    if (to)
                        Q_EMIT to->progressed(percent);
                },
                Qt::QueuedConnection);
        };
        tell(0);
        const auto progress = [&](std::uint64_t done, std::uint64_t all) { tell(done == all ? -1 : static_cast<int>(100 * done / all)); };
        const std::string target = QFile::encodeName(form.target).toStdString();
        const auto outcome = writeBundle(workspace, order, *what.plan, target, formOf(form.target), progress, stop);
        if (!outcome)
            return failed(outcome.error());
        QMetaObject::invokeMethod(
            QCoreApplication::instance(), [to] {
                if (to && to->m->state == State::Writing)
                    to->m->become(State::Checking);
            },
            Qt::QueuedConnection);
        result.entry = outcome->begun.entry;
        result.ended = ExportResult::Ended::Written;
        result.checked = exportwords::checkedOf(form.target, verifyBundle(target)); // it is written: cancelling comes too late
        result.coverNote = noteFor(workspace, what.summary, *outcome, form.target);
        return result;
    }
};

ExportWork::ExportWork(Session *session, QObject *parent) : QObject(parent), m(std::make_unique<Private>(this, session)) {}

ExportWork::~ExportWork()
{
    m->stop.request_stop();
}

QList<ProfileChoice> ExportWork::profiles()
{
    QList<ProfileChoice> all;
    QDirIterator files(QStringLiteral(":/redaction"), {QStringLiteral("*.json")});
    while (files.hasNext()) {
        files.next();
        if (const auto profile = profileOf(files.fileInfo().completeBaseName()))
            all.append({QString::fromStdString(profile->id), visibleLine(profile->title, 120), visibleLine(profile->purpose, 400)});
    }
    std::ranges::sort(all, {}, &ProfileChoice::title);
    return all;
}

QStringList ExportWork::zones()
{
    QStringList names;
    for (const QByteArray &id : QTimeZone::availableTimeZoneIds()) {
        if (id.contains('/') && !id.startsWith("Etc/"))
            names << QString::fromLatin1(id);
    }
    return names;
}

void ExportWork::count(const ExportWish &wish, const ExportForm &form)
{
    if (m->state == State::Writing || m->state == State::Checking)
        return;
    m->become(State::Counting);
    m->counting.ask([workspace = m->workspace, wish, form](std::stop_token stop) { return counted(*workspace, wish, form, stop); },
                    [this](Counted answer) {
                        m->counted = std::move(answer);
                        m->become(State::Ready);
                    });
}

void ExportWork::write(const ExportForm &form)
{
    if (m->state != State::Ready || !m->counted.plan || m->counted.summary.refusal)
        return;
    m->stop = std::stop_source();
    m->result = {};
    auto *watcher = new QFutureWatcher<ExportResult>(this);
    m->writing = watcher;
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        m->result = watcher->future().takeResult();
        m->become(State::Ended);
    });
    m->become(State::Writing);
    watcher->setFuture(QtConcurrent::run([workspace = m->workspace, what = m->counted, form, to = QPointer<ExportWork>(this), stop = m->stop.get_token()] {
        return Private::write(*workspace, what, form, to, stop);
    }));
}

void ExportWork::cancel()
{
    if (m->state == State::Counting) {
        m->counting.forget();
        m->become(State::Idle);
    } else {
        m->stop.request_stop();
    }
}

ExportWork::State ExportWork::state() const
{
    return m->state;
}
const ExportSummary &ExportWork::summary() const
{
    return m->counted.summary;
}
const ExportResult &ExportWork::result() const
{
    return m->result;
}

} // namespace mandate
