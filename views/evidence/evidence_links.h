// SPDX-License-Identifier: GPL-3.0-or-later
// The words of mandate://evidence links and of the kept order. Values only; what a link shows is the page's to do.
#pragma once

#include "models/items/evidence_model.h"
#include "views/evidence/record_inspector.h"

#include <QUrl>

#include <optional>

namespace mandate::evidence_links {

[[nodiscard]] QString orderName(EvidenceModel::Order order);
[[nodiscard]] EvidenceModel::Order orderOf(const QString &name);
/// Settings key of the order the person chose last.
[[nodiscard]] QString orderKey();
/// As the person sorted last, in this run or one before.
[[nodiscard]] EvidenceModel::Order keptOrder();

[[nodiscard]] QString tabName(RecordInspector::Tab tab);
[[nodiscard]] RecordInspector::Tab tabOf(const QString &name);

[[nodiscard]] bool hasAround(const QList<FilterCondition> &conditions);
[[nodiscard]] QUrl link(const QList<FilterCondition> &conditions, std::optional<quint64> entry);
/// With one more item.
[[nodiscard]] QUrl with(const QUrl &link, const QString &name, const QString &value);
[[nodiscard]] QUrl without(const QUrl &link, const QStringList &names);

} // namespace mandate::evidence_links
