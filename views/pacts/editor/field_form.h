// SPDX-License-Identifier: GPL-3.0-or-later
// A form over members of the draft: one labelled field a member, described by its spec. What is typed goes into the draft at once; what
// changes in the draft otherwise (undo, source) is shown at once.
#pragma once

#include <QPointer>
#include <QStringList>
#include <QWidget>

#include <functional>
#include <vector>

class QFormLayout;

namespace mandate {

class DraftModel;

struct FieldSpec
{
    enum class Kind {
        Line,      ///< one line of text
        Text,      ///< some lines of text
        Choice,    ///< one of `codes`
        Flag,      ///< true, or left out
        Count,     ///< whole number, from 0
        Number,    ///< decimal number
        Lines,     ///< list of texts, separated by commas
        Tools,     ///< list of tool names, offered from the draft and the trail
        Checks,    ///< list of some of `codes`
        Condition, ///< CEL, as rows
    };
    QString member; ///< JSON Pointer below the form's base: "/accountability/owner"
    QString label;
    QString hint; ///< what it means and how it is used; the tool tip and What's This
    Kind kind = Kind::Line;
    QStringList codes;   ///< as the document says them
    QStringList words;   ///< as people read them
    bool required = false; ///< stays in the document when it is emptied
    QString example;
};

class FieldForm : public QWidget
{
    Q_OBJECT

public:
    explicit FieldForm(std::vector<FieldSpec> specs, QWidget *parent = nullptr);
    ~FieldForm() override;

    /// Shows the members below `base`; an invisible form of nothing when `draft` is nullptr.
    void show(DraftModel *draft, const QString &base);
    [[nodiscard]] QString base() const { return m_base; }
    /// The widget of a member, to put the focus there; nullptr when the form has none.
    [[nodiscard]] QWidget *fieldOf(const QString &member) const;
    /// Puts the focus on the field of a place in the document; false when it is none of this form's.
    bool focusPlace(const QString &pointer);

Q_SIGNALS:
    void fieldsChanged(); ///< fields came or went

private:
    struct Field;
    void fill();
    void fill(Field &field);
    void write(const Field &field, const QVariant &value, bool typing);
    QWidget *makeField(Field &field);
    QWidget *makeLine(Field &field);
    QWidget *makeText(Field &field);
    QWidget *makeChoice(Field &field);
    QWidget *makeFlag(Field &field);
    QWidget *makeNumber(Field &field);
    QWidget *makeChecks(Field &field);
    QWidget *makeCondition(Field &field);
    [[nodiscard]] QStringList toolsOfClause() const;

    QPointer<DraftModel> m_draft;
    QString m_base;
    QFormLayout *m_layout;
    std::vector<std::unique_ptr<Field>> m_fields;
    bool m_filling = false;
};

} // namespace mandate
