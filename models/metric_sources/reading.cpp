// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metric_sources/reading.h"

#include "models/base/digest.h"
#include "models/base/json_reader.h"
#include "models/http_client/http_client.h"
#include "models/metric_sources/csv_metrics.h"
#include "models/metric_sources/exposition.h"
#include "models/metric_sources/otlp_metrics.h"
#include "models/metric_sources/prometheus_api.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace mandate {

namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t usualStep = 60 * second; ///< of Prometheus
constexpr std::int64_t exactness = 1'000'000;        ///< Prometheus counts milliseconds
constexpr std::size_t mostRequests = 100;
constexpr std::string_view noZero = "The other sources and the ledger are unaffected. What was not read is a hole and no zero.";

Error notRead(std::string code, std::string happened, std::string remedy)
{
    return {ErrorKind::Storage, std::move(code), std::move(happened), std::string(noZero), std::move(remedy), {}};
}

std::string serverOf(const Url &url)
{
    return url.host + ':' + std::to_string(url.port);
}

/// One line of someone else's words.
std::string said(std::string_view text)
{
    std::string out;
    for (const char c : text.substr(0, 300))
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '"' ? ' ' : c;
    while (!out.empty() && !isUtf8(out))
        out.pop_back(); // not inside a character
    return '"' + out + (text.size() > 300 ? "…\"" : "\"");
}

Error failureWords(const HttpFailure &failure, const Url &url, const MetricLimits &limits)
{
    using Why = HttpFailure::Why;
    const std::string server = serverOf(url), reason = failure.words.empty() ? "." : ": " + failure.words + '.';
    switch (failure.why) {
    case Why::NameUnknown: return notRead("MND-MSR-030", "The name " + url.host + " is not known" + reason, "Check the address, and that this machine can look up names.");
    case Why::NotReached: return notRead("MND-MSR-031", "Nobody answers at " + server + reason, "Check that the server runs and that this machine may reach it.");
    case Why::Certificate: return notRead("MND-MSR-032", "The certificate of " + server + " is not trusted" + reason, "Name the file with the certificate of its authority, or correct the address.");
    case Why::TrustFile: return notRead("MND-MSR-033", "The file with the trusted certificates cannot be read.", "Correct its path: it must hold certificates as PEM.");
    case Why::Tls: return notRead("MND-MSR-034", "No safe connection to " + server + " came about.", "Check that it speaks TLS on this port.");
    case Why::Silent: return notRead("MND-MSR-035", server + " took longer than the time limit to answer.", "Ask for less at once, or for larger steps. It is asked again with the next reading.");
    case Why::TooLarge: return notRead("MND-MSR-036", server + " answered with more than " + std::to_string(limits.body >> 20U) + " MiB, and was cut off.", "Ask for less at once, larger steps, or fewer series.");
    case Why::Broken: return notRead("MND-MSR-037", "The connection to " + server + " ended before the answer was whole.", "Read it again; look at the server when it happens again.");
    case Why::Cancelled: return {ErrorKind::Cancelled, "MND-MSR-038", "The reading was stopped.", std::string(noZero), {}, {}};
    }
    return notRead("MND-MSR-037", "The connection to " + server + " ended before the answer was whole.", "Read it again.");
}

Error statusWords(const HttpReply &reply, const Url &url)
{
    const std::string server = serverOf(url), status = std::to_string(reply.status);
    const std::string own = prometheusFault(reply.body);
    const std::string words = own.empty() ? "." : ": " + said(own) + '.';
    if (reply.status >= 300 && reply.status < 400) {
        const auto target = parseUrl(reply.location);
        return notRead("MND-MSR-040", server + " sends on to " + (target ? serverOf(*target) : "another address") + ", which was not asked; no credentials went there.", "Set up the address that is meant.");
    }
    if (reply.status == 401 || reply.status == 403)
        return notRead("MND-MSR-041", server + " does not accept the credentials (status " + status + ')' + words, "Check user, password or token, and give the secret anew.");
    if (reply.status == 404)
        return notRead("MND-MSR-042", server + " has nothing at this address (status 404)" + words, "Correct the address. Of Prometheus it is the server's own, without /api/v1.");
    if (reply.status == 400 || reply.status == 422)
        return notRead("MND-MSR-043", server + " does not take the query (status " + status + ')' + words, "Correct the query.");
    return notRead("MND-MSR-044", server + " answered with an error (status " + status + ')' + words, reply.status >= 500 ? "Look at the server. It is asked again with the next reading." : "Look at the server and the address.");
}

class MetricReader
{
public:
    MetricReader(const MetricSource &source, const MetricRange &range, const MetricSurroundings &surroundings, const std::stop_token &stop)
        : m_source(source), m_surroundings(surroundings), m_stop(stop), m_deadline(std::chrono::steady_clock::now() + surroundings.limits.whole)
    {
        m_out.range = range;
        m_out.range.since.zoneKnown = m_out.range.until.zoneKnown = true;
        m_out.at = surroundings.clock();
        m_out.unit = source.unit;
        if (m_out.range.step <= 0)
            m_out.range.step = source.step * second;
    }

    MetricReading read()
    {
        auto done = take();
        if (done && m_out.series.size() > mostMetricSeries)
            done = tooMany();
        if (!done) {
            m_out.problem = done.error();
            m_out.series.clear();
        }
        if (!m_out.problem && m_out.series.empty())
            m_out.warnings.emplace_back("There is no such series: nothing is known of this time.");
        for (MetricSeries &series : m_out.series)
            findHoles(series, m_out.range, m_out.at);
        return std::move(m_out);
    }

private:
    Result<void> take()
    {
        if (const auto refused = metricSourceRefusal(m_source))
            return *refused;
        if (m_out.range.since.nanoseconds > m_out.range.until.nanoseconds)
            return Error{ErrorKind::Usage, "MND-MSR-045", "The range ends before it begins.", "Nothing was asked.", "Give an end behind the begin.", {}};
        if (m_source.kind == MetricSourceKind::Prometheus)
            return takePrometheus();
        m_out.asked = std::string(m_source.query.empty() ? "every row" : m_source.query) + (m_source.isRemote() ? " at " : " in ") + m_source.address;
        const auto text = m_source.isRemote() ? fetch(m_source.address) : readFile();
        if (!text)
            return text.error();
        return takeText(*text);
    }

    Result<void> takePrometheus()
    {
        MetricRange &range = m_out.range;
        range.since.nanoseconds -= ((range.since.nanoseconds % exactness) + exactness) % exactness;
        range.until.nanoseconds -= ((range.until.nanoseconds % exactness) + exactness) % exactness;
        std::string base = m_source.address;
        while (base.ends_with('/'))
            base.pop_back();
        if (range.now) {
            range.step = 0;
            m_out.asked = m_source.query + " at " + formatInstant(range.until) + " of " + base;
            return ask(base + prometheusNow(m_source.query, range.until), range);
        }
        if (range.step <= 0)
            range.step = usualStep;
        range.step = std::max(range.step - range.step % exactness, exactness);
        m_out.asked = m_source.query + " from " + formatInstant(range.since) + " to " + formatInstant(range.until) + " every " + std::to_string(range.step / second) + " s of " + base;
        if ((range.until.nanoseconds - range.since.nanoseconds) / range.step >= prometheusMostPoints * static_cast<std::int64_t>(mostRequests))
            return Error{ErrorKind::Usage, "MND-MSR-046", "The range has more points than can be read at once.", "Nothing was asked.", "Give a larger step or a shorter range.", {}};
        for (const MetricRange &part : prometheusParts(range)) {
            if (auto asked = ask(base + prometheusRange(m_source.query, part), part); !asked)
                return asked;
        }
        return {};
    }

    Result<void> ask(const std::string &address, const MetricRange &part)
    {
        const auto body = fetch(address);
        if (!body)
            return body.error();
        auto answer = readPrometheus(*body, part);
        if (!answer)
            return answer.error();
        for (std::string &warning : answer->warnings) {
            std::string words = "The server says: " + said(warning) + '.';
            if (std::ranges::find(m_out.warnings, words) == m_out.warnings.end())
                m_out.warnings.push_back(std::move(words));
        }
        for (MetricSeries &series : answer->series) {
            const auto known = std::ranges::find(m_out.series, series.labels, &MetricSeries::labels);
            if (known == m_out.series.end())
                m_out.series.push_back(std::move(series));
            else
                std::ranges::move(series.points, std::back_inserter(known->points));
            if (m_out.series.size() > mostMetricSeries)
                return tooMany();
        }
        return {};
    }

    [[nodiscard]] static Error tooMany()
    {
        return notRead("MND-MSR-047", "The query gives more than " + std::to_string(mostMetricSeries) + " series.", "Narrow it by labels, or add them up.");
    }

    Result<void> takeText(const std::string &text)
    {
        switch (m_source.kind) {
        case MetricSourceKind::Prometheus: break;
        case MetricSourceKind::OpenMetrics: {
            const auto selector = parseSelector(m_source.query);
            const bool plain = m_contentType.starts_with("text/plain") || (!m_source.isRemote() && m_source.address.ends_with(".prom"));
            auto read = readExposition(text, plain ? ExpositionFormat::PrometheusText : ExpositionFormat::OpenMetrics, *selector, m_out.at);
            if (!read)
                return read.error();
            for (const auto &[family, unit] : read->units) {
                if (!selector->name.starts_with(family) || m_source.unit == unit)
                    continue;
                if (m_source.unit.empty())
                    m_out.unit = unit;
                else
                    m_out.warnings.push_back("The source says that the unit of " + family + " is " + unit + ", and not " + m_source.unit + '.');
            }
            m_out.series = std::move(read->series);
            break;
        }
        case MetricSourceKind::Csv: {
            auto read = readCsvMetrics(text, m_source);
            if (!read)
                return read.error();
            m_out.warnings.insert(m_out.warnings.end(), read->warnings.begin(), read->warnings.end());
            if (!read->series.points.empty())
                m_out.series.push_back(std::move(read->series));
            break;
        }
        case MetricSourceKind::Otlp: {
            const auto selector = parseSelector(m_source.query);
            auto read = readOtlpMetrics(text, *selector);
            if (!read)
                return read.error();
            m_out.warnings.insert(m_out.warnings.end(), read->warnings.begin(), read->warnings.end());
            if (m_source.unit.empty())
                m_out.unit = read->unit;
            else if (!read->unit.empty() && read->unit != m_source.unit)
                m_out.warnings.push_back("The source says that the unit is " + said(read->unit) + ", and not " + m_source.unit + '.');
            m_out.series = std::move(read->series);
            break;
        }
        }
        cut();
        return {};
    }

    /// To the range that was asked about; of "now" the newest point.
    void cut()
    {
        for (MetricSeries &series : m_out.series) {
            std::erase_if(series.points, [&](const MetricPoint &point) {
                return point.at.nanoseconds > m_out.range.until.nanoseconds || (!m_out.range.now && point.at.nanoseconds < m_out.range.since.nanoseconds);
            });
            if (m_out.range.now && series.points.size() > 1)
                series.points.erase(series.points.begin(), series.points.end() - 1);
        }
        std::erase_if(m_out.series, [](const MetricSeries &series) { return series.points.empty(); });
    }

    Result<std::string> readFile() const
    {
        std::error_code fault;
        const std::filesystem::path path(m_source.address);
        if (!std::filesystem::is_regular_file(path, fault) || fault)
            return notRead("MND-MSR-048", "There is no file " + said(m_source.address) + " here.", "Correct its path, or its rights.");
        if (const auto size = std::filesystem::file_size(path, fault); fault || size > m_surroundings.limits.body)
            return notRead("MND-MSR-036", "The file is larger than " + std::to_string(m_surroundings.limits.body >> 20U) + " MiB.", "Give a file with less in it.");
        std::ifstream stream(path, std::ios::binary);
        std::string text{std::istreambuf_iterator<char>(stream), {}};
        if (!stream)
            return notRead("MND-MSR-048", "The file " + said(m_source.address) + " cannot be read.", "Correct its rights.");
        return text;
    }

    Result<std::string> fetch(const std::string &address)
    {
        const auto url = parseUrl(address);
        if (!url)
            return notRead("MND-MSR-039", "The address of what is asked is no URL: it is too long, or has something that may not stand in one.", "Correct the address or shorten the query.");
        HttpRequest request{"GET", *url, {}, {}, {}};
        request.headers.emplace_back("Accept", m_source.kind == MetricSourceKind::OpenMetrics ? "application/openmetrics-text; version=1.0.0; charset=utf-8, text/plain; version=0.0.4; q=0.5"
                                               : m_source.kind == MetricSourceKind::Csv       ? "text/csv"
                                                                                              : "application/json");
        std::string secret;
        if (m_source.auth != MetricAuth::None) {
            auto found = m_surroundings.secret ? m_surroundings.secret(m_source.secretName) : std::nullopt;
            if (!found || found->empty())
                return notRead("MND-MSR-049", "The password or token of this source is not kept on this machine.", "Give it anew here: it stands in no ledger.");
            secret = *std::move(found);
            if (std::ranges::any_of(secret, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
                return notRead("MND-MSR-049", "The password or token of this source has a line end in it.", "Give it anew.");
            request.headers.emplace_back("Authorization", m_source.auth == MetricAuth::Basic ? "Basic " + toBase64(m_source.user + ':' + secret) : "Bearer " + secret);
        } else if (!url->secure && !url->isLoopback()) {
            const std::string words = "It was read over plain http: whoever stands in between can change what is shown.";
            if (std::ranges::find(m_out.warnings, words) == m_out.warnings.end())
                m_out.warnings.push_back(words);
        }
        ++m_out.requests;
        const MetricLimits &limits = m_surroundings.limits;
        const auto answer = exchange(request, m_source.trustFile, {limits.connect, limits.silence, m_deadline, limits.body}, m_stop);
        if (const auto *failure = std::get_if<HttpFailure>(&answer))
            return failureWords(*failure, *url, limits);
        const auto &reply = std::get<HttpReply>(answer);
        // A server that sends the secret back must not have it shown.
        if (secret.size() >= 4 && (repeats(reply.location, secret) || repeats(reply.body, secret)))
            return notRead("MND-MSR-050", serverOf(*url) + " repeats the password or token in its answer, which is not shown.", "Give this server another one, and look at what it is.");
        if (reply.status != 200)
            return statusWords(reply, *url);
        m_contentType = reply.contentType;
        return reply.body;
    }

    /// Whether a text holds the secret, as it is or as it was sent; also where JSON writes its characters otherwise.
    [[nodiscard]] bool repeats(const std::string &text, const std::string &secret) const
    {
        const auto holds = [&](std::string_view in) { return in.find(secret) != std::string_view::npos || in.find(toBase64(m_source.user + ':' + secret)) != std::string_view::npos; };
        if (holds(text))
            return true;
        if (text.find('\\') == std::string::npos)
            return false;
        Arena arena;
        JsonReader reader;
        const auto value = reader.read(text, arena);
        return value && holdsIn(*value, holds);
    }
    template<typename Holds>
    static bool holdsIn(const Value &value, const Holds &holds)
    {
        if (value.isString())
            return holds(value.text());
        if (value.isList())
            return std::ranges::any_of(value.items(), [&](const Value &item) { return holdsIn(item, holds); });
        return value.isMap() && std::ranges::any_of(value.members(), [&](const Member &member) { return holdsIn(member.key, holds) || holdsIn(member.value, holds); });
    }

    const MetricSource &m_source;
    const MetricSurroundings &m_surroundings;
    std::stop_token m_stop;
    std::chrono::steady_clock::time_point m_deadline;
    std::string m_contentType;
    MetricReading m_out;
};

} // namespace

Freshness MetricReading::freshness() const
{
    Freshness worst = series.empty() ? Freshness::Unknown : Freshness::Healthy;
    for (const MetricSeries &one : series)
        worst = std::max(worst, one.freshness);
    return worst;
}

std::optional<Instant> MetricReading::completeThrough() const
{
    std::optional<Instant> least;
    for (const MetricSeries &one : series) {
        if (!one.completeThrough)
            return std::nullopt;
        if (!least || one.completeThrough->nanoseconds < least->nanoseconds)
            least = one.completeThrough;
    }
    return least;
}

std::optional<Instant> MetricReading::lastSeen() const
{
    std::optional<Instant> newest;
    for (const MetricSeries &one : series) {
        if (one.lastSeen && (!newest || newest->nanoseconds < one.lastSeen->nanoseconds))
            newest = one.lastSeen;
    }
    return newest;
}

std::vector<MetricHole> MetricReading::holes() const
{
    if (series.empty())
        return {{range.now ? range.until : range.since, range.until}};
    std::vector<MetricHole> all;
    for (const MetricSeries &one : series)
        all.insert(all.end(), one.holes.begin(), one.holes.end());
    std::ranges::sort(all, {}, [](const MetricHole &hole) { return hole.from.nanoseconds; });
    std::vector<MetricHole> together;
    for (const MetricHole &hole : all) {
        if (!together.empty() && hole.from.nanoseconds <= together.back().until.nanoseconds)
            together.back().until.nanoseconds = std::max(together.back().until.nanoseconds, hole.until.nanoseconds);
        else
            together.push_back(hole);
    }
    return together;
}

MetricReading readMetrics(const MetricSource &source, const MetricRange &range, const MetricSurroundings &surroundings, const std::stop_token &stop)
{
    return MetricReader(source, range, surroundings, stop).read();
}

} // namespace mandate
