// SPDX-License-Identifier: GPL-3.0-or-later
// One pact draft as the editor edits it: parts by JSON Pointer (RFC 6901), undo, the source beside, saved by itself; and what is known of it
// after each change: prose and problems at once, the redline against the version in force and a replay of the trail when asked for.
// Lives in the window's thread; the long parts run beside it.
#pragma once

#include "models/items/pact_model.h"

#include <QDateTime>
#include <QObject>
#include <QUrl>
#include <QVariant>

#include <memory>
#include <vector>

namespace mandate {

class Workspace;
struct Trouble;

/// One change against the compared version, with the words that changed marked.
struct DraftChange
{
    enum class Mark { Same, Removed, Added };
    struct Piece
    {
        QString text;
        Mark mark = Mark::Same;
    };
    QString place;  ///< clause id, or the part in words
    QString clause; ///< clause to go to; empty when it is none
    StateWord change;
    std::vector<Piece> words;
    QStringList sentences;
    QString counterexample; ///< an action as JSON that passes now and did not before; empty when there is none
};

/// Recorded actions whose verdict the draft would change in the same way.
struct DraftReplayChange
{
    StateWord from, to;
    quint64 count = 0;
    quint64 sessions = 0;
    quint64 executed = 0;
    QString customers; ///< how many different ones stand behind them
    QString money;     ///< sum of what the actions spend, by currency; empty when none does
    QString firstCase; ///< tool and session of the first
    QUrl firstLink;    ///< its record
};

struct DraftReplay
{
    quint64 judged = 0;
    quint64 undecidable = 0;
    QStringList missing; ///< "state.order: 11"
    std::vector<DraftReplayChange> changes;
    QString rests; ///< what it was replayed on: size and root of the ledger, digest of the draft
};

class DraftModel : public QObject
{
    Q_OBJECT

public:
    /// `text` as it lay on the shelf, JSON or not.
    DraftModel(std::shared_ptr<Workspace> workspace, QString key, const std::string &text, QObject *parent = nullptr);
    ~DraftModel() override;

    [[nodiscard]] QString key() const;
    [[nodiscard]] QString title() const; ///< "Airline customer service agent 1.1.0"

    // The document, part by part
    [[nodiscard]] bool has(const QString &pointer) const;
    /// A text, number, flag or list of texts; invalid when there is nothing or something else.
    [[nodiscard]] QVariant value(const QString &pointer) const;
    [[nodiscard]] int size(const QString &list) const; ///< of a list; 0 when it is none
    /// An empty text, list or map where the schema wants something takes the member away.
    void set(const QString &pointer, const QVariant &value, bool typing = false);
    void remove(const QString &pointer);
    void insert(const QString &list, int index, const QVariantMap &item);
    void duplicate(const QString &list, int index);
    void move(const QString &list, int from, int to);
    void endTyping();

    [[nodiscard]] bool canUndo() const;
    [[nodiscard]] bool canRedo() const;

    // The source
    [[nodiscard]] QString source() const;
    /// While the text is no JSON the form cannot follow: sourceProblem() says why, and the document stays as it was.
    void setSource(const QString &text);
    [[nodiscard]] QString sourceProblem() const; ///< empty when the text is JSON
    [[nodiscard]] int sourceProblemLine() const; ///< from 1; 0: unknown

    // What is known of it
    [[nodiscard]] const PactItem &item() const; ///< prose and problems of the last state that was checked
    [[nodiscard]] bool isChecked() const;       ///< item() is of the present state
    /// How much of what follows from the clauses is known: "312 of 1,204 questions … were answered in 5 s; 892 are open." Empty while unknown.
    [[nodiscard]] QString logicSaid() const;
    [[nodiscard]] bool isReasoning() const;
    [[nodiscard]] bool hasOpenQuestions() const;
    /// Goes on with the questions that are open, for as long again.
    void askOpenQuestions();
    [[nodiscard]] QStringList knownTools() const; ///< of the document and the trail, sorted
    [[nodiscard]] QStringList knownFields(const QStringList &tools) const; ///< fields that conditions of these tools can use
    [[nodiscard]] std::optional<QDateTime> saved() const;

    [[nodiscard]] QString comparedWith() const; ///< version of the pact in force; empty when there is none
    /// The version that is in force now, when the draft was written against an earlier one: it can be brought up to date. Else empty.
    [[nodiscard]] QString behind() const;
    [[nodiscard]] const Workspace &workspace() const;
    [[nodiscard]] bool isComparing() const;
    [[nodiscard]] const std::vector<DraftChange> &changes() const;
    void compare();

    [[nodiscard]] bool isReplaying() const;
    [[nodiscard]] const DraftReplay *replayed() const; ///< nullptr: not replayed, or the draft changed since
    void replay();
    void cancelReplay();
    /// Keeps the replay in the ledger as evidence; once.
    void keepReplay();
    [[nodiscard]] bool replayKept() const;

    /// Saves now, if something changed; false when it could not, which troubled() says.
    bool save();
    /// The canonical form, once it is a pact.
    [[nodiscard]] std::string text() const;

public Q_SLOTS:
    void undo();
    void redo();

Q_SIGNALS:
    /// The document changed at `pointer` or below; empty: anywhere.
    void changed(const QString &pointer);
    void sourceProblemChanged();
    void checked();
    void logicChanged(); ///< what follows from the clauses is asked, or was answered
    void compared();
    void replayChanged();
    void savedChanged();
    void troubled(const mandate::Trouble &trouble);

private:
    void touched(const QString &pointer);
    void check();
    void settled();
    void reason();
    void showLogic();
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
