// SPDX-License-Identifier: GPL-3.0-or-later
// What small sheets that sign something have in common: Ctrl+Enter signs, Escape closes, a passphrase that no closed sheet keeps, and what was refused is said
// in it. Not modal. What is asked is the sheet's own.
#pragma once

#include <QFrame>
#include <QGridLayout>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include <span>
#include <utility>
#endif

class QLabel;
class QLineEdit;
class QPushButton;

namespace mandate {

class SigningSheet : public QFrame
{
    Q_OBJECT

public:
    explicit SigningSheet(QWidget *parent = nullptr);

    /// What was refused is said here, and what was typed stays.
    void complain(const QString &problem);
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QPushButton *commitButton() const { return m_commit; }

public Q_SLOTS:
    void close();

Q_SIGNALS:
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    /// Only while the sheet is seen.
    virtual void commit() = 0;

    /// Labels above their fields, two beside one another: fits a narrow window. Labels become the fields' buddies.
    [[nodiscard]] static QGridLayout *inPairs(std::span<const std::pair<QLabel *, QWidget *>> cells);
    /// Title, meaning, fields, then the problem beside the buttons; Tab goes through `order` and then the buttons.
    void layOut(QWidget *title, QWidget *meaning, QLayout *fields, const QList<QWidget *> &order);

    // The sheet lays these out; it becomes their parent then, so that Tab comes to them behind what the sheet made before.
    QLabel *m_passphraseLabel;
    QLineEdit *m_passphrase;
    QLabel *m_problem;
    QPushButton *m_keep;
    QPushButton *m_commit;

private:
    void tryCommit();
};

} // namespace mandate
