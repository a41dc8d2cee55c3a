// SPDX-License-Identifier: GPL-3.0-or-later
// The small sheet that keeps runs as a baseline: which, its name, why. Not modal. Ctrl+Enter signs, Escape keeps nothing.
#pragma once

#include "models/items/drift_panels.h"
#include "views/widgets/signing_sheet.h"

class QComboBox;
class QLineEdit;

namespace mandate {

class PlainText;

class BaselineSheet : public SigningSheet
{
    Q_OBJECT

public:
    explicit BaselineSheet(QWidget *parent = nullptr);

    /// `runs` can be kept, the likeliest first.
    void open(const QList<ComparedRuns> &runs, bool needsPassphrase);
    [[nodiscard]] QComboBox *runs() const { return m_runs; }
    [[nodiscard]] QLineEdit *name() const { return m_name; }
    [[nodiscard]] QLineEdit *reason() const { return m_reason; }

Q_SIGNALS:
    void committed(const mandate::BaselineWish &wish);

protected:
    void commit() override;

private:
    QList<ComparedRuns> m_choices;
    PlainText *m_title;
    PlainText *m_meaning;
    QComboBox *m_runs;
    QLineEdit *m_name;
    QLineEdit *m_reason;
};

} // namespace mandate
