// SPDX-License-Identifier: GPL-3.0-or-later
// Laying out text needs an application object. Where the process has none, this makes one on Qt's offscreen platform for as long as it lives.
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

private:
    struct Application;
    std::unique_ptr<Application> m;
};

} // namespace mandate
