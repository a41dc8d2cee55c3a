// SPDX-License-Identifier: GPL-3.0-or-later
// A state and a sentence beside it, gone while there is nothing to say. What is new is announced to screen readers.
#pragma once

#include "models/items/words.h"

#include <QWidget>

namespace mandate {

class PlainText;
class StateChip;

class StateSentence : public QWidget
{
    Q_OBJECT

public:
    /// `name` is the accessible name of the sentence.
    explicit StateSentence(const QString &name, QWidget *parent = nullptr);

    /// An empty sentence hides the line.
    void say(const StateWord &state, const QString &sentence);
    [[nodiscard]] QString said() const;
    [[nodiscard]] StateWord state() const;

private:
    StateChip *m_chip;
    PlainText *m_sentence;
};

} // namespace mandate
