// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/record_remarks.h"

#include "models/items/question.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/workspace/workspace.h"

#include <algorithm>
#include <functional>

namespace mandate {

namespace {

QString saidOf(const Annotation &said)
{
    const QString text = visibleLine(said.text, 80);
    switch (said.step) {
    case AnnotationStep::Star: return RecordRemarks::tr("Starred the record");
    case AnnotationStep::Unstar: return RecordRemarks::tr("Took the star back");
    case AnnotationStep::Tag: return RecordRemarks::tr("Tagged it “%1”").arg(text);
    case AnnotationStep::Untag: return RecordRemarks::tr("Took the tag “%1” back").arg(text);
    case AnnotationStep::Note: return RecordRemarks::tr("Note");
    case AnnotationStep::Withdraw: return RecordRemarks::tr("Took a note back");
    }
    return {};
}

RecordRemarksState readState(const Workspace &workspace, quint64 entry)
{
    RecordRemarksState state;
    state.entry = entry;
    const auto refusal = workspace.annotationRefusal();
    if (refusal)
        state.refusal = QString::fromStdString(refusal->happened);
    const std::string me = workspace.person().id;
    for (const RecordedAnnotation &one : workspace.annotations(entry)) {
        RemarkItem item;
        item.number = one.number;
        item.who = visibleLine(one.said.byName.empty() ? words::person(one.said.by) : QString::fromStdString(one.said.byName), 120);
        item.time = words::time(one.said.at);
        item.said = saidOf(one.said);
        if (one.said.step == AnnotationStep::Note)
            item.text = visibleText(one.said.text);
        item.takenBack = one.takenBack;
        item.mayTakeBack = !refusal && one.said.step == AnnotationStep::Note && !one.takenBack && one.said.by == me;
        state.items.append(std::move(item));
    }
    QStringList known;
    for (const RecordMarks &marks : workspace.recordMarks()) {
        for (const std::string &tag : marks.tags)
            known.append(QString::fromStdString(tag));
        if (marks.entry != entry)
            continue;
        state.starred = !marks.starredBy.empty();
        for (const std::string &tag : marks.tags)
            state.tags.append(QString::fromStdString(tag));
    }
    known.sort();
    known.removeDuplicates();
    state.knownTags = known;
    return state;
}

struct Signed
{
    QString sentence;
    std::optional<Error> error;
};

} // namespace

struct RecordRemarks::Private
{
    Private(RecordRemarks *remarks, std::shared_ptr<Workspace> w) : q(remarks), workspace(std::move(w)), reading(remarks) { writers.setMaxThreadCount(1); }

    using Work = std::function<Signed(Workspace &)>;

    /// In the order they were asked for: each is a signature of its own.
    void sign(quint64 entry, Work work)
    {
        ++open;
        auto *watcher = new QFutureWatcher<Signed>(q);
        QObject::connect(watcher, &QFutureWatcherBase::finished, q, [this, watcher, entry] {
            watcher->deleteLater();
            --open;
            const Signed answer = watcher->result();
            if (answer.error)
                Q_EMIT q->troubled(troubleOf(*answer.error));
            else
                Q_EMIT q->signedRemark(answer.sentence);
            if (state.entry == entry)
                q->read(entry);
        });
        watcher->setFuture(QtConcurrent::run(&writers, [workspace = workspace, work = std::move(work)] { return work(*workspace); }));
    }

    void add(AnnotationStep step, quint64 entry, const QString &text, const QString &sentence)
    {
        Annotation annotation;
        annotation.step = step;
        annotation.entry = entry;
        annotation.text = text.toStdString();
        sign(entry, [annotation, sentence](Workspace &into) {
            const auto done = into.annotate(annotation);
            return done ? Signed{sentence, std::nullopt} : Signed{{}, done.error()};
        });
    }

    RecordRemarks *q;
    std::shared_ptr<Workspace> workspace;
    Question<RecordRemarksState> reading;
    RecordRemarksState state;
    int open = 0;
    QThreadPool writers; ///< last: it waits for what is being signed
};

RecordRemarks::RecordRemarks(std::shared_ptr<Workspace> workspace, QObject *parent)
    : QObject(parent),
      m(std::make_unique<Private>(this, std::move(workspace)))
{
}

RecordRemarks::~RecordRemarks() = default;

void RecordRemarks::read(quint64 entry)
{
    m->state.entry = entry;
    m->reading.ask([workspace = m->workspace, entry](std::stop_token) { return readState(*workspace, entry); },
                   [this](RecordRemarksState state) {
                       m->state = std::move(state);
                       Q_EMIT changed();
                   });
}

const RecordRemarksState &RecordRemarks::state() const
{
    return m->state;
}
bool RecordRemarks::isBusy() const
{
    return m->reading.isOpen() || m->open > 0;
}

void RecordRemarks::toggleStar(quint64 entry)
{
    const QString no = words::number(entry);
    m->sign(entry, [entry, no](Workspace &into) {
        const auto marks = into.recordMarks(); // when it is its turn: two quick presses are a star and its taking back
        const auto found = std::ranges::find(marks, entry, &RecordMarks::entry);
        const bool starred = found != marks.end() && !found->starredBy.empty();
        Annotation annotation;
        annotation.entry = entry;
        annotation.step = starred ? AnnotationStep::Unstar : AnnotationStep::Star;
        const auto done = into.annotate(annotation);
        if (!done)
            return Signed{{}, done.error()};
        return Signed{starred ? tr("The star on record %1 is taken back, signed.").arg(no) : tr("Record %1 has a star, signed.").arg(no), std::nullopt};
    });
}

void RecordRemarks::toggleStars(const QList<quint64> &entries)
{
    m->sign(m->state.entry, [entries](Workspace &into) {
        const auto marks = into.recordMarks();
        const auto isStarred = [&marks](quint64 entry) {
            const auto found = std::ranges::find(marks, entry, &RecordMarks::entry);
            return found != marks.end() && !found->starredBy.empty();
        };
        const bool takeBack = std::ranges::all_of(entries, isStarred);
        std::vector<Annotation> all;
        for (const quint64 entry : entries) {
            if (!takeBack && isStarred(entry))
                continue;
            Annotation annotation;
            annotation.entry = entry;
            annotation.step = takeBack ? AnnotationStep::Unstar : AnnotationStep::Star;
            all.push_back(std::move(annotation));
        }
        const int count = static_cast<int>(all.size());
        const auto done = into.annotate(std::move(all));
        if (!done)
            return Signed{{}, done.error()};
        return Signed{takeBack ? tr("The stars on %Ln record(s) are taken back, each signed.", nullptr, count) : tr("%Ln record(s) have a star now, each signed.", nullptr, count), std::nullopt};
    });
}

void RecordRemarks::tagAll(const QList<quint64> &entries, const QString &tag)
{
    m->sign(m->state.entry, [entries, tag = tag.trimmed()](Workspace &into) {
        const std::string text = tag.toStdString();
        const auto marks = into.recordMarks();
        std::vector<Annotation> all;
        for (const quint64 entry : entries) {
            const auto found = std::ranges::find(marks, entry, &RecordMarks::entry);
            if (found != marks.end() && std::ranges::find(found->tags, text) != found->tags.end())
                continue;
            Annotation annotation;
            annotation.entry = entry;
            annotation.step = AnnotationStep::Tag;
            annotation.text = text;
            all.push_back(std::move(annotation));
        }
        const int count = static_cast<int>(all.size());
        const auto done = into.annotate(std::move(all));
        if (!done)
            return Signed{{}, done.error()};
        return Signed{tr("%Ln record(s) are tagged “%1” now, each signed.", nullptr, count).arg(visibleLine(tag, 64)), std::nullopt};
    });
}

void RecordRemarks::tag(quint64 entry, const QString &tag)
{
    m->add(AnnotationStep::Tag, entry, tag.trimmed(), tr("Record %1 is tagged “%2”, signed.").arg(words::number(entry), visibleLine(tag.trimmed(), 64)));
}
void RecordRemarks::untag(quint64 entry, const QString &tag)
{
    m->add(AnnotationStep::Untag, entry, tag, tr("The tag “%2” on record %1 is taken back, signed.").arg(words::number(entry), visibleLine(tag, 64)));
}
void RecordRemarks::note(quint64 entry, const QString &text)
{
    m->add(AnnotationStep::Note, entry, text.trimmed(), tr("The note on record %1 is signed.").arg(words::number(entry)));
}

void RecordRemarks::takeBack(quint64 entry, quint64 number)
{
    const QString sentence = tr("The note on record %1 is taken back, signed. It stays in the ledger.").arg(words::number(entry));
    m->sign(entry, [entry, number, sentence](Workspace &into) {
        Annotation annotation;
        annotation.entry = entry;
        annotation.step = AnnotationStep::Withdraw;
        for (const RecordedAnnotation &one : into.annotations(entry)) {
            if (one.number == number)
                annotation.note = one.digest;
        }
        const auto done = into.annotate(annotation);
        return done ? Signed{sentence, std::nullopt} : Signed{{}, done.error()};
    });
}

} // namespace mandate
