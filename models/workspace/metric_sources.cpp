// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/metric_sources.h"

#include "models/http_client/url.h"
#include "models/workspace/workspace_private.h"

namespace mandate {

namespace {

Error noMetricSource(const std::string &id)
{
    return {ErrorKind::Missing, "MND-MSR-022", "There is no metrics source \"" + id.substr(0, 80) + "\".", "Nothing was changed.", "\"mandate metric-source list\" shows them.", {}};
}

} // namespace

std::vector<MetricSourceStatement> MetricSources::list() const
{
    auto &inside = *m_workspace.m;
    (void)inside.load();
    const std::shared_lock reading(inside.lock);
    return notRemoved(inside.metricSources);
}

Result<void> MetricSources::sign(MetricSourceStatement statement)
{
    auto &inside = *m_workspace.m;
    const auto said = inside.appendNote([&](const Workspace::Private::Signer &signer) -> Result<std::string> {
        if (auto refused = metricSourceRoleRefusal(inside.people, signer.person.id))
            return *refused;
        const auto known = inside.metricSources.find(statement.source.id);
        if (statement.removed && (known == inside.metricSources.end() || known->second.removed))
            return noMetricSource(statement.source.id);
        statement.by = signer.person.id;
        statement.byName = signer.person.displayName;
        statement.at = inside.surroundings.clock();
        statement.ledger = signer.ledger;
        return metricSourceEntry(statement, *signer.key);
    });
    if (!said)
        return said;
    Q_EMIT m_workspace.ledgerGrew(inside.store->size());
    return {};
}

Result<void> MetricSources::set(MetricSource source, const std::optional<std::string> &secret, const std::string &note)
{
    auto &inside = *m_workspace.m;
    source.secretName = source.auth == MetricAuth::None ? std::string() : secretNameOf(source);
    if (auto refused = metricSourceRefusal(source))
        return *refused;
    if (source.auth == MetricAuth::None && secret)
        return Error{ErrorKind::Usage, "MND-MSR-023", "A password or token was given, and it is not said how it is used.", "Nothing was signed.", "Say basic or bearer.", {}};
    if (auto refused = refusal())
        return *refused;
    MetricSourceStatement statement;
    statement.source = source;
    statement.note = note;
    if (auto said = sign(std::move(statement)); !said || !secret)
        return said;
    auto kept = inside.surroundings.secrets->put(source.secretName, *secret);
    if (kept)
        return {};
    Error error = kept.error();
    error.unaffected = "The source is signed for; its password or token is not kept on this machine.";
    return error;
}

Result<void> MetricSources::remove(const std::string &id, const std::string &reason)
{
    if (auto refused = refusal())
        return *refused;
    MetricSourceStatement statement;
    statement.source.id = id;
    statement.removed = true;
    statement.note = reason;
    std::string secretName;
    for (const MetricSourceStatement &known : list()) {
        if (known.source.id == id && known.source.auth != MetricAuth::None)
            secretName = secretNameOf(known.source);
    }
    if (auto gone = sign(std::move(statement)); !gone)
        return gone;
    if (!secretName.empty())
        (void)m_workspace.m->surroundings.secrets->remove(secretName); // where the store does not answer, it holds what nobody asks for
    return {};
}

Result<MetricReading> MetricSources::read(const std::string &id, const MetricRange &range, std::stop_token stop) const
{
    for (const MetricSourceStatement &statement : list()) {
        if (statement.source.id == id)
            return tryOut(statement.source, std::nullopt, range, std::move(stop));
    }
    return noMetricSource(id);
}

MetricReading MetricSources::tryOut(const MetricSource &source, const std::optional<std::string> &secret, const MetricRange &range, std::stop_token stop) const
{
    const Surroundings &outside = m_workspace.m->surroundings;
    MetricSource asked = source;
    asked.secretName = source.auth == MetricAuth::None ? std::string() : secretNameOf(source);
    MetricSurroundings surroundings;
    surroundings.clock = outside.clock;
    surroundings.secret = [&](const std::string &name) -> std::optional<std::string> {
        if (secret)
            return secret;
        const auto kept = outside.secrets->get(name);
        return kept ? std::optional(kept->text) : std::nullopt;
    };
    return readMetrics(asked, range, surroundings, stop);
}

std::string MetricSources::secretNameOf(const MetricSource &source) const
{
    const std::string whose = m_workspace.store().publicKey().id() + '\n' + source.address + '\n' + source.user + '\n' + source.trustFile;
    return "metric-source-" + source.id + '-' + sha256(whose).hex().substr(0, 16);
}

std::optional<Error> MetricSources::refusal() const
{
    auto &inside = *m_workspace.m;
    if (inside.readOnly)
        return inside.unlock().error();
    (void)inside.load();
    const std::shared_lock reading(inside.lock);
    return metricSourceRoleRefusal(inside.people, m_workspace.person().id);
}

} // namespace mandate
