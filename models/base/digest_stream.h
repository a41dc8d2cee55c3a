// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256 (FIPS 180-4) of octets that come piece by piece.
#pragma once

#include "models/base/digest.h"

#include <memory>
#include <string_view>

namespace mandate {

class DigestStream
{
public:
    DigestStream();
    ~DigestStream();
    DigestStream(DigestStream &&) noexcept;
    DigestStream &operator=(DigestStream &&) noexcept;

    void add(std::string_view octets);
    /// Of everything added so far; more may be added afterwards.
    [[nodiscard]] Digest digest() const;

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
