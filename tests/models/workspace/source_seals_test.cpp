// SPDX-License-Identifier: GPL-3.0-or-later
// What sources sign themselves, through a workspace: keys that people trust, states that follow from them, incidents, and what verifying names.
#include "tests/models/workspace/forged_entry.h"
#include "tests/models/workspace/made_trail.h"
#include "tests/models/workspace/several_people.h"

#include "models/authorization/approval_statement.h"
#include "models/authorization/signed_note.h"
#include "models/base/canonical_json.h"
#include "models/incidents/rules.h"
#include "models/people/key_store.h"

#include <QTest>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

using namespace mandate;
using namespace mandate::test;

namespace {

SigningKey sourceKey(char fill = 'a')
{
    return SigningKey::fromSeed(std::string(32, fill));
}

std::string pemOf(const SigningKey &key)
{
    std::string der = *fromHex("302a300506032b6570032100");
    der.append(reinterpret_cast<const char *>(key.publicKey().octets.data()), 32);
    return "-----BEGIN PUBLIC KEY-----\n" + toBase64(der) + "\n-----END PUBLIC KEY-----\n";
}

std::string signedLine(int number, const SigningKey &key, const std::string &agent = "clerk")
{
    const std::string said = "{\"agent\":\"" + agent + "\",\"arguments\":{\"amount\":" + std::to_string(number) + "},\"id\":\"r" + std::to_string(number) +
                             "\",\"key_id\":\"k1\",\"outcome\":\"executed\",\"time\":\"2026-02-03T12:00:00Z\",\"tool\":\"refund\"}";
    const Signature signature = key.sign(said);
    return said.substr(0, said.size() - 1) + ",\"signature\":\"" + toBase64({reinterpret_cast<const char *>(signature.octets.data()), 64}) + "\"}\n";
}

std::string replaced(std::string text, std::string_view what, std::string_view with)
{
    const std::size_t at = text.find(what);
    if (at == std::string::npos)
        qFatal("the text to replace is not there");
    return text.replace(at, what.size(), with);
}

std::string agtLog()
{
    QFile file(QStringLiteral(MANDATE_SOURCE_DIR "/tests/data/sources/agt/audit.jsonl"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the chain is not there");
    return file.readAll().toStdString();
}

SourceSeals sealsOf(const Workspace &workspace, const std::string &source)
{
    for (const SourceSeals &seals : need(workspace.seals())) {
        if (seals.source == source)
            return seals;
    }
    qFatal("no source %s", source.c_str());
}

std::vector<std::string> states(const Workspace &workspace)
{
    std::vector<std::string> found;
    for (const Row &row : rows(workspace, {}))
        found.emplace_back(nameOf(need(workspace.sealOf(row.number)).state));
    return found;
}

int incidentsOf(const Workspace &workspace, std::string_view rule)
{
    const auto incidents = need(workspace.incidents());
    return static_cast<int>(std::count_if(incidents.begin(), incidents.end(), [rule](const Incident &incident) { return incident.clause.id == rule; }));
}

int brokenIncidents(const Workspace &workspace)
{
    return incidentsOf(workspace, sourceSealBroken);
}

} // namespace

class SourceSealsTest : public QObject
{
    Q_OBJECT

    using Roles = std::vector<PersonRole>;
    WorkspaceFolder m_folder;
    int m_made = 0;
    std::string m_path;

    std::unique_ptr<Workspace> make(const Surroundings &surroundings = {})
    {
        m_path = m_folder.path("seals" + std::to_string(++m_made) + ".mandate");
        return need(Workspace::create(m_path, surroundings));
    }
    void take(Workspace &workspace, const std::string &name, const std::string &content)
    {
        const auto report = need(workspace.import({m_folder.write("in" + std::to_string(m_made) + '/' + name, content)}, {}));
        for (const Error &problem : report.problems)
            qFatal("%s", describe(problem).c_str());
    }
    /// Ada is an owner, Leo legal, Dee a deputy; the request `filed` waits.
    std::unique_ptr<Workspace> office(const People &people)
    {
        auto workspace = make(people.surroundings());
        (void)need(workspace->addPact(shopPact()));
        people.who->become("ada");
        (void)need(workspace->enrolFirst(Roles{PersonRole::Owner}, {}));
        (void)need(workspace->enrol(people.request("leo"), Roles{PersonRole::Legal}, {}));
        (void)need(workspace->enrol(people.request("dee"), Roles{PersonRole::Deputy}, {}));
        take(*workspace, "trail.jsonl", lines({{"a", "read_order", "{}", 1}}));
        (void)need(workspace->appoint("clerk", "account:ada", {}, {}));
        return workspace;
    }
    ApprovalStatement filedBy(Workspace &workspace, const People &people)
    {
        ApprovalRequest request;
        request.action.agent = "clerk";
        request.action.tool = "pay";
        request.action.parameters = "{\"amount\":60}";
        request.session = "s1";
        request.deployment = "shop";
        request.to = "owner";
        request.requestedAt = people.surroundings().clock();
        request.respondBy = Instant{request.requestedAt.nanoseconds + 600'000'000'000, true};
        request.expiresAt = Instant{request.requestedAt.nanoseconds + 900'000'000'000, true};
        const ApprovalView view = need(workspace.requestApproval(request));
        const std::string body = need(workspace.store().body(view.history.front().statement.entry));
        ApprovalStatement step = need(readApprovalEntry(body, workspace.people().keyring()));
        step.filed.reset();
        step.previous = sha256(body);
        step.step = ApprovalStep::Approve;
        step.actorKind = ActorKind::Person;
        step.by = "account:ada";
        step.reasonCode = "checked";
        step.shown = sha256("card");
        step.at = people.surroundings().clock();
        step.ledger.clear();
        return step;
    }

private Q_SLOTS:
    void aSourcesSealFollowsFromTheKeysThatAreTrusted();
    void aKeyIsTrustedForAllSourcesThatFitAPattern();
    void ownersAndLegalSayWhichKeysAreTrustedAndNobodyElse();
    void aForgedStatementAboutAKeyCountsForNothingAndIsNamed();
    void aRecordThatDoesNotHoldOpensOneIncident();
    void theBasisOfAnAgtEntryIsNotSealed();
    void aChangedAgtActionIsFoundAndWhatFollowsIsUnknown();
    void aLineThatCannotBeReadBreaksTheChain();
    void logFilesAreHeldAgainstTheirDigestFilesByteByByte();
    void whatIsInNoDigestFileIsRecordedNotSealed();
    void whatIsComputedIsKeptUntilSomethingChanges();
    void verifyingNamesAForgedDecision();
    void verifyingNamesAForgedNoteAndOneOfAnUnknownKind();
    void whatPeopleAndProgramsWriteVerifies();
};

void SourceSealsTest::aSourcesSealFollowsFromTheKeysThatAreTrusted()
{
    const SigningKey key = sourceKey();
    auto workspace = make();
    take(*workspace, "audit.ndjson", signedLine(1, key) + replaced(signedLine(2, key), "\"amount\":2", "\"amount\":900") + dsseEnvelope("application/json", signedLine(3, key), key) + "\n" +
                                         "{\"agent\":\"clerk\",\"tool\":\"refund\",\"verified\":true,\"key_id\":\"k1\"}\n");
    QCOMPARE(states(*workspace), (std::vector<std::string>{"unknown_key", "unknown_key", "unknown_key", "not_sealed"}));
    QCOMPARE(rows(*workspace)[0].completeness & HasSignature, HasSignature); // there is one, whatever it is worth
    QCOMPARE(brokenIncidents(*workspace), 0);

    const SourceKeyStatement trusted = need(workspace->trustSourceKey("audit.ndjson", pemOf(key), "k1", "by telephone"));
    QCOMPARE(trusted.keyId, key.publicKey().id());
    QCOMPARE(states(*workspace), (std::vector<std::string>{"valid", "broken", "valid", "not_sealed"})); // the envelope names the key by its id
    const SourceSeals seals = sealsOf(*workspace, "audit.ndjson");
    QCOMPARE(seals.count(SealState::Valid), std::uint64_t{2});
    QCOMPARE(seals.broken, std::vector<EntryNumber>{rows(*workspace)[1].number});
    QCOMPARE(need(workspace->detail(rows(*workspace)[0].number)).seal.key, key.publicKey().id());
    QVERIFY(need(workspace->verify()).ok);

    (void)need(workspace->removeSourceKey("audit.ndjson", trusted.keyId, "they lost it"));
    QCOMPARE(states(*workspace), (std::vector<std::string>{"unknown_key", "unknown_key", "unknown_key", "not_sealed"}));
    QCOMPARE(workspace->removeSourceKey("audit.ndjson", trusted.keyId, {}).error().code, std::string("MND-WSP-061"));
    workspace.reset();
    workspace = need(Workspace::open(m_path, true));
    QVERIFY(workspace->sourceKeys().empty());
    QVERIFY(need(workspace->verify()).ok);
}

void SourceSealsTest::aKeyIsTrustedForAllSourcesThatFitAPattern()
{
    const SigningKey key = sourceKey();
    auto workspace = make();
    take(*workspace, "audit-1.ndjson", signedLine(1, key));
    take(*workspace, "audit-2.ndjson", signedLine(2, key));
    take(*workspace, "other.ndjson", signedLine(3, key));
    (void)need(workspace->trustSourceKey("audit-*", pemOf(key), {}, {}));
    QCOMPARE(states(*workspace), (std::vector<std::string>{"valid", "valid", "unknown_key"}));
}

void SourceSealsTest::ownersAndLegalSayWhichKeysAreTrustedAndNobodyElse()
{
    const People people;
    auto workspace = office(people);
    people.who->become("dee");
    QCOMPARE(workspace->trustSourceKey("x", pemOf(sourceKey()), {}, {}).error().code, std::string("MND-AUT-061"));
    QVERIFY(workspace->sourceKeys().empty());
    people.who->become("leo");
    const SourceKeyStatement statement = need(workspace->trustSourceKey("x", pemOf(sourceKey()), {}, {}));
    people.who->become("ada");
    (void)need(workspace->removeSourceKey("x", statement.keyId, {}));
    QVERIFY(need(workspace->verify()).ok);
}

void SourceSealsTest::aForgedStatementAboutAKeyCountsForNothingAndIsNamed()
{
    const People people;
    auto workspace = office(people);
    const SigningKey ofWorkspace = need(KeyStore(KeyStore::userFolder()).load(workspace->store().publicKey()));
    SourceKeyStatement forged;
    forged.source = "*";
    forged.key = need(readImportedKey(pemOf(sourceKey())));
    forged.keyId = forged.key->id();
    forged.by = "account:ada";
    forged.at = people.surroundings().clock();
    const std::string body = sourceKeyEntry(forged, ofWorkspace);
    workspace.reset();
    appendForged(m_path, EntryType::Note, body);
    workspace = need(Workspace::open(m_path, false, people.surroundings()));
    QVERIFY(workspace->sourceKeys().empty());
    const Verification verified = need(workspace->verify());
    QVERIFY(!verified.ok);
    QCOMPARE(verified.firstBad->entry, workspace->store().size() - 1);
}

void SourceSealsTest::aRecordThatDoesNotHoldOpensOneIncident()
{
    const SigningKey key = sourceKey();
    auto workspace = make();
    (void)need(workspace->trustSourceKey("audit*", pemOf(key), "k1", {}));
    take(*workspace, "audit.ndjson", signedLine(1, key) + replaced(signedLine(2, key), "\"amount\":2", "\"amount\":900"));
    QCOMPARE(brokenIncidents(*workspace), 1);
    take(*workspace, "audit-b.ndjson", signedLine(3, key));
    take(*workspace, "audit-c.ndjson", lines({{"a", "read_order", "{}", 1}}));
    QCOMPARE(brokenIncidents(*workspace), 1);
    for (const Incident &incident : need(workspace->incidents())) {
        QCOMPARE(incident.agent, std::string("clerk"));
        QCOMPARE(incident.severity, Severity::Critical);
        QCOMPARE(incident.actions.size(), std::size_t{1});
        QCOMPARE(incident.actions[0].entry, rows(*workspace)[1].number);
    }
    take(*workspace, "audit-d.ndjson", replaced(signedLine(4, key), "\"amount\":4", "\"amount\":900"));
    QCOMPARE(brokenIncidents(*workspace), 2); // another source
}

/// FEATURES B8: the chain holds, and the basis stays not sealed.
void SourceSealsTest::theBasisOfAnAgtEntryIsNotSealed()
{
    auto workspace = make();
    take(*workspace, "agt.jsonl", replaced(agtLog(), "\"policy_version\": \"v4\"", "\"policy_version\": \"v9\""));
    const SourceSeals seals = sealsOf(*workspace, "agt.jsonl");
    QCOMPARE(seals.count(SealState::Valid), std::uint64_t{5});
    QCOMPARE(seals.gapCount, std::uint64_t{0});
    const EvidenceDetail detail = need(workspace->detail(rows(*workspace, {})[0].number));
    QCOMPARE(detail.seal.state, SealState::Valid);
    QCOMPARE(std::string(detail.record.basis), std::string("allow, rule refund-limit, policy v9"));
    QVERIFY(!covers(detail.seal.kind, "basis"));
    QVERIFY(covers(detail.seal.kind, "arguments"));
}

void SourceSealsTest::aChangedAgtActionIsFoundAndWhatFollowsIsUnknown()
{
    auto workspace = make();
    take(*workspace, "agt.jsonl", replaced(agtLog(), "\"action\": \"lookup\"", "\"action\": \"delete\""));
    QCOMPARE(states(*workspace), (std::vector<std::string>{"valid", "broken", "unknown", "unknown", "unknown"}));
    QCOMPARE(brokenIncidents(*workspace), 1);
}

void SourceSealsTest::aLineThatCannotBeReadBreaksTheChain()
{
    auto workspace = make();
    const std::string name = m_folder.write("broken/agt.jsonl", replaced(agtLog(), "\"action\": \"evaluate\", ", "\"action\" \"evaluate\", "));
    QCOMPARE(need(workspace->import({name}, {})).quarantined, std::uint64_t{1});
    QCOMPARE(states(*workspace), (std::vector<std::string>{"valid", "valid", "unknown", "unknown"}));
}

void SourceSealsTest::logFilesAreHeldAgainstTheirDigestFilesByteByByte()
{
    const std::string event = "{\"eventVersion\":\"1.08\",\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"GetObject\",\"eventID\":\"ID\",\"userIdentity\":{\"type\":\"Root\",\"arn\":\"a\"}}";
    const std::string log = "{\"Records\":[" + replaced(event, "ID", "1") + ',' + replaced(event, "ID", "2") + "]}";
    const std::string other = "{\"Records\":[" + replaced(event, "ID", "3") + "]}";
    const std::string digest = "{\"awsAccountId\":\"1\",\"digestEndTime\":\"2026-02-03T13:00:00Z\",\"digestS3Bucket\":\"b\",\"digestS3Object\":\"d/digest.json.gz\","
                               "\"digestPublicKeyFingerprint\":\"f1\",\"digestSignatureAlgorithm\":\"SHA256withRSA\",\"previousDigestSignature\":null,\"logFiles\":[{\"s3Object\":\"l/one.json.gz\",\"hashValue\":\"" +
                               sha256(log).hex() + "\"},{\"s3Object\":\"l/two.json.gz\",\"hashValue\":\"" + sha256(other).hex() + "\"},{\"s3Object\":\"l/three.json.gz\",\"hashValue\":\"" +
                               std::string(64, '0') + "\"}]}\n"; // its last line break counts
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_RSA_gen(2048), &EVP_PKEY_free);
    const std::string message = "2026-02-03T13:00:00Z\nb/d/digest.json.gz\n" + sha256(digest).hex() + "\nnull";
    std::string signature(256, '\0');
    std::size_t length = signature.size();
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key.get());
    EVP_DigestSign(context, reinterpret_cast<unsigned char *>(signature.data()), &length, reinterpret_cast<const unsigned char *>(message.data()), message.size());
    EVP_MD_CTX_free(context);
    BIO *out = BIO_new(BIO_s_mem());
    PEM_write_bio_PUBKEY(out, key.get());
    char *pem = nullptr;
    const long pemLength = BIO_get_mem_data(out, &pem);
    const std::string publicKey(pem, static_cast<std::size_t>(pemLength));
    BIO_free(out);

    auto workspace = make();
    take(*workspace, "one.json", log);
    take(*workspace, "two.json", replaced(other, "GetObject", "PutObject")); // changed on its way
    take(*workspace, "digest.json", digest);
    take(*workspace, "digest.json.head.json", "{\"Metadata\":{\"signature\":\"" + toHex(signature) + "\",\"signature-algorithm\":\"SHA256withRSA\"}}");
    QCOMPARE(sealsOf(*workspace, "one.json").count(SealState::UnknownKey), std::uint64_t{2});
    (void)need(workspace->trustSourceKey("*", publicKey, "f1", "aws cloudtrail list-public-keys"));
    QCOMPARE(sealsOf(*workspace, "one.json").count(SealState::Valid), std::uint64_t{2});
    QCOMPARE(sealsOf(*workspace, "two.json").count(SealState::Broken), std::uint64_t{1});
    const SourceSeals digests = sealsOf(*workspace, "digest.json");
    QCOMPARE(digests.count(SealState::Valid), std::uint64_t{1});
    QCOMPARE(digests.gaps.size(), std::size_t{1});
    QVERIFY(digests.gaps[0].find("l/three.json.gz") != std::string::npos);
    QCOMPARE(brokenIncidents(*workspace), 1);
    QCOMPARE(incidentsOf(*workspace, sourceGap), 1); // it sealed a file that is not here
    QVERIFY(need(workspace->verify()).ok);
}

void SourceSealsTest::whatIsInNoDigestFileIsRecordedNotSealed()
{
    auto workspace = make();
    take(*workspace, "trail.jsonl", lines({{"a", "read_order", "{}", 1}}));
    const EvidenceDetail detail = need(workspace->detail(rows(*workspace)[0].number));
    QCOMPARE(detail.seal.state, SealState::NotSealed);
    QCOMPARE(detail.seal.kind, SealKind::None);
    QCOMPARE(detail.ledgerKey, workspace->store().publicKey().id());
    QCOMPARE(sealsOf(*workspace, "trail.jsonl").count(SealState::NotSealed), std::uint64_t{1});
    QCOMPARE(brokenIncidents(*workspace), 0);
}

void SourceSealsTest::whatIsComputedIsKeptUntilSomethingChanges()
{
    auto workspace = make();
    const std::string log = agtLog();
    const std::size_t half = log.find("\n", log.find("\n") + 1) + 1;
    take(*workspace, "agt.jsonl", log.substr(0, half));
    QCOMPARE(sealsOf(*workspace, "agt.jsonl").count(SealState::Valid), std::uint64_t{2});
    take(*workspace, "agt.jsonl", log); // it grew
    QCOMPARE(sealsOf(*workspace, "agt.jsonl").count(SealState::Valid), std::uint64_t{5});
    QCOMPARE(states(*workspace), std::vector<std::string>(5, "valid"));
}

void SourceSealsTest::verifyingNamesAForgedDecision()
{
    for (const bool byTheWorkspace : {true, false}) {
        const People people;
        auto workspace = office(people);
        ApprovalStatement step = filedBy(*workspace, people);
        QVERIFY(need(workspace->verify()).ok);
        const std::string body = approvalEntry(step, byTheWorkspace ? need(KeyStore(KeyStore::userFolder()).load(workspace->store().publicKey())) : sourceKey('z'));
        workspace.reset();
        appendForged(m_path, EntryType::Request, body);
        workspace = need(Workspace::open(m_path, false, people.surroundings()));
        const Verification verified = need(workspace->verify());
        QVERIFY(!verified.ok);
        QCOMPARE(verified.firstBad->entry, workspace->store().size() - 1);
        QCOMPARE(verified.firstBad->affects, std::string("What was decided about this request cannot be relied on."));
    }
}

void SourceSealsTest::verifyingNamesAForgedNoteAndOneOfAnUnknownKind()
{
    SignedNote note;
    note.kind = "drill";
    note.agent = "clerk";
    note.subject = "gateway";
    note.result = "held";
    note.by = "account:ada";
    note.at = *parseInstant("2026-03-01T10:00:00Z");
    const std::string byAnother = signedNoteEntry(note, sourceKey('z'));
    const auto bodies = {byAnother, std::string("{\"agent\":\"clerk\",\"note\":\"drill\",\"type\":\"note\",\"v\":1}"), std::string("{\"note\":\"blessing\",\"type\":\"note\",\"v\":1}"),
                         replaced(byAnother, "\"note\":\"drill\"", "\"note\":\"replay\"")};
    for (const std::string &body : bodies) {
        auto workspace = make();
        workspace.reset();
        appendForged(m_path, EntryType::Note, body);
        workspace = need(Workspace::open(m_path, true));
        const Verification verified = need(workspace->verify());
        QVERIFY2(!verified.ok, body.c_str());
        QCOMPARE(verified.firstBad->entry, EntryNumber{0});
        if (body.find("blessing") != std::string::npos)
            QVERIFY(verified.firstBad->reason.find("\"blessing\"") != std::string::npos);
        QVERIFY(!workspace->recordFailedVerification(verified).ok()); // opened for reading
        workspace = need(Workspace::open(m_path, false));
        QCOMPARE(need(workspace->recordFailedVerification(verified)), std::uint64_t{1});
        QCOMPARE(need(workspace->recordFailedVerification(verified)), std::uint64_t{0}); // it is known
        QCOMPARE(incidentsOf(*workspace, verificationFailed), 1);
    }
}

void SourceSealsTest::whatPeopleAndProgramsWriteVerifies()
{
    const People people;
    auto workspace = office(people);
    (void)filedBy(*workspace, people);
    (void)need(workspace->recordEvaluation("clerk", "suite", "results"));
    const ParsedPact pact = need(parsePact(shopPact("2.0.0")));
    (void)need(workspace->recordReplay(need(workspace->replay(pact, {}))));
    (void)need(workspace->trustSourceKey("x", pemOf(sourceKey()), {}, {}));
    const Verification verified = need(workspace->verify());
    QVERIFY2(verified.ok, verified.firstBad ? verified.firstBad->reason.c_str() : "");
}

QTEST_GUILESS_MAIN(SourceSealsTest)
#include "source_seals_test.moc"
