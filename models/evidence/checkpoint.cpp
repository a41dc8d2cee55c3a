// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints as C2SP tlog-checkpoint bodies in signed notes (c2sp.org/signed-note), Ed25519 signature type 0x01.
#include "models/evidence/signing.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace mandate {

namespace {

constexpr std::string_view signaturePrefix = "\xE2\x80\x94 "; // em dash, space
constexpr std::size_t keyHashLength = 4;

std::string_view viewOf(const PublicKey &key)
{
    return {reinterpret_cast<const char *>(key.octets.data()), key.octets.size()};
}

/// First four octets of SHA-256(name ‖ "\n" ‖ 0x01 ‖ key).
std::string keyHash(std::string_view name, const PublicKey &key)
{
    return std::string(sha256({name, std::string_view("\n\x01", 2), viewOf(key)}).view().substr(0, keyHashLength));
}

std::string bodyOf(const Checkpoint &checkpoint)
{
    return checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' + toBase64(checkpoint.root.view()) + '\n';
}

Error badNote(std::string why)
{
    Error error;
    error.kind = ErrorKind::Corrupt;
    error.code = "MND-EVD-003";
    error.happened = "The checkpoint does not hold: " + std::move(why) + '.';
    error.unaffected = "Nothing was accepted from it.";
    error.remedy = "Compare it with a copy of the checkpoint kept elsewhere.";
    return error;
}

/// Takes the text up to the next line end; false when there is none.
bool takeLine(std::string_view &rest, std::string_view &line)
{
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos)
        return false;
    line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return true;
}

bool readSize(std::string_view text, std::uint64_t &size)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    return error == std::errc() && end == text.data() + text.size() && (text == "0" || text.front() != '0');
}

} // namespace

std::string signCheckpoint(const Checkpoint &checkpoint, const SigningKey &key)
{
    const std::string body = bodyOf(checkpoint);
    const Signature signature = key.sign(body);
    std::string blob = keyHash(checkpoint.origin, key.publicKey());
    blob.append(reinterpret_cast<const char *>(signature.octets.data()), signature.octets.size());
    std::string note = body + '\n';
    note += signaturePrefix;
    note += checkpoint.origin + ' ' + toBase64(blob) + '\n';
    return note;
}

Result<Checkpoint> openCheckpoint(std::string_view note, const PublicKey &key)
{
    // The signatures follow the last blank line.
    const std::size_t blank = note.rfind("\n\n");
    if (blank == std::string_view::npos || !note.ends_with('\n'))
        return badNote("it is no signed note");
    const std::string_view body = note.substr(0, blank + 1);
    std::string_view signatures = note.substr(blank + 2);

    std::string_view rest = body;
    std::string_view origin;
    std::string_view sizeText;
    std::string_view rootText;
    Checkpoint checkpoint;
    if (!takeLine(rest, origin) || !takeLine(rest, sizeText) || !takeLine(rest, rootText) || origin.empty())
        return badNote("it does not name an origin, a size and a root");
    if (sizeText.empty() || !readSize(sizeText, checkpoint.size))
        return badNote("its size is not a number");
    const auto rootOctets = fromBase64(rootText);
    const auto root = rootOctets ? Digest::fromOctets(*rootOctets) : std::nullopt;
    if (!root)
        return badNote("its root is not 32 octets in Base64");
    checkpoint.origin = origin;
    checkpoint.root = *root;

    const std::string hash = keyHash(origin, key);
    std::string_view line;
    bool found = false;
    while (takeLine(signatures, line)) {
        if (!line.starts_with(signaturePrefix))
            return badNote("a signature line is malformed");
        line.remove_prefix(signaturePrefix.size());
        const std::size_t space = line.rfind(' ');
        if (space == std::string_view::npos)
            return badNote("a signature line is malformed");
        const auto blob = fromBase64(line.substr(space + 1));
        if (!blob || blob->size() <= keyHashLength)
            return badNote("a signature is not Base64");
        if (line.substr(0, space) != origin || !blob->starts_with(hash))
            continue; // by another key, such as a witness
        Signature signature;
        if (blob->size() != keyHashLength + signature.octets.size())
            return badNote("its signature has a wrong length");
        std::memcpy(signature.octets.data(), blob->data() + keyHashLength, signature.octets.size());
        if (!verifySignature(key, body, signature))
            return badNote("the signature by " + key.id() + " does not match");
        found = true;
    }
    if (!signatures.empty())
        return badNote("it ends within a line");
    if (!found)
        return badNote("it carries no signature by " + key.id());
    return checkpoint;
}

} // namespace mandate
