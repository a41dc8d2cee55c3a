// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/http/reply.h"

#include <array>
#include <ctime>

namespace mandate::http {

namespace {

/// IMF-fixdate (RFC 9110), made once a second and thread.
std::string_view dateNow()
{
    thread_local std::time_t made = 0;
    thread_local std::array<char, 40> text{};
    const std::time_t now = std::time(nullptr);
    if (now != made) {
        std::tm utc{};
        ::gmtime_r(&now, &utc);
        std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc); // programs keep the C locale for times
        made = now;
    }
    return text.data();
}

} // namespace

std::string_view reasonPhrase(int status)
{
    switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 411: return "Length Required";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "Status";
    }
}

std::string bytesOf(const Reply &reply, bool keepAlive, bool head)
{
    std::string out;
    out.reserve(256 + reply.body.size());
    out += "HTTP/1.1 ";
    out += std::to_string(reply.status);
    out += ' ';
    out += reasonPhrase(reply.status);
    out += "\r\nDate: ";
    out += dateNow();
    out += "\r\nContent-Type: ";
    out += reply.contentType;
    out += "\r\nContent-Length: ";
    out += std::to_string(reply.body.size());
    for (const auto &[name, value] : reply.fields) {
        out += "\r\n";
        out += name;
        out += ": ";
        out += value;
    }
    out += "\r\nX-Content-Type-Options: nosniff";
    out += keepAlive && !reply.close ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
    if (!head)
        out += reply.body;
    return out;
}

} // namespace mandate::http
