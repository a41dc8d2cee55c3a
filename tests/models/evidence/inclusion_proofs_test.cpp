// SPDX-License-Identifier: GPL-3.0-or-later
// Proofs by blocks are the proofs of RFC 6962, also where blocks and the tree end unevenly.
#include "models/evidence/inclusion_proofs.h"

#include <QTest>

using namespace mandate;

class InclusionProofsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theyAreThoseOfTheWholeTree_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {1, 2, 3, 7, 4095, 4096, 4097, 8191, 8193, 12'288, 12'289, 20'001})
            QTest::newRow(QByteArray::number(size).constData()) << size;
    }
    void theyAreThoseOfTheWholeTree()
    {
        QFETCH(int, size);
        std::vector<Digest> leaves;
        for (int i = 0; i < size; ++i)
            leaves.push_back(leafHash(std::to_string(i)));
        auto proofs = InclusionProofs::of(static_cast<std::uint64_t>(size), [&](std::uint64_t first, std::uint64_t count) {
            return Result<std::vector<Digest>>(std::vector<Digest>(leaves.begin() + static_cast<std::ptrdiff_t>(first), leaves.begin() + static_cast<std::ptrdiff_t>(first + count)));
        });
        QVERIFY(proofs.ok());
        const Digest root = rootOf(leaves);
        QCOMPARE(proofs->root(), root);
        for (int i = 0; i < size; i += size < 10 ? 1 : 397) {
            const auto index = static_cast<std::uint64_t>(i);
            const auto path = proofs->path(index);
            QVERIFY(path.ok());
            QCOMPARE(*path, inclusionProof(leaves, index, static_cast<std::uint64_t>(size)));
            QVERIFY(verifyInclusion(*proofs->leaf(index), index, static_cast<std::uint64_t>(size), *path, root));
        }
        const auto last = proofs->path(static_cast<std::uint64_t>(size - 1));
        QVERIFY(verifyInclusion(leaves.back(), static_cast<std::uint64_t>(size - 1), static_cast<std::uint64_t>(size), *last, root));
    }
    void whatCannotBeReadIsSaid()
    {
        const auto failed = InclusionProofs::of(3, [](std::uint64_t, std::uint64_t) { return Result<std::vector<Digest>>(Error{ErrorKind::Corrupt, "X", "x", "", "", {}}); });
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, std::string("X"));
    }
};

QTEST_APPLESS_MAIN(InclusionProofsTest)
#include "inclusion_proofs_test.moc"
