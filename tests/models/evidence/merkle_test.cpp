// SPDX-License-Identifier: GPL-3.0-or-later
// The tree against the public vectors and against itself.
#include "models/base/json_reader.h"
#include "models/evidence/merkle.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace mandate;

namespace {

std::optional<Digest> digestOf(const Value *text)
{
    const auto octets = text && text->isString() ? fromBase64(text->text()) : std::nullopt;
    return octets ? Digest::fromOctets(*octets) : std::nullopt;
}

/// A vector's fields; proofs and roots that are no digests cannot be said in our types and count as refused.
struct Vector
{
    bool wantError = false;
    bool sayable = true;
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    Digest one;
    Digest two;
    std::vector<Digest> proof;
};

void take(const Value &root, std::string_view key, Digest &out, Vector &vector)
{
    const Value *text = root.find(key);
    if (!text || text->isNull()) {
        vector.sayable = false;
        return;
    }
    const auto digest = digestOf(text);
    vector.sayable = vector.sayable && digest;
    out = digest.value_or(Digest());
}

std::uint64_t numberOf(const Value &root, std::string_view key)
{
    const Value *number = root.find(key);
    if (!number)
        return 0;
    return number->is(ValueKind::Uint) ? number->asUint() : static_cast<std::uint64_t>(number->asInt());
}

Vector vectorOf(const QByteArray &json, bool inclusion)
{
    JsonReader reader;
    Arena arena;
    const auto root = reader.read({json.constData(), static_cast<std::size_t>(json.size())}, arena);
    Vector vector;
    if (!root)
        return vector;
    const Value *wantError = root->find("wantErr");
    vector.wantError = wantError && wantError->asBool();
    vector.first = numberOf(*root, inclusion ? "leafIdx" : "size1");
    vector.second = numberOf(*root, inclusion ? "treeSize" : "size2");
    take(*root, inclusion ? "leafHash" : "root1", vector.one, vector);
    take(*root, inclusion ? "root" : "root2", vector.two, vector);
    if (const Value *proof = root->find("proof"); proof && proof->isList()) {
        for (const Value &item : proof->items()) {
            const auto digest = digestOf(&item);
            vector.sayable = vector.sayable && digest;
            vector.proof.push_back(digest.value_or(Digest()));
        }
    }
    return vector;
}

std::vector<Digest> leavesOf(std::size_t count)
{
    std::vector<Digest> leaves;
    for (std::size_t i = 0; i < count; ++i)
        leaves.push_back(leafHash("entry " + std::to_string(i)));
    return leaves;
}

} // namespace

class MerkleTest : public QObject
{
    Q_OBJECT

    void addVectors(const QString &kind)
    {
        QTest::addColumn<QString>("path");
        QDirIterator files(QStringLiteral(MANDATE_SOURCE_DIR "/tests/data/vectors/rfc6962/") + kind, {QStringLiteral("*.json")}, QDir::Files,
                           QDirIterator::Subdirectories);
        int count = 0;
        while (files.hasNext()) {
            const QString path = files.next();
            QTest::newRow(qPrintable(path.section(QLatin1Char('/'), -2))) << path;
            ++count;
        }
        QVERIFY(count > 30);
    }

private Q_SLOTS:
    void publicInclusionVectorsHoldOrFailAsTheySay_data() { addVectors(QStringLiteral("inclusion")); }
    void publicInclusionVectorsHoldOrFailAsTheySay()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const Vector v = vectorOf(file.readAll(), true);
        QCOMPARE(v.sayable && verifyInclusion(v.one, v.first, v.second, v.proof, v.two), !v.wantError);
    }
    void publicConsistencyVectorsHoldOrFailAsTheySay_data() { addVectors(QStringLiteral("consistency")); }
    void publicConsistencyVectorsHoldOrFailAsTheySay()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const Vector v = vectorOf(file.readAll(), false);
        QCOMPARE(v.sayable && verifyConsistency(v.first, v.one, v.second, v.two, v.proof), !v.wantError);
    }
    void theEmptyTreeHasTheRootOfNothing()
    {
        QCOMPARE(emptyRoot().hex(), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QCOMPARE(MerkleFrontier().root(), emptyRoot());
        QCOMPARE(rootOf({}), emptyRoot());
    }
    void everyProofOfEverySmallTreeHoldsAndNoOther()
    {
        const auto leaves = leavesOf(40);
        std::vector<Digest> roots;
        for (std::size_t size = 0; size <= leaves.size(); ++size)
            roots.push_back(rootOf(std::span(leaves).first(size)));
        for (std::uint64_t size = 1; size <= leaves.size(); ++size) {
            for (std::uint64_t i = 0; i < size; ++i) {
                const auto proof = inclusionProof(leaves, i, size);
                QVERIFY(verifyInclusion(leaves[i], i, size, proof, roots[size]));
                QVERIFY(!verifyInclusion(leafHash("other"), i, size, proof, roots[size]));
                QVERIFY(!verifyInclusion(leaves[i], i, size, proof, roots[size - 1]));
            }
            for (std::uint64_t older = 1; older <= size; ++older) {
                auto proof = consistencyProof(leaves, older, size);
                QVERIFY(verifyConsistency(older, roots[older], size, roots[size], proof));
                QVERIFY(!verifyConsistency(older, roots[older - 1], size, roots[size], proof));
                if (!proof.empty()) {
                    proof.back().octets[0] ^= 1;
                    QVERIFY(!verifyConsistency(older, roots[older], size, roots[size], proof));
                }
            }
        }
    }
    void aFrontierGoesOnWhereItWasPutAway()
    {
        const auto leaves = leavesOf(100);
        MerkleFrontier frontier;
        for (std::size_t i = 0; i < leaves.size(); ++i) {
            frontier = MerkleFrontier(frontier.size(), frontier.nodes());
            frontier.append(leaves[i]);
            QCOMPARE(frontier.root(), rootOf(std::span(leaves).first(i + 1)));
        }
    }
};

QTEST_APPLESS_MAIN(MerkleTest)
#include "merkle_test.moc"
