// SPDX-License-Identifier: GPL-3.0-or-later
// Every number of the Metrics page leads by one action to as many records, or cases, as it says: each cell of each panel, over all agents, one agent, and
// windows of time, with the filter that its link carries. With MANDATE_RUNS over the full recorded runs.
#include "models/items/case_choice.h"
#include "models/items/evidence_lists.h"
#include "models/items/metric_panels.h"
#include "models/items/rate_model.h"
#include "models/workspace/evaluations.h"
#include "tests/models/items/sample_session.h"
#include "tests/models/workspace/made_trail.h"

#include <QFile>
#include <QLocale>
#include <QRegularExpression>
#include <QTest>
#include <QUrlQuery>

using namespace mandate;

class TestFigureRecords : public QObject
{
    Q_OBJECT

    test::WorkspaceFolder m_folder;
    std::shared_ptr<Workspace> m_workspace;
    EvidenceSource m_source;
    int m_cells = 0;

    quint64 recordsBehind(const QUrl &link)
    {
        const QString text = QUrlQuery(link).queryItemValue(QStringLiteral("filter"), QUrl::FullyDecoded);
        const ParsedFilter parsed = parseFilter(text);
        if (parsed.problem || parsed.conditions.isEmpty())
            qFatal("%s", qPrintable(text + QStringLiteral(": ") + (parsed.problem ? parsed.problem->sentence : QStringLiteral("nothing"))));
        const auto filter = test::need(filterOf(m_source, parsed.conditions, {}));
        return filter ? test::need(m_workspace->store().count(*filter)) : 0;
    }
    quint64 casesBehind(const QUrl &link)
    {
        const QUrlQuery query(link);
        const auto evaluation = test::need(evaluationIn(*m_workspace, query.queryItemValue(QStringLiteral("entry")).toULongLong()));
        auto cases = test::need(resultsOf(*m_workspace, evaluation)).cases;
        const auto labels = test::need(sessionLabels(*m_workspace));
        for (ResultCase &one : cases) {
            if (const auto known = labels.find(one.session); known != labels.end())
                one.labelled = known->second;
        }
        const CaseChoice choice = caseChoiceOf(query);
        return static_cast<quint64>(std::ranges::count_if(cases, [&choice](const ResultCase &one) { return choice.holds(one); }));
    }

    /// The count that a cell says: "1,234", the k of "k of n", the k of "12.5 % (k of n)". None where a share alone is told.
    static std::optional<quint64> countIn(const QString &cell)
    {
        static const QRegularExpression whole(QStringLiteral("^([\\d,]+)$")), share(QStringLiteral("^([\\d,]+) of [\\d,]+")), inBrackets(QStringLiteral("\\(([\\d,]+) of"));
        for (const QRegularExpression *form : {&whole, &share, &inBrackets}) {
            if (const auto match = form->match(cell); match.hasMatch())
                return QLocale(QLocale::English).toULongLong(match.captured(1));
        }
        return std::nullopt;
    }

    void hold(const QString &where, const QString &cell, const QUrl &link)
    {
        const auto said = countIn(cell);
        if (!said || link.host() == QStringLiteral("decisions"))
            return;
        const quint64 found = link.host() == QStringLiteral("evidence") ? recordsBehind(link) : casesBehind(link);
        if (found != *said)
            QFAIL(qPrintable(QStringLiteral("%1 says \"%2\" and leads to %3: %4").arg(where, cell).arg(found).arg(QUrlQuery(link).toString(QUrl::FullyDecoded))));
        ++m_cells;
    }

    void holdPanels(MetricPanels &panels)
    {
        panels.refresh();
        QVERIFY(QTest::qWaitFor([&panels] { return panels.wasRead() && !panels.isBusy(); }, 60'000));
        for (const FigurePanel &panel : panels.panels()) {
            for (qsizetype row = 0; row < panel.rows.size(); ++row) {
                for (qsizetype column = 1; column < panel.rows[row].size(); ++column) {
                    const QString where = QStringLiteral("%1 / %2 / %3").arg(panel.key, panel.rows[row].first(), panel.columns.value(column));
                    const bool isNumber = countIn(panel.rows[row][column]).has_value();
                    const QUrl link = panel.recordsAt(static_cast<int>(row), static_cast<int>(column));
                    QVERIFY2(!isNumber || !link.isEmpty(), qPrintable(where + QStringLiteral(" leads nowhere")));
                    if (!link.isEmpty())
                        hold(where, panel.rows[row][column], link);
                    if (QTest::currentTestFailed())
                        return;
                }
            }
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English));
        const QString full = qEnvironmentVariable("MANDATE_RUNS");
        const QString data = full.isEmpty() ? QStringLiteral(MANDATE_SOURCE_DIR "/resources/sample") : full;
        m_workspace = m_folder.workspace();
        for (const char *name : {"airline", "retail", "telecom", "banking"}) {
            QFile pact(QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/%1.json").arg(QString::fromLatin1(name)));
            QVERIFY(pact.open(QIODevice::ReadOnly));
            (void)test::need(m_workspace->addPact(pact.readAll().toStdString()));
        }
        (void)test::need(m_workspace->import({data.toStdString()}, {}));
        Evaluations evaluations(*m_workspace);
        (void)test::need(evaluations.import("llm,stated_confidence,correct\nm,0.9,TRUE\nm,0.4,FALSE\nm,0.35,TRUE\nn,1,TRUE\nn,,TRUE\n", {{}, {}, {}, {}, "quiz.csv"}));
        if (!full.isEmpty()) {
            for (const char *name : {"/confidence/llm-confidence-correct.csv", "/tau2/judge/airline_gpt-4o-2024-11-20_policy_chain_of_thought_v1.json"}) {
                QFile file(full + QString::fromLatin1(name));
                QVERIFY(file.open(QIODevice::ReadOnly));
                (void)test::need(evaluations.import(file.readAll().toStdString(), {{}, {}, {}, {}, name}));
            }
        }
        m_source = evidenceSourceOf(m_workspace);
    }

    void eachNumberOfAPanelLeadsToAsManyRecords()
    {
        MetricPanels panels(m_workspace);
        holdPanels(panels);
        const int all = m_cells;
        QVERIFY(all > 0);
        panels.setSpan(MetricPanels::Span::Days7);
        holdPanels(panels);
        QVERIFY(m_cells > all);
        for (const QString &agent : {QStringLiteral("gpt-4.1"), QStringLiteral("gpt-4o-2024-11-20")}) {
            panels.setSpan(MetricPanels::Span::Whole);
            panels.setAgent(agent);
            holdPanels(panels);
            panels.setSpan(MetricPanels::Span::Days7);
            holdPanels(panels);
        }
        qInfo("%d numbers", m_cells);
    }

    void eachNumberOfTheRatesLeadsToAsManyRecords()
    {
        RateModel rates(m_workspace);
        const auto read = [&rates] { return QTest::qWaitFor([&rates] { return rates.wasRead() && !rates.isBusy(); }, 60'000); };
        QVERIFY(read());
        QStringList clauses{QString()};
        for (const RateModel::ClauseChoice &clause : rates.clauses())
            clauses << clause.id;
        QVERIFY(clauses.size() > 1);
        for (const QString &agent : {QString(), QStringLiteral("gpt-4.1")}) {
            for (const QString &clause : std::as_const(clauses)) {
                rates.setQuestion(agent, clause);
                QVERIFY(read());
                const auto table = [this](const QAbstractItemModel &model, const QString &name) {
                    for (int row = 0; row < model.rowCount(); ++row) {
                        for (int column = 0; column < model.columnCount(); ++column) {
                            const QModelIndex at = model.index(row, column);
                            hold(name + QStringLiteral(" / ") + model.headerData(column, Qt::Horizontal).toString(), at.data().toString(), at.data(LinkRole).toUrl());
                            if (QTest::currentTestFailed())
                                return;
                        }
                    }
                };
                table(rates, QStringLiteral("periods of ") + clause);
                if (!QTest::currentTestFailed() && clause.isEmpty())
                    table(*rates.perClause(), QStringLiteral("clauses"));
                if (QTest::currentTestFailed())
                    return;
                QCOMPARE(recordsBehind(rates.recordsOf(RateModel::AttemptedColumn)), rates.attempted());
                QCOMPARE(recordsBehind(rates.recordsOf(RateModel::ExecutedColumn)), rates.executed());
                QCOMPARE(recordsBehind(rates.recordsOf(RateModel::UndecidableColumn)), rates.undecidable());
                QCOMPARE(recordsBehind(rates.recordsOf(RateModel::DecidableColumn)), rates.decidable());
                QCOMPARE(recordsBehind(rates.violatingRunRecords()), rates.violatingRuns());
            }
        }
    }

    void aLinkToCasesSaysWhatItChose()
    {
        CaseChoice choice;
        choice.result = CaseResult::Failed;
        choice.subject = "a&b=\"c\" %";
        choice.attack = std::string();
        choice.scorer = "judge";
        choice.useful = false;
        choice.sessionSucceeded = true;
        choice.bin = 9;
        choice.stated = true;
        QCOMPARE(caseChoiceOf(QUrlQuery(evaluationLink(7, choice))), choice);
        QCOMPARE(caseChoiceOf(QUrlQuery(evaluationLink(7))), CaseChoice());
        QCOMPARE(caseChoiceOf(QUrlQuery(QStringLiteral("result=splendid&bin=10&useful=perhaps&succeeded="))), CaseChoice());
        QVERIFY(CaseChoice().words().isEmpty());
        QVERIFY(choice.words().contains(QStringLiteral("0.9")));
    }
};

QTEST_MAIN(TestFigureRecords)
#include "test_figure_records.moc"
