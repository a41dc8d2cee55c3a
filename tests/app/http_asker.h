// SPDX-License-Identifier: GPL-3.0-or-later
// Asks a running gateway as any program would: by cpp-httplib, which shares no code with the server it asks.
#pragma once

#include <nlohmann/json.hpp>

#include <map>
#include <memory>
#include <string>

struct HttpAnswer
{
    int status = 0; ///< 0: no answer
    std::string body;
    std::map<std::string, std::string> fields; ///< names in small letters
    [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(body, nullptr, false); }
};

class HttpAsker
{
public:
    explicit HttpAsker(const std::string &address, std::string token = {});
    ~HttpAsker();
    [[nodiscard]] HttpAnswer get(const std::string &path) const;
    [[nodiscard]] HttpAnswer post(const std::string &path, const std::string &body, const std::map<std::string, std::string> &fields = {}) const;
    [[nodiscard]] HttpAnswer post(const std::string &path, const nlohmann::json &body) const { return post(path, body.dump()); }
    [[nodiscard]] HttpAnswer send(const std::string &method, const std::string &path, const std::string &body, const std::map<std::string, std::string> &fields) const;

private:
    struct Client;
    std::unique_ptr<Client> m_client;
    std::string m_token;
};
