// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bag/bag_digests.h"

#include "models/base/digest.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <openssl/evp.h>

namespace mandate {

namespace {

struct Algorithm
{
    std::string_view name;
    std::size_t hexDigits;
    const EVP_MD *(*digest)();
    bool weak;
};

constexpr std::array<Algorithm, 6> known{{{"md5", 32, EVP_md5, true},
                                          {"sha1", 40, EVP_sha1, true},
                                          {"sha224", 56, EVP_sha224, false},
                                          {"sha256", 64, EVP_sha256, false},
                                          {"sha384", 96, EVP_sha384, false},
                                          {"sha512", 128, EVP_sha512, false}}};

const Algorithm *find(std::string_view name)
{
    const auto found = std::ranges::find(known, name, &Algorithm::name);
    return found == known.end() ? nullptr : &*found;
}

struct ContextFree
{
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};

} // namespace

bool isBagAlgorithm(std::string_view name)
{
    return find(name) != nullptr;
}

std::size_t hexDigitsOf(std::string_view algorithm)
{
    const Algorithm *found = find(algorithm);
    return found ? found->hexDigits : 0;
}

bool isWeakAlgorithm(std::string_view algorithm)
{
    const Algorithm *found = find(algorithm);
    return found && found->weak;
}

struct BagDigests::State
{
    std::vector<std::unique_ptr<EVP_MD_CTX, ContextFree>> contexts;
};

BagDigests::BagDigests(std::span<const std::string> algorithms) : m(std::make_unique<State>())
{
    for (const std::string &name : algorithms) {
        const Algorithm *algorithm = find(name);
        m->contexts.emplace_back(EVP_MD_CTX_new());
        if (!algorithm || !m->contexts.back() || EVP_DigestInit_ex2(m->contexts.back().get(), algorithm->digest(), nullptr) != 1)
            std::abort(); // only known algorithms come here, and a library without them can check nothing
    }
}

BagDigests::~BagDigests() = default;

void BagDigests::add(std::string_view octets)
{
    for (const auto &context : m->contexts)
        EVP_DigestUpdate(context.get(), octets.data(), octets.size());
}

std::vector<std::string> BagDigests::finish()
{
    std::vector<std::string> digests;
    for (const auto &context : m->contexts) {
        std::array<unsigned char, EVP_MAX_MD_SIZE> octets;
        unsigned length = 0;
        EVP_DigestFinal_ex(context.get(), octets.data(), &length);
        digests.push_back(toHex({reinterpret_cast<const char *>(octets.data()), length}));
    }
    return digests;
}

} // namespace mandate
