// SPDX-License-Identifier: GPL-3.0-or-later
// SQLite locks a file for the process, and POSIX drops all locks that a process has on a file as soon as it closes any descriptor of it, whoever opened that one
// (fcntl(2); sqlite.org/howtocorrupt.html, 2.2). A dialog that looks into the files of a folder, or an import of the folder that the workspace lies in, does just that:
// another process then takes itself for alone and removes the write-ahead log. Here the locks belong to one open file description a file, which nobody else closes.
#pragma once

namespace mandate::sqlite {

/// Before the first connection of the process; again does nothing. Other processes see the same locks as before.
void keepLocks();

} // namespace mandate::sqlite
