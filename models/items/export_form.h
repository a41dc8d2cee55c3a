// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody wants to hand out, what they fill in, and what the program says of it before and after: values between the export sheet and its work.
#pragma once

#include "models/items/evidence_filter.h"
#include "models/items/session.h"
#include "models/items/words.h"

#include <QList>
#include <QString>

#include <optional>
#include <vector>

namespace mandate {

/// Which records: those of an incident, those chosen one by one, or those that conditions leave.
struct ExportWish
{
    QString incident;
    std::vector<quint64> entries; ///< in any order
    QList<FilterCondition> conditions;
    [[nodiscard]] QString words() const; ///< "Incident INC-482", "Agent is gpt-4o; Verdict is Prohibited", "Every record"
    /// What a file that holds them is called, without ending.
    [[nodiscard]] QString fileStem() const;
    bool operator==(const ExportWish &) const = default;
};

struct ExportForm
{
    QString matter;
    QString purpose;
    QString zone;       ///< of the IANA list; empty: UTC alone
    QString profile;    ///< id of a profile, or the path of a file that holds one; empty: nothing is hidden
    QString target;     ///< ends in .zip or .tar.gz; else a folder
    QString passphrase; ///< where keys are sealed and locked
};

/// Values of one class that are hidden.
struct HiddenClass
{
    QString name;
    quint64 count = 0;
    QStringList pointers;
};
/// One of them: where it is, and its beginning, as it stands now.
struct HiddenExample
{
    quint64 entry = 0;
    QString pointer;
    QString value;
};

/// What would be written.
struct ExportSummary
{
    QString asked; ///< ExportWish::words()
    quint64 records = 0;
    quint64 actions = 0;
    QString counts; ///< "41 records, 12 actions in 1 session, 2 versions of pacts"
    QString times;  ///< from the first to the last
    QString zone;   ///< "UTC", "UTC and Europe/Madrid"
    QString digest; ///< SHA-256 of the selection, hexadecimal
    QString profile; ///< title; empty: nothing is hidden
    QString redaction; ///< "External counsel: 17 values hidden, digests kept"
    quint64 hidden = 0;
    QList<HiddenClass> classes;
    QList<HiddenExample> examples; ///< the first of them
    std::optional<Trouble> trouble;  ///< why it cannot be written: nothing matches, the zone is none
    std::optional<Trouble> refusal;  ///< why who is signed in may not write it, and who can
};

/// A line of what was checked.
struct CheckLine
{
    StateWord state; ///< "Holds", "Does not hold"
    QString what;
    QString detail;
};

/// A bundle that was checked by itself.
struct CheckedBundle
{
    QString path;
    bool ok = false;
    bool redacted = false;
    StateWord state;  ///< "Verified, 58 files"
    QString sentence; ///< what that means, and what nobody can know by it
    QList<CheckLine> lines;
    QString key;      ///< id of the key that signed its checkpoint
    QString matter, exportedBy, exportedAt, asked;
    quint64 records = 0;
    std::optional<Trouble> trouble; ///< when it could not be read at all
};

/// A bundle that is open in place of a workspace.
struct BundleContent
{
    CheckedBundle checked;
    QString purpose, zone, profile, selectionDigest, origin;
    quint64 exportEntry = 0;
    quint64 leftOut = 0;  ///< entries that do not prove themselves: they are not shown
    quint64 withheld = 0; ///< of which only the proof is in the bundle
    quint64 hidden = 0;   ///< values
    QString reportHtml, reportPdf; ///< files, as long as the session lives; empty where the bundle has none
};

/// How an export ended.
struct ExportResult
{
    enum class Ended { Written, Cancelled, Failed } ended = Ended::Failed;
    QString path;
    quint64 entry = 0; ///< of the ledger, where it began
    CheckedBundle checked; ///< Written
    QString coverNote;     ///< Written
    std::optional<Trouble> trouble; ///< Failed
};

} // namespace mandate
