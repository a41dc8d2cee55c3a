// SPDX-License-Identifier: GPL-3.0-or-later
// Files and folders dropped on the window: evidence is imported, a pact is offered to be added, a workspace is opened.
#include "views/shell/main_window.h"

#include "models/items/text_safety.h"
#include "models/items/words.h"
#include "views/shell/opener.h"
#include "views/widgets/banner.h"
#include "views/widgets/theme.h"

#include <QDragEnterEvent>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QStackedWidget>
#include <QtConcurrentRun>

namespace mandate {
namespace {

constexpr qint64 largestPact = 2'000'000;

/// A pact is small JSON with clauses that binds agents. Only the words are looked at: reading it properly is the session's work.
bool looksLikePact(const QString &path)
{
    const QFileInfo info(path);
    if (!info.isFile() || info.size() > largestPact || info.suffix().compare(QLatin1String("json"), Qt::CaseInsensitive) != 0)
        return false;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray bytes = file.readAll();
    return bytes.contains("\"clauses\"") && bytes.contains("\"accountability\"");
}

struct Dropped
{
    QStringList pacts;
    QStringList evidence;
};

Dropped sorted(const QStringList &paths)
{
    Dropped dropped;
    for (const QString &path : paths)
        (looksLikePact(path) ? dropped.pacts : dropped.evidence) << path;
    return dropped;
}

QStringList localPaths(const QMimeData *data)
{
    QStringList paths;
    const QList<QUrl> urls = data->urls();
    for (const QUrl &url : urls) {
        if (url.isLocalFile())
            paths << url.toLocalFile();
    }
    return paths;
}

} // namespace

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (localPaths(event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    const ThemeTokens &t = Theme::instance().tokens();
    m_dropHint->setText(m_session ? tr("Drop to import into this workspace") : tr("Drop a workspace to open it"));
    m_dropHint->setFont(Theme::scaledFont(1.5, QFont::DemiBold));
    m_dropHint->setStyleSheet(
        QStringLiteral("QLabel { background: %1; color: %2; border: 3px dashed %2; }").arg(cssColor(t.accentChip), cssColor(t.accent)));
    m_dropHint->setGeometry(m_stack->geometry().translated(centralWidget()->pos()).adjusted(24, 24, -24, -24));
    m_dropHint->show();
    m_dropHint->raise();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent *)
{
    m_dropHint->hide();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    m_dropHint->hide();
    const QStringList paths = localPaths(event->mimeData());
    if (paths.isEmpty())
        return;
    event->acceptProposedAction();
    takePaths(paths);
}

void MainWindow::takePaths(const QStringList &paths)
{
    const QString &first = paths.first();
    const bool archive = QFileInfo(first).isFile() && m_opener->isBundle(first); // a folder may hold runs to import
    if (paths.size() == 1 && (archive || first.endsWith(QLatin1String(".mandate")))) {
        m_opener->open(paths.first(), false);
        return;
    }
    Notice refused;
    refused.id = QStringLiteral("drop");
    refused.state = {tr("Not imported"), Shape::Triangle, Tone::Warning};
    if (!m_session) {
        refused.sentence = tr("No workspace is open, so there is nothing to import into.");
        refused.detail = tr("Your files are unchanged. Make or open a workspace, then drop them again.");
        m_banners->show(refused);
        return;
    }
    if (m_session->isReadOnly()) {
        refused.sentence = tr("This workspace is open for reading, so nothing was imported.");
        refused.detail = tr("Your files are unchanged. Open the workspace for writing, then drop them again.");
        m_banners->show(refused);
        return;
    }
    m_banners->withdraw(QStringLiteral("drop"));
    // Looking into the files is disk work, so a worker does it.
    QtConcurrent::run(sorted, paths).then(this, [this](const Dropped &dropped) {
        if (!m_session)
            return;
        if (!dropped.evidence.isEmpty())
            m_session->importPaths(dropped.evidence);
        if (dropped.pacts.isEmpty())
            return;
        const QStringList pacts = dropped.pacts;
        Notice notice;
        notice.id = QStringLiteral("pact");
        notice.state = {tr("Pact"), Shape::Disc, Tone::Info};
        notice.sentence = pacts.size() == 1 ? tr("“%1” is a pact, not evidence.").arg(visibleLine(QFileInfo(pacts.first()).fileName(), 120))
                                            : tr("%n of the files are pacts, not evidence.", nullptr, static_cast<int>(pacts.size()));
        notice.detail = tr("Adding a pact puts it in force for the agents it binds, and judges their records anew.");
        notice.action = tr("Add pact(s)", nullptr, static_cast<int>(pacts.size()));
        notice.onAction = [this, pacts] {
            m_banners->withdraw(QStringLiteral("pact"));
            if (!m_session)
                return;
            for (const QString &path : pacts)
                m_session->addPactFile(path);
        };
        m_banners->show(notice);
    });
}

} // namespace mandate
