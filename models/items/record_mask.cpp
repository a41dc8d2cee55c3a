// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/record_mask.h"

#include "models/workspace/workspace.h"

#include <QFile>

namespace mandate {

namespace {

/// Those that are compiled in.
Result<std::shared_ptr<const FieldClasses>> personalText()
{
    QFile file(QStringLiteral(":/masking/personal.json"));
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::Missing, "MND-ITM-015", "The classes of personal text are missing from the program.", "Nothing is shown.", "Install the program again.", {}};
    auto classes = FieldClasses::read(file.readAll().toStdString(), file.fileName().toStdString());
    if (!classes)
        return classes.error();
    return std::make_shared<const FieldClasses>(std::move(classes).value());
}

} // namespace

Result<RecordMask> RecordMask::of(const Workspace &workspace)
{
    RecordMask mask;
    if (!workspace.masking().on)
        return mask;
    static const Result<std::shared_ptr<const FieldClasses>> classes = personalText();
    if (!classes)
        return classes.error();
    mask.m_classes = *classes;
    return mask;
}

MaskedRecord RecordMask::mask(std::string_view body, const IsRevealed &isRevealed) const
{
    if (!m_classes)
        return {std::string(body), {}};
    auto masked = maskRecord(body, *m_classes, isRevealed);
    return masked ? std::move(masked).value() : MaskedRecord{std::string(body), {}};
}

} // namespace mandate
