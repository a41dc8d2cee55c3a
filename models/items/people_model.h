// SPDX-License-Identifier: GPL-3.0-or-later
// People of the workspace as a table, with what who is signed in may do with each and why not. Read off the window's thread.
#pragma once

#include "models/items/question.h"

#include <QAbstractTableModel>
#include <QDateTime>
#include <QStringList>

#include <array>
#include <memory>
#include <vector>

namespace mandate {

class Workspace;

/// What can be done with people. The order is the one of PersonStep.
enum class PersonAct { Enrol, ChangeRoles, NewKey, RevokeKey, Leave, Appoint, Delegate, EndDelegation };
inline constexpr std::size_t personActCount = 8;

/// One act as a form gives it.
struct PersonChange
{
    PersonAct act = PersonAct::Enrol;
    QString person;  ///< id; Appoint: the owner
    QStringList roles; ///< stable names
    QString request; ///< Enrol, NewKey of another: what "people request" wrote; Enrol: empty for the first
    QString agent;   ///< Appoint
    QString deputy;  ///< Appoint
    QString delegate; ///< Delegate: who decides for who is signed in
    QDateTime from;   ///< Delegate; invalid: at once
    QDateTime until;  ///< Delegate
    QString note;
    QString passphrase; ///< where keys are sealed and locked
};

struct EnrolledItem
{
    QString id; ///< as recorded
    QString shown;
    QStringList roles; ///< stable names
    QString roleWords;
    QString keyWords;
    QString agents; ///< those they answer for
    QString away;   ///< until when they are away and who decides for them; empty when they are not
    bool decides = false; ///< owner or deputy with a key: decisions can be handed to them
    bool left = false;
    bool isSelf = false;
    std::array<QString, personActCount> refusals; ///< why who is signed in may not; empty: may
};

class PeopleModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Roles, Away, Key, AnswersFor, ColumnCount };

    explicit PeopleModel(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);
    ~PeopleModel() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    [[nodiscard]] const EnrolledItem *item(int row) const;
    [[nodiscard]] int rowOf(const QString &id) const; ///< −1 when it is not there
    /// Who is signed in, where they are enrolled.
    [[nodiscard]] const EnrolledItem *self() const;
    [[nodiscard]] bool isOpen() const;                ///< nobody is enrolled
    /// What there is to say about who may act; empty when nothing.
    [[nodiscard]] QString finding() const;
    /// Where keys are kept, in a sentence.
    [[nodiscard]] QString keyStore() const;
    [[nodiscard]] bool needsPassphrase() const;
    /// Why who is signed in may not enrol anybody; empty: may.
    [[nodiscard]] QString enrolRefusal() const;
    [[nodiscard]] bool isBusy() const;
    /// Stable names and their words.
    [[nodiscard]] static QStringList personRoleNames();
    [[nodiscard]] static QString roleWord(const QString &name);

public Q_SLOTS:
    void refresh();

Q_SIGNALS:
    void refreshed();

private:
    struct Read;
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
