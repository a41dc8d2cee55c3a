// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/agents/stop_panel.h"

#include "models/items/text_safety.h"
#include "views/agents/sheet_words.h"
#include "views/agents/state_lines.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace mandate {
namespace {

QLabel *sectionHeading(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setProperty("part", QStringLiteral("heading"));
    return label;
}

QUrl recordLink(quint64 entry)
{
    return QUrl(QStringLiteral("mandate://evidence?entry=%1").arg(entry));
}

QList<StateLine> linesOf(const std::vector<PointLine> &points, bool stopped)
{
    QList<StateLine> lines;
    for (const PointLine &point : points) {
        //: an enforcement point: %1 its name, %2 its kind, %3 what it says
        QString text = StopPanel::tr("%1 (%2). %3").arg(point.title, point.kind, point.sentence);
        if (stopped && point.tookMs && point.isGood())
            //: %1 a duration such as 0.4 s
            text += QLatin1Char(' ') + StopPanel::tr("It took %1.").arg(sheet::seconds(*point.tookMs));
        QString advice = point.byHand;
        if (!advice.isEmpty() && !point.code.isEmpty())
            advice += QStringLiteral(" (%1)").arg(point.code);
        lines << StateLine{point.state, text, advice, {}, {}};
    }
    return lines;
}

} // namespace

StopPanel::StopPanel(QWidget *parent)
    : ScrollPane(parent),
      m_chip(new StateChip),
      m_said(new PlainText),
      m_mode(new PlainText),
      m_pointsHeading(sectionHeading(nullptr)),
      m_points(new StateLines),
      m_configure(new QPushButton),
      m_seenHeading(sectionHeading(nullptr)),
      m_seen(new StateLines),
      m_drillHeading(sectionHeading(nullptr)),
      m_drilled(new PlainText),
      m_results(new StateLines),
      m_drill(new QPushButton),
      m_drillHint(new PlainText)
{
    m_configure->setProperty("role", QStringLiteral("link"));
    m_configure->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_drill->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_mode->setProperty("part", QStringLiteral("muted"));
    m_drillHint->setProperty("part", QStringLiteral("muted"));
    auto *body = new QWidget;
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(20, 12, 20, 20);
    column->setSpacing(8);
    auto *top = new QHBoxLayout;
    top->setSpacing(10);
    top->addWidget(m_chip, 0, Qt::AlignTop);
    m_said->setContentsMargins(0, 3, 0, 0);
    top->addWidget(m_said, 1);
    column->addLayout(top);
    column->addWidget(m_mode);
    column->addSpacing(4);
    column->addWidget(m_pointsHeading);
    column->addWidget(m_points);
    column->addWidget(m_configure);
    column->addSpacing(6);
    column->addWidget(m_seenHeading);
    column->addWidget(m_seen);
    column->addSpacing(6);
    column->addWidget(m_drillHeading);
    column->addWidget(m_drilled);
    column->addWidget(m_results);
    column->addWidget(m_drill);
    column->addWidget(m_drillHint);
    column->addStretch(1);
    setWidget(body);
    connect(m_drill, &QPushButton::clicked, this, &StopPanel::drillWanted);
    connect(m_configure, &QPushButton::clicked, this, [this] { Q_EMIT linkActivated(QUrl(QStringLiteral("mandate://agents?view=points"))); });
    connect(m_seen, &StateLines::linkActivated, this, &StopPanel::linkActivated);
}

void StopPanel::show(const StopItem *stop, bool enforces, bool drilling, const QString &drillRefusal)
{
    setAccessibleName(tr("Enforcement"));
    m_pointsHeading->setText(tr("Enforcement points"));
    m_configure->setText(tr("Enforcement points…"));
    m_seenHeading->setText(tr("Seen since the stop"));
    m_drillHeading->setText(tr("Stop drill"));
    m_drill->setText(drilling ? tr("Drill is running") : tr("Run a stop drill"));
    m_mode->setVisible(!enforces);
    m_mode->setText(tr("This window only reads: it tells no enforcement point anything. Open the workspace for writing, or let the gateway run."));
    if (stop) {
        fill(*stop);
    } else {
        m_chip->setState({tr("Reading"), mandate::Shape::Glass, Tone::Muted});
        m_said->setText(QString());
        m_points->setLines({});
        m_seenHeading->hide();
        m_seen->hide();
    }
    showDrill(stop, drilling, drillRefusal);
    tabBehind(this, widget());
}

void StopPanel::fill(const StopItem &stop)
{
    m_chip->setState(stop.overall());
    m_said->setUntrusted(stop.overallSentence());
    m_points->setLines(linesOf(stop.points, stop.mustStop()));
    m_points->setVisible(!stop.points.empty());
    QList<StateLine> seen;
    if (stop.firstRefused)
        //: %1 date and time
        seen << StateLine{{tr("First refused"), mandate::Shape::Tick, Tone::Good}, tr("The gateway refused its next action at %1.").arg(words::time(stop.firstRefused)), {},
                          stop.firstRefusedEntry ? tr("Show the refusal") : QString(), recordLink(stop.firstRefusedEntry.value_or(0))};
    else
        seen << StateLine{{tr("Not asked"), mandate::Shape::Diamond, Tone::Neutral}, tr("It has not asked the gateway since the stop, so no refused action proves it."), {}, {}, {}};
    if (stop.lastAction)
        //: %1 date and time
        seen << StateLine{{tr("Acted"), mandate::Shape::Octagon, Tone::Critical},
                          tr("%Ln action(s) ran after the stop, the last at %1.", nullptr, static_cast<int>(stop.actionsAfter)).arg(words::time(stop.lastAction)), {},
                          stop.lastActionEntry ? tr("Show the last action") : QString(), recordLink(stop.lastActionEntry.value_or(0))};
    else
        seen << StateLine{{tr("None seen"), mandate::Shape::Disc, Tone::Info}, tr("No action after the stop is in the records we have."), {}, {}, {}};
    if (stop.reportedLate > 0)
        seen << StateLine{{tr("In doubt"), mandate::Shape::Triangle, Tone::Warning},
                          tr("%Ln action(s) were reported after the stop and are said to have run before it. Nothing shows that they did: the gateway permitted none of them before.", nullptr,
                             static_cast<int>(stop.reportedLate)), {},
                          stop.reportedLateEntry ? tr("Show the newest") : QString(), recordLink(stop.reportedLateEntry.value_or(0))};
    if (stop.letThrough > 0)
        seen << StateLine{{tr("Open"), mandate::Shape::Triangle, Tone::Warning}, tr("%Ln action(s) were let through before, and nobody reported how they ended.", nullptr, static_cast<int>(stop.letThrough)), {}, {}, {}};
    if (stop.openRequests > 0)
        seen << StateLine{{tr("Decisions"), mandate::Shape::Bars, Tone::Neutral}, tr("%Ln open decision(s) will be refused when it asks.", nullptr, static_cast<int>(stop.openRequests)), {}, {}, {}};
    m_seen->setLines(seen);
    m_seenHeading->setVisible(stop.mustStop());
    m_seen->setVisible(stop.mustStop());
}

void StopPanel::showDrill(const StopItem *stop, bool drilling, const QString &refusal)
{
    m_drilled->setText(stop ? stop->drillSentence(systemNow()) : QString());
    m_results->setLines(stop && stop->drill ? linesOf(stop->drill->points, false) : QList<StateLine>());
    m_results->setVisible(!m_results->lines().isEmpty());
    const QString why = drilling ? QString() : refusal;
    m_drill->setEnabled(why.isEmpty() && !drilling && stop);
    m_drill->setToolTip(why.isEmpty() ? tr("Asks every point whether it refuses this agent, and keeps the answer") : plainToolTip(why));
    m_drillHint->setText(why.isEmpty() ? tr("A drill asks every point now whether it refuses the agent, and keeps the signed answer.") : why);
}

QString StopPanel::drillText() const
{
    return m_drilled->text();
}

void StopPanel::scrollToDrill()
{
    ensureWidgetVisible(m_drill);
    m_drill->setFocus(Qt::OtherFocusReason);
}

} // namespace mandate
