// SPDX-License-Identifier: GPL-3.0-or-later
// Words and links that panels of figures share.
#pragma once

#include "models/metrics/behaviour.h"

#include <QCoreApplication>
#include <QString>
#include <QUrl>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>

namespace mandate {

struct PanelText
{
    Q_DECLARE_TR_FUNCTIONS(MetricPanels)
};

/// "4.3 %".
[[nodiscard]] QString percentOf(double share, int digits = 1);
/// The same of k in n; "3 of 12" where n is too small for a rate, "–" of nothing.
[[nodiscard]] QString shareWords(std::uint64_t k, std::uint64_t n);
/// An agent as it is called, where it acts.
[[nodiscard]] QString agentName(const std::string &agent, const std::string &deployment);
[[nodiscard]] QString agentName(const AgentBehaviour &agent);
/// To the records of an agent (empty: of all) that also meet these conditions.
[[nodiscard]] QUrl recordsLink(const std::string &agent, std::initializer_list<std::pair<QString, QString>> items = {});

} // namespace mandate
