// SPDX-License-Identifier: GPL-3.0-or-later
// Where 64 bytes of JSON hold quotes, backslashes and brackets, as bit masks: the inner step of the splitter. It judges bytes, not JSON.
// The way of finding escaped characters and strings follows G. Langdale, D. Lemire, "Parsing Gigabytes of JSON per Second" (VLDB J. 2019).
#pragma once

#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace mandate {

struct BlockMasks
{
    std::uint64_t quote = 0;
    std::uint64_t backslash = 0;
    std::uint64_t open = 0;  ///< { or [
    std::uint64_t close = 0; ///< } or ]
};

/// Reads 64 bytes at `p`.
inline BlockMasks classifyBlock(const char *p)
{
    BlockMasks masks;
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i curly = _mm_set1_epi8(0x20); // [ and ] differ from { and } by this bit alone
    const __m128i open = _mm_set1_epi8('{');
    const __m128i close = _mm_set1_epi8('}');
    const auto bits = [](__m128i equal) { return static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(equal))); };
    for (unsigned part = 0; part < 4; ++part) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(p + part * 16));
        const __m128i folded = _mm_or_si128(bytes, curly);
        const unsigned shift = part * 16;
        masks.quote |= bits(_mm_cmpeq_epi8(bytes, quote)) << shift;
        masks.backslash |= bits(_mm_cmpeq_epi8(bytes, backslash)) << shift;
        masks.open |= bits(_mm_cmpeq_epi8(folded, open)) << shift;
        masks.close |= bits(_mm_cmpeq_epi8(folded, close)) << shift;
    }
#else
    for (unsigned i = 0; i < 64; ++i) {
        const char c = p[i];
        masks.quote |= static_cast<std::uint64_t>(c == '"') << i;
        masks.backslash |= static_cast<std::uint64_t>(c == '\\') << i;
        masks.open |= static_cast<std::uint64_t>(c == '{' || c == '[') << i;
        masks.close |= static_cast<std::uint64_t>(c == '}' || c == ']') << i;
    }
#endif
    return masks;
}

/// Follows strings through consecutive blocks.
class StringTracker
{
public:
    /// Bits of the block that lie in a string (its opening quote included, its closing quote not).
    std::uint64_t inString(const BlockMasks &masks)
    {
        const std::uint64_t quotes = masks.quote & ~escaped(masks.backslash);
        std::uint64_t within = quotes;
        for (unsigned shift = 1; shift < 64; shift *= 2)
            within ^= within << shift;
        within ^= m_open;
        m_open = (within >> 63) ? ~std::uint64_t{0} : 0;
        return within;
    }

private:
    std::uint64_t escaped(std::uint64_t backslash)
    {
        constexpr std::uint64_t oddBits = 0xAAAAAAAAAAAAAAAAULL;
        if (backslash == 0) {
            const std::uint64_t first = m_nextIsEscaped;
            m_nextIsEscaped = 0;
            return first;
        }
        const std::uint64_t starts = backslash & ~m_nextIsEscaped;
        const std::uint64_t codes = (((starts << 1) | oddBits) - starts) ^ oddBits;
        const std::uint64_t result = codes ^ (backslash | m_nextIsEscaped);
        m_nextIsEscaped = (codes & backslash) >> 63;
        return result;
    }

    std::uint64_t m_open = 0;
    std::uint64_t m_nextIsEscaped = 0;
};

} // namespace mandate
