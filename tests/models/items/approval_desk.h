// SPDX-License-Identifier: GPL-3.0-or-later
// A workspace whose clock the test moves, with the sample's runs judged under their pacts, and requests filed from what they escalated.
#pragma once

#include "models/items/approval_model.h"
#include "models/items/decision_desk.h"
#include "models/items/session.h"
#include "models/items/workspace_lease.h"
#include "models/workspace/recorded_escalations.h"
#include "tests/models/workspace/filed_requests.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <memory>
#include <mutex>

namespace mandate::test {

class MovedPerson : public Identity
{
public:
    [[nodiscard]] Person person() const override
    {
        const std::scoped_lock guard(m_mutex);
        return m_person;
    }
    void become(const std::string &name)
    {
        const std::scoped_lock guard(m_mutex);
        m_person = {"account:" + name, name};
    }

private:
    mutable std::mutex m_mutex;
    Person m_person{"account:rosa", "rosa"};
};

class ApprovalDesk
{
public:
    static constexpr std::int64_t second = 1'000'000'000;

    explicit ApprovalDesk(bool withRuns = true)
    {
        qputenv("MANDATE_KEYS", m_folder.filePath(QStringLiteral("keys")).toUtf8());
        auto made = Workspace::create(path(), surroundings());
        if (!made)
            qFatal("%s", describe(made.error()).c_str());
        m_workspace = std::move(made).value();
        const QDir pacts(QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts"));
        for (const QString &name : pacts.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
            QFile file(pacts.filePath(name));
            if (!file.open(QIODevice::ReadOnly))
                qFatal("no pact");
            const std::string json = file.readAll().toStdString();
            if (auto added = m_workspace->addPact(json); !added)
                qFatal("%s", describe(added.error()).c_str());
        }
        if (withRuns) {
            if (auto imported = m_workspace->import({MANDATE_SOURCE_DIR "/resources/sample/tau2"}, {}); !imported)
                qFatal("%s", describe(imported.error()).c_str());
        }
    }

    [[nodiscard]] std::string path() const { return m_folder.filePath(QStringLiteral("desk.mandate")).toStdString(); }
    [[nodiscard]] Workspace &workspace() const { return *m_workspace; }
    /// As a session holds it: whoever lets go last, it dies in this thread.
    [[nodiscard]] std::shared_ptr<Workspace> shared() const { return leaseOf(m_workspace); }
    [[nodiscard]] Instant now() const { return {*m_clock}; }
    void pass(std::int64_t seconds) { *m_clock += seconds * second; }
    void become(const std::string &name) { m_person->become(name); }
    [[nodiscard]] Surroundings surroundings() const
    {
        return {m_person, [clock = m_clock] { return Instant{*clock}; }};
    }

    /// As the recording has it, with what agents must say added.
    [[nodiscard]] ApprovalRequest recorded(std::size_t which = 0) const
    {
        const auto all = recordedEscalations(*m_workspace, now());
        if (!all || all->empty())
            qFatal("the sample holds no escalation");
        return complete((*all)[which % all->size()]);
    }
    [[nodiscard]] static ApprovalRequest complete(ApprovalRequest request)
    {
        if (request.proposal.reasoning.empty())
            request.proposal.reasoning = "The customer asked for it.";
        request.proposal.scope = "One booking changes.";
        request.proposal.blastRadius = "1 customer";
        request.proposal.reversible = Reversibility::None;
        request.proposal.confidence = 0.62;
        return request;
    }
    /// A simple payment that can be taken back; `amount` makes it another action.
    [[nodiscard]] ApprovalRequest payment(int amount, const std::string &agent = "banking-agent") const
    {
        ApprovalRequest request;
        request.action.agent = agent;
        request.action.tool = "schedule_transaction";
        request.action.parameters = R"({"amount":)" + std::to_string(amount) + R"(,"recipient":"GB29NWBK60161331926819"})";
        request.session = "s" + std::to_string(amount);
        request.deployment = "banking";
        request.input = "Please pay my rent.";
        request.pactId = "personal-banking";
        request.pactVersion = "1.0.0";
        for (const PactVersion &pact : m_workspace->pacts()) {
            if (pact.document.bindsAgent(agent, "banking")) {
                request.pactId = pact.document.id;
                request.pactVersion = pact.document.version;
                request.pactDigest = pact.digest;
            }
        }
        request.clause = "B3";
        request.to = "owner";
        return complete(request);
    }
    QString file(ApprovalRequest request, std::int64_t life = 900) const
    {
        request.requestedAt = now();
        request.expiresAt = {now().nanoseconds + life * second};
        request.respondBy = {now().nanoseconds + life * 3 / 4 * second};
        const auto filed = m_workspace->requestApproval(std::move(request));
        if (!filed)
            qFatal("%s", describe(filed.error()).c_str());
        return QString::fromStdString(filed->id);
    }
    /// As many at once as another program would have filed, in one append.
    void fileMany(int count) const
    {
        const auto filed = fileRequests(path(), count, [this](int i) {
            ApprovalRequest request = payment(5000 + i, "agent-" + std::to_string(i % 40));
            request.requestedAt = now();
            request.respondBy = {now().nanoseconds + 600 * second};
            request.expiresAt = {now().nanoseconds + (900 + i % 3600) * second};
            return request;
        }, m_folder.filePath(QStringLiteral("keys")).toStdString());
        if (!filed)
            qFatal("%s", describe(filed.error()).c_str());
    }
    [[nodiscard]] ApprovalView view(const QString &id) const { return m_workspace->approval(id.toStdString()).value(); }

    /// A step by who is signed in now; true when it was taken.
    bool take(const QString &id, ApprovalStep step, const std::string &reason = {}, std::optional<Instant> until = {}) const
    {
        ApprovalAct act;
        act.step = step;
        act.reasonCode = reason;
        act.until = until;
        return m_workspace->act(id.toStdString(), act).ok();
    }

    Session *session()
    {
        if (!m_session)
            m_session = std::make_unique<Session>(m_workspace);
        return m_session.get();
    }
    /// As if the program was killed: what it held is not undone and not sent.
    void killSession() { m_session.reset(); }
    [[nodiscard]] bool settle()
    {
        return QTest::qWaitFor([this] { return !session()->isBusy(); }, 60'000);
    }

private:
    QTemporaryDir m_folder;
    std::shared_ptr<MovedPerson> m_person = std::make_shared<MovedPerson>();
    std::shared_ptr<std::atomic<std::int64_t>> m_clock = std::make_shared<std::atomic<std::int64_t>>(1'763'740'800'000'000'000);
    std::shared_ptr<Workspace> m_workspace;
    std::unique_ptr<Session> m_session;
};

} // namespace mandate::test
