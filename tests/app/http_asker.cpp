// SPDX-License-Identifier: GPL-3.0-or-later
#include "http_asker.h"

#include <httplib.h>

#include <algorithm>
#include <cctype>

struct HttpAsker::Client
{
    explicit Client(const std::string &address) : client(address)
    {
        client.set_keep_alive(true);
        client.set_read_timeout(90);
        client.enable_server_certificate_verification(false);
    }
    httplib::Client client;
};

HttpAsker::HttpAsker(const std::string &address, std::string token) : m_client(std::make_unique<Client>(address)), m_token(std::move(token)) {}
HttpAsker::~HttpAsker() = default;

HttpAnswer HttpAsker::send(const std::string &method, const std::string &path, const std::string &body, const std::map<std::string, std::string> &fields) const
{
    httplib::Request request;
    request.method = method;
    request.path = path;
    request.body = body;
    if (!m_token.empty())
        request.set_header("Authorization", "Bearer " + m_token);
    for (const auto &[name, value] : fields)
        request.set_header(name.c_str(), value);
    HttpAnswer answer;
    const auto result = m_client->client.send(request);
    if (!result)
        return answer;
    answer.status = result->status;
    answer.body = result->body;
    for (const auto &[name, value] : result->headers) {
        std::string small = name;
        std::transform(small.begin(), small.end(), small.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        answer.fields[small] = value;
    }
    return answer;
}

HttpAnswer HttpAsker::get(const std::string &path) const
{
    return send("GET", path, {}, {});
}

HttpAnswer HttpAsker::post(const std::string &path, const std::string &body, const std::map<std::string, std::string> &fields) const
{
    std::map<std::string, std::string> all{{"Content-Type", "application/json"}};
    for (const auto &[name, value] : fields)
        all[name] = value;
    return send("POST", path, body, all);
}
