// SPDX-License-Identifier: GPL-3.0-or-later
// The imported sources as rows: format, records, calls, times; and the items that were quarantined, each with its reason.
// Loads off the window's thread; importing itself is Session's.
#pragma once

#include "models/items/words.h"

#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace mandate {

class Session;
class Workspace;
struct Trouble;

struct SourceItem
{
    QString name;
    QString format; ///< in words
    quint64 records = 0;
    quint64 calls = 0;
    quint64 quarantined = 0;
    std::optional<Instant> first;
    std::optional<Instant> last;
    QString known;              ///< as records name it: for asking, not for showing
    StateWord state;            ///< whether it is late
    QString coverage;           ///< last seen, usual pauses, gaps, what is expected, in sentences
    QString expectedBy;         ///< the source or pattern of the expectation that binds it; empty: none
    qint64 expectedSeconds = 0;
    StateWord seals;  ///< what the source signs itself, and whether it holds
    QString sealGaps; ///< what its seals name and is not here; empty: nothing
};

struct QuarantinedItem
{
    quint64 entry = 0;
    QString source;
    QString reason;
    QString remedy;
    quint64 offset = 0; ///< bytes into the source
};

class QuarantineModel;

class SourceModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, State, Format, Records, Calls, First, Last, Seals, Quarantined, ColumnCount };

    explicit SourceModel(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);
    ~SourceModel() override;

    /// The model of a session, made when first asked for; nullptr for none.
    static SourceModel *of(Session *session);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    [[nodiscard]] const SourceItem *item(int row) const;
    [[nodiscard]] QuarantineModel *quarantine() const;
    [[nodiscard]] quint64 records() const; ///< of all sources
    [[nodiscard]] bool isBusy() const;
    /// Why who is signed in may not say how often records are expected; empty when they may.
    [[nodiscard]] QString expectingRefusal() const;

public Q_SLOTS:
    void refresh();
    /// Signs that records of a source, or of all that fit a pattern, are expected.
    void expect(const QString &source, qint64 everySeconds, const QString &reason);
    void expectNoLonger(const QString &source, const QString &reason);

Q_SIGNALS:
    void busyChanged(bool busy);
    void refreshed();
    void troubled(const mandate::Trouble &trouble);
    void expected();
    void refused(const mandate::Trouble &trouble);

private:
    [[nodiscard]] QString text(const SourceItem &source, int column) const;
    void start();
    void say(const QString &source, std::optional<qint64> everySeconds, const QString &reason);

    struct Private;
    std::unique_ptr<Private> m;
};

/// Items kept with their bytes because they could not be read. They never stop the good ones.
class QuarantineModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Source, Place, Reason, Remedy, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setItems(std::vector<QuarantinedItem> items);
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QString text(const QuarantinedItem &item, int column) const;

    std::vector<QuarantinedItem> m_items;
};

} // namespace mandate
