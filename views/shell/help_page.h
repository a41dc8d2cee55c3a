// SPDX-License-Identifier: GPL-3.0-or-later
// F1: what the pages are for, what the words mean, and every key, in plain words. Needs no network.
#pragma once

#include "views/shell/page.h"

class QTextBrowser;

namespace mandate {

/// A key and what it does, as the key sheet lists it.
struct KeyHint
{
    QString keys;
    QString does;
};

class HelpPage : public Page
{
    Q_OBJECT

public:
    explicit HelpPage(QWidget *parent = nullptr);

    void setKeys(const QList<KeyHint> &keys);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override { return QStringLiteral("question-circle"); }
    [[nodiscard]] QString key() const override { return QStringLiteral("help"); }
    void setSession(Session *) override {}
    bool showLink(const QUrl &link) override;
    [[nodiscard]] QUrl currentLink() const override { return QUrl(QStringLiteral("mandate://help")); }
    [[nodiscard]] QList<QWidget *> panes() const override;

protected:
    void changeEvent(QEvent *event) override;

private:
    void rebuild();

    QTextBrowser *m_text;
    QList<KeyHint> m_keys;
};

} // namespace mandate
