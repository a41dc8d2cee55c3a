// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/editor/condition_editor.h"

#include "views/pacts/editor/condition_row_widget.h"

#include <QFontDatabase>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QTimer>
#include <QVBoxLayout>

namespace mandate {

ConditionEditor::ConditionEditor(QWidget *parent)
    : QFrame(parent), m_column(new QVBoxLayout(this)), m_text(new QPlainTextEdit(this)), m_problem(new QLabel(this))
{
    setProperty("surface", QStringLiteral("card"));
    setFocusPolicy(Qt::NoFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_column->setContentsMargins(12, 10, 12, 10);
    m_column->setSpacing(8);
    m_text->setProperty("role", QStringLiteral("field"));
    m_text->setTabChangesFocus(true);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setFixedHeight(fontMetrics().lineSpacing() * 3 + 16);
    m_text->setAccessibleName(tr("The condition in CEL"));
    m_text->setToolTip(tr("The same condition in CEL, as it is stored. What you type here comes back as rows where rows can say it."));
    m_problem->setWordWrap(true);
    m_problem->setProperty("part", QStringLiteral("muted"));
    m_problem->hide();
    m_column->addWidget(m_text);
    m_column->addWidget(m_problem);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        m_cel = m_text->toPlainText();
        std::optional<conditions::Problem> problem;
        m_rows = conditions::read(m_cel, &problem);
        say(problem ? problem->message : QString());
        rebuild();
        Q_EMIT edited(m_cel, true);
    });
    rebuild();
}

void ConditionEditor::show(const QString &cel)
{
    if (cel == m_cel && m_root)
        return;
    m_cel = cel;
    std::optional<conditions::Problem> problem;
    m_rows = conditions::read(cel, &problem);
    say(problem ? problem->message : QString());
    const QSignalBlocker quiet(m_text);
    m_text->setPlainText(cel);
    rebuild();
}

void ConditionEditor::offer(const QStringList &fields, const QStringList &tools)
{
    if (fields == m_fields && tools == m_tools)
        return;
    m_fields = fields;
    m_tools = tools;
    if (!m_root || !m_root->isAncestorOf(focusWidget()))
        rebuild(); // not under somebody's fingers
}

void ConditionEditor::rowsChanged(bool structure, bool typing)
{
    std::optional<conditions::Problem> problem;
    const auto cel = conditions::write(m_rows, &problem);
    say(problem ? problem->message : QString());
    if (cel && *cel != m_cel) {
        m_cel = *cel;
        const QSignalBlocker quiet(m_text);
        m_text->setPlainText(m_cel);
        Q_EMIT edited(m_cel, typing);
    }
    if (structure)
        QTimer::singleShot(0, this, [this] { rebuild(); }); // the widget that asked is among those that go
}

void ConditionEditor::rebuild()
{
    QWidget *focus = focusWidget();
    const bool inside = m_root && focus && m_root->isAncestorOf(focus);
    delete m_root;
    m_root = new ConditionRowWidget(m_rows, this, this, true);
    m_column->insertWidget(0, m_root);
    m_root->show();
    Q_EMIT rebuilt();
    if (!inside)
        return;
    // The last row is where somebody who added one goes on.
    const auto fields = m_root->findChildren<QWidget *>();
    for (auto it = fields.rbegin(); it != fields.rend(); ++it) {
        if ((*it)->focusPolicy() == Qt::WheelFocus && (*it)->isVisibleTo(m_root)) {
            (*it)->setFocus(Qt::OtherFocusReason);
            break;
        }
    }
}

void ConditionEditor::say(const QString &problem)
{
    m_problem->setText(problem.isEmpty() ? QString() : tr("Not taken over yet: %1").arg(problem));
    m_problem->setVisible(!problem.isEmpty());
}

} // namespace mandate
