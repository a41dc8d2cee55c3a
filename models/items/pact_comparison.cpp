// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/pact_comparison.h"

#include "models/items/draft_work.h"
#include "models/items/question.h"
#include "models/items/session.h"

namespace mandate {

struct PactComparison::Private
{
    Private(PactComparison *comparison, std::shared_ptr<Workspace> w) : workspace(std::move(w)), question(comparison) {}

    std::shared_ptr<Workspace> workspace;
    Question<std::vector<DraftChange>> question;
    std::vector<DraftChange> changes;
    bool busy = false;
};

PactComparison::PactComparison(Session *session, QObject *parent) : QObject(parent), m(std::make_unique<Private>(this, session->workspace())) {}

PactComparison::~PactComparison() = default;

void PactComparison::compare(const QString &before, const QString &after)
{
    m->busy = true;
    m->changes.clear();
    m->question.ask(
        [workspace = m->workspace, from = before.toStdString(), to = after.toStdString()](std::stop_token stop) {
            const auto old = workspace->pact(from);
            const auto fresh = workspace->pact(to);
            return old && fresh ? draftwork::changesBetween(old->document, fresh->document, std::move(stop)) : std::vector<DraftChange>();
        },
        [this](std::vector<DraftChange> changes) {
            m->changes = std::move(changes);
            m->busy = false;
            Q_EMIT done();
        });
}

bool PactComparison::isBusy() const
{
    return m->busy;
}

const std::vector<DraftChange> &PactComparison::changes() const
{
    return m->changes;
}

} // namespace mandate
