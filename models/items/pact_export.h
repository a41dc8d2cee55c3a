// SPDX-License-Identifier: GPL-3.0-or-later
// A pact version in other engines' words, ready to be written to files, and what these cannot say.
#pragma once

#include "models/items/session.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace mandate {

struct PactExported
{
    struct File
    {
        QString name;
        QByteArray bytes;
    };
    struct Left
    {
        QString place; ///< clause id or part
        QString reason;
    };
    std::vector<File> files;
    std::vector<Left> left;          ///< not expressed in the target, with the reason
    int expressed = 0;               ///< clauses that are said exactly
    std::optional<Trouble> trouble;  ///< when there is nothing to write
};

namespace pactexport {

/// "cedar", "cedar-temporal", "rego", "agt", "md", "json", "pdf": PDF has the text of Markdown, for pages().
[[nodiscard]] QStringList targets();
[[nodiscard]] QString words(const QString &target);
/// Of a version that is in the workspace, as "id@version".
[[nodiscard]] PactExported make(const Session &session, const QString &pact, const QString &target);

/// Markdown as a PDF. Takes some time, so it is asked when the file is written.
[[nodiscard]] QByteArray pages(const QByteArray &markdown, const QString &title);

} // namespace pactexport
} // namespace mandate
