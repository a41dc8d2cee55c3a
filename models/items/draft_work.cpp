// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/draft_work.h"

#include "models/items/pact_words.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/pact/redline/redline.h"
#include "models/workspace/pact_succession.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <set>

namespace mandate::draftwork {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Drafts", text);
}

QString shown(const std::string &text, int most = 1000)
{
    return visibleLine(text, most);
}

/// Fields that the draft's own conditions use: known before the trail holds anything.
void addFieldsOf(const PactDocument &pact, Checked &checked)
{
    static const QRegularExpression argument(QStringLiteral(R"(\bargs(?:\.[A-Za-z_][A-Za-z0-9_]*)+)"));
    for (const Clause &clause : pact.clauses) {
        QStringList fields;
        for (auto it = argument.globalMatch(QString::fromStdString(clause.when)); it.hasNext();)
            fields << it.next().captured();
        for (const std::string &tool : clause.tools)
            checked.arguments[QString::fromStdString(tool)] << fields;
    }
    for (const StateFact &fact : pact.state)
        checked.otherFields << QStringLiteral("state.") + QString::fromStdString(fact.fact);
    for (const ActionWindow &window : pact.windows)
        checked.otherFields << QStringLiteral("window.") + QString::fromStdString(window.window);
    checked.otherFields << QStringLiteral("action.tool") << QStringLiteral("input") << QStringLiteral("confidence") << QStringLiteral("agent")
                        << QStringLiteral("session") << QStringLiteral("environment") << QStringLiteral("now") << QStringLiteral("history");
}

void addMembers(const ObservedValue &value, const QString &path, int depth, QStringList &fields)
{
    constexpr int deepest = 4;
    for (const ObservedValue::Member &member : value.members) {
        const QString name = QString::fromStdString(member.name);
        static const QRegularExpression plain(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]*$"));
        const QString place = plain.match(name).hasMatch() ? path + QLatin1Char('.') + name : QStringLiteral("%1[\"%2\"]").arg(path, name);
        fields << place;
        if (depth < deepest)
            addMembers(member.value, place, depth + 1, fields);
    }
}

void addFieldsOf(const Vocabulary &vocabulary, Checked &checked)
{
    for (const auto &[name, tool] : vocabulary.tools)
        addMembers(tool.arguments, QStringLiteral("args"), 0, checked.arguments[QString::fromStdString(name)]);
}

/// "$1,250.50, 3 unknown"
QString moneyWords(const MoneyAtStake &money)
{
    QStringList sums;
    for (const auto &[currency, millionths] : money.millionths) {
        const QString amount = QLocale().toString(static_cast<double>(millionths) / 1e6, 'f', 2);
        //: %1 a currency code, %2 an amount
        sums << (currency.empty() ? amount : tr(QT_TRANSLATE_NOOP("Drafts", "%1 %2")).arg(shown(currency, 12), amount));
    }
    if (money.unknown > 0)
        sums << tr(QT_TRANSLATE_NOOP("Drafts", "%1 unknown")).arg(words::number(money.unknown));
    return sums.join(QStringLiteral(", "));
}

QString customerWords(const CustomersAtStake &customers)
{
    QString said = words::number(customers.different);
    if (customers.unknown > 0)
        //: %1 how many customers, %2 how many actions without one
        said = tr(QT_TRANSLATE_NOOP("Drafts", "%1, %2 actions name none")).arg(said, words::number(customers.unknown));
    return said;
}

QString partWords(const std::string &part)
{
    static const std::map<std::string, const char *> names{
        {"accountability", QT_TRANSLATE_NOOP("Drafts", "People")},     {"identity", QT_TRANSLATE_NOOP("Drafts", "Identity")},
        {"tools", QT_TRANSLATE_NOOP("Drafts", "Tools")},               {"state", QT_TRANSLATE_NOOP("Drafts", "Facts")},
        {"hand_off", QT_TRANSLATE_NOOP("Drafts", "Hand-off")},         {"verification", QT_TRANSLATE_NOOP("Drafts", "Verification")},
        {"windows", QT_TRANSLATE_NOOP("Drafts", "Windows")},
        {"evidence", QT_TRANSLATE_NOOP("Drafts", "Evidence duties")},  {"targets", QT_TRANSLATE_NOOP("Drafts", "Targets")},
        {"evaluation", QT_TRANSLATE_NOOP("Drafts", "Evaluation")},     {"on_breach", QT_TRANSLATE_NOOP("Drafts", "On breach")},
        {"binds", QT_TRANSLATE_NOOP("Drafts", "Agents it binds")},     {"clock", QT_TRANSLATE_NOOP("Drafts", "Clock")},
        {"clauses", QT_TRANSLATE_NOOP("Drafts", "Clauses")},           {"title", QT_TRANSLATE_NOOP("Drafts", "Title")},
        {"purpose", QT_TRANSLATE_NOOP("Drafts", "Purpose")},           {"review_by", QT_TRANSLATE_NOOP("Drafts", "Review date")},
    };
    const auto found = names.find(part);
    return found == names.end() ? shown(part, 60) : tr(found->second);
}

StateWord changeWord(ScopeChange change)
{
    switch (change) {
    case ScopeChange::Widens: return {tr(QT_TRANSLATE_NOOP("Drafts", "Widens")), Shape::Triangle, Tone::Warning};
    case ScopeChange::Narrows: return {tr(QT_TRANSLATE_NOOP("Drafts", "Narrows")), Shape::Disc, Tone::Info};
    case ScopeChange::Same: return {tr(QT_TRANSLATE_NOOP("Drafts", "Same scope")), Shape::Tick, Tone::Good};
    case ScopeChange::Wording: return {tr(QT_TRANSLATE_NOOP("Drafts", "Wording only")), Shape::Tick, Tone::Muted};
    case ScopeChange::CannotTell: break;
    }
    return {tr(QT_TRANSLATE_NOOP("Drafts", "Cannot tell")), Shape::Diamond, Tone::Neutral};
}

DraftChange changeOf(const PactChange &change)
{
    DraftChange item;
    item.clause = QString::fromStdString(change.part == "clauses" ? change.clause : std::string());
    item.place = change.clause.empty() ? partWords(change.part)
                 : change.part == "clauses"
                     ? shown(change.clause, 80)
                     : QStringLiteral("%1: %2").arg(partWords(change.part), shown(change.clause, 80));
    item.change = changeWord(change.change);
    for (const WordRun &run : change.words) {
        const auto mark = run.mark == WordRun::Mark::Added     ? DraftChange::Mark::Added
                          : run.mark == WordRun::Mark::Removed ? DraftChange::Mark::Removed
                                                               : DraftChange::Mark::Same;
        item.words.push_back({visibleText(run.text), mark});
    }
    for (const std::string &sentence : change.sentences)
        item.sentences << shown(sentence);
    item.counterexample = QString::fromStdString(change.counterexample);
    return item;
}

} // namespace

std::shared_ptr<const Vocabulary> Trail::vocabulary(const std::vector<Binding> &binds) const
{
    const std::scoped_lock guard(m_mutex);
    return m_vocabulary && m_binds == binds && m_size == m_workspace->store().size() ? m_vocabulary : nullptr;
}

void Trail::gather(const std::vector<Binding> &binds, std::stop_token stop)
{
    const std::uint64_t size = m_workspace->store().size();
    auto gathered = m_workspace->vocabulary(binds, {}, std::move(stop));
    if (!gathered)
        return; // checks go on with the names of tools alone
    const std::scoped_lock guard(m_mutex);
    m_vocabulary = std::make_shared<const Vocabulary>(std::move(gathered).value());
    m_binds = binds;
    m_size = size;
}

Checked check(const Trail &trail, const std::string &text)
{
    Checked checked;
    const auto observed = observedAgents(trail.workspace());
    const std::vector<ObservedAgent> agents = observed ? *observed : std::vector<ObservedAgent>();
    const auto parsed = parsePact(text);
    if (!parsed) {
        checked.item.problems.push_back(itemOf(schemaProblem(parsed.error()), nullptr));
    } else {
        PactVersion version;
        version.document = parsed->document;
        version.digest = parsed->digest;
        version.source = parsed->canonical;
        checked.item = itemOf(version, agents);
        addFieldsOf(parsed->document, checked);
        if (const auto vocabulary = trail.vocabulary(parsed->document.binds)) {
            checked.item.problems.clear();
            for (const Problem &problem : checkPact(parsed->document, systemNow(), *vocabulary))
                checked.item.problems.push_back(itemOf(problem, &parsed->document));
            addFieldsOf(*vocabulary, checked);
        } else {
            checked.wanted = parsed->document.binds;
        }
        for (const PactTool &tool : parsed->document.tools)
            checked.tools << QString::fromStdString(tool.name);
    }
    for (const ObservedAgent &agent : agents) {
        if (!parsed || parsed->document.bindsAgent(agent.agent, agent.deployment)) {
            for (const std::string &tool : agent.tools)
                checked.tools << QString::fromStdString(tool);
        }
    }
    checked.tools.removeDuplicates();
    checked.tools.sort();
    return checked;
}

std::vector<DraftChange> changesBetween(const PactDocument &before, const PactDocument &after, std::stop_token stop)
{
    RedlineBudget budget;
    budget.stop = std::move(stop);
    std::vector<DraftChange> changes;
    const auto redline = mandate::compare(before, after, budget);
    if (!redline)
        return changes;
    for (const PactChange &change : redline->changes) {
        if (change.part != "version" && change.part != "parent_version")
            changes.push_back(changeOf(change));
    }
    return changes;
}

std::optional<Reasoned> reason(const std::string &text, LogicMemory &memory, std::stop_token stop)
{
    const auto draft = parsePact(text);
    if (!draft)
        return std::nullopt;
    RedlineBudget budget;
    budget.stop = std::move(stop);
    const auto logic = logicFindings(draft->document, budget, &memory);
    if (!logic)
        return std::nullopt;
    Reasoned reasoned{{}, logic->questions, logic->open, logic->taken};
    for (const Problem &problem : logic->problems)
        reasoned.found.push_back(itemOf(problem, &draft->document));
    return reasoned;
}

Compared compare(const Workspace &workspace, const std::string &text, std::stop_token stop)
{
    Compared compared;
    const auto draft = parsePact(text);
    if (!draft)
        return compared;
    const auto before = workspace.pact(draft->document.id);
    if (!before)
        return compared;
    compared.with = QString::fromStdString(before->document.version);
    const std::string &parent = draft->document.parentVersion;
    const std::vector<PactVersion> all = workspace.pacts();
    const PactVersion *last = lastInForce(draft->document.id, all);
    if (last && last->document.version != parent && workspace.pact(draft->document.id + '@' + parent))
        compared.behind = QString::fromStdString(last->document.version);
    compared.changes = changesBetween(before->document, draft->document, std::move(stop));
    return compared;
}

std::vector<DraftReplayChange> changesOf(const ReplayReport &report)
{
    std::vector<DraftReplayChange> changes;
    for (const ReplayChange &change : report.changed) {
        DraftReplayChange row;
        row.from = words::of(change.from);
        row.to = words::of(change.to);
        row.count = change.count;
        row.customers = customerWords(change.customers);
        row.money = moneyWords(change.money);
        row.sessions = change.sessions;
        row.executed = change.executed;
        if (!change.cases.empty()) {
            const ClauseCase &first = change.cases.front().action;
            //: %1 a tool, %2 a session
            row.firstCase = tr(QT_TRANSLATE_NOOP("Drafts", "%1 in %2")).arg(shown(first.tool, 80), shown(first.session, 80));
            row.firstLink = QUrl(QStringLiteral("mandate://evidence?entry=%1").arg(first.entry));
        }
        changes.push_back(std::move(row));
    }
    return changes;
}

Replayed replay(Trail &trail, const std::string &text, std::stop_token stop)
{
    const auto draft = parsePact(text);
    if (!draft)
        return {std::nullopt, nullptr, troubleOf(draft.error())};
    const auto report = trail.replay().replay(*draft, {}, {}, std::move(stop));
    if (!report)
        return {std::nullopt, nullptr, report.error().kind == ErrorKind::Cancelled ? std::nullopt : std::optional(troubleOf(report.error()))};
    DraftReplay shownReplay;
    shownReplay.judged = report->judged;
    shownReplay.undecidable = report->undecidable;
    std::vector<std::pair<std::uint64_t, std::string>> missing;
    for (const auto &[fact, count] : report->missing)
        missing.emplace_back(count, fact);
    std::ranges::sort(missing, std::greater());
    constexpr std::size_t named = 4;
    const std::size_t others = missing.size() - std::min(missing.size(), named);
    missing.resize(missing.size() - others);
    for (const auto &[count, fact] : missing)
        //: %1 what was missing, %2 how many actions
        shownReplay.missing << tr(QT_TRANSLATE_NOOP("Drafts", "%1: %2")).arg(shown(fact, 120), words::number(count));
    if (others > 0)
        shownReplay.missing << DraftModel::tr("%n other fact(s)", nullptr, static_cast<int>(others));
    shownReplay.changes = changesOf(*report);
    //: %1 number of entries, %2 and %3 short digests
    shownReplay.rests = tr(QT_TRANSLATE_NOOP("Drafts", "Replayed on a ledger of %1 entries (root %2) under the draft %3."))
                            .arg(words::number(report->trailEntries), words::shortDigest(QString::fromStdString(report->trailRoot.hex())),
                                 words::shortDigest(QString::fromStdString(report->pact.hex())));
    return {shownReplay, std::make_shared<const ReplayReport>(*report), std::nullopt};
}

} // namespace mandate::draftwork
