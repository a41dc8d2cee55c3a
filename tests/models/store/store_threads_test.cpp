// SPDX-License-Identifier: GPL-3.0-or-later
// Readers in many threads beside a writer see whole appends only. Meant to be run under the thread sanitizer too.
#include <QTemporaryDir>
#include <QTest>

#include "tests/models/store/sample_events.h"

#include <atomic>
#include <thread>

using namespace mandate;

class StoreThreadsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readersSeeWholeAppendsOnly()
    {
        QTemporaryDir folder;
        auto created = createStore(folder.filePath(QStringLiteral("t.mandate")).toStdString(), SigningKey::generate());
        QVERIFY(created.ok());
        Store &store = **created;
        constexpr std::uint64_t perAppend = 60;
        std::atomic<bool> done = false;
        std::atomic<int> wrong = 0;
        std::atomic<std::uint64_t> reads = 0;
        const auto expect = [&](bool holds) { wrong += !holds; };
        std::vector<std::thread> readers;
        for (int t = 0; t < 4; ++t) {
            readers.emplace_back([&, t] {
                std::mt19937_64 random(static_cast<std::uint64_t>(t));
                while (!done) {
                    const auto all = store.select({}, RowOrder::TimeDescending);
                    expect(all.ok() && all->size() % perAppend == 0);
                    if (!all || all->empty())
                        continue;
                    const EntryNumber entry = (*all)[random() % all->size()];
                    const auto row = store.rows({&entry, 1});
                    const auto body = store.body(entry);
                    expect(row.ok() && body.ok() && body->find('"' + row->front().session + '"') != std::string::npos);
                    const std::array by{Dimension::Agent};
                    const auto tallies = store.tally({}, by);
                    std::uint64_t count = 0;
                    for (std::size_t i = 0; tallies && i < tallies->size(); ++i)
                        count += (*tallies)[i].count;
                    expect(tallies.ok() && count % perAppend == 0 && count >= all->size());
                    RowFilter filter;
                    filter.text = "cafe";
                    if (t == 0)
                        expect(store.count(filter).ok());
                    if (t == 1)
                        expect(store.verify().value().ok);
                    expect(store.names(Dimension::Session).ok() && store.head().size >= all->size());
                    ++reads;
                }
            });
        }
        SampleEvents events;
        for (int i = 0; i < 60; ++i) {
            QVERIFY(appendTo(store, events.next(perAppend / 2)).ok());
            if (i % 10 == 5)
                QVERIFY(store.setVerdicts({{{3, Verdict::Undecidable, "C" + std::to_string(i)}}}, {}).ok());
            if (i % 20 == 7)
                QVERIFY(store.indexText().ok());
        }
        done = true;
        for (std::thread &reader : readers)
            reader.join();
        QCOMPARE(wrong.load(), 0);
        QVERIFY(reads.load() > 0);
    }
};

QTEST_APPLESS_MAIN(StoreThreadsTest)
#include "store_threads_test.moc"
