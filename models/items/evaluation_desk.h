// SPDX-License-Identifier: GPL-3.0-or-later
// The evaluations of a workspace: their list, and bringing in more, from files that evaluation programs wrote or from what the trail's sessions say. Reads and
// signs off the window's thread. What one evaluation says, or two of them, is models/items/evaluation_reports.h.
#pragma once

#include <QDateTime>
#include <QObject>
#include <QStringList>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/line_model.h"
#include "models/items/session.h"

#include <memory>
#include <optional>
#endif

namespace mandate {

struct EvaluationChoice
{
    quint64 entry = 0;
    QString words; ///< safe to read
    QString agent; ///< as signed; empty: none
    bool compares = false; ///< it has a share of failed cases
    bool answers = false;  ///< answers with their confidence
};

/// What was recognised in a file, before anything is signed. The bytes are those that will be signed for.
struct ResultsPreview
{
    QString path;
    QString recognised; ///< format, program, kind and counts, in sentences
    QStringList warnings;
    QString agent, suite, model; ///< as far as the file says
    QDateTime ran;
    quint64 known = 0; ///< entry that holds these bytes already; 0: none
    std::shared_ptr<const std::string> bytes;
};

struct ResultsWish
{
    std::shared_ptr<const std::string> bytes;
    QString path;
    QString agent, suite, model;
    QDateTime ran; ///< invalid: as the results say
    QString passphrase;
};

struct SessionsWish
{
    QString agent, suite, model;
    QDateTime since, until; ///< invalid: from the first, to the last
    QString passphrase;
};

class EvaluationDesk : public QObject
{
    Q_OBJECT

public:
    explicit EvaluationDesk(Session *session);
    ~EvaluationDesk() override;
    /// That of a session, made when first asked for; nullptr for none.
    static EvaluationDesk *of(Session *session);

    /// The newest entry first; columns are evaluations::ListColumn.
    [[nodiscard]] LineModel *list() const;
    [[nodiscard]] const QList<EvaluationChoice> &choices() const; ///< row by row
    [[nodiscard]] bool wasRead() const;
    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] bool isWorking() const; ///< a file is read, or something is being signed
    /// Agents that the workspace knows, for what an evaluation counts for.
    [[nodiscard]] QStringList agents() const;
    /// Why nothing can be brought in; empty: it can.
    [[nodiscard]] QString refusal() const;
    [[nodiscard]] bool needsPassphrase() const;

    /// Reads a file and says what it is: previewed() or refused() follows.
    void look(const QString &path);
    /// Signs for results and keeps their bytes: broughtIn() or refused() follows.
    void bringIn(const ResultsWish &wish);
    void takeSessions(const SessionsWish &wish);
    /// Ends a reading of sessions before it signs; nothing is kept then.
    void cancel();

public Q_SLOTS:
    void refresh();

Q_SIGNALS:
    void refreshed();
    void previewed(const mandate::ResultsPreview &preview);
    void broughtIn(quint64 entry, const QString &sentence);
    void refused(const mandate::Trouble &trouble);
    void workChanged();
    void troubled(const mandate::Trouble &trouble);

private:
    struct Kept;
    void finish(const Kept &kept);
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
