// SPDX-License-Identifier: GPL-3.0-or-later
// The left rail: one entry a page, with a badge. Only pages that work have an entry.
#pragma once

#include <QAbstractButton>
#include <QFrame>
#include <QMap>

class QLabel;
class QVBoxLayout;

namespace mandate {

class StateChip;

class RailButton : public QAbstractButton
{
    Q_OBJECT

public:
    RailButton(const QString &iconName, const QString &title, int number, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setBadge(int count);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void describe();

    QString m_iconName;
    int m_number;
    int m_badge = 0;
};

class Rail : public QFrame
{
    Q_OBJECT

public:
    explicit Rail(QWidget *parent = nullptr);

    void addEntry(int number, const QString &iconName, const QString &title);
    void setTitle(int number, const QString &title);
    void setBadge(int number, int count);
    void setCurrent(int number);
    /// Name of the open workspace; empty: none.
    /// `mark` stands beside it: "SAMPLE", "BUNDLE"; empty: none.
    void setWorkspace(const QString &name, const QString &path, const QString &mark);
    [[nodiscard]] RailButton *button(int number) const { return m_buttons.value(number); }
    void focusCurrent();

Q_SIGNALS:
    void chosen(int number);
    void helpWanted();

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QVBoxLayout *m_entries;
    QLabel *m_brand;
    QLabel *m_workspace;
    StateChip *m_sample;
    RailButton *m_help;
    QMap<int, RailButton *> m_buttons;
};

} // namespace mandate
