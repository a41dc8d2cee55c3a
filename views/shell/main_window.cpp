// SPDX-License-Identifier: GPL-3.0-or-later
// Pages, history, session and banners of the window. Menus are main_window_menus.cpp, files dropped on it main_window_drop.cpp.
#include "views/shell/main_window.h"

#include "models/items/text_safety.h"
#include "models/items/words.h"
#include "views/handout/bundle_sheet.h"
#include "views/keeping/keeping_sheet.h"
#include "views/shell/command_palette.h"
#include "views/shell/desktop_notes.h"
#include "views/shell/key_sheet.h"
#include "views/shell/notification_settings.h"
#include "views/shell/settings_dialog.h"
#include "views/shell/opener.h"
#include "views/shell/rail.h"
#include "views/shell/status_bar.h"
#include "views/shell/stop_banners.h"
#include "views/shell/welcome_page.h"
#include "views/widgets/banner.h"
#include "views/widgets/theme.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSettings>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace mandate {
namespace {

constexpr qsizetype historyLimit = 200;

bool takesText(const QWidget *widget)
{
    return qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QAbstractSpinBox *>(widget) ||
           (qobject_cast<const QPlainTextEdit *>(widget) && !qobject_cast<const QPlainTextEdit *>(widget)->isReadOnly());
}

} // namespace

MainWindow::MainWindow(Opener *opener, QWidget *parent)
    : QMainWindow(parent),
      m_opener(opener),
      m_rail(new Rail(this)),
      m_banners(new BannerStack(this)),
      m_stops(new StopBanners(m_banners, this)),
      m_notes(new DesktopNotes(this)),
      m_settings(new SettingsDialog(this)),
      m_stack(new QStackedWidget(this)),
      m_exporting(new BundleSheet(this)),
      m_keeping(new KeepingSheet(this)),
      m_status(new StatusBar(this)),
      m_welcome(new WelcomePage(this)),
      m_help(new HelpPage(this))
{
    setObjectName(QStringLiteral("console"));
    setAcceptDrops(true);
    setStatusBar(m_status);
    auto *center = new QWidget(this);
    auto *across = new QHBoxLayout(center);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(0);
    across->addWidget(m_rail);
    auto *down = new QVBoxLayout;
    down->setSpacing(0);
    down->addWidget(m_banners);
    down->addWidget(m_stack, 1);
    across->addLayout(down, 1);
    setCentralWidget(center);
    m_stack->addWidget(m_welcome);
    m_stack->addWidget(m_help);
    m_palette = new CommandPalette(this);
    m_palette->setSource([this] { return commands(); });
    m_keySheet = new KeySheet(this);
    m_dropHint = new QLabel(this);
    m_dropHint->setAlignment(Qt::AlignCenter);
    m_dropHint->hide();

    connect(m_rail, &Rail::chosen, this, [this](int number) {
        if (Page *page = m_pages.value(number))
            goTo(page->currentLink());
    });
    connect(m_rail, &Rail::helpWanted, this, &MainWindow::openHelp);
    connect(m_status, &StatusBar::zoneToggled, this, &MainWindow::toggleZone);
    auto *notifications = new NotificationForm;
    m_settings->addCategory(QStringLiteral("notifications"), tr("Notifications"), notifications);
    connect(notifications, &NotificationForm::changed, m_notes, &DesktopNotes::applySettings);
    connect(notifications, &NotificationForm::testWanted, m_notes, &DesktopNotes::showTest);
    connect(m_notes, &DesktopNotes::wanted, this, [this](const QUrl &link) {
        showNormal();
        raise();
        activateWindow();
        goTo(link);
    });
    connect(m_stops, &StopBanners::linkActivated, this, [this](const QUrl &link) { goTo(link); });
    connect(m_status, &StatusBar::stopsWanted, this, [this](const QUrl &link) { goTo(link); });
    connect(m_status, &StatusBar::sourcesWanted, this, [this] { goTo(QUrl(QStringLiteral("mandate://sources"))); });
    connect(m_welcome, &WelcomePage::sampleWanted, this, &MainWindow::openSample);
    connect(m_welcome, &WelcomePage::newWanted, this, &MainWindow::newWorkspace);
    connect(m_welcome, &WelcomePage::openWanted, this, &MainWindow::openWorkspace);
    connect(m_welcome, &WelcomePage::recentWanted, this, [this](const QString &path) { m_opener->open(path, false); });
    connect(m_opener, &Opener::busyChanged, m_status, &StatusBar::setBusy);
    connect(m_opener, &Opener::opened, this, [this](Session *session) { setSession(session); });
    connect(m_opener, &Opener::troubled, this, [this](const Trouble &trouble) { m_banners->show(trouble); });
    qApp->installEventFilter(this);

    setUpExporting();
    buildMenus();
    retranslate();
    m_welcome->setRecent(recent());
    m_rail->setWorkspace({}, {}, {});
    setSession(nullptr);
    const QSettings settings;
    if (!restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray()))
        resize(1360, 860);
    restoreState(settings.value(QStringLiteral("window/state")).toByteArray());
}

MainWindow::~MainWindow()
{
    qApp->removeEventFilter(this);
    for (Page *page : std::as_const(m_pages))
        page->setSession(nullptr);
    m_exporting->setSession(nullptr);
    m_keeping->setSession(nullptr);
    m_status->setSession(nullptr);
    m_stops->setSession(nullptr);
    m_notes->setSession(nullptr);
}

void MainWindow::addPage(int number, Page *page)
{
    m_pages.insert(number, page);
    m_stack->addWidget(page);
    m_rail->addEntry(number, page->iconName(), page->title());
    connect(page, &Page::linkActivated, this, [this](const QUrl &link) { goTo(link); });
    if (QWidget *form = page->settingsForm()) {
        m_settings->addCategory(page->key(), page->title(), form);
        connect(page, &Page::settingsWanted, this, [this, page] { m_settings->open(page->key()); });
    }
    connect(page, &Page::exportWanted, this, &MainWindow::exportEvidence);
    connect(page, &Page::keepingWanted, this, &MainWindow::keep);
    connect(page, &Page::badgeChanged, this, [this, number](int count) { m_rail->setBadge(number, count); });
    auto *action = new QAction(page->title(), this);
    action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number)));
    connect(action, &QAction::triggered, this, [this, page] { goTo(page->currentLink()); });
    m_pageActions.insert(number, action);
    m_do.go->clear();
    for (QAction *entry : std::as_const(m_pageActions))
        m_do.go->addAction(entry);
    m_do.go->addSeparator();
    m_do.go->addActions({m_do.back, m_do.forward});
    m_do.go->addSeparator();
    m_do.go->addActions({m_do.palette, m_do.filter, m_do.search});
    m_do.go->addSeparator();
    m_do.go->addActions({m_do.nextPane, m_do.previousPane});
    page->setSession(m_session.get());
    m_help->setKeys(keys());
    updateEnabled();
}

QList<Page *> MainWindow::pages() const
{
    QList<Page *> all = m_pages.values();
    if (m_session)
        all.removeIf([this](const Page *page) { return !page->isFor(*m_session); });
    return all;
}

Page *MainWindow::currentPage() const
{
    return qobject_cast<Page *>(m_stack->currentWidget());
}

void MainWindow::setSession(Session *session)
{
    for (Page *page : std::as_const(m_pages))
        page->setSession(nullptr);
    m_exporting->setSession(nullptr);
    m_keeping->setSession(nullptr);
    m_status->setSession(nullptr);
    m_stops->setSession(nullptr);
    m_notes->setSession(nullptr);
    for (const QString &id :
         {QStringLiteral("suspended"), QStringLiteral("not-stopped"), QStringLiteral("expiring"), QStringLiteral("chain"), QStringLiteral("readonly"), QStringLiteral("import"), QStringLiteral("pact")})
        m_banners->withdraw(id);
    m_session.reset(session);
    m_history.clear();
    m_at = -1;
    if (session) {
        connect(session, &Session::chainChanged, this, &MainWindow::updateChainBanner);
        connect(session, &Session::troubled, this, [this](const Trouble &trouble) { m_banners->show(trouble); });
        connect(session, &Session::statementMade, this, [this](const QString &, const QString &sentence) { m_status->say(sentence); });
        connect(session, &Session::noted, this, [this](const QString &sentence) { m_status->say(sentence); });
        connect(session, &Session::importFinished, this, &MainWindow::announceImport);
        remember(session->path());
        m_rail->setWorkspace(QFileInfo(session->path()).completeBaseName(), session->path(), session->bundle() ? tr("BUNDLE") : session->isSample() ? tr("SAMPLE") : QString()); // never taken for a living workspace
        announceReading();
    } else {
        m_rail->setWorkspace({}, {}, {});
    }
    for (Page *page : std::as_const(m_pages))
        page->setSession(session && page->isFor(*session) ? session : nullptr);
    m_exporting->setSession(session);
    m_keeping->setSession(session);
    m_status->setSession(session);
    updateEnabled();
    Session *living = session && !session->bundle() ? session : nullptr; // a bundle tells nobody of agents
    m_stops->setSession(living);
    m_notes->setSession(living);
    updateChainBanner();
    if (!session) {
        m_welcome->setRecent(recent());
        showPage(m_welcome);
        return;
    }
    const QString last = QSettings().value(QStringLiteral("window/page")).toString();
    Page *first = nullptr;
    for (Page *page : std::as_const(m_pages)) {
        if (page->isFor(*session) && (!first || (page->key() == last && !session->bundle())))
            first = page;
    }
    if (first)
        goTo(first->currentLink());
}

bool MainWindow::goTo(const QUrl &link)
{
    if (link.scheme() != QLatin1String("mandate"))
        return false;
    Page *target = link.host() == m_help->key() ? static_cast<Page *>(m_help) : nullptr;
    for (Page *page : std::as_const(m_pages)) {
        if (page->key() == link.host())
            target = page;
    }
    if (!target || (!m_session && target != m_help))
        return false;
    if (target != m_help && !target->isFor(*m_session)) {
        m_status->say(tr("A bundle is open, and holds nothing for this page."));
        return false;
    }
    if (!m_moving) {
        if (m_at >= 0 && currentPage() && currentPage() != m_welcome)
            m_history[m_at] = currentPage()->currentLink();
        m_history.resize(m_at + 1);
        if (m_history.isEmpty() || m_history.last() != link)
            m_history.append(link);
        if (m_history.size() > historyLimit)
            m_history.removeFirst();
        m_at = m_history.size() - 1;
    }
    showPage(target);
    const bool there = target->showLink(link);
    if (!there)
        m_status->say(tr("What this link names is not in the open workspace."));
    updateEnabled();
    return there;
}

void MainWindow::goBack()
{
    if (m_at <= 0)
        return;
    m_history[m_at] = currentPage()->currentLink();
    m_moving = true;
    --m_at;
    goTo(m_history[m_at]);
    m_moving = false;
    updateEnabled();
}

void MainWindow::goForward()
{
    if (m_at + 1 >= m_history.size())
        return;
    m_history[m_at] = currentPage()->currentLink();
    m_moving = true;
    ++m_at;
    goTo(m_history[m_at]);
    m_moving = false;
    updateEnabled();
}

void MainWindow::showPage(Page *page)
{
    const bool changes = m_stack->currentWidget() != page;
    const bool seenBefore = page->focusWidget() != nullptr; // the stack gives the focus back to where it was
    m_stack->setCurrentWidget(page);
    m_rail->setCurrent(m_pages.key(page, 0));
    if (m_pages.key(page, 0) > 0)
        QSettings().setValue(QStringLiteral("window/page"), page->key());
    updateTitle();
    if (isVisible() && changes && !(seenBefore && page->isAncestorOf(QApplication::focusWidget()))) {
        const QList<QWidget *> panes = page->panes();
        QWidget *pane = panes.isEmpty() ? page : panes.first();
        QWidget *target = pane;
        for (int hops = 0; hops < 200 && !((target->focusPolicy() & Qt::TabFocus) && target->isVisible() && pane->isAncestorOf(target)) &&
                           target->focusPolicy() != Qt::StrongFocus;
             ++hops)
            target = target->nextInFocusChain();
        if (pane == target || pane->isAncestorOf(target))
            target->setFocus(Qt::OtherFocusReason);
    }
}

void MainWindow::updateTitle()
{
    const Page *page = currentPage();
    if (!m_session || !page) {
        setWindowTitle(QStringLiteral("Mandate"));
        return;
    }
    const QString name = visibleLine(QFileInfo(m_session->path()).fileName(), 120);
    //: window title: %1 the page, %2 the workspace file
    if (m_session->bundle())
        return setWindowTitle(tr("%1 – %2 (BUNDLE, read-only) – Mandate").arg(page->title(), name));
    setWindowTitle(m_session->isSample() ? tr("%1 – %2 (SAMPLE) – Mandate").arg(page->title(), name)
                                         : tr("%1 – %2 – Mandate").arg(page->title(), name));
}

void MainWindow::updateEnabled()
{
    const bool open = m_session != nullptr;
    const bool writable = open && !m_session->isReadOnly();
    for (QAction *action : {m_do.import, m_do.importFolder, m_do.addPact, m_do.suspend, m_do.suspendAll})
        action->setEnabled(writable);
    const bool living = open && !m_session->bundle();
    for (QAction *action : {m_do.points, m_do.exportEvidence, m_do.hold, m_do.custody, m_do.masking})
        action->setEnabled(living);
    for (QAction *action : {m_do.close, m_do.verify, m_do.search, m_do.filter})
        action->setEnabled(open);
    for (auto it = m_pageActions.cbegin(); it != m_pageActions.cend(); ++it) {
        const bool shown = open && m_pages.value(it.key())->isFor(*m_session);
        it.value()->setEnabled(shown);
        if (RailButton *entry = m_rail->button(it.key()))
            entry->setVisible(shown);
    }
    m_do.back->setEnabled(m_at > 0);
    m_do.forward->setEnabled(m_at + 1 < m_history.size());
}

void MainWindow::updateChainBanner()
{
    const ChainState chain = m_session ? m_session->chain() : ChainState();
    if (chain.kind != ChainState::Kind::Broken || chain.ofBundle) { // of a bundle its own banner says it
        m_banners->withdraw(QStringLiteral("chain"));
        return;
    }
    Notice notice;
    notice.id = QStringLiteral("chain");
    notice.state = {tr("Chain does not hold"), Shape::Octagon, Tone::Critical};
    notice.sentence = chain.trouble;
    notice.detail = tr("Do not rely on this workspace as evidence before it is clear what changed it. Compare it with a copy.");
    notice.action = tr("Verify again");
    notice.onAction = [this] { verify(); };
    notice.dismissible = false;
    m_banners->show(notice);
}

void MainWindow::announceImport(const QString &summary, const QStringList &details)
{
    m_status->say(summary);
    if (details.isEmpty()) {
        m_banners->withdraw(QStringLiteral("import"));
        return;
    }
    Notice notice;
    notice.id = QStringLiteral("import");
    notice.state = {tr("Import"), Shape::Triangle, Tone::Warning};
    notice.sentence = summary;
    notice.detail = details.mid(0, 2).join(QLatin1Char(' '));
    notice.action = tr("Show sources");
    notice.onAction = [this] { goTo(QUrl(QStringLiteral("mandate://sources"))); };
    m_banners->show(notice);
}

void MainWindow::cyclePanes(int step)
{
    QList<QWidget *> panes{m_rail};
    if (m_banners->count() > 0)
        panes << m_banners;
    if (const Page *page = currentPage())
        panes << (page->panes().isEmpty() ? QList<QWidget *>{m_stack->currentWidget()} : page->panes());
    panes << m_exporting << m_keeping << m_status;
    const auto holds = [](const QWidget *pane, const QWidget *focus) { return focus && (pane == focus || pane->isAncestorOf(focus)); };
    qsizetype at = -1;
    for (qsizetype i = 0; i < panes.size(); ++i) {
        if (holds(panes[i], QApplication::focusWidget()))
            at = i;
    }
    for (qsizetype tried = 0; tried < panes.size(); ++tried) {
        at = (at + step + panes.size()) % panes.size();
        QWidget *pane = panes[at];
        if (!pane->isVisible())
            continue;
        if (pane == m_rail) {
            m_rail->focusCurrent();
            return;
        }
        QWidget *target = pane;
        for (int hops = 0; hops < 500 && !(target->focusPolicy() & Qt::TabFocus && target->isVisible() && target->isEnabled() && holds(pane, target));
             ++hops)
            target = target->nextInFocusChain();
        if (holds(pane, target) && target->focusPolicy() & Qt::TabFocus) {
            target->setFocus(Qt::TabFocusReason);
            return;
        }
    }
}

void MainWindow::toggleZone()
{
    words::setZone(words::zone() == words::Zone::Utc ? words::Zone::Local : words::Zone::Utc);
    m_do.zone->setChecked(words::zone() == words::Zone::Local);
    QSettings().setValue(QStringLiteral("zone"), words::zone() == words::Zone::Local ? QStringLiteral("local") : QStringLiteral("utc"));
    QEvent changed(QEvent::LocaleChange);
    const QList<QWidget *> all = findChildren<QWidget *>();
    for (QWidget *widget : all) {
        QApplication::sendEvent(widget, &changed);
        widget->update();
    }
}

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/state"), saveState());
    QMainWindow::closeEvent(event);
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    if (!QApplication::focusWidget() || QApplication::focusWidget() == this)
        m_rail->focusCurrent();
}

/// `?` is no shortcut of the window, because it must stay a letter where people write (WCAG 2.1.4).
bool MainWindow::eventFilter(QObject *object, QEvent *event)
{
    for (QWidget *sheet : QList<QWidget *>{m_exporting, m_keeping}) {
        if ((object == m_stack && (event->type() == QEvent::Resize || event->type() == QEvent::Move)) ||
            (object == sheet && (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show)))
            placeSheet(sheet);
    }
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const auto *widget = qobject_cast<QWidget *>(object);
        if (widget && widget->window() == this && key->text() == QLatin1String("?") && !takesText(QApplication::focusWidget())) {
            openKeys();
            return true;
        }
    }
    return QMainWindow::eventFilter(object, event);
}

} // namespace mandate
