// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/bundle_session.h"

#include "models/bundle/bundle_files.h"
#include "models/bundle/opened_bundle.h"
#include "models/items/export_words.h"
#include "models/items/text_safety.h"

#include <QFile>

namespace mandate {

Result<BundleAsWorkspace> openBundleAsWorkspace(const std::string &path, Surroundings surroundings, std::stop_token stop)
{
    auto opened = openBundle(path, std::move(surroundings), std::move(stop));
    if (!opened)
        return opened.error();
    auto content = std::make_shared<BundleContent>();
    const ExportStatement &exported = opened->exported;
    content->checked = exportwords::checkedOf(QFile::decodeName(QByteArray::fromStdString(path)), opened->verification);
    content->checked.matter = visibleLine(exported.matter, 120);
    content->purpose = visibleLine(exported.purpose, 1000);
    content->zone = exportwords::zoneWords(visibleLine(exported.zone, 60));
    content->profile = visibleLine(exported.profile, 120);
    content->selectionDigest = QString::fromStdString(opened->verification.selectionDigest.hex());
    content->origin = visibleLine(opened->verification.origin);
    content->exportEntry = opened->verification.size > 0 ? opened->verification.size - 1 : 0;
    content->leftOut = opened->leftOut;
    content->withheld = opened->withheld;
    content->hidden = opened->verification.hiddenValues;
    for (const auto &[name, place] : {std::pair{bundle::files::htmlReport, &content->reportHtml}, {bundle::files::pdfReport, &content->reportPdf}}) {
        const QString file = QString::fromStdString(opened->folder) + QStringLiteral("/data/") + QLatin1String(name);
        if (QFile::exists(file))
            *place = file;
    }
    return BundleAsWorkspace{std::move(opened->workspace), std::move(content)};
}

bool isBundlePath(const std::string &path)
{
    return looksLikeBundle(path);
}

} // namespace mandate
