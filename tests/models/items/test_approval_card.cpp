// SPDX-License-Identifier: GPL-3.0-or-later
// The decision card on every recorded escalation: 45 words above the fold, nothing that must be there left out, a digest that anybody can recompute.
#include "tests/models/items/approval_desk.h"

#include "models/base/json_reader.h"
#include "models/items/approval_card.h"
#include "models/items/approval_evidence.h"
#include "models/items/approval_limits.h"

using namespace mandate;
using test::ApprovalDesk;

namespace {

ApprovalItem itemOf(const Workspace &workspace, const ApprovalRequest &request)
{
    ApprovalView view;
    view.request = request;
    view.id = approvalId(request);
    view.digest = request.action.digest();
    ApprovalItem item;
    if (const auto pact = workspace.pact(request.pactId + '@' + request.pactVersion)) {
        item.pact = std::make_shared<const PactDocument>(pact->document);
        view.owner = pact->document.owner;
        if (const Clause *clause = pact->document.clause(request.clause))
            view.readsAs = clause->readsAs;
    }
    item.view = std::make_shared<const ApprovalView>(std::move(view));
    item.rank = consequenceRank(item.tool());
    return item;
}

ApprovalCard cardOf(const Workspace &workspace, const ApprovalRequest &request)
{
    const auto radius = workspace.blastRadius(request);
    return approvalCard({itemOf(workspace, request), radius ? std::optional(*radius) : std::nullopt, {}, request.requestedAt});
}

} // namespace

class TestApprovalCard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRecordedEscalationFitsTheFold_data()
    {
        QTest::addColumn<QStringList>("runs");
        QTest::newRow("sample") << QStringList{QStringLiteral(MANDATE_SOURCE_DIR "/resources/sample")};
        if (const QString all = qEnvironmentVariable("MANDATE_RUNS"); !all.isEmpty())
            QTest::newRow("all recorded runs") << QStringList{all + QStringLiteral("/tau2"), all + QStringLiteral("/tau-bench"), all + QStringLiteral("/agentdojo")};
    }
    void everyRecordedEscalationFitsTheFold()
    {
        QFETCH(QStringList, runs);
        ApprovalDesk desk(false);
        std::vector<std::string> paths;
        for (const QString &path : runs)
            paths.push_back(path.toStdString());
        QVERIFY(desk.workspace().import(paths, {}));
        const auto requests = recordedEscalations(desk.workspace(), desk.now());
        QVERIFY(requests && !requests->empty());
        int longest = 0;
        std::size_t cut = 0;
        for (ApprovalRequest request : *requests) {
            for (const bool full : {false, true}) {
                if (full)
                    request = ApprovalDesk::complete(request);
                const ApprovalCard card = cardOf(desk.workspace(), request);
                const QByteArray shown = card.fold().join(u'\n').toUtf8();
                QVERIFY2(card.foldWords() <= ApprovalCard::wordBudget, shown);
                longest = std::max(longest, card.foldWords());
                QVERIFY2(words::countWords(card.does) >= 2 && !card.chips.isEmpty(), shown);
                QVERIFY2(words::countWords(card.why) >= 6, shown);
                QVERIFY2(card.otherwise.contains(QStringLiteral("Unanswered by")), shown);
                // Money is never what is left out.
                if (request.action.parameters.find("\"amount\":") != std::string::npos)
                    QVERIFY2(card.does.contains(QStringLiteral("amount")), shown);
                QCOMPARE(card.cannotApprove.isEmpty(), full);
                if (card.why.contains(QChar(0x2026))) {
                    ++cut;
                    qInfo("%s", shown.constData());
                }
            }
        }
        qInfo("%zu escalations, at most %d words, %zu clauses cut", requests->size(), longest, cut);
        QVERIFY(cut == 0); // a clause that is cut says something else
    }

    void theDigestIsOverAllThatIsShown()
    {
        ApprovalDesk desk;
        ApprovalRequest request = desk.recorded();
        const ApprovalCard card = cardOf(desk.workspace(), request);
        QCOMPARE(card.digest, sha256(card.canonical));
        Arena arena;
        JsonReader reader;
        const auto json = reader.read(card.canonical, arena);
        QVERIFY(json && json->findText("schema") == "mandate.card/1");
        QCOMPARE(json->findText("action")->size(), std::size_t{64});
        QCOMPARE(cardOf(desk.workspace(), request).canonical, card.canonical);
        request.proposal.reasoning += " Really.";
        QVERIFY(cardOf(desk.workspace(), request).digest != card.digest);
    }

    void hiddenCharactersAreShownAndCounted()
    {
        ApprovalDesk desk(false);
        ApprovalRequest request = desk.payment(2000);
        request.proposal.reasoning = "pay \u202Etnega\u200B now <b>bold</b>";
        const ApprovalCard card = cardOf(desk.workspace(), request);
        QVERIFY(card.hidden.text.contains(u'2'));
        QVERIFY(card.fold().join(u' ').contains(card.hidden.text));
        QString all = card.says;
        for (const CardLine &line : card.details)
            all += line.text;
        QVERIFY(!all.contains(QChar(0x202E)) && all.contains(QStringLiteral("⟦U+202E⟧")));
        QVERIFY(card.foldWords() <= ApprovalCard::wordBudget);
    }

    void whatTheEvidenceSaysOtherwiseStandsAboveTheFold()
    {
        ApprovalDesk desk(false);
        ApprovalRequest request = desk.payment(2000);
        request.action.tool = "send_money";
        request.proposal.reversible = Reversibility::Full;
        const ApprovalCard card = cardOf(desk.workspace(), request);
        QVERIFY2(card.differs.contains(QStringLiteral("cannot be undone")), qPrintable(card.differs));
        QVERIFY(std::any_of(card.chips.begin(), card.chips.end(), [](const StateWord &chip) { return chip.text.contains(QStringLiteral("Cannot be recalled")); }));
        QVERIFY(card.foldWords() <= ApprovalCard::wordBudget);
    }

    void aMissingProposalOrRadiusKeepsAnyoneFromApproving()
    {
        ApprovalDesk desk(false);
        ApprovalRequest request = desk.payment(2000);
        QVERIFY(cardOf(desk.workspace(), request).cannotApprove.isEmpty());
        request.proposal.scope.clear();
        QCOMPARE(cardOf(desk.workspace(), request).cannotApprove.size(), 1);
        const ApprovalItem item = itemOf(desk.workspace(), desk.payment(2000));
        QCOMPARE(approvalCard({item, std::nullopt, QStringLiteral("no"), desk.now()}).cannotApprove.size(), 1);
        request = desk.payment(2000);
        request.needsVerifier = true;
        QCOMPARE(cardOf(desk.workspace(), request).cannotApprove.size(), 1);
        request = desk.payment(2000);
        request.action.parameters = "{\"note\":\"" + std::string(9000, 'x') + "\"}";
        QCOMPARE(cardOf(desk.workspace(), request).cannotApprove.size(), 1);
    }

    void limitsOnlyNarrow()
    {
        ActionBinding action;
        action.agent = "a";
        action.tool = "t";
        action.parameters = R"({"amount":150,"flights":[{"n":1},{"n":2}],"note":"x"})";
        const auto fields = limitFields(action);
        QCOMPARE(fields.size(), std::size_t{2});
        const auto with = [&](double amount, std::vector<bool> kept) { return narrowed(action, {{"amount", amount, {}}, {"flights", {}, std::move(kept)}}); };
        QVERIFY(!with(150, {true, true}));
        QVERIFY(!with(151, {true, true}));
        QVERIFY(!with(-1, {true, true}));
        QVERIFY(!with(150, {false, false}));
        QCOMPARE(with(100, {true, false})->parameters, std::string(R"({"amount":100,"flights":[{"n":1}],"note":"x"})"));
        QVERIFY(with(99.5, {true, true})->digest() != action.digest());
    }

    void sixPartsLieBesideARequest()
    {
        ApprovalDesk desk;
        const QString id = desk.file(desk.recorded());
        ApprovalItem item;
        item.view = std::make_shared<const ApprovalView>(desk.view(id));
        const auto opened = openApproval(desk.workspace(), item, {});
        QVERIFY(opened);
        QCOMPARE(opened->parts.size(), 6);
        QVERIFY(opened->radius.has_value());
        QVERIFY(opened->partsPresent() >= 4);
    }
};

QTEST_GUILESS_MAIN(TestApprovalCard)
#include "test_approval_card.moc"
