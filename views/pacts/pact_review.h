// SPDX-License-Identifier: GPL-3.0-or-later
// What a version changes against the one it was written against, for the person who is to sign it: each change is read before it is approved.
#pragma once

#include "models/items/pact_model.h"

#include <QPointer>
#include <QSet>
#include <QWidget>

class QLabel;
class QListWidget;
class QTextBrowser;

namespace mandate {

class PactComparison;
class Session;

class PactReview : public QWidget
{
    Q_OBJECT

public:
    explicit PactReview(QWidget *parent = nullptr);
    ~PactReview() override;

    void setSession(Session *session);
    void show(const PactItem &pact);
    /// Every change was looked at; true where there is nothing to compare with.
    [[nodiscard]] bool isRead() const;
    [[nodiscard]] int changeCount() const;
    [[nodiscard]] int readCount() const { return static_cast<int>(m_read.size()); }
    [[nodiscard]] QListWidget *list() const { return m_list; }

Q_SIGNALS:
    void readChanged();

private:
    void fill();
    void showChange(int row);

    QPointer<Session> m_session;
    std::unique_ptr<PactComparison> m_comparison;
    QString m_pact; ///< "id@version" that is shown
    QString m_before;
    QSet<int> m_read;
    QLabel *m_said;
    QListWidget *m_list;
    QTextBrowser *m_text;
};

} // namespace mandate
