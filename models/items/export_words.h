// SPDX-License-Identifier: GPL-3.0-or-later
// Words about exports: what was asked for, the note that goes with a bundle, and what its check shows. Not for views: they get the values.
#pragma once

#include "models/bundle/bundle_verification.h"
#include "models/items/export_form.h"

#include <QUrl>

namespace mandate::exportwords {

/// What is told of one export to whoever gets its bundle.
struct CoverFacts
{
    QString file;  ///< name of the bundle; empty: not known any more
    QString asked;
    QString matter, purpose;
    quint64 records = 0;
    QString counts; ///< instead of records alone; may be empty
    QString times;  ///< may be empty
    QString zone;
    QString redaction; ///< empty: nothing is hidden
    QString selectionDigest, bundleDigest;
    QString by, at;
    quint64 entry = 0;
    QString origin, key;
};
/// Plain text.
[[nodiscard]] QString coverNote(const CoverFacts &facts);

/// A selection as the ledger keeps it (selectionJson()), for a person; and as the page that shows it, empty where no page can.
[[nodiscard]] QString askedFor(const std::string &selection);
[[nodiscard]] QUrl linkTo(const std::string &selection);

[[nodiscard]] QString zoneWords(const QString &zone);
[[nodiscard]] CheckedBundle checkedOf(const QString &path, const Result<BundleVerification> &verified);

} // namespace mandate::exportwords
