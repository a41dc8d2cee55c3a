// SPDX-License-Identifier: GPL-3.0-or-later
// The files a person means: folders walked, files opened and mapped. Nothing of their content is judged here.
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

struct FoundFile
{
    std::string path;
    std::string name; ///< path below the folder that was named, or the file's own name
    std::uint64_t size = 0;
};

/// Files in the order of their paths. Things that cannot be read are problems, and never stop the rest. Hidden files, links to folders
/// and anything that is no regular file are left out.
void findFiles(const std::vector<std::string> &paths, std::vector<FoundFile> &files, std::vector<Error> &problems);

/// A file's bytes. Large files are mapped and paged in as they are used, so that one larger than memory can be read.
class MappedFile
{
public:
    static Result<MappedFile> open(const std::string &path);
    ~MappedFile();
    MappedFile(MappedFile &&other) noexcept;
    MappedFile &operator=(MappedFile &&other) noexcept;

    [[nodiscard]] std::string_view bytes() const { return {m_data, m_used}; }
    /// Tells the system that the first `count` bytes of a mapped file are not needed for now, so that reading a long one keeps memory flat.
    /// They are read from the file again when someone looks at them.
    void forget(std::size_t count);

private:
    MappedFile(char *data, std::size_t size) : m_data(data), m_size(size), m_used(size) {}
    char *m_data = nullptr;
    std::size_t m_size = 0;
    std::size_t m_used = 0; ///< bytes that hold the file
    bool m_mapped = false;  ///< pages belong to the file, not to us
    std::size_t m_forgotten = 0;
};

} // namespace mandate
