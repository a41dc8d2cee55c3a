// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/help_page.h"

#include "views/widgets/theme.h"

#include <QEvent>
#include <QTextBrowser>
#include <QTextDocument>
#include <QVBoxLayout>

namespace mandate {
namespace {

QString heading(const QString &text, const QString &anchor)
{
    return QStringLiteral("<a name=\"%2\"></a><h2 style=\"margin-top:22px; margin-bottom:6px\">%1</h2>").arg(text.toHtmlEscaped(), anchor);
}

QString row(const QString &left, const QString &right)
{
    return QStringLiteral("<tr><td style=\"padding:4px 28px 4px 0; white-space:nowrap\"><b>%1</b></td><td style=\"padding:4px 0\">%2</td></tr>")
        .arg(left.toHtmlEscaped(), right.toHtmlEscaped());
}

} // namespace

HelpPage::HelpPage(QWidget *parent) : Page(parent), m_text(new QTextBrowser(this))
{
    m_text->setOpenLinks(false);
    m_text->setAccessibleName(tr("Help"));
    m_text->setTabChangesFocus(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_text);
    connect(&Theme::instance(), &Theme::changed, this, &HelpPage::rebuild);
    rebuild();
}

void HelpPage::setKeys(const QList<KeyHint> &keys)
{
    m_keys = keys;
    rebuild();
}

QString HelpPage::title() const
{
    return tr("Help");
}

bool HelpPage::showLink(const QUrl &link)
{
    if (link.fragment().isEmpty())
        m_text->moveCursor(QTextCursor::Start);
    else
        m_text->scrollToAnchor(link.fragment());
    return true;
}

QList<QWidget *> HelpPage::panes() const
{
    return {m_text};
}

void HelpPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        rebuild();
    Page::changeEvent(event);
}

void HelpPage::rebuild()
{
    m_text->setAccessibleName(tr("Help"));
    QString html = QStringLiteral("<h1 style=\"margin-bottom:4px\">%1</h1><p>%2</p>")
                       .arg(tr("How to use Mandate").toHtmlEscaped(),
                            tr("Mandate shows what your AI agents did, where they broke the rules they were given, and lets you suspend them. "
                               "Everything shown rests on records that cannot be changed without it being noticed.")
                                .toHtmlEscaped());

    html += heading(tr("The pages"), QStringLiteral("pages")) + QLatin1String("<table>");
    html += row(tr("Incidents"), tr("Where an agent broke a clause of its pact: what it did, in what context, on what basis, who answers."));
    html += row(tr("Evidence"), tr("Every record, as it came in. Filter it, read it in plain words, or look at the exact bytes."));
    html += row(tr("Agents"), tr("Each agent's state and whether it is enforced, its pact and its history. Suspend, restrict, resume and authorize agents here, and connect what stops them."));
    html += row(tr("Pacts"), tr("What each agent may do, must not do, and when it must ask. Read as prose or as source."));
    html += row(tr("Metrics"), tr("How often agents broke their pact, over time, with the numbers behind each figure."));
    html += row(tr("Sources"), tr("Where the records came from, and what could not be read."));
    html += QLatin1String("</table>");

    html += heading(tr("What the words mean"), QStringLiteral("words")) + QLatin1String("<table>");
    html += row(tr("Pact"), tr("The written rules for an agent: scope, prohibitions, escalations and the evidence it owes."));
    html += row(tr("Clause"), tr("One rule of a pact. Every verdict names the clause that decided it."));
    html += row(tr("Record"), tr("One thing that happened, as its source reported it. Records are never changed."));
    html += row(tr("Verdict"), tr("What the pact says about an action: permitted, needs approval, prohibited, out of scope, or cannot be decided."));
    html += row(tr("Cannot be decided"), tr("A fact the clause asks for was not recorded. It counts neither as yes nor as no."));
    html += row(tr("Attempted, executed"), tr("An agent may try something and be stopped by its tool. We count both, apart."));
    html += row(tr("Judged from words"), tr("The clause looks for words in a conversation, so it can be wrong. Never suspend on it alone."));
    html += row(tr("Ledger, chain"), tr("The file of all entries. Each entry is covered by a signed digest, so a later change shows."));
    html += row(tr("Enforcement point"), tr("What can stop an agent: a gateway, a status list, a policy engine. It is told what the agent may do, and asked whether it keeps to it."));
    html += row(tr("Stop drill"), tr("Asking every enforcement point whether it refuses a stopped agent. Due every 90 days."));
    html += row(tr("Evaluation"), tr("Results of a test of an agent, signed. Bring them in with: mandate evaluate import."));
    html += row(tr("Owner"), tr("The person who answers for the agent, as the pact names them."));
    html += QLatin1String("</table>");

    html += heading(tr("What Mandate does not claim"), QStringLiteral("limits"));
    html +=
        QStringLiteral("<p>%1</p><p>%2</p>")
            .arg(tr("“Chain holds” means nobody changed the stored entries. It does not mean that what a source reported is true.").toHtmlEscaped(),
                 tr("“Stopped” means that every enforcement point refused the agent when it was asked. A point that only said so is “confirmed”. What an agent "
                    "does without asking any point is not stopped; an action seen after a stop raises an alarm.")
                     .toHtmlEscaped());

    html += heading(tr("Keys"), QStringLiteral("keys")) + QLatin1String("<table>");
    for (const KeyHint &hint : std::as_const(m_keys))
        html += row(hint.keys, hint.does);
    html += QLatin1String("</table>");

    m_text->document()->setDocumentMargin(28);
    m_text->setHtml(QStringLiteral("<table width=\"760\"><tr><td>%1</td></tr></table>").arg(html));
}

} // namespace mandate
