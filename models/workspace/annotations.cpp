// SPDX-License-Identifier: GPL-3.0-or-later
// Stars, tags and notes on records: who may put them there, and what records carry now.
#include "models/store/marks.h"
#include "models/workspace/workspace_private.h"

#include <array>

namespace mandate {

std::optional<Error> Workspace::annotationRefusal() const
{
    if (m->readOnly)
        return m->unlock().error();
    const std::shared_lock reading(m->lock);
    return m->people.isOpen() ? std::nullopt : m->people.actingRefusal(person().id);
}

Result<RecordedAnnotation> Workspace::annotate(Annotation annotation)
{
    if (m->readOnly)
        return m->unlock().error();
    if (const std::string why = annotationTextFault(annotation.step, annotation.text); !why.empty())
        return refused("MND-ANN-003", why, "Nothing was written.", "Write another text.");
    RecordedAnnotation recorded;
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(); !begun)
            return begun.error();
        const auto signer = m->signer();
        if (!signer)
            return signer.error();
        const std::array about{annotation.entry};
        const auto rows = annotation.entry < m->store->size() ? m->store->rows(about) : Result<std::vector<Row>>(std::vector<Row>());
        if (!rows)
            return rows.error();
        if (rows->empty() || rows->front().type != EntryType::Record)
            return refused("MND-ANN-002", "Entry " + std::to_string(annotation.entry) + " is no record.", "Nothing was written.", "Name a record by its number in the ledger.");
        const auto leaves = m->store->leaves(annotation.entry, 1);
        if (!leaves)
            return leaves.error();
        annotation.leaf = leaves->front();
        annotation.by = signer->person.id;
        annotation.byName = signer->person.displayName;
        annotation.at = m->surroundings.clock();
        annotation.ledger = signer->ledger;
        {
            const std::shared_lock reading(m->lock);
            if (const std::string why = m->annotations.objection(annotation); !why.empty())
                return refused("MND-ANN-004", why, "Nothing was written.", "Look at what the record carries now.");
        }
        const std::string body = annotationEntry(annotation, *signer->key);
        const auto appended = m->appendEntry(EntryType::Note, body);
        if (!appended)
            return appended.error();
        recorded = {appended->first, sha256(body), std::move(annotation), false};
        if (auto loaded = m->load(); !loaded)
            return loaded.error();
    }
    Q_EMIT ledgerGrew(m->store->size());
    return recorded;
}

std::vector<RecordedAnnotation> Workspace::annotations(EntryNumber entry) const
{
    (void)m->load();
    const std::shared_lock reading(m->lock);
    return m->annotations.history(entry);
}

std::vector<RecordMarks> Workspace::recordMarks() const
{
    (void)m->load();
    const std::shared_lock reading(m->lock);
    return m->annotations.marks();
}

RowFilter Workspace::resolved(RowFilter filter) const
{
    if (!asksForMarks(filter))
        return filter;
    (void)m->load();
    const std::shared_lock reading(m->lock);
    return withMarks(std::move(filter), [this](const MarkedBy &mark) { return m->annotations.entriesMarked(mark); });
}

} // namespace mandate
