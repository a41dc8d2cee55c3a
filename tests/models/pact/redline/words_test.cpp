// SPDX-License-Identifier: GPL-3.0-or-later
// The words that changed between two sentences.
#include <QTest>

#include "models/pact/redline/redline.h"

#include <random>

using namespace mandate;

class WordsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTheWordsThatChangedAreMarked();
    void bothTextsCanBeReadFromTheRuns();
    void theFewestWordsAreMarked();
    void longTextsAreGivenWhole();
};

namespace {

std::string side(const std::vector<WordRun> &runs, WordRun::Mark without)
{
    std::string text;
    for (const WordRun &run : runs) {
        if (run.mark != without)
            text += run.text;
    }
    return text;
}

std::string shown(const std::vector<WordRun> &runs)
{
    std::string text;
    for (const WordRun &run : runs)
        text += run.mark == WordRun::Mark::Same ? run.text : (run.mark == WordRun::Mark::Removed ? "[-" : "[+") + run.text + ']';
    return text;
}

} // namespace

void WordsTest::onlyTheWordsThatChangedAreMarked()
{
    QCOMPARE(shown(diffWords("A certificate over $100 needs approval.", "A certificate over $150 needs approval.")),
             std::string("A certificate over [-$100 ][+$150 ]needs approval."));
    QCOMPARE(shown(diffWords("", "New.")), std::string("[+New.]"));
    QCOMPARE(shown(diffWords("Old.", "")), std::string("[-Old.]"));
    QCOMPARE(shown(diffWords("", "")), std::string());
    QCOMPARE(shown(diffWords("as it was", "as it was")), std::string("as it was"));
    QCOMPARE(shown(diffWords("first second third", "first third second")), std::string("first [-second ]third [+second]"));
}

void WordsTest::bothTextsCanBeReadFromTheRuns()
{
    std::mt19937 random(3);
    for (int i = 0; i < 2000; ++i) {
        std::string a;
        std::string b;
        for (std::string *text : {&a, &b}) {
            for (auto words = random() % 12; words > 0; --words)
                *text += std::string(1, static_cast<char>('a' + random() % 4)) + (words == 1 ? "" : " ");
        }
        const auto runs = diffWords(a, b);
        // Blanks are those of the newer text where words are the same.
        QCOMPARE(side(runs, WordRun::Mark::Removed), b);
        std::string older = side(runs, WordRun::Mark::Added);
        std::erase(older, ' ');
        std::erase(a, ' ');
        QCOMPARE(older, a);
    }
}

void WordsTest::theFewestWordsAreMarked()
{
    // Against the table of longest common subsequences.
    std::mt19937 random(4);
    for (int i = 0; i < 500; ++i) {
        std::string a;
        std::string b;
        for (std::string *text : {&a, &b}) {
            for (auto letters = random() % 10; letters > 0; --letters)
                *text += static_cast<char>('a' + random() % 3);
        }
        std::vector<std::vector<std::size_t>> longest(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
        for (std::size_t x = 0; x < a.size(); ++x) {
            for (std::size_t y = 0; y < b.size(); ++y)
                longest[x + 1][y + 1] = a[x] == b[y] ? longest[x][y] + 1 : std::max(longest[x][y + 1], longest[x + 1][y]);
        }
        const auto spaced = [](const std::string &letters) {
            std::string text;
            for (const char c : letters)
                text += std::string(1, c) + ' ';
            return text;
        };
        std::size_t marked = 0;
        for (const WordRun &run : diffWords(spaced(a), spaced(b)))
            marked += run.mark == WordRun::Mark::Same ? 0 : run.text.size() / 2;
        QCOMPARE(marked, a.size() + b.size() - 2 * longest[a.size()][b.size()]);
    }
}

void WordsTest::longTextsAreGivenWhole()
{
    std::string a;
    std::string b;
    for (int i = 0; i < 5000; ++i) {
        a += "a" + std::to_string(i) + ' ';
        b += "b" + std::to_string(i) + ' ';
    }
    const auto runs = diffWords(a, b);
    QCOMPARE(runs.size(), std::size_t{2});
    QCOMPARE(side(runs, WordRun::Mark::Removed), b);
}

QTEST_APPLESS_MAIN(WordsTest)
#include "words_test.moc"
