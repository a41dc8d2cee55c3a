// SPDX-License-Identifier: GPL-3.0-or-later
// The published schema and the reader of pact documents say the same, over every member of a full document damaged in turn and over the
// edges of every format. Left to the reader alone: names given twice, which JSON Schema cannot say.
#include "judged_session.h"

#include <QDir>
#include <QFile>
#include <QTest>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

using namespace mandate;
using nlohmann::json;

class SchemaTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyShippedPactIsValid_data();
    void everyShippedPactIsValid();
    void everyMemberHasADescription();
    void theSchemaDescribesNothingThatIsNotRead();
    void damagedDocumentsAreRefusedByBothOrNeither();
    void bothAgreeAtTheEdges_data();
    void bothAgreeAtTheEdges();

private:
    [[nodiscard]] bool isValid(const json &document)
    {
        return validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(document), nullptr);
    }
    void compare(const json &document, const std::string &what);

    json published;
    valijson::Schema schema;
    valijson::Validator validator{valijson::Validator::kStrongTypes};
    int accepted = 0;
    int refused = 0;
};

namespace {

const char *const fullDocument = R"({"schema":"mandate.pact/1","pact_id":"p","version":"1.2.3","title":"T","purpose":"P","parent_version":"1.0.0",
    "valid_from":"2026-01-01","valid_until":"2027-01-01T00:00:00Z","review_by":"2026-06-01","binds":[{"agent":"a*","deployment":"d"}],
    "accountability":{"owner":"O","deputy":"D","answers_for":"A","reviewers":[{"role":"legal","count":2}]},
    "identity":{"credential":"own","reaches":["db"]},"clock":{"fixed":"2024-05-15T15:00:00Z","why":"W"},
    "tools":[{"name":"n","title":"t","consequence":["spends"],"destructive":true,"reversible":"partial","blast_radius":"b"}],
    "state":[{"fact":"f","title":"t","tools":["x*"],"when":"true","key":"text","value":"value.a","under":["line"],"first":true}],
    "windows":[{"window":"w","title":"t","tools":["x*"],"when":"true","by":"args.c","value":"args.a","attempted":true,"within":"1h"}],
    "clauses":[{"id":"1.1","kind":"escalate","tools":["n"],"when":"true","reads_as":"R","why":"Y","severity":"minor","heuristic":true,
                "after_result":true,"escalation":{"to":"desk","respond_within":"2d","if_unanswered":"hand_off"}},
               {"id":"1.2","kind":"forbid","when":"true","reads_as":"R"},{"id":"1.3","kind":"permit","when":"true","reads_as":"R","after_result":false}],
    "hand_off":{"confidence_below":0.5,"to":"desk"},"verification":{"tools":["n"]},"evidence":{"owed":["input"],"retention_days":400},
    "targets":[{"metric":"m","bound":0.5,"window":"30d"}],"evaluation":{"cadence":"weekly","triggers":["model"],"on_overdue":"tell"},"on_breach":["suspend"]})";

/// Pointers to every value below the root, deepest last.
void collect(const json &value, const json::json_pointer &at, std::vector<json::json_pointer> &found)
{
    for (const auto &[key, inner] : value.items()) {
        const json::json_pointer pointer = value.is_array() ? at / static_cast<std::size_t>(std::stoul(key)) : at / key;
        found.push_back(pointer);
        if (inner.is_structured())
            collect(inner, pointer, found);
    }
}

/// The schema's objects with properties, each with where it stands.
void collectObjects(const json &part, const std::string &path, std::vector<std::pair<std::string, json>> &found)
{
    if (part.is_object() && part.contains("properties") && part.contains("additionalProperties"))
        found.emplace_back(path, part);
    for (const auto &[key, inner] : part.items()) {
        if (inner.is_structured())
            collectObjects(inner, path + '/' + key, found);
    }
}

} // namespace

void SchemaTest::initTestCase()
{
    QFile file(QStringLiteral(MANDATE_SOURCE_DIR "/resources/schemas/pact.schema.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    published = json::parse(file.readAll().toStdString());
    valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(published), schema);
    QVERIFY(isValid(json::parse(fullDocument)));
}

void SchemaTest::everyShippedPactIsValid_data()
{
    QTest::addColumn<int>("dummy");
    for (const char *name : {"airline", "retail", "telecom", "banking"})
        QTest::newRow(name) << 0;
    const QDir templates(QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/templates"));
    for (const QString &name : templates.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name))
        QTest::newRow(qPrintable(QStringLiteral("templates/") + name.chopped(5))) << 0;
}

void SchemaTest::everyShippedPactIsValid()
{
    QVERIFY(isValid(json::parse(shippedPactText(QTest::currentDataTag()))));
}

void SchemaTest::everyMemberHasADescription()
{
    std::vector<std::pair<std::string, json>> objects;
    collectObjects(published, {}, objects);
    QCOMPARE(objects.size(), std::size_t{16});
    for (const auto &[path, object] : objects) {
        QVERIFY2(object.at("additionalProperties") == false, path.c_str());
        for (const auto &[name, member] : object.at("properties").items()) {
            QVERIFY2(member.contains("$ref") || (member.contains("description") && !member.at("description").get<std::string>().empty()),
                     (path + '/' + name).c_str());
        }
    }
}

void SchemaTest::theSchemaDescribesNothingThatIsNotRead()
{
    // The full document has every member the schema names: so each of them is read by the reader, which refuses unknown ones.
    std::vector<std::pair<std::string, json>> objects;
    collectObjects(published, {}, objects);
    const std::string text = json::parse(fullDocument).dump();
    for (const auto &[path, object] : objects) {
        for (const auto &[name, member] : object.at("properties").items())
            QVERIFY2(text.find('"' + name + "\":") != std::string::npos, (path + '/' + name).c_str());
    }
    QVERIFY(parsePact(text));
}

void SchemaTest::compare(const json &document, const std::string &what)
{
    const auto parsed = parsePact(document.dump());
    const bool valid = isValid(document);
    (valid ? accepted : refused) += 1;
    const std::string message = what + ": the schema " + (valid ? "accepts" : "refuses") + ", the reader " +
                                (parsed ? "accepts" : "refuses (" + describe(parsed.error()) + ")");
    QVERIFY2(valid == parsed.ok(), message.c_str());
}

void SchemaTest::damagedDocumentsAreRefusedByBothOrNeither()
{
    const json full = json::parse(fullDocument);
    std::vector<json::json_pointer> pointers;
    collect(full, json::json_pointer(), pointers);
    const std::vector<json> others{
        nullptr, true, 7, -1, 0.25, 1.0, "", "x", "true", json::array(), json::object(), json::array({""}), json::array({"x"}), json::array({1})};
    for (const json::json_pointer &pointer : pointers) {
        const std::string at = pointer.to_string();
        json removed = full;
        json &parent = removed.at(pointer.parent_pointer());
        const bool member = parent.is_object();
        if (member)
            parent.erase(pointer.back());
        else
            parent.erase(static_cast<std::size_t>(std::stoul(pointer.back())));
        compare(removed, at + " removed");
        if (member) {
            json misspelt = removed;
            misspelt.at(pointer.parent_pointer())[pointer.back() + "x"] = full.at(pointer);
            compare(misspelt, at + " misspelt");
            json added = full;
            added.at(pointer.parent_pointer())["Note"] = "x";
            compare(added, at + " with a stranger beside it");
        }
        for (const json &other : others) {
            json mistyped = full;
            mistyped.at(pointer) = other;
            compare(mistyped, at + " as " + other.dump());
            if (QTest::currentTestFailed())
                return;
        }
    }
    QVERIFY2(accepted > 100 && refused > 500, qPrintable(QStringLiteral("%1 accepted, %2 refused").arg(accepted).arg(refused)));
}

void SchemaTest::bothAgreeAtTheEdges_data()
{
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QStringList>("values");
    const auto row = [](const char *pointer, std::initializer_list<const char *> values) {
        QStringList list;
        for (const char *value : values)
            list << QString::fromUtf8(value);
        QTest::newRow(pointer) << QString::fromLatin1(pointer) << list;
    };
    const std::initializer_list<const char *> ids{"\"a\"",
                                                  "\"A4b\"",
                                                  "\"2.1\"",
                                                  "\"a_b-c\"",
                                                  "\"a b\"",
                                                  "\"a/b\"",
                                                  "\"\xc3\xa4\"",
                                                  "\"a\\n\"",
                                                  "\"\\na\"",
                                                  "\"evidence\"",
                                                  "\"hand_off\"",
                                                  "\"verification\"",
                                                  "\"evidence2\"",
                                                  "\"0123456789012345678901234567890123456789012345678901234567890123\"",
                                                  "\"01234567890123456789012345678901234567890123456789012345678901234\""};
    row("/pact_id", ids);
    row("/clauses/0/id", ids);
    row("/state/0/fact", {"\"f\"", "\"_f1\"", "\"1f\"", "\"f-g\"", "\"f.g\"", "\"f g\"", "\"F_9\"", "\"f\\n\"",
                          "\"f1234567890123456789012345678901234567890123456789012345678901234\"",
                          "\"f123456789012345678901234567890123456789012345678901234567890123\""});
    row("/version",
        {"\"0.0.0\"", "\"1.0.0\"", "\"10.20.30\"", "\"1.0\"", "\"1.0.0.0\"", "\"01.0.0\"", "\"1.00.0\"", "\"1.0.0-rc1\"", "\"v1.0.0\"", "\"1..0\"",
         "\".1.0\"", "\"1.0.\"", "\" 1.0.0\"", "\"1.0.0\\n\"", "\"123456789.123456789.123456789\"", "\"1234567890.0.0\"", "\"+1.0.0\""});
    const std::initializer_list<const char *> times{"\"2026-03-01\"",
                                                    "\"2026-02-29\"",
                                                    "\"2024-02-29\"",
                                                    "\"2000-02-29\"",
                                                    "\"2100-02-29\"",
                                                    "\"1900-02-29\"",
                                                    "\"1680-02-29\"",
                                                    "\"2260-02-29\"",
                                                    "\"2200-02-29\"",
                                                    "\"1678-01-01\"",
                                                    "\"1677-12-31\"",
                                                    "\"2261-12-31\"",
                                                    "\"2262-01-01\"",
                                                    "\"2026-04-31\"",
                                                    "\"2026-06-30\"",
                                                    "\"2026-13-01\"",
                                                    "\"2026-00-01\"",
                                                    "\"2026-01-00\"",
                                                    "\"2026-1-1\"",
                                                    "\"26-01-01\"",
                                                    "\"2026-03-01T09:00\"",
                                                    "\"2026-03-01t09:00:00z\"",
                                                    "\"2026-03-01 09:00:00\"",
                                                    "\"2026-03-01T24:00:00\"",
                                                    "\"2026-03-01T23:59:60Z\"",
                                                    "\"2026-03-01T23:59:61Z\"",
                                                    "\"2026-03-01T09:60:00\"",
                                                    "\"2026-03-01T9:00:00\"",
                                                    "\"2026-03-01T09:00:00.\"",
                                                    "\"2026-03-01T09:00:00.5\"",
                                                    "\"2026-03-01T09:00:00.123456789012Z\"",
                                                    "\"2026-03-01T09:00.5\"",
                                                    "\"2026-03-01T09:00:00+02:00\"",
                                                    "\"2026-03-01T09:00:00+0200\"",
                                                    "\"2026-03-01T09:00:00+02\"",
                                                    "\"2026-03-01T09:00:00-23:59\"",
                                                    "\"2026-03-01T09:00:00+24:00\"",
                                                    "\"2026-03-01T09:00:00+02:60\"",
                                                    "\"2026-03-01T09:00:00 Z\"",
                                                    "\"2026-03-01T\"",
                                                    "\"2026-03-01Z\"",
                                                    "\"2026-03-01T09\"",
                                                    "\"2026-03-01T09:00:00ZZ\"",
                                                    "\"2026-03-01\\n\"",
                                                    "\"2026-03-01X09:00:00Z\"",
                                                    "\"2026-03-01T09:00:\"",
                                                    "\"2026-03-01T09:00Z\"",
                                                    "\"2026-03-01T09:00:00+02:\""};
    for (const char *pointer : {"/valid_from", "/valid_until", "/review_by", "/clock/fixed"})
        row(pointer, times);
    row("/clauses/0/escalation/respond_within", {"\"0s\"",          "\"90s\"",
                                                 "\"15m\"",         "\"4h\"",
                                                 "\"2d\"",          "\"366d\"",
                                                 "\"367d\"",        "\"8784h\"",
                                                 "\"8785h\"",       "\"527040m\"",
                                                 "\"527041m\"",     "\"31622400s\"",
                                                 "\"31622401s\"",   "\"99999999s\"",
                                                 "\"4294967296s\"", "\"18446744073709551616s\"",
                                                 "\"0015m\"",       "\"000000000000000000000000000000001d\"",
                                                 "\"15\"",          "\"m\"",
                                                 "\"15M\"",         "\"15 m\"",
                                                 "\"-1m\"",         "\"+1m\"",
                                                 "\"1.5h\"",        "\"1w\"",
                                                 "\"1h30m\"",       "\"15m\\n\"",
                                                 "\" 15m\"",        "\"1000d\"",
                                                 "\"99d\"",         "\"300d\"",
                                                 "\"365d\"",        "\"9999h\"",
                                                 "\"8699h\"",       "\"30999999s\""});
    const std::initializer_list<const char *> counts{"0",    "1", "1000000", "1000001", "-1", "1.5", "1e3", "1.0", "-0", "99999999999999999999",
                                                     "\"1\""};
    row("/evidence/retention_days", counts);
    row("/accountability/reviewers/0/count", counts);
    row("/hand_off/confidence_below", {"0", "1", "0.5", "1.0000001", "-0.0000001", "2", "-0.0", "1e-9", "\"0.5\"", "18446744073709551615"});
    row("/targets/0/bound", {"0", "-1.5", "1e10", "9007199254740991", "9007199254740992", "9007199254740993", "-9007199254740991",
                             "-9007199254740993", "1e300", "9223372036854775807", "\"1\""}); // valijson itself reads numbers above that as negative
    row("/clauses/0/kind", {"\"forbid\"", "\"escalate\"", "\"permit\"", "\"evidence\"", "\"Forbid\"", "\"allow\""});
    row("/clauses/1/kind", {"\"forbid\"", "\"escalate\"", "\"permit\"", "\"evidence\""});
    row("/clauses/1/after_result", {"true", "false", "null", "\"true\""});
    row("/clauses/2/after_result", {"true", "false"});
    row("/clauses/0/severity", {"\"critical\"", "\"major\"", "\"minor\"", "\"Minor\"", "\"\""});
    row("/clauses/0/escalation/if_unanswered", {"\"deny\"", "\"hand_off\"", "\"allow\"", "\"\""});
    row("/tools/0/reversible", {"\"full\"", "\"partial\"", "\"none\"", "\"\"", "\"no\""});
    row("/tools/0/consequence", {"[]", "[\"internal\"]", "[\"sends_outside\",\"deletes\",\"grants_access\",\"publishes\"]", "[\"spends\",\"spends\"]",
                                 "[\"\"]", "[\"x\"]", "[null]", "\"spends\""});
    row("/identity/credential", {"\"own\"", "\"inherited\"", "\"Own\"", "\"\""});
    row("/evidence/owed",
        {"[]", "[\"input\",\"action\",\"basis\",\"result\",\"time\",\"signature\",\"decision_basis\"]", "[\"timestamp\"]", "[\"\"]"});
    row("/on_breach", {"[]", "[\"open_incident\",\"restrict_tool\",\"suspend\"]", "[\"allow\"]"});
    row("/binds", {"[]", "[{}]", "[{\"agent\":\"\"}]", "[{\"agent\":\"*\"}]", "[{\"deployment\":\"\"}]", "[[]]", "{}"});
    row("/schema", {"\"mandate.pact/1\"", "\"mandate.pact/2\"", "\"\"", "1"});
    row("/clauses", {"[]", "[{}]", "[[]]"});
    row("/identity", {"{}", "{\"credential\":\"own\"}"});
    row("/clock", {"{}", "{\"why\":\"\"}"});
    row("/hand_off", {"{}", "{\"to\":\"x\"}", "{\"confidence_below\":0.5}", "{\"confidence_below\":0.5,\"to\":\"\"}"});
    row("/verification", {"{}", "{\"tools\":[]}"});
    row("/accountability", {"{}", "{\"owner\":\"\"}", "{\"reviewers\":[]}", "{\"reviewers\":[{}]}"});
}

void SchemaTest::bothAgreeAtTheEdges()
{
    QFETCH(QString, pointer);
    QFETCH(QStringList, values);
    const json::json_pointer at(pointer.toStdString());
    for (const QString &value : values) {
        json document = json::parse(fullDocument);
        document[at] = json::parse(value.toStdString());
        compare(document, pointer.toStdString() + " as " + value.toStdString());
        if (QTest::currentTestFailed())
            return;
    }
}

QTEST_APPLESS_MAIN(SchemaTest)
#include "schema_test.moc"
