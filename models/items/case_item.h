// SPDX-License-Identifier: GPL-3.0-or-later
// One incident with what people did about it, in words: claims, reporting clocks, steps, and why who is signed in may not take a step. Values; read
// by incident_desk.h off the window's thread.
#pragma once

#include "models/items/case_change.h"
#include "models/items/words.h"

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/base/result.h"

#include <QUrl>

#include <map>
#include <vector>
#endif

namespace mandate {

class Workspace;
struct CauseSuggestion;
struct Pin;

/// A record that shows something.
struct PinItem
{
    quint64 entry = 0;
    QString record; ///< "Record 12"
    QString shows;  ///< safe to read; may be empty
    QUrl link;
};

struct ClaimItem
{
    QString digest;    ///< of its entry, hexadecimal
    QString cause;     ///< stable name
    QString heading;   ///< "Policy, likely"
    QString by;        ///< "By Owner A for us, 02 Dec 2025 …"
    QStringList facts; ///< contributing causes, explanation, how it came in: sentences, safe to read
    QList<PinItem> pins;
    StateWord standing; ///< "Stands", "Withdrawn", "Agreed by …"
    QStringList agreed;
    bool withdrawn = false;
    QString agreeRefusal; ///< empty: may
    QString withdrawRefusal;
};

struct DutyCategoryItem
{
    QString id;
    QString title; ///< with period and source
};

/// A shipped duty to report, and its clock where one runs.
struct DutyItem
{
    QString id;
    QString title;
    QString role;
    QStringList facts; ///< source and date, role, what starts and stops it, and the rest: sentences
    QList<DutyCategoryItem> categories;
    StateWord state;   ///< "No clock runs", "2 d 3 h left", …
    QStringList clock; ///< what was said about it, and until when at the earliest reading
    bool running = false;
};

struct StepItem
{
    quint64 entry = 0;
    QString at;
    QString step;
    QString by;
    QString text;
    StateWord standing; ///< "Counts", "Privileged", "Void: …"
    bool privileged = false;
    bool isVoid = false;
};

struct CaseLinkItem
{
    QString text; ///< "Caused by INC-…"
    QString incident;
    QUrl link;
    bool linked = false; ///< a link that can be taken away; else a merge or split
};

struct CaseItem
{
    QString id;
    StateWord state;
    StateWord attribution;
    QString attributionSentence;
    bool open = true;
    bool broken = false; ///< a step follows none: nothing behind it counts
    QList<ClaimItem> claims;
    QList<DutyItem> duties;
    QString dutyTrouble; ///< the duties could not be read
    std::vector<StepItem> steps;
    QList<CaseLinkItem> links;
    std::map<CaseAct, QString> refusals; ///< why who is signed in may not; not there: may
    [[nodiscard]] QString refusal(CaseAct act) const;
};

struct CauseQuestionItem
{
    QString question; ///< stable name
    QString text;
    QString answer;   ///< what the trail says: "yes", "no", "unknown"; empty before it was asked
    QString answerWord;
    QString because;
    QList<PinItem> pins;
};

struct DiagnosisItem
{
    QString cause; ///< stable name
    QString sentence; ///< "Technical (it did not stop by itself). The agent did …"
    QString pattern;
    QStringList contributing; ///< stable names
};

/// Computed from the trail; nobody's claim.
struct SuggestionItem
{
    QString id;
    DiagnosisItem diagnosis;
    QStringList alsoSeen;
    QList<PinItem> pins;
    QStringList missing;
    QList<CauseQuestionItem> questions; ///< all, in order
};

[[nodiscard]] QUrl recordLink(quint64 entry);
[[nodiscard]] QUrl incidentLink(const QString &id, const QString &tab = {});
[[nodiscard]] Result<CaseItem> readCase(const Workspace &workspace, const QString &id, const QString &dutyFolder);
[[nodiscard]] SuggestionItem suggestionItem(const QString &id, const CauseSuggestion &suggestion);
/// Which questions are to be shown for these answers of a person: those answered as far as they count, and the next one.
[[nodiscard]] QStringList questionsAsked(const QMap<QString, QString> &answers);
/// Nothing while a question is open.
[[nodiscard]] std::optional<DiagnosisItem> diagnosisOf(const QMap<QString, QString> &answers);
/// A draft of what the trail suggests: taken over by a person, never by itself.
[[nodiscard]] ClaimDraft draftOf(const SuggestionItem &suggestion);

/// Stable names in order with their words, for forms.
using Choices = QList<std::pair<QString, QString>>;
[[nodiscard]] Choices causeChoices();
[[nodiscard]] QString causeMeaning(const QString &cause);
[[nodiscard]] Choices partyChoices();
[[nodiscard]] Choices gradeChoices();
[[nodiscard]] Choices relationChoices();
[[nodiscard]] Choices severityChoices();
[[nodiscard]] Choices answerChoices();

} // namespace mandate
