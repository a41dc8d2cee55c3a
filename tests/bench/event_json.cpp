// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/event_json.h"

#include <cinttypes>
#include <cstdarg>
#include <cstdio>
#include <memory>

namespace mandate::bench {

namespace {

constexpr std::array<std::string_view, 6> trades{"refunds", "orders", "accounts", "platform", "reports", "outreach"};
constexpr std::array<std::string_view, 4> regions{"eu", "us", "apac", "latam"};
constexpr std::array<std::string_view, 4> failures{"upstream timed out", "permission denied", "order is locked by another process",
                                                   "rate limit reached"};

[[gnu::format(printf, 2, 3)]] void print(std::string &out, const char *format, ...)
{
    std::array<char, 1024> room{};
    va_list arguments;
    va_start(arguments, format);
    const int written = std::vsnprintf(room.data(), room.size(), format, arguments);
    va_end(arguments);
    out.append(room.data(), static_cast<std::size_t>(written));
}

const char *yes(bool flag)
{
    return flag ? "true" : "false";
}

/// The arguments as the JSON text inside a JSON text that instrumentation libraries record.
void appendArguments(std::string &out, const Event &e)
{
    const auto of = [&](const auto &list) { return list[e.choice].data(); };
    const auto amount = static_cast<double>(e.cents) / 100;
    out += "{\\\"";
    // clang-format off
    switch (e.tool) {
    case Tool::GetOrder: print(out, R"(order_id\":\"W%07u\",\"channel\":\"%s\")", e.subject, of(channels)); break;
    case Tool::GetCustomer: print(out, R"(customer_id\":\"C%06u\",\"purpose\":\"%s\")", e.subject, of(purposes)); break;
    case Tool::IssueRefund: print(out, R"(order_id\":\"W%07u\",\"amount\":%.2f,\"currency\":\"%s\")", e.subject, amount, of(currencies)); break;
    case Tool::CancelOrder: print(out, R"(order_id\":\"W%07u\",\"reason\":\"%s\")", e.subject, of(reasons)); break;
    case Tool::ExchangeItems:
        print(out, R"(order_id\":\"W%07u\",\"item_ids\":[)", e.subject);
        for (std::int64_t i = 0; i < e.count; ++i)
            print(out, R"(%s\"%010u\")", i ? "," : "", static_cast<unsigned>(e.subject * 7919 + static_cast<std::uint32_t>(i)));
        out += ']';
        break;
    case Tool::UpdateAddress: print(out, R"(order_id\":\"W%07u\",\"country\":\"%s\",\"postcode\":\"%05u\")", e.subject, of(countries), e.subject % 99'999); break;
    case Tool::ApplyDiscount: print(out, R"(order_id\":\"W%07u\",\"percent\":%)" PRId64 R"(,\"code\":\"SPRING%u\")", e.subject, e.count, e.subject % 90); break;
    case Tool::TransferFunds: print(out, R"(customer_id\":\"C%06u\",\"to\":\"DE%020u\",\"amount\":%.2f,\"currency\":\"%s\")", e.subject, e.number, amount, of(currencies)); break;
    case Tool::SendEmail: print(out, R"(to\":\"c%06u@%s\",\"subject\":\"Your order W%07u\",\"attachments\":0)", e.subject, of(mailHosts), e.number % 900'000); break;
    case Tool::GrantAccess: print(out, R"(principal\":\"user-%u\",\"role\":\"%s\",\"resource\":\"%s\",\"days\":%)" PRId64, e.subject, of(roles), resources[e.second].data(), e.count); break;
    case Tool::RevokeAccess: print(out, R"(principal\":\"user-%u\",\"resource\":\"%s\")", e.subject, resources[e.second].data()); break;
    case Tool::RunQuery: print(out, R"(database\":\"%s\",\"sql\":\"%s\",\"row_limit\":%)" PRId64, databases[e.second].data(), of(queries), e.count); break;
    case Tool::ExportData: print(out, R"(dataset\":\"%s\",\"rows\":%)" PRId64 R"(,\"destination\":\"s3://exports/%u\",\"masked\":%s)", databases[e.second].data(), e.count, e.session, yes(e.flag)); break;
    case Tool::DeleteRecords: print(out, R"(table\":\"%s\",\"count\":%)" PRId64 R"(,\"backup\":%s)", databases[e.second].data(), e.count, yes(e.flag)); break;
    case Tool::DeployService: print(out, R"(service\":\"%s\",\"version\":\"4.%u.%u\",\"environment\":\"%s\",\"replicas\":%)" PRId64, services[e.second].data(), e.session % 30, e.number % 100, of(environments), e.count); break;
    case Tool::RestartService: print(out, R"(service\":\"%s\",\"environment\":\"%s\")", services[e.second].data(), of(environments)); break;
    case Tool::ScaleCluster: print(out, R"(cluster\":\"%s-%u\",\"nodes\":%)" PRId64, regions[e.agent % 4].data(), e.session % 3, e.count); break;
    case Tool::CreateTicket: print(out, R"(queue\":\"%s\",\"priority\":\"%s\",\"title\":\"Order W%07u needs a look\")", desks[e.second].data(), of(priorities), e.subject); break;
    case Tool::CloseTicket:
        print(out, R"(ticket_id\":\"T%u\")", e.number);
        if (!resolutions[e.choice].empty())
            print(out, R"(,\"resolution\":\"%s\")", of(resolutions));
        break;
    case Tool::PublishPost: print(out, R"(channel\":\"blog\",\"length\":%)" PRId64 R"(,\"approved\":%s)", e.count, yes(e.flag)); break;
    }
    // clang-format on
    out += '}';
}

void appendResult(std::string &out, const Event &e)
{
    switch (e.tool) {
    case Tool::GetOrder:
        print(out, R"({\"order_id\":\"W%07u\",\"status\":\"%s\",\"total\":%.2f,\"paid\":true})", e.subject, statuses[e.status].data(),
              static_cast<double>(e.totalCents) / 100);
        break;
    case Tool::GetCustomer:
        print(out, R"({\"customer_id\":\"C%06u\",\"verified\":%s,\"tier\":\"%s\",\"country\":\"%s\"})", e.subject, yes(e.verified),
              tiers[e.tier].data(), countries[e.country].data());
        break;
    default: print(out, R"({\"ok\":true,\"reference\":\"%06x\"})", (e.number * 2'654'435'761U) >> 8); break;
    }
}

void appendText(std::string &out, std::string_view key, std::string_view text)
{
    out.append(R"(,{"key":")").append(key).append(R"(","value":{"stringValue":")").append(text).append("\"}}");
}

} // namespace

std::string agentName(std::uint32_t agent)
{
    return std::string(trades[agent % trades.size()]) + '-' + std::string(regions[agent / trades.size()]);
}

void appendLine(std::string &out, const Event &e)
{
    Random id(e.session * std::uint64_t{0x2545F491} + 17);
    const std::uint64_t traceHigh = id.next();
    const std::uint64_t traceLow = id.next();
    const std::string_view tool = toolNames[static_cast<std::size_t>(e.tool)];
    print(
        out,
        R"({"resourceSpans":[{"resource":{"attributes":[{"key":"gen_ai.agent.name","value":{"stringValue":"%s"}}]},"scopeSpans":[{"spans":[{"traceId":"%016)" PRIx64
        R"(%016)" PRIx64 R"(","spanId":"%016)" PRIx64 R"(","name":"execute_tool %s","startTimeUnixNano":%)" PRId64 R"(,"endTimeUnixNano":%)" PRId64
        R"(,"attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"execute_tool"}})",
        agentName(e.agent).c_str(), traceHigh, traceLow, traceLow ^ (e.number * std::uint64_t{0x9E3779B97F4A7C15}), tool.data(), e.timeNs,
        e.timeNs + std::int64_t{e.durationUs} * 1000);
    out += R"(,{"key":"gen_ai.conversation.id","value":{"stringValue":")";
    print(out, "conv-%08u\"}}", e.session);
    appendText(out, "gen_ai.tool.name", tool);
    out += R"(,{"key":"gen_ai.tool.call.arguments","value":{"stringValue":")";
    appendArguments(out, e);
    out += "\"}}";
    if (!e.failed) {
        out += R"(,{"key":"gen_ai.tool.call.result","value":{"stringValue":")";
        appendResult(out, e);
        out += "\"}}";
    }
    if (e.failed)
        out.append(R"(],"status":{"code":2,"message":")").append(failures[e.number % failures.size()]).append("\"}");
    else
        out += ']';
    out += "}]}]}]}\n";
}

bool writeEvents(const std::string &path, std::uint64_t count, std::uint64_t &bytes)
{
    const std::unique_ptr<std::FILE, int (*)(std::FILE *)> file(std::fopen(path.c_str(), "wb"), &std::fclose);
    if (!file)
        return false;
    Events events(count);
    std::string lines;
    bytes = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        appendLine(lines, events.next());
        if (lines.size() > (1U << 20) || i + 1 == count) {
            if (std::fwrite(lines.data(), 1, lines.size(), file.get()) != lines.size())
                return false;
            bytes += lines.size();
            lines.clear();
        }
    }
    return std::fflush(file.get()) == 0;
}

} // namespace mandate::bench
