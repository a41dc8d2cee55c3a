// SPDX-License-Identifier: GPL-3.0-or-later
// Writes one draft: sections on the left; Form, Source and Reads as in the middle, always of the same document; problems, changes and
// replay beside them. Saved by itself; Ctrl+Z and Ctrl+Y, Ctrl+R replays, Escape goes back to the versions.
#pragma once

#include <QPointer>
#include <QUrl>
#include <QWidget>

#include <memory>

class QLabel;
class QListWidget;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QTimer;

namespace mandate {

class DraftFindings;
class DraftModel;
class LifeSheet;
class MergeSheet;
class PactProse;
class SourceView;
struct Trouble;

class PactEditor : public QWidget
{
    Q_OBJECT

public:
    explicit PactEditor(QWidget *parent = nullptr);
    ~PactEditor() override;

    void edit(std::unique_ptr<DraftModel> draft);
    /// Saves and lets go of the draft.
    void close();
    [[nodiscard]] DraftModel *draft() const { return m_draft.get(); }
    /// Shows a section of the form by its key, such as "prohibitions".
    void showSection(const QString &key);
    [[nodiscard]] QWidget *section(const QString &key) const;
    [[nodiscard]] QListWidget *sections() const { return m_sections; }
    [[nodiscard]] QTabWidget *views() const { return m_views; }
    [[nodiscard]] DraftFindings *findings() const { return m_findings; }
    [[nodiscard]] LifeSheet *sheet() const { return m_sheet; }
    [[nodiscard]] MergeSheet *mergeSheet() const { return m_merge; }
    [[nodiscard]] QPushButton *updateButton() const { return m_update; }
    [[nodiscard]] QPushButton *submitButton() const { return m_submit; }
    [[nodiscard]] QList<QWidget *> panes() const;
    /// Goes to the field of a clause or of a place in the document.
    void focusPlace(const QString &place);

Q_SIGNALS:
    void closed();
    void discardWanted(const QString &key);
    void submitWanted(const QString &summary);
    void linkActivated(const QUrl &link);
    void troubled(const mandate::Trouble &trouble);

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildSections();
    void showDraft();
    void updateHead();
    void updateBehind();
    void updateCounts();
    void sourceTyped();
    void showSource();
    void orderTabs();

    std::unique_ptr<DraftModel> m_draft;
    QLabel *m_title;
    QLabel *m_state;
    QPushButton *m_back;
    QPushButton *m_undo;
    QPushButton *m_redo;
    QPushButton *m_discard;
    QPushButton *m_submit;
    LifeSheet *m_sheet;
    QWidget *m_behind; ///< says that another version came into force, and offers to bring the draft up to it
    QLabel *m_behindText;
    QPushButton *m_update;
    MergeSheet *m_merge;
    QListWidget *m_sections;
    QStackedWidget *m_forms;
    QTabWidget *m_views;
    SourceView *m_source;
    QLabel *m_sourceProblem;
    PactProse *m_prose;
    DraftFindings *m_findings;
    QSplitter *m_split; ///< what is written, and what is found of it
    QTimer *m_ordering; ///< Tab order is set anew once things stand still
    QTimer *m_typing; ///< source is read again after a pause
    bool m_showing = false;
};

} // namespace mandate
