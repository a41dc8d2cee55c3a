// SPDX-License-Identifier: GPL-3.0-or-later
// One session in its order: what was said by whom, which tools were asked and what they returned, with verdicts; as a conversation and as a waterfall of
// time. Read in a worker. Shows what the source gave: where it gave no times it says so and shows the order.
#pragma once

#include "models/items/evidence_row.h"

#include <QAbstractItemModel>
#include <QAbstractListModel>
#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace mandate {

class Workspace;
struct Trouble;

/// One record of the session.
struct TrailItem
{
    quint64 entry = 0;
    RecordKind kind = RecordKind::Action;
    QString who;     ///< "Customer or user", the agent's name
    QString said;    ///< what was said, also beside a call; visible text
    QString call;    ///< "cancel_reservation · reservation_id EHGLP3"; empty for what is no action
    QString result;  ///< what the tool returned; visible text
    quint64 cutOff = 0; ///< characters of these that are left out
    StateWord verdict;  ///< of an action
    StateWord outcome;
    QString clause;
    std::optional<Instant> time;
    int parent = -1;      ///< index of the message that made the call; −1: none
    double begin = 0;     ///< 0 … 1 of the session: by time, or by order where there are no times
    double end = 0;       ///< where it ended, where the source says so; else where the next record begins
    std::optional<std::int64_t> lastedNs; ///< as the source gives it
    qint64 afterFirstMs = 0;
};

struct SessionTrailData
{
    QString agent;
    QString session;
    std::optional<QString> deployment; ///< in which alone it was read; without: in all
    std::vector<TrailItem> items;
    bool timed = false;       ///< every bar stands at a time of the source
    quint64 withEnd = 0;      ///< records of which the source says when they ended
    quint64 withoutTime = 0;  ///< records that have none, in a session where others do
    quint64 leftOut = 0;      ///< records beyond what is read
};

/// Records of a session that are read; a session of more says how many are left out.
inline constexpr std::size_t trailLimit = 5000;

enum TrailRole {
    TrailEntryRole = FirstOwnRole, ///< quint64
    TrailItemRole,                 ///< const TrailItem *, as void *
    TrailBeginRole,                ///< double, 0 … 1
    TrailEndRole,
    TrailActionRole                ///< bool
};

/// The session as a list, in the order of the ledger.
class ConversationModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;
    void setTrail(std::shared_ptr<const SessionTrailData> trail);
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    std::shared_ptr<const SessionTrailData> m_trail;
};

/// The session as a tree: messages, and below them the calls they made.
class WaterfallModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { DidColumn, VerdictColumn, StartColumn, BarColumn, ColumnCount };

    using QAbstractItemModel::QAbstractItemModel;
    void setTrail(std::shared_ptr<const SessionTrailData> trail);
    [[nodiscard]] QModelIndex indexOf(int item) const; ///< of an item of the trail
    [[nodiscard]] int itemOf(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::shared_ptr<const SessionTrailData> m_trail;
    std::vector<std::vector<int>> m_children; ///< by item, the last: of the root
    std::vector<int> m_rows;                  ///< of an item below its parent
};

/// Reads sessions; the newest wish wins.
class SessionTrail : public QObject
{
    Q_OBJECT

public:
    explicit SessionTrail(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);
    ~SessionTrail() override;

    /// All of this agent's session, whatever a filter left out; of one deployment alone where it is said: two deployments may call sessions the same.
    void read(const QString &agent, const QString &session, const std::optional<QString> &deployment = {});
    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] std::shared_ptr<const SessionTrailData> data() const; ///< never null

Q_SIGNALS:
    void readingDone();
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

/// What the bars of a waterfall mean: times of the source or order, and what is not known.
[[nodiscard]] QString trailSentence(const SessionTrailData &trail);

} // namespace mandate
