// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metric_sources/metric_source.h"

#include "models/base/enum_names.h"
#include "models/http_client/url.h"
#include "models/metric_sources/selector.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 4> sourceKindNames{"prometheus", "openmetrics", "csv", "otlp"};
constexpr std::array<std::string_view, 3> authNames{"none", "basic", "bearer"};
constexpr std::size_t longestField = 500, longestQuery = 4000;
constexpr std::int64_t longestStep = 366 * 86'400;

Error noSource(std::string code, std::string happened, std::string remedy)
{
    return {ErrorKind::Input, std::move(code), std::move(happened), "Nothing was signed.", std::move(remedy), {}};
}

bool isLine(std::string_view text, std::size_t longest)
{
    return text.size() <= longest && std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::optional<Error> addressRefusal(const MetricSource &source)
{
    if (source.address.starts_with('/') && source.kind != MetricSourceKind::Prometheus)
        return source.auth == MetricAuth::None && source.trustFile.empty()
                   ? std::nullopt
                   : std::optional(noSource("MND-MSR-003", "A file has neither credentials nor certificates.", "Leave them out, or give the URL of a server."));
    if (hasCredentials(source.address))
        return noSource("MND-MSR-004", "The address holds a name or password, which everybody who reads the ledger would see.", "Leave it out of the address; give the user and the file with the password apart.");
    const auto url = parseUrl(source.address);
    if (!url)
        return noSource("MND-MSR-002", "The address is no http or https URL" + std::string(source.kind == MetricSourceKind::Prometheus ? "." : ", and no absolute path."), "Write it as https://prometheus.example.org:9090.");
    if (source.kind == MetricSourceKind::Prometheus && !url->query.empty())
        return noSource("MND-MSR-002", "The address of a Prometheus server has no \"?\".", "Give the address of the server, and the query apart.");
    if (source.auth != MetricAuth::None && !url->secure && !url->isLoopback())
        return noSource("MND-MSR-005", "Credentials would go to another machine over plain http, where others can read them.", "Use https.");
    return std::nullopt;
}

} // namespace

std::string_view nameOf(MetricSourceKind kind)
{
    return sourceKindNames.at(static_cast<std::size_t>(kind));
}

std::optional<MetricSourceKind> metricSourceKindOf(std::string_view name)
{
    return enumNamed<MetricSourceKind>(sourceKindNames, name);
}

std::string_view nameOf(MetricAuth auth)
{
    return authNames.at(static_cast<std::size_t>(auth));
}

std::optional<MetricAuth> metricAuthOf(std::string_view name)
{
    return enumNamed<MetricAuth>(authNames, name);
}

bool MetricSource::isRemote() const
{
    return !address.starts_with('/');
}

bool isMetricSourceId(std::string_view id)
{
    return !id.empty() && id.size() <= 40 && std::ranges::all_of(id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::optional<Error> metricSourceRefusal(const MetricSource &source)
{
    if (!isMetricSourceId(source.id))
        return noSource("MND-MSR-001", "\"" + source.id.substr(0, 80) + "\" is no name of a metrics source.", "Use 1 to 40 small letters, digits and hyphens.");
    for (const std::string *field : {&source.title, &source.address, &source.unit, &source.agent, &source.trustFile, &source.user, &source.secretName, &source.timeColumn, &source.valueColumn}) {
        if (!isLine(*field, longestField))
            return noSource("MND-MSR-006", "A field has a line end or another control character, or is longer than " + std::to_string(longestField) + " bytes.", "Write it in one line.");
    }
    if (source.query.size() > longestQuery || source.query.find('\0') != std::string::npos)
        return noSource("MND-MSR-006", "The query is longer than " + std::to_string(longestQuery) + " bytes.", "Make it a recording rule of the server, and ask for that.");
    if (source.step < 0 || source.step > longestStep)
        return noSource("MND-MSR-007", "The step is no number of seconds from 1 to a year.", "Give how far apart two points are.");
    if (auto refusal = addressRefusal(source))
        return refusal;
    if (!source.trustFile.empty() && !source.trustFile.starts_with('/'))
        return noSource("MND-MSR-008", "The file with the certificates is no absolute path.", "Name it from the root on.");
    const bool wantsUser = source.auth == MetricAuth::Basic, wantsSecret = source.auth != MetricAuth::None;
    if (wantsUser == source.user.empty() || wantsSecret == source.secretName.empty() || source.user.find(':') != std::string::npos)
        return noSource("MND-MSR-009", "The credentials are not whole.", "Basic needs a user without a colon and a password, bearer a token, and without either there is none of these.");
    if (source.kind == MetricSourceKind::Prometheus)
        return source.query.find_first_not_of(" \t\n") == std::string::npos ? std::optional(noSource("MND-MSR-010", "There is no query.", "Write what to ask in PromQL, such as rate(requests_total[5m]).")) : std::nullopt;
    const auto selector = parseSelector(source.query);
    if (!selector)
        return noSource(selector.error().code, selector.error().happened, selector.error().remedy);
    if (selector->name.empty() && source.kind != MetricSourceKind::Csv)
        return noSource("MND-MSR-010", "It is not said which metric is meant.", "Write its name, and what its labels must be: requests_total{job=\"api\"}.");
    const bool csvWords = !source.timeColumn.empty() || !source.valueColumn.empty() || !source.timeFormat.empty() || !source.zone.empty();
    if (csvWords && source.kind != MetricSourceKind::Csv)
        return noSource("MND-MSR-015", "Only CSV has columns.", "Leave out columns, form and zone of times.");
    constexpr std::array<std::string_view, 4> formats{"", "rfc3339", "unix", "unix_ms"};
    if (std::ranges::find(formats, source.timeFormat) == formats.end() || (!source.zone.empty() && source.zone != "utc"))
        return noSource("MND-MSR-016", "The form of times is none that is known.", "It is rfc3339, unix or unix_ms; the zone is utc or left out.");
    return std::nullopt;
}

} // namespace mandate
