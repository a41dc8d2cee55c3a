// SPDX-License-Identifier: GPL-3.0-or-later
// A real store with as many generated records as a test asks for, always the same ones. Small records: a test of rows, not of bytes.
#pragma once

#include "models/evidence/record_json.h"
#include "models/store/store.h"

#include <QString>
#include <QTest>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace mandate::test {

inline constexpr std::array<const char *, 4> agents{"gpt-4o", "qwen2.5-7b", "=cmd()",
                                                    "nova \xE2\x80\xAE"
                                                    "flip"};
inline constexpr std::array<const char *, 5> tools{"cancel_reservation", "get_user_details", "book_reservation", "send_certificate", "think"};

/// The n-th record: sessions of ten, an action every second record, no time for every 50th, executed, refused or failed by turns.
struct Generated
{
    std::string session;
    std::string argument;
    std::string said;
    std::array<Member, 1> arguments;
    Record record;

    explicit Generated(std::uint64_t n)
        : session("session-" + std::to_string(n / 10)),
          argument("R" + std::to_string(n)),
          said("message number " + std::to_string(n)),
          arguments{{{Value::string("reservation_id"), Value::string(argument)}}}
    {
        record.kind = n % 2 == 0 ? RecordKind::Action : RecordKind::Message;
        record.source = "runs.json";
        record.format = "test";
        record.agent = agents[n / 10 % agents.size()];
        record.deployment = "airline";
        record.session = session;
        record.message = static_cast<std::int32_t>(n % 10);
        record.received = {1'764'684'000'000'000'000, true};
        if (n % 50 != 0)
            record.occurred = Instant{1'764'684'243'000'000'000 + static_cast<std::int64_t>(n) * 1'000'000'000, n % 3 == 0};
        if (record.kind == RecordKind::Action) {
            record.call = 0;
            record.tool = tools[n / 2 % tools.size()];
            record.arguments = Value::map(arguments);
            record.outcome = std::array{Outcome::Executed, Outcome::Refused, Outcome::Failed}[n / 2 % 3];
            record.input = "please do it";
        } else {
            record.role = n % 4 == 1 ? Role::User : Role::Agent;
            record.said = said;
        }
    }
};

inline Verdict verdictOfRecord(std::uint64_t n)
{
    constexpr std::array all{Verdict::Permitted, Verdict::Prohibited, Verdict::NeedsApproval, Verdict::Undecidable};
    return n % 2 == 0 ? all[n / 2 % all.size()] : Verdict::NotJudged;
}

/// Appends records first … first + count − 1.
inline void appendGenerated(Store &store, std::uint64_t first, std::uint64_t count)
{
    constexpr std::uint64_t atOnce = 50'000;
    for (std::uint64_t begin = first; begin < first + count; begin += atOnce) {
        const std::uint64_t end = std::min(begin + atOnce, first + count);
        std::vector<std::unique_ptr<Generated>> records;
        std::vector<std::string> bodies;
        Batch batch;
        for (std::uint64_t n = begin; n < end; ++n) {
            records.push_back(std::make_unique<Generated>(n));
            std::string body;
            appendRecordJson(body, records.back()->record);
            bodies.push_back(std::move(body));
        }
        for (std::uint64_t n = begin; n < end; ++n) {
            NewEntry entry;
            entry.body = bodies[n - begin];
            entry.record = &records[n - begin]->record;
            entry.verdict = verdictOfRecord(n);
            if (entry.verdict == Verdict::Prohibited)
                entry.clause = "A4";
            batch.entries.push_back(entry);
        }
        std::vector<std::unique_ptr<Store::Prepared>> prepared;
        prepared.push_back(store.prepare(batch));
        const auto appended = store.append(std::move(prepared));
        if (!appended)
            qFatal("%s", describe(appended.error()).c_str());
    }
}

inline std::shared_ptr<Store> generatedStore(const QString &path, std::uint64_t count)
{
    auto store = createStore(path.toStdString(), SigningKey::generate());
    if (!store)
        qFatal("%s", describe(store.error()).c_str());
    std::shared_ptr<Store> shared = std::move(store).value();
    appendGenerated(*shared, 0, count);
    return shared;
}

} // namespace mandate::test
