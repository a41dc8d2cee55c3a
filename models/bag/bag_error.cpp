// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bag/bag_error.h"

#include <cerrno>
#include <cstring>

namespace mandate {

Error bagStopped()
{
    return {ErrorKind::Cancelled, "MND-BAG-001", "It was stopped before its end.", "Nothing of it was kept.", "Begin again.", {}};
}

Error bagUnreadable(const std::string &path, int why)
{
    Error error{why == ENOENT || why == ENOTDIR ? ErrorKind::Missing : ErrorKind::Input,
                "MND-BAG-002",
                std::string("It cannot be read: ") + std::strerror(why) + '.',
                "Nothing was changed.",
                "Check the name and who may read it.",
                {}};
    error.position.file = path;
    return error;
}

Error bagUnwritable(const std::string &path, int why)
{
    Error error{ErrorKind::Storage,
                "MND-BAG-003",
                std::string("It could not be written: ") + std::strerror(why) + '.',
                "What was begun there was removed; nothing else was touched.",
                why == ENOSPC || why == EDQUOT || why == EFBIG ? "Make room on the disk, or name a place on another one." : "Check the folder and who may write in it.",
                {}};
    error.position.file = path;
    return error;
}

Error archiveRefused(const std::string &archive, std::string_view why)
{
    Error error{ErrorKind::Refused, "MND-BAG-004", "The archive was not taken: " + std::string(why) + '.', "Nothing of it was kept; nothing was written anywhere else.",
                "Ask who sent it for a new copy, and how it was made.", {}};
    error.position.file = archive;
    return error;
}

} // namespace mandate
