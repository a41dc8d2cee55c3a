// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet that exports a pact version: for which engine or reader, and what that cannot say, before anything is written.
#pragma once

#include "models/items/pact_export.h"

#include <QFrame>
#include <QPointer>

class QComboBox;
class QLabel;
class QListWidget;
class QPushButton;

namespace mandate {

class ExportSheet : public QFrame
{
    Q_OBJECT

public:
    explicit ExportSheet(QWidget *parent = nullptr);

    void setSession(Session *session) { m_session = session; }
    /// `pact` as "id@version".
    void open(const QString &pact, const QString &title);
    void close();
    /// Writes the chosen export into a folder; what could not be written, in words, else empty.
    [[nodiscard]] QString writeTo(const QString &folder);
    [[nodiscard]] QComboBox *target() const { return m_target; }
    [[nodiscard]] QListWidget *left() const { return m_left; }

Q_SIGNALS:
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void make();
    void chooseFolder();
    void retranslate();

    QPointer<Session> m_session;
    QString m_pact;
    QString m_name;
    PactExported m_made;
    QLabel *m_title;
    QComboBox *m_target;
    QLabel *m_said;
    QListWidget *m_left;
    QPushButton *m_keep;
    QPushButton *m_write;
};

} // namespace mandate
