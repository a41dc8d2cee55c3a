// SPDX-License-Identifier: GPL-3.0-or-later
// The pieces of a bundle: lines that are read as they are written, tables that spreadsheets do not run, profiles that hide what they name.
#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/bundle/bundle_lines.h"
#include "models/bundle/case_zone.h"
#include "models/bundle/public_key_file.h"
#include "models/bundle/record_table.h"
#include "models/bundle/redaction.h"
#include "models/bundle/reveal.h"
#include "models/evidence/merkle.h"

#include <QTest>

#include <algorithm>

using namespace mandate;
using namespace mandate::bundle;

namespace {

/// Written with ' for ".
std::string quotedJson(std::string text)
{
    std::ranges::replace(text, '\'', '"');
    return text;
}

const std::string profileJson = quotedJson("{'id':'p','title':'P','hide':[{'class':'values','pointers':['/action/arguments/**','/whole']}],'withhold':['request']}");

} // namespace

class BundlePartsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aProofLineProvesItsEntryAndNoOther()
    {
        for (const std::uint64_t size : {1U, 2U, 3U, 5U, 8U, 13U}) {
            std::vector<Digest> leaves;
            for (std::uint64_t i = 0; i < size; ++i)
                leaves.push_back(leafHash(std::to_string(i)));
            const Digest root = rootOf(leaves);
            for (std::uint64_t i = 0; i < size; ++i) {
                std::string line = proofLine(i, leaves[i], size, inclusionProof(leaves, i, size));
                line.pop_back();
                QVERIFY(proves(line, i, leaves[i], size, root));
                QVERIFY(!proves(line, i + 1, leaves[i], size, root));
                QVERIFY(!proves(line, i, leafHash("other"), size, root));
                QVERIFY(!proves(line, i, leaves[i], size + 8, root));
                QVERIFY(!proves(line + " ", i, leaves[i], size, root));
                QVERIFY(!proves(line + " L" + root.hex(), i, leaves[i], size, root));
            }
        }
        QVERIFY(!proves("", 0, Digest(), 1, Digest()));
    }
    void linesAreReadAsTheyAreWritten()
    {
        const SelectionLine line{41, leafHash("x"), Verdict::Prohibited, "A 4"};
        std::string text = textOf(line);
        QVERIFY(text.ends_with('\n'));
        text.pop_back();
        QVERIFY(selectionLineOf(text) == line);
        for (const char *bad : {"", "41", "x y z w", "041 00 permitted -", "-1 00 permitted -"})
            QVERIFY(!selectionLineOf(bad));
        QVERIFY(!selectionLineOf(text.substr(0, text.find("prohibited")) + "maybe -"));
        const ReceivedLine received{leafHash("y"), "part-1.bin", 7, 9};
        text = textOf(received);
        text.pop_back();
        QVERIFY(receivedLineOf(text) && receivedLineOf(text)->file == "part-1.bin" && receivedLineOf(text)->length == 9);
        QVERIFY(!receivedLineOf(text + "x"));
        for (const char *name : {"record", "pact", "statement", "person", "request", "point", "note"})
            QVERIFY(entryTypeOf(name).has_value());
        QVERIFY(!entryTypeOf("nothing"));
    }
    void aTableRunsNoFormula_data()
    {
        QTest::addColumn<QByteArray>("cell");
        QTest::addColumn<QByteArray>("written");
        for (const auto &[cell, written] : std::initializer_list<std::pair<const char *, const char *>>{{"=1+1", "\"'=1+1\""},
                                                                                                       {"+1", "\"'+1\""},
                                                                                                       {"-2", "\"'-2\""},
                                                                                                       {"@SUM(A1)", "\"'@SUM(A1)\""},
                                                                                                       {"\tx", "\"'\tx\""},
                                                                                                       {"\rx", "\"'\rx\""},
                                                                                                       {"a,b", "\"a,b\""},
                                                                                                       {"say \"x\"", "\"say \"\"x\"\"\""},
                                                                                                       {"two\nlines", "\"two\nlines\""},
                                                                                                       {"plain = text", "plain = text"},
                                                                                                       {"", ""}})
            QTest::newRow(cell) << QByteArray(cell) << QByteArray(written);
    }
    void aTableRunsNoFormula()
    {
        QFETCH(QByteArray, cell);
        QFETCH(QByteArray, written);
        QCOMPARE(QByteArray::fromStdString(tableRow({cell.toStdString(), "x"})), written + ",x\r\n");
    }
    void aTableHasACellForEveryHeading()
    {
        const std::string head = tableHead();
        const auto headings = std::ranges::count(head, ',') + 1;
        QCOMPARE(static_cast<long>(tableCells(Value::map({}), {}, {}).size()), static_cast<long>(headings));
    }
    void aRedactionHidesWhatItsProfileNamesAndNothingElse()
    {
        const auto profile = readRedactionProfile(profileJson);
        QVERIFY(profile.ok());
        const std::string body = quotedJson("{'action':{'arguments':{'a/b':{'c~d':['x',5,null,true]},'empty':{}},'tool':'t'},'argumentsX':'stays','whole':{'x':1}}");
        const auto redacted = redact(*profile, "secret", 7, leafHash(body), body);
        QVERIFY(redacted.ok());
        Arena arena;
        RedactedLine line;
        std::string why;
        QVERIFY2(readRedactedLine(redacted->line, arena, line, why), why.c_str());
        QCOMPARE(line.entry, EntryNumber{7});
        QCOMPARE(line.leaf, leafHash(body));
        QCOMPARE(line.pointers.size(), std::size_t{5});
        QVERIFY(line.pointers[0] == "/action/arguments/a~1b/c~0d/0" && line.pointers[4] == "/whole");
        QCOMPARE(redacted->hidden.at("values"), std::uint64_t{5});
        QCOMPARE(textAt(line.document, {"action", "tool"}), std::string("t"));
        QCOMPARE(textAt(line.document, {"argumentsX"}), std::string("stays"));
        QCOMPARE(textAt(line.document, {"action", "arguments", "empty"}), std::string("{}"));
        // What is revealed is what was hidden; with another salt, value or place it is not.
        const std::string salt = saltOf("secret", 7, line.pointers[0]);
        QCOMPARE(std::string(valueAt(line.document, line.pointers[0])->text()), "sha256:" + saltedDigest(salt, "\"x\"").hex());
        QVERIFY(saltedDigest(salt, "\"y\"") != saltedDigest(salt, "\"x\""));
        QVERIFY(saltOf("secret", 8, line.pointers[0]) != salt && saltOf("other", 7, line.pointers[0]) != salt && saltOf("secret", 7, line.pointers[1]) != salt);
        const RevealedValue revealed{7, line.pointers[0], salt, "\"x\""};
        const auto again = readRevealed(revealedJson(revealed));
        QVERIFY(again.ok() && again->digest() == revealed.digest() && again->pointer == revealed.pointer);
    }
    void aRedactedLineThatLiesIsRefused()
    {
        const auto profile = readRedactionProfile(profileJson);
        const auto redacted = redact(*profile, "s", 1, Digest(), quotedJson("{'whole':'x'}"));
        Arena arena;
        RedactedLine line;
        std::string why;
        QVERIFY(readRedactedLine(redacted->line, arena, line, why));
        std::string lie = redacted->line;
        lie.replace(lie.find("[\"/whole\"]"), 10, "[\"/wholf\"]");
        QVERIFY(!readRedactedLine(lie, arena, line, why));
        lie = redacted->line;
        lie.replace(lie.find("sha256:"), 7, "sha512:");
        QVERIFY(!readRedactedLine(lie, arena, line, why));
        QVERIFY(!readRedactedLine(redacted->line + " ", arena, line, why));
        QVERIFY(!readRedactedLine("{}", arena, line, why));
    }
    void aProfileThatWouldHideNothingByMistakeIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        for (const std::string &json : {std::string("{}"), std::string("[]"), quotedJson("{'id':'x','title':'X','hide':[],'hides':[]}"), quotedJson("{'id':'x','title':'X','hide':[{'class':'c','pointers':['action']}]}"),
                                 quotedJson("{'id':'x','title':'X','hide':[{'class':'c','pointer':['/a']}]}"), quotedJson("{'id':'x','title':'X','hide':[],'withhold':['statement']}"),
                                 quotedJson("{'id':'x','title':'X','hide':[],'withhold':['requests']}")})
            QTest::newRow(json.c_str()) << QByteArray::fromStdString(json);
    }
    void aProfileThatWouldHideNothingByMistakeIsRefused()
    {
        QFETCH(QByteArray, json);
        const auto refused = readRedactionProfile(json.toStdString());
        QVERIFY(!refused);
        QVERIFY(refused.error().kind == ErrorKind::Input);
    }
    void theProfilesThatComeWithItAreRead()
    {
        const auto profiles = redactionProfiles(MANDATE_SOURCE_DIR "/resources/redaction");
        QVERIFY2(profiles.ok(), profiles ? "" : describe(profiles.error()).c_str());
        QCOMPARE(profiles->size(), std::size_t{2});
    }
    void timesAreShownInTheZoneOfTheCase()
    {
        const auto at = [](const char *time, const char *zone) { return inZone(*parseInstant(time), zone); };
        QCOMPARE(at("2026-03-29T00:59:59.5Z", "Europe/Madrid"), std::string("2026-03-29T01:59:59.5+01:00"));
        QCOMPARE(at("2026-03-29T01:00:00Z", "Europe/Madrid"), std::string("2026-03-29T03:00:00+02:00")); // the hour that is left out
        QCOMPARE(at("2026-10-25T00:30:00Z", "Europe/Madrid"), std::string("2026-10-25T02:30:00+02:00"));
        QCOMPARE(at("2026-10-25T01:30:00Z", "Europe/Madrid"), std::string("2026-10-25T02:30:00+01:00")); // the hour that comes twice
        QCOMPARE(at("2026-01-01T00:00:00Z", "Asia/Kathmandu"), std::string("2026-01-01T05:45:00+05:45"));
        QCOMPARE(at("1969-12-31T23:59:59.5Z", "America/New_York"), std::string("1969-12-31T18:59:59.5-05:00"));
        QCOMPARE(at("2026-01-01T00:00:00", "Asia/Kathmandu"), std::string()); // a zone that the source did not say is not invented
        QVERIFY(isZone("UTC") && !isZone("Mars/Olympus") && !isZone(""));
    }
    void keysAreReadAsTheyAreWritten()
    {
        const PublicKey key = SigningKey::generate().publicKey();
        QVERIFY(keyOfPem(pemOf(key)) == key);
        QVERIFY(!keyOfPem("") && !keyOfPem(pemOf(key).substr(1)) && !keyOfPem("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"));
    }
};

QTEST_APPLESS_MAIN(BundlePartsTest)
#include "bundle_parts_test.moc"
