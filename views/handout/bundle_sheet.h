// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet that hands evidence out: says what the bundle would be before anything is written, writes it in a worker with Cancel, checks it by itself and says what holds.
// Not modal: it lies over the lower part of the page, and what is above stays usable. Enter exports, Escape cancels or closes.
#pragma once

#include "models/items/export_work.h"

#include <QFrame>
#include <QPointer>
#include <QTimer>

#include <memory>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QStandardItemModel;
class QTableView;

namespace mandate {

class PlainText;
class StateChip;

class BundleSheet : public QFrame
{
    Q_OBJECT

public:
    explicit BundleSheet(QWidget *parent = nullptr);

    /// Another workspace, or none: what is being written is cancelled.
    void setSession(Session *session);
    void open(const ExportWish &wish);
    void close();

    [[nodiscard]] ExportWork *work() const { return m_work.get(); }
    [[nodiscard]] QPushButton *exportButton() const { return m_export; }
    [[nodiscard]] QPushButton *closeButton() const { return m_close; }
    [[nodiscard]] QPushButton *previewButton() const { return m_preview; }
    [[nodiscard]] QPushButton *coverButton() const { return m_cover; }
    [[nodiscard]] QComboBox *profile() const { return m_profile; }
    [[nodiscard]] QLineEdit *target() const { return m_target; }
    [[nodiscard]] QTableView *hidden() const { return m_hidden; }
    /// What the line says before anything is written, and what the foot says of it afterwards.
    [[nodiscard]] QString summaryText() const;
    [[nodiscard]] QString statusText() const;

Q_SIGNALS:
    void closed();
    void said(const QString &sentence); ///< for the status line

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] ExportForm form() const;
    void fillChoices();
    void recall();
    void remember() const;
    void recount();
    void commit();
    void stopOrClose();
    void chooseTarget();
    void chooseProfile();
    void copyCoverNote();
    void workChanged();
    void showSummary();
    void showEnd();
    void say(const StateWord &state, const QString &sentence);
    void retranslate();
    [[nodiscard]] bool isWriting() const;
    [[nodiscard]] static QString freePlace(const QString &folder, const QString &stem, const QString &ending);

    QPointer<Session> m_session;
    std::unique_ptr<ExportWork> m_work;
    ExportWish m_wish;
    QString m_coverNote;
    QTimer m_soon; ///< counts again when what was chosen has settled
    PlainText *m_title;
    PlainText *m_asked;
    PlainText *m_counts;
    PlainText *m_digest;
    QLabel *m_matterLabel, *m_purposeLabel, *m_profileLabel, *m_zoneLabel, *m_targetLabel, *m_passphraseLabel;
    QLineEdit *m_matter;
    QLineEdit *m_purpose;
    QComboBox *m_profile;
    QComboBox *m_zone;
    QLineEdit *m_target;
    QPushButton *m_choose;
    QLineEdit *m_passphrase;
    QTableView *m_hidden;
    QStandardItemModel *m_hiddenRows;
    StateChip *m_state;
    PlainText *m_status;
    QProgressBar *m_progress;
    QPushButton *m_preview;
    QPushButton *m_cover;
    QPushButton *m_close;
    QPushButton *m_export;
};

} // namespace mandate
