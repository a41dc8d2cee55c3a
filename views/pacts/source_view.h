// SPDX-License-Identifier: GPL-3.0-or-later
// A JSON document for reading: fixed font, colours for names, texts and numbers, invisible characters named.
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

private:
    JsonHighlighter *m_highlighter;
};

} // namespace mandate
