// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/report/painting.h"

#include <QGuiApplication>

#include <array>

namespace mandate {

struct Painting::Application
{
    std::array<char, 8> name{"mandate"};
    std::array<char, 10> option{"-platform"};
    std::array<char, 10> platform{"offscreen"};
    std::array<char *, 4> words{name.data(), option.data(), platform.data(), nullptr};
    int count = 3;
    QGuiApplication application{count, words.data()};
};

Painting::Painting()
{
    if (!QCoreApplication::instance())
        m = std::make_unique<Application>();
}

Painting::~Painting() = default;

} // namespace mandate
