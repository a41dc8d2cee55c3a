// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/change_words.h"

#include <QCoreApplication>

namespace mandate {
namespace {

QString markedWords(const std::vector<DraftChange::Piece> &pieces)
{
    QString html;
    for (const DraftChange::Piece &piece : pieces) {
        const QString text = piece.text.toHtmlEscaped();
        switch (piece.mark) {
        case DraftChange::Mark::Same: html += text; break;
        case DraftChange::Mark::Removed: html += QStringLiteral("<s>%1</s> ").arg(text.trimmed()); break;
        case DraftChange::Mark::Added: html += QStringLiteral("<b>%1</b> ").arg(text.trimmed()); break;
        }
    }
    return html;
}

} // namespace

QString changeHtml(const DraftChange &change, bool link)
{
    QString place = change.place.toHtmlEscaped();
    if (link && !change.clause.isEmpty())
        place = QStringLiteral("<a href=\"#%1\">%2</a>").arg(change.clause.toHtmlEscaped(), place);
    QString html = QStringLiteral("<p><b>%1</b> &nbsp; %2<br>%3").arg(place, change.change.text.toHtmlEscaped(), markedWords(change.words));
    for (const QString &sentence : change.sentences)
        html += QStringLiteral("<br><i>%1</i>").arg(sentence.toHtmlEscaped());
    if (!change.counterexample.isEmpty())
        html += QStringLiteral("<br>%1 <code>%2</code>")
                    .arg(QCoreApplication::translate("Drafts", "For example, this passes now and did not before:").toHtmlEscaped(), change.counterexample.toHtmlEscaped());
    return html + QStringLiteral("</p>");
}

} // namespace mandate
