// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/witnesses.h"

#include "models/http_client/http_client.h"
#include "models/workspace/workspace_private.h"

#include <QDateTime>
#include <QFile>
#include <QLocale>
#include <QLockFile>
#include <QSaveFile>

#include <algorithm>
#include <charconv>
#include <random>

namespace mandate {

namespace {

constexpr std::size_t largestReply = std::size_t{1} << 20;
constexpr qint64 lookedThrough = 65536; ///< of a mailbox's end, for whether the checkpoint is there

Error noAuthority(const std::string &id)
{
    return {ErrorKind::Missing, "MND-TSA-020", "There is no time-stamp authority \"" + id + "\".", "Nothing was changed.", "\"mandate witness list\" shows the witnesses.", {}};
}

Error notKept(std::string code, std::string happened, std::string remedy)
{
    return {ErrorKind::Storage, std::move(code), std::move(happened), "The ledger is unaffected; the checkpoint was not kept there.", std::move(remedy), {}};
}

std::uint64_t anyNumber()
{
    std::random_device device;
    return ((static_cast<std::uint64_t>(device()) << 32U) | device()) | 1U; // never 0, which is none
}

Result<std::string> ask(const WitnessStatement &authority, const std::string &request, const std::stop_token &stop)
{
    const auto url = parseUrl(authority.place);
    if (!url)
        return notKept("MND-TSA-031", "The address of the time-stamp authority \"" + authority.id + "\" cannot be read.", "Set it up again with a correct one.");
    HttpRequest post{"POST", *url, {{"Accept", "application/timestamp-reply"}}, "application/timestamp-query", request};
    const HttpLimits limits{std::chrono::seconds(10), std::chrono::seconds(15), std::chrono::steady_clock::now() + std::chrono::seconds(30), largestReply};
    const auto answer = exchange(post, {}, limits, stop);
    if (const auto *failure = std::get_if<HttpFailure>(&answer))
        return notKept("MND-TSA-021", "The time-stamp authority \"" + authority.id + "\" did not answer" + (failure->words.empty() ? "." : ": " + failure->words + '.'), "It is asked again with the next checkpoint.");
    const auto &reply = std::get<HttpReply>(answer);
    if (reply.status != 200)
        return notKept("MND-TSA-022", "The time-stamp authority \"" + authority.id + "\" answered with status " + std::to_string(reply.status) + '.', "Check its address.");
    return reply.body;
}

Result<void> keepInFolder(const std::string &folder, const Checkpoint &head, const std::string &note, bool &known)
{
    std::string name = head.origin;
    std::ranges::replace_if(name, [](char c) { return c == '/' || c == '\\' || c == ' '; }, '-');
    std::string size = std::to_string(head.size);
    size.insert(0, size.size() < 12 ? 12 - size.size() : 0, '0'); // so that names sort by size
    const QString path = QFile::decodeName((folder + '/' + name + '-' + size + ".checkpoint").c_str());
    if (QFile there(path); there.exists()) {
        known = there.open(QIODevice::ReadOnly) && there.readAll() == QByteArray::fromStdString(note);
        if (!known)
            return notKept("MND-TSA-033", "The folder " + folder + " holds another checkpoint over as many entries than this ledger has now.",
                           "One of the two ledgers was rewritten: compare with \"mandate checkpoint compare\", and keep both.");
        return {};
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(note.data(), static_cast<qint64>(note.size())) != static_cast<qint64>(note.size()) || !file.commit())
        return notKept("MND-TSA-023", "A checkpoint cannot be written to " + folder + ": " + file.errorString().toStdString() + '.', "Make the folder, or mount what it lies on.");
    return {};
}

Result<void> keepInMailbox(const std::string &place, const Checkpoint &head, const std::string &note, const Instant &at, bool &known)
{
    const QString path = QFile::decodeName(place.c_str());
    QLockFile lock(path + QStringLiteral(".lock")); // as mail programs do
    if (!lock.tryLock(5000))
        return notKept("MND-TSA-024", "The mailbox " + place + " is locked by another program.", "It is tried again with the next checkpoint.");
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite | QIODevice::Append))
        return notKept("MND-TSA-025", "The mailbox " + place + " cannot be opened: " + file.errorString().toStdString() + '.', "Correct its place or rights.");
    file.seek(std::max<qint64>(0, file.size() - lookedThrough));
    known = file.readAll().contains(QByteArray::fromStdString(note));
    if (known)
        return {};
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(at.nanoseconds / 1'000'000, Qt::UTC);
    const QByteArray mail = "From mandate " + QLocale::c().toString(when, QStringLiteral("ddd MMM d HH:mm:ss yyyy")).toUtf8() + "\nFrom: mandate\nDate: " + when.toString(Qt::RFC2822Date).toUtf8() +
                            "\nSubject: Checkpoint of " + QByteArray::fromStdString(head.origin) + " at " + QByteArray::number(static_cast<qulonglong>(head.size)) +
                            " entries\nContent-Type: text/plain; charset=utf-8\n\n" + QByteArray::fromStdString(note) + "\n";
    if (file.write(mail) != mail.size() || !file.flush())
        return notKept("MND-TSA-032", "The mailbox " + place + " cannot be written: " + file.errorString().toStdString() + '.', "Make room, or correct its rights.");
    return {};
}

} // namespace

std::vector<WitnessStatement> Witnesses::list() const
{
    auto &inside = *m_workspace.m;
    (void)inside.load();
    const std::shared_lock reading(inside.lock);
    return notRemoved(inside.witnesses);
}

std::optional<Error> Witnesses::refusal() const
{
    auto &inside = *m_workspace.m;
    if (inside.readOnly)
        return inside.unlock().error();
    const std::string me = m_workspace.person().id;
    (void)inside.load();
    const std::shared_lock reading(inside.lock);
    return witnessRoleRefusal(inside.people, me);
}

Result<void> Witnesses::set(WitnessStatement statement)
{
    auto &inside = *m_workspace.m;
    if (auto refusal = witnessRefusal(statement); refusal && !inside.readOnly)
        return *refusal;
    const auto said = inside.appendNote([&](const Workspace::Private::Signer &signer) -> Result<std::string> {
        if (auto refusal = witnessRoleRefusal(inside.people, signer.person.id))
            return *refusal;
        const auto known = inside.witnesses.find(statement.id);
        if (statement.removed && (known == inside.witnesses.end() || known->second.removed))
            return Error{ErrorKind::Missing, "MND-TSA-027", "There is no witness \"" + statement.id + "\".", "Nothing was changed.", "\"mandate witness list\" shows them.", {}};
        if (statement.removed)
            statement.kind = known->second.kind;
        statement.by = signer.person.id;
        statement.byName = signer.person.displayName;
        statement.at = inside.surroundings.clock();
        statement.ledger = signer.ledger;
        return witnessEntry(statement, *signer.key);
    });
    if (!said)
        return said;
    Q_EMIT m_workspace.ledgerGrew(inside.store->size());
    return {};
}

Result<std::string> Witnesses::checkpoint() const
{
    auto &inside = *m_workspace.m;
    const std::uint64_t size = inside.store->head().size;
    const auto all = inside.store->checkpoints();
    if (!all)
        return all.error();
    const auto newest = std::ranges::find(*all, size, &StoredCheckpoint::size);
    if (newest == all->end())
        return Error{ErrorKind::Missing, "MND-TSA-028", "The ledger has no checkpoint yet.", "Nothing was changed.", "Import something, or put a pact in force: every change ends with one.", {}};
    return newest->note;
}

Result<WitnessReport> Witnesses::tellOne(const WitnessStatement &witness, const std::string &note, const Checkpoint &head, const std::stop_token &stop)
{
    auto &inside = *m_workspace.m;
    WitnessReport report{witness.id, witness.kind, head.size, false, std::nullopt, std::nullopt};
    Result<void> kept;
    if (witness.kind == WitnessKind::Folder) {
        kept = keepInFolder(witness.place, head, note, report.nothingNew);
    } else if (witness.kind == WitnessKind::Mailbox) {
        kept = keepInMailbox(witness.place, head, note, inside.surroundings.clock(), report.nothingNew);
    } else {
        {
            const std::shared_lock reading(inside.lock);
            // Nothing but time stamps behind the newest that this authority gave.
            for (auto last = inside.timestamps.rbegin(); last != inside.timestamps.rend() && !report.nothingNew; ++last) {
                const auto of = openCheckpoint(last->checkpoint, inside.store->publicKey());
                const auto behind = std::ranges::count_if(inside.timestamps, [&](const KeptTimestamp &one) { return of && one.entry >= of->size; });
                report.nothingNew = of && last->witness == witness.id && of->size + static_cast<std::uint64_t>(behind) >= head.size;
            }
        }
        if (report.nothingNew)
            return report;
        const std::uint64_t nonce = anyNumber();
        const Digest imprint = sha256(note);
        const auto response = ask(witness, timestampRequest(imprint, nonce), stop);
        if (!response)
            return response.error();
        if (const auto opened = openTimestamp(*response, imprint, witness.certificates, nonce); !opened)
            return opened.error();
        const auto stamp = keep(witness.id, note, *response);
        if (!stamp)
            return stamp.error();
        report.stamp = *stamp;
    }
    if (!kept)
        return kept.error();
    return report;
}

Result<std::vector<WitnessReport>> Witnesses::tell(const std::string &only, std::stop_token stop)
{
    const auto note = checkpoint();
    if (!note)
        return note.error();
    const Checkpoint head = m_workspace.store().head();
    std::vector<WitnessReport> reports;
    for (const WitnessStatement &witness : list()) {
        if ((!only.empty() && witness.id != only) || (witness.kind == WitnessKind::Authority && witness.place.empty()))
            continue;
        auto told = tellOne(witness, *note, head, stop);
        if (told)
            reports.push_back(std::move(told).value());
        else
            reports.push_back({witness.id, witness.kind, head.size, false, std::nullopt, told.error()});
    }
    return reports;
}

Result<std::pair<std::string, std::string>> Witnesses::request(const std::string &witness) const
{
    const auto all = list();
    const auto found = std::ranges::find(all, witness, &WitnessStatement::id);
    if (found == all.end() || found->kind != WitnessKind::Authority)
        return noAuthority(witness);
    auto note = checkpoint();
    if (!note)
        return note.error();
    std::string der = timestampRequest(sha256(*note));
    return std::pair{std::move(der), std::move(note).value()};
}

Result<Timestamp> Witnesses::keep(const std::string &witness, const std::string &checkpoint, const std::string &response)
{
    auto &inside = *m_workspace.m;
    const auto all = list();
    const auto found = std::ranges::find(all, witness, &WitnessStatement::id);
    if (found == all.end() || found->kind != WitnessKind::Authority)
        return noAuthority(witness);
    const auto compared = compare(checkpoint);
    if (!compared)
        return compared.error();
    if (!compared->holds)
        return refused("MND-TSA-029", compared->says, "Nothing was kept.", "Keep the answer about a checkpoint of this ledger.");
    auto stamp = openTimestamp(response, sha256(checkpoint), found->certificates);
    if (!stamp)
        return stamp;
    {
        Workspace::Private::Writing writing(inside);
        if (auto begun = writing.begin(); !begun)
            return begun.error();
        if (const auto appended = inside.appendEntry(EntryType::Note, timestampEntry({0, witness, checkpoint, response, {}})); !appended)
            return appended.error();
        if (auto loaded = inside.load(); !loaded)
            return loaded.error();
    }
    Q_EMIT m_workspace.ledgerGrew(inside.store->size());
    return stamp;
}

Result<std::pair<WitnessStatement, std::string>> Witnesses::stampOver(std::string_view text, std::stop_token stop) const
{
    for (const WitnessStatement &witness : list()) {
        if (witness.kind != WitnessKind::Authority || witness.place.empty())
            continue;
        const Digest imprint = sha256(text);
        const std::uint64_t nonce = anyNumber();
        auto response = ask(witness, timestampRequest(imprint, nonce), stop);
        if (!response)
            return response.error();
        if (const auto opened = openTimestamp(*response, imprint, witness.certificates, nonce); !opened)
            return opened.error();
        return std::pair{witness, std::move(response).value()};
    }
    return noAuthority("with an address");
}

std::vector<LedgerTimestamp> Witnesses::timestamps() const
{
    auto &inside = *m_workspace.m;
    (void)inside.load();
    const std::shared_lock reading(inside.lock);
    const auto signedNotes = inside.store->checkpoints();
    std::vector<LedgerTimestamp> all;
    for (auto kept = inside.timestamps.rbegin(); kept != inside.timestamps.rend(); ++kept) {
        LedgerTimestamp one{*kept, {}, std::nullopt, {}};
        const auto checkpoint = openCheckpoint(kept->checkpoint, inside.store->publicKey());
        const bool ours = signedNotes && std::ranges::find(*signedNotes, kept->checkpoint, &StoredCheckpoint::note) != signedNotes->end();
        if (!checkpoint || !ours || kept->certificates.empty()) {
            one.problem = !checkpoint ? checkpoint.error().happened : !ours ? "It is over a checkpoint that this ledger never had." : "Its authority was never set up.";
        } else {
            one.checkpoint = *checkpoint;
            auto stamp = openTimestamp(kept->response, sha256(kept->checkpoint), kept->certificates);
            if (stamp)
                one.stamp = std::move(stamp).value();
            else
                one.problem = stamp.error().happened;
        }
        all.push_back(std::move(one));
    }
    return all;
}

Result<CheckpointComparison> Witnesses::compare(std::string_view note, std::string_view with) const
{
    const Store &store = m_workspace.store();
    const auto held = openCheckpoint(note, store.publicKey());
    if (!held)
        return held.error();
    CheckpointComparison comparison{*held, store.head(), false, {}, {}};
    if (!with.empty()) {
        const auto later = compare(with);
        if (!later)
            return later;
        if (!later->holds)
            return later;
        comparison.today = later->held;
    }
    const std::string heldSize = std::to_string(held->size);
    if (held->origin != store.origin()) {
        comparison.says = "The checkpoint is of another ledger: " + held->origin + '.';
        return comparison;
    }
    if (held->size > comparison.today.size) {
        comparison.says = "The checkpoint was over " + heldSize + " entries and the ledger has " + std::to_string(comparison.today.size) + ": its end was cut off.";
        return comparison;
    }
    const auto leaves = store.leaves(0, comparison.today.size);
    if (!leaves)
        return leaves.error();
    if (rootOf(std::span(*leaves).first(held->size)) != held->root) {
        comparison.says = "The first " + heldSize + " entries are not those that the checkpoint signed: the past was written anew.";
        return comparison;
    }
    if (held->size > 0)
        comparison.proof = consistencyProof(*leaves, held->size, comparison.today.size);
    comparison.holds = held->size == 0 || verifyConsistency(held->size, held->root, comparison.today.size, comparison.today.root, comparison.proof);
    comparison.says = comparison.holds ? "The ledger of today begins with the " + heldSize + " entries that the checkpoint signed, by their hashes; \"mandate verify\" holds the texts against the hashes."
                                       : "The proof from the checkpoint to the ledger of today does not hold.";
    return comparison;
}

std::string consistencyText(const CheckpointComparison &comparison)
{
    std::string text = "mandate-consistency-proof/1\nolder " + std::to_string(comparison.held.size) + ' ' + comparison.held.root.hex() + "\nnewer " +
                       std::to_string(comparison.today.size) + ' ' + comparison.today.root.hex() + '\n';
    for (const Digest &digest : comparison.proof)
        text += digest.hex() + '\n';
    return text;
}

Result<bool> consistencyHolds(std::string_view text, const Checkpoint &older, const Checkpoint &newer)
{
    const auto lineOf = [](std::string_view name, const Checkpoint &checkpoint) { return std::string(name) + ' ' + std::to_string(checkpoint.size) + ' ' + checkpoint.root.hex(); };
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    std::vector<Digest> proof;
    bool readable = lines.size() >= 3 && lines.size() < 200 && lines[0] == "mandate-consistency-proof/1";
    for (std::size_t i = 3; readable && i < lines.size(); ++i) {
        const auto digest = Digest::fromHex(lines[i]);
        readable = digest.has_value();
        if (digest)
            proof.push_back(*digest);
    }
    if (!readable)
        return Error{ErrorKind::Input, "MND-TSA-030", "The file is no consistency proof.", "Nothing was compared.", "Make one with \"mandate checkpoint prove\".", {}};
    return lines[1] == lineOf("older", older) && lines[2] == lineOf("newer", newer) && verifyConsistency(older.size, older.root, newer.size, newer.root, proof);
}

} // namespace mandate
