// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/pact_export.h"

#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/pact/exports/export.h"
#include "models/report/markdown_pdf.h"
#include "models/workspace/workspace.h"

#include <QCoreApplication>

namespace mandate::pactexport {
namespace {

QString said(const char *text)
{
    return QCoreApplication::translate("PactExport", text);
}

} // namespace

QStringList targets()
{
    QStringList all{QStringLiteral("pdf"), QStringLiteral("md"), QStringLiteral("json")};
    all += QStringList{QStringLiteral("cedar"), QStringLiteral("cedar-temporal"), QStringLiteral("rego"), QStringLiteral("agt")};
    return all;
}

QString words(const QString &target)
{
    if (target == QLatin1String("pdf"))
        return said(QT_TRANSLATE_NOOP("PactExport", "PDF, to read and sign"));
    if (target == QLatin1String("md"))
        return said(QT_TRANSLATE_NOOP("PactExport", "Markdown"));
    if (target == QLatin1String("json"))
        return said(QT_TRANSLATE_NOOP("PactExport", "JSON, the pact itself"));
    if (target == QLatin1String("cedar"))
        return said(QT_TRANSLATE_NOOP("PactExport", "Cedar policies"));
    if (target == QLatin1String("cedar-temporal"))
        return said(QT_TRANSLATE_NOOP("PactExport", "Cedar policies with history (Dogwood)"));
    if (target == QLatin1String("rego"))
        return said(QT_TRANSLATE_NOOP("PactExport", "Rego module"));
    return said(QT_TRANSLATE_NOOP("PactExport", "AGT policy file"));
}

PactExported make(const Session &session, const QString &pact, const QString &target)
{
    PactExported made;
    const auto version = session.workspace()->pact(pact.toStdString());
    if (!version) {
        made.trouble = troubleOf(version.error());
        return made;
    }
    const auto parsed = parsePact(version->source);
    const auto engine = exportTargetNamed(target == QLatin1String("pdf") ? "md" : target.toStdString());
    if (!parsed || !engine) {
        if (!parsed)
            made.trouble = troubleOf(parsed.error());
        return made;
    }
    const auto exported = exportPact(*parsed, *engine);
    if (!exported) {
        made.trouble = troubleOf(exported.error());
        return made;
    }
    for (const ExportedFile &file : exported->files)
        made.files.push_back({QString::fromStdString(file.name), QByteArray::fromStdString(file.text)});
    for (const Inexpressible &left : exported->left)
        made.left.push_back({visibleLine(left.place, 120), visibleLine(left.reason, 600)});
    made.expressed = static_cast<int>(exported->clausesExpressed.size());
    return made;
}

QByteArray pages(const QByteArray &markdown, const QString &title)
{
    return QByteArray::fromStdString(pdfOf(markdown.toStdString(), title.toStdString()));
}

} // namespace mandate::pactexport
