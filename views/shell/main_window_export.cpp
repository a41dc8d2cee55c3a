// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+E and the sheet that exports: what the page shows goes into it. And what is said while nothing can be changed: of a workspace or a bundle that is open for reading.
#include "views/shell/main_window.h"

#include "views/handout/bundle_sheet.h"
#include "views/keeping/keeping_sheet.h"
#include "views/shell/status_bar.h"
#include "views/widgets/banner.h"

#include <QApplication>
#include <QLayout>
#include <QStackedWidget>

#include <algorithm>

namespace mandate {

void MainWindow::setUpExporting()
{
    connect(m_exporting, &BundleSheet::said, this, [this](const QString &sentence) { m_status->say(sentence); });
    connect(m_exporting, &BundleSheet::closed, this, &MainWindow::backToPage);
    connect(m_keeping, &KeepingSheet::closed, this, &MainWindow::backToPage);
    connect(m_keeping, &KeepingSheet::linkActivated, this, [this](const QUrl &link) { goTo(link); });
}

/// To where the focus was when a sheet opened.
void MainWindow::backToPage()
{
    const Page *page = currentPage();
    if (!page || page->isAncestorOf(QApplication::focusWidget()))
        return;
    if (QWidget *before = page->focusWidget())
        before->setFocus(Qt::OtherFocusReason);
}

/// Over the lower part of the page, as high as it needs: pages keep their own height, also in a low window.
void MainWindow::placeSheet(QWidget *sheet)
{
    if (!sheet->isVisible())
        return;
    const QRect area(m_stack->mapTo(this, QPoint(0, 0)), m_stack->size());
    const QLayout *layout = sheet->layout();
    const int wanted = layout->hasHeightForWidth() ? layout->totalHeightForWidth(area.width()) : layout->totalSizeHint().height();
    const int height = std::min(area.height(), wanted);
    sheet->setGeometry(area.left(), area.bottom() + 1 - height, area.width(), height);
    sheet->raise();
}

void MainWindow::announceReading()
{
    if (!m_session->isReadOnly())
        return;
    Notice notice;
    notice.id = QStringLiteral("readonly");
    if (const BundleContent *bundle = m_session->bundle()) {
        notice.state = bundle->checked.state;
        notice.sentence = bundle->checked.ok ? tr("This is an exported bundle, not a workspace: nothing in it can be signed or changed.")
                                             : tr("This bundle does not hold. Only entries that prove themselves against its signed checkpoint are shown.");
        notice.detail = bundle->checked.sentence;
        if (bundle->leftOut > 0)
            notice.detail += QLatin1Char(' ') + tr("%Ln entries prove nothing and are left out.", nullptr, static_cast<int>(bundle->leftOut));
        notice.dismissible = false;
    } else {
        notice.state = {tr("Read-only"), Shape::Disc, Tone::Info};
        notice.sentence = tr("This workspace is open for reading.");
        notice.detail = tr("You can look at everything. Importing, adding pacts and suspending agents need it opened for writing.");
    }
    m_banners->show(notice);
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
    if (!m_session)
        return;
    m_keeping->close();
    m_exporting->open(wish);
}

void MainWindow::keep(const KeepingChange &change)
{
    if (!m_session || m_session->bundle())
        return;
    m_exporting->close();
    if (m_exporting->isVisible())
        m_status->say(tr("A bundle is being written. Cancel it first, or wait for its end."));
    else
        m_keeping->open(change);
}

void MainWindow::holdShown()
{
    const auto wish = currentPage() ? currentPage()->evidenceShown() : std::nullopt;
    if (!wish) {
        m_status->say(tr("Nothing here can be held. Choose an incident, or records in Evidence."));
        return;
    }
    KeepingChange change;
    change.act = KeepingAct::PlaceHold;
    change.wish = *wish;
    keep(change);
}

/// Of the record or incident that is shown; of everything where there is none.
void MainWindow::showCustody()
{
    const QString of = currentPage() ? currentPage()->custodyShown() : QString();
    goTo(QUrl(QStringLiteral("mandate://exports?tab=custody&of=") + QString::fromUtf8(QUrl::toPercentEncoding(of))));
}

void MainWindow::changeMasking()
{
    if (!m_session)
        return;
    KeepingChange change;
    change.act = KeepingDesk::of(m_session.get())->standing().masked ? KeepingAct::MaskingOff : KeepingAct::MaskingOn;
    keep(change);
}

} // namespace mandate
