// SPDX-License-Identifier: GPL-3.0-or-later
// Menus, their actions, and the commands of the palette.
#include "views/shell/main_window.h"

#include "models/items/agent_model.h"
#include "models/items/incident_model.h"
#include "models/items/pact_model.h"
#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "models/items/words.h"
#include "views/shell/command_palette.h"
#include "views/shell/key_sheet.h"
#include "views/shell/opener.h"
#include "views/shell/rail.h"
#include "views/shell/settings_dialog.h"
#include "views/shell/welcome_page.h"
#include "views/widgets/icon.h"
#include "views/widgets/kept_columns.h"
#include "views/widgets/theme.h"
#include "views/widgets/three_pane.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QStackedWidget>
#include <QStandardPaths>

namespace mandate {
namespace {

constexpr int recentLimit = 8;

QString fileFilter()
{
    return MainWindow::tr("Mandate workspace (*.mandate)");
}

QString startFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

} // namespace

QAction *MainWindow::addAction(QMenu *menu, const QString &iconName, const QKeySequence &keys, void (MainWindow::*slot)())
{
    auto *action = new QAction(this);
    if (!iconName.isEmpty())
        action->setIcon(icon(iconName, IconRole::Muted));
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, slot);
    menu->addAction(action);
    return action;
}

void MainWindow::buildMenus()
{
    m_do.file = menuBar()->addMenu(QString());
    m_do.create = addAction(m_do.file, QStringLiteral("file-earmark-plus"), QKeySequence::New, &MainWindow::newWorkspace);
    m_do.open = addAction(m_do.file, QStringLiteral("folder2-open"), QKeySequence::Open, &MainWindow::openWorkspace);
    m_do.openBundle = addAction(m_do.file, QString(), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O), &MainWindow::openBundle);
    m_do.recent = m_do.file->addMenu(QString());
    connect(m_do.recent, &QMenu::aboutToShow, this, &MainWindow::fillRecent);
    m_do.sample = addAction(m_do.file, QString(), {}, &MainWindow::openSample);
    m_do.file->addSeparator();
    m_do.import = addAction(m_do.file, QStringLiteral("box-arrow-in-down"), QKeySequence(Qt::CTRL | Qt::Key_I), &MainWindow::importFiles);
    m_do.importFolder = addAction(m_do.file, QString(), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I), &MainWindow::importFolder);
    m_do.addPact = addAction(m_do.file, QStringLiteral("file-earmark-text"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P), &MainWindow::addPact);
    m_do.exportEvidence = addAction(m_do.file, QStringLiteral("box-arrow-up"), QKeySequence(Qt::CTRL | Qt::Key_E), &MainWindow::exportShown);
    m_do.hold = addAction(m_do.file, QStringLiteral("shield-lock"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_H), &MainWindow::holdShown);
    m_do.custody = addAction(m_do.file, QStringLiteral("list-check"), {}, &MainWindow::showCustody);
    m_do.masking = addAction(m_do.file, QStringLiteral("eye"), {}, &MainWindow::changeMasking);
    m_do.verify = addAction(m_do.file, QStringLiteral("shield-check"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V), &MainWindow::verify);
    m_do.file->addSeparator();
    m_do.close = addAction(m_do.file, QString(), QKeySequence::Close, &MainWindow::closeWorkspace);
    m_do.quit = new QAction(this);
    m_do.quit->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q));
    m_do.quit->setMenuRole(QAction::QuitRole);
    connect(m_do.quit, &QAction::triggered, this, &QWidget::close);
    m_do.file->addAction(m_do.quit);

    m_do.view = menuBar()->addMenu(QString());
    const auto choice = [this](QActionGroup *group, QMenu *menu) {
        auto *action = new QAction(this);
        action->setCheckable(true);
        group->addAction(action);
        menu->addAction(action);
        return action;
    };
    m_do.theme = m_do.view->addMenu(QString());
    auto *themes = new QActionGroup(this);
    m_do.system = choice(themes, m_do.theme);
    m_do.light = choice(themes, m_do.theme);
    m_do.dark = choice(themes, m_do.theme);
    m_do.density = m_do.view->addMenu(QString());
    auto *densities = new QActionGroup(this);
    m_do.comfortable = choice(densities, m_do.density);
    m_do.compact = choice(densities, m_do.density);
    Theme &theme = Theme::instance();
    const auto mark = [this] {
        const Theme &now = Theme::instance();
        m_do.system->setChecked(now.choice() == Theme::Choice::System);
        m_do.light->setChecked(now.choice() == Theme::Choice::Light);
        m_do.dark->setChecked(now.choice() == Theme::Choice::Dark);
        m_do.comfortable->setChecked(now.density() == Theme::Density::Comfortable);
        m_do.compact->setChecked(now.density() == Theme::Density::Compact);
    };
    mark();
    connect(&theme, &Theme::changed, this, mark);
    connect(m_do.system, &QAction::triggered, &theme, [&theme] { theme.setChoice(Theme::Choice::System); });
    connect(m_do.light, &QAction::triggered, &theme, [&theme] { theme.setChoice(Theme::Choice::Light); });
    connect(m_do.dark, &QAction::triggered, &theme, [&theme] { theme.setChoice(Theme::Choice::Dark); });
    connect(m_do.comfortable, &QAction::triggered, &theme, [&theme] { theme.setDensity(Theme::Density::Comfortable); });
    connect(m_do.compact, &QAction::triggered, &theme, [&theme] { theme.setDensity(Theme::Density::Compact); });
    m_do.view->addSeparator();
    m_do.zone = addAction(m_do.view, QString(), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_U), &MainWindow::toggleZone);
    m_do.zone->setCheckable(true);
    m_do.zone->setChecked(words::zone() == words::Zone::Local);
    m_do.reset = addAction(m_do.view, QString(), {}, &MainWindow::resetLayout);
    m_do.view->addSeparator();
    m_do.settings = addAction(m_do.view, QStringLiteral("gear"), QKeySequence(Qt::CTRL | Qt::Key_Comma), &MainWindow::openSettings);
    m_do.settings->setMenuRole(QAction::PreferencesRole);

    m_do.go = menuBar()->addMenu(QString());
    m_do.back = addAction(m_do.go, QStringLiteral("arrow-left"), QKeySequence(Qt::ALT | Qt::Key_Left), &MainWindow::goBack);
    m_do.forward = addAction(m_do.go, QStringLiteral("arrow-right"), QKeySequence(Qt::ALT | Qt::Key_Right), &MainWindow::goForward);
    m_do.palette = addAction(m_do.go, QStringLiteral("command"), QKeySequence(Qt::CTRL | Qt::Key_K), &MainWindow::openPalette);
    m_do.filter = addAction(m_do.go, QStringLiteral("funnel"), QKeySequence::Find, &MainWindow::focusFilter);
    m_do.search = addAction(m_do.go, QStringLiteral("search"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), &MainWindow::searchEvidence);
    m_do.nextPane = addAction(m_do.go, QString(), QKeySequence(Qt::Key_F6), &MainWindow::nextPane);
    m_do.previousPane = addAction(m_do.go, QString(), QKeySequence(Qt::SHIFT | Qt::Key_F6), &MainWindow::previousPane);

    m_do.agentMenu = menuBar()->addMenu(QString());
    m_do.suspend = addAction(m_do.agentMenu, QStringLiteral("pause-circle"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), &MainWindow::suspendShown);
    m_do.suspendAll = addAction(m_do.agentMenu, QString(), {}, &MainWindow::suspendAll);
    m_do.agentMenu->addSeparator();
    m_do.points = addAction(m_do.agentMenu, QString(), {}, &MainWindow::openPoints);

    m_do.helpMenu = menuBar()->addMenu(QString());
    m_do.help = addAction(m_do.helpMenu, QStringLiteral("question-circle"), QKeySequence::HelpContents, &MainWindow::openHelp);
    m_do.keys = addAction(m_do.helpMenu, QStringLiteral("keyboard"), QKeySequence(Qt::CTRL | Qt::Key_Slash), &MainWindow::openKeys);
}

void MainWindow::retranslate()
{
    menuBar()->setAccessibleName(tr("Menus"));
    m_do.file->setTitle(tr("&File"));
    m_do.create->setText(tr("&New workspace…"));
    m_do.open->setText(tr("&Open workspace…"));
    m_do.openBundle->setText(tr("Open &bundle…"));
    m_do.recent->setTitle(tr("Open &recent"));
    m_do.sample->setText(tr("Open &sample workspace"));
    m_do.import->setText(tr("&Import files…"));
    m_do.importFolder->setText(tr("Import &folder…"));
    m_do.addPact->setText(tr("Add &pact…"));
    m_do.exportEvidence->setText(tr("&Export evidence…"));
    m_do.hold->setText(tr("Place legal &hold…"));
    m_do.custody->setText(tr("C&ustody of what is shown"));
    m_do.masking->setText(tr("&Mask or show personal text…"));
    m_do.verify->setText(tr("&Verify the chain now"));
    m_do.close->setText(tr("&Close workspace"));
    m_do.quit->setText(tr("&Quit"));
    m_do.view->setTitle(tr("&View"));
    m_do.theme->setTitle(tr("&Theme"));
    m_do.system->setText(tr("Like the &system"));
    m_do.light->setText(tr("&Light"));
    m_do.dark->setText(tr("&Dark"));
    m_do.density->setTitle(tr("&Density"));
    m_do.comfortable->setText(tr("&Comfortable"));
    m_do.compact->setText(tr("Com&pact"));
    m_do.zone->setText(tr("Times in &local time"));
    m_do.reset->setText(tr("&Reset layout"));
    m_do.settings->setText(tr("S&ettings…"));
    m_do.go->setTitle(tr("&Go"));
    m_do.back->setText(tr("&Back"));
    m_do.forward->setText(tr("&Forward"));
    m_do.palette->setText(tr("Find &anything…"));
    m_do.filter->setText(tr("Filter this &page"));
    m_do.search->setText(tr("&Search the evidence"));
    m_do.nextPane->setText(tr("&Next pane"));
    m_do.previousPane->setText(tr("Pre&vious pane"));
    m_do.agentMenu->setTitle(tr("&Agents"));
    m_do.suspend->setText(tr("&Suspend the agent shown…"));
    m_do.suspendAll->setText(tr("Suspend &all agents…"));
    m_do.points->setText(tr("&Enforcement points…"));
    m_do.helpMenu->setTitle(tr("&Help"));
    m_do.help->setText(tr("&How to use Mandate"));
    m_do.keys->setText(tr("&Keys"));
    for (auto it = m_pages.cbegin(); it != m_pages.cend(); ++it) {
        m_rail->setTitle(it.key(), it.value()->title());
        m_pageActions.value(it.key())->setText(it.value()->title());
    }
    m_help->setKeys(keys());
    updateTitle();
}

QList<KeyHint> MainWindow::keys() const
{
    QList<KeyHint> hints;
    const auto add = [&hints](const QAction *action) {
        QString text = action->text();
        text.remove(QLatin1Char('&')).remove(QChar(0x2026));
        if (!action->shortcut().isEmpty())
            hints << KeyHint{action->shortcut().toString(QKeySequence::NativeText), text};
    };
    for (const QAction *action : m_pageActions)
        add(action);
    for (const QAction *action : {m_do.palette, m_do.filter, m_do.search, m_do.back, m_do.forward, m_do.nextPane, m_do.previousPane, m_do.create,
                                  m_do.open, m_do.openBundle, m_do.import, m_do.importFolder, m_do.addPact, m_do.exportEvidence, m_do.hold, m_do.verify, m_do.zone, m_do.suspend, m_do.help})
        add(action);
    hints << KeyHint{QStringLiteral("J, K"), tr("In Decisions: next and previous request")};
    hints << KeyHint{QStringLiteral("A, L, D"), tr("In Decisions: stage approval, approval with limits, denial")};
    hints << KeyHint{QStringLiteral("1–9"), tr("In Decisions: choose the reason")};
    hints << KeyHint{QStringLiteral("Ctrl+Z"), tr("In Decisions: take back what is on its way")};
    hints << KeyHint{QStringLiteral("F, Shift+F"), tr("In Evidence: filter for a value, or filter it out")};
    hints << KeyHint{QStringLiteral("C"), tr("In Evidence: show the records around one")};
    hints << KeyHint{QStringLiteral("V"), tr("In Evidence: follow the session of a record")};
    hints << KeyHint{QStringLiteral("S, T, N"), tr("In Evidence: star, tag or note a record")};
    hints << KeyHint{QStringLiteral("F, B, A, D"), tr("In a waterfall: next and previous action, earlier and later time")};
    hints << KeyHint{QStringLiteral("Ctrl+S"), tr("In Evidence: save what is shown as a view")};
    hints << KeyHint{QStringLiteral("Ctrl+Shift+L"), tr("In Evidence: show or hide the fields")};
    hints << KeyHint{QStringLiteral("Alt+Down"), tr("In the filter of Evidence: filters asked before")};
    hints << KeyHint{QStringLiteral("P"), tr("In Incidents: pin a record of the timeline to your claim, or unpin it")};
    hints << KeyHint{QStringLiteral("T"), tr("In Metrics: show the chart as a table")};
    hints << KeyHint{QStringLiteral("Ctrl+Return"), tr("Commit what a sheet asks for")};
    hints << KeyHint{QStringLiteral("Esc"), tr("Close a sheet and keep things as they are")};
    hints << KeyHint{QStringLiteral("?"), tr("Show or hide these keys")};
    return hints;
}

QList<Command> MainWindow::commands()
{
    QList<Command> all;
    const auto addAction = [this, &all](QAction *action, const QString &kind, const QString &iconName) {
        if (!action->isEnabled())
            return;
        QString text = action->text();
        text.remove(QLatin1Char('&'));
        if (m_do.theme->actions().contains(action))
            text = tr("Theme: %1").arg(text);
        if (m_do.density->actions().contains(action))
            text = tr("Density: %1").arg(text);
        all << Command{text, kind, action->shortcut().toString(QKeySequence::NativeText), iconName, false, [action] { action->trigger(); }};
    };
    for (auto it = m_pageActions.cbegin(); it != m_pageActions.cend(); ++it)
        addAction(it.value(), tr("Page"), m_pages.value(it.key())->iconName());
    for (const Page *page : pages()) {
        for (const auto &[text, link] : page->places())
            all << Command{text, tr("Page"), {}, page->iconName(), false, [this, link = link] { goTo(link); }};
    }
    for (QAction *action :
         {m_do.suspend, m_do.suspendAll, m_do.points, m_do.import, m_do.importFolder, m_do.addPact, m_do.exportEvidence, m_do.hold, m_do.custody, m_do.masking, m_do.verify, m_do.search, m_do.create, m_do.open, m_do.openBundle, m_do.sample, m_do.close, m_do.light,
          m_do.dark, m_do.system, m_do.comfortable, m_do.compact, m_do.zone, m_do.reset, m_do.settings, m_do.help, m_do.keys, m_do.quit})
        addAction(action, tr("Action"), QStringLiteral("chevron-right"));
    if (!m_session)
        return all;
    const auto addRows = [this, &all](const QAbstractItemModel *model, const QString &kind, const QString &iconName) {
        if (!model)
            return;
        for (int row = 0; row < qMin(model->rowCount(), 2000); ++row) {
            const QModelIndex index = model->index(row, 0);
            const QUrl link = index.data(LinkRole).toUrl();
            const QString id = visibleLine(index.data(IdRole).toString(), 80);
            QString text = visibleLine(index.data(Qt::AccessibleTextRole).toString(), 200);
            if (!id.isEmpty() && !text.contains(id))
                text = id + QLatin1String("  ") + text;
            if (!link.isEmpty())
                all << Command{text, kind, {}, iconName, true, [this, link] { goTo(link); }};
        }
    };
    if (!m_session->bundle())
        addRows(m_session->agents(), tr("Agent"), QStringLiteral("robot"));
    addRows(m_session->pacts(), tr("Pact"), QStringLiteral("file-earmark-text"));
    addRows(m_session->incidents(), tr("Incident"), QStringLiteral("exclamation-octagon"));
    return all;
}

void MainWindow::fillRecent()
{
    m_do.recent->clear();
    const QStringList paths = recent();
    if (paths.isEmpty())
        m_do.recent->addAction(tr("Nothing opened yet"))->setEnabled(false);
    for (const QString &path : paths) {
        QString text = visibleLine(path, 120);
        text.replace(QLatin1Char('&'), QLatin1String("&&"));
        QAction *action = m_do.recent->addAction(text);
        action->setProperty("untranslated", true);
        connect(action, &QAction::triggered, this, [this, path] { m_opener->open(path, false); });
    }
    if (!paths.isEmpty()) {
        m_do.recent->addSeparator();
        connect(m_do.recent->addAction(tr("&Clear this list")), &QAction::triggered, this, [this] {
            QSettings().remove(QStringLiteral("recent"));
            m_welcome->setRecent({});
        });
    }
}

void MainWindow::remember(const QString &path)
{
    QStringList paths = QSettings().value(QStringLiteral("recent")).toStringList();
    paths.removeAll(path);
    paths.prepend(path);
    QSettings().setValue(QStringLiteral("recent"), QStringList(paths.mid(0, recentLimit)));
}

QStringList MainWindow::recent() const
{
    return QSettings().value(QStringLiteral("recent")).toStringList();
}

void MainWindow::newWorkspace()
{
    QString path = QFileDialog::getSaveFileName(this, tr("New workspace"),
                                                startFolder() + QLatin1Char('/') + tr("my agents") + QLatin1String(".mandate"), fileFilter());
    if (path.isEmpty())
        return;
    if (QFileInfo(path).suffix().isEmpty())
        path += QLatin1String(".mandate");
    m_opener->create(path);
}

void MainWindow::openWorkspace()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open workspace"), startFolder(), fileFilter());
    if (!path.isEmpty())
        m_opener->open(path, false);
}

void MainWindow::openBundle()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open bundle"), startFolder(), tr("Bundles (*.zip *.tar.gz *.tgz bagit.txt);;All files (*)"));
    if (!path.isEmpty())
        m_opener->open(QFileInfo(path).fileName() == QLatin1String("bagit.txt") ? QFileInfo(path).absolutePath() : path, true);
}

void MainWindow::openSample()
{
    m_opener->openSample();
}

void MainWindow::closeWorkspace()
{
    setSession(nullptr);
}

void MainWindow::importFiles()
{
    if (!m_session)
        return;
    const QStringList paths = QFileDialog::getOpenFileNames(this, tr("Import files"), startFolder());
    if (!paths.isEmpty() && m_session)
        m_session->importPaths(paths);
}

void MainWindow::importFolder()
{
    if (!m_session)
        return;
    const QString path = QFileDialog::getExistingDirectory(this, tr("Import folder"), startFolder());
    if (!path.isEmpty() && m_session)
        m_session->importPaths({path});
}

void MainWindow::addPact()
{
    if (!m_session)
        return;
    const QString path = QFileDialog::getOpenFileName(this, tr("Add pact"), startFolder(), tr("Pact (*.json)"));
    if (!path.isEmpty() && m_session)
        m_session->addPactFile(path);
}

void MainWindow::openPalette()
{
    m_palette->open();
}

void MainWindow::openKeys()
{
    m_keySheet->open(keys());
}

void MainWindow::openHelp()
{
    goTo(QUrl(QStringLiteral("mandate://help")));
}

void MainWindow::focusFilter()
{
    if (Page *page = currentPage())
        page->focusFilter();
}

void MainWindow::searchEvidence()
{
    for (Page *page : std::as_const(m_pages)) {
        if (page->key() == QLatin1String("evidence")) {
            goTo(page->currentLink());
            page->focusFilter();
        }
    }
}

void MainWindow::openSettings()
{
    m_settings->open(QStringLiteral("notifications"));
}

void MainWindow::resetLayout()
{
    const QList<ThreePane *> panes = findChildren<ThreePane *>();
    for (ThreePane *pane : panes)
        pane->resetLayout();
    QSettings().remove(QStringLiteral("window"));
    QSettings().remove(QStringLiteral("columns"));
    KeptColumns::resetBelow(this);
}

void MainWindow::nextPane()
{
    cyclePanes(1);
}

void MainWindow::previousPane()
{
    cyclePanes(-1);
}

/// Wherever an agent is shown: on its own page, as an incident, a record or a decision.
void MainWindow::suspendShown()
{
    const QString agent = currentPage() ? currentPage()->agentShown() : QString();
    if (agent.isEmpty()) {
        m_status->say(tr("No agent is shown here. Choose one first."));
        return;
    }
    QUrl link(QStringLiteral("mandate://agents"));
    link.setQuery(QLatin1String("agent=") + QString::fromLatin1(QUrl::toPercentEncoding(agent)) + QLatin1String("&sheet=suspend"));
    goTo(link);
}

void MainWindow::suspendAll()
{
    goTo(QUrl(QStringLiteral("mandate://agents?view=suspend-all")));
}

void MainWindow::openPoints()
{
    goTo(QUrl(QStringLiteral("mandate://agents?view=points")));
}

void MainWindow::verify()
{
    if (m_session)
        m_session->verifyChain();
}

} // namespace mandate
