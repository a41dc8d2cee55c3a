// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/seal_words.h"

#include "models/workspace/workspace.h"

#include <array>

namespace mandate::words {

namespace {

struct SealWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::SealWords)
};

} // namespace

StateWord of(SealState state)
{
    switch (state) {
    case SealState::Valid: return {SealWords::tr("Sealed, holds"), Shape::Tick, Tone::Good};
    case SealState::Broken: return {SealWords::tr("Seal does not hold"), Shape::Octagon, Tone::Critical};
    case SealState::UnknownKey: return {SealWords::tr("Sealed with an unknown key"), Shape::Triangle, Tone::Warning};
    case SealState::Unknown: return {SealWords::tr("Seal unknown"), Shape::Diamond, Tone::Warning};
    case SealState::NotSealed: return {SealWords::tr("Recorded, not sealed"), Shape::Diamond, Tone::Neutral};
    }
    return {};
}

StateWord ofPart(const Seal &seal, std::string_view part)
{
    return of(covers(seal.kind, part) ? seal.state : SealState::NotSealed);
}

QString name(SealKind kind)
{
    switch (kind) {
    case SealKind::None: return {};
    case SealKind::Signature: return SealWords::tr("A signature beside the record (Ed25519)");
    case SealKind::Envelope: return SealWords::tr("A signed envelope around the record (DSSE)");
    case SealKind::HashChain: return SealWords::tr("A hash chain without a key: it shows changes within, and whoever can write the whole file can make a new one");
    case SealKind::DigestFile: return SealWords::tr("A signed digest file over the whole log file (CloudTrail)");
    }
    return {};
}

StateWord of(const SourceSeals &source)
{
    const auto count = [&](SealState state) { return static_cast<int>(std::min<std::uint64_t>(source.count(state), 2'000'000'000)); };
    if (source.count(SealState::NotSealed) == source.records)
        return of(SealState::NotSealed);
    QStringList parts;
    if (const int n = count(SealState::Broken); n > 0)
        parts.append(SealWords::tr("%Ln do(es) not hold", nullptr, n));
    if (const int n = count(SealState::UnknownKey); n > 0)
        parts.append(SealWords::tr("%Ln with an unknown key", nullptr, n));
    if (const int n = count(SealState::Unknown); n > 0)
        parts.append(SealWords::tr("%Ln unknown", nullptr, n));
    if (const int n = count(SealState::Valid); n > 0)
        parts.append(SealWords::tr("%Ln hold(s)", nullptr, n));
    if (const int n = count(SealState::NotSealed); n > 0)
        parts.append(SealWords::tr("%Ln not sealed", nullptr, n));
    if (source.gapCount > 0)
        parts.append(SealWords::tr("%Ln gap(s)", nullptr, static_cast<int>(std::min<std::uint64_t>(source.gapCount, 2'000'000'000))));
    for (const SealState worst : {SealState::Broken, SealState::UnknownKey, SealState::Unknown, SealState::NotSealed}) {
        if (source.count(worst) > 0 || (worst == SealState::Unknown && source.gapCount > 0)) {
            StateWord word = of(worst);
            word.text = parts.join(QStringLiteral(", "));
            return word;
        }
    }
    return {parts.join(QStringLiteral(", ")), Shape::Tick, Tone::Good};
}

} // namespace mandate::words
