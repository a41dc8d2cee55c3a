// SPDX-License-Identifier: GPL-3.0-or-later
// What judging the trail under pacts says: per clause and per action.
#pragma once

#include "models/pact/document.h"
#include "models/store/store.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace mandate {

/// One action that a clause caught.
struct ClauseCase
{
    EntryNumber entry = 0;
    std::string agent;
    std::string session;
    std::int32_t message = -1;
    std::int32_t call = -1;
    std::string tool;
    bool executed = false;
    bool operator==(const ClauseCase &) const = default;
};

struct ClauseCount
{
    std::string clause;
    std::string pact;               ///< id@version
    std::uint64_t applicable = 0;   ///< actions of the clause's tools
    std::uint64_t attempted = 0;    ///< of these, the condition held
    std::uint64_t executed = 0;     ///< of these, executed
    std::uint64_t undecidable = 0;  ///< of the applicable, no answer for want of a fact
    std::vector<ClauseCase> cases;  ///< the attempted ones
    std::map<std::string, std::uint64_t> missing; ///< undecidable by missing fact
};

struct JudgementReport
{
    std::vector<ClauseCount> clauses; ///< in pact order
    std::array<std::uint64_t, 8> verdicts{}; ///< by Verdict; actions only
};

/// Why an action got its verdict: every clause that applies, with its answer.
struct Explanation
{
    enum class Answer : std::uint8_t { No, Yes, Undecidable };
    struct Considered
    {
        Clause clause;
        Answer answer = Answer::No;
        std::string missing; ///< the fact that was missing
    };
    std::string pactId;
    std::string pactVersion;
    std::string pactTitle;
    Digest pactDigest;
    Verdict verdict = Verdict::NotJudged;
    std::string decidingClause; ///< empty: nothing permits it, or nothing decides
    std::vector<Considered> considered;
    struct Fact { std::string name; std::string value; };
    std::vector<Fact> facts;    ///< what the conditions could use, as JSON text
    std::string owner;          ///< who answers for this pact
};

} // namespace mandate
