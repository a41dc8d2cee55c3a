// SPDX-License-Identifier: GPL-3.0-or-later
// The small sheet that keeps runs as a baseline: which, its name, why. Not modal. Ctrl+Enter signs, Escape keeps nothing.
#pragma once

#include "models/items/drift_panels.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace mandate {

class PlainText;

class BaselineSheet : public QFrame
{
    Q_OBJECT

public:
    explicit BaselineSheet(QWidget *parent = nullptr);

    /// `runs` can be kept, the likeliest first.
    void open(const QList<ComparedRuns> &runs, bool needsPassphrase);
    /// What was refused is said here, and what was typed stays.
    void complain(const QString &problem);
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QComboBox *runs() const { return m_runs; }
    [[nodiscard]] QLineEdit *name() const { return m_name; }
    [[nodiscard]] QLineEdit *reason() const { return m_reason; }
    [[nodiscard]] QPushButton *commitButton() const { return m_commit; }

public Q_SLOTS:
    void close();

Q_SIGNALS:
    void committed(const mandate::BaselineWish &wish);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void commit();

    QList<ComparedRuns> m_choices;
    PlainText *m_title;
    PlainText *m_meaning;
    QComboBox *m_runs;
    QLineEdit *m_name;
    QLineEdit *m_reason;
    QLabel *m_passphraseLabel;
    QLineEdit *m_passphrase;
    QLabel *m_problem;
    QPushButton *m_keep;
    QPushButton *m_commit;
};

} // namespace mandate
