// SPDX-License-Identifier: GPL-3.0-or-later
// Several persons at one workspace, each with keys of their own, one after the other; a clock that the test sets.
#pragma once

#include "models/people/secret_file.h"
#include "models/workspace/workspace.h"

#include <map>
#include <memory>
#include <mutex>

namespace mandate::test {

/// Secrets in memory: as a keychain, without a passphrase.
class MemorySecrets final : public SecretStore
{
public:
    Result<Secret> get(std::string_view name) override
    {
        const auto found = m_secrets.find(name);
        if (found != m_secrets.end())
            return Secret(found->second);
        Error error;
        error.kind = ErrorKind::Missing;
        error.code = "MND-KEY-002";
        return error;
    }
    Result<void> put(std::string_view name, std::string_view secret) override
    {
        m_secrets[std::string(name)] = secret;
        return {};
    }
    Result<void> remove(std::string_view name) override
    {
        m_secrets.erase(std::string(name));
        return {};
    }
    SecretStoreKind kind() override { return SecretStoreKind::Keychain; }
    std::string description() override { return "Memory of the test."; }
    [[nodiscard]] std::size_t count() const { return m_secrets.size(); }

private:
    std::map<std::string, std::string, std::less<>> m_secrets;
};

class SeveralPeople : public Identity
{
public:
    [[nodiscard]] Person person() const override
    {
        const std::scoped_lock guard(m_mutex);
        return {"account:" + m_account, {}};
    }
    void become(const std::string &account)
    {
        const std::scoped_lock guard(m_mutex);
        m_account = account;
    }

private:
    mutable std::mutex m_mutex;
    std::string m_account = "ada";
};

struct People
{
    std::shared_ptr<SeveralPeople> who = std::make_shared<SeveralPeople>();
    std::shared_ptr<MemorySecrets> secrets = std::make_shared<MemorySecrets>();
    std::shared_ptr<Instant> now = std::make_shared<Instant>(*parseInstant("2026-03-01T10:00:00Z"));

    [[nodiscard]] Surroundings surroundings() const
    {
        return {who, [now = now] { return Instant{now->nanoseconds++}; }, secrets};
    }
    void pass(std::int64_t hours) const { now->nanoseconds += hours * 3600 * 1'000'000'000; }
    [[nodiscard]] static std::string id(const std::string &account) { return "account:" + account; }
    /// What `account` would hand to an owner.
    [[nodiscard]] std::string request(const std::string &account) const
    {
        return std::move(newKeyRequest(*secrets, {id(account), {}})).value();
    }
};

} // namespace mandate::test
