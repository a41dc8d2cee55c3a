// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/token_file.h"

#include "models/gateway/durable_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace mandate {

namespace {

constexpr std::size_t largestFile = std::size_t{16} << 20;

Error fileError(ErrorKind kind, const char *code, const std::string &path, std::string happened, std::string remedy)
{
    Error error;
    error.kind = kind;
    error.code = code;
    error.happened = std::move(happened);
    error.unaffected = "No token is accepted meanwhile.";
    error.remedy = std::move(remedy);
    error.position.file = path;
    return error;
}

bool sameState(const struct stat &a, const struct stat &b)
{
    return a.st_ino == b.st_ino && a.st_dev == b.st_dev && a.st_size == b.st_size && a.st_mode == b.st_mode && a.st_uid == b.st_uid &&
           a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec && a.st_ctim.tv_sec == b.st_ctim.tv_sec &&
           a.st_ctim.tv_nsec == b.st_ctim.tv_nsec;
}

Result<TokenSet> readTokens(const std::string &path, const struct stat &state)
{
    if (!S_ISREG(state.st_mode) || (state.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return fileError(ErrorKind::Refused, "MND-GTW-022", path, "The token file can be read or changed by others on this machine.",
                         "Run \"chmod 600\" on it, and make new tokens if it was open for long: who changes it decides who may ask.");
    if (state.st_uid != ::geteuid() && ::geteuid() != 0)
        return fileError(ErrorKind::Refused, "MND-GTW-022", path, "The token file belongs to another account.", "Name one of your own with --token-file.");
    if (static_cast<std::size_t>(state.st_size) > largestFile)
        return fileError(ErrorKind::Input, "MND-GTW-021", path, "The token file is larger than 16 MiB.", "Name the right file with --token-file.");
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return fileError(ErrorKind::Storage, "MND-GTW-023", path, std::string("The token file cannot be read: ") + std::strerror(errno) + '.', "Check its rights.");
    std::string text(static_cast<std::size_t>(state.st_size), '\0');
    std::size_t size = 0;
    for (ssize_t got = 0; size < text.size() && (got = ::read(file, text.data() + size, text.size() - size)) > 0;)
        size += static_cast<std::size_t>(got);
    ::close(file);
    text.resize(size);
    auto tokens = TokenSet::fromJson(text);
    if (tokens)
        return tokens;
    Error problem = tokens.error();
    problem.position.file = path;
    return problem;
}

} // namespace

Result<std::shared_ptr<const TokenSet>> TokenFile::current()
{
    struct stat state
    {
    };
    const bool there = ::stat(m_path.c_str(), &state) == 0;
    const int why = errno;
    const std::scoped_lock guard(m_lock);
    if (!there) {
        m_there = false;
        m_problem.reset();
        m_tokens = std::make_shared<const TokenSet>();
        if (why != ENOENT)
            return fileError(ErrorKind::Storage, "MND-GTW-023", m_path, std::string("The token file cannot be read: ") + std::strerror(why) + '.', "Check its rights.");
        return m_tokens;
    }
    if (!m_there || !sameState(state, m_seen)) {
        auto tokens = readTokens(m_path, state);
        m_problem = tokens ? std::nullopt : std::optional(tokens.error());
        m_tokens = tokens ? std::make_shared<const TokenSet>(std::move(*tokens)) : std::make_shared<const TokenSet>();
        m_seen = state;
        m_there = true;
    }
    if (m_problem)
        return *m_problem;
    return m_tokens;
}

Result<void> TokenFile::change(const std::function<Result<std::vector<Token>>(std::vector<Token>)> &change)
{
    const std::string lockPath = m_path + ".lock";
    const int lock = ::open(lockPath.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0 || ::flock(lock, LOCK_EX) != 0) {
        const int why = errno;
        if (lock >= 0)
            ::close(lock);
        return fileError(ErrorKind::Storage, "MND-GTW-023", lockPath, std::string("The tokens cannot be changed: ") + std::strerror(why) + '.', "Check the folder's rights.");
    }
    const auto changed = [&]() -> Result<void> {
        const auto tokens = current();
        if (!tokens)
            return tokens.error();
        auto wanted = change((*tokens)->tokens());
        if (!wanted)
            return wanted.error();
        return writeDurably(m_path, TokenSet(std::move(*wanted)).toJson());
    }();
    ::close(lock);
    return changed;
}

} // namespace mandate
