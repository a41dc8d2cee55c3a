// SPDX-License-Identifier: GPL-3.0-or-later
// Who is signed in. Programs use the operating system's account and nothing else: no name can be typed in. Tests may be several persons.
#pragma once

#include <memory>
#include <string>

namespace mandate {

/// The signed-in person: the operating system's account, never a typed-in name. "account:<name>" with the display name if known.
struct Person
{
    std::string id;
    std::string displayName;
    bool operator==(const Person &) const = default;
};
[[nodiscard]] Person signedInPerson();

/// Says who acts, each time someone does: a program may go on while its account changes.
class Identity
{
public:
    Identity() = default;
    virtual ~Identity() = default;
    Identity(const Identity &) = delete;
    Identity &operator=(const Identity &) = delete;
    [[nodiscard]] virtual Person person() const = 0;
};

/// The account that this process runs as (signedInPerson()): the one identity that programs use.
[[nodiscard]] std::shared_ptr<const Identity> accountIdentity();

} // namespace mandate
