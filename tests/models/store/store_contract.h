// SPDX-License-Identifier: GPL-3.0-or-later
// What every store engine must do. An engine's test derives from StoreContract and says how its stores are made, opened and damaged; another
// engine is one more such class.
#pragma once

#include <QTest>

#include "tests/models/store/sample_events.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace mandate {

class StoreContract : public QObject
{
    Q_OBJECT

protected:
    /// A new, empty store; an earlier one is forgotten.
    virtual Result<std::unique_ptr<Store>> create() = 0;
    /// The newest store again; the first one may still be open.
    virtual Result<std::unique_ptr<Store>> open(bool readOnly = false) = 0;
    /// Changes one stored octet of an entry's text behind the store's back. The store is closed.
    virtual bool damage(EntryNumber entry) = 0;

    std::unique_ptr<Store> m_store;
    std::deque<std::string> m_bodies; ///< as appended
    std::deque<std::string> m_items;
    std::deque<Row> m_rows;

    /// 40 items with 2 records each and a note, in three appends.
    void fill()
    {
        auto created = create();
        QVERIFY2(created.ok(), created ? "" : describe(created.error()).c_str());
        m_store = std::move(created).value();
        m_bodies.clear();
        m_items.clear();
        m_rows.clear();
        SampleEvents events;
        for (const std::size_t items : {1, 29, 10}) {
            events.next(items);
            if (items == 10)
                events.addNote(EntryType::Note, R"({"text":"a remark on refunds","type":"note"})");
            const auto appended = appendTo(*m_store, events.batch());
            QVERIFY2(appended.ok(), appended ? "" : describe(appended.error()).c_str());
            QCOMPARE(appended->entries, std::uint64_t{events.batch().entries.size()});
            QCOMPARE(appended->items, std::uint64_t{items});
            QCOMPARE(appended->first, EntryNumber{m_bodies.size()});
            rememberBatch(events.batch(), m_bodies, m_items, m_rows);
        }
    }
    std::vector<EntryNumber> expected(const std::function<bool(const Row &)> &matches) const
    {
        std::vector<EntryNumber> numbers;
        for (const Row &row : m_rows) {
            if (matches(row))
                numbers.push_back(row.number);
        }
        return numbers;
    }
    std::vector<EntryNumber> selected(const RowFilter &filter, RowOrder order = RowOrder::ArrivalAscending) const
    {
        auto entries = m_store->select(filter, order);
        if (!entries)
            qWarning("%s", describe(entries.error()).c_str());
        return entries ? std::move(entries).value() : std::vector<EntryNumber>{UINT64_MAX};
    }

private Q_SLOTS:
    void whatIsErasedIsGoneAndItsNeighboursAreProvenAsBefore()
    {
        fill();
        const Checkpoint before = m_store->head();
        const auto leavesBefore = m_store->leaves(0, before.size);
        QVERIFY(m_store->indexText().ok());
        // Two records to an item: both of item 3, one of item 5.
        std::vector<EntryNumber> going = expected([](const Row &row) { return row.item == 3U; });
        const std::vector<EntryNumber> ofFive = expected([](const Row &row) { return row.item == 5U; });
        QCOMPARE(going.size(), std::size_t{2});
        QCOMPARE(ofFive.size(), std::size_t{2});
        going.push_back(ofFive.front());
        std::size_t octets = m_items[3].size();
        for (const EntryNumber entry : going)
            octets += m_bodies[entry].size();
        const auto erased = m_store->erase(going);
        QVERIFY2(erased.ok(), erased ? "" : describe(erased.error()).c_str());
        QCOMPARE(erased->entries, std::uint64_t{3});
        QCOMPARE(erased->items, std::uint64_t{1});
        QCOMPARE(erased->octets, std::uint64_t{octets});
        QVERIFY(erased->scrubbed);
        for (const bool reopened : {false, true}) {
            if (reopened) {
                m_store.reset();
                m_store = std::move(open()).value();
            }
            QVERIFY(m_store->head().root == before.root);
            QVERIFY(m_store->leaves(0, before.size).value() == leavesBefore.value());
            const auto verified = m_store->verify();
            QVERIFY2(verified.ok() && verified->ok, verified.ok() && verified->firstBad ? verified->firstBad->reason.c_str() : "");
            QCOMPARE(verified->erased, std::uint64_t{3});
            for (EntryNumber entry = 0; entry < before.size; ++entry) {
                const bool gone = std::ranges::find(going, entry) != going.end();
                const auto row = m_store->rows(std::array{entry});
                const auto body = m_store->body(entry);
                QVERIFY(row.ok() && body.ok());
                QCOMPARE(row->front().erased, gone);
                QCOMPARE(*body == m_bodies[entry], !gone);
                const Row &was = m_rows[entry]; // what figures are made from stays
                QVERIFY(row->front().agent == was.agent && row->front().tool == was.tool && row->front().time == was.time && row->front().verdict == was.verdict &&
                        row->front().outcome == was.outcome && row->front().session == was.session);
                if (!gone)
                    continue;
                JsonReader reader; // what is told of it instead is a record that says only this
                Arena arena;
                const auto told = readRecord(*body, reader, arena);
                QVERIFY2(told.ok(), told ? "" : describe(told.error()).c_str());
                QVERIFY(told->agent == was.agent && told->tool == was.tool && told->arguments.isNull() && !told->input && told->said.empty());
            }
            QCOMPARE(m_store->item(3)->bytes, std::string());
            QCOMPARE(m_store->item(5)->bytes, m_items[5]);
            RowFilter filter;
            filter.erased = true;
            std::vector<EntryNumber> inOrder = going;
            std::ranges::sort(inOrder);
            QVERIFY(selected(filter) == inOrder);
            filter.erased = false;
            QCOMPARE(selected(filter).size(), expected([](const Row &row) { return row.type == EntryType::Record; }).size() - 3);
            // Words of an erased record find nothing, with and without an index.
            RowFilter words;
            words.text = "refund";
            for (const bool indexed : {false, true}) {
                if (indexed)
                    QVERIFY(m_store->indexText().ok());
                for (const EntryNumber hit : selected(words))
                    QVERIFY(std::ranges::find(going, hit) == going.end());
            }
        }
        // Once more is nothing more; the rest of item 5 takes its bytes along.
        QCOMPARE(m_store->erase(going)->entries, std::uint64_t{0});
        QCOMPARE(m_store->erase(ofFive)->items, std::uint64_t{1});
        QCOMPARE(m_store->item(5)->bytes, std::string());
        // The ledger goes on.
        SampleEvents more;
        more.next(100);
        const auto appended = appendTo(*m_store, more.batch());
        QVERIFY2(appended.ok(), appended ? "" : describe(appended.error()).c_str());
        QVERIFY(m_store->verify()->ok);
        QCOMPARE(m_store->verify()->erased, std::uint64_t{4});
    }
    void nothingButRecordsCanBeErased()
    {
        fill();
        const auto notes = expected([](const Row &row) { return row.type == EntryType::Note; });
        QCOMPARE(notes.size(), std::size_t{1});
        const auto refused = m_store->erase(std::vector<EntryNumber>{0, notes.front()});
        QVERIFY(!refused.ok());
        QCOMPARE(QString::fromStdString(refused.error().code), QStringLiteral("MND-STO-031"));
        QCOMPARE(m_store->body(0).value(), m_bodies[0]);
        QCOMPARE(m_store->verify()->erased, std::uint64_t{0});
        m_store = std::move(open(true)).value();
        QVERIFY(!m_store->erase(std::vector<EntryNumber>{0}).ok());
        QVERIFY(!m_store->rows(std::array<EntryNumber, 1>{0})->front().erased);
    }
    void anEmptyStoreVerifiesAndHasTheEmptyRoot()
    {
        auto store = create();
        QVERIFY2(store.ok(), store ? "" : describe(store.error()).c_str());
        QCOMPARE((*store)->size(), std::uint64_t{0});
        QCOMPARE((*store)->head().root, emptyRoot());
        const auto verified = (*store)->verify();
        QVERIFY2(verified.ok(), verified ? "" : describe(verified.error()).c_str());
        QVERIFY2(verified->ok, verified->firstBad ? verified->firstBad->reason.c_str() : "");
        QCOMPARE(verified->checkpoints, std::uint64_t{1});
        QVERIFY(selected_empty(**store));
    }
    void everythingAppendedIsReadBackAlsoAfterReopening()
    {
        fill();
        for (const bool reopened : {false, true}) {
            if (reopened) {
                m_store.reset();
                auto opened = open();
                QVERIFY2(opened.ok(), opened ? "" : describe(opened.error()).c_str());
                m_store = std::move(opened).value();
            }
            QCOMPARE(m_store->size(), std::uint64_t{m_bodies.size()});
            std::vector<EntryNumber> numbers;
            for (EntryNumber entry = m_bodies.size(); entry-- > 0;) {
                numbers.push_back(entry);
                QCOMPARE(m_store->body(entry).value(), m_bodies[entry]);
            }
            const auto bodies = m_store->bodies(numbers);
            const auto rows = m_store->rows(numbers);
            QVERIFY(bodies.ok() && rows.ok());
            for (std::size_t i = 0; i < numbers.size(); ++i) {
                const Row &row = (*rows)[i];
                const Row &wanted = m_rows[numbers[i]];
                QCOMPARE((*bodies)[i], m_bodies[numbers[i]]);
                QCOMPARE(row.number, wanted.number);
                QVERIFY(row.type == wanted.type && row.kind == wanted.kind && row.time == wanted.time && row.agent == wanted.agent &&
                        row.deployment == wanted.deployment && row.session == wanted.session && row.tool == wanted.tool &&
                        row.source == wanted.source && row.outcome == wanted.outcome && row.message == wanted.message &&
                        row.completeness == wanted.completeness && row.verdict == wanted.verdict && row.clause == wanted.clause &&
                        row.item == wanted.item);
            }
            for (std::size_t item = 0; item < m_items.size(); ++item) {
                const auto stored = m_store->item(item);
                QVERIFY(stored.ok());
                QCOMPARE(stored->bytes, m_items[item]);
                QCOMPARE(stored->digest, sha256(m_items[item]));
            }
            QCOMPARE(m_store->body(m_bodies.size()).error().kind, ErrorKind::Missing);
            QCOMPARE(m_store->item(m_items.size()).error().kind, ErrorKind::Missing);
        }
    }
    void theTreeIsTheOneOfRfc6962AndItsCheckpointsAreSigned()
    {
        fill();
        std::vector<Digest> leaves;
        for (const std::string &body : m_bodies)
            leaves.push_back(leafHash(body));
        QCOMPARE(m_store->leaves(0, leaves.size()).value(), leaves);
        QCOMPARE(m_store->leaves(3, 5).value(), std::vector<Digest>(leaves.begin() + 3, leaves.begin() + 8));
        QVERIFY(!m_store->leaves(leaves.size(), 1));
        QCOMPARE(m_store->head().root, rootOf(leaves));
        QCOMPARE(m_store->head().origin, m_store->origin());
        const auto checkpoints = m_store->checkpoints();
        QVERIFY(checkpoints.ok());
        QCOMPARE(checkpoints->size(), std::size_t{4});
        for (const StoredCheckpoint &stored : *checkpoints) {
            const auto opened = openCheckpoint(stored.note, m_store->publicKey());
            QVERIFY(opened.ok());
            QCOMPARE(opened->size, stored.size);
            QCOMPARE(opened->root, rootOf(std::span(leaves).first(stored.size)));
        }
        const auto verified = m_store->verify();
        QVERIFY(verified.ok());
        QVERIFY2(verified->ok, verified->firstBad ? verified->firstBad->reason.c_str() : "");
        QCOMPARE(verified->entries, std::uint64_t{leaves.size()});
        QCOMPARE(verified->root, m_store->head().root);
    }
    void itemsKnownAlreadyAreLeftOutWithTheirEntries()
    {
        fill();
        QVERIFY(m_store->knowsItem(1000) && m_store->knowsItem(1039) && !m_store->knowsItem(1040));
        const std::uint64_t size = m_store->size();
        SampleEvents again;
        const auto none = appendTo(*m_store, again.next(40));
        QVERIFY(none.ok());
        QCOMPARE(none->itemsKnown, std::uint64_t{40});
        QCOMPARE(none->entries, std::uint64_t{0});
        QCOMPARE(m_store->size(), size);
        SampleEvents more; // 40 known ones, 3 new ones, one of them twice
        more.next(43, 3);
        NewItem twice = more.batch().items.back();
        more.batch().items.push_back(twice);
        more.batch().entries.push_back(more.batch().entries.back());
        more.batch().entries.back().item = 43;
        const auto some = appendTo(*m_store, more.batch());
        QVERIFY2(some.ok(), some ? "" : describe(some.error()).c_str());
        QCOMPARE(some->itemsKnown, std::uint64_t{41});
        QCOMPARE(some->items, std::uint64_t{3});
        QCOMPARE(some->entries, std::uint64_t{9});
        QCOMPARE(m_store->body(size + 8).value(), std::string(more.batch().entries[43 * 3 - 1].body));
        const auto findings = m_store->findings(size).value();
        for (const Finding &finding : findings)
            QCOMPARE(m_store->rows({{finding.entry}}).value().front().tool, std::string("refund"));
        QVERIFY(m_store->verify().value().ok);
    }
    void filtersSelectWhatTheySay()
    {
        fill();
        const auto record = [](const Row &row) { return row.type == EntryType::Record; };
        RowFilter filter;
        QCOMPARE(selected(filter), expected(record));
        filter.types.clear();
        QCOMPARE(selected(filter).size(), m_rows.size());
        filter = {};
        filter.agents = {"agent-1", "agent-3", "nobody"};
        filter.tools = {"refund"};
        QCOMPARE(selected(filter),
                 expected([](const Row &row) { return row.tool == "refund" && (row.agent == "agent-1" || row.agent == "agent-3"); }));
        QCOMPARE(m_store->count(filter).value(), std::uint64_t{selected(filter).size()});
        filter = {};
        filter.agents = {"nobody"};
        QVERIFY(selected(filter).empty());
        filter = {};
        filter.sessions = {"session-7"};
        QCOMPARE(selected(filter), expected([](const Row &row) { return row.session == "session-7"; }));
        filter = {};
        filter.verdicts = {Verdict::Prohibited};
        filter.clauses = {"P1"};
        filter.outcomes = {Outcome::Failed};
        filter.deployments = {"airline"};
        filter.sources = {"runs/1.json", "runs/2.json"};
        QCOMPARE(selected(filter), expected([](const Row &row) {
                     return row.verdict == Verdict::Prohibited && row.outcome == Outcome::Failed && row.deployment == "airline" &&
                            row.source != "runs/0.json";
                 }));
        filter = {};
        filter.types = {EntryType::Note};
        QCOMPARE(selected(filter), expected([](const Row &row) { return row.type == EntryType::Note; }));
    }
    void timesAreBetweenSinceAndBeforeUntil()
    {
        fill();
        const Instant since = *m_rows[20].time;
        const Instant until = *m_rows[40].time;
        RowFilter filter;
        filter.since = since;
        filter.until = until;
        QCOMPARE(selected(filter), expected([&](const Row &row) {
                     return row.time && row.time->nanoseconds >= since.nanoseconds && row.time->nanoseconds < until.nanoseconds;
                 }));
        filter.until.reset();
        QCOMPARE(selected(filter), expected([&](const Row &row) { return row.time && row.time->nanoseconds >= since.nanoseconds; }));
    }
    void ordersAreStableAndTimelessEntriesComeLast()
    {
        fill();
        auto wanted = expected([](const Row &row) { return row.type == EntryType::Record; });
        const auto time = [&](EntryNumber entry) { return m_rows[entry].time ? m_rows[entry].time->nanoseconds : INT64_MAX; };
        auto reversed = wanted;
        std::ranges::reverse(reversed);
        QCOMPARE(selected({}, RowOrder::ArrivalDescending), reversed);
        std::ranges::stable_sort(wanted, {}, time);
        QCOMPARE(selected({}, RowOrder::TimeAscending), wanted);
        std::ranges::stable_sort(reversed, std::ranges::greater(),
                                 [&](EntryNumber entry) { return m_rows[entry].time ? m_rows[entry].time->nanoseconds : INT64_MIN; });
        QCOMPARE(selected({}, RowOrder::TimeDescending), reversed);
    }
    void recordsEarlierThanTheOneBeforeAreMarked()
    {
        fill();
        std::map<std::string, std::int64_t> last;
        std::vector<EntryNumber> all(m_rows.size());
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i] = i;
        const auto rows = m_store->rows(all).value();
        int late = 0;
        for (const Row &row : rows) {
            bool wanted = false;
            if (row.time) {
                const auto [before, isNew] = last.try_emplace(row.source, row.time->nanoseconds);
                wanted = row.time->nanoseconds < before->second;
                before->second = row.time->nanoseconds;
            }
            QCOMPARE(row.outOfOrder, wanted);
            late += wanted;
        }
        QVERIFY(late > 0);
    }
    void textIsFoundTheSameWithAndWithoutIndex()
    {
        fill();
        const std::vector<std::pair<std::string, std::size_t>> searches{{"cafe", 8},
                                                                        {"CAFÉ voucher", 8},
                                                                        {"\"cafe voucher\"", 8},
                                                                        {"\"voucher cafe\"", 0},
                                                                        {"order 17", 2},
                                                                        {"nonexistent", 0},
                                                                        {"!!!", 0},
                                                                        {"  ", 80},
                                                                        {"get_user", 27},
                                                                        {"\"get user\"", 27},
                                                                        {"refund \"looks fine\"", 20},
                                                                        {"\"unclosed order", 0},
                                                                        {"a\"b", 0}};
        std::vector<std::vector<EntryNumber>> found;
        for (const auto &[text, count] : searches) {
            RowFilter filter;
            filter.text = text;
            found.push_back(selected(filter));
            if (text != "get_user" && text != "\"get user\"" && text.find("looks") == std::string::npos)
                QCOMPARE(found.back().size(), count);
        }
        QCOMPARE(m_store->textIndexedTo(), std::uint64_t{0});
        QVERIFY(m_store->indexText().ok());
        QCOMPARE(m_store->textIndexedTo(), m_store->size());
        for (std::size_t i = 0; i < searches.size(); ++i) {
            RowFilter filter;
            filter.text = searches[i].first;
            QCOMPARE(selected(filter), found[i]);
        }
        SampleEvents more;
        more.next(40);
        QVERIFY(appendTo(*m_store, more.next(5)).ok()); // beyond the index: searched all the same
        RowFilter filter;
        filter.text = "order 42";
        QCOMPARE(selected(filter).size(), std::size_t{2});
        filter = {};
        filter.types = {EntryType::Note};
        filter.text = "remark";
        QCOMPARE(selected(filter).size(), std::size_t{1});
    }
    void talliesCountByDimensions()
    {
        fill();
        const std::array by{Dimension::Agent, Dimension::Tool, Dimension::Day};
        const auto tallies = m_store->tally({}, by);
        QVERIFY(tallies.ok());
        std::map<std::vector<std::string>, std::pair<std::uint64_t, std::uint64_t>> wanted;
        for (const Row &row : m_rows) {
            if (row.type != EntryType::Record)
                continue;
            auto &[count, failed] = wanted[{row.agent, row.tool, row.time ? formatInstant(*row.time).substr(0, 10) : ""}];
            ++count;
            failed += row.outcome == Outcome::Failed;
        }
        QCOMPARE(tallies->size(), wanted.size());
        for (const Tally &tally : *tallies) {
            QCOMPARE(tally.count, wanted[tally.key].first);
            QCOMPARE(tally.failed, wanted[tally.key].second);
            QCOMPARE(tally.has[0], tally.count);                            // every sample has an input
            QCOMPARE(tally.has[4], tally.key[2].empty() ? 0 : tally.count); // and a time, or not
        }
        const auto all = m_store->tally({}, {});
        QVERIFY(all.ok());
        QCOMPARE(all->front().count, std::uint64_t{80});
    }
    void histogramsCoverAllTimes()
    {
        fill();
        for (const std::size_t bins : {1, 7, 1000}) {
            const auto histogram = m_store->histogram({}, bins);
            QVERIFY(histogram.ok());
            QVERIFY(!histogram->empty() && histogram->size() <= bins);
            std::uint64_t count = 0;
            for (const TimeBin &bin : *histogram)
                count += bin.count;
            QCOMPARE(count, std::uint64_t{expected([](const Row &row) { return row.time.has_value(); }).size()});
        }
    }
    void namesAreDistinctAndSorted()
    {
        fill();
        QCOMPARE(m_store->names(Dimension::Agent).value(), (std::vector<std::string>{"agent-0", "agent-1", "agent-2", "agent-3"}));
        QCOMPARE(m_store->names(Dimension::Tool).value(), (std::vector<std::string>{"cancel_order", "get_user", "refund"}));
        QCOMPARE(m_store->names(Dimension::Clause).value(), (std::vector<std::string>{"A4", "P1"}));
        QCOMPARE(m_store->names(Dimension::Session).value().size(), std::size_t{40});
        QVERIFY(m_store->names(Dimension::Day).value().empty());
    }
    void newVerdictsReplaceVerdictsAndFindingsButNotTheLedger()
    {
        fill();
        const Checkpoint head = m_store->head();
        const auto before = m_store->findings().value();
        QVERIFY(!before.empty());
        std::vector<Store::NewVerdict> verdicts;
        for (EntryNumber entry = 50; entry >= 10; --entry)
            verdicts.push_back({entry, Verdict::Undecidable, "N9"});
        const std::vector<Finding> findings{{12, "N9", true, "state.x"}, {12, "P1", false, ""}};
        QVERIFY(m_store->setVerdicts(verdicts, findings).ok());
        for (const bool reopened : {false, true}) {
            if (reopened) {
                m_store.reset();
                m_store = std::move(open()).value();
            }
            RowFilter filter;
            filter.clauses = {"N9"};
            QCOMPARE(selected(filter).size(), std::size_t{41});
            QCOMPARE(m_store->findings(10, 41).value(), findings);
            std::vector<Finding> outside;
            for (const Finding &finding : before) {
                if (finding.entry < 10 || finding.entry > 50)
                    outside.push_back(finding);
            }
            auto now = m_store->findings().value();
            std::erase_if(now, [](const Finding &finding) { return finding.entry >= 10 && finding.entry <= 50; });
            QCOMPARE(now, outside);
            QCOMPARE(m_store->head(), head);
            QVERIFY(m_store->verify().value().ok);
        }
        QVERIFY(!m_store->setVerdicts({{{m_store->size(), Verdict::Permitted, ""}}}, {}));
    }
    void preparedBatchesTakeVerdictsAndFindingsBeforeTheAppend()
    {
        auto created = create();
        QVERIFY(created.ok());
        Store &store = **created;
        SampleEvents events;
        events.next(1);
        events.batch().findings.clear();
        auto prepared = store.prepare(events.batch());
        QCOMPARE(prepared->entryCount(), std::size_t{2});
        prepared->setVerdict(1, Verdict::Approved, "B2");
        prepared->addFinding({1, "B2", false, ""});
        std::vector<std::unique_ptr<Store::Prepared>> batches;
        batches.push_back(std::move(prepared));
        QVERIFY(store.append(std::move(batches)).ok());
        QCOMPARE(store.rows({{1}}).value().front().verdict, Verdict::Approved);
        QCOMPARE(store.rows({{1}}).value().front().clause, std::string("B2"));
        QCOMPARE(store.findings().value(), (std::vector<Finding>{{1, "B2", false, ""}}));
    }
    void anItemThatItsEntryDoesNotCiteIsRefused()
    {
        auto created = create();
        QVERIFY(created.ok());
        SampleEvents events;
        events.next(1);
        events.addNote(EntryType::Quarantine, R"({"type":"quarantine"})");
        events.batch().entries.back().item = 0;
        QVERIFY(!appendTo(**created, events.batch()));
        QCOMPARE((*created)->size(), std::uint64_t{0});
    }
    void manySingleAppendsStaySearchableAndVerify()
    {
        auto created = create();
        QVERIFY(created.ok());
        SampleEvents events;
        for (int i = 0; i < 700; ++i)
            QVERIFY(appendTo(**created, events.next(1, 1)).ok());
        RowFilter filter;
        filter.tools = {"refund"};
        QCOMPARE((*created)->count(filter).value(), std::uint64_t{233});
        const auto verified = (*created)->verify();
        QVERIFY2(verified->ok, verified->firstBad ? verified->firstBad->reason.c_str() : "");
        QCOMPARE(verified->checkpoints, std::uint64_t{701});
    }
    void aSecondWriterIsRefusedUntilTheFirstIsDoneAndReadersGoOn()
    {
        fill();
        auto other = open();
        QVERIFY(other.ok());
        QCOMPARE((*other)->size(), m_store->size());
        SampleEvents events(7);
        events.next(50);
        events.next(3);
        const auto refused = appendTo(**other, events.batch());
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Refused);
        QVERIFY(!refused.error().remedy.empty());
        m_store->endWriting();
        const auto appended = appendTo(**other, events.batch());
        QVERIFY2(appended.ok(), appended ? "" : describe(appended.error()).c_str());
        QCOMPARE(m_store->size(), (*other)->size()); // seen at once by the first
        QCOMPARE(m_store->head(), (*other)->head());
        QCOMPARE(m_store->body(m_store->size() - 1).value(), std::string(events.batch().entries.back().body));
        QVERIFY(m_store->knowsItem(1052));
        (*other)->endWriting();
        QVERIFY(appendTo(*m_store, events.next(2)).ok()); // and goes on after it
        m_store->endWriting();
        QVERIFY((*other)->beginWriting().ok()); // before anything is appended
        QCOMPARE(m_store->beginWriting().error().kind, ErrorKind::Refused);
        QVERIFY(!appendTo(*m_store, events.next(2)));
        (*other)->endWriting();
        QVERIFY(m_store->beginWriting().ok());
        QVERIFY(appendTo(*m_store, events.next(2)).ok());
        QVERIFY(m_store->verify().value().ok);
    }
    void aReadOnlyStoreRefusesToWrite()
    {
        fill();
        m_store.reset();
        auto reader = open(true);
        QVERIFY(reader.ok());
        SampleEvents events(9);
        events.next(60);
        QCOMPARE(appendTo(**reader, events.next(1)).error().kind, ErrorKind::Refused);
        QCOMPARE((*reader)->setVerdicts({}, {}).error().kind, ErrorKind::Refused);
        QCOMPARE((*reader)->beginWriting().error().kind, ErrorKind::Refused);
        QVERIFY((*reader)->verify().value().ok);
    }
    void aStoppedQueryIsCancelled()
    {
        fill();
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(m_store->select({}, RowOrder::TimeAscending, stop.get_token()).error().kind, ErrorKind::Cancelled);
        QCOMPARE(m_store->verify({}, stop.get_token()).error().kind, ErrorKind::Cancelled);
    }
    void aChangedEntryIsNamed()
    {
        fill();
        m_store.reset();
        QVERIFY(damage(45));
        auto opened = open(true);
        QVERIFY(opened.ok());
        const auto verified = (*opened)->verify();
        QVERIFY2(verified.ok(), verified ? "" : describe(verified.error()).c_str());
        QVERIFY(!verified->ok);
        QVERIFY(verified->firstBad.has_value());
        QVERIFY(verified->firstBad->entry <= 45);
        QVERIFY(!verified->firstBad->reason.empty() && !verified->firstBad->affects.empty() && !verified->firstBad->stillHolds.empty());
    }

private:
    static bool selected_empty(const Store &store)
    {
        return store.select({}, RowOrder::TimeAscending).value().empty() && store.histogram({}, 10).value().empty();
    }
};

} // namespace mandate
