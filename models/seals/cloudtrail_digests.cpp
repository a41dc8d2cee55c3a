// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/seals/cloudtrail_digests.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::string_view headEnding = ".head.json";

/// Of an S3 object or a source: the file's name without its folders and the ending of its compression.
std::string_view fileNameOf(std::string_view path)
{
    path.remove_prefix(path.find_last_of('/') + 1); // npos + 1 is 0
    if (path.ends_with(".gz"))
        path.remove_suffix(3);
    return path;
}

std::string lowered(std::string_view hex)
{
    std::string out(hex);
    std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

} // namespace

std::string cloudTrailStringToSign(std::string_view endTime, std::string_view bucket, std::string_view object, const Digest &file,
                                   std::optional<std::string_view> previousSignature)
{
    std::string text(endTime);
    text += '\n';
    text += bucket;
    text += '/';
    text += object;
    text += '\n' + file.hex() + '\n';
    text += previousSignature.value_or("null");
    return text;
}

bool CloudTrailDigests::addFile(const std::string &source, std::string_view bytes, JsonReader &reader)
{
    Arena arena;
    const auto document = reader.read(bytes, arena);
    if (!document)
        return false;
    if (const Value *metadata = document->find("Metadata")) {
        const auto signature = metadata->findText("signature");
        if (signature && source.ends_with(headEnding))
            m_heads[source.substr(0, source.size() - headEnding.size())] = *signature;
        return signature.has_value();
    }
    const auto text = [&](const Value &object, std::string_view name) { return std::string(object.findText(name).value_or(std::string_view())); };
    File file;
    file.object = text(*document, "digestS3Object");
    file.bucket = text(*document, "digestS3Bucket");
    file.endTime = text(*document, "digestEndTime");
    file.fingerprint = text(*document, "digestPublicKeyFingerprint");
    file.algorithm = text(*document, "digestSignatureAlgorithm");
    file.previousObject = text(*document, "previousDigestS3Object");
    file.previousHash = lowered(text(*document, "previousDigestHashValue"));
    if (const auto before = document->findText("previousDigestSignature"))
        file.previousSignature = *before;
    const Value *logs = document->find("logFiles");
    if (file.object.empty() || !logs || !logs->isList())
        return false;
    for (const Value &log : logs->items())
        file.logs.push_back({text(log, "s3Object"), lowered(text(log, "hashValue"))});
    file.digest = sha256(bytes);
    m_files[source] = std::move(file);
    return true;
}

void CloudTrailDigests::addLog(const std::string &source, const std::optional<Digest> &digest)
{
    m_logs[source].digest = digest;
}

/// In its metadata, and in the digest files after it.
std::vector<std::string> CloudTrailDigests::signaturesOf(const std::string &source, const File &file) const
{
    std::vector<std::string> found;
    if (const auto head = m_heads.find(source); head != m_heads.end())
        found.push_back(head->second);
    const auto [begin, end] = m_byPrevious.equal_range(file.object);
    for (auto next = begin; next != end; ++next) {
        if (next->second->previousSignature)
            found.push_back(*next->second->previousSignature);
    }
    return found;
}

Seal CloudTrailDigests::checkSignature(const std::string &source, const File &file, std::span<const TrustedKey> keys) const
{
    Seal seal{SealState::Unknown, SealKind::DigestFile, {}, {}};
    const auto signatures = signaturesOf(source, file);
    if (signatures.empty()) {
        seal.why = "Its signature is not here: neither its metadata (" + std::string(fileNameOf(source)) + std::string(headEnding) + ") nor the digest file after it was imported.";
        return seal;
    }
    if (!file.algorithm.empty() && file.algorithm != "SHA256withRSA") {
        seal.state = SealState::Broken;
        seal.why = "It names the algorithm \"" + file.algorithm + "\", which CloudTrail does not use.";
        return seal;
    }
    const std::string message = cloudTrailStringToSign(file.endTime, file.bucket, file.object, file.digest, file.previousSignature);
    bool tried = false;
    for (const TrustedKey *key : candidates(keys, file.fingerprint)) {
        if (key->key.algorithm != KeyAlgorithm::Rsa)
            continue;
        tried = true;
        for (const std::string &hex : signatures) {
            if (const auto signature = fromHex(lowered(hex)); signature && key->key.verifies(message, *signature))
                return {SealState::Valid, SealKind::DigestFile, key->key.id(), {}};
        }
    }
    const bool known = tried && (file.fingerprint.empty() || isNamed(keys, file.fingerprint));
    seal.state = known ? SealState::Broken : SealState::UnknownKey;
    seal.why = known ? "The key that it names did not sign this digest file as it is here."
                     : "It says it was signed with the key of fingerprint \"" + file.fingerprint + "\", and no key of that name is trusted for its source.";
    return seal;
}

/// A digest file that holds says what the one before it was.
void CloudTrailDigests::checkLinks()
{
    for (auto &[source, file] : m_files) {
        if (file.previousObject.empty())
            continue;
        const auto [begin, end] = m_byObject.equal_range(file.previousObject);
        for (auto before = begin; before != end; ++before) {
            Seal &seal = before->second->seal;
            if (before->second->digest.hex() != file.previousHash && file.seal.state == SealState::Valid && seal.state != SealState::Broken)
                seal = {SealState::Broken, SealKind::DigestFile, {}, "The digest file after it, which holds, names another SHA-256 of it."};
        }
        if (begin == end)
            file.gaps.push_back("The digest file before it was not imported: " + file.previousObject);
    }
}

void CloudTrailDigests::checkLogs(File &file)
{
    for (const LogName &name : file.logs) {
        const auto sameBytes = m_logsByHash.find(name.hash);
        const auto sameName = m_logsByName.find(std::string(fileNameOf(name.object)));
        Log *log = sameBytes != m_logsByHash.end() ? sameBytes->second : sameName != m_logsByName.end() ? sameName->second : nullptr;
        if (!log) {
            file.gaps.push_back("A log file that it names was not imported: " + name.object);
            continue;
        }
        Seal seal{file.seal.state, SealKind::DigestFile, file.seal.key, {}};
        if (file.seal.state == SealState::Broken || file.seal.state == SealState::Unknown) {
            seal.state = SealState::Unknown;
            seal.why = file.seal.state == SealState::Broken ? "The digest file that names it does not hold." : "Of the digest file that names it: " + file.seal.why;
        } else if (file.seal.state == SealState::UnknownKey) {
            seal.why = "Of the digest file that names it: " + file.seal.why;
        } else if (!log->digest) {
            seal = {SealState::Unknown, SealKind::DigestFile, {},
                    "Its SHA-256 cannot be computed: it was not written as CloudTrail delivers it, or holds records that were imported before with another file."};
        } else if (sameBytes == m_logsByHash.end()) {
            seal = {SealState::Broken, SealKind::DigestFile, {}, "The log file it lies in is not the one that was delivered: its SHA-256 is another than the digest file names."};
        }
        if (log->seal.state != SealState::Valid) // a backfill may name it again
            log->seal = std::move(seal);
    }
}

void CloudTrailDigests::check(const std::function<std::vector<TrustedKey>(const std::string &source)> &keysOf)
{
    for (auto &[source, file] : m_files) {
        m_byObject.emplace(file.object, &file);
        if (!file.previousObject.empty())
            m_byPrevious.emplace(file.previousObject, &file);
    }
    for (auto &[source, log] : m_logs) {
        m_logsByName.emplace(fileNameOf(source), &log);
        if (log.digest)
            m_logsByHash.emplace(log.digest->hex(), &log);
    }
    for (auto &[source, file] : m_files)
        file.seal = checkSignature(source, file, keysOf(source));
    checkLinks();
    for (auto &[source, file] : m_files)
        checkLogs(file);
}

Seal CloudTrailDigests::sealOf(const std::string &source) const
{
    if (const auto file = m_files.find(source); file != m_files.end())
        return file->second.seal;
    if (const auto log = m_logs.find(source); log != m_logs.end())
        return log->second.seal;
    return {};
}

const std::vector<std::string> &CloudTrailDigests::gapsOf(const std::string &digestSource) const
{
    static const std::vector<std::string> none;
    const auto file = m_files.find(digestSource);
    return file == m_files.end() ? none : file->second.gaps;
}

} // namespace mandate
