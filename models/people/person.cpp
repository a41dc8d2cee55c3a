// SPDX-License-Identifier: GPL-3.0-or-later
// Who is signed in, by the operating system's account database. Reads no environment variable: those can be typed in.
#include "models/people/identity.h"

#include <pwd.h>
#include <unistd.h>
#include <vector>

namespace mandate {

Person signedInPerson()
{
    const uid_t user = geteuid();
    std::vector<char> room(4096);
    passwd account{};
    passwd *found = nullptr;
    while (getpwuid_r(user, &account, room.data(), room.size(), &found) == ERANGE && room.size() < (1U << 20))
        room.resize(room.size() * 2);
    if (!found || !account.pw_name || *account.pw_name == '\0')
        return {"account:uid-" + std::to_string(user), {}};
    Person person{std::string("account:") + account.pw_name, account.pw_gecos ? account.pw_gecos : ""};
    person.displayName.resize(std::min(person.displayName.find(','), person.displayName.size())); // full name is the first GECOS field
    return person;
}

namespace {

class AccountIdentity final : public Identity
{
public:
    [[nodiscard]] Person person() const override { return signedInPerson(); }
};

} // namespace

std::shared_ptr<const Identity> accountIdentity()
{
    static const auto identity = std::make_shared<const AccountIdentity>();
    return identity;
}

} // namespace mandate
