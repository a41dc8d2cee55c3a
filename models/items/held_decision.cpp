// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/held_decision.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"

#include <QDir>
#include <QFile>
#include <QLockFile>
#include <QRandomGenerator>
#include <QSaveFile>

namespace mandate {
namespace {

const QString heldSuffix = QStringLiteral(".json");
const QString lockSuffix = QStringLiteral(".lock");

Error heldError(ErrorKind kind, const char *code, const QString &happened, const char *unaffected, const char *remedy)
{
    Error error;
    error.kind = kind;
    error.code = code;
    error.happened = happened.toStdString();
    error.unaffected = unaffected;
    error.remedy = remedy;
    return error;
}

QString randomName()
{
    return QString::number(QRandomGenerator::system()->generate64(), 16).rightJustified(16, u'0');
}

} // namespace

std::string heldJson(const HeldDecision &held)
{
    Arena arena;
    std::vector<Member> members;
    const auto put = [&](std::string_view key, std::string_view text) { members.push_back({Value::string(key), Value::string(arena.copy(text))}); };
    put("schema", "mandate.held/1");
    put("step", nameOf(held.step));
    put("reason", held.reasonCode);
    put("note", held.note);
    put("person", held.person);
    put("agent", held.agent);
    put("decided_at", formatInstant(held.decidedAt));
    put("send_at", formatInstant(held.sendAt));
    if (held.limitedTo)
        put("limited_to", *held.limitedTo);
    auto *requests = arena.array<Value>(held.requests.size());
    for (std::size_t i = 0; i < held.requests.size(); ++i) {
        auto *one = arena.array<Member>(2);
        one[0] = {Value::string("request"), Value::string(arena.copy(std::string_view(held.requests[i].request)))};
        one[1] = {Value::string("shown"), Value::string(arena.copy(std::string_view(held.requests[i].shown ? held.requests[i].shown->hex() : std::string())))};
        requests[i] = Value::map({one, 2});
    }
    members.push_back({Value::string("requests"), Value::list({requests, held.requests.size()})});
    return canonicalJson(Value::map(members));
}

Result<HeldDecision> readHeld(std::string_view json, const std::string &key)
{
    const auto unreadable = [&key] {
        return heldError(ErrorKind::Input, "MND-HLD-001", QStringLiteral("The held decision \"%1\" cannot be read.").arg(QString::fromStdString(key)),
                         "It was not sent, and nothing has changed for the agent.", "Decide again on the Decisions page.");
    };
    Arena arena;
    JsonReader reader;
    const auto read = reader.read(json, arena);
    if (!read || !read->isMap() || read->findText("schema") != "mandate.held/1")
        return unreadable();
    const auto text = [&read](std::string_view member) { return std::string(read->findText(member).value_or(std::string_view())); };
    HeldDecision held;
    held.key = key;
    const auto step = approvalStepOf(text("step"));
    const auto decidedAt = parseInstant(text("decided_at"));
    const auto sendAt = parseInstant(text("send_at"));
    const Value *requests = read->find("requests");
    if (!step || (*step != ApprovalStep::Approve && *step != ApprovalStep::Deny) || !decidedAt || !sendAt || !requests || !requests->isList())
        return unreadable();
    held.step = *step;
    held.reasonCode = text("reason");
    held.note = text("note");
    held.person = text("person");
    held.agent = text("agent");
    held.decidedAt = *decidedAt;
    held.sendAt = *sendAt;
    if (const auto limits = read->findText("limited_to"))
        held.limitedTo = std::string(*limits);
    for (const Value &one : requests->items()) {
        const auto request = one.findText("request");
        if (!request || request->empty())
            return unreadable();
        held.requests.push_back({std::string(*request), Digest::fromHex(one.findText("shown").value_or(std::string_view()))});
    }
    if (held.requests.empty())
        return unreadable();
    return held;
}

HeldShelf::HeldShelf(const std::string &workspacePath) : m_folder(QFile::decodeName(workspacePath.c_str()) + QStringLiteral("-held")), m_name(randomName()) {}

HeldShelf::~HeldShelf()
{
    m_lock.reset();
    QDir().rmdir(m_folder); // only when it is empty
}

QString HeldShelf::fileOf(const std::string &key) const
{
    return m_folder + u'/' + QString::fromStdString(key) + heldSuffix;
}

std::string HeldShelf::freshKey() const
{
    return (m_name + u'-' + randomName()).toStdString();
}

bool HeldShelf::begin()
{
    if (m_lock)
        return true;
    if (!QDir().mkpath(m_folder))
        return false;
    QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    m_lock = std::make_unique<QLockFile>(m_folder + u'/' + m_name + lockSuffix);
    m_lock->setStaleLockTime(0); // however long a decision lies there, only a dead process leaves it behind
    if (m_lock->tryLock(0))
        return true;
    m_lock.reset();
    return false;
}

Result<void> HeldShelf::save(const HeldDecision &held)
{
    QSaveFile file(fileOf(held.key));
    const std::string json = heldJson(held);
    const bool saved = begin() && file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
                       file.write(json.data(), static_cast<qint64>(json.size())) == static_cast<qint64>(json.size()) && file.commit();
    if (saved)
        return {};
    return heldError(ErrorKind::Storage, "MND-HLD-002", QStringLiteral("The decision could not be kept in \"%1\": %2.").arg(file.fileName(), file.errorString()),
                     "It was not sent, and nothing has changed for the agent.", "Free some disk space or check the folder's permissions, then decide again.");
}

void HeldShelf::discard(const std::string &key)
{
    QFile::remove(fileOf(key));
}

std::vector<HeldDecision> HeldShelf::takeLeftBehind()
{
    std::vector<HeldDecision> left;
    QDir folder(m_folder);
    const QStringList files = folder.entryList({QStringLiteral("*") + heldSuffix}, QDir::Files | QDir::Readable, QDir::Time | QDir::Reversed);
    for (const QString &file : files) {
        const QString owner = file.section(u'-', 0, 0);
        if (owner == m_name)
            continue;
        QLockFile lock(folder.filePath(owner + lockSuffix));
        lock.setStaleLockTime(0);
        if (!lock.tryLock(0))
            continue; // its program runs
        QFile bytes(folder.filePath(file));
        if (!bytes.open(QIODevice::ReadOnly))
            continue;
        const QByteArray json = bytes.readAll();
        auto held = readHeld(std::string_view(json.constData(), static_cast<std::size_t>(json.size())), freshKey());
        bytes.close();
        // Under a new name first, so that a kill in between leaves two copies and never none.
        if (held && save(*held)) {
            QFile::remove(folder.filePath(file));
            left.push_back(std::move(held).value());
        }
        lock.unlock();
    }
    return left;
}

} // namespace mandate
