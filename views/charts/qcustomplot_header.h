// SPDX-License-Identifier: GPL-3.0-or-later
// QCustomPlot's header writes Qt's short keywords, which this project does not define: lent to it here, and taken back.
#pragma once

#include <QObject>

#define signals Q_SIGNALS
#define slots Q_SLOTS
#define emit
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef signals
#undef slots
#undef emit
#undef foreach
