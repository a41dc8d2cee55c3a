// SPDX-License-Identifier: GPL-3.0-or-later
// What every page of the console offers the shell. A page owns its widgets and shows models of models/items; it never blocks.
#pragma once

#include "models/items/keeping_change.h"

#include <QString>
#include <QUrl>
#include <QWidget>

#include <utility>

namespace mandate {

class Session;

class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Name in the rail and the title bar, translated.
    [[nodiscard]] virtual QString title() const = 0;
    /// Icon name in resources/icons, without path or suffix.
    [[nodiscard]] virtual QString iconName() const = 0;
    /// Stable name in links: mandate://<key>/…
    [[nodiscard]] virtual QString key() const = 0;
    /// Whether the page has something to show of what is open: a workspace, or a bundle in its place.
    [[nodiscard]] virtual bool isFor(const Session &session) const { return session.bundle() == nullptr; }
    /// Shows another workspace, or none.
    virtual void setSession(Session *session) = 0;
    /// Goes to what a link names, such as mandate://evidence?session=…&entry=12; false when it is not here. Links only ever navigate.
    virtual bool showLink(const QUrl &link) = 0;
    /// The link of what is shown now (filter, selection), so that history and sharing restore it.
    [[nodiscard]] virtual QUrl currentLink() const = 0;
    /// Ctrl+F: puts the focus on the page's filter.
    virtual void focusFilter() {}
    /// The agent that is shown, or whose record, request or incident is; as recorded. Ctrl+Shift+S opens its sheet.
    [[nodiscard]] virtual QString agentShown() const { return {}; }
    /// What Ctrl+E exports here: the incident that is shown, or the records; nothing where there are none.
    [[nodiscard]] virtual std::optional<ExportWish> evidenceShown() const { return std::nullopt; }
    /// The record or incident that is shown, for its custody: a number, or INC-…; empty where there is none.
    [[nodiscard]] virtual QString custodyShown() const { return {}; }
    /// Parts of the page that the palette goes to by name.
    [[nodiscard]] virtual QList<std::pair<QString, QUrl>> places() const { return {}; }
    /// Panes F6 cycles through, in visual order.
    [[nodiscard]] virtual QList<QWidget *> panes() const { return {}; }

    /// What the settings dialog shows for the page, taken over by it; nullptr: nothing.
    [[nodiscard]] virtual QWidget *settingsForm() { return nullptr; }

Q_SIGNALS:
    /// Asks the shell for the settings of the page.
    void settingsWanted();
    /// Asks the shell to go elsewhere (with history).
    void linkActivated(const QUrl &link);
    /// Asks the shell for the sheet that exports these.
    void exportWanted(const mandate::ExportWish &wish);
    /// Asks the shell for the sheet that signs this.
    void keepingWanted(const mandate::KeepingChange &change);
    /// Count in the rail's badge; 0 hides it.
    void badgeChanged(int count);
};

} // namespace mandate
