// SPDX-License-Identifier: GPL-3.0-or-later
// The queue: requests in the order in which they are to be decided, by view and agent. Shows the first rows and more as they are scrolled to;
// a refresh changes only the rows that differ, so that selection and scroll position stay. Deciding is decision_desk.h.
#pragma once

#include "models/items/absence.h"
#include "models/items/approval_evidence.h"
#include "models/items/oversight_words.h"

#include <QAbstractListModel>
#include <QHash>

#include <memory>

namespace mandate {

struct Trouble;

class ApprovalModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum class View {
        Open, ///< everything that waits and is not snoozed
        Mine, ///< of these, what is claimed by me, assigned to me, or asked by an agent that I own
        Team, ///< and the rest
        Done  ///< closed today, in the zone that times are shown in
    };
    Q_ENUM(View)
    enum Role {
        DoesRole = FirstOwnRole, ///< QString: what would happen
        AboutRole,               ///< QString: who asks, and what else to know
        ConsequenceRole,         ///< StateWord: the worst consequence
        TargetRole               ///< QString: the response target, apart from the expiry
    };

    explicit ApprovalModel(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);
    ~ApprovalModel() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

    void setView(View view);
    [[nodiscard]] View view() const;
    /// Empty: all agents.
    void setAgent(const QString &agent);
    [[nodiscard]] QString agent() const;
    /// Who asks, of all requests.
    [[nodiscard]] QStringList agents() const;
    /// How many a view holds, of the chosen agent.
    [[nodiscard]] int count(View view) const;
    [[nodiscard]] int snoozed() const;
    /// Of all agents: the badge.
    [[nodiscard]] int openCount() const;
    [[nodiscard]] int total() const; ///< rows of the view, fetched or not

    [[nodiscard]] const ApprovalItem *item(int row) const;
    /// Wherever it is; nullptr when there is none. Good until the next refresh.
    [[nodiscard]] const ApprovalItem *find(const QString &id) const;
    [[nodiscard]] const std::vector<ApprovalItem> &all() const;
    /// −1 when the view does not show it; fetches as far as it is.
    int reach(const QString &id);

    /// How the newest closed requests were decided; read with the queue.
    [[nodiscard]] const OversightWords &oversight() const;

    /// For whom the person here decides, and who decides for them; empty when neither is so.
    [[nodiscard]] QString standingIn() const;
    /// That this person is away, and who decides for them; empty when they are not. Takes ids as recorded.
    [[nodiscard]] QString away(const QString &person) const;

    [[nodiscard]] Instant now() const;
    /// The window's clock; what it says decides what is drawn, never what is allowed. By default the workspace's.
    void setClock(std::function<Instant()> clock);
    /// Rows that are on their way: shown as such until they are sent or taken back.
    void setHeld(const QHash<QString, StateWord> &held);
    [[nodiscard]] bool isHeld(const QString &id) const;

    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] bool wasRead() const; ///< false until the first answer

    /// Reads everything about one request; opened() follows. The newest wish wins.
    void open(const QString &id);
    [[nodiscard]] const OpenedApproval *opened() const;

public Q_SLOTS:
    void refresh();
    /// Time went on: clocks are drawn anew, and what expired leaves the open views.
    void tick();

Q_SIGNALS:
    void busyChanged(bool busy);
    void refreshed();
    void openedChanged();
    void arrived(const QStringList &ids); ///< requests that were not there at the refresh before
    void expired(const QStringList &ids); ///< open ones whose time ran out since the tick before
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    void show(std::vector<ApprovalItem> rows);
    [[nodiscard]] std::vector<ApprovalItem> rowsOf(View view) const;
    std::unique_ptr<Private> m;
};

} // namespace mandate
