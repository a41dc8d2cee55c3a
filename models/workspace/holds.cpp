// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/holds.h"

#include "models/workspace/selection.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>

namespace mandate {

std::optional<Error> holdSelectionRefusal(const EvidenceSelection &selection)
{
    for (const char *mark : {"star:", "tag:", "note:"}) {
        if (selection.query.find(mark) != std::string::npos)
            return Error{ErrorKind::Usage, "MND-WSP-038", "A legal hold cannot be told by marks: others can take them away, and the hold with them.", "Nothing was changed.",
                         "Name what the records are: an incident, a session, an agent, a time.", {}};
    }
    if (followsPacts(selection))
        return Error{ErrorKind::Usage, "MND-WSP-040", "A legal hold cannot be told by verdicts, clauses, findings or figures: another version of a pact judges anew, and the hold would keep other records.",
                     "Nothing was changed.", "Name what the records are: an incident, a session, an agent, a time; or choose them one by one.", {}};
    return std::nullopt;
}

Result<HeldEntries> HeldEntries::of(const Workspace &workspace, std::span<const LegalHold> holds, std::stop_token stop)
{
    HeldEntries held;
    held.m_by.assign(workspace.store().size(), -1);
    EvidenceSelector selector(workspace);
    for (std::size_t i = holds.size(); i-- > 0;) { // the first one last, so that it is the one that is named
        if (!holds[i].isInForce())
            continue;
        const auto index = static_cast<std::int32_t>(i);
        const auto selection = readSelectionJson(holds[i].placed.selection);
        const auto entries = selection ? selector.select(*selection, stop) : Result<std::vector<EntryNumber>>(selection.error());
        if (stop.stop_requested())
            return entries ? Error{ErrorKind::Cancelled, {}, {}, {}, {}, {}} : entries.error();
        if (!entries) {
            held.m_all = index;
            std::ranges::fill(held.m_by, index);
            continue;
        }
        for (const EntryNumber entry : *entries) {
            if (entry < held.m_by.size())
                held.m_by[entry] = index;
        }
    }
    return held;
}

std::vector<LegalHold> Workspace::holds() const
{
    (void)m->load();
    const std::shared_lock reading(m->lock);
    return {m->kept.holds.holds().begin(), m->kept.holds.holds().end()};
}

Result<std::vector<LegalHold>> Workspace::heldBy(EntryNumber entry) const
{
    std::vector<LegalHold> keeping;
    EvidenceSelector selector(*this);
    for (LegalHold &hold : holds()) {
        if (!hold.isInForce())
            continue;
        const auto selection = readSelectionJson(hold.placed.selection);
        const auto entries = selection ? selector.select(*selection) : Result<std::vector<EntryNumber>>(selection.error());
        if (!entries || std::ranges::binary_search(*entries, entry)) // one that cannot be evaluated keeps everything
            keeping.push_back(std::move(hold));
    }
    return keeping;
}

std::optional<Error> Workspace::keepingRefusal(const std::string &what) const
{
    if (m->readOnly)
        return m->unlock().error();
    const std::string me = person().id;
    (void)m->load();
    const std::shared_lock reading(m->lock);
    if (auto refusal = m->people.actingRefusal(me))
        return refusal;
    return mandate::keepingRefusal(m->people, me, what);
}

Result<LegalHold> Workspace::placeHold(const std::string &matter, const std::string &reason, const EvidenceSelection &selection)
{
    if (auto refusal = holdSelectionRefusal(selection))
        return *refusal;
    if (!selection.incident.empty()) { // one that nobody knows would keep everything
        if (const auto found = selectEvidence(*this, selection); !found)
            return found.error();
    }
    return signHold({HoldStep::Place, matter, selectionJson(selection), {}, reason, {}});
}

Result<LegalHold> Workspace::releaseHold(const std::string &id, const std::string &reason)
{
    (void)m->load();
    std::optional<Digest> placed;
    {
        const std::shared_lock reading(m->lock);
        if (const LegalHold *hold = m->kept.holds.find(id))
            placed = hold->digest;
    }
    if (!placed)
        return Error{ErrorKind::Missing, "MND-WSP-034", "There is no legal hold \"" + id + "\" in the workspace.", "Nothing was changed.", "See \"mandate hold W list\" for those there are.", {}};
    return signHold({HoldStep::Release, {}, {}, placed, reason, {}});
}

Result<LegalHold> Workspace::signHold(HoldStatement statement)
{
    Digest placed = statement.placed.value_or(Digest());
    const auto signedIn = signNote([&](const NoteSigner &signer, const SigningKey &key) -> Result<std::string> {
        statement.signer = signer;
        const std::shared_lock reading(m->lock);
        if (auto refusal = m->kept.holds.refusal(statement, m->people))
            return *refusal;
        std::string body = holdEntry(statement, key);
        if (statement.step == HoldStep::Place)
            placed = sha256(body);
        return body;
    });
    if (!signedIn)
        return signedIn.error();
    const std::shared_lock reading(m->lock);
    return *m->kept.holds.find(holdId(placed));
}

NoteSigner Workspace::Private::noteSigner(const Signer &signer) const
{
    return {signer.person.id, signer.person.displayName, surroundings.clock(), signer.ledger};
}

} // namespace mandate
