// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/pact_succession.h"

namespace mandate {

const PactVersion *lastInForce(const std::string &pactId, const std::vector<PactVersion> &all)
{
    const PactVersion *last = nullptr;
    for (const PactVersion &version : all) {
        if (version.document.id == pactId && version.effectiveFrom &&
            (!last || version.effectiveFrom->nanoseconds > last->effectiveFrom->nanoseconds))
            last = &version;
    }
    return last;
}

std::string parentOfNext(const PactVersion &base, const std::vector<PactVersion> &all)
{
    if (base.state != PactState::Superseded && base.state != PactState::Withdrawn)
        return base.document.version;
    return parentOfRestored(base, all);
}

std::string parentOfRestored(const PactVersion &base, const std::vector<PactVersion> &all)
{
    const PactVersion *last = lastInForce(base.document.id, all);
    return last ? last->document.version : base.document.version;
}

std::vector<std::string> takenVersions(const std::string &pactId, const std::vector<PactVersion> &all)
{
    std::vector<std::string> taken;
    for (const PactVersion &version : all) {
        if (version.document.id == pactId)
            taken.push_back(version.document.version);
    }
    return taken;
}

} // namespace mandate
