// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/digest_stream.h"

#include <cstdlib>
#include <openssl/evp.h>

namespace mandate {

namespace {

struct ContextFree
{
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};
using HashState = std::unique_ptr<EVP_MD_CTX, ContextFree>;

} // namespace

struct DigestStream::Private
{
    HashState state{EVP_MD_CTX_new()};
};

DigestStream::DigestStream() : m(std::make_unique<Private>())
{
    if (!m->state || EVP_DigestInit_ex2(m->state.get(), EVP_sha256(), nullptr) != 1)
        std::abort(); // without SHA-256 no evidence can be written or checked
}

DigestStream::~DigestStream() = default;
DigestStream::DigestStream(DigestStream &&) noexcept = default;
DigestStream &DigestStream::operator=(DigestStream &&) noexcept = default;

void DigestStream::add(std::string_view octets)
{
    EVP_DigestUpdate(m->state.get(), octets.data(), octets.size());
}

Digest DigestStream::digest() const
{
    const HashState copy(EVP_MD_CTX_new());
    Digest digest;
    if (!copy || EVP_MD_CTX_copy_ex(copy.get(), m->state.get()) != 1 || EVP_DigestFinal_ex(copy.get(), digest.octets.data(), nullptr) != 1)
        std::abort();
    return digest;
}

} // namespace mandate
