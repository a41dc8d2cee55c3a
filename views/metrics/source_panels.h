// SPDX-License-Identifier: GPL-3.0-or-later
// What metrics sources say, beside the figures that are counted from the record: a card a source. Read over the network when it is first seen, and on request.
#pragma once

#include "models/items/metric_source_list.h"

#include <QPointer>
#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace mandate {

class PanelCards;
class PanelView;

class SourcePanels : public QWidget
{
    Q_OBJECT

public:
    explicit SourcePanels(QWidget *parent = nullptr);

    void setSources(MetricSourceList *sources);
    /// Only sources of this agent, and those of none in particular; empty: all.
    void setAgent(const QString &agent);
    [[nodiscard]] const QList<PanelView *> &views() const;
    [[nodiscard]] QPushButton *readButton() const { return m_read; }
    [[nodiscard]] QPushButton *setUpButton() const { return m_setUp; }
    [[nodiscard]] QString said() const;

Q_SIGNALS:
    void linkActivated(const QUrl &link);
    void notSaved(const mandate::Trouble &trouble);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void look();
    void tell();
    [[nodiscard]] qint64 seconds() const;

    QPointer<MetricSourceList> m_sources;
    QString m_agent;
    QStringList m_asked; ///< sources that were read for this page, once each
    QLabel *m_said;
    QComboBox *m_span;
    QPushButton *m_read;
    QPushButton *m_setUp;
    PanelCards *m_cards;
};

} // namespace mandate
