// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet in which somebody signs that evidence is held, released or erased, what is masked or shown, and who witnesses: says the consequence first, asks for
// what has to be said, and signs it. Not modal: it lies over the lower part of the page. Ctrl+Return signs, Escape keeps things as they are.
#pragma once

#include "models/items/keeping_desk.h"

#include <QFrame>
#include <QPointer>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace mandate {

class PlainText;

class KeepingSheet : public QFrame
{
    Q_OBJECT

public:
    explicit KeepingSheet(QWidget *parent = nullptr);

    void setSession(Session *session);
    void open(const KeepingChange &change);
    void close();
    [[nodiscard]] KeepingAct act() const { return m_change.act; }

    [[nodiscard]] QLineEdit *matter() const { return m_matter; }
    [[nodiscard]] QLineEdit *reason() const { return m_reason; }
    [[nodiscard]] QLineEdit *count() const { return m_count; }
    [[nodiscard]] QLineEdit *name() const { return m_name; }
    [[nodiscard]] QComboBox *kind() const { return m_kind; }
    [[nodiscard]] QLineEdit *place() const { return m_place; }
    [[nodiscard]] QLineEdit *certificates() const { return m_certificates; }
    [[nodiscard]] QPushButton *commitButton() const { return m_commit; }
    [[nodiscard]] QPushButton *keepButton() const { return m_keep; }
    /// What the sheet says will happen, and what it says is wrong.
    [[nodiscard]] QString meaningText() const;
    [[nodiscard]] QString problemText() const;

Q_SIGNALS:
    void closed();
    void linkActivated(const QUrl &link);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void showFields();
    void showMeaning();
    void showRefusal();
    void choosePlace();
    void chooseCertificates();
    void commit();
    void complain(const QString &problem, QWidget *field = nullptr);
    [[nodiscard]] bool isReady();
    [[nodiscard]] QString titleText() const;

    QPointer<KeepingDesk> m_desk;
    KeepingChange m_change;
    bool m_signing = false;
    PlainText *m_title;
    PlainText *m_meaning;
    QLabel *m_nameLabel, *m_kindLabel, *m_placeLabel, *m_certificatesLabel, *m_matterLabel, *m_reasonLabel, *m_countLabel, *m_passphraseLabel;
    QLineEdit *m_name;
    QComboBox *m_kind;
    QLineEdit *m_place;
    QPushButton *m_choosePlace;
    QLineEdit *m_certificates;
    QPushButton *m_chooseCertificates;
    QLineEdit *m_matter;
    QLineEdit *m_reason;
    QLineEdit *m_count;
    QLineEdit *m_passphrase;
    PlainText *m_problem;
    QPushButton *m_keep;
    QPushButton *m_commit;
};

} // namespace mandate
