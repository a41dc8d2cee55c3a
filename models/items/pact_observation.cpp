// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/pact_observation.h"

#include "models/items/draft_work.h"
#include "models/items/question.h"
#include "models/items/session.h"
#include "models/items/trouble.h"
#include "models/items/workspace_lease.h"

#include <QCoreApplication>
#include <QPointer>

namespace mandate {
namespace {

ObservationItem itemOf(const ObservationReport &report)
{
    ObservationItem item;
    std::array<std::uint64_t, verdictCount> now{};
    std::uint64_t actions = 0;
    std::uint64_t differ = 0;
    for (std::size_t i = 0; i < verdictCount; ++i) {
        now[i] = report.would.verdicts[i];
        actions += report.would.verdicts[i];
    }
    for (const ReplayChange &change : report.changes.changed) {
        now[static_cast<std::size_t>(change.to)] -= std::min(change.count, now[static_cast<std::size_t>(change.to)]);
        now[static_cast<std::size_t>(change.from)] += change.count;
        differ += change.count;
    }
    for (std::size_t i = 0; i < verdictCount; ++i) {
        if (now[i] > 0 || report.would.verdicts[i] > 0)
            item.verdicts.push_back({words::of(static_cast<Verdict>(i)), report.would.verdicts[i], now[i]});
    }
    item.changes = draftwork::changesOf(report.changes);
    const QString since = words::time(report.since);
    if (actions == 0)
        //: %1 date and time
        item.said = PactObservation::tr("Observed since %1. The agents it binds have not acted since, so there is nothing to compare yet.").arg(since);
    else if (differ == 0)
        //: %1 date and time, %2 a number
        item.said = PactObservation::tr("Observed since %1. It would have said the same of all %2 actions since. It had no effect.").arg(since, words::number(actions));
    else
        //: %1 date and time, %2 and %3 numbers
        item.said = PactObservation::tr("Observed since %1. Of %2 actions since, it would have given another verdict to %3. It had no effect.")
                        .arg(since, words::number(actions), words::number(differ));
    return item;
}

} // namespace

struct PactObservation::Private
{
    Private(PactObservation *owner, Session *session) : workspace(session->workspace()), question(owner) {}

    std::shared_ptr<Workspace> workspace;
    Question<Result<ObservationReport>> question;
    QString pact;
    std::optional<ObservationItem> item;
    int percent = -1;
};

PactObservation::PactObservation(Session *session, QObject *parent) : QObject(parent), m(std::make_unique<Private>(this, session)) {}

PactObservation::~PactObservation() = default;

void PactObservation::look(const QString &pact)
{
    m->pact = pact;
    m->item.reset();
    m->percent = -1;
    m->question.ask(
        [workspace = leaseOf(m->workspace), name = pact.toStdString(), self = QPointer<PactObservation>(this)](std::stop_token stop) {
            const auto progress = [&](const ImportStep &step) {
                const int percent = step.bytesTotal > 0 ? static_cast<int>(100 * step.bytesDone / step.bytesTotal) : -1;
                QMetaObject::invokeMethod(
                    QCoreApplication::instance(),
                    [self, percent] {
                        if (!self || !self->isLooking())
                            return;
                        self->m->percent = percent;
                        Q_EMIT self->changed();
                    },
                    Qt::QueuedConnection);
            };
            return workspace->observation(name, progress, stop);
        },
        [this](Result<ObservationReport> report) {
            if (report)
                m->item = itemOf(*report);
            else
                Q_EMIT troubled(troubleOf(report.error()));
            Q_EMIT changed();
        });
    Q_EMIT changed();
}

void PactObservation::cancel()
{
    m->question.forget();
    Q_EMIT changed();
}

bool PactObservation::isLooking() const
{
    return m->question.isOpen();
}

int PactObservation::percent() const
{
    return m->percent;
}

const ObservationItem *PactObservation::item() const
{
    return m->item ? &*m->item : nullptr;
}

QString PactObservation::pact() const
{
    return m->pact;
}

} // namespace mandate
