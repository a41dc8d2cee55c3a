// SPDX-License-Identifier: GPL-3.0-or-later
// The Evidence page: filter, time, rows, and the record in plain words, fields and bytes. Shows models of models/items; asks nothing itself.
#pragma once

#include "models/items/evidence_filter.h"
#include "views/shell/page.h"

#include <QPointer>

#include <memory>
#include <optional>

class QFrame;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QVBoxLayout;

namespace mandate {

class EmptyState;
class EvidenceModel;
class EvidenceTable;
class FilterBar;
class Histogram;
class PageHeader;
class RecordInspector;
class RecordReader;
class StateChip;

class EvidencePage : public Page
{
    Q_OBJECT

public:
    explicit EvidencePage(QWidget *parent = nullptr);
    ~EvidencePage() override;

    QString title() const override { return tr("Evidence"); }
    QString iconName() const override { return QStringLiteral("journal-text"); }
    QString key() const override { return QStringLiteral("evidence"); }
    [[nodiscard]] bool isFor(const Session &) const override { return true; }
    void setSession(Session *session) override;
    /// mandate://evidence?filter=…&entry=…&order=…; single fields (agent=, session=, verdict=, …) work too.
    bool showLink(const QUrl &link) override;
    QUrl currentLink() const override;
    void focusFilter() override;
    QList<QWidget *> panes() const override;
    QString agentShown() const override;
    /// The chosen rows where there are several, else all that the filter leaves.
    [[nodiscard]] std::optional<ExportWish> evidenceShown() const override;

    [[nodiscard]] FilterBar *filter() const { return m_filter; }
    [[nodiscard]] EvidenceTable *table() const { return m_table; }
    [[nodiscard]] Histogram *histogram() const { return m_histogram; }
    [[nodiscard]] RecordInspector *inspector() const { return m_inspector; }
    /// The strip that says the rows are only those around a record, with the way back; hidden otherwise.
    [[nodiscard]] QWidget *aroundStrip() const;
    [[nodiscard]] QPushButton *exportButton() const { return m_export; }
    [[nodiscard]] QPushButton *backFromAround() const { return m_back; }
    [[nodiscard]] QString countText() const;
    [[nodiscard]] bool isBusy() const;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void buildTop(QVBoxLayout *layout);
    [[nodiscard]] QWidget *buildAroundStrip();
    void connectParts();
    void setConditions(const QList<FilterCondition> &conditions);
    void countsChanged();
    void histogramChanged();
    void selectWanted();
    void readEntry(quint64 entry);
    void showAround(quint64 entry);
    void leaveAround();
    void showWholeSession();
    void updateAroundStrip();
    void arrange();

    QPointer<Session> m_session;
    QPointer<EvidenceModel> m_model;
    std::unique_ptr<RecordReader> m_reader;
    PageHeader *m_header;
    QPushButton *m_export;
    FilterBar *m_filter;
    QFrame *m_around;
    QLabel *m_aroundSaid;
    QPushButton *m_back;
    QPushButton *m_wholeSession;
    QUrl m_beforeAround; ///< where the way back leads; empty when a link led here
    Histogram *m_histogram;
    QWidget *m_legend;
    QList<StateChip *> m_legendChips;
    StateChip *m_nothingChip = nullptr;
    QSplitter *m_splitter;
    QStackedWidget *m_stack;
    EvidenceTable *m_table;
    EmptyState *m_empty;
    RecordInspector *m_inspector;
    std::optional<quint64> m_wanted; ///< entry to select as soon as the rows are there
    bool m_wantedMayWiden = false;   ///< the filter goes when it hides the wanted entry
    QString m_count;
    bool m_sized = false;
};

} // namespace mandate
