// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody signs when they bring in the results of an evaluation: which agent was evaluated, on what, when, and the digest of the results, whose exact
// bytes the ledger keeps beside it. What the results say is read from these bytes, each time.
#pragma once

#include "models/base/digest.h"
#include "models/evaluations/result_file.h"
#include "models/people/note_envelope.h"

#include <string>
#include <string_view>
#include <vector>

namespace mandate {

struct EvaluationStatement
{
    std::string agent;      ///< whom it counts for; empty: the subjects that the results name
    std::string suite;      ///< what people call it: "banking attacks", "release 14"
    std::string source;     ///< name of the file
    std::string format;
    ResultKind kind = ResultKind::Tasks;
    std::string program;
    std::optional<Instant> ran; ///< when the evaluation ran, where results or who imports them say so: the earlier of the two
    std::string model;          ///< the version that was evaluated, as far as it is told
    std::string pact;           ///< id@version that was in force for the agent when it ran; empty: none
    std::string pactDigest;     ///< hexadecimal
    Digest content;             ///< SHA-256 of the results' bytes
    std::uint64_t octets = 0;
    ResultCounts counts;
    NoteSigner signer;
    std::uint64_t entry = 0; ///< of the ledger; no part of what is signed
    bool mayCount = true;    ///< who signed answers for the agent, or leads the product; no part of what is signed
    bool operator==(const EvaluationStatement &) const = default;
};

inline constexpr std::string_view evaluationNoteKind = "evaluation_run";
inline constexpr std::string_view evaluationPayloadType = "application/vnd.mandate.evaluation-run.v1+json";

/// Whether it says anything of how the agent does: something was scored, and not by a judge whose opinions are no evaluation of it.
[[nodiscard]] bool measuresTheAgent(const EvaluationStatement &evaluation);

/// {"type":"note","v":1,"note":"evaluation_run","content":hex,"envelope"}: it cites the results' digest, so that the ledger binds their bytes.
[[nodiscard]] std::string evaluationEntry(const EvaluationStatement &statement, const SigningKey &key);
/// Corrupt when it is none, or who it names may not sign, or it cites other bytes than it signs for.
Result<EvaluationStatement> readEvaluationEntry(std::string_view body, const Keyring &keys);

} // namespace mandate
