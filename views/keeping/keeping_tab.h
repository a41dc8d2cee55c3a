// SPDX-License-Identifier: GPL-3.0-or-later
// What the tabs about keeping have in common: they read when somebody looks at them, again when the ledger grew meanwhile, and say what may not be done and
// who can. Not a page: the Exports page and the incident's detail hold them.
#pragma once

#include "models/items/keeping_change.h"
#include "models/items/keeping_desk.h"

#include <QPointer>
#include <QUrl>
#include <QWidget>

class QLayout;
class QPushButton;

namespace mandate {

class KeepingTab : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    virtual void setSession(Session *session);
    /// One sentence for the head of the page; empty: nothing.
    [[nodiscard]] virtual QString summary() const { return {}; }
    /// What the link of the page adds to go to what is chosen here.
    [[nodiscard]] virtual QString linkPart() const { return {}; }
    virtual void showLink(const QUrl &) {}
    [[nodiscard]] virtual QList<QWidget *> panes() const = 0;

Q_SIGNALS:
    void linkActivated(const QUrl &link);
    /// Asks the window for the sheet that signs it.
    void keepingWanted(const mandate::KeepingChange &change);
    void summaryChanged();

protected:
    /// Asks for what is shown, anew.
    virtual void read() = 0;
    /// What may be done changed.
    virtual void showStanding() {}
    /// Puts tools over two parts that share the height.
    void lay(QLayout *tools, QWidget *upper, QWidget *lower);
    /// The ledger grew: now, or when somebody looks again.
    void outdate();
    [[nodiscard]] KeepingDesk *desk() const { return m_desk; }
    [[nodiscard]] Session *session() const { return m_session; }
    /// Enables a button, or says why not and who can. `missing` is what has to be chosen first; empty: nothing.
    void allow(QPushButton *button, KeepingAct act, const QString &tip, const QString &missing = {}) const;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QPointer<Session> m_session;
    QPointer<KeepingDesk> m_desk;
    bool m_stale = true;
};

} // namespace mandate
