// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+E and the sheet that exports: what the page shows goes into it.
#include "views/shell/main_window.h"

#include "views/handout/bundle_sheet.h"
#include "views/shell/status_bar.h"

#include <QApplication>

namespace mandate {

void MainWindow::setUpExporting()
{
    connect(m_exporting, &BundleSheet::said, this, [this](const QString &sentence) { m_status->say(sentence); });
    connect(m_exporting, &BundleSheet::closed, this, [this] {
        const Page *page = currentPage();
        if (!page || page->isAncestorOf(QApplication::focusWidget()))
            return;
        if (QWidget *before = page->focusWidget()) // where it was when the sheet opened
            before->setFocus(Qt::OtherFocusReason);
    });
}

void MainWindow::exportShown()
{
    const auto wish = currentPage() ? currentPage()->evidenceShown() : std::nullopt;
    if (wish)
        exportEvidence(*wish);
    else
        m_status->say(tr("Nothing here can be exported. Choose an incident, or records in Evidence."));
}

void MainWindow::exportEvidence(const ExportWish &wish)
{
    if (m_session)
        m_exporting->open(wish);
}

} // namespace mandate
