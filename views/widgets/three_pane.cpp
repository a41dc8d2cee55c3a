// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/three_pane.h"

#include <QSettings>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace mandate {
namespace {

constexpr int narrowWindow = 1100;

} // namespace

ThreePane::ThreePane(const QString &key, QWidget *parent)
    : QWidget(parent),
      m_key(key),
      m_splitter(new QSplitter(Qt::Horizontal, this)),
      m_middle(new QTabWidget(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_middle->setTabBarAutoHide(true);
    m_middle->setDocumentMode(true);
    // Its tab bar takes Tab by itself; the widget would pass the focus to the bar even while that is hidden, and Tab would end there.
    m_middle->setFocusPolicy(Qt::NoFocus);
    m_splitter->addWidget(m_middle);
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] {
        m_chosen = true;
        save();
    });
}

ThreePane::~ThreePane() = default;

void ThreePane::setList(QWidget *list, const QString &name)
{
    m_list = list;
    if (list->accessibleName().isEmpty())
        list->setAccessibleName(name);
    m_splitter->insertWidget(0, list);
}

void ThreePane::setDetail(QWidget *detail, const QString &name)
{
    m_detail = detail;
    if (detail->accessibleName().isEmpty())
        detail->setAccessibleName(name);
    m_middle->insertTab(0, detail, name);
    m_middle->setCurrentIndex(0);
    m_middle->tabBar()->setAccessibleName(name);
}

void ThreePane::setInspector(QWidget *inspector, const QString &name)
{
    m_inspector = inspector;
    m_inspectorName = name;
    if (inspector->accessibleName().isEmpty())
        inspector->setAccessibleName(name);
    m_splitter->addWidget(inspector);
}

void ThreePane::setShares(const QList<int> &shares)
{
    m_shares = shares;
    if (!m_chosen)
        applyShares();
}

QList<QWidget *> ThreePane::panes() const
{
    QList<QWidget *> all;
    for (QWidget *pane : {m_list, m_detail, m_inspector}) {
        if (pane)
            all << pane;
    }
    return all;
}

void ThreePane::showInspector()
{
    if (m_narrow && m_inspector)
        m_middle->setCurrentWidget(m_inspector);
}

void ThreePane::resetLayout()
{
    m_chosen = false;
    QSettings().remove(settingsKey());
    applyShares();
}

void ThreePane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void ThreePane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_arranged) {
        m_arranged = true;
        arrange();
        restore();
    }
}

void ThreePane::arrange()
{
    const bool narrow = window()->width() < narrowWindow;
    if (m_inspector && narrow != m_narrow) {
        if (narrow) {
            m_middle->addTab(m_inspector, m_inspectorName);
        } else {
            m_middle->removeTab(m_middle->indexOf(m_inspector));
            m_splitter->addWidget(m_inspector);
            m_inspector->show();
        }
        m_narrow = narrow;
        m_chosen = false;
        restore();
    }
    m_narrow = narrow;
    if (!m_chosen)
        applyShares();
}

void ThreePane::applyShares()
{
    QList<int> sizes;
    const int count = m_splitter->count();
    int total = 0;
    for (int i = 0; i < count; ++i)
        total += m_shares.value(i, 30);
    for (int i = 0; i < count; ++i) {
        sizes << m_splitter->width() * m_shares.value(i, 30) / qMax(1, total);
        m_splitter->setStretchFactor(i, m_shares.value(i, 30));
    }
    m_splitter->setSizes(sizes);
}

QString ThreePane::settingsKey() const
{
    return QStringLiteral("panes/%1/%2").arg(m_key, m_narrow ? QStringLiteral("narrow") : QStringLiteral("wide"));
}

void ThreePane::restore()
{
    const QByteArray state = QSettings().value(settingsKey()).toByteArray();
    if (!state.isEmpty() && m_splitter->restoreState(state))
        m_chosen = true;
    else
        applyShares();
}

void ThreePane::save() const
{
    QSettings().setValue(settingsKey(), m_splitter->saveState());
}

} // namespace mandate
