// SPDX-License-Identifier: GPL-3.0-or-later
// The People page: who is enrolled, with which roles and key, and which agents they answer for. What may not be done is disabled and says why.
#pragma once

#include "models/items/people_model.h"
#include "views/shell/page.h"

#include <QMap>
#include <QPointer>

class QPushButton;
class QTableView;

namespace mandate {

class PageHeader;
class PersonSheet;
class PlainText;

class PeoplePage : public Page
{
    Q_OBJECT

public:
    explicit PeoplePage(QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override { return QStringLiteral("person-circle"); }
    [[nodiscard]] QString key() const override { return QStringLiteral("people"); }
    void setSession(Session *session) override;
    bool showLink(const QUrl &link) override;
    [[nodiscard]] QUrl currentLink() const override;
    [[nodiscard]] QList<QWidget *> panes() const override;

    [[nodiscard]] QTableView *table() const { return m_table; }
    [[nodiscard]] PersonSheet *sheet() const { return m_sheet; }
    [[nodiscard]] QPushButton *button(PersonAct act) const { return m_buttons.value(act); }

protected:
    void changeEvent(QEvent *event) override;

private:
    void refreshed();
    void updateButtons();
    void openSheet(PersonAct act);
    void retranslate();
    [[nodiscard]] const EnrolledItem *current() const;

    QPointer<Session> m_session;
    PageHeader *m_header;
    PlainText *m_finding;
    PlainText *m_state;
    QMap<PersonAct, QPushButton *> m_buttons;
    PersonSheet *m_sheet;
    QTableView *m_table;
    QString m_current; ///< person shown
};

} // namespace mandate
