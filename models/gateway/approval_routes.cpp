// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/approval_routes.h"

#include "models/gateway/answer_writer.h"
#include "models/gateway/question_reader.h"

#include <algorithm>
#include <charconv>

namespace mandate {

namespace {

void writeView(JsonText &json, const ApprovalView &view, const std::string &resolution)
{
    json.open().put("id", view.id).put("state", nameOf(view.decision)).put("operation", nameOf(view.operation));
    json.put("agent", view.request.action.agent).put("tool", view.request.action.tool).put("action_digest", view.digest.hex());
    json.put("requested_at", formatInstant(view.request.requestedAt)).put("expires_at", formatInstant(view.request.expiresAt));
    json.put("respond_by", formatInstant(view.request.respondBy)).put("source", view.request.source).put("binding_grade", nameOf(view.request.grade));
    json.putUnlessEmpty("clause", view.request.clause).putUnlessEmpty("reads_as", view.readsAs);
    if (!view.request.pactId.empty())
        json.put("pact", view.request.pactId + '@' + view.request.pactVersion);
    json.put("needs_verifier", view.request.needsVerifier).putUnlessEmpty("verifier", view.verifierVerdict);
    json.put("version", view.history.size());
    json.key("missing").open('[');
    for (const std::string_view missing : view.request.proposal.missing())
        json.text(missing);
    json.close(']');
    if (view.awaitsAnswer) {
        for (auto event = view.history.rbegin(); event != view.history.rend(); ++event) {
            if (event->statement.step == ApprovalStep::Ask && event->voidBecause.empty()) {
                json.put("question", event->statement.note);
                break;
            }
        }
    }
    if (view.decided) {
        const ApprovalStatement &decided = *view.decided;
        json.key("decided").open().put("by_kind", nameOf(decided.actorKind)).put("at", formatInstant(decided.at));
        json.putUnlessEmpty("reason", decided.reasonCode).putUnlessEmpty("note", decided.note).close();
    }
    if (view.limitedTo)
        json.put("approved_digest", view.approvedDigest.hex()).key("limited_to").raw(view.limitedTo->parameters);
    if (!resolution.empty())
        json.key("resolution").raw(resolution);
    json.close();
}

std::optional<std::uint64_t> numberIn(const std::optional<std::string> &text)
{
    std::uint64_t number = 0;
    if (!text || text->empty() || std::from_chars(text->data(), text->data() + text->size(), number).ptr != text->data() + text->size())
        return std::nullopt;
    return number;
}

/// Whether somebody can decide on what was refused so. What the scope policy refuses can be approved by nobody, and is filed for people to see that the
/// two policies disagree.
bool isAskable(std::string_view reason)
{
    constexpr std::array<std::string_view, 4> open{"needs_approval", "verifier_missing", "scope_refused", "scope_undecidable"};
    return std::find(open.begin(), open.end(), reason) != open.end();
}

http::Reply notAsked(const ActionAnswer &answer)
{
    http::Reply reply = mandate::replyOf(HttpProblem{409, problem_codes::notAsked, "The action is refused, and no approval changes that: " + answer.words, "See the reason with /access/v1/evaluation.", {}, {}});
    JsonText json;
    writeAnswer(json, answer);
    reply.body.insert(reply.body.size() - 1, ",\"evaluation\":" + json.take());
    return reply;
}

} // namespace

std::string ApprovalRoutes::standing(const ApprovalView &view)
{
    return std::string(nameOf(view.decision)) + ' ' + std::to_string(view.history.size());
}

http::Reply ApprovalRoutes::replyOf(const ApprovalView &view, int status)
{
    std::string resolution;
    if (view.decision == DecisionState::Approved) {
        if (auto signedOne = m_workspace.resolution(view.id))
            resolution = std::move(*signedOne);
    }
    JsonText json;
    writeView(json, view, resolution);
    http::Reply reply;
    reply.status = status;
    reply.body = json.take();
    reply.fields.emplace_back("Cache-Control", "no-store");
    if (status == 201)
        reply.fields.emplace_back("Location", "/v1/approvals/" + view.id);
    return reply;
}

http::Reply ApprovalRoutes::file(http::Request &request, const Caller &caller)
{
    Arena arena;
    const auto document = readObject(request.body, arena);
    if (!document)
        return mandate::replyOf(document.error());
    auto read = m_evaluations.read(*document, nullptr, {}, caller, request.peer);
    if (auto *refused = std::get_if<http::Reply>(&read))
        return std::move(*refused);
    ActionQuestion question = std::move(std::get<ActionQuestion>(read));
    if (const Value *proposal = document->find("proposal"); proposal && !proposal->isNull()) {
        auto readProposal = mandate::readProposal(*proposal);
        if (!readProposal)
            return mandate::replyOf(wrongMember(readProposal.error().happened, "/proposal" + readProposal.error().position.path));
        question.proposal = std::move(*readProposal);
    }
    question.bytes = std::move(request.body);
    question.approval.clear(); // a new request rests on no other
    question.resolution.clear();
    question.probe = true; // what is only asked for is no attempt of the agent
    ActionAnswer answer = m_point.decide(question);
    question.probe = false;
    const std::string source(document->findText("source").value_or("gateway"));
    if (source != "gateway")
        return fileForOthers(*document, std::move(question), answer, source);
    if (answer.permit) {
        JsonText json;
        json.open().put("state", "not_needed").key("evaluation");
        writeAnswer(json, answer);
        json.close();
        http::Reply reply;
        reply.body = json.take();
        return reply;
    }
    if (!isAskable(answer.reason))
        return notAsked(m_point.decide(std::move(question))); // recorded: it asked for what it must not do
    const auto filed = m_workspace.requestApproval(question, answer);
    if (!filed)
        return mandate::replyOf(filed.error());
    return replyOf(*filed, filed->history.size() == 1 ? 201 : 200);
}

/// Another system stopped its agent to ask a person: that is filed whether or not a clause of ours asks, unless the action is refused anyway.
http::Reply ApprovalRoutes::fileForOthers(const Value &document, ActionQuestion question, const ActionAnswer &answer, std::string source)
{
    const auto grade = bindingGradeOf(document.findText("binding_grade").value_or("none"));
    if (!grade)
        return mandate::replyOf(wrongMember("\"binding_grade\" should be none, position, digest_recorded or digest_rechecked.", "/binding_grade"));
    if (!answer.permit && !isAskable(answer.reason) && answer.reason != "out_of_scope" && answer.reason != "undecidable")
        return notAsked(m_point.decide(std::move(question)));
    ApprovalRequest filing;
    filing.to = "owner"; // a person, whatever a verifier says
    if (const auto at = answer.pact.find('@'); at != std::string::npos && answer.reason == "needs_approval") { // a clause of ours asks, too
        filing.pactId = answer.pact.substr(0, at);
        filing.pactVersion = answer.pact.substr(at + 1);
        filing.pactDigest = answer.pactDigest;
        filing.clause = answer.clause;
    }
    filing.needsVerifier = std::any_of(answer.obligations.begin(), answer.obligations.end(), [](const Obligation &obligation) { return obligation.type == "obtain_verification"; });
    filing.action = std::move(question.action);
    filing.session = std::move(question.session);
    filing.deployment = std::move(question.deployment);
    filing.callId = std::move(question.callId);
    filing.input = question.input.value_or(std::string());
    filing.proposal = question.proposal.value_or(Proposal());
    filing.source = std::move(source);
    filing.grade = *grade;
    const auto filed = m_workspace.requestApproval(std::move(filing));
    if (!filed)
        return mandate::replyOf(filed.error());
    return replyOf(*filed, filed->history.size() == 1 ? 201 : 200);
}

std::variant<ApprovalView, http::Reply> ApprovalRoutes::find(const http::Request &request, const Caller &caller)
{
    auto view = m_workspace.approval(caller.id);
    if (!view && view.error().kind == ErrorKind::Missing)
        return mandate::replyOf(HttpProblem{404, problem_codes::noApproval, "There is no such approval request.", "File one with POST /v1/approvals.", {}, {}});
    if (!view)
        return mandate::replyOf(view.error());
    if (const auto denied = Access::refusesAgent(caller, view->request.action.agent)) {
        m_refusals.note(*denied, request.head.path, view->request.action.agent, request.peer);
        return mandate::replyOf(*denied);
    }
    return std::move(*view);
}

http::Reply ApprovalRoutes::read(const http::Request &request, const Caller &caller)
{
    const auto wait = request.head.parameter("wait");
    const auto seconds = numberIn(wait);
    if (wait && !seconds)
        return mandate::replyOf(HttpProblem{400, problem_codes::wrongMember, "\"wait\" should be a whole number of seconds.", "Wait 60 at most.", {}, {}});
    auto found = find(request, caller);
    if (auto *refused = std::get_if<http::Reply>(&found))
        return std::move(*refused);
    const ApprovalView &view = std::get<ApprovalView>(found);
    const auto known = numberIn(request.head.parameter("version"));
    const bool nothingNew = view.decision == DecisionState::Open && (known ? view.history.size() <= *known : !view.awaitsAnswer);
    const auto asked = std::min<std::chrono::milliseconds>(std::chrono::seconds(seconds.value_or(0)), longestWait);
    const auto left = asked - std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - request.received);
    if (!nothingNew || !seconds || left.count() <= 0)
        return replyOf(view);
    if (!request.mayWait) {
        http::Reply reply = replyOf(view);
        reply.fields.emplace_back("Retry-After", "5");
        return reply;
    }
    http::Reply reply;
    reply.wait = http::Reply::Wait{view.id, left};
    return reply;
}

http::Reply ApprovalRoutes::act(const http::Request &request, const Caller &caller)
{
    Arena arena;
    const auto document = readObject(request.body.empty() ? "{}" : std::string_view(request.body), arena);
    if (!document)
        return mandate::replyOf(document.error());
    auto found = find(request, caller);
    if (auto *refused = std::get_if<http::Reply>(&found))
        return std::move(*refused);
    const ApprovalView &view = std::get<ApprovalView>(found);
    ApprovalLife::Attempt attempt;
    attempt.actorKind = ActorKind::Agent;
    attempt.by = view.request.action.agent;
    if (caller.route->id == RouteId::CancelApproval) {
        attempt.step = ApprovalStep::Cancel;
        attempt.note = std::string(document->findText("reason").value_or(""));
    } else if (caller.route->id == RouteId::AnswerApproval) {
        attempt.step = ApprovalStep::Answer;
        attempt.note = std::string(document->findText("answer").value_or(""));
        if (attempt.note.empty())
            return mandate::replyOf(wrongMember("\"answer\" should be a text.", "/answer"));
    } else {
        attempt.step = ApprovalStep::Report;
        attempt.verdict = std::string(document->findText("outcome").value_or(""));
        attempt.note = std::string(document->findText("error").value_or(""));
        if (attempt.verdict != "executed" && attempt.verdict != "failed" && attempt.verdict != "unknown")
            return mandate::replyOf(wrongMember("\"outcome\" should be executed, failed or unknown.", "/outcome"));
        if (const Value *arguments = document->find("arguments"); arguments && arguments->isMap()) {
            ActionBinding ran = view.request.action;
            ran.parameters = canonicalJson(*arguments);
            attempt.executed = ran.digest();
        } else if (const auto digest = document->findText("action_digest")) {
            attempt.executed = Digest::fromHex(*digest);
            if (!attempt.executed)
                return mandate::replyOf(wrongMember("\"action_digest\" should be 64 hexadecimal digits.", "/action_digest"));
        } else if (attempt.verdict == "executed") {
            return mandate::replyOf(wrongMember("What ran is missing: give \"arguments\" or \"action_digest\".", "/arguments"));
        }
    }
    const auto acted = m_workspace.agentActs(view.id, view.request.action.agent, attempt);
    return acted ? replyOf(*acted) : mandate::replyOf(acted.error());
}

http::Reply ApprovalRoutes::verify(const http::Request &request, const Caller &caller)
{
    Arena arena;
    const auto document = readObject(request.body, arena);
    if (!document)
        return mandate::replyOf(document.error());
    const std::string verdict(document->findText("verdict").value_or(""));
    if (verdict != "allow" && verdict != "refuse")
        return mandate::replyOf(wrongMember("\"verdict\" should be allow or refuse.", "/verdict"));
    const auto policy = Digest::fromHex(document->findText("scope_policy_digest").value_or(""));
    if (!policy)
        return mandate::replyOf(wrongMember("\"scope_policy_digest\" should be 64 hexadecimal digits: SHA-256 of the policy that was used.", "/scope_policy_digest"));
    const auto view = m_workspace.approval(caller.id);
    if (!view)
        return mandate::replyOf(view.error());
    const std::string verifier(caller.token->onlyAgent());
    if (verifier.empty() || verifier == view->request.action.agent) { // nobody verifies themselves
        const Denied denied{HttpProblem{403, problem_codes::wrongAgent, "A verifier's token names one agent, which is not the one that asks.", "Make one: mandate token W create --agent VERIFIER --scope verify", {}, {}},
                            caller.route, std::string(caller.tokenName())};
        m_refusals.note(denied, request.head.path, view->request.action.agent, request.peer);
        return mandate::replyOf(denied);
    }
    const auto verified = m_workspace.verifyRequest(caller.id, verifier, verdict, *policy, std::string(document->findText("reason").value_or("")));
    if (!verified)
        return mandate::replyOf(verified.error());
    JsonText json;
    json.open().put("id", verified->id).put("verifier", verified->verifierVerdict).put("state", nameOf(verified->decision)).put("action_digest", verified->digest.hex()).close();
    http::Reply reply;
    reply.body = json.take();
    return reply;
}

} // namespace mandate
