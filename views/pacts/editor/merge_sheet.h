// SPDX-License-Identifier: GPL-3.0-or-later
// Brings a draft up to the version in force: at each part that both changed a person keeps theirs or takes the other one, by keyboard too.
// Nothing is changed before "Bring up to date"; Escape leaves the draft as it is.
#pragma once

#include <QFrame>

#include <memory>

class QLabel;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace mandate {

class DraftModel;
class DraftUpdate;

class MergeSheet : public QFrame
{
    Q_OBJECT

public:
    explicit MergeSheet(QWidget *parent = nullptr);
    ~MergeSheet() override;

    void open(DraftModel *draft);
    void close();
    [[nodiscard]] QListWidget *conflicts() const { return m_list; }
    [[nodiscard]] QPushButton *mineButton() const { return m_keepMine; }
    [[nodiscard]] QPushButton *theirsButton() const { return m_takeTheirs; }
    [[nodiscard]] QPushButton *applyButton() const { return m_apply; }

Q_SIGNALS:
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void choose(bool theirs);
    void apply();
    void fill();
    void showConflict();
    void retranslate();

    DraftModel *m_draft = nullptr;
    std::unique_ptr<DraftUpdate> m_update;
    QLabel *m_title;
    QLabel *m_said;
    QListWidget *m_list;
    QLabel *m_mineName;
    QPlainTextEdit *m_mine;
    QLabel *m_theirsName;
    QPlainTextEdit *m_theirs;
    QPushButton *m_keepMine;
    QPushButton *m_takeTheirs;
    QPushButton *m_cancel;
    QPushButton *m_apply;
};

} // namespace mandate
