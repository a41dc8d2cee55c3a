// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/metric_panels.h"

#include "models/items/metric_panel_words.h"
#include "models/items/question.h"
#include "models/items/trouble.h"
#include "models/workspace/evaluations.h"
#include "models/workspace/kept_trail.h"
#include "models/workspace/metric_trail.h"
#include "models/workspace/safety_cost.h"
#include "models/workspace/workspace.h"

#include <QTimer>

#include <algorithm>
#include <limits>
#include <map>
#include <mutex>
#include <utility>

namespace mandate {

namespace {

constexpr std::int64_t nsPerSecond = 1'000'000'000;
constexpr std::size_t burnDownPoints = 60;
constexpr qsizetype mostTargetCards = 12; ///< a wall of them tells nobody where to look; the table holds all
constexpr int settleMs = 300; // after the ledger grew, before it is read on

struct PanelsAnswer
{
    QList<FigurePanel> panels;
    std::optional<std::pair<std::int64_t, std::int64_t>> times; ///< of the window
    bool lacksModels = false;
    std::optional<Error> error;
};

std::int64_t spanSeconds(MetricPanels::Span span)
{
    switch (span) {
    case MetricPanels::Span::Whole: return 0;
    case MetricPanels::Span::Days90: return 90 * 86400;
    case MetricPanels::Span::Days30: return 30 * 86400;
    case MetricPanels::Span::Days7: return 7 * 86400;
    }
    return 0;
}

/// Panels of what was brought in from evaluation programs. What an evaluation says never changes; what a judge's opinions are worth changes with the labels of
/// sessions. Used by workers, one at a time.
class EvaluationPanels
{
public:
    /// For this agent, or for nobody in particular; empty: all.
    std::optional<Error> add(const Workspace &workspace, const std::string &agent, QList<FigurePanel> &panels, const std::stop_token &stop)
    {
        const std::lock_guard one(m_reading);
        if (m_ledgerSize != workspace.store().size()) {
            m_ledgerSize = workspace.store().size();
            m_labels.reset();
            std::erase_if(m_panels, [](const auto &kept) { return kept.second.ofOpinions; });
        }
        for (const EvaluationStatement &evaluation : workspace.evaluations()) {
            if (stop.stop_requested())
                break;
            const bool asked = agent.empty() || evaluation.agent.empty() || evaluation.agent == agent;
            if (!asked || (evaluation.kind != ResultKind::Answers && evaluation.kind != ResultKind::Opinions))
                continue;
            auto known = m_panels.find(evaluation.entry);
            if (known == m_panels.end()) {
                auto read = panelsOf(workspace, evaluation, stop);
                if (!read)
                    return read.error();
                known = m_panels.emplace(evaluation.entry, std::move(read).value()).first;
            }
            for (const auto &[subject, panel] : known->second.panels) {
                if (known->second.ofOpinions || agent.empty() || evaluation.agent == agent || subject == agent)
                    panels.append(panel);
            }
        }
        return std::nullopt;
    }

private:
    struct OfOne
    {
        bool ofOpinions = false;
        std::vector<std::pair<std::string, FigurePanel>> panels; ///< by whose answers they are
    };

    Result<OfOne> panelsOf(const Workspace &workspace, const EvaluationStatement &evaluation, const std::stop_token &stop)
    {
        const QString suite = QString::fromStdString(evaluation.suite);
        OfOne one;
        const auto results = resultsOf(workspace, evaluation);
        if (!results) { // the others are still shown
            one.panels.emplace_back(evaluation.agent, unreadablePanel(suite, results.error()));
            return one;
        }
        if (evaluation.kind == ResultKind::Answers) {
            for (const CalibrationGroup &group : calibrationGroups(results->cases)) {
                if (group.suite.empty())
                    one.panels.emplace_back(group.subject, calibrationPanel(group, suite, evaluation.entry));
            }
            return one;
        }
        one.ofOpinions = true;
        if (!m_labels) {
            auto read = sessionLabels(workspace, stop);
            if (!read)
                return read.error();
            m_labels = std::move(read).value();
        }
        const auto label = [this](const std::string &session) {
            const auto known = m_labels->find(session);
            return known == m_labels->end() ? std::nullopt : std::optional(known->second);
        };
        for (const JudgeFigures &judge : judgeFigures(results->cases, label))
            one.panels.emplace_back(judge.judge, judgePanel(judge, suite, evaluation.entry));
        return one;
    }

    std::mutex m_reading;
    std::uint64_t m_ledgerSize = 0;
    std::optional<std::map<std::string, bool>> m_labels;
    std::map<EntryNumber, OfOne> m_panels;
};

/// Panels of targets, which are the same in every window of the page. Used by workers, one at a time.
class TargetPanels
{
public:
    void add(const Workspace &workspace, const std::shared_ptr<const MetricTrail> &trail, const std::string &agent, QList<FigurePanel> &panels);

private:
    std::mutex m_reading;
    std::shared_ptr<const MetricTrail> m_trail;
    std::string m_agent;
    std::int64_t m_minute = 0; ///< by the clock: a target's window may end now
    QList<FigurePanel> m_panels;
};

/// What panels are counted from, kept between windows and agents. Used by workers.
struct PanelSources
{
    TargetPanels targets;
    EvaluationPanels evaluated;
};

void addTargets(const Workspace &workspace, const MetricTrail &trail, const std::string &agent, QList<FigurePanel> &panels)
{
    std::vector<TargetSteps> targets;
    QList<FigurePanel> cards;
    for (const TargetStanding &standing : targetStandings(workspace, trail, {agent, {}})) {
        std::vector<BudgetPoint> steps;
        if (standing.budget && standing.budget->count > 0) {
            steps = burnDown(eventsOf(trail, windowOf(standing), *standing.metric), standing.budget->bound, standing.windowSeconds, standing.atNs, burnDownPoints);
        }
        cards.append(targetPanel(standing, steps));
        targets.emplace_back(standing, std::move(steps));
    }
    panels.append(targetsPanel(targets, cards, mostTargetCards));
    const auto urgency = [](const FigurePanel &card) { return !card.state ? 3 : card.state->tone == Tone::Critical ? 0 : card.state->tone == Tone::Warning ? 1 : 2; };
    if (cards.size() > mostTargetCards) {
        std::ranges::stable_sort(cards, {}, urgency);
        cards.resize(mostTargetCards);
    }
    panels.append(cards);
}

void TargetPanels::add(const Workspace &workspace, const std::shared_ptr<const MetricTrail> &trail, const std::string &agent, QList<FigurePanel> &panels)
{
    const std::lock_guard one(m_reading);
    const std::int64_t minute = workspace.now().nanoseconds / (60 * nsPerSecond);
    if (m_trail != trail || m_agent != agent || m_minute != minute) {
        m_panels.clear();
        addTargets(workspace, *trail, agent, m_panels);
        m_trail = trail;
        m_agent = agent;
        m_minute = minute;
    }
    panels.append(m_panels);
}

PanelsAnswer readPanels(const Workspace &workspace, PanelSources &sources, const std::string &agent, MetricPanels::Span span, const std::stop_token &stop)
{
    PanelsAnswer answer;
    const auto trail = workspace.keptTrail()->take(workspace, stop);
    if (!trail) {
        answer.error = trail.error();
        return answer;
    }
    answer.lacksModels = !workspace.keptTrail()->knowsModels(); // the first reading of them takes longer, and the page does not wait for it
    const auto models = answer.lacksModels ? Result<RunModels>(RunModels()) : workspace.keptTrail()->models(workspace, **trail, stop);
    if (!models) {
        answer.error = models.error();
        return answer;
    }
    MetricWindow window;
    if (!agent.empty())
        window.agent = agent;
    MetricWindow past = window; // a source's clock may run ahead by years: that is no last action to count back from
    past.untilNs = workspace.now().nanoseconds + 1;
    answer.times = timesOf(**trail, past);
    if (!answer.times)
        answer.times = timesOf(**trail, window);
    if (const std::int64_t seconds = spanSeconds(span); seconds > 0 && answer.times) {
        const std::int64_t last = std::min(answer.times->second, std::numeric_limits<std::int64_t>::max() - 1);
        window.sinceNs = last < std::numeric_limits<std::int64_t>::min() + seconds * nsPerSecond ? answer.times->first : std::max(answer.times->first, last - seconds * nsPerSecond);
        window.untilNs = last + 1;
        answer.times->first = *window.sinceNs;
    }
    const WindowFigures figures = figuresIn(**trail, window);
    const auto agents = agentFiguresIn(**trail, window);
    const QString name = QString::fromStdString(agent);
    const FigureLinks links(window.sinceNs, window.untilNs);
    answer.panels.append(besidePanel(agents, links));
    sources.targets.add(workspace, *trail, agent, answer.panels);
    answer.panels.append(handOffPanel(agents, name, links));
    answer.panels.append(approvalsPanel(figures, name, links));
    answer.panels.append(robustnessPanel(agents, links));
    if (const auto requests = clauseRequests(workspace))
        answer.panels.append(costPanel(safetyCost(**trail, window, *requests), links));
    else
        answer.error = requests.error();
    answer.panels.append(evidencePanel(agents, links));
    answer.panels.append(writesPanel(agents, links));
    answer.panels.append(splitPanel(figuresBy(**trail, window, Split::Pact), Split::Pact, name, links));
    if (!answer.lacksModels)
        answer.panels.append(splitPanel(figuresBy(**trail, window, Split::Model, *models), Split::Model, name, links));
    answer.panels.append(toolsPanel(figuresBy(**trail, window, Split::Tool), name, links));
    if (!answer.error)
        answer.error = sources.evaluated.add(workspace, agent, answer.panels, stop);
    answer.panels.removeIf([](const FigurePanel &panel) { return panel.key.isEmpty(); }); // nothing to tell
    return answer;
}

} // namespace

struct MetricPanels::Private
{
    explicit Private(MetricPanels *owner) : question(owner), learning(owner) {}
    std::shared_ptr<Workspace> workspace;
    std::shared_ptr<PanelSources> sources = std::make_shared<PanelSources>();
    QString agent;
    Span span = Span::Whole;
    QList<FigurePanel> panels;
    std::optional<std::pair<std::int64_t, std::int64_t>> times;
    bool read = false;
    Question<PanelsAnswer> question;
    QTimer growing;
    bool grew = false; ///< while a question was open
    Question<std::optional<Error>> learning; ///< which model each run is of: it takes longer, and the page does not wait for it
};

MetricPanels::MetricPanels(std::shared_ptr<Workspace> workspace, QObject *parent) : QObject(parent), m(std::make_unique<Private>(this))
{
    m->workspace = std::move(workspace);
    m->growing.setSingleShot(true);
    m->growing.setInterval(settleMs);
    // What is being read is not thrown away for what came meanwhile: in a ledger that grows all the time nothing would ever be shown.
    const auto again = [this] {
        if (m->question.isOpen())
            m->grew = true;
        else if (m->read && !m->growing.isActive())
            m->growing.start();
    };
    connect(&m->growing, &QTimer::timeout, this, &MetricPanels::refresh);
    connect(m->workspace.get(), &Workspace::ledgerGrew, this, again);
    connect(m->workspace.get(), &Workspace::verdictsChanged, this, again);
}

MetricPanels::~MetricPanels() = default;

void MetricPanels::setAgent(const QString &agent)
{
    if (agent == m->agent)
        return;
    m->agent = agent;
    if (m->read || m->question.isOpen())
        refresh();
}

void MetricPanels::setSpan(Span span)
{
    if (span == m->span)
        return;
    m->span = span;
    if (m->read || m->question.isOpen())
        refresh();
}

QString MetricPanels::agent() const { return m->agent; }
MetricPanels::Span MetricPanels::span() const { return m->span; }
const QList<FigurePanel> &MetricPanels::panels() const { return m->panels; }
bool MetricPanels::wasRead() const { return m->read; }
bool MetricPanels::isBusy() const { return m->question.isOpen() || m->learning.isOpen() || m->growing.isActive(); }

const FigurePanel *MetricPanels::panel(const QString &key) const
{
    const auto found = std::ranges::find(m->panels, key, &FigurePanel::key);
    return found == m->panels.end() ? nullptr : &*found;
}

QString MetricPanels::windowWords() const
{
    if (!m->times)
        return tr("No action has a time.");
    return tr("Actions from %1 to %2.").arg(words::time(Instant{m->times->first}), words::time(Instant{m->times->second}));
}

void MetricPanels::refresh()
{
    m->question.ask([workspace = m->workspace, sources = m->sources, agent = m->agent.toStdString(), span = m->span](std::stop_token stop) { return readPanels(*workspace, *sources, agent, span, stop); },
                    [this](PanelsAnswer answer) {
                        if (std::exchange(m->grew, false))
                            m->growing.start();
                        if (answer.error) {
                            if (answer.error->kind != ErrorKind::Cancelled)
                                Q_EMIT troubled(troubleOf(*answer.error));
                            return;
                        }
                        m->panels = std::move(answer.panels);
                        m->times = answer.times;
                        m->read = true;
                        if (answer.lacksModels && !m->learning.isOpen())
                            learnModels();
                        Q_EMIT refreshed();
                    });
}

void MetricPanels::learnModels()
{
    m->learning.ask(
        [workspace = m->workspace](std::stop_token stop) -> std::optional<Error> {
            const auto trail = workspace->keptTrail()->take(*workspace, stop);
            if (!trail)
                return trail.error();
            const auto learned = workspace->keptTrail()->models(*workspace, **trail, stop);
            return learned ? std::nullopt : std::optional(learned.error());
        },
        [this](const std::optional<Error> &error) {
            if (!error)
                refresh();
            else if (error->kind != ErrorKind::Cancelled)
                Q_EMIT troubled(troubleOf(*error));
        });
}

} // namespace mandate
