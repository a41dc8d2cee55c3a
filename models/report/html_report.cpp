// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/report/html_report.h"

#include "models/base/code_points.h"

#include <cstdio>

namespace mandate {

namespace {

void appendEscaped(std::string &out, std::string_view text)
{
    for (const char c : shownText(text)) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c;
        }
    }
}

constexpr std::string_view style = R"(
:root { color-scheme: light dark; }
body { font-family: "Noto Sans", "DejaVu Sans", sans-serif; line-height: 1.45; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; color: #1B1D1F; background: #FFFFFF; }
h1 { font-size: 1.5em; } h2 { font-size: 1.2em; margin-top: 2em; border-bottom: 1px solid #767670; }
table { border-collapse: collapse; width: 100%; margin: 1em 0; }
caption { text-align: left; font-weight: bold; padding: 0.3em 0; }
th, td { border: 1px solid #767670; padding: 0.3em 0.5em; text-align: left; vertical-align: top; overflow-wrap: anywhere; white-space: pre-wrap; }
thead th { background: #F1F1EE; } th[scope=row] { width: 16rem; background: #F1F1EE; }
footer { margin-top: 3em; border-top: 1px solid #767670; font-size: 0.85em; overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { body { color: #ECEDEE; background: #16181A; } thead th, th[scope=row] { background: #222528; } }
@media print { thead { display: table-header-group; } tr { break-inside: avoid; } }
)";

class HtmlReport : public Report
{
public:
    HtmlReport(const std::string &title, ReportFooter footer, ReportSink sink) : m_footer(std::move(footer)), m_sink(std::move(sink))
    {
        m_out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'\">\n"
                "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>";
        appendEscaped(m_out, title);
        m_out += "</title>\n<style>";
        m_out += style;
        m_out += "</style>\n</head>\n<body>\n<main>\n";
    }
    void heading(int level, std::string_view text) override
    {
        const std::string tag = 'h' + std::to_string(level);
        element(tag, text);
    }
    void paragraph(std::string_view text) override { element("p", text); }
    void facts(const std::vector<std::pair<std::string, std::string>> &facts) override
    {
        m_out += "<table>\n<tbody>\n";
        for (const auto &[name, value] : facts) {
            m_out += "<tr><th scope=\"row\">";
            appendEscaped(m_out, name);
            m_out += "</th><td>";
            appendEscaped(m_out, value);
            m_out += "</td></tr>\n";
        }
        m_out += "</tbody>\n</table>\n";
        pass();
    }
    void beginTable(std::string_view caption, const std::vector<ReportColumn> &columns) override
    {
        m_out += "<table>\n<caption>";
        appendEscaped(m_out, caption);
        m_out += "</caption>\n<thead>\n<tr>";
        for (const ReportColumn &column : columns) {
            m_out += "<th scope=\"col\">";
            appendEscaped(m_out, column.heading);
            m_out += "</th>";
        }
        m_out += "</tr>\n</thead>\n<tbody>\n";
    }
    void row(const std::vector<std::string> &cells) override
    {
        m_out += "<tr>";
        for (const std::string &cell : cells) {
            m_out += "<td>";
            appendEscaped(m_out, cell);
            m_out += "</td>";
        }
        m_out += "</tr>\n";
        pass();
    }
    void endTable() override { m_out += "</tbody>\n</table>\n"; }
    Result<void> finish() override
    {
        m_out += "</main>\n<footer>";
        appendEscaped(m_out, m_footer.subject + " · " + m_footer.digest + " · " + m_footer.zone + " · " + m_footer.by);
        m_out += "</footer>\n</body>\n</html>\n";
        pass();
        return m_problem ? Result<void>(*m_problem) : Result<void>();
    }

private:
    void element(const std::string &tag, std::string_view text)
    {
        m_out += '<' + tag + '>';
        appendEscaped(m_out, text);
        m_out += "</" + tag + ">\n";
        pass();
    }
    void pass()
    {
        if (!m_problem) {
            if (auto written = m_sink(m_out); !written)
                m_problem = written.error();
        }
        m_out.clear();
    }

    ReportFooter m_footer;
    ReportSink m_sink;
    std::string m_out;
    std::optional<Error> m_problem;
};

} // namespace

std::string shownText(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const Utf8Point point = utf8PointAt(text);
        if (point.valid && !isHidden(point.value) && point.value != '\r') {
            out += text.substr(0, point.octets);
        } else {
            char name[24];
            std::snprintf(name, sizeof name, point.valid ? "\xE2\x9F\xA6U+%04X\xE2\x9F\xA7" : "\xE2\x9F\xA6%02X\xE2\x9F\xA7", static_cast<unsigned>(point.value));
            out += name;
        }
        text.remove_prefix(point.octets);
    }
    return out;
}

std::unique_ptr<Report> htmlReport(std::string title, ReportFooter footer, ReportSink sink)
{
    return std::make_unique<HtmlReport>(title, std::move(footer), std::move(sink));
}

} // namespace mandate
