// SPDX-License-Identifier: GPL-3.0-or-later
// Facts as name and value, one below the other; those without a value are left out. Values are untrusted and can be selected.
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

class QGridLayout;
class QLabel;

namespace mandate {

class PlainText;

struct Fact
{
    QString name, value;
    bool mono = false;
};

class FactGrid : public QWidget
{
    Q_OBJECT

public:
    explicit FactGrid(QWidget *parent = nullptr);

    void setFacts(const QList<Fact> &facts);

private:
    QGridLayout *m_grid;
    QList<QLabel *> m_names;
    QList<PlainText *> m_values;
};

} // namespace mandate
