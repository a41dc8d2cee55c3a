// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/problem.h"

#include "models/gateway/json_text.h"

namespace mandate {

namespace {

int statusOf(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Usage:
    case ErrorKind::Input: return 400;
    case ErrorKind::Refused: return 409;
    case ErrorKind::Missing: return 404;
    case ErrorKind::Corrupt:
    case ErrorKind::Storage:
    case ErrorKind::Cancelled: return 503;
    case ErrorKind::Internal: return 500;
    }
    return 500;
}

} // namespace

http::Reply replyOf(const HttpProblem &problem)
{
    JsonText json;
    json.open().put("type", "urn:mandate:problem:" + std::string(problem.code)).put("title", http::reasonPhrase(problem.status));
    json.put("status", problem.status).put("detail", problem.detail).put("code", problem.code);
    json.putUnlessEmpty("remedy", problem.remedy).putUnlessEmpty("pointer", problem.pointer);
    if (problem.offset)
        json.put("offset", *problem.offset);
    json.close();
    http::Reply reply;
    reply.status = problem.status;
    reply.contentType = "application/problem+json";
    reply.body = json.take();
    return reply;
}

http::Reply replyOf(const Error &error)
{
    std::string detail = error.happened;
    if (!error.unaffected.empty())
        detail += ' ' + error.unaffected;
    http::Reply reply = replyOf(HttpProblem{statusOf(error.kind), error.code, detail, error.remedy, error.position.path, error.position.offset});
    if (reply.status == 503)
        reply.fields.emplace_back("Retry-After", "1");
    return reply;
}

} // namespace mandate
