// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/answer_writer.h"

namespace mandate {

std::string_view wordsForUser(const ActionAnswer &answer)
{
    if (answer.permit)
        return "This is allowed.";
    if (answer.reason == "needs_approval" || answer.reason == "approval_open")
        return "A person has to decide on this first.";
    if (answer.reason == "suspended" || answer.reason == "revoked" || answer.reason == "not_authorized" || answer.reason == "expired")
        return "This assistant is not allowed to act at the moment.";
    if (answer.reason.starts_with("store_") || answer.reason == "clock_wrong" || answer.reason == "key_missing")
        return "This cannot be decided at the moment; please try again later.";
    return "This is not allowed.";
}

void writeAnswer(JsonText &json, const ActionAnswer &answer)
{
    json.open().put("decision", answer.permit).key("context").open();
    if (answer.entry)
        json.put("id", std::to_string(*answer.entry));
    json.put("reason", answer.reason);
    json.key("reason_admin").open().put("en", answer.words).close();
    json.key("reason_user").open().put("en", wordsForUser(answer)).close();
    json.put("verdict", nameOf(answer.verdict)).put("state", nameOf(answer.state));
    json.putUnlessEmpty("clause", answer.clause).putUnlessEmpty("reads_as", answer.readsAs).putUnlessEmpty("pact", answer.pact);
    if (answer.pactDigest != Digest())
        json.put("pact_digest", answer.pactDigest.hex());
    json.put("action_digest", answer.action.hex());
    json.key("missing").open('[');
    for (const std::string &missing : answer.missing)
        json.text(missing);
    json.close(']').key("obligations").open('[');
    for (const Obligation &obligation : answer.obligations)
        json.open().put("type", obligation.type).putUnlessEmpty("detail", obligation.detail).close();
    json.close(']').putUnlessEmpty("approval", answer.approval);
    json.put("decided_at", formatInstant(answer.decidedAt));
    if (answer.permit)
        json.put("valid_until", formatInstant(answer.validUntil));
    if (!answer.envelope.empty())
        json.key("decision_token").raw(answer.envelope);
    json.close().close();
}

} // namespace mandate
