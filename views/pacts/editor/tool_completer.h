// SPDX-License-Identifier: GPL-3.0-or-later
// Completes the name that is being typed in a line of names separated by commas.
#pragma once

#include <QAbstractItemView>
#include <QCompleter>
#include <QLineEdit>
#include <QStringListModel>

#include <functional>

namespace mandate {

class ToolCompleter : public QCompleter
{
    Q_OBJECT

public:
    ToolCompleter(QLineEdit *edit, std::function<QStringList()> names) : QCompleter(edit), m_edit(edit), m_names(std::move(names))
    {
        setModel(new QStringListModel(this));
        setCaseSensitivity(Qt::CaseInsensitive);
        setFilterMode(Qt::MatchContains);
        setWidget(edit);
        connect(edit, &QLineEdit::textEdited, this, &ToolCompleter::offer);
        connect(this, qOverload<const QString &>(&QCompleter::activated), this, &ToolCompleter::take);
    }

private:
    void offer()
    {
        const QString name = m_edit->text().left(m_edit->cursorPosition()).section(QLatin1Char(','), -1).trimmed();
        const QStringList names = m_names();
        if (name.isEmpty() || names.contains(name)) {
            popup()->hide();
            return;
        }
        static_cast<QStringListModel *>(model())->setStringList(names);
        setCompletionPrefix(name);
        complete();
    }

    void take(const QString &name)
    {
        const int cursor = m_edit->cursorPosition();
        const QString text = m_edit->text();
        const auto begin = text.left(cursor).lastIndexOf(QLatin1Char(',')) + 1;
        m_edit->setText(text.left(begin) + (begin > 0 ? QStringLiteral(" ") : QString()) + name + text.mid(cursor));
        Q_EMIT m_edit->textEdited(m_edit->text());
    }

    QLineEdit *m_edit;
    std::function<QStringList()> m_names;
};

} // namespace mandate
