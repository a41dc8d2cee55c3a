// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/http/head.h"

#include <algorithm>
#include <charconv>

namespace mandate::http {

namespace {

constexpr std::string_view endOfHead = "\r\n\r\n";

bool isTokenCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool isToken(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

char small(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

std::string inSmallLetters(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), small);
    return out;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char s = small(c);
    return s >= 'a' && s <= 'f' ? s - 'a' + 10 : -1;
}

HeadReading refused(int status, std::string detail)
{
    return {{}, Fault{status, std::move(detail)}, 0};
}

std::optional<Fault> readRequestLine(std::string_view line, Head &head)
{
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || last == first || line.find(' ', first + 1) != last)
        return Fault{400, "The request line must be a method, a path and a version, with one space between."};
    const std::string_view method = line.substr(0, first);
    const std::string_view target = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    if (!isToken(method))
        return Fault{400, "The method is no HTTP token."};
    if (version != "HTTP/1.1" && version != "HTTP/1.0")
        return Fault{505, "Only HTTP/1.1 and HTTP/1.0 are spoken here."};
    if (target.size() > maximumTarget)
        return Fault{414, "The path is longer than 8 KiB."};
    if (target.empty() || target.front() != '/' || std::any_of(target.begin(), target.end(), [](char c) { return c <= ' ' || c == 0x7f; }))
        return Fault{400, "The path must begin with \"/\" and hold no spaces."};
    const std::size_t mark = target.find('?');
    const auto path = percentDecoded(target.substr(0, mark));
    if (!path)
        return Fault{400, "The path holds a broken percent escape."};
    head.method = std::string(method);
    head.path = *path;
    if (mark != std::string_view::npos)
        head.query = std::string(target.substr(mark + 1));
    head.http10 = version == "HTTP/1.0";
    return {};
}

std::optional<Fault> readField(std::string_view line, Head &head)
{
    if (line.front() == ' ' || line.front() == '\t')
        return Fault{400, "A header field is continued on a second line, which RFC 9112 forbids."};
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !isToken(line.substr(0, colon)))
        return Fault{400, "A header field has no name, or spaces before its colon."};
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (std::any_of(value.begin(), value.end(), [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 0x7f; }))
        return Fault{400, "A header field holds control characters."};
    if (head.fields.size() == maximumFields)
        return Fault{431, "There are more than 100 header fields."};
    head.fields.emplace_back(inSmallLetters(line.substr(0, colon)), std::string(value));
    return {};
}

/// Fields that say where the request ends must be there once, and not contradict each other (request smuggling, RFC 9112 section 11.2).
std::optional<Fault> readFraming(Head &head)
{
    std::size_t lengths = 0;
    std::size_t codings = 0;
    std::size_t hosts = 0;
    head.keepAlive = !head.http10;
    for (const auto &[name, value] : head.fields) {
        if (name == "content-length") {
            const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), head.contentLength);
            if (++lengths > 1 || value.empty() || problem != std::errc() || end != value.data() + value.size())
                return Fault{400, "Content-Length must be there once and be a number."};
        } else if (name == "transfer-encoding") {
            if (++codings > 1 || inSmallLetters(value) != "chunked" || head.http10)
                return Fault{501, "Of transfer codings only \"chunked\" is understood."};
            head.chunked = true;
        } else if (name == "host") {
            ++hosts;
        } else if (name == "connection") {
            const std::string said = inSmallLetters(value);
            head.keepAlive = said.find("close") == std::string::npos && (!head.http10 || said.find("keep-alive") != std::string::npos);
        } else if (name == "expect") {
            if (inSmallLetters(value) != "100-continue")
                return Fault{417, "Of expectations only \"100-continue\" is understood."};
            head.expectsContinue = !head.http10;
        } else if (name == "authorization" || name == "content-type" || name == "content-encoding") {
            if (std::count_if(head.fields.begin(), head.fields.end(), [&name](const auto &field) { return field.first == name; }) > 1)
                return Fault{400, "\"" + name + "\" is there twice."};
        }
    }
    if (lengths > 0 && head.chunked)
        return Fault{400, "There are both Content-Length and Transfer-Encoding."};
    if (hosts > 1 || (hosts == 0 && !head.http10))
        return Fault{400, "Host must be there once."};
    return {};
}

} // namespace

std::optional<std::string> percentDecoded(std::string_view text, bool plusIsSpace)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            const int high = i + 2 < text.size() ? hexValue(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hexValue(text[i + 2]) : -1;
            if (high < 0 || low < 0 || (high == 0 && low == 0))
                return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && plusIsSpace) {
            c = ' ';
        }
        out += c;
    }
    return out;
}

std::string_view Head::field(std::string_view name) const
{
    const auto found = std::find_if(fields.begin(), fields.end(), [name](const auto &field) { return field.first == name; });
    return found == fields.end() ? std::string_view{} : std::string_view(found->second);
}

std::optional<std::string> Head::parameter(std::string_view name) const
{
    std::string_view rest = query;
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        const std::size_t equals = pair.find('=');
        if (percentDecoded(pair.substr(0, equals), true) == name)
            return equals == std::string_view::npos ? std::string() : percentDecoded(pair.substr(equals + 1), true);
    }
    return std::nullopt;
}

HeadReading readHead(std::string_view received, std::size_t &scanned)
{
    const std::size_t from = scanned < endOfHead.size() ? 0 : scanned - (endOfHead.size() - 1);
    const std::size_t end = received.find(endOfHead, from);
    scanned = received.size();
    const std::size_t seen = end == std::string_view::npos ? received.size() : end;
    if (seen > maximumHead)
        return refused(431, "The header fields are longer than 32 KiB.");
    if (end == std::string_view::npos) {
        if (received.size() > maximumTarget + 64 && received.find("\r\n") == std::string_view::npos)
            return refused(414, "The path is longer than 8 KiB.");
        if (!received.empty() && !isTokenCharacter(received.front())) // such as a TLS greeting on the plain port
            return refused(400, "This is no HTTP request.");
        return {};
    }
    HeadReading reading;
    Head head;
    std::string_view rest = received.substr(0, end);
    std::size_t lineEnd = rest.find("\r\n");
    reading.fault = readRequestLine(rest.substr(0, lineEnd), head);
    while (!reading.fault && lineEnd != std::string_view::npos) {
        rest.remove_prefix(lineEnd + 2);
        lineEnd = rest.find("\r\n");
        const std::string_view line = rest.substr(0, lineEnd);
        reading.fault = line.empty() ? Fault{400, "A header field is empty."} : readField(line, head);
    }
    if (!reading.fault)
        reading.fault = readFraming(head);
    reading.length = end + endOfHead.size();
    if (!reading.fault)
        reading.head = std::move(head);
    return reading;
}

} // namespace mandate::http
