// SPDX-License-Identifier: GPL-3.0-or-later
// The one place with people's words for the values of the models: states with their shape and tone, names, times, numbers.
// No colours and no widgets: a tone becomes a colour in views/widgets/theme.h. Every text is translated.
#pragma once

// Qt first: moc 6.4 cannot read <compare> when it comes before QObject.
#include <QCoreApplication>
#include <QDateTime>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include "models/authorization/register.h"
#include "models/base/instant.h"
#include "models/evidence/record.h"
#include "models/pact/check.h"
#include "models/pact/document.h"
#include "models/store/store.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace mandate {

/// Every state is shape + word + colour, so that none is told by colour alone (UX.md section 4).
enum class Shape : std::uint8_t {
    None,
    Octagon,  ///< critical
    Triangle, ///< warning
    Disc,     ///< information
    Tick,     ///< good
    Diamond,  ///< unknown, hollow
    Bars,     ///< suspended
    Glass,    ///< stalled, late
    Hatch,    ///< no coverage
    Star      ///< marked by a person
};
enum class Tone : std::uint8_t { Neutral, Info, Good, Warning, Critical, Muted };

struct StateWord
{
    QString text;
    Shape shape = Shape::None;
    Tone tone = Tone::Neutral;
    bool operator==(const StateWord &) const = default;
};

/// Roles that all item models of the console answer, beside Qt's own. A model's own roles begin at FirstOwnRole.
enum ItemRole {
    StateRole = Qt::UserRole + 1, ///< StateWord of the cell; the delegate of views/widgets paints it as a chip
    SortRole,                     ///< what the column sorts by
    LinkRole,                     ///< QUrl of the page that shows the row: mandate://agents?agent=…
    IdRole,                       ///< stable id of the row
    MonoRole,                     ///< true: digests, ids and code, drawn in the fixed font
    FirstOwnRole = Qt::UserRole + 64
};

namespace words {

[[nodiscard]] StateWord of(Verdict verdict);
[[nodiscard]] StateWord of(Outcome outcome);
[[nodiscard]] StateWord of(AgentState state);
[[nodiscard]] StateWord of(Severity severity);
[[nodiscard]] StateWord of(SignatureState state);
[[nodiscard]] StateWord of(ProblemClass problemClass);
/// "Attempted and executed" or "Attempted, not executed".
[[nodiscard]] StateWord executed(bool executed);

[[nodiscard]] QString name(RecordKind kind);       ///< "Action"
[[nodiscard]] QString name(EntryType type);        ///< "Record", "Pact"
[[nodiscard]] QString name(Role role);             ///< "Customer or user", "Agent"
[[nodiscard]] QString name(ClauseKind kind);       ///< "Prohibition"
[[nodiscard]] QString group(ClauseKind kind);      ///< heading of its clauses: "Prohibitions"
[[nodiscard]] QString name(Consequence consequence); ///< "Spends money"
[[nodiscard]] QString has(Has part);               ///< "Input", "Authorization basis": what evidence a record holds
/// Says in one sentence what the verdict means: "A clause of the pact forbids this action."
[[nodiscard]] QString meaning(Verdict verdict);
/// What the agent state means for its actions.
[[nodiscard]] QString meaning(AgentState state);

/// Words of a reason code of a statement; the code itself when it is not known.
[[nodiscard]] QString reason(std::string_view code);
[[nodiscard]] QStringList suspendReasonCodes();
[[nodiscard]] QStringList resumeReasonCodes();
[[nodiscard]] QStringList authorizeReasonCodes();
/// "scope_violation" as a sentence for people, for use by UI without std types.
[[nodiscard]] QString reason(const QString &code);

/// A person id as people know it: "account:root" is "root".
[[nodiscard]] QString person(std::string_view id);

/// The zone times are shown in, chosen in the status bar. A change sends QEvent::LocaleChange to every widget of the window: detail
/// texts are then rebuilt, tables repaint.
enum class Zone : std::uint8_t { Utc, Local };
[[nodiscard]] Zone zone();
void setZone(Zone zone);
[[nodiscard]] QString zoneName();

/// What a person chose in a form.
[[nodiscard]] Instant instantOf(const QDateTime &time);
/// "02 Dec 2025 14:04:03 UTC"; "02 Dec 2025 14:04:03, zone unknown"; "no time recorded" when absent.
[[nodiscard]] QString time(const std::optional<Instant> &instant);
/// As time(), with the fraction of a second as far as it was given.
[[nodiscard]] QString exactTime(const std::optional<Instant> &instant);
/// "02 Dec 2025".
[[nodiscard]] QString day(const std::optional<Instant> &instant);

[[nodiscard]] QString number(std::uint64_t value);  ///< "88 310", grouped by the locale
/// "0.40 % (3 of 752)"; "none recorded" for n = 0; below 30 only "3 of 29", because a rate of few says little.
[[nodiscard]] QString share(std::uint64_t part, std::uint64_t whole);
/// "12.4 MB"
[[nodiscard]] QString bytes(std::uint64_t value);
/// "9f3a61c2…04c1": enough of a hexadecimal digest to recognise it.
[[nodiscard]] QString shortDigest(const QString &hex);
/// "tau2" → "tau2-bench runs": names of source formats.
[[nodiscard]] QString format(const QString &adapter);

} // namespace words
} // namespace mandate

Q_DECLARE_METATYPE(mandate::StateWord)
