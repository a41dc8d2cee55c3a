// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/evaluations.h"

#include "models/gateway/answer_writer.h"
#include "models/gateway/question_reader.h"

namespace mandate {

namespace {

constexpr std::size_t mostArgumentsOfABatch = std::size_t{4} << 20; ///< of all its evaluations together, octets

enum class Semantic : std::uint8_t { All, UntilDeny, UntilPermit };

std::optional<Semantic> semanticOf(const Value &document)
{
    const Value *options = document.find("options");
    const Value *named = options && options->isMap() ? options->find("evaluations_semantic") : nullptr;
    if (!named)
        return Semantic::All;
    const std::string_view name = named->isString() ? named->text() : std::string_view();
    if (name == "execute_all")
        return Semantic::All;
    if (name == "deny_on_first_deny")
        return Semantic::UntilDeny;
    return name == "permit_on_first_permit" ? std::optional(Semantic::UntilPermit) : std::nullopt;
}

http::Reply replyOf(const ActionAnswer &answer)
{
    JsonText json;
    writeAnswer(json, answer);
    http::Reply reply;
    reply.body = json.take();
    return reply;
}

} // namespace

void Evaluations::count(const ActionAnswer &answer, std::chrono::steady_clock::time_point since)
{
    m_figures.decided(answer.verdict, answer.permit, std::chrono::steady_clock::now() - since);
}

std::variant<ActionQuestion, http::Reply> Evaluations::read(const Value &request, const Value *defaults, const std::string &place, const Caller &caller, std::string_view peer)
{
    auto question = readQuestion(request, defaults, place);
    if (!question) {
        m_refusals.count(question.error().code);
        return mandate::replyOf(question.error());
    }
    if (const auto denied = Access::refusesAgent(caller, question->action.agent)) {
        m_refusals.note(*denied, caller.route->path, question->action.agent, peer);
        return mandate::replyOf(*denied);
    }
    question->credential = std::string(caller.tokenName());
    return std::move(*question);
}

std::vector<http::Reply> Evaluations::answer(std::vector<http::Request> &requests, const std::vector<Caller> &callers)
{
    std::vector<http::Reply> replies(requests.size());
    std::vector<ActionQuestion> questions;
    std::vector<std::size_t> whose;
    Arena arena;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        arena.reset();
        const auto document = readObject(requests[i].body, arena);
        if (!document) {
            m_refusals.count(document.error().code);
            replies[i] = mandate::replyOf(document.error());
            continue;
        }
        auto read = this->read(*document, nullptr, {}, callers[i], requests[i].peer);
        if (auto *refused = std::get_if<http::Reply>(&read)) {
            replies[i] = std::move(*refused);
            continue;
        }
        questions.push_back(std::move(std::get<ActionQuestion>(read)));
        questions.back().bytes = std::move(requests[i].body);
        whose.push_back(i);
    }
    if (questions.empty())
        return replies;
    const std::vector<ActionAnswer> answers = m_point.decide(std::move(questions));
    for (std::size_t i = 0; i < answers.size(); ++i) {
        replies[whose[i]] = replyOf(answers[i]);
        count(answers[i], requests[whose[i]].received);
    }
    return replies;
}

http::Reply Evaluations::answerMany(http::Request &request, const Caller &caller)
{
    Arena arena;
    const auto document = readObject(request.body, arena);
    if (!document) {
        m_refusals.count(document.error().code);
        return mandate::replyOf(document.error());
    }
    const auto semantic = semanticOf(*document);
    if (!semantic)
        return mandate::replyOf(wrongMember("\"evaluations_semantic\" should be execute_all, deny_on_first_deny or permit_on_first_permit.", "/options/evaluations_semantic"));
    const Value *list = document->find("evaluations");
    if (list && !list->isList())
        return mandate::replyOf(wrongMember("\"evaluations\" should be a list.", "/evaluations"));
    if (list && list->items().size() > mostOfABatch)
        return mandate::replyOf(wrongMember("There are more than 256 evaluations.", "/evaluations"));
    if (!list || list->items().empty()) { // then it is a single evaluation (AuthZEN 1.0, section 7.1)
        std::vector<http::Request> one;
        one.push_back(std::move(request));
        return std::move(answer(one, {caller}).front());
    }
    if (const auto denied = m_access.charge(caller, list->items().size() - 1)) { // the request itself was counted when its head came
        m_refusals.note(*denied, caller.route->path, {}, request.peer);
        return mandate::replyOf(*denied);
    }
    std::vector<ActionQuestion> questions;
    std::size_t arguments = 0;
    for (std::size_t i = 0; i < list->items().size(); ++i) {
        const Value &item = list->items()[i];
        const std::string place = "/evaluations/" + std::to_string(i);
        if (!item.isMap())
            return mandate::replyOf(wrongMember("An evaluation should be an object.", place));
        auto read = this->read(item, &*document, place, caller, request.peer);
        if (auto *refused = std::get_if<http::Reply>(&read))
            return std::move(*refused);
        questions.push_back(std::move(std::get<ActionQuestion>(read)));
        questions.back().bytes = canonicalJson(item);
        arguments += questions.back().action.parameters.size();
        if (arguments > mostArgumentsOfABatch) // defaults are copied into each
            return mandate::replyOf(wrongMember("The arguments of all evaluations together are larger than 4 MiB.", place));
    }
    std::vector<ActionAnswer> answers;
    if (*semantic == Semantic::All) {
        answers = m_point.decide(std::move(questions));
    } else {
        for (ActionQuestion &question : questions) { // what is not evaluated must not be recorded as a decision
            answers.push_back(m_point.decide(std::move(question)));
            if (answers.back().permit == (*semantic == Semantic::UntilPermit))
                break;
        }
    }
    JsonText json;
    json.open().key("evaluations").open('[');
    for (const ActionAnswer &one : answers) {
        writeAnswer(json, one);
        count(one, request.received);
    }
    json.close(']').close();
    http::Reply reply;
    reply.body = json.take();
    return reply;
}

} // namespace mandate
