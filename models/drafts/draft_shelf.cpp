// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/drafts/draft_shelf.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QSaveFile>

namespace mandate {

namespace {

QString nameOf(const std::string &text)
{
    return QString::fromStdString(text);
}

Error shelfError(ErrorKind kind, const char *code, const QString &happened, const char *unaffected, const char *remedy)
{
    Error error;
    error.kind = kind;
    error.code = code;
    error.happened = happened.toStdString();
    error.unaffected = unaffected;
    error.remedy = remedy;
    return error;
}

} // namespace

std::vector<DraftShelf::Entry> DraftShelf::entries() const
{
    std::vector<Entry> entries;
    const auto files = QDir(nameOf(m_folder)).entryInfoList({QStringLiteral("*.json")}, QDir::Files | QDir::Readable, QDir::Time);
    for (const QFileInfo &file : files) {
        Instant saved;
        saved.nanoseconds = file.lastModified().toMSecsSinceEpoch() * 1'000'000;
        entries.push_back({file.completeBaseName().toStdString(), saved});
    }
    return entries;
}

std::string DraftShelf::freshKey() const
{
    std::string key;
    do
        key = QString::number(QRandomGenerator::system()->generate64(), 16).toStdString();
    while (QFile::exists(nameOf(fileOf(key))));
    return key;
}

std::string DraftShelf::fileOf(const std::string &key) const
{
    return m_folder + '/' + key + ".json";
}

Result<std::string> DraftShelf::load(const std::string &key) const
{
    QFile file(nameOf(fileOf(key)));
    if (!file.open(QIODevice::ReadOnly))
        return shelfError(ErrorKind::Missing, "MND-DRF-002", QStringLiteral("The draft \"%1\" cannot be read: %2.").arg(file.fileName(), file.errorString()),
                          "Pacts in the workspace are unaffected.", "Begin a new draft from the version it was made from.");
    return file.readAll().toStdString();
}

Result<void> DraftShelf::save(const std::string &key, std::string_view text) const
{
    const QString folder = nameOf(m_folder);
    QSaveFile file(nameOf(fileOf(key)));
    const bool saved = QDir().mkpath(folder) && file.open(QIODevice::WriteOnly) &&
                       file.write(text.data(), static_cast<qint64>(text.size())) == static_cast<qint64>(text.size()) && file.commit();
    if (saved)
        return {};
    return shelfError(ErrorKind::Storage, "MND-DRF-003", QStringLiteral("The draft could not be saved to \"%1\": %2.").arg(file.fileName(), file.errorString()),
                      "It is still here, and what was saved before is as it was.", "Free some disk space or check the folder's permissions; saving is tried again with the next change.");
}

Result<void> DraftShelf::discard(const std::string &key) const
{
    QFile file(nameOf(fileOf(key)));
    if (!file.exists() || file.remove())
        return {};
    return shelfError(ErrorKind::Storage, "MND-DRF-004", QStringLiteral("The draft \"%1\" could not be removed: %2.").arg(file.fileName(), file.errorString()),
                      "The draft is as it was.", "Check the folder's permissions.");
}

} // namespace mandate
