// SPDX-License-Identifier: GPL-3.0-or-later
// What changed: offers what can be compared (signed baselines, agents where they act), compares off the window's thread, and keeps runs as a baseline
// that is signed. Gives the answer as panels; the comparison itself is models/workspace/drift.
#pragma once

#include <QObject>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/compared_runs.h"
#include "models/items/figure_panel.h"
#include "models/items/session.h"

#include <memory>
#include <optional>
#endif

namespace mandate {

/// What can be one side of a comparison.
struct RunsChoice
{
    ComparedRuns runs;
    ComparedRuns agent; ///< whose they are, and where
    QString words;      ///< safe to read
};

struct BaselineWish
{
    ComparedRuns runs; ///< no baseline themselves
    QString name;
    QString reason;
    QString passphrase; ///< of the keys of who is signed in; empty: they are open
};

class DriftPanels : public QObject
{
    Q_OBJECT

public:
    explicit DriftPanels(Session *session);
    ~DriftPanels() override;
    /// That of a session, made when first asked for; nullptr for none.
    static DriftPanels *of(Session *session);

    /// Baselines first, the newest before others; then agents where they act.
    [[nodiscard]] const QList<RunsChoice> &choices() const;
    /// Those were read, and there are none when there is nothing to compare.
    [[nodiscard]] bool wasRead() const;
    /// Asks; what was asked before is cancelled. compared() follows, also when there is a problem in place of panels.
    void compare(const ComparedRuns &before, const ComparedRuns &after);
    void cancel();
    /// As asked last.
    [[nodiscard]] const ComparedRuns &before() const;
    [[nodiscard]] const ComparedRuns &after() const;
    [[nodiscard]] const QList<FigurePanel> &panels() const;
    [[nodiscard]] const FigurePanel *panel(const QString &key) const;
    /// Why there is no answer to what was asked last.
    [[nodiscard]] const std::optional<Trouble> &problem() const;
    /// Something was recorded since, or judged again.
    [[nodiscard]] bool isStale() const;
    [[nodiscard]] bool isComparing() const;
    [[nodiscard]] bool isBusy() const;

    /// Why who is signed in can keep no baseline, with who can; empty: can.
    [[nodiscard]] QString keepRefusal() const;
    [[nodiscard]] bool needsPassphrase() const;
    /// Signs it, beside whatever else is under way. kept() or refused() follows.
    void keep(const BaselineWish &wish);

public Q_SLOTS:
    /// Reads what can be compared.
    void refresh();

Q_SIGNALS:
    void refreshed();
    void compared();
    void staleChanged();
    void kept(const QString &name, const QString &sentence);
    void refused(const mandate::Trouble &trouble);
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
