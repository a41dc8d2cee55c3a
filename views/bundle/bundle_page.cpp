// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/bundle/bundle_page.h"

#include "models/items/bundle_entries.h"
#include "models/items/export_model.h"
#include "models/items/text_safety.h"
#include "views/handout/check_list.h"
#include "views/handout/export_facts.h"
#include "views/widgets/page_header.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/table.h"

#include <QEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QTextDocumentFragment>
#include <QVBoxLayout>

namespace mandate {
namespace {

constexpr qint64 largestShown = 2'000'000; // of the report; more is for a browser

} // namespace

BundlePage::BundlePage(QWidget *parent)
    : Page(parent),
      m_header(new PageHeader(this)),
      m_tabs(new QTabWidget(this)),
      m_facts(new ExportFacts),
      m_checks(new CheckList),
      m_entries(new QTableView),
      m_body(new PlainTextView(tr("The entry as it was signed"))),
      m_reportSaid(new PlainText),
      m_savePdf(new QPushButton(tr("Save the report as PDF…"))),
      m_saveHtml(new QPushButton(tr("Save the report as HTML…"))),
      m_report(new PlainTextView(tr("Words of the report")))
{
    m_header->setTitle(title());
    auto *what = new QSplitter;
    what->addWidget(m_facts);
    what->addWidget(m_checks);
    what->setChildrenCollapsible(false);
    what->setHandleWidth(1);
    what->setSizes({480, 800});
    what->setStretchFactor(0, 3);
    what->setStretchFactor(1, 5);
    m_tabs->setAccessibleName(tr("Parts of the bundle"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(what, tr("What it is and what holds"));
    m_tabs->addTab(buildEntries(), tr("Decisions and statements"));
    m_tabs->addTab(buildReport(), tr("Report"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_tabs, 1);
}

BundlePage::~BundlePage() = default;

QWidget *BundlePage::buildEntries()
{
    setUpTable(m_entries, tr("Decisions and statements"));
    m_body->setMono(true);
    auto *split = new QSplitter(Qt::Vertical);
    split->addWidget(m_entries);
    split->addWidget(m_body);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 1);
    return split;
}

QWidget *BundlePage::buildReport()
{
    auto *pane = new QWidget;
    auto *row = new QHBoxLayout;
    row->setContentsMargins(16, 8, 16, 8);
    row->addWidget(m_reportSaid, 1);
    row->addWidget(m_savePdf);
    row->addWidget(m_saveHtml);
    auto *layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(row);
    layout->addWidget(m_report, 1);
    connect(m_savePdf, &QPushButton::clicked, this, [this] { chooseReport(true); });
    connect(m_saveHtml, &QPushButton::clicked, this, [this] { chooseReport(false); });
    return pane;
}

void BundlePage::setSession(Session *session)
{
    m_entries->setModel(nullptr);
    m_model.reset();
    m_session = session;
    m_body->setUntrusted({});
    m_report->setUntrusted({});
    if (!session)
        return m_checks->show(CheckedBundle());
    const BundleContent &bundle = *session->bundle();
    showFacts(bundle);
    m_checks->show(bundle.checked);
    m_model = std::make_unique<BundleEntryModel>(session);
    m_entries->setModel(m_model.get());
    connect(m_model.get(), &BundleEntryModel::troubled, session, &Session::troubled);
    connect(m_model.get(), &BundleEntryModel::refreshed, this, [this] { m_entries->selectRow(0); });
    connect(m_entries->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &index) {
        const BundleEntryItem *item = m_model->item(index.row());
        m_body->setUntrusted(item ? item->body : QString());
    });
    fitColumns(m_entries, key(),
               {BundleEntryModel::WhatColumn, BundleEntryModel::WhoColumn, BundleEntryModel::WhenColumn, BundleEntryModel::WhyColumn, BundleEntryModel::KindColumn, BundleEntryModel::EntryColumn},
               BundleEntryModel::WhatColumn);
    QFile html(bundle.reportHtml);
    const bool readable = !bundle.reportHtml.isEmpty() && html.size() <= largestShown && html.open(QIODevice::ReadOnly);
    m_savePdf->setEnabled(!bundle.reportPdf.isEmpty());
    m_saveHtml->setEnabled(!bundle.reportHtml.isEmpty());
    m_reportSaid->setUntrusted(bundle.reportHtml.isEmpty() ? tr("This bundle holds no report.")
                               : readable ? tr("The words of report.html, without its layout. The report is covered by the manifest only: what it says is proved by the records, not by it.")
                                          : tr("The report is too long to show here. Save it and open it in a browser."));
    if (readable)
        m_report->setUntrusted(QTextDocumentFragment::fromHtml(QString::fromUtf8(html.readAll())).toPlainText());
}

void BundlePage::showFacts(const BundleContent &bundle)
{
    ExportItem item;
    item.entry = bundle.exportEntry;
    item.state = bundle.checked.state;
    item.stateNote = bundle.checked.sentence;
    if (bundle.withheld > 0)
        item.stateNote += QLatin1Char(' ') + tr("%Ln entries of the ledger are withheld: only that they exist is proved.", nullptr, static_cast<int>(bundle.withheld));
    if (bundle.leftOut > 0)
        item.stateNote += QLatin1Char(' ') + tr("%Ln entries prove nothing and are left out.", nullptr, static_cast<int>(bundle.leftOut));
    item.asked = bundle.checked.asked;
    item.records = bundle.checked.records;
    item.purpose = bundle.purpose;
    item.matter = bundle.checked.matter;
    item.who = bundle.checked.exportedBy;
    item.when = bundle.checked.exportedAt;
    item.zone = bundle.zone;
    item.profile = bundle.profile.isEmpty() ? QString() : tr("▒ %1: %2 values hidden").arg(bundle.profile, words::number(bundle.hidden));
    item.selectionDigest = bundle.selectionDigest;
    m_facts->show(item);
    m_header->setSummary(tr("%1 · %2").arg(visibleLine(QFileInfo(bundle.checked.path).fileName(), 120), bundle.origin));
}

QString BundlePage::saveReport(const QString &from, const QString &to) const
{
    if (QFile::exists(to))
        return tr("Something is at %1 already. Nothing was written.").arg(to);
    QFile file(from);
    return file.copy(to) ? QString() : tr("The report could not be written: %1 Nothing else was changed.").arg(file.errorString());
}

void BundlePage::chooseReport(bool pdf)
{
    const BundleContent *bundle = m_session ? m_session->bundle() : nullptr;
    if (!bundle)
        return;
    const QString from = pdf ? bundle->reportPdf : bundle->reportHtml;
    const QString to = QFileDialog::getSaveFileName(this, tr("Save the report"), QFileInfo(from).fileName(), QString(), nullptr, QFileDialog::DontConfirmOverwrite);
    if (to.isEmpty())
        return;
    const QString trouble = saveReport(from, to);
    m_reportSaid->setUntrusted(trouble.isEmpty() ? tr("Saved to %1.").arg(to) : trouble);
}

QList<QWidget *> BundlePage::panes() const
{
    return {m_tabs};
}

void BundlePage::changeEvent(QEvent *event)
{
    Page::changeEvent(event);
    if (event->type() == QEvent::LocaleChange && m_model)
        m_model->refresh();
}

} // namespace mandate
