// SPDX-License-Identifier: GPL-3.0-or-later
// Narrows an action: smaller numbers, fewer elements. Shows the digest of what would be approved instead.
#pragma once

// Qt first: moc 6.4 cannot read <compare> when it comes before QObject.
#include <QFrame>

#include "models/items/approval_limits.h"

class QCheckBox;
class QGridLayout;
class QLabel;
class QLineEdit;

namespace mandate {

class LimitEditor : public QFrame
{
    Q_OBJECT

public:
    explicit LimitEditor(QWidget *parent = nullptr);

    void begin(const ActionBinding &action);
    /// Arguments as a JSON object; none while nothing is narrower.
    [[nodiscard]] std::optional<std::string> arguments() const;
    [[nodiscard]] bool isPossible() const { return !m_fields.empty(); }
    [[nodiscard]] QWidget *first() const;

Q_SIGNALS:
    void changed();

private:
    void read();

    ActionBinding m_action;
    std::vector<LimitField> m_fields;
    std::vector<QLineEdit *> m_numbers;              ///< by field; nullptr for lists
    std::vector<std::vector<QCheckBox *>> m_elements; ///< by field
    std::optional<ActionBinding> m_narrower;
    QWidget *m_content = nullptr;
    QLabel *m_digest;
};

} // namespace mandate
