// SPDX-License-Identifier: GPL-3.0-or-later
// What the form of an enforcement point asks for, kind by kind (docs/enforcement.md). Data, not widgets; the configuration itself is checked
// by models/enforcement when it is saved.
#pragma once

#include "models/enforcement/point.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace mandate {

struct PointField
{
    QString key;   ///< name of the setting
    QString label;
    QString hint;  ///< what it is for; placeholder of the field where it is empty
    bool required = false;
    QStringList choices; ///< one of these; empty: any text
};

/// In the order in which people think of them; the first is what an administrator must know.
[[nodiscard]] QList<PointField> pointFields(PointKind kind);
/// Label of the address: "Address", "Folder".
[[nodiscard]] QString addressLabel(PointKind kind);
[[nodiscard]] QString addressHint(PointKind kind);
/// What the secret is; empty when the kind has none.
[[nodiscard]] QString secretHint(PointKind kind);
/// What its answers prove, in one sentence or two.
[[nodiscard]] QString proves(PointKind kind);
[[nodiscard]] QList<PointKind> pointKinds();

} // namespace mandate
