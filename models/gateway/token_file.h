// SPDX-License-Identifier: GPL-3.0-or-later
// The file of tokens beside a workspace: read again as soon as it changes, so that a revocation holds with the next request; changed whole or not at
// all, by one program at a time.
#pragma once

#include "models/gateway/token.h"

#include <functional>
#include <mutex>
#include <sys/stat.h>

namespace mandate {

class TokenFile
{
public:
    explicit TokenFile(std::string path) : m_path(std::move(path)) {}
    /// "<workspace>-tokens".
    [[nodiscard]] static std::string besideWorkspace(const std::string &workspace) { return workspace + "-tokens"; }

    /// The tokens as they are now; none when there is no file. Refused when others can read or change the file, Input when it is none. Any thread.
    Result<std::shared_ptr<const TokenSet>> current();
    /// Changes the tokens: `change` gets them and gives the new ones, or the reason why not. Makes the file when there is none.
    Result<void> change(const std::function<Result<std::vector<Token>>(std::vector<Token>)> &change);
    [[nodiscard]] const std::string &path() const { return m_path; }

private:
    std::string m_path;
    std::mutex m_lock;
    struct stat m_seen{};
    bool m_there = false;
    std::optional<Error> m_problem;
    std::shared_ptr<const TokenSet> m_tokens = std::make_shared<const TokenSet>();
};

} // namespace mandate
