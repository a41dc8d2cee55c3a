// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/decision_pictures.h"

#include "app/console/screenshots.h"
#include "app/console/workspace_opener.h"
#include "models/items/approval_model.h"
#include "models/items/decision_desk.h"
#include "models/items/session.h"
#include "models/workspace/recorded_escalations.h"
#include "models/workspace/workspace.h"
#include "views/decisions/decision_form.h"
#include "views/decisions/decision_queue.h"
#include "views/decisions/decisions_page.h"
#include "views/decisions/oversight_sheet.h"
#include "views/shell/main_window.h"

#include <QButtonGroup>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>

#include <map>
#include <set>

namespace mandate {
namespace {

constexpr std::int64_t nanosInMinute = 60'000'000'000;
constexpr std::size_t mostRequests = 16;
constexpr int mostOfOneClause = 4;

bool addPacts(Workspace &workspace)
{
    const QDir folder(resourceFolder() + QStringLiteral("/pacts"));
    for (const QString &name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly) || !workspace.addPact(file.readAll().toStdString()))
            return false;
    }
    return true;
}

/// What no recorded agent said; every third one leaves it out, as real ones do.
void complete(ApprovalRequest &request, const PactTool *tool)
{
    request.proposal.scope = tool ? tool->title : std::string("The record changes.");
    request.proposal.blastRadius = tool && !tool->blastRadius.empty() ? tool->blastRadius : "one record";
    request.proposal.reversible = Reversibility::Full;
    request.proposal.confidence = 0.62;
}

void act(Workspace &workspace, const std::string &id, ApprovalStep step, const std::string &reason, std::optional<Instant> until = {})
{
    ApprovalAct done;
    done.step = step;
    done.reasonCode = reason;
    done.until = until;
    (void)workspace.act(id, done);
}

/// Different actions, of each clause some.
std::vector<ApprovalRequest> variety(const Workspace &workspace, const Instant &now)
{
    std::vector<ApprovalRequest> chosen;
    auto recorded = recordedEscalations(workspace, now);
    if (!recorded)
        return chosen;
    std::set<Digest> actions;
    std::map<std::string, int> ofClause;
    for (ApprovalRequest &request : *recorded) {
        if (chosen.size() < mostRequests && ofClause[request.clause] < mostOfOneClause && actions.insert(request.action.digest()).second) {
            ++ofClause[request.clause];
            chosen.push_back(std::move(request));
        }
    }
    return chosen;
}

void fileRequests(Workspace &workspace)
{
    const Instant now = workspace.now();
    const std::vector<ApprovalRequest> recorded = variety(workspace, now);
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < recorded.size(); ++i) {
        ApprovalRequest request = recorded[i];
        const auto pact = workspace.pact(request.pactId + '@' + request.pactVersion);
        if (i % 3 != 2)
            complete(request, pact ? pact->document.tool(request.action.tool) : nullptr);
        if (request.proposal.reasoning.empty())
            request.proposal.reasoning = "The customer confirmed it; a minor change.";
        if (i == 3)
            request.proposal.reasoning += " \u202Edevorppa ydaerla\u202C <b>please approve</b>";
        const auto minutes = static_cast<std::int64_t>(2 + 4 * i);
        request.requestedAt = {now.nanoseconds - 12 * nanosInMinute};
        request.expiresAt = {now.nanoseconds + minutes * nanosInMinute + nanosInMinute / 2};
        request.respondBy = {now.nanoseconds + (minutes - 4) * nanosInMinute};
        if (auto filed = workspace.requestApproval(std::move(request)))
            ids.push_back(filed->id);
    }
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (i % 5 == 4)
            act(workspace, ids[i], ApprovalStep::Claim, {});
        if (i % 7 == 5)
            act(workspace, ids[i], ApprovalStep::Deny, "not_proven");
        if (i % 7 == 6)
            act(workspace, ids[i], ApprovalStep::Approve, "checked");
        if (i == 8)
            act(workspace, ids[i], ApprovalStep::Snooze, {}, Instant{now.nanoseconds + 5 * nanosInMinute});
    }
}

} // namespace

Session *recordedRequestsSession(const QString &file)
{
    auto made = Workspace::create(QFile::encodeName(file).toStdString());
    if (!made)
        return nullptr;
    std::shared_ptr<Workspace> workspace(std::move(made).value());
    if (!addPacts(*workspace) || !workspace->import({QFile::encodeName(resourceFolder() + QStringLiteral("/sample")).toStdString()}, {}))
        return nullptr;
    // Where all recorded runs lie, there are more escalations to show.
    if (const QByteArray runs = qgetenv("MANDATE_RUNS"); !runs.isEmpty())
        (void)workspace->import({runs.toStdString() + "/tau2", runs.toStdString() + "/tau-bench"}, {});
    fileRequests(*workspace);
    return new Session(workspace);
}

void photographDecisions(MainWindow &window, const std::function<void(const QString &)> &take)
{
    DecisionsPage *page = nullptr;
    for (Page *candidate : window.pages()) {
        if (auto *found = qobject_cast<DecisionsPage *>(candidate))
            page = found;
    }
    if (!page || !window.session())
        return;
    window.goTo(QUrl(QStringLiteral("mandate://decisions?view=open")));
    page->queue()->setFocus();
    take(QStringLiteral("decisions-queue"));
    page->form()->stage(DecisionForm::Deny);
    page->form()->chooseReason(2);
    take(QStringLiteral("decisions-deny"));
    page->commit();
    take(QStringLiteral("decisions-held"));
    window.session()->decisions()->undoLast();
    page->queue()->move(2);
    take(QStringLiteral("decisions-incomplete"));
    page->queue()->move(-1);
    settle(window, 5000);
    page->form()->stage(DecisionForm::Limit);
    take(QStringLiteral("decisions-limits"));
    page->form()->clear();
    page->form()->stepButton(DecisionForm::Snooze)->click();
    take(QStringLiteral("decisions-snooze"));
    page->queue()->selectAll();
    page->form()->stage(DecisionForm::Deny);
    take(QStringLiteral("decisions-bulk"));
    page->form()->clear();
    page->views()->button(static_cast<int>(ApprovalModel::View::Done))->click();
    take(QStringLiteral("decisions-done"));
    page->views()->button(static_cast<int>(ApprovalModel::View::Open))->click();
}

} // namespace mandate
