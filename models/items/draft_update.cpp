// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/draft_update.h"

#include "models/drafts/draft_merge.h"
#include "models/drafts/starting_points.h"
#include "models/items/draft_model.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/workspace/pact_succession.h"
#include "models/workspace/workspace.h"

#include <QCoreApplication>

#include <algorithm>

namespace mandate {
namespace {

QString inUpdateWords(const char *text)
{
    return QCoreApplication::translate("DraftUpdate", text);
}

QString placeOf(const MergeConflict &conflict)
{
    const QString id = visibleLine(conflict.id, 120);
    if (conflict.place.starts_with("/clauses"))
        return id.isEmpty() ? inUpdateWords(QT_TRANSLATE_NOOP("DraftUpdate", "Order of the clauses")) : inUpdateWords(QT_TRANSLATE_NOOP("DraftUpdate", "Clause %1")).arg(id);
    if (conflict.place.starts_with("/tools") && !id.isEmpty())
        return inUpdateWords(QT_TRANSLATE_NOOP("DraftUpdate", "Tool %1")).arg(id);
    if (conflict.place.starts_with("/state") && !id.isEmpty())
        return inUpdateWords(QT_TRANSLATE_NOOP("DraftUpdate", "Fact %1")).arg(id);
    return visibleLine(conflict.place.substr(1), 120);
}

/// Indented, so that a person can read it.
QString textOf(const std::string &json)
{
    if (json.empty())
        return {};
    const auto value = PactDraft::Json::parse(json);
    return visibleText(value.is_string() ? value.get<std::string>() : value.dump(2));
}

} // namespace

struct DraftUpdate::Private
{
    std::string before; ///< the draft that was merged
    std::string version;
    std::vector<std::string> taken;
    DraftMerge merge;
    std::vector<DraftConflict> conflicts;
    std::optional<Trouble> trouble;
};

DraftUpdate::DraftUpdate(const DraftModel &draft) : m(std::make_unique<Private>())
{
    m->before = draft.text();
    const Workspace &workspace = draft.workspace();
    const std::string id = draft.value(QStringLiteral("/pact_id")).toString().toStdString();
    const std::string parent = draft.value(QStringLiteral("/parent_version")).toString().toStdString();
    const std::vector<PactVersion> all = workspace.pacts();
    const PactVersion *last = lastInForce(id, all);
    const auto base = workspace.pact(id + '@' + parent);
    auto ours = parsePact(m->before);
    if (!last || !base || !ours) {
        m->trouble = troubleOf(!ours ? ours.error() : !base ? base.error() : Error());
        return;
    }
    const auto baseParsed = parsePact(base->source);
    const auto theirs = parsePact(last->source);
    if (!baseParsed || !theirs) {
        m->trouble = troubleOf(!baseParsed ? baseParsed.error() : theirs.error());
        return;
    }
    m->version = last->document.version;
    m->taken = takenVersions(id, all);
    m->merge = mergeDraft(*baseParsed, *ours, *theirs);
    for (const MergeConflict &conflict : m->merge.conflicts)
        m->conflicts.push_back({placeOf(conflict), textOf(conflict.ours), textOf(conflict.theirs), {}});
}

DraftUpdate::~DraftUpdate() = default;

QString DraftUpdate::version() const
{
    return QString::fromStdString(m->version);
}

const std::optional<Trouble> &DraftUpdate::trouble() const
{
    return m->trouble;
}

const std::vector<DraftConflict> &DraftUpdate::conflicts() const
{
    return m->conflicts;
}

void DraftUpdate::choose(std::size_t conflict, bool theirs)
{
    m->conflicts[conflict].takesTheirs = theirs;
}

bool DraftUpdate::isDecided() const
{
    return !m->trouble && std::ranges::all_of(m->conflicts, [](const DraftConflict &one) { return one.takesTheirs.has_value(); });
}

bool DraftUpdate::apply(DraftModel &draft) const
{
    if (!isDecided() || draft.text() != m->before)
        return false;
    PactDraft::Json document = m->merge.document;
    for (std::size_t i = 0; i < m->conflicts.size(); ++i) {
        if (*m->conflicts[i].takesTheirs)
            takeTheirs(document, m->merge.conflicts[i]);
    }
    placeAfter(document, m->version, m->taken);
    draft.endTyping();
    draft.setSource(QString::fromStdString(PactDraft(std::move(document)).source()));
    draft.endTyping();
    return true;
}

} // namespace mandate
