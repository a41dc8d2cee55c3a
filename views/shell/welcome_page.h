// SPDX-License-Identifier: GPL-3.0-or-later
// First run: three ways to begin, and the workspaces opened before.
#pragma once

#include "views/shell/page.h"

#include <QStringList>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace mandate {

class WelcomePage : public Page
{
    Q_OBJECT

public:
    explicit WelcomePage(QWidget *parent = nullptr);

    void setRecent(const QStringList &paths);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override { return QStringLiteral("window"); }
    [[nodiscard]] QString key() const override { return QStringLiteral("welcome"); }
    void setSession(Session *) override {}
    bool showLink(const QUrl &) override { return true; }
    [[nodiscard]] QUrl currentLink() const override { return QUrl(QStringLiteral("mandate://welcome")); }

Q_SIGNALS:
    void sampleWanted();
    void newWanted();
    void openWanted();
    void recentWanted(const QString &path);

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Choice
    {
        QLabel *heading;
        QLabel *text;
        QPushButton *button;
    };
    Choice addChoice(QVBoxLayout *column, const QString &iconName, bool primary);
    void retranslate();

    QLabel *m_title;
    QLabel *m_lead;
    Choice m_sample;
    Choice m_new;
    Choice m_open;
    QLabel *m_recentHeading;
    QVBoxLayout *m_recent;
};

} // namespace mandate
