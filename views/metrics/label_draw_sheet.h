// SPDX-License-Identifier: GPL-3.0-or-later
// The small sheet that draws a sample: what is asked, of which agent, how it is drawn and how many. Not modal. Ctrl+Enter signs, Escape draws nothing.
#pragma once

#include "models/items/label_desk.h"
#include "views/widgets/signing_sheet.h"

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace mandate {

class PlainText;

class LabelDrawSheet : public SigningSheet
{
    Q_OBJECT

public:
    explicit LabelDrawSheet(QWidget *parent = nullptr);

    void open(const QList<LabelAgent> &agents, bool needsPassphrase);
    [[nodiscard]] QLineEdit *name() const { return m_name; }
    [[nodiscard]] QComboBox *question() const { return m_question; }
    [[nodiscard]] QComboBox *agent() const { return m_agent; }
    [[nodiscard]] QComboBox *strategy() const { return m_strategy; }
    [[nodiscard]] QSpinBox *size() const { return m_size; }
    [[nodiscard]] QLineEdit *since() const { return m_since; }
    [[nodiscard]] QLineEdit *until() const { return m_until; }
    [[nodiscard]] QLineEdit *seed() const { return m_seed; }
    [[nodiscard]] QLineEdit *reason() const { return m_reason; }

Q_SIGNALS:
    void committed(const mandate::LabelDrawWish &wish);

protected:
    void commit() override;

private:
    void offerDeployments();
    void sayStrategy();

    QList<LabelAgent> m_agents;
    PlainText *m_title;
    PlainText *m_meaning;
    QLineEdit *m_name;
    QComboBox *m_question;
    QComboBox *m_agent;
    QComboBox *m_deployment;
    QComboBox *m_strategy;
    QSpinBox *m_size;
    QLineEdit *m_since;
    QLineEdit *m_until;
    QLineEdit *m_seed;
    QLineEdit *m_reason;
};

} // namespace mandate
