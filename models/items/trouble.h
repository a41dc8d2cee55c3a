// SPDX-License-Identifier: GPL-3.0-or-later
// Errors of the models as the Trouble that views show. Not for views: they get the Trouble.
#pragma once

#include "models/base/result.h"
#include "models/items/session.h"

namespace mandate {

[[nodiscard]] inline Trouble troubleOf(const Error &error)
{
    const std::string &file = error.position.file;
    QString happened = QString::fromStdString(error.happened);
    if (!file.empty() && error.happened.find(file) == std::string::npos)
        happened += QStringLiteral(" (%1)").arg(QString::fromStdString(file));
    return {happened, QString::fromStdString(error.unaffected), QString::fromStdString(error.remedy), QString::fromStdString(error.code)};
}

} // namespace mandate
