// SPDX-License-Identifier: GPL-3.0-or-later
// Messages above the page that stay until they no longer hold or are dismissed: never a dialog, never a toast.
#pragma once

#include "models/items/words.h"

#include <QFrame>

#include <functional>
#include <map>

class QVBoxLayout;

namespace mandate {

struct Trouble;

/// What a banner says. The same id replaces what it said before.
struct Notice
{
    QString id;
    StateWord state;  ///< "Suspended": shape and word before the sentence
    QString sentence; ///< what happened
    QString detail;   ///< what is unaffected, what to do; may be empty
    QString code;     ///< "MND-217"; may be empty
    QString action;   ///< label of the one action; empty: none
    std::function<void()> onAction;
    bool dismissible = true;
};

/// One message.
class Banner : public QFrame
{
    Q_OBJECT

public:
    explicit Banner(const Notice &notice, QWidget *parent = nullptr);
    [[nodiscard]] const Notice &notice() const { return m_notice; }

Q_SIGNALS:
    void dismissed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Notice m_notice;
};

/// The slot that holds them, newest below; takes no room when there is none.
class BannerStack : public QWidget
{
    Q_OBJECT

public:
    explicit BannerStack(QWidget *parent = nullptr);

    void show(const Notice &notice);
    void show(const Trouble &trouble);
    void withdraw(const QString &id);
    [[nodiscard]] bool holds(const QString &id) const { return m_banners.contains(id); }
    [[nodiscard]] int count() const { return static_cast<int>(m_banners.size()); }

private:
    void withdrawOldest();

    QVBoxLayout *m_layout;
    std::map<QString, Banner *> m_banners;
};

} // namespace mandate
