// SPDX-License-Identifier: GPL-3.0-or-later
// The Incidents page: the list with what is due, and one incident in detail. Shows models of models/items; links only navigate.
#pragma once

#include "views/shell/page.h"

#include <QPointer>

class QComboBox;
class QLineEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace mandate {

class AnswerStrip;
class BannerStack;
class EmptyState;
class IncidentDetail;
class IncidentFilter;
class IncidentModel;
class PageHeader;
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
    /// mandate://incidents?incident=INC-…&tab=cause&filter=…&show=all; mandate://incidents?agent=… filters for an agent;
    /// mandate://incidents?new=12,14 opens the sheet for a new incident from these records, and signs nothing.
    bool showLink(const QUrl &link) override;
    QUrl currentLink() const override;
    void focusFilter() override;
    QList<QWidget *> panes() const override;
    [[nodiscard]] QString agentShown() const override;
    /// The incident that is shown.
    [[nodiscard]] std::optional<ExportWish> evidenceShown() const override;
    [[nodiscard]] QString custodyShown() const override;

    [[nodiscard]] QTableView *list() const { return m_list; }
    [[nodiscard]] QTableView *timeline() const;
    [[nodiscard]] AnswerStrip *answers() const;
    [[nodiscard]] QLineEdit *filter() const { return m_filter; }
    [[nodiscard]] QComboBox *stateFilter() const { return m_state; }
    [[nodiscard]] IncidentDetail *detail() const { return m_detail; }
    [[nodiscard]] BannerStack *banners() const { return m_banners; }
    [[nodiscard]] QPushButton *openButton() const;
    [[nodiscard]] QPushButton *suspendButton() const;
    [[nodiscard]] QPushButton *exportButton() const;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QWidget *buildList();
    void refreshed();
    void currentChanged();
    void answered();
    void showEmpty();
    void showStates();
    void showNeglected();
    void showHolding();
    bool select(const QString &id);
    [[nodiscard]] const IncidentItem *current() const;
    void arrange();

    QPointer<Session> m_session;
    QPointer<IncidentModel> m_model;
    PageHeader *m_header;
    BannerStack *m_banners;
    IncidentFilter *m_shown;
    QLineEdit *m_filter;
    QComboBox *m_state;
    QTableView *m_list;
    QStackedWidget *m_listStack;
    EmptyState *m_listEmpty;
    QSplitter *m_splitter;
    QWidget *m_side; ///< the sheet, and the detail below it
    QStackedWidget *m_detailStack;
    EmptyState *m_detailEmpty;
    IncidentDetail *m_detail;
    QString m_wanted; ///< incident to select as soon as the list is there
    bool m_sized = false;
};

} // namespace mandate
