// SPDX-License-Identifier: GPL-3.0-or-later
// One question at a time to Workspace::detail.
#include "models/items/record_reader.h"

#include "models/items/question.h"
#include "models/items/record_mask.h"
#include "models/items/trouble.h"
#include "models/workspace/labels.h"
#include "models/workspace/workspace.h"

namespace mandate {

namespace {

struct ReadRecord
{
    RecordDetail detail;
    std::optional<Error> error;
};

} // namespace

struct RecordReader::Private
{
    Private(RecordReader *reader, std::shared_ptr<Workspace> w) : workspace(std::move(w)), question(reader) {}

    std::shared_ptr<Workspace> workspace;
    Question<ReadRecord> question;
    std::optional<RecordDetail> detail;
};

RecordReader::RecordReader(std::shared_ptr<Workspace> workspace, QObject *parent)
    : QObject(parent),
      m(std::make_unique<Private>(this, std::move(workspace)))
{
}

RecordReader::~RecordReader() = default;

void RecordReader::read(quint64 entry, const QStringList &revealed)
{
    m->question.ask(
        [workspace = m->workspace, entry, revealed](std::stop_token) {
            if (const auto secret = Labels(*workspace).secrecy(entry))
                return ReadRecord{{}, *secret};
            const auto detail = workspace->detail(entry);
            const auto mask = RecordMask::of(*workspace);
            if (!detail || !mask)
                return ReadRecord{{}, detail ? mask.error() : detail.error()};
            return ReadRecord{describeRecord(*detail, *mask, [&revealed](const std::string &pointer) { return revealed.contains(QString::fromStdString(pointer)); }), std::nullopt};
        },
        [this](ReadRecord answer) {
            if (answer.error) {
                Q_EMIT troubled(troubleOf(*answer.error));
                return;
            }
            m->detail = std::move(answer.detail);
            Q_EMIT readingDone();
        });
}

const RecordDetail *RecordReader::detail() const
{
    return m->detail ? &*m->detail : nullptr;
}
bool RecordReader::isBusy() const
{
    return m->question.isOpen();
}

void RecordReader::clear()
{
    m->question.forget();
    m->detail.reset();
}

} // namespace mandate
