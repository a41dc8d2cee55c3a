// SPDX-License-Identifier: GPL-3.0-or-later
// The digests that manifests name, of one file at once. Writing uses SHA-256 alone; reading has to know what others use.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// "md5", "sha1", "sha224", "sha256", "sha384", "sha512": as they stand in a manifest's name.
[[nodiscard]] bool isBagAlgorithm(std::string_view name);
/// Hexadecimal digits of its digest.
[[nodiscard]] std::size_t hexDigitsOf(std::string_view algorithm);
/// It no longer shows that nobody changed a file on purpose.
[[nodiscard]] bool isWeakAlgorithm(std::string_view algorithm);

/// One pass over a file for all algorithms.
class BagDigests
{
public:
    /// Only known algorithms.
    explicit BagDigests(std::span<const std::string> algorithms);
    ~BagDigests();
    BagDigests(const BagDigests &) = delete;
    BagDigests &operator=(const BagDigests &) = delete;

    void add(std::string_view octets);
    /// Lower-case hexadecimal, in the order of the algorithms. Ends the pass.
    [[nodiscard]] std::vector<std::string> finish();

private:
    struct State;
    std::unique_ptr<State> m;
};

} // namespace mandate
