// SPDX-License-Identifier: GPL-3.0-or-later
// The Incidents page: the list, and one incident as four answers above the timeline of its session. Shows models of models/items.
#pragma once

#include "views/shell/page.h"

#include <QPointer>

class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace mandate {

class AnswerStrip;
class EmptyState;
class IncidentModel;
class PageHeader;
class PlainText;
class StateChip;
class TimelineModel;
struct IncidentItem;

class IncidentsPage : public Page
{
    Q_OBJECT

public:
    explicit IncidentsPage(QWidget *parent = nullptr);

    QString title() const override { return tr("Incidents"); }
    QString iconName() const override { return QStringLiteral("exclamation-octagon"); }
    QString key() const override { return QStringLiteral("incidents"); }
    [[nodiscard]] bool isFor(const Session &) const override { return true; }
    void setSession(Session *session) override;
    /// mandate://incidents?incident=INC-…&filter=…; mandate://incidents?agent=… filters for an agent.
    bool showLink(const QUrl &link) override;
    QUrl currentLink() const override;
    void focusFilter() override;
    QList<QWidget *> panes() const override;
    [[nodiscard]] QString agentShown() const override;
    /// The incident that is shown.
    [[nodiscard]] std::optional<ExportWish> evidenceShown() const override;

    [[nodiscard]] QTableView *list() const { return m_list; }
    [[nodiscard]] QTableView *timeline() const { return m_timeline; }
    [[nodiscard]] AnswerStrip *answers() const { return m_answers; }
    [[nodiscard]] QLineEdit *filter() const { return m_filter; }
    [[nodiscard]] QPushButton *openButton() const { return m_open; }
    [[nodiscard]] QPushButton *suspendButton() const { return m_suspend; }
    [[nodiscard]] QPushButton *exportButton() const { return m_export; }

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QWidget *buildList();
    [[nodiscard]] QWidget *buildDetail();
    void refreshed();
    void currentChanged();
    void answered();
    void showEmpty();
    void goToRecord(const QModelIndex &index);
    bool select(const QString &id);
    [[nodiscard]] const IncidentItem *current() const;
    void arrange();
    void fitAnswers();

    QPointer<Session> m_session;
    QPointer<IncidentModel> m_model;
    PageHeader *m_header;
    TimelineModel *m_timelineModel;
    QSortFilterProxyModel *m_shown;
    QLineEdit *m_filter;
    QTableView *m_list;
    QStackedWidget *m_listStack;
    EmptyState *m_listEmpty;
    QSplitter *m_splitter;
    QStackedWidget *m_detailStack;
    EmptyState *m_detailEmpty;
    QWidget *m_detail = nullptr;
    StateChip *m_severity;
    PlainText *m_heading;
    QLabel *m_opened;
    QPushButton *m_open;
    QPushButton *m_export;
    QPushButton *m_suspend;
    AnswerStrip *m_answers;
    QSplitter *m_split = nullptr; ///< answers above, timeline below
    bool m_splitChosen = false;   ///< the person moved it
    QTableView *m_timeline;
    QLabel *m_timelineHeading;
    QString m_wanted; ///< incident to select as soon as the list is there
    bool m_sized = false;
};

} // namespace mandate
