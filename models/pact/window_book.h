// SPDX-License-Identifier: GPL-3.0-or-later
// The actions that lie in a pact's windows, over all sessions, in the order of business time: what `window.<name>` holds. Pure computation over
// Records; from where they are read is models/workspace. Meaning: docs/pact.md, "Windows".
#pragma once

#include "models/base/arena.h"
#include "models/base/value.h"
#include "models/evidence/record.h"
#include "models/pact/judge.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace mandate {

/// What the windows hold depends on what was taken in, not on the order in which it came: actions are ordered by business time. One that a
/// permission let through counts from the moment of the permission, and a permission whose action nobody reported yet counts as on its way.
/// Reading is safe from many threads while nobody writes.
class WindowBook
{
public:
    /// While it is filled nothing is put in order: for reading a whole ledger.
    enum class Begin : std::uint8_t { Filling, Settled };
    explicit WindowBook(std::shared_ptr<const CompiledPact> pact, Begin begin = Begin::Settled);
    ~WindowBook();
    WindowBook(WindowBook &&) noexcept;
    WindowBook &operator=(WindowBook &&) noexcept;

    /// Whether a tool's actions lie in some window or are asked about one; others need not be taken in.
    [[nodiscard]] bool concerns(std::string_view tool) const;
    /// What the gateway permitted, and what became of an action; `entry` is its place in the ledger. What the pact does not bind is passed over. An
    /// action is taken in before it is judged.
    void permit(const Record &decision, std::uint64_t entry);
    void act(const Record &action, std::uint64_t entry);
    /// Ends filling.
    void settle();

    /// The value of `window` for an action: what lies before it. Lives as long as the arena, and until something is taken in.
    [[nodiscard]] Value before(const Record &action, std::uint64_t entry, Arena &scratch) const;
    /// The same for one that is asked about now: all that is not too old, also what another clock dates a little later.
    [[nodiscard]] Value now(const Record &question, Arena &scratch) const;

    /// Whether, since this was last asked, something came in that may lie before an action that was taken in earlier and shares a window with it:
    /// then what was said of that one may not hold.
    [[nodiscard]] bool takeDisorder();

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
