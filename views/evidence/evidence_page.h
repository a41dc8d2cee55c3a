// SPDX-License-Identifier: GPL-3.0-or-later
// The Evidence page: filter, time, rows, and the record in plain words, fields and bytes. Shows models of models/items; asks nothing itself.
#pragma once

#include "models/items/evidence_filter.h"
#include "views/shell/page.h"

#include <QElapsedTimer>
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
class EvidenceFieldsModel;
class EvidenceModel;
class EvidenceTable;
class FieldsPane;
class FilterBar;
class Histogram;
class PageHeader;
class RecordInspector;
class RecordReader;
class RecordRemarks;
class SessionTrail;
class SessionView;
class StateChip;
class ViewPicker;
struct SavedView;

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
    /// mandate://evidence?filter=…&entry=…&order=…; single fields (agent=, session=, verdict=, …) work too. `entry` is shown even if the filter has to go
    /// for it, `at` only where it matches; `tab`, `top`, `column`, `view` and `follow` say how it is looked at.
    bool showLink(const QUrl &link) override;
    QUrl currentLink() const override;
    void focusFilter() override;
    QList<QWidget *> panes() const override;
    QString agentShown() const override;
    /// The chosen rows where there are several, else all that the filter leaves.
    [[nodiscard]] std::optional<ExportWish> evidenceShown() const override;
    [[nodiscard]] QString custodyShown() const override;

    [[nodiscard]] FilterBar *filter() const { return m_filter; }
    [[nodiscard]] EvidenceTable *table() const { return m_table; }
    [[nodiscard]] Histogram *histogram() const { return m_histogram; }
    [[nodiscard]] RecordInspector *inspector() const { return m_inspector; }
    [[nodiscard]] FieldsPane *fieldsPane() const { return m_fields; }
    [[nodiscard]] SessionView *sessionView() const { return m_sessionView; }
    [[nodiscard]] ViewPicker *picker() const { return m_picker; }
    [[nodiscard]] QPushButton *fieldsToggle() const { return m_fieldsToggle; }
    [[nodiscard]] QPushButton *stopSearching() const { return m_stop; }
    /// Saves what is shown under a name, and shows a view of a name; an empty name is all evidence.
    void saveView(const QString &name);
    void showView(const QString &name);
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
    void buildTools();
    void connectMarks();
    void connectMasking();
    void showMasking();
    void connectViews();
    /// Goes to a link with history; where nobody keeps one, at once.
    void go(const QUrl &link);
    void filterChanged(const QList<FilterCondition> &conditions, bool typing);
    void follow(quint64 entry);
    void leaveFollowing();
    void showFollowed(const QUrl &link);
    void setFieldsShown(bool shown);
    void readFields();
    void markEntry(int key, quint64 entry);
    [[nodiscard]] SavedView viewNow(const QString &name) const;
    void updateEdited();
    [[nodiscard]] std::optional<quint64> entryNow() const;
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
    void keepFilterAround();
    void updateAroundStrip();
    void arrange();

    QPointer<Session> m_session;
    QPointer<EvidenceModel> m_model;
    std::unique_ptr<RecordReader> m_reader;
    std::unique_ptr<RecordRemarks> m_remarks;
    std::unique_ptr<EvidenceFieldsModel> m_fieldsModel;
    std::unique_ptr<SessionTrail> m_trail;
    PageHeader *m_header;
    ViewPicker *m_picker;
    QPushButton *m_fieldsToggle;
    QPushButton *m_stop;
    QPushButton *m_export;
    FilterBar *m_filter;
    QFrame *m_around;
    QLabel *m_aroundSaid;
    QPushButton *m_back;
    QPushButton *m_keepFilter;
    QPushButton *m_wholeSession;
    QUrl m_beforeAround; ///< where the way back leads; empty when a link led here
    Histogram *m_histogram;
    QWidget *m_legend;
    QList<StateChip *> m_legendChips;
    StateChip *m_nothingChip = nullptr;
    QSplitter *m_outer;
    FieldsPane *m_fields;
    QSplitter *m_splitter;
    QStackedWidget *m_stack;
    EvidenceTable *m_table;
    EmptyState *m_empty;
    SessionView *m_sessionView;
    RecordInspector *m_inspector;
    std::optional<quint64> m_wanted; ///< entry to select as soon as the rows are there
    bool m_wantedMayWiden = false;   ///< the filter goes when it hides the wanted entry
    std::optional<quint64> m_wantedTop; ///< entry to see first as soon as the rows are there
    std::optional<int> m_wantedColumn;
    QUrl m_pending;          ///< a link that somebody has to show yet
    QString m_followSession; ///< whose session is followed instead of the rows; m_following says whether one is
    QString m_followAgent;
    std::optional<QString> m_followDeployment; ///< without: in all
    bool m_following = false;
    bool m_masked = false; ///< what is shown was read while personal text was masked
    bool m_typing = false;   ///< the filter is being typed: what is typed next takes no step of its own in the history
    QElapsedTimer m_searchedFor;
    QString m_count;
    bool m_sized = false;
};

} // namespace mandate
