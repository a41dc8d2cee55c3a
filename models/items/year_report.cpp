// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/year_report.h"

#include "models/bundle/outcome_report.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/items/workspace_lease.h"

#include <QSaveFile>

namespace mandate {

namespace {

std::optional<Trouble> saveYear(const Workspace &workspace, const QString &path, const std::stop_token &stop)
{
    const auto outcome = outcomeOf(workspace, {}, {}, stop);
    if (!outcome)
        return troubleOf(outcome.error());
    const bool html = path.endsWith(QLatin1String(".html"), Qt::CaseInsensitive) || path.endsWith(QLatin1String(".htm"), Qt::CaseInsensitive);
    const auto report = html ? bundle::outcomeHtml(workspace, *outcome) : bundle::outcomePdf(workspace, *outcome);
    if (!report)
        return troubleOf(report.error());
    if (stop.stop_requested())
        return std::nullopt; // its answer is not waited for
    QSaveFile file(path);
    const qint64 size = static_cast<qint64>(report->size());
    if (!file.open(QIODevice::WriteOnly) || file.write(report->data(), size) != size || !file.commit())
        return Trouble{YearReport::tr("The report could not be written to %1: %2.").arg(visibleLine(path, 200), file.errorString()), YearReport::tr("What was there is unchanged."),
                       YearReport::tr("Choose a folder that you may write to."), QStringLiteral("MND-MET-011")};
    return std::nullopt;
}

} // namespace

YearReport::YearReport(Session *session) : QObject(session), m_workspace(leaseOf(session->workspace())), m_question(this)
{
    connect(this, &YearReport::troubled, session, &Session::troubled);
    connect(this, &YearReport::saved, session, &Session::noted);
}

YearReport *YearReport::of(Session *session)
{
    if (!session)
        return nullptr;
    auto *report = session->findChild<YearReport *>(QString(), Qt::FindDirectChildrenOnly);
    return report ? report : new YearReport(session);
}

void YearReport::save(const QString &path)
{
    m_question.ask([workspace = m_workspace, path](std::stop_token stop) { return saveYear(*workspace, path, stop); },
                   [this, path](const std::optional<Trouble> &trouble) {
                       Q_EMIT busyChanged(false);
                       if (trouble)
                           Q_EMIT troubled(*trouble);
                       else
                           Q_EMIT saved(tr("The year's report is saved: %1.").arg(visibleLine(path, 200)));
                   });
    Q_EMIT busyChanged(true);
}

void YearReport::cancel()
{
    if (!m_question.isOpen())
        return;
    m_question.forget();
    Q_EMIT busyChanged(false);
}

} // namespace mandate
