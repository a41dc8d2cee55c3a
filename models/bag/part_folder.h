// SPDX-License-Identifier: GPL-3.0-or-later
// A folder beside a target in which something is made, until it is whole: then it is renamed to the target in one step. Until then nothing is at
// the target, and what is left half-made is removed: now, or, after a kill, by the next who makes something there.
#pragma once

#include "models/base/result.h"

#include <memory>
#include <string>

namespace mandate {

class PartFolder
{
public:
    /// ".NAME.mandate-part" beside `target`, empty and for this account only. Usage when something is at the target; Refused while another makes it.
    static Result<PartFolder> beside(const std::string &target);
    ~PartFolder();
    PartFolder(PartFolder &&) noexcept;
    PartFolder &operator=(PartFolder &&) noexcept;

    [[nodiscard]] const std::string &path() const;
    /// Name of the target without the endings of archives.
    [[nodiscard]] const std::string &stem() const;
    /// Puts what is at `part`, below path(), at the target, durably. Never replaces anything.
    Result<void> keep(const std::string &part);

private:
    struct State;
    explicit PartFolder(std::unique_ptr<State> state);
    std::unique_ptr<State> m;
};

} // namespace mandate
