// SPDX-License-Identifier: GPL-3.0-or-later
// Workspaces for tests: a folder with keys of its own, trails written as OTLP spans one a line, and a pact small enough to judge by hand.
#pragma once

#include "models/workspace/workspace.h"

#include <QDir>
#include <QFile>
#include <QString>
#include <QTemporaryDir>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace mandate::test {

/// The value; the test program ends with the reason when there is none.
template<typename T>
T need(Result<T> result)
{
    if (!result)
        qFatal("%s", describe(result.error()).c_str());
    return std::move(result).value();
}

/// A folder that goes away with the test; keys of workspaces made meanwhile lie in it.
class WorkspaceFolder
{
public:
    WorkspaceFolder() { qputenv("MANDATE_KEYS", m_folder.filePath(QStringLiteral("keys")).toUtf8()); }

    [[nodiscard]] std::string path(const std::string &name) const { return m_folder.filePath(QString::fromStdString(name)).toStdString(); }

    /// Writes a file, with the folders it lies in.
    std::string write(const std::string &name, std::string_view content) const
    {
        const QString file = m_folder.filePath(QString::fromStdString(name));
        QDir().mkpath(QFileInfo(file).path());
        QFile out(file);
        if (!out.open(QIODevice::WriteOnly) || out.write(content.data(), static_cast<qint64>(content.size())) != static_cast<qint64>(content.size()))
            qFatal("cannot write %s", qPrintable(file));
        return file.toStdString();
    }

    /// A new workspace, with a pact in force if one is given.
    std::unique_ptr<Workspace> workspace(std::string_view pact = {})
    {
        auto made = need(Workspace::create(path("w" + std::to_string(++m_made) + ".mandate")));
        if (!pact.empty())
            (void)need(made->addPact(pact));
        return made;
    }

private:
    QTemporaryDir m_folder;
    int m_made = 0;
};

/// One call of a tool.
struct Call
{
    std::string session;
    std::string tool;
    std::string arguments;     ///< JSON; empty: the source gives none
    std::optional<int> minute; ///< after 14 November 2023, 22:13:20 UTC; the source gives no time without it
    int status = 1;            ///< OTLP: 1 executed, 2 failed, 0 not said
    std::string agent = "clerk";
    std::string deployment = "shop";
    std::string result = {};   ///< empty: the source gives none
};

inline std::string quoted(std::string_view text)
{
    std::string all = "\"";
    for (const char c : text)
        all += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    return all + '"';
}

inline constexpr std::int64_t startSeconds = 1'700'000'000;
inline Instant at(int minute)
{
    return {(startSeconds + minute * 60) * 1'000'000'000LL, true};
}

/// The call as one OTLP export, with its end of line. `number` makes its span id.
inline std::string line(const Call &call, std::size_t number)
{
    std::string attributes;
    const auto attribute = [&](std::string_view key, std::string_view value) {
        if (!value.empty())
            attributes += (attributes.empty() ? "" : ",") + (R"({"key":)" + quoted(key)) + R"(,"value":{"stringValue":)" + quoted(value) + "}}";
    };
    attribute("deployment.environment.name", call.deployment);
    const std::string resource = std::exchange(attributes, {});
    attribute("gen_ai.operation.name", "execute_tool");
    attribute("gen_ai.agent.name", call.agent);
    attribute("gen_ai.conversation.id", call.session);
    attribute("gen_ai.tool.name", call.tool);
    attribute("gen_ai.tool.call.arguments", call.arguments);
    attribute("gen_ai.tool.call.result", call.result);
    std::string span = R"("spanId":"s)" + std::to_string(number) + R"(","name":"execute_tool")";
    if (call.minute)
        span += R"(,"startTimeUnixNano":")" + std::to_string(at(*call.minute).nanoseconds) + '"';
    if (call.status > 0)
        span += R"(,"status":{"code":)" + std::to_string(call.status) + '}';
    return R"({"resourceSpans":[{"resource":{"attributes":[)" + resource + R"(]},"scopeSpans":[{"spans":[{)" + span + R"(,"attributes":[)" +
           attributes + "]}]}]}]}\n";
}

inline std::string lines(const std::vector<Call> &calls, std::size_t firstNumber = 0)
{
    std::string all;
    for (const Call &call : calls)
        all += line(call, firstNumber++);
    return all;
}

/// Refunds want the order read earlier in the session; payments above 100 are forbidden; from 50 a person decides.
inline std::string shopPact(const std::string &version = "1.0.0", const std::string &id = "shop", const std::string &deployment = "*", int most = 100)
{
    return R"({"schema":"mandate.pact/1","pact_id":")" + id + R"(","version":")" + version + R"(","title":"Shop","binds":[{"deployment":")" +
           deployment +
           R"x("}],"accountability":{"owner":"Owner A","deputy":"Deputy B"},"clauses":[
{"id":"S1","kind":"permit","tools":["*"],"when":"true","reads_as":"Everything, within the limits below."},
{"id":"R1","kind":"forbid","severity":"critical","tools":["refund"],"when":"!history.exists(h, h.tool == 'read_order')","reads_as":"A refund follows a reading of the order."},
{"id":"P1","kind":"forbid","severity":"critical","tools":["pay"],"when":"args.amount > )x" +
           std::to_string(most) + R"(","reads_as":"Payments are small."},
{"id":"P2","kind":"escalate","tools":["pay"],"when":"args.amount >= 50","reads_as":"A person decides on payments from 50.","escalation":{"to":"owner","respond_within":"15m","if_unanswered":"deny"}}]})";
}

inline RowFilter actions()
{
    RowFilter filter;
    filter.kinds = {RecordKind::Action};
    return filter;
}

inline RowFilter ofType(EntryType type)
{
    RowFilter filter;
    filter.types = {type};
    return filter;
}

inline std::uint64_t count(const Workspace &workspace, const RowFilter &filter)
{
    return need(workspace.store().count(filter));
}

inline std::vector<Row> rows(const Workspace &workspace, const RowFilter &filter = actions())
{
    return need(workspace.store().rows(need(workspace.store().select(filter, RowOrder::ArrivalAscending))));
}

/// What was judged, told without the places in the ledger: two workspaces that hold the same actions in another order compare equal.
struct JudgedAction
{
    std::string call; ///< source, agent, session, tool, position and the digest of the bytes
    std::string verdict;
    std::string clause;
    std::vector<std::string> findings;
    auto operator<=>(const JudgedAction &) const = default;
};

/// Stored verdicts and findings of all actions, sorted.
inline std::vector<JudgedAction> judged(const Workspace &workspace)
{
    std::multimap<EntryNumber, std::string> findings;
    for (const Finding &finding : need(workspace.store().findings()))
        findings.emplace(finding.entry, finding.clause + (finding.undecidable ? " undecidable for " + finding.missing : std::string()));
    std::vector<JudgedAction> all;
    for (const Row &row : rows(workspace)) {
        JudgedAction &action = all.emplace_back();
        action.call = row.source + ' ' + row.agent + ' ' + row.session + ' ' + row.tool + ' ' + std::to_string(row.message) + ' ' +
                      std::to_string(row.call) + ' ' + need(workspace.store().item(row.item.value())).digest.hex();
        action.verdict = nameOf(row.verdict);
        action.clause = row.clause;
        const auto [from, to] = findings.equal_range(row.number);
        for (auto finding = from; finding != to; ++finding)
            action.findings.push_back(finding->second);
        std::sort(action.findings.begin(), action.findings.end());
    }
    std::sort(all.begin(), all.end());
    return all;
}

/// Verdicts as counts, by name.
inline std::map<std::string, int> verdicts(const Workspace &workspace)
{
    std::map<std::string, int> counts;
    for (const Row &row : rows(workspace))
        ++counts[std::string(nameOf(row.verdict))];
    return counts;
}

inline std::string sample(const std::string &name)
{
    return MANDATE_SOURCE_DIR "/resources/sample/" + name;
}

inline std::string shippedPact(const std::string &name)
{
    QFile file(QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/%1.json").arg(QString::fromStdString(name)));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read the pact %s", name.c_str());
    return file.readAll().toStdString();
}

} // namespace mandate::test
