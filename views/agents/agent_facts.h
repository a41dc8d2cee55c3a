// SPDX-License-Identifier: GPL-3.0-or-later
// The Overview and Pact tabs of an agent: what should worry its owner, what binds it, what it did. Built anew when it is read again.
#pragma once

#include "views/widgets/scroll_pane.h"

#include <QUrl>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/agent_baseline.h"
#include "models/items/agent_model.h"
#include "models/items/agent_options.h"
#include "models/items/evaluation_watch.h"
#endif

class QPushButton;
class QVBoxLayout;

namespace mandate {

class AgentFacts : public ScrollPane
{
    Q_OBJECT

public:
    explicit AgentFacts(QWidget *parent = nullptr);

    /// `options` are nullptr until they were read; so is `evaluation`, and where no pact asks for one; and `baseline`, where the agent has none.
    void showOverview(const AgentItem &agent, const AgentOptions *options, const EvaluationItem *evaluation, const BaselineReading *baseline);
    void showPact(const AgentItem &agent);
    [[nodiscard]] static QUrl linkTo(const QString &page, const QString &key, const QString &value);

Q_SIGNALS:
    void linkActivated(const QUrl &link);

private:
    [[nodiscard]] QVBoxLayout *begin();
    void end(QVBoxLayout *body);
    void addWarnings(QVBoxLayout *body, const AgentItem &agent, const EvaluationItem *evaluation);
    void addFacts(QVBoxLayout *body, const AgentItem &agent, const AgentOptions *options, const EvaluationItem *evaluation, const BaselineReading *baseline);
    void addCounts(QVBoxLayout *body, const AgentItem &agent);
    [[nodiscard]] QPushButton *linkButton(const QString &text, const QUrl &link, bool isData = false);
};

} // namespace mandate
