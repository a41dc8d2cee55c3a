// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a warm trail: which entries it needs, parsing them on every core, putting them in order.
#include "models/evidence/record_json.h"
#include "models/workspace/in_parallel.h"
#include "models/workspace/replay_scope.h"
#include "models/workspace/warm_trail.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <unordered_set>

namespace mandate {

namespace {

constexpr std::size_t trailReadAtOnce = 4096;

/// Names of a chunk's actions until they are numbered.
struct Named
{
    std::string_view agent, session, tool, deployment, customer;
};

/// Texts that come again and again, once in the arena.
class Interned
{
public:
    explicit Interned(Arena &arena) : m_arena(arena) {}
    std::string_view operator()(std::string_view text)
    {
        const auto found = m_texts.find(text);
        return found != m_texts.end() ? *found : *m_texts.insert(m_arena.copy(text)).first;
    }

private:
    Arena &m_arena;
    std::unordered_set<std::string_view> m_texts;
};

/// As clone(), the keys of maps once a chunk.
Value compact(const Value &value, Arena &arena, Interned &keys)
{
    if (value.isList()) {
        const auto items = value.items();
        Value *room = arena.array<Value>(items.size());
        for (std::size_t i = 0; i < items.size(); ++i)
            new (room + i) Value(compact(items[i], arena, keys));
        return Value::list({room, items.size()});
    }
    if (value.isMap()) {
        const auto members = value.members();
        Member *room = arena.array<Member>(members.size());
        for (std::size_t i = 0; i < members.size(); ++i)
            new (room + i) Member{Value::string(keys(members[i].key.text())), compact(members[i].value, arena, keys)};
        return Value::map({room, members.size()});
    }
    return clone(value, arena);
}

/// Agents with a deployment that the scope binds.
Result<std::set<std::string>> agentsOf(const Store &store, const TrailScope &scope)
{
    const auto bound = boundAgents(store, scope.binds);
    if (!bound)
        return bound.error();
    std::set<std::string> agents;
    for (const auto &[agent, deployment] : *bound)
        agents.insert(agent);
    return agents;
}

} // namespace

/// Adds what the ledger holds to a body that nobody else sees yet.
class WarmTrail::Reading
{
public:
    Reading(const Store &store, Body body, EntryNumber from, const Checkpoint &head, const Limits &limits, const ImportProgress &progress,
            const std::stop_token &stop)
        : m_store(store),
          m_body(std::move(body)),
          m_from(from),
          m_sessionsBefore(m_body.sessions.size()),
          m_head(head),
          m_limits(limits),
          m_progress(progress),
          m_stop(stop)
    {
        m_binding.binds = m_body.scope.binds;
    }

    /// Reads actions from entry `from` to the head, and the whole of sessions that come into the range. False when they do not fit.
    Result<bool> addActions();
    [[nodiscard]] const Body &body() const { return m_body; }
    [[nodiscard]] Body take() { return std::move(m_body); }

private:
    struct ChunkRead
    {
        std::shared_ptr<Chunk> chunk;
        Arena names;
        std::vector<Named> named;
    };

    Result<std::vector<EntryNumber>> entriesToRead();
    Result<void> readChunk(std::span<const EntryNumber> entries, ChunkRead &into) const;
    void add(ChunkRead read);
    void order();
    /// The session's number, if its actions are wanted.
    std::optional<std::uint32_t> sessionOf(const Named &named);
    [[nodiscard]] bool isLimited() const { return m_body.scope.range != ReplayRange(); }
    static std::uint64_t keyOf(std::uint32_t agent, std::uint32_t name) { return std::uint64_t{agent} << 32 | name; }

    const Store &m_store;
    Body m_body;
    EntryNumber m_from;
    std::size_t m_sessionsBefore; ///< those of which everything below `m_from` is here
    Checkpoint m_head;
    Limits m_limits;
    const ImportProgress &m_progress;
    const std::stop_token &m_stop;
    PactDocument m_binding;
    std::unordered_set<std::uint64_t> m_newSessions; ///< of a limited range: keys of sessions that are to be read from their beginning
};

/// Without a range: every action from `from` on. With one: those of sessions that are here, and all of sessions that come into the range.
Result<std::vector<EntryNumber>> WarmTrail::Reading::entriesToRead()
{
    RowFilter filter = m_body.actionsRead();
    auto entries = m_store.select(filter, RowOrder::ArrivalAscending, m_stop);
    if (!entries)
        return entries;
    const auto toHead = [&](std::vector<EntryNumber> &some, EntryNumber from) {
        std::erase_if(some, [&](EntryNumber entry) { return entry < from || entry >= m_head.size; });
    };
    toHead(*entries, m_from);
    if (!isLimited())
        return entries;
    if (m_sessionsBefore == 0)
        entries->clear();

    filter.since = m_body.scope.range.since;
    filter.until = m_body.scope.range.until;
    auto inRange = m_store.select(filter, RowOrder::ArrivalAscending, m_stop);
    if (!inRange)
        return inRange;
    toHead(*inRange, m_from);
    RowFilter whole = m_body.actionsRead();
    for (std::size_t done = 0; done < inRange->size(); done += trailReadAtOnce) {
        if (m_stop.stop_requested())
            return judgingStopped();
        const auto rows = m_store.rows(std::span(*inRange).subspan(done, std::min(trailReadAtOnce, inRange->size() - done)));
        if (!rows)
            return rows.error();
        for (const Row &row : *rows) {
            if (!m_binding.bindsAgent(row.agent, row.deployment))
                continue;
            const std::uint64_t key = keyOf(m_body.agents.numberOf(row.agent), m_body.sessionNames.numberOf(row.session));
            if (!m_body.sessionNumbers.contains(key) && m_newSessions.insert(key).second)
                whole.sessions.push_back(row.session);
        }
    }
    if (whole.sessions.empty())
        return entries;
    auto added = m_store.select(whole, RowOrder::ArrivalAscending, m_stop);
    if (!added)
        return added;
    toHead(*added, 0);
    std::vector<EntryNumber> all;
    std::ranges::set_union(*entries, *added, std::back_inserter(all));
    return all;
}

Result<bool> WarmTrail::Reading::addActions()
{
    const auto entries = entriesToRead();
    if (!entries)
        return entries.error();
    if ((m_body.actions.size() + entries->size()) * sizeof(WarmAction) > m_limits.bytes || m_body.actions.size() + entries->size() > UINT32_MAX)
        return false;
    const std::size_t tasks = (entries->size() + trailReadAtOnce - 1) / trailReadAtOnce;
    std::vector<ChunkRead> chunks(tasks);
    std::atomic<std::size_t> bytes{m_body.bytes};
    std::atomic<bool> fits{true};
    std::mutex telling;
    std::uint64_t done = 0;
    const auto read = inParallel(
        tasks, workersFor(tasks, m_limits.threads),
        [&](std::size_t task, unsigned) -> Result<void> {
            if (!fits)
                return {};
            const auto some =
                std::span(*entries).subspan(task * trailReadAtOnce, std::min(trailReadAtOnce, entries->size() - task * trailReadAtOnce));
            if (auto made = readChunk(some, chunks[task]); !made)
                return made;
            const Chunk &chunk = *chunks[task].chunk;
            if (bytes += chunk.arena.reserved() + chunk.actions.capacity() * sizeof(WarmAction); bytes > m_limits.bytes)
                fits = false;
            if (m_progress) {
                const std::scoped_lock locked(telling);
                done += some.size();
                ImportStep step;
                step.records = step.bytesDone = done;
                step.bytesTotal = entries->size();
                m_progress(step);
            }
            return {};
        },
        m_stop);
    if (!read)
        return read.error();
    if (!fits)
        return false;
    m_body.bytes = bytes;
    for (ChunkRead &chunk : chunks)
        add(std::move(chunk));
    order();
    return true;
}

Result<void> WarmTrail::Reading::readChunk(std::span<const EntryNumber> entries, ChunkRead &into) const
{
    const auto bodies = m_store.bodies(entries);
    if (!bodies)
        return bodies.error();
    into.chunk = std::make_shared<Chunk>(entries.size());
    into.named.reserve(entries.size());
    Arena &arena = into.chunk->arena;
    Interned keys(arena);
    Interned names(into.names);
    JsonReader reader;
    Arena scratch;
    std::string room;
    Value lastInput;
    const auto textOf = [&](std::string_view text) { return Value::string(arena.copy(text)); };
    for (std::size_t i = 0; i < entries.size(); ++i) {
        scratch.reset();
        const auto record = readRecord((*bodies)[i], reader, scratch);
        if (!record)
            return record.error();
        WarmAction &action = into.chunk->actions.emplace_back();
        action.entry = entries[i];
        action.isTimed = record->occurred.has_value();
        action.occurred = record->occurred.value_or(Instant());
        action.isConfident = record->confidence.has_value();
        action.confidence = record->confidence.value_or(0);
        if (record->arguments.isMap())
            action.arguments = compact(record->arguments, arena, keys);
        if (record->input) // the same for all calls of a message, and often for a whole session
            action.input = lastInput = lastInput.isString() && lastInput.text() == *record->input ? lastInput : textOf(*record->input);
        if (!record->said.empty())
            action.said = textOf(record->said);
        if (record->result)
            action.result = textOf(*record->result);
        action.message = record->message;
        action.call = record->call;
        action.callsInMessage = record->callsInMessage;
        action.outcome = record->outcome;
        action.has = record->completeness();
        action.isJudged = m_binding.bindsAgent(record->agent, record->deployment) && m_body.scope.range.holds(record->occurred);
        into.named.push_back({names(record->agent), names(record->session), names(record->tool), names(record->deployment),
                              names(namedCustomer(record->arguments, record->onBehalfOf, room))});
    }
    return {};
}

std::optional<std::uint32_t> WarmTrail::Reading::sessionOf(const Named &named)
{
    const std::uint32_t agent = m_body.agents.numberOf(named.agent);
    const std::uint32_t name = m_body.sessionNames.numberOf(named.session);
    const std::uint64_t key = keyOf(agent, name);
    const auto found = m_body.sessionNumbers.find(key);
    if (found != m_body.sessionNumbers.end())
        return found->second;
    if (isLimited() && !m_newSessions.contains(key))
        return std::nullopt;
    const auto number = static_cast<std::uint32_t>(m_body.sessions.size());
    m_body.sessionNumbers.emplace(key, number);
    m_body.sessions.push_back({agent, name});
    return number;
}

void WarmTrail::Reading::add(ChunkRead read)
{
    for (std::size_t i = 0; i < read.named.size(); ++i) {
        const Named &named = read.named[i];
        const auto session = sessionOf(named);
        WarmAction &action = read.chunk->actions[i];
        if (!session || (*session < m_sessionsBefore && action.entry < m_from))
            continue; // its session does not come into the range, or the action is here: sessions are selected by name, for all agents at once
        action.session = *session;
        action.tool = m_body.tools.numberOf(named.tool);
        action.deployment = m_body.deployments.numberOf(named.deployment);
        action.customer = m_body.customers.of(*session, named.deployment, named.customer);
        m_body.judged += action.isJudged;
        m_body.actions.push_back(&action);
    }
    m_body.chunks.push_back(std::move(read.chunk));
}

void WarmTrail::Reading::order()
{
    auto &begin = m_body.sessionBegin;
    begin.assign(m_body.sessions.size() + 1, 0);
    for (const WarmAction *action : m_body.actions)
        ++begin[action->session + 1];
    for (std::size_t i = 1; i < begin.size(); ++i)
        begin[i] += begin[i - 1];
    std::vector<std::uint32_t> next(begin.begin(), begin.end() - 1);
    m_body.inSession.resize(m_body.actions.size());
    for (TrailPosition position = 0; position < m_body.actions.size(); ++position)
        m_body.inSession[next[m_body.actions[position]->session]++] = position;
}

Result<std::shared_ptr<const WarmTrail>> WarmTrail::read(const Store &store, TrailScope scope, const Limits &limits, const ImportProgress &progress,
                                                         const std::stop_token &stop)
{
    std::shared_ptr<WarmTrail> trail(new WarmTrail);
    trail->m_head = store.head();
    Body body;
    auto agents = agentsOf(store, scope);
    if (!agents)
        return agents.error();
    body.agentsRead = std::move(agents).value();
    body.scope = std::move(scope);
    if (body.agentsRead.empty()) { // an empty filter would mean all of them
        body.sessionBegin.push_back(0);
        trail->m_body = std::make_shared<const Body>(std::move(body));
        trail->m_said = std::make_shared<const Said>();
        return std::shared_ptr<const WarmTrail>(std::move(trail));
    }
    Reading reading(store, std::move(body), 0, trail->m_head, limits, progress, stop);
    const auto added = reading.addActions();
    if (!added)
        return added.error();
    if (!*added)
        return std::shared_ptr<const WarmTrail>();
    auto said = readSaid(store, reading.body(), stop);
    if (!said)
        return said.error();
    trail->m_said = std::move(said).value();
    trail->m_body = std::make_shared<const Body>(reading.take());
    return std::shared_ptr<const WarmTrail>(std::move(trail));
}

Result<std::shared_ptr<const WarmTrail>> WarmTrail::extend(const std::shared_ptr<const WarmTrail> &trail, const Store &store, const Limits &limits,
                                                           const ImportProgress &progress, const std::stop_token &stop)
{
    const Checkpoint head = store.head();
    if (head == trail->m_head)
        return trail;
    const EntryNumber from = trail->m_head.size;
    const auto agents = agentsOf(store, trail->scope());
    if (!agents)
        return agents.error();
    // An agent that is bound now and was not may have acted before, elsewhere.
    if (*agents != trail->m_body->agentsRead)
        return read(store, trail->scope(), limits, progress, stop);
    std::shared_ptr<WarmTrail> grown(new WarmTrail(*trail));
    grown->m_head = head;
    if (agents->empty())
        return std::shared_ptr<const WarmTrail>(std::move(grown));
    const auto since = [&](const RowFilter &filter) -> Result<bool> {
        const auto entries = store.select(filter, RowOrder::ArrivalDescending, stop);
        if (!entries)
            return entries.error();
        return !entries->empty() && entries->front() >= from;
    };
    RowFilter judgements;
    judgements.types = {EntryType::Pact, EntryType::Judgement};
    const auto newActions = since(trail->m_body->actionsRead());
    const auto newVerdicts = since(judgements);
    if (!newActions || !newVerdicts)
        return newActions ? newVerdicts.error() : newActions.error();
    if (!*newActions && !*newVerdicts)
        return std::shared_ptr<const WarmTrail>(std::move(grown));
    if (*newActions) {
        Reading reading(store, *trail->m_body, from, head, limits, progress, stop);
        const auto added = reading.addActions();
        if (!added)
            return added.error();
        if (!*added)
            return std::shared_ptr<const WarmTrail>();
        grown->m_body = std::make_shared<const Body>(reading.take());
    }
    auto said = readSaid(store, *grown->m_body, stop);
    if (!said)
        return said.error();
    grown->m_said = std::move(said).value();
    return std::shared_ptr<const WarmTrail>(std::move(grown));
}

} // namespace mandate
