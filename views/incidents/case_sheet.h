// SPDX-License-Identifier: GPL-3.0-or-later
// The small sheet for a step about an incident: what it does, the fields it needs, who reads what is written. Not modal. Ctrl+Enter signs, Escape keeps
// things as they are. What a sheet asks is case_sheet_words.h.
#pragma once

#include "models/items/case_item.h"
#include "views/widgets/signing_sheet.h"

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace mandate {

class PlainText;

/// What a sheet asks. A field without a name is not there.
struct CaseForm
{
    CaseChange change; ///< what is known already
    QString title;
    QString meaning;
    QString commit;
    QString choiceName; ///< severity, person, other incident, category or party
    Choices choices;
    QString chosen;
    QString secondName; ///< how the other incident stands to this one
    Choices seconds;
    QString lineName;   ///< title, person or reference
    QString line;
    QString timeName;
    QDateTime time;
    bool timeOptional = false;
    QString textName;
    bool needsText = false;
    QString checkName;
};

class CaseSheet : public SigningSheet
{
    Q_OBJECT

public:
    explicit CaseSheet(QWidget *parent = nullptr);

    void open(const CaseForm &form, bool needsPassphrase);
    [[nodiscard]] CaseAct act() const { return m_form.change.act; }
    [[nodiscard]] QComboBox *choice() const { return m_choice; }
    [[nodiscard]] QLineEdit *line() const { return m_line; }
    [[nodiscard]] QPlainTextEdit *text() const { return m_text; }
    [[nodiscard]] QCheckBox *check() const { return m_check; }
    [[nodiscard]] QDateTimeEdit *time() const { return m_time; }

Q_SIGNALS:
    void committed(const mandate::CaseChange &change);

protected:
    void commit() override;

private:
    [[nodiscard]] CaseChange filled() const;

    CaseForm m_form;
    PlainText *m_title;
    PlainText *m_meaning;
    QLabel *m_choiceLabel;
    QComboBox *m_choice;
    QLabel *m_secondLabel;
    QComboBox *m_second;
    QLabel *m_lineLabel;
    QLineEdit *m_line;
    QCheckBox *m_timed;
    QLabel *m_timeLabel;
    QDateTimeEdit *m_time;
    QLabel *m_textLabel;
    QPlainTextEdit *m_text;
    QCheckBox *m_check;
};

} // namespace mandate
