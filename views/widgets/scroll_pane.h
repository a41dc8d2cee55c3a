// SPDX-License-Identifier: GPL-3.0-or-later
// A page of text and small widgets that the arrow keys scroll. Says to screen readers that it is a document, which QScrollArea does not.
#pragma once

#include <QScrollArea>

namespace mandate {

class ScrollPane : public QScrollArea
{
    Q_OBJECT

public:
    explicit ScrollPane(QWidget *parent = nullptr);
};

} // namespace mandate
