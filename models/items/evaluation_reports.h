// SPDX-License-Identifier: GPL-3.0-or-later
// What one evaluation says, how two of them differ, and attacks against versions: read off the window's thread, each question cancelled by the next of its
// kind. Signs nothing.
#pragma once

#include <QObject>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/evaluation_case_model.h"
#include "models/items/figure_panel.h"
#include "models/items/session.h"

#include <memory>
#include <optional>
#endif

namespace mandate {

class EvaluationReports : public QObject
{
    Q_OBJECT

public:
    explicit EvaluationReports(Session *session);
    ~EvaluationReports() override;
    /// That of a session, made when first asked for; nullptr for none.
    static EvaluationReports *of(Session *session);

    /// An answer as it stands: being read, told, or why there is none.
    struct Answer
    {
        bool reading = false;
        QList<FigurePanel> panels;
        std::optional<Trouble> problem;
        bool old = false; ///< something was recorded since
    };

    /// With the cases that are shown of it.
    void choose(quint64 entry, const CaseChoice &cases = {});
    [[nodiscard]] quint64 chosen() const; ///< 0: none
    [[nodiscard]] const Answer &chosenAnswer() const;
    [[nodiscard]] EvaluationCaseModel *cases() const; ///< of the chosen one

    void compare(quint64 before, quint64 after);
    [[nodiscard]] std::pair<quint64, quint64> compared() const;
    [[nodiscard]] const Answer &comparedAnswer() const;

    /// Empty: evaluations that name no agent.
    void askGrid(const QString &agent);
    [[nodiscard]] QString gridAgent() const;
    [[nodiscard]] const Answer &gridAnswer() const;

    void cancel(); ///< all of them
    [[nodiscard]] bool isBusy() const;

Q_SIGNALS:
    void changed();

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
