// SPDX-License-Identifier: GPL-3.0-or-later
// Stars, tags and notes on records: who may put them there, and what records carry now.
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
    std::vector<Annotation> one;
    one.push_back(std::move(annotation));
    auto recorded = annotate(std::move(one));
    if (!recorded)
        return recorded.error();
    return std::move(recorded->front());
}

Result<std::vector<RecordedAnnotation>> Workspace::annotate(std::vector<Annotation> annotations)
{
    if (m->readOnly)
        return m->unlock().error();
    for (const Annotation &annotation : annotations) {
        if (const std::string why = annotationTextFault(annotation.step, annotation.text); !why.empty())
            return refused("MND-ANN-003", why, "Nothing was written.", "Write another text.");
    }
    std::vector<RecordedAnnotation> recorded;
    if (annotations.empty())
        return recorded;
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(); !begun)
            return begun.error();
        const auto signer = m->signer();
        if (!signer)
            return signer.error();
        std::vector<std::pair<EntryType, std::string>> entries;
        for (Annotation &annotation : annotations) {
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
            entries.emplace_back(EntryType::Note, annotationEntry(annotation, *signer->key));
        }
        const auto appended = m->appendEntries(entries);
        if (!appended)
            return appended.error();
        for (std::size_t i = 0; i < annotations.size(); ++i)
            recorded.push_back({appended->first + i, sha256(entries[i].second), std::move(annotations[i]), false});
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

} // namespace mandate
