// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/sealed.h"

#include "models/base/digest.h"

#include <cstdlib>
#include <memory>
#include <new>
#include <zstd.h>

namespace mandate::sqlite {

namespace {

constexpr std::size_t sealLength = 8;
constexpr unsigned long long largest = 1ULL << 32; ///< nothing larger is ever sealed: refuse to allocate more for a damaged length

struct CompressorFree
{
    void operator()(ZSTD_CCtx *context) const { ZSTD_freeCCtx(context); }
};
struct DecompressorFree
{
    void operator()(ZSTD_DCtx *context) const { ZSTD_freeDCtx(context); }
};

/// zstd's quicker levels: a third of level 1's time for a twelfth more bytes (measured on recorded events, docs/performance.md).
constexpr int level = -2;

/// What sealing works in, one a thread.
struct Room
{
    std::unique_ptr<ZSTD_CCtx, CompressorFree> context{ZSTD_createCCtx()};
    std::unique_ptr<char[]> octets;
    std::size_t size = 0;

    char *atLeast(std::size_t wanted)
    {
        if (size < wanted) {
            octets = std::make_unique_for_overwrite<char[]>(wanted);
            size = wanted;
        }
        return octets.get();
    }
};

/// First octet says how the rest is kept.
constexpr char compressed = 'z';
constexpr char plain = 'p';

void closeSeal(std::string &sealed)
{
    const Digest digest = sha256(std::string_view(sealed).substr(sealLength));
    sealed.replace(0, sealLength, digest.view().substr(0, sealLength));
}

} // namespace

std::string seal(std::string_view octets)
{
    thread_local Room room;
    const std::size_t length = ZSTD_compressCCtx(room.context.get(), room.atLeast(ZSTD_compressBound(octets.size())),
                                                 ZSTD_compressBound(octets.size()), octets.data(), octets.size(), level);
    if (ZSTD_isError(length))
        std::abort(); // cannot happen with room of compressBound; anything else would lose evidence
    std::string sealed;
    sealed.reserve(sealLength + 1 + length);
    sealed.append(sealLength, '\0');
    sealed += compressed;
    sealed.append(room.octets.get(), length);
    closeSeal(sealed);
    return sealed;
}

std::string sealPlain(std::string_view octets)
{
    std::string sealed(sealLength, '\0');
    sealed.reserve(sealLength + 1 + octets.size());
    sealed += plain;
    sealed += octets;
    closeSeal(sealed);
    return sealed;
}

std::optional<std::string> unseal(std::string_view sealed)
{
    if (sealed.size() <= sealLength)
        return std::nullopt;
    const Digest digest = sha256(sealed.substr(sealLength));
    if (digest.view().substr(0, sealLength) != sealed.substr(0, sealLength))
        return std::nullopt;
    const std::string_view content = sealed.substr(sealLength + 1);
    if (sealed[sealLength] == plain)
        return std::string(content);
    thread_local const std::unique_ptr<ZSTD_DCtx, DecompressorFree> context(ZSTD_createDCtx());
    const unsigned long long size = ZSTD_getFrameContentSize(content.data(), content.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > largest)
        return std::nullopt;
    std::string octets;
    try {
        octets.resize(size);
    } catch (const std::bad_alloc &) { // a forged length
        return std::nullopt;
    }
    const std::size_t length = ZSTD_decompressDCtx(context.get(), octets.data(), octets.size(), content.data(), content.size());
    if (ZSTD_isError(length) || length != size)
        return std::nullopt;
    return octets;
}

} // namespace mandate::sqlite
