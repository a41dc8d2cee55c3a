// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/export_sheet.h"

#include "views/widgets/theme.h"

#include <QComboBox>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSaveFile>
#include <QVBoxLayout>

namespace mandate {
ExportSheet::ExportSheet(QWidget *parent)
    : QFrame(parent),
      m_title(new QLabel(this)),
      m_target(new QComboBox(this)),
      m_said(new QLabel(this)),
      m_left(new QListWidget(this)),
      m_keep(new QPushButton(this)),
      m_write(new QPushButton(this))
{
    setProperty("surface", QStringLiteral("panel"));
    m_title->setFont(Theme::scaledFont(1.0, QFont::Bold));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    m_said->setWordWrap(true);
    m_left->setProperty("role", QStringLiteral("entries"));
    m_left->setWordWrap(true);
    m_left->setMaximumHeight(fontMetrics().lineSpacing() * 9);
    m_write->setProperty("role", QStringLiteral("primary"));
    auto *row = new QHBoxLayout;
    row->addWidget(m_target);
    row->addStretch(1);
    row->addWidget(m_keep);
    row->addWidget(m_write);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 14, 16, 14);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_said);
    layout->addWidget(m_left);
    layout->addLayout(row);
    connect(m_target, &QComboBox::currentIndexChanged, this, &ExportSheet::make);
    connect(m_keep, &QPushButton::clicked, this, &ExportSheet::close);
    connect(m_write, &QPushButton::clicked, this, &ExportSheet::chooseFolder);
    retranslate();
    hide();
}

void ExportSheet::open(const QString &pact, const QString &title)
{
    m_pact = pact;
    m_name = title;
    retranslate();
    make();
    show();
    m_target->setFocus(Qt::OtherFocusReason);
}

void ExportSheet::close()
{
    if (isHidden())
        return;
    hide();
    Q_EMIT closed();
}

void ExportSheet::make()
{
    m_left->clear();
    if (!m_session || m_pact.isEmpty())
        return;
    m_made = pactexport::make(*m_session, m_pact, m_target->currentData().toString());
    m_write->setEnabled(!m_made.trouble && !m_made.files.empty());
    if (m_made.trouble) {
        m_said->setText(m_made.trouble->happened + QLatin1Char(' ') + m_made.trouble->remedy);
        m_left->hide();
        return;
    }
    for (const PactExported::Left &left : m_made.left)
        m_left->addItem(QStringLiteral("%1  %2").arg(left.place, left.reason));
    m_left->setVisible(!m_made.left.empty());
    m_said->setText(m_made.left.empty() ? tr("Says the whole pact.")
                                        //: %1 how many parts
                                        : tr("%n clause(s) are said exactly.", nullptr, m_made.expressed) + QLatin1Char(' ') +
                                              tr("%n part(s) cannot be said there and are listed in the export:", nullptr, static_cast<int>(m_made.left.size())));
}

QString ExportSheet::writeTo(const QString &folder)
{
    const bool pdf = m_target->currentData().toString() == QLatin1String("pdf");
    for (const PactExported::File &made : m_made.files) {
        const QByteArray bytes = pdf ? pactexport::pages(made.bytes, m_name) : made.bytes;
        const QString name = pdf ? QString(m_pact).replace(QLatin1Char('@'), QLatin1Char('-')) + QStringLiteral(".pdf") : made.name;
        const QDir into(folder);
        if (into.exists())
            into.mkpath(QFileInfo(name).path()); // some targets have folders of their own
        QSaveFile file(into.filePath(name));
        const bool written = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
        if (!written)
            return tr("\"%1\" could not be written: %2. Files of that name are as they were. Choose another folder, or free some disk space.").arg(file.fileName(), file.errorString());
    }
    return {};
}

void ExportSheet::chooseFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Export into a folder"));
    if (folder.isEmpty())
        return;
    const QString trouble = writeTo(folder);
    //: %1 a folder
    m_said->setText(trouble.isEmpty() ? tr("Exported to %1.").arg(folder) : trouble);
}

void ExportSheet::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QFrame::keyPressEvent(event);
}

void ExportSheet::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

void ExportSheet::retranslate()
{
    const int at = std::max(0, m_target->currentIndex());
    const QSignalBlocker quiet(m_target);
    m_target->clear();
    for (const QString &target : pactexport::targets())
        m_target->addItem(pactexport::words(target), target);
    m_target->setCurrentIndex(at);
    //: %1 a pact and its version
    m_title->setText(tr("Export %1").arg(m_name));
    setAccessibleName(m_title->text());
    m_target->setAccessibleName(tr("Export as"));
    m_left->setAccessibleName(tr("What cannot be said there"));
    m_keep->setText(tr("Close"));
    m_write->setText(tr("Export…"));
}

} // namespace mandate
