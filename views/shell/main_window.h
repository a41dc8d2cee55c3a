// SPDX-License-Identifier: GPL-3.0-or-later
// The window: rail, pages, banners, status bar, palette, and the ways between them. Knows pages only by their face.
#pragma once

#include "models/items/session.h"
#include "views/shell/help_page.h"
#include "views/shell/page.h"

#include <QMainWindow>
#include <QMap>
#include <QUrl>

#include <memory>

class QAction;
class QActionGroup;
class QLabel;
class QMenu;
class QStackedWidget;

namespace mandate {

class BannerStack;
class BundleSheet;
class CommandPalette;
class KeepingSheet;
class KeySheet;
class Opener;
class Rail;
class StatusBar;
class StopBanners;
class DesktopNotes;
class SettingsDialog;
class WelcomePage;
struct Command;

class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// `opener` outlives the window.
    explicit MainWindow(Opener *opener, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Adds a page under the digit of UX.md; the window owns it.
    void addPage(int number, Page *page);
    /// Those that have something to show of what is open; all of them when nothing is.
    [[nodiscard]] QList<Page *> pages() const;
    [[nodiscard]] Page *currentPage() const;
    [[nodiscard]] Session *session() const { return m_session.get(); }
    [[nodiscard]] BannerStack *banners() const { return m_banners; }
    [[nodiscard]] StatusBar *status() const { return m_status; }
    [[nodiscard]] DesktopNotes *notes() const { return m_notes; }
    /// The sheet that exports evidence, over the lower part of every page.
    [[nodiscard]] BundleSheet *exportSheet() const { return m_exporting; }
    /// The sheet that signs what is held, erased, masked, revealed and witnessed, at the same place.
    [[nodiscard]] KeepingSheet *keepingSheet() const { return m_keeping; }
    [[nodiscard]] SettingsDialog *settings() const { return m_settings; }

    /// Takes the session over; nullptr closes the workspace.
    void setSession(Session *session);
    /// Goes to mandate://<page>/…, with history. False when there is no such page. Links only navigate.
    bool goTo(const QUrl &link);
    void goBack();
    void goForward();
    /// What can be done by key, for the sheet and the help.
    [[nodiscard]] QList<KeyHint> keys() const;

protected:
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    // main_window.cpp
    void showPage(Page *page);
    void updateTitle();
    void updateEnabled();
    void updateChainBanner();
    void announceImport(const QString &summary, const QStringList &details);
    void cyclePanes(int step);
    void toggleZone();
    // main_window_menus.cpp
    void buildMenus();
    void retranslate();
    QAction *addAction(QMenu *menu, const QString &iconName, const QKeySequence &keys, void (MainWindow::*slot)());
    [[nodiscard]] QList<Command> commands();
    void fillRecent();
    void remember(const QString &path);
    [[nodiscard]] QStringList recent() const;
    void newWorkspace();
    void openWorkspace();
    void openSample();
    void openBundle();
    void closeWorkspace();
    void importFiles();
    void importFolder();
    void addPact();
    void openPalette();
    void openKeys();
    void openHelp();
    void openSettings();
    void focusFilter();
    void searchEvidence();
    void resetLayout();
    void nextPane();
    void previousPane();
    void verify();
    void suspendShown();
    void openPoints();
    void suspendAll();
    // main_window_export.cpp
    void setUpExporting();
    void exportShown();
    void exportEvidence(const ExportWish &wish);
    void placeSheet(QWidget *sheet);
    void keep(const KeepingChange &change);
    void holdShown();
    void showCustody();
    void changeMasking();
    void backToPage();
    void announceReading();
    // main_window_drop.cpp
    void takePaths(const QStringList &paths);

    Opener *m_opener;
    std::unique_ptr<Session> m_session;
    Rail *m_rail;
    BannerStack *m_banners;
    StopBanners *m_stops;
    DesktopNotes *m_notes;
    SettingsDialog *m_settings;
    QStackedWidget *m_stack;
    BundleSheet *m_exporting;
    KeepingSheet *m_keeping;
    StatusBar *m_status;
    CommandPalette *m_palette;
    KeySheet *m_keySheet;
    QLabel *m_dropHint;
    WelcomePage *m_welcome;
    HelpPage *m_help;
    QMap<int, Page *> m_pages;
    QMap<int, QAction *> m_pageActions;
    QList<QUrl> m_history;
    qsizetype m_at = -1;
    bool m_moving = false; ///< going through the history, so nothing is added to it

    struct Actions
    {
        QMenu *file, *view, *go, *helpMenu, *recent, *theme, *density;
        QAction *create, *open, *openBundle, *sample, *close, *import, *importFolder, *addPact, *exportEvidence, *hold, *custody, *masking, *quit;
        QAction *system, *light, *dark, *comfortable, *compact, *zone, *reset, *settings;
        QAction *palette, *back, *forward, *filter, *search, *nextPane, *previousPane, *verify;
        QMenu *agentMenu;
        QAction *suspend, *suspendAll, *points;
        QAction *help, *keys;
    } m_do{};
};

} // namespace mandate
