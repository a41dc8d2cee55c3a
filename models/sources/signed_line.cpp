// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sources/signed_line.h"

#include "models/base/digest.h"

#include <algorithm>

namespace mandate {

SignedForm signedFormOf(const Value &line)
{
    if (line.find("payload") && line.find("payloadType") && line.find("signatures"))
        return SignedForm::Envelope;
    return line.find("signature") ? SignedForm::Detached : SignedForm::Plain;
}

bool isRecordPayload(std::string_view payloadType)
{
    return payloadType == "application/vnd.mandate.record.v1+json" || payloadType == "application/json";
}

std::optional<std::string> fromEitherBase64(std::string_view text)
{
    if (text.find_first_of("-_") == std::string_view::npos && text.size() % 4 == 0)
        return fromBase64(text);
    if (text.find_first_of("+/") != std::string_view::npos)
        return std::nullopt; // of both alphabets
    std::string standard(text);
    std::ranges::replace(standard, '-', '+');
    std::ranges::replace(standard, '_', '/');
    standard.append((4 - standard.size() % 4) % 4, '=');
    return fromBase64(standard);
}

} // namespace mandate
