// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets for text from outside: always plain text, invisible characters named (models/items/text_safety.h), long text bounded.
#pragma once

#include <QFrame>
#include <QLabel>

class QPlainTextEdit;
class QPushButton;

namespace mandate {

/// A wrapping label for untrusted text. Text set by setUntrusted() is data, not interface: translation checks leave it out.
class PlainText : public QLabel
{
    Q_OBJECT

public:
    explicit PlainText(QWidget *parent = nullptr);

    /// Shows at most `limit` characters, then "…".
    void setUntrusted(const QString &text, qsizetype limit = 2000);
    /// The fixed font, for ids and digests.
    void setMono(bool mono);
    /// For the width it really gets: layouts forget the maximum.
    [[nodiscard]] int heightForWidth(int width) const override;
};

/// A read-only viewer for long untrusted text. A megabyte opens at once: the beginning is shown, and more on request.
class PlainTextView : public QFrame
{
    Q_OBJECT

public:
    explicit PlainTextView(const QString &accessibleName, QWidget *parent = nullptr);

    void setUntrusted(const QString &text);
    void setMono(bool mono);
    [[nodiscard]] QPlainTextEdit *edit() const { return m_edit; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void showMore();
    void updateMore();

    QPlainTextEdit *m_edit;
    QLabel *m_said;
    QPushButton *m_more;
    QFrame *m_bar;
    QString m_text;
    qsizetype m_shown = 0;
};

} // namespace mandate
