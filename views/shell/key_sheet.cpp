// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/key_sheet.h"

#include "views/widgets/theme.h"

#include <QApplication>
#include <QGraphicsDropShadowEffect>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace mandate {

KeySheet::KeySheet(QWidget *window) : QFrame(window), m_title(new QLabel(this)), m_grid(new QGridLayout), m_close(new QPushButton(this))
{
    setProperty("surface", QStringLiteral("card"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 16);
    layout->setSpacing(14);
    m_title->setFont(Theme::scaledFont(1.2, QFont::DemiBold));
    m_grid->setHorizontalSpacing(28);
    m_grid->setVerticalSpacing(6);
    layout->addWidget(m_title);
    layout->addLayout(m_grid);
    layout->addWidget(m_close, 0, Qt::AlignRight);
    connect(m_close, &QPushButton::clicked, this, &KeySheet::close);
    auto *shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(32);
    shadow->setOffset(0, 8);
    shadow->setColor(QColor(0, 0, 0, 70));
    setGraphicsEffect(shadow);
    hide();
}

void KeySheet::open(const QList<KeyHint> &keys)
{
    if (isVisible()) {
        close();
        return;
    }
    m_title->setText(tr("Keys"));
    setAccessibleName(tr("Keys"));
    m_close->setText(tr("Close"));
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const int half = static_cast<int>((keys.size() + 1) / 2);
    for (int i = 0; i < keys.size(); ++i) {
        auto *key = new QLabel(keys[i].keys, this);
        key->setFont(Theme::scaledFont(1.0, QFont::DemiBold));
        key->setProperty("untranslated", true); // names of keys
        auto *does = new QLabel(keys[i].does, this);
        const int column = i < half ? 0 : 2;
        m_grid->addWidget(key, i % half, column);
        m_grid->addWidget(does, i % half, column + 1);
    }
    m_focusBefore = QApplication::focusWidget();
    adjustSize();
    move((parentWidget()->width() - width()) / 2, qMax(24, (parentWidget()->height() - height()) / 3));
    show();
    raise();
    m_close->setFocus(Qt::OtherFocusReason);
}

void KeySheet::close()
{
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
}

void KeySheet::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QFrame::keyPressEvent(event);
}

} // namespace mandate
