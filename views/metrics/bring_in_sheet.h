// SPDX-License-Identifier: GPL-3.0-or-later
// The small sheets before an evaluation is signed: what was recognised in a file, with what can be said of it; and which sessions of the trail are one. Not
// modal. Ctrl+Enter signs, Escape keeps nothing.
#pragma once

#include "models/items/evaluation_desk.h"
#include "views/widgets/signing_sheet.h"

#include <QList>

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QLineEdit;
class QVBoxLayout;

namespace mandate {

class PlainText;

/// What both ask: for whom it counts, what it is called, on which model.
class EvaluationSheet : public SigningSheet
{
    Q_OBJECT

public:
    [[nodiscard]] QComboBox *agent() const { return m_agent; }
    [[nodiscard]] QLineEdit *suite() const { return m_suite; }
    [[nodiscard]] QLineEdit *model() const { return m_model; }
    /// What is being signed, in sentences.
    [[nodiscard]] QString meaning() const;

protected:
    EvaluationSheet(const QString &name, QWidget *parent);
    void lay(const QList<std::pair<QString, QWidget *>> &more);
    void begin(const QStringList &agents, const QString &agent, bool needsPassphrase);

    PlainText *m_title;
    PlainText *m_meaning;
    QComboBox *m_agent;
    QLineEdit *m_suite;
    QLineEdit *m_model;
};

class BringInSheet : public EvaluationSheet
{
    Q_OBJECT

public:
    explicit BringInSheet(QWidget *parent = nullptr);

    void open(const ResultsPreview &preview, const QStringList &agents, bool needsPassphrase);
    [[nodiscard]] QCheckBox *ranCheck() const { return m_ranCheck; }
    [[nodiscard]] QDateTimeEdit *ran() const { return m_ran; }

Q_SIGNALS:
    void committed(const mandate::ResultsWish &wish);

protected:
    void commit() override;

private:
    ResultsPreview m_preview;
    QCheckBox *m_ranCheck;
    QDateTimeEdit *m_ran;
};

class SessionsSheet : public EvaluationSheet
{
    Q_OBJECT

public:
    explicit SessionsSheet(QWidget *parent = nullptr);

    void open(const QStringList &agents, bool needsPassphrase);
    [[nodiscard]] QCheckBox *sinceCheck() const { return m_sinceCheck; }
    [[nodiscard]] QCheckBox *untilCheck() const { return m_untilCheck; }

Q_SIGNALS:
    void committed(const mandate::SessionsWish &wish);

protected:
    void commit() override;

private:
    QCheckBox *m_sinceCheck;
    QDateTimeEdit *m_since;
    QCheckBox *m_untilCheck;
    QDateTimeEdit *m_until;
};

} // namespace mandate
