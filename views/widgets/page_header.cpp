// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/page_header.h"

#include "views/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace mandate {

PageHeader::PageHeader(QWidget *parent) : QFrame(parent), m_title(new QLabel(this)), m_summary(new QLabel(this)), m_row(new QHBoxLayout)
{
    m_title->setFont(Theme::scaledFont(1.5, QFont::DemiBold));
    m_title->setTextFormat(Qt::PlainText);
    m_summary->setProperty("part", QStringLiteral("muted"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_row->setContentsMargins(20, 10, 16, 10);
    m_row->setSpacing(12);
    m_row->addWidget(m_title, 0, Qt::AlignVCenter);
    m_row->addWidget(m_summary, 1, Qt::AlignVCenter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(m_row);
    auto *line = new QFrame(this);
    line->setProperty("surface", QStringLiteral("line"));
    layout->addWidget(line);
}

void PageHeader::setTitle(const QString &title)
{
    m_title->setText(title);
}

void PageHeader::setSummary(const QString &summary)
{
    m_summary->setText(summary);
    m_summary->setMinimumWidth(m_summary->fontMetrics().horizontalAdvance(summary)); // tools wrap, a count must be whole
}

void PageHeader::addTool(QWidget *tool)
{
    m_row->addWidget(tool, 0, Qt::AlignVCenter);
}

} // namespace mandate
