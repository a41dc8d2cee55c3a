// SPDX-License-Identifier: GPL-3.0-or-later
// What the chosen source covers, in sentences, and where somebody signs that records of it are expected again and again, or no longer. Shows; the model signs.
#pragma once

#include <QFrame>
#include <QPointer>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace mandate {

class PlainText;
class SourceModel;
struct SourceItem;
struct Trouble;

class CoveragePane : public QFrame
{
    Q_OBJECT

public:
    explicit CoveragePane(QWidget *parent = nullptr);

    void setModel(SourceModel *model);
    /// Of this source; nullptr hides the pane.
    void show(const SourceItem *source);
    void retranslate();

    [[nodiscard]] QString words() const;
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QLineEdit *source() const { return m_source; }
    [[nodiscard]] QSpinBox *count() const { return m_count; }
    [[nodiscard]] QComboBox *unit() const { return m_unit; }
    [[nodiscard]] QLineEdit *reason() const { return m_reason; }
    [[nodiscard]] QPushButton *sign() const { return m_sign; }
    [[nodiscard]] QPushButton *end() const { return m_end; }

private:
    [[nodiscard]] qint64 seconds() const;
    void updateEnabled();

    QPointer<SourceModel> m_model;
    QString m_shown;    ///< the source that is shown
    QString m_expected; ///< by whose expectation it is bound; empty: by none
    PlainText *m_words;
    QLabel *m_sourceLabel;
    QLineEdit *m_source;
    QLabel *m_countLabel;
    QSpinBox *m_count;
    QComboBox *m_unit;
    QLabel *m_reasonLabel;
    QLineEdit *m_reason;
    QPushButton *m_sign;
    QPushButton *m_end;
    PlainText *m_problem;
};

} // namespace mandate
