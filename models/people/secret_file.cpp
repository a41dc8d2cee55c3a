// SPDX-License-Identifier: GPL-3.0-or-later
// "secret-<digest of the name>.sealed": canonical JSON {v, kdf, operations, memory, salt, nonce, sealed}. The name is inside of what is sealed.
#include "models/people/secret_file.h"

#include "models/base/digest.h"
#include "models/base/json_reader.h"
#include "models/base/object_writer.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <sodium.h>

namespace mandate {

namespace {

constexpr std::uint64_t mostMemory = 1ULL << 30;
constexpr std::uint64_t mostOperations = 64;
constexpr std::size_t mostBytes = 1U << 16;
constexpr std::array<std::string_view, 3> secretStoreNames{"none", "passphrase_file", "keychain"};

Error secretError(ErrorKind kind, std::string code, std::string happened, std::string remedy)
{
    Error error;
    error.kind = kind;
    error.code = std::move(code);
    error.happened = std::move(happened);
    error.unaffected = "The workspace, its evidence and the secrets kept here are unchanged.";
    error.remedy = std::move(remedy);
    return error;
}

Error damaged(const std::string &path)
{
    return secretError(ErrorKind::Corrupt, "MND-KEY-006", "The sealed file \"" + path + "\" cannot be read.",
                       "Restore it from a backup, or have an owner give you a new key.");
}

const unsigned char *octets(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}
unsigned char *octets(std::string &text)
{
    return reinterpret_cast<unsigned char *>(text.data());
}

Result<Secret> derive(const Secret &passphrase, std::string_view salt, const SecretFile::Effort &effort)
{
    Secret key(std::string(crypto_secretbox_KEYBYTES, '\0'));
    if (crypto_pwhash(octets(key.text), key.text.size(), passphrase.text.data(), passphrase.text.size(), octets(salt), effort.operations,
                      static_cast<std::size_t>(effort.memory), crypto_pwhash_ALG_ARGON2ID13) != 0)
        return secretError(ErrorKind::Storage, "MND-KEY-007", "There is not enough memory to open the sealed keys.", "Close other programs and try again.");
    return key;
}

} // namespace

std::string_view nameOf(SecretStoreKind kind)
{
    return secretStoreNames.at(static_cast<std::size_t>(kind));
}

Result<Secret> passphraseFromFile()
{
    const char *path = std::getenv("MANDATE_PASSPHRASE_FILE");
    if (!path || *path == '\0')
        return secretError(ErrorKind::Refused, "MND-KEY-010", "Your key is sealed by a passphrase, and nobody can be asked for it here.",
                           "Name a file of mode 600 that holds it in MANDATE_PASSPHRASE_FILE, or use a terminal or the console.");
    auto read = readPrivateFile(path, 4096);
    if (!read)
        return read.error();
    read->text.resize(std::min(read->text.find('\n'), read->text.size()));
    if (read->text.empty())
        return secretError(ErrorKind::Refused, "MND-KEY-010", "The file \"" + std::string(path) + "\" holds no passphrase.", "Put the passphrase on its first line.");
    return read;
}

SecretFile::~SecretFile() = default;

std::string SecretFile::fileOf(std::string_view name) const
{
    return "secret-" + sha256(name).hex().substr(0, 32) + ".sealed";
}

std::string SecretFile::description()
{
    return "Files sealed by your passphrase, in \"" + m_folder + "\".";
}

bool SecretFile::isEmpty() const
{
    std::error_code problem;
    for (const auto &file : std::filesystem::directory_iterator(m_folder, problem)) {
        if (file.path().extension() == ".sealed")
            return false;
    }
    return true;
}

bool SecretFile::isLocked()
{
    {
        const std::scoped_lock guard(m_mutex);
        if (m_passphrase)
            return false;
    }
    const char *file = std::getenv("MANDATE_PASSPHRASE_FILE");
    return !file || *file == '\0';
}

Result<const Secret *> SecretFile::passphrase()
{
    if (!m_passphrase) {
        auto asked = m_ask ? m_ask() : passphraseFromFile();
        if (!asked)
            return asked.error();
        if (auto fits = tryAny(*asked); !fits)
            return fits.error();
        m_passphrase = std::move(asked).value();
    }
    return &*m_passphrase;
}

Result<void> SecretFile::tryAny(const Secret &passphrase) const
{
    std::error_code problem;
    for (const auto &file : std::filesystem::directory_iterator(m_folder, problem)) {
        if (file.path().extension() != ".sealed")
            continue;
        const auto sealed = readPrivateFile(file.path().string(), mostBytes);
        if (!sealed)
            return sealed.error();
        const auto opened = open(sealed->text, {}, passphrase);
        if (opened || opened.error().kind == ErrorKind::Refused)
            return opened ? Result<void>() : Result<void>(opened.error());
    }
    return {}; // the first secret makes the passphrase
}

Result<void> SecretFile::unlock(std::string_view text)
{
    Secret given{std::string(text)};
    if (given.text.size() < 8)
        return secretError(ErrorKind::Refused, "MND-KEY-009", "The passphrase is shorter than 8 characters.", "Type a longer one.");
    if (auto fits = tryAny(given); !fits)
        return fits;
    const std::scoped_lock guard(m_mutex);
    m_passphrase = std::move(given);
    return {};
}

Result<Secret> SecretFile::open(std::string_view sealed, std::string_view name, const Secret &passphrase) const
{
    Arena arena;
    JsonReader reader;
    const auto file = reader.read(sealed, arena);
    const Value *operations = file ? file->find("operations") : nullptr;
    const Value *memory = file ? file->find("memory") : nullptr;
    const auto bytes = [&](std::string_view member) { return fromBase64(file ? file->findText(member).value_or("?") : "?"); };
    const auto salt = bytes("salt");
    const auto nonce = bytes("nonce");
    const auto box = bytes("sealed");
    const bool fits = operations && memory && operations->is(ValueKind::Int) && memory->is(ValueKind::Int) && operations->asInt() > 0 &&
                      operations->asInt() <= static_cast<std::int64_t>(mostOperations) && memory->asInt() >= 8192 &&
                      memory->asInt() <= static_cast<std::int64_t>(mostMemory) && salt && salt->size() == crypto_pwhash_SALTBYTES && nonce &&
                      nonce->size() == crypto_secretbox_NONCEBYTES && box && box->size() >= crypto_secretbox_MACBYTES &&
                      file->findText("kdf") == "argon2id13";
    if (!fits)
        return damaged(m_folder + '/' + fileOf(name));
    const auto key = derive(passphrase, *salt, {static_cast<std::uint64_t>(operations->asInt()), static_cast<std::uint64_t>(memory->asInt())});
    if (!key)
        return key.error();
    Secret content(std::string(box->size() - crypto_secretbox_MACBYTES, '\0'));
    if (crypto_secretbox_open_easy(octets(content.text), octets(*box), box->size(), octets(*nonce), octets(key->text)) != 0)
        return secretError(ErrorKind::Refused, "MND-KEY-008", "The passphrase is wrong, or the sealed file was changed.",
                           "Type it again. If nobody knows it any more, an owner gives you a new key.");
    if (name.empty())
        return content;
    const std::string head = std::string(name) + '\0';
    if (!content.text.starts_with(head))
        return damaged(m_folder + '/' + fileOf(name));
    return Secret(content.text.substr(head.size()));
}

Result<Secret> SecretFile::get(std::string_view name)
{
    const std::string path = m_folder + '/' + fileOf(name);
    const auto sealed = readPrivateFile(path, mostBytes);
    if (!sealed)
        return sealed.error();
    const std::scoped_lock guard(m_mutex);
    const auto known = passphrase();
    if (!known)
        return known.error();
    return open(sealed->text, name, **known);
}

Result<void> SecretFile::put(std::string_view name, std::string_view secret)
{
    if (auto ready = ensurePrivateFolder(m_folder); !ready)
        return ready;
    const std::scoped_lock guard(m_mutex);
    const auto known = passphrase();
    if (!known)
        return known.error();
    std::string salt(crypto_pwhash_SALTBYTES, '\0');
    std::string nonce(crypto_secretbox_NONCEBYTES, '\0');
    randombytes_buf(salt.data(), salt.size());
    randombytes_buf(nonce.data(), nonce.size());
    const auto key = derive(**known, salt, m_effort);
    if (!key)
        return key.error();
    Secret content;
    content.text.reserve(name.size() + 1 + secret.size());
    content.text.append(name).append(1, '\0').append(secret);
    std::string box(content.text.size() + crypto_secretbox_MACBYTES, '\0');
    crypto_secretbox_easy(octets(box), octets(content.text), content.text.size(), octets(nonce), octets(key->text));
    ObjectWriter file;
    file.put("v", Value::integer(1));
    file.put("kdf", std::string_view("argon2id13"));
    file.put("operations", Value::integer(static_cast<std::int64_t>(m_effort.operations)));
    file.put("memory", Value::integer(static_cast<std::int64_t>(m_effort.memory)));
    file.put("salt", toBase64(salt));
    file.put("nonce", toBase64(nonce));
    file.put("sealed", toBase64(box));
    return writePrivateFile(m_folder, fileOf(name), file.canonical());
}

Result<void> SecretFile::remove(std::string_view name)
{
    std::error_code problem;
    std::filesystem::remove(std::filesystem::path(m_folder) / fileOf(name), problem);
    if (problem)
        return secretError(ErrorKind::Storage, "MND-KEY-001", "Removing a secret failed: " + problem.message() + '.', "Check the folder's permissions.");
    return {};
}

} // namespace mandate
