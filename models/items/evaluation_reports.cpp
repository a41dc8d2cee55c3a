// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/evaluation_reports.h"

#include "models/items/evaluation_words.h"
#include "models/items/question.h"
#include "models/items/trouble.h"
#include "models/workspace/evaluations.h"

namespace mandate {

namespace {

struct ReportFound
{
    QList<FigurePanel> panels;
    std::shared_ptr<const std::vector<ResultCase>> cases;
    std::optional<Error> error;
    bool ofTheTrail = false; ///< what the trail says of sessions is part of it
};

ReportFound readChosen(const Workspace &workspace, EntryNumber entry, const std::stop_token &stop)
{
    ReportFound found;
    const auto evaluation = evaluationIn(workspace, entry);
    if (!evaluation)
        return {{}, {}, evaluation.error()};
    auto results = resultsOf(workspace, *evaluation);
    if (!results)
        return {{}, {}, results.error()};
    std::map<std::string, bool> labels;
    if (evaluation->kind == ResultKind::Opinions) {
        auto read = sessionLabels(workspace, stop);
        if (!read)
            return {{}, {}, read.error()};
        labels = std::move(read).value();
        found.ofTheTrail = true;
    }
    found.panels = evaluations::panels(*evaluation, *results, labels);
    for (ResultCase &one : results->cases) { // of opinions: what the trail says of the session counts, not what the file says
        if (const auto known = labels.find(one.session); known != labels.end())
            one.labelled = known->second;
    }
    found.cases = std::make_shared<const std::vector<ResultCase>>(std::move(results->cases));
    return found;
}

} // namespace

struct EvaluationReports::Private
{
    Private(EvaluationReports *owner, Session *of) : workspace(of->workspace()), choosing(owner), comparing(owner), gridding(owner) {}

    /// A question whose answer is told as panels.
    void ask(EvaluationReports *owner, Question<ReportFound> &question, Answer &answer, std::function<ReportFound(std::stop_token)> work, std::function<void(ReportFound &)> taken = {})
    {
        answer = {};
        answer.reading = true;
        question.ask(std::move(work), [owner, &answer, taken = std::move(taken)](ReportFound found) {
            answer.reading = false;
            answer.panels = found.panels;
            if (found.error)
                answer.problem = troubleOf(*found.error);
            if (taken)
                taken(found);
            Q_EMIT owner->changed();
        });
        Q_EMIT owner->changed();
    }

    std::shared_ptr<Workspace> workspace;
    EvaluationCaseModel cases;
    quint64 chosen = 0;
    bool ofTheTrail = false; ///< the chosen one
    std::pair<quint64, quint64> compared{0, 0};
    QString agent;
    Answer one, two, grid;
    Question<ReportFound> choosing, comparing, gridding;
};

EvaluationReports::EvaluationReports(Session *session) : QObject(session), m(std::make_unique<Private>(this, session))
{
    connect(m->workspace.get(), &Workspace::ledgerGrew, this, [this] { // an evaluation never changes, but a grid does, and what the trail says of judged sessions
        const bool grid = !m->grid.panels.isEmpty() && !m->grid.old, one = m->ofTheTrail && !m->one.panels.isEmpty() && !m->one.old;
        m->grid.old = m->grid.old || grid;
        m->one.old = m->one.old || one;
        if (grid || one)
            Q_EMIT changed();
    });
}

EvaluationReports::~EvaluationReports() = default;

EvaluationReports *EvaluationReports::of(Session *session)
{
    if (!session)
        return nullptr;
    auto *reports = session->findChild<EvaluationReports *>(QString(), Qt::FindDirectChildrenOnly);
    return reports ? reports : new EvaluationReports(session);
}

quint64 EvaluationReports::chosen() const { return m->chosen; }
const EvaluationReports::Answer &EvaluationReports::chosenAnswer() const { return m->one; }
EvaluationCaseModel *EvaluationReports::cases() const { return &m->cases; }
std::pair<quint64, quint64> EvaluationReports::compared() const { return m->compared; }
const EvaluationReports::Answer &EvaluationReports::comparedAnswer() const { return m->two; }
QString EvaluationReports::gridAgent() const { return m->agent; }
const EvaluationReports::Answer &EvaluationReports::gridAnswer() const { return m->grid; }
bool EvaluationReports::isBusy() const { return m->choosing.isOpen() || m->comparing.isOpen() || m->gridding.isOpen(); }

void EvaluationReports::choose(quint64 entry, const CaseChoice &cases)
{
    m->cases.setChoice(cases);
    if (entry == m->chosen && !m->one.old && (m->one.reading || !m->one.panels.isEmpty()))
        return;
    m->chosen = entry;
    m->ofTheTrail = false;
    m->cases.setCases(nullptr);
    if (entry == 0) {
        m->choosing.forget();
        m->one = {};
        return Q_EMIT changed();
    }
    m->ask(
        this, m->choosing, m->one, [workspace = m->workspace, entry](std::stop_token stop) { return readChosen(*workspace, entry, stop); },
        [this](ReportFound &found) {
            m->ofTheTrail = found.ofTheTrail;
            m->cases.setCases(std::move(found.cases));
        });
}

void EvaluationReports::compare(quint64 before, quint64 after)
{
    m->compared = {before, after};
    m->ask(this, m->comparing, m->two, [workspace = m->workspace, before, after](std::stop_token) -> ReportFound {
        if (before == after)
            return {{}, {}, Error{ErrorKind::Usage, "MND-EVL-042", "An evaluation does not differ from itself.", "Nothing was compared.", "Choose two.", {}}};
        const auto compared = compareEvaluations(*workspace, before, after);
        if (!compared)
            return {{}, {}, compared.error()};
        return {evaluations::panels(*compared), {}, {}};
    });
}

void EvaluationReports::askGrid(const QString &agent)
{
    m->agent = agent;
    m->ask(this, m->gridding, m->grid, [workspace = m->workspace, agent = agent.toStdString()](std::stop_token) -> ReportFound {
        const auto grid = gridOf(*workspace, agent);
        if (!grid)
            return {{}, {}, grid.error()};
        if (grid->rows.empty())
            return {{}, {}, Error{ErrorKind::Missing, "MND-EVL-043", "No attack or task was evaluated for this choice.", "Nothing is missing from the record.", "Bring in results, or choose another agent.", {}}};
        return {{evaluations::panel(*grid)}, {}, {}};
    });
}

void EvaluationReports::cancel()
{
    for (const auto &[question, answer] : {std::pair{&m->choosing, &m->one}, {&m->comparing, &m->two}, {&m->gridding, &m->grid}}) {
        question->forget();
        answer->reading = false;
    }
    Q_EMIT changed();
}

} // namespace mandate
