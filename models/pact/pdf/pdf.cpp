// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/pdf/pdf.h"

#include <QBuffer>
#include <QGuiApplication>
#include <QPdfWriter>
#include <QTextDocument>

#include <array>
#include <optional>

namespace mandate {

std::string pdfOf(std::string_view markdown, std::string_view title)
{
    std::array<char, 8> name{"mandate"};
    std::array<char, 10> option{"-platform"};
    std::array<char, 10> platform{"offscreen"};
    std::array<char *, 4> words{name.data(), option.data(), platform.data(), nullptr};
    int count = 3;
    std::optional<QGuiApplication> application;
    if (!QCoreApplication::instance())
        application.emplace(count, words.data());
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
