// SPDX-License-Identifier: GPL-3.0-or-later
// Laying out text needs an application object that knows fonts. Where the process has none at all, this makes one on Qt's offscreen platform for as
// long as it lives. A program that may get one without fonts from elsewhere (asking a keychain) makes this first.
#pragma once

#include <memory>

namespace mandate {

class Painting
{
public:
    Painting();
    ~Painting();
    Painting(const Painting &) = delete;
    Painting &operator=(const Painting &) = delete;
    /// Not where the process has an application object without fonts.
    [[nodiscard]] static bool isPossible();

private:
    struct Application;
    std::unique_ptr<Application> m;
};

} // namespace mandate
