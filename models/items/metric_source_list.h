// SPDX-License-Identifier: GPL-3.0-or-later
// The metrics sources of a workspace as rows with their state, and what is done to them: added, changed, taken away, read, tried before they are added.
// Reads and writes off the window's thread. What was read is kept for the session only.
#pragma once

#include <QAbstractTableModel>
#include <QPointer>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/question.h"
#include "models/items/session.h"
#include "models/items/words.h"
#include "models/metric_sources/reading.h"

#include <memory>
#include <optional>
#include <vector>
#endif

namespace mandate {

class Workspace;

/// A source as the form edits it.
struct MetricSourceDraft
{
    QString id, title, address, query, unit, step, agent, trustFile, user, timeColumn, valueColumn;
    MetricSourceKind kind = MetricSourceKind::Prometheus;
    MetricAuth auth = MetricAuth::None;
    QString timeFormat; ///< "", "unix", "unix_ms"
    bool utc = false;   ///< CSV: times without a zone are UTC
    bool operator==(const MetricSourceDraft &) const = default;
};

using MetricReadingPointer = std::shared_ptr<const MetricReading>;

struct MetricSourceItem
{
    MetricSourceDraft source;
    QString by;
    std::optional<Instant> at;
    bool reading = false;
    MetricReadingPointer read; ///< the last one of this session
};

class MetricSourceList : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, State, Value, CompleteThrough, Kind, Agent, ColumnCount };

    /// That of a session, made when first asked for; nullptr for none.
    static MetricSourceList *of(Session *session);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    [[nodiscard]] const MetricSourceItem *item(int row) const;
    [[nodiscard]] int rowOf(const QString &id) const;
    /// Why the signed-in person may not change sources; empty when they may.
    [[nodiscard]] QString refusal() const { return m_refusal; }
    [[nodiscard]] bool isBusy() const { return m_listing.isOpen() || m_writing.isOpen() || m_asking.isOpen() || m_trying.isOpen(); }
    /// "2 metrics sources: 1 healthy, 1 not readable."
    [[nodiscard]] QString words() const;

    [[nodiscard]] static QString nameOf(MetricSourceKind kind);
    [[nodiscard]] static StateWord stateOf(const MetricReading &reading);
    /// What a reading says, in sentences: what was asked, what is known, what is not, warnings; or what went wrong and what helps.
    [[nodiscard]] static QString sentences(const MetricReading &reading);
    /// "12.5 seconds"; the newest value of one series, or how many series there are.
    [[nodiscard]] static QString valueOf(const MetricReading &reading);
    [[nodiscard]] static QString number(double value);

public Q_SLOTS:
    void refresh();
    /// `secret` goes to the secret store; empty keeps the one there is.
    void save(const mandate::MetricSourceDraft &draft, const QString &secret);
    void remove(const QString &id);
    /// Reads the last `seconds`, or all sources one after the other.
    void read(const QString &id, qint64 seconds);
    void readAll(qint64 seconds);
    /// Reads what is not saved yet.
    void tryOut(const mandate::MetricSourceDraft &draft, const QString &secret, qint64 seconds);

Q_SIGNALS:
    void refreshed();
    void saved(const QString &id);
    void removed(const QString &id);
    void wasRead(const QString &id);
    void tried(const mandate::MetricReadingPointer &reading);
    void refused(const mandate::Trouble &trouble);

private:
    struct Loaded;
    MetricSourceList(std::shared_ptr<Workspace> workspace, QObject *parent);
    void take(const Loaded &loaded);
    void write(std::function<std::optional<Error>(Workspace &)> work, std::function<void()> then);
    void readNext();

    std::shared_ptr<Workspace> m_workspace;
    std::vector<MetricSourceItem> m_items;
    QString m_refusal;
    std::vector<std::pair<QString, qint64>> m_waiting; ///< to be read
    Question<std::shared_ptr<Loaded>> m_listing;
    Question<std::optional<Error>> m_writing;
    Question<MetricReadingPointer> m_asking;
    Question<MetricReadingPointer> m_trying;
};

} // namespace mandate
