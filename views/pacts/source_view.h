// SPDX-License-Identifier: GPL-3.0-or-later
// A JSON document for reading: fixed font, numbered lines, colours for names, texts and numbers, invisible characters named.
#pragma once

#include <QPlainTextEdit>
#include <QSyntaxHighlighter>

namespace mandate {

class JsonHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString &text) override;
};

class SourceView : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit SourceView(QWidget *parent = nullptr);

    void setSource(const QString &json);
    /// Number of the line whose top is nearest to a height in the viewport; for tests and for the numbers themselves.
    [[nodiscard]] int lineAt(int y) const;
    [[nodiscard]] QWidget *lineNumbers() const { return m_numbers; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeRoom();
    void paintNumbers();

    JsonHighlighter *m_highlighter;
    QWidget *m_numbers = nullptr; ///< beside the text, so that copying takes no numbers along
};

} // namespace mandate
