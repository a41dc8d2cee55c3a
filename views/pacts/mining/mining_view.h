// SPDX-License-Identifier: GPL-3.0-or-later
// A draft from what an agent did: whose actions and of which time, then what is proposed, each with its evidence, to choose from. The trail is
// read beside the window. Escape goes back to the versions.
#pragma once

#include <QPointer>
#include <QUrl>
#include <QWidget>

#include <memory>

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QLabel;
class QListWidget;
class QListWidgetItem;
class QProgressBar;
class QPushButton;
class QSplitter;

namespace mandate {

class MinedDraft;
class ProposalView;
class Session;
struct Trouble;

class MiningView : public QWidget
{
    Q_OBJECT

public:
    explicit MiningView(QWidget *parent = nullptr);
    ~MiningView() override;

    void setSession(Session *session);
    /// Asks whose actions; what was mined before is still there.
    void open();
    [[nodiscard]] MinedDraft *draft() const { return m_draft.get(); }
    [[nodiscard]] QComboBox *agent() const { return m_agent; }
    [[nodiscard]] QPushButton *mineButton() const { return m_mine; }
    [[nodiscard]] QListWidget *list() const { return m_list; }
    [[nodiscard]] ProposalView *detail() const { return m_detail; }
    [[nodiscard]] QPushButton *writeButton() const { return m_write; }
    [[nodiscard]] QList<QWidget *> panes() const;

Q_SIGNALS:
    void closed();
    void written(const QString &key); ///< a draft, to be opened
    void linkActivated(const QUrl &link);
    void troubled(const mandate::Trouble &trouble);

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fillAgents();
    void fillDeployments();
    void fillReport();
    void showCurrent();
    void updateState();
    void updateRow(int proposal);
    void retranslate();

    std::unique_ptr<MinedDraft> m_draft;
    QPushButton *m_back;
    QLabel *m_title;
    QLabel *m_agentName;
    QComboBox *m_agent;
    QLabel *m_deploymentName;
    QComboBox *m_deployment;
    QCheckBox *m_from;
    QDateTimeEdit *m_since;
    QCheckBox *m_to;
    QDateTimeEdit *m_until;
    QPushButton *m_mine;
    QProgressBar *m_progress;
    QLabel *m_said;
    QSplitter *m_split;
    QListWidget *m_list;
    ProposalView *m_detail;
    QLabel *m_chosen;
    QPushButton *m_write;
    bool m_filling = false;
};

} // namespace mandate
