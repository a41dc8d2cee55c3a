// SPDX-License-Identifier: GPL-3.0-or-later
// What an opened bundle is: who exported it and why, what holds, what people signed in it, and its report. Its records are the pages Evidence and Incidents.
#pragma once

#include "views/shell/page.h"

#include <QPointer>

#include <memory>

class QPushButton;
class QTabWidget;
class QTableView;

namespace mandate {

class BundleEntryModel;
class CheckList;
class ExportFacts;
class PageHeader;
class PlainText;
class PlainTextView;

class BundlePage : public Page
{
    Q_OBJECT

public:
    explicit BundlePage(QWidget *parent = nullptr);
    ~BundlePage() override;

    [[nodiscard]] QString title() const override { return tr("Bundle"); }
    [[nodiscard]] QString iconName() const override { return QStringLiteral("shield-check"); }
    [[nodiscard]] QString key() const override { return QStringLiteral("bundle"); }
    [[nodiscard]] bool isFor(const Session &session) const override { return session.bundle() != nullptr; }
    void setSession(Session *session) override;
    bool showLink(const QUrl &) override { return m_session != nullptr; }
    [[nodiscard]] QUrl currentLink() const override { return QUrl(QStringLiteral("mandate://bundle")); }
    [[nodiscard]] QList<QWidget *> panes() const override;

    /// Writes the report somewhere; what went wrong in words, else empty.
    [[nodiscard]] QString saveReport(const QString &from, const QString &to) const;

    [[nodiscard]] QTabWidget *tabs() const { return m_tabs; }
    [[nodiscard]] CheckList *checks() const { return m_checks; }
    [[nodiscard]] QTableView *entries() const { return m_entries; }
    [[nodiscard]] PlainTextView *report() const { return m_report; }

protected:
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QWidget *buildEntries();
    [[nodiscard]] QWidget *buildReport();
    void showFacts(const BundleContent &bundle);
    void chooseReport(bool pdf);

    QPointer<Session> m_session;
    std::unique_ptr<BundleEntryModel> m_model;
    PageHeader *m_header;
    QTabWidget *m_tabs;
    ExportFacts *m_facts;
    CheckList *m_checks;
    QTableView *m_entries;
    PlainTextView *m_body;
    PlainText *m_reportSaid;
    QPushButton *m_savePdf;
    QPushButton *m_saveHtml;
    PlainTextView *m_report;
};

} // namespace mandate
