// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/status_bar.h"

#include "models/items/enforcement_watch.h"
#include "models/items/text_safety.h"
#include "models/items/words.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/state_shape.h"

#include <QAccessible>
#include <QEvent>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace mandate {
namespace {

StateWord wordOf(const ChainState &chain)
{
    switch (chain.kind) {
    case ChainState::Kind::Unknown: return {StatusBar::tr("Chain not verified yet"), Shape::Diamond, Tone::Neutral};
    case ChainState::Kind::Verifying: return {chain.ofBundle ? StatusBar::tr("Verifying the bundle") : StatusBar::tr("Verifying the chain"), Shape::Glass, Tone::Info};
    case ChainState::Kind::Verified:
        if (chain.ofBundle)
            return {StatusBar::tr("Bundle holds, %Ln entry(s) shown", nullptr, static_cast<int>(chain.verifiedTo)), Shape::Tick, Tone::Good};
        if (chain.verifiedTo < chain.size)
            //: %1 and %2 are numbers of entries
            return {StatusBar::tr("Chain holds to entry %1 of %2").arg(words::number(chain.verifiedTo), words::number(chain.size)), Shape::Tick,
                    Tone::Good};
        return {StatusBar::tr("Chain holds, %Ln entry(s)", nullptr, static_cast<int>(chain.verifiedTo)), Shape::Tick, Tone::Good};
    case ChainState::Kind::Broken: return {chain.ofBundle ? StatusBar::tr("Bundle does not hold") : StatusBar::tr("Chain does not hold"), Shape::Octagon, Tone::Critical};
    }
    return {};
}

QPushButton *quiet(QWidget *parent)
{
    auto *button = new QPushButton(parent);
    button->setProperty("role", QStringLiteral("quiet"));
    return button;
}

} // namespace

StatusBar::StatusBar(QWidget *parent)
    : QStatusBar(parent),
      m_message(new QLabel(this)),
      m_jobTitle(new QLabel(this)),
      m_progress(new QProgressBar(this)),
      m_cancel(quiet(this)),
      m_person(new QLabel(this)),
      m_zone(quiet(this)),
      m_chain(new StateChip(this)),
      m_verify(quiet(this)),
      m_sources(quiet(this)),
      m_stops(quiet(this))
{
    setSizeGripEnabled(false);
    for (QLabel *label : {m_message, m_jobTitle, m_person})
        label->setTextFormat(Qt::PlainText);
    m_message->setProperty("untranslated", true); // sentences of the session, with names in them
    m_jobTitle->setProperty("untranslated", true);
    m_message->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_message->setContentsMargins(14, 0, 0, 0);
    m_person->setContentsMargins(8, 0, 8, 0);
    m_progress->setTextVisible(false);
    m_progress->setMaximumWidth(160);
    m_progress->setMaximumHeight(8);
    addWidget(m_message, 1);
    addWidget(m_jobTitle);
    addWidget(m_progress);
    addWidget(m_cancel);
    for (QWidget *part : std::initializer_list<QWidget *>{m_stops, m_person, m_zone, m_chain, m_verify, m_sources})
        addPermanentWidget(part);
    connect(m_stops, &QPushButton::clicked, this, [this] {
        const QStringList open = m_session ? m_session->enforcement()->unconfirmed() : QStringList();
        if (open.isEmpty())
            return;
        QUrl link(QStringLiteral("mandate://agents"));
        link.setQuery(QLatin1String("agent=") + QString::fromLatin1(QUrl::toPercentEncoding(open.first())) + QLatin1String("&view=enforcement"));
        Q_EMIT stopsWanted(link);
    });
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_session)
            m_session->cancelJob();
    });
    connect(m_zone, &QPushButton::clicked, this, &StatusBar::zoneToggled);
    connect(m_sources, &QPushButton::clicked, this, &StatusBar::sourcesWanted);
    connect(m_verify, &QPushButton::clicked, this, [this] {
        if (m_session)
            m_session->verifyChain();
    });
    showJob(nullptr);
    refresh();
}

void StatusBar::setSession(Session *session)
{
    if (m_session)
        m_session->disconnect(this);
    m_session = session;
    if (session) {
        connect(session, &Session::chainChanged, this, &StatusBar::refresh);
        connect(session, &Session::sourcesChanged, this, &StatusBar::refresh);
        connect(session, &Session::jobChanged, this, &StatusBar::showJob);
        connect(session, &Session::agentsChanged, this, &StatusBar::showStops);
    }
    m_message->clear();
    showJob(nullptr);
    refresh();
}

void StatusBar::showJob(const Job *job)
{
    m_job = job != nullptr;
    m_jobTitle->setVisible(m_job);
    m_progress->setVisible(m_job);
    m_cancel->setVisible(m_job && job->cancellable);
    if (!job)
        return;
    m_jobTitle->setText(visibleLine(job->title, 80));
    m_progress->setAccessibleName(visibleLine(job->title, 80));
    m_progress->setRange(0, job->percent < 0 ? 0 : 100);
    m_progress->setValue(job->percent);
}

void StatusBar::say(const QString &sentence)
{
    m_message->setText(visibleLine(sentence, 400));
    m_message->setToolTip(plainToolTip(visibleLine(sentence, 400)));
    m_message->setAccessibleName(visibleLine(sentence, 400));
    QAccessibleEvent alert(m_message, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

QString StatusBar::said() const
{
    return m_message->text();
}

void StatusBar::setBusy(const QString &what)
{
    if (what.isEmpty()) {
        if (!m_job)
            showJob(nullptr);
        return;
    }
    const Job job{what, -1, false};
    showJob(&job);
    m_job = false;
}

void StatusBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        refresh();
    QStatusBar::changeEvent(event);
}

void StatusBar::refresh()
{
    setAccessibleName(tr("Status"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setToolTip(tr("Stops the work. What was stored before stays."));
    m_verify->setText(tr("Verify now"));
    m_verify->setToolTip(tr("Reads the whole ledger again and checks every entry"));
    m_zone->setText(words::zone() == words::Zone::Utc ? tr("Times in UTC") : tr("Times in %1").arg(words::zoneName()));
    m_zone->setToolTip(tr("Switches between UTC and local time (Ctrl+Shift+U)"));
    const bool open = m_session != nullptr;
    showStops();
    for (QWidget *part : std::initializer_list<QWidget *>{m_person, m_chain, m_verify, m_sources})
        part->setVisible(open);
    if (!open)
        return;
    //: %1 is the name of the person signed in to the operating system
    m_person->setText(tr("%1 · OS account").arg(visibleLine(m_session->personName(), 60)));
    m_person->setToolTip(tr("What you decide is recorded under this account. It cannot be typed in."));
    m_sources->setText(tr("%Ln source(s)", nullptr, m_session->sourceCount()));
    m_sources->setToolTip(tr("Shows the sources (Ctrl+8)"));
    const ChainState chain = m_session->chain();
    m_chain->setState(wordOf(chain));
    m_chain->setToolTip(plainToolTip(visibleLine(chain.trouble)));
    m_verify->setEnabled(chain.kind != ChainState::Kind::Verifying);
}

/// Only there while a stop is not confirmed.
void StatusBar::showStops()
{
    const QStringList open = m_session ? m_session->enforcement()->unconfirmed() : QStringList();
    const auto failing = m_session ? static_cast<int>(m_session->enforcement()->notStopped().size()) : 0;
    m_stops->setVisible(!open.isEmpty());
    if (open.isEmpty())
        return;
    m_stops->setIcon(failing > 0 ? shapeIcon(Shape::Octagon, Tone::Critical) : shapeIcon(Shape::Triangle, Tone::Warning));
    m_stops->setText(failing > 0 ? tr("%Ln agent(s) not stopped", nullptr, failing) : tr("%Ln stop(s) not confirmed", nullptr, static_cast<int>(open.size())));
    m_stops->setToolTip(tr("Shows the agent whose stop is not confirmed at every point"));
}

} // namespace mandate
