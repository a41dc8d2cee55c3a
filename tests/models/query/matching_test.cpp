// SPDX-License-Identifier: GPL-3.0-or-later
// What a query matches, against a plain reading of the same rows one by one.
#include <QTemporaryDir>
#include <QTest>

#include "models/query/query.h"
#include "tests/models/query/random_conditions.h"
#include "tests/models/store/sample_events.h"

#include <algorithm>
#include <numeric>

namespace mandate {

namespace {

const Instant now{1'788'000'000'000'000'000, true};

/// One record as the plain reading sees it.
struct Seen
{
    Row row;
    double amount = 0; ///< argument "amount"
    std::string user;  ///< argument "user"
    std::vector<double> prices;
    std::string text;
    std::vector<std::pair<std::string, bool>> findings; ///< clause, undecidable
};

bool fits(const NamePattern &pattern, std::string_view text)
{
    if (!pattern.isPattern)
        return pattern.text == text;
    const std::size_t star = pattern.text.find('*'); // the random ones have one
    const std::string_view before = std::string_view(pattern.text).substr(0, star);
    const std::string_view after = std::string_view(pattern.text).substr(star + 1);
    return text.size() >= before.size() + after.size() && text.starts_with(before) && text.ends_with(after);
}

bool compares(double value, const ArgumentIs &asked)
{
    switch (asked.how) {
    case ArgumentIs::How::Is: return asked.number && value == *asked.number;
    case ArgumentIs::How::Below: return value < *asked.number;
    case ArgumentIs::How::AtMost: return value <= *asked.number;
    case ArgumentIs::How::Above: return value > *asked.number;
    case ArgumentIs::How::AtLeast: return value >= *asked.number;
    case ArgumentIs::How::Given: return true;
    }
    return false;
}

class PlainReading
{
public:
    explicit PlainReading(const std::vector<Seen> &records) : m_records(records) {}

    bool matches(const Seen &seen, const RowCondition &condition) const
    {
        return std::visit([&](const auto &is) { return one(seen, is); }, condition.is);
    }

private:
    bool one(const Seen &seen, const Combined &combined) const
    {
        const auto holds = [&](const RowCondition &part) { return matches(seen, part); };
        if (combined.how == Combined::How::All)
            return std::ranges::all_of(combined.parts, holds);
        return std::ranges::any_of(combined.parts, holds) == (combined.how == Combined::How::Any);
    }
    bool one(const Seen &seen, const NameIs &name) const
    {
        const std::array<std::string_view, 7> names{seen.row.agent,  seen.row.deployment, seen.row.session, seen.row.tool,
                                                    seen.row.source, seen.row.format,     seen.row.clause};
        return std::ranges::any_of(name.any, [&](const NamePattern &pattern) { return fits(pattern, names[static_cast<std::size_t>(name.field)]); });
    }
    bool one(const Seen &seen, const CodeIs &code) const
    {
        const std::array<std::uint8_t, 4> codes{static_cast<std::uint8_t>(seen.row.verdict), static_cast<std::uint8_t>(seen.row.outcome),
                                                static_cast<std::uint8_t>(seen.row.kind), static_cast<std::uint8_t>(seen.row.role)};
        return std::ranges::count(code.any, codes[static_cast<std::size_t>(code.field)]) > 0;
    }
    bool one(const Seen &seen, const NumberIn &number) const
    {
        const auto value = number.field == NumberIn::Field::Entry ? static_cast<std::int64_t>(seen.row.number) : seen.row.message;
        return value >= number.from && value <= number.to;
    }
    bool one(const Seen &seen, const TimeIn &time) const
    {
        return seen.row.time && (!time.since || seen.row.time->nanoseconds >= time.since->nanoseconds) &&
               (!time.until || seen.row.time->nanoseconds < time.until->nanoseconds);
    }
    bool one(const Seen &seen, const EvidenceHas &has) const { return (seen.row.completeness & has.parts) == has.parts; }
    bool one(const Seen &seen, const TextHas &text) const
    {
        std::string words = text.words;
        std::erase(words, '"');
        return seen.text.find(words) != std::string::npos;
    }
    bool one(const Seen &seen, const FindingOf &finding) const
    {
        return std::ranges::any_of(seen.findings, [&](const auto &found) {
            return found.second == finding.undecidable && std::ranges::any_of(finding.any, [&](const NamePattern &pattern) { return fits(pattern, found.first); });
        });
    }
    bool one(const Seen &seen, const SameSession &session) const
    {
        return !seen.row.session.empty() && std::ranges::any_of(m_records, [&](const Seen &other) {
            return other.row.agent == seen.row.agent && other.row.session == seen.row.session && matches(other, *session.as);
        });
    }
    bool one(const Seen &, const MarkedBy &) const { return false; }
    bool one(const Seen &, const CountedIn &) const { return false; }
    bool one(const Seen &seen, const EntryIn &in) const { return std::ranges::binary_search(*in.entries, seen.row.number); }
    bool one(const Seen &seen, const ArgumentIs &asked) const
    {
        if (asked.path.front() == "amount")
            return compares(seen.amount, asked);
        if (asked.path.front() == "items")
            return std::ranges::any_of(seen.prices, [&](double price) { return compares(price, asked); });
        return asked.path.front() == "user" && (asked.how == ArgumentIs::How::Given || (asked.how == ArgumentIs::How::Is && seen.user == asked.text.text));
    }

    const std::vector<Seen> &m_records;
};

} // namespace

class MatchingTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Store> m_store;
    std::vector<Seen> m_records;

    void add(std::size_t from, std::size_t count)
    {
        Arena arena;
        Batch batch;
        std::deque<Record> records;
        std::deque<std::string> texts;
        for (std::size_t i = from; i < from + count; ++i) {
            Seen seen;
            texts.push_back(R"({"n":)" + std::to_string(i) + '}');
            batch.items.push_back({texts.back(), sha256(texts.back()), i + 1});
            Record &record = records.emplace_back();
            record.itemDigest = batch.items.back().digest;
            record.source = "runs.json";
            record.format = "sample";
            record.agent = arena.copy("agent-" + std::to_string(i % 3));
            record.deployment = i % 2 ? "airline" : "two words";
            record.session = i % 11 == 0 ? std::string_view() : arena.copy("session-" + std::to_string(i % 9));
            record.message = static_cast<std::int32_t>(i % 13);
            if (i % 7 != 0)
                record.occurred = Instant{1'764'000'000'000'000'000 + static_cast<std::int64_t>(i % 40) * 60'000'000'000, true};
            record.tool = i % 4 ? "refund" : "find_user";
            record.result = i % 5 ? "done" : "";
            record.outcome = static_cast<Outcome>(i % 4);
            record.reasoning = i % 6 == 0 ? "the voucher is worth more" : "fine";
            seen.amount = static_cast<double>(i % 50);
            seen.user = "user-" + std::to_string(i % 5);
            seen.prices = {static_cast<double>(i % 17), static_cast<double>(i % 50)};
            texts.push_back(R"({"amount":)" + std::to_string(i % 50) + R"(,"items":[{"price":)" + std::to_string(i % 17) + R"(},{"price":")" +
                            std::to_string(i % 50) + R"("}],"user":")" + seen.user + R"("})");
            JsonReader reader;
            record.arguments = *reader.read(texts.back(), arena);
            record.argumentsText = texts.back();
            seen.text = std::string(record.reasoning) + ' ' + std::string(record.tool);
            texts.emplace_back();
            appendRecordJson(texts.back(), record);
            const Verdict verdict = static_cast<Verdict>(2 + i % 5);
            batch.entries.push_back({EntryType::Record, texts.back(), &record, static_cast<std::int32_t>(batch.items.size()) - 1, verdict, i % 3 ? "A4" : "P1"});
            if (i % 3 == 0)
                seen.findings.emplace_back("P1", i % 2 == 0);
            for (const auto &[clause, undecidable] : seen.findings)
                batch.findings.push_back({batch.entries.size() - 1, clause, undecidable, ""});
            m_records.push_back(std::move(seen));
        }
        std::vector<std::unique_ptr<Store::Prepared>> prepared;
        prepared.push_back(m_store->prepare(batch));
        const auto appended = m_store->append(std::move(prepared));
        QVERIFY2(appended.ok(), appended ? "" : describe(appended.error()).c_str());
    }

    std::vector<EntryNumber> selected(const RowCondition &condition) const
    {
        RowFilter filter;
        filter.where = {condition};
        const auto entries = m_store->select(filter, RowOrder::ArrivalAscending);
        if (!entries)
            qWarning("%s", describe(entries.error()).c_str());
        return entries ? *entries : std::vector<EntryNumber>{UINT64_MAX};
    }
    std::vector<EntryNumber> selected(std::string_view text) const { return selected(readQuery(text, now).condition); }

private Q_SLOTS:
    void initTestCase()
    {
        auto created = createStore(m_folder.filePath(QStringLiteral("w.mandate")).toStdString(), SigningKey::generate());
        QVERIFY2(created.ok(), created ? "" : describe(created.error()).c_str());
        m_store = std::move(created).value();
        add(0, 150);
        QVERIFY(m_store->indexText().ok());
        add(150, 70); // not in the index: read from the entries
        std::vector<EntryNumber> all(m_records.size());
        std::iota(all.begin(), all.end(), EntryNumber{0});
        const auto rows = m_store->rows(all);
        QVERIFY(rows.ok());
        for (std::size_t i = 0; i < all.size(); ++i)
            m_records[i].row = (*rows)[i];
    }
    void randomQueriesMatchWhatReadingRowByRowMatches()
    {
        RandomConditions random(4711);
        const PlainReading plain(m_records);
        std::size_t some = 0;
        for (int i = 0; i < 3'000; ++i) {
            const RowCondition condition = random.next(3);
            std::vector<EntryNumber> expected;
            for (const Seen &seen : m_records) {
                if (plain.matches(seen, condition))
                    expected.push_back(seen.row.number);
            }
            const auto found = selected(condition);
            QVERIFY2(found == expected, (queryText(condition) + ": " + std::to_string(found.size()) + " rows, expected " + std::to_string(expected.size())).c_str());
            some += !expected.empty() && expected.size() < m_records.size();
        }
        QVERIFY2(some > 1'000, std::to_string(some).c_str()); // the test would show little if most matched all or nothing
    }
    void aQueryAndTheFiltersSetsHoldTogether()
    {
        RowFilter filter;
        filter.agents = {"agent-1"};
        filter.where = {readQuery("tool:refund or args.amount>40", now).condition};
        const auto entries = m_store->select(filter, RowOrder::ArrivalAscending);
        QVERIFY(entries.ok() && !entries->empty());
        for (const EntryNumber entry : *entries)
            QVERIFY(m_records[entry].row.agent == "agent-1" && (m_records[entry].row.tool == "refund" || m_records[entry].amount > 40));
        QCOMPARE(m_store->count(filter).value(), std::uint64_t{entries->size()});
    }
    void theSameSessionIsOfTheSameAgent()
    {
        const auto hit = selected("no:5");
        QCOMPARE(hit, std::vector<EntryNumber>{5});
        for (const EntryNumber entry : selected("same_session:(no:5)")) {
            QCOMPARE(m_records[entry].row.session, m_records[5].row.session);
            QCOMPARE(m_records[entry].row.agent, m_records[5].row.agent);
        }
        QVERIFY(selected("same_session:(no:0)").empty()); // it has no session
    }
    void aQueryThatIsStoppedSaysSo()
    {
        std::stop_source source;
        source.request_stop();
        RowFilter filter;
        filter.where = {readQuery("args.amount>4", now).condition};
        QCOMPARE(m_store->select(filter, RowOrder::ArrivalAscending, source.get_token()).error().kind, ErrorKind::Cancelled);
    }
};

} // namespace mandate

QTEST_GUILESS_MAIN(mandate::MatchingTest)
#include "matching_test.moc"
