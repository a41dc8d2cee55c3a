// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/digest.h"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <openssl/evp.h>

namespace mandate {

namespace {

/// One context per thread: fetching the algorithm anew costs a fifth of a short hash.
struct Context
{
    EVP_MD *algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    Context()
    {
        if (!algorithm || !context)
            std::abort(); // without SHA-256 no evidence can be written or checked
    }
    ~Context()
    {
        EVP_MD_CTX_free(context);
        EVP_MD_free(algorithm);
    }
    Context(const Context &) = delete;
    Context &operator=(const Context &) = delete;
};

int valueOfHex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

} // namespace

std::string Digest::hex() const
{
    return toHex(view());
}

std::optional<Digest> Digest::fromHex(std::string_view hex)
{
    const auto octets = mandate::fromHex(hex);
    return octets ? fromOctets(*octets) : std::nullopt;
}

std::optional<Digest> Digest::fromOctets(std::string_view octets)
{
    Digest digest;
    if (octets.size() != digest.octets.size())
        return std::nullopt;
    std::memcpy(digest.octets.data(), octets.data(), octets.size());
    return digest;
}

Digest sha256(std::initializer_list<std::string_view> parts)
{
    thread_local const Context shared;
    EVP_DigestInit_ex2(shared.context, shared.algorithm, nullptr);
    for (const std::string_view part : parts)
        EVP_DigestUpdate(shared.context, part.data(), part.size());
    Digest digest;
    EVP_DigestFinal_ex(shared.context, digest.octets.data(), nullptr);
    return digest;
}

std::string toHex(std::string_view octets)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string hex;
    hex.reserve(octets.size() * 2);
    for (const char c : octets) {
        hex += digits[static_cast<unsigned char>(c) >> 4];
        hex += digits[static_cast<unsigned char>(c) & 15];
    }
    return hex;
}

std::optional<std::string> fromHex(std::string_view hex)
{
    if (hex.size() % 2 != 0)
        return std::nullopt;
    std::string octets;
    octets.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = valueOfHex(hex[i]);
        const int low = valueOfHex(hex[i + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        octets += static_cast<char>(high << 4 | low);
    }
    return octets;
}

std::string toBase64(std::string_view octets)
{
    std::string text((octets.size() + 2) / 3 * 4, '\0');
    std::string room(text.size() + 1, '\0'); // OpenSSL ends with NUL
    EVP_EncodeBlock(reinterpret_cast<unsigned char *>(room.data()), reinterpret_cast<const unsigned char *>(octets.data()),
                    static_cast<int>(octets.size()));
    room.resize(text.size());
    return room;
}

std::optional<std::string> fromBase64(std::string_view text)
{
    if (text.size() % 4 != 0)
        return std::nullopt;
    if (text.empty())
        return std::string();
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    std::string octets(text.size() / 4 * 3, '\0');
    const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char *>(octets.data()),
                                       reinterpret_cast<const unsigned char *>(text.data()), static_cast<int>(text.size()));
    if (length < 0)
        return std::nullopt;
    octets.resize(static_cast<std::size_t>(length) - padding);
    if (toBase64(octets) != text) // EVP_DecodeBlock tolerates white space and stray padding; a signature's text must not
        return std::nullopt;
    return octets;
}

} // namespace mandate
