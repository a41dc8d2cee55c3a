// SPDX-License-Identifier: GPL-3.0-or-later
// Imported Cedar policies: the draft gives the decision of the real engine on the policies as they were, for made-up calls with gaps.
#include "models/pact/imports/import.h"
#include "simple_policies.h"
#include "tests/models/pact/exports/answered_actions.h"

#include <QTest>

#include <random>

using namespace mandate;

class CedarImportEqualityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theDraftDecidesAsThePoliciesDid()
    {
        Pacts pacts;
        std::mt19937 dice(20250221); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same ones every time
        std::vector<AnsweredAction> actions;
        int number = 0;
        for (const char *policy : simplePolicies()) {
            const std::string text = "permit (principal, action, resource);\n" + std::string(policy);
            auto draft = importCedar(text, "draft");
            QVERIFY2(draft, policy);
            QVERIFY2(draft->refused.empty(), draft->refused.empty() ? "" : draft->refused[0].reason.c_str());
            const std::string name = "p" + std::to_string(number++);
            JudgedPact pact = judgedPact(draft->document, ExportTarget::Json);
            pact.exported.files = {{"policies.cedar", text}};
            pacts.emplace(name, std::move(pact));
            for (int i = 0; i < 200; ++i)
                actions.push_back(answered(pacts, name, i % 3 == 0 ? "u" : "t", simpleArguments(dice)));
        }
        const Asked asked =
            ask(pacts, actions, QStringLiteral(MANDATE_NODE),
                {QStringLiteral("--liftoff-only"), QStringLiteral(MANDATE_SOURCE_DIR "/tests/models/pact/imports/plain_cedar_answers.mjs"),
                 QStringLiteral(MANDATE_PACKAGES)});
        QVERIFY2(asked.failure.isEmpty(), qPrintable(asked.failure));
        std::size_t denied = 0;
        for (std::size_t i = 0; i < actions.size(); ++i) {
            const std::string where = actions[i].pact + ' ' + actions[i].tool + ' ' + actions[i].args;
            QVERIFY2(actions[i].verdict == Verdict::Permitted || actions[i].verdict == Verdict::Prohibited, where.c_str());
            QVERIFY2((actions[i].verdict == Verdict::Permitted) == (asked.answers[i] == "allow"), where.c_str());
            denied += asked.answers[i] == "deny";
        }
        qInfo("%zu policies, %zu calls compared, %zu denied", simplePolicies().size(), actions.size(), denied);
        QVERIFY(denied > 0 && denied < actions.size());
    }
};

QTEST_GUILESS_MAIN(CedarImportEqualityTest)
#include "cedar_import_equality_test.moc"
