// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer target: what an unknown sender may send. The first byte picks: tag files as text, an archive that is unpacked and judged, or lines and
// documents of a bundle. Looks for crashes, and for anything written beside the folder it was unpacked into.
#include "models/bag/bag_name.h"
#include "models/bag/bag_reader.h"
#include "models/bag/unpack.h"
#include "models/bundle/bundle_lines.h"
#include "models/bundle/public_key_file.h"
#include "models/bundle/redaction.h"
#include "models/bundle/reveal.h"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <unistd.h>

using namespace mandate;
namespace fs = std::filesystem;

namespace {

void tagFiles(std::string_view text)
{
    std::string why;
    std::vector<std::string> bad;
    for (const char *encoding : {"UTF-8", "UTF-16", "ISO-8859-1", "UTF-32"})
        (void)decodeTagFile(text, encoding);
    const BagDeclaration declaration = readDeclaration(text, why).value_or(BagDeclaration{1, 0, "UTF-8"});
    (void)readMetadata(text, why);
    (void)readOxum(text);
    for (const ManifestLine &line : readManifest(text, "sha256", declaration, bad)) {
        if (nameObjection(line.path).empty() && (line.path.front() == '/' || line.path.find("..") == 0))
            std::abort(); // a name that leads elsewhere was taken
        (void)foldedName(line.path);
    }
    (void)readFetch(text, declaration, bad);
}

void archive(std::string_view bytes)
{
    static const fs::path home = fs::temp_directory_path() / ("bag-fuzz-" + std::to_string(::getpid()));
    fs::remove_all(home);
    fs::create_directories(home);
    const std::string path = (home / "input").string();
    std::ofstream(path, std::ios::binary) << bytes;
    const std::string target = (home / "target").string();
    UnpackBounds bounds;
    bounds.files = 50;
    bounds.octets = 1 << 20;
    bounds.freeOctets = 1 << 20;
    const auto unpacked = unpack(path, target, bounds);
    std::size_t beside = 0;
    for (const auto &entry : fs::directory_iterator(home))
        beside += entry.path().filename() != "input" && entry.path().filename() != "target";
    if (beside > 0 || (!unpacked && fs::exists(target)))
        std::abort();
    if (!unpacked)
        return;
    for (const auto &entry : fs::recursive_directory_iterator(target)) {
        if (entry.is_symlink() || (!entry.is_regular_file() && !entry.is_directory()))
            std::abort();
    }
    (void)judgeBag(target);
}

void lines(std::string_view text)
{
    (void)bundle::selectionLineOf(text);
    (void)bundle::indexLineOf(text);
    (void)bundle::receivedLineOf(text);
    (void)bundle::redactionLineOf(text);
    if (bundle::proves(text, 3, Digest(), 9, Digest()))
        std::abort(); // nothing is known to lead to the zero root
    (void)bundle::keyOfPem(text);
    (void)bundle::readRevealed(text);
    (void)readRedactionProfile(text);
    Arena arena;
    bundle::RedactedLine line;
    std::string why;
    (void)bundle::readRedactedLine(text, arena, line, why);
    bundle::RedactionClaim claim;
    (void)bundle::readRedactionPayload(text, claim);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view rest(reinterpret_cast<const char *>(data) + 1, size - 1);
    switch (data[0] % 3) {
    case 0: tagFiles(rest); break;
    case 1: archive(rest); break;
    default: lines(rest);
    }
    return 0;
}
