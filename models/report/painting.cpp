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
    QtMessageHandler before = qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &) {}); // what a missing desktop lacks is no news here
    QGuiApplication application{count, words.data()};

    Application() { qInstallMessageHandler(before); }
};

Painting::Painting()
{
    if (!QCoreApplication::instance())
        m = std::make_unique<Application>();
}

Painting::~Painting() = default;

bool Painting::isPossible()
{
    return qobject_cast<QGuiApplication *>(QCoreApplication::instance()) != nullptr;
}

} // namespace mandate
