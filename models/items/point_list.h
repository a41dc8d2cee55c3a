// SPDX-License-Identifier: GPL-3.0-or-later
// The enforcement points of a workspace as rows, and what is done to them: set up, tried, removed. Reads and writes off the window's thread.
#pragma once

#include <QAbstractTableModel>
#include <QMap>
#include <QPointer>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/enforcement/point.h"
#include "models/items/question.h"
#include "models/items/session.h"
#include "models/items/words.h"

#include <memory>
#include <optional>
#include <vector>
#endif

namespace mandate {

class EnforcementWatch;
class Workspace;

/// A point as the form edits it.
struct PointDraft
{
    QString id;
    PointKind kind = PointKind::Gateway;
    QString title;
    QString address;
    QString agents; ///< patterns with commas between; empty: every agent
    QMap<QString, QString> settings; ///< without empty ones
    QString secretName;
    bool operator==(const PointDraft &) const = default;
};

struct PointItem
{
    PointDraft point;
    QString by;
    std::optional<Instant> at;
    StateWord answer;       ///< what it said last in this session
    QString answerSentence; ///< with what to do by hand
};

class PointList : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Kind, Answer, Agents, Address, ColumnCount };

    explicit PointList(std::shared_ptr<Workspace> workspace, QObject *parent);
    /// That of a session, made when first asked for; nullptr for none.
    static PointList *of(Session *session);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    [[nodiscard]] const PointItem *item(int row) const;
    [[nodiscard]] int rowOf(const QString &id) const;
    /// Why the signed-in person may not change points; empty when they may.
    [[nodiscard]] QString refusal() const { return m_refusal; }
    [[nodiscard]] bool isBusy() const { return m_reading.isOpen() || m_writing.isOpen() || m_testing.isOpen(); }

public Q_SLOTS:
    void refresh();
    /// `secret` goes to the secret store; empty keeps the one there is.
    void save(const mandate::PointDraft &draft, const QString &secret);
    void remove(const QString &id);
    /// Tries the connection of a saved point.
    void test(const QString &id);

Q_SIGNALS:
    void refreshed();
    void saved(const QString &id);
    void removed(const QString &id);
    void tested(const QString &id);
    void refused(const mandate::Trouble &trouble);

private:
    struct Loaded;
    struct Done;
    /// Of the connection, where it was tried in this session; else what is worst of the stops that are watched.
    [[nodiscard]] StateWord answer(const PointItem &point) const;
    void take(const Loaded &loaded);
    void write(std::function<std::shared_ptr<Done>(Workspace &)> work, std::function<void()> then);

    std::shared_ptr<Workspace> m_workspace;
    QPointer<EnforcementWatch> m_watch;
    std::vector<PointItem> m_items;
    QString m_refusal;
    Question<std::shared_ptr<Loaded>> m_reading;
    Question<std::shared_ptr<Done>> m_writing;
    Question<std::shared_ptr<Done>> m_testing;
};

} // namespace mandate
