// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/report/markdown_pdf.h"

#include "models/report/painting.h"

#include <QBuffer>
#include <QPdfWriter>
#include <QTextDocument>

namespace mandate {

std::string pdfOf(std::string_view markdown, std::string_view title)
{
    const Painting painting;
    QBuffer bytes;
    bytes.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&bytes);
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setPageMargins(QMarginsF(20, 20, 20, 20), QPageLayout::Millimeter);
        writer.setTitle(QString::fromUtf8(title.data(), static_cast<qsizetype>(title.size())));
        writer.setCreator(QStringLiteral("Mandate"));
        QTextDocument document;
        document.setDefaultFont(QFont(QStringLiteral("Noto Serif"), 10));
        document.setMarkdown(QString::fromUtf8(markdown.data(), static_cast<qsizetype>(markdown.size())), QTextDocument::MarkdownNoHTML);
        document.print(&writer);
    }
    return bytes.data().toStdString();
}

} // namespace mandate
