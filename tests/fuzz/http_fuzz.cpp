// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer target: a request as a stranger sends it. However its bytes are cut into pieces, head and body read the same, a body never exceeds its
// limit, and what follows the request is left for the next one: else two readers could disagree about where a request ends.
#include "models/gateway/http/body.h"
#include "models/gateway/http/head.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace mandate::http;

namespace {

constexpr std::size_t limit = 512; ///< of a body, bytes

void require(bool holds)
{
    if (!holds)
        std::abort();
}

struct Reading
{
    HeadReading head;
    BodyReader::State state = BodyReader::State::More;
    std::string body;
    std::string rest; ///< what belongs to nobody yet
};

/// Reads as a connection does, from pieces of this many bytes.
Reading readIn(std::string_view bytes, std::size_t piece)
{
    Reading reading;
    std::string received;
    std::size_t scanned = 0;
    BodyReader body;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::string_view next = bytes.substr(at, piece);
        at += next.size();
        received += next;
        if (!reading.head.head) {
            reading.head = readHead(received, scanned);
            require(!reading.head.head || !reading.head.fault);
            if (reading.head.fault)
                break;
            if (!reading.head.head)
                continue;
            require(reading.head.length <= received.size());
            received.erase(0, reading.head.length);
            body = BodyReader(*reading.head.head, limit);
        }
        reading.state = body.take(received);
        require(body.body().size() <= limit);
        if (reading.state != BodyReader::State::More) {
            received += bytes.substr(at);
            break;
        }
    }
    reading.body = body.body();
    reading.rest = received;
    return reading;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char *>(data) + 1, size - 1);
    const Reading whole = readIn(bytes, std::max<std::size_t>(bytes.size(), 1));
    const Reading pieces = readIn(bytes, std::size_t{1} + data[0] % 64);
    require(whole.head.head.has_value() == pieces.head.head.has_value());
    require(whole.head.fault.has_value() == pieces.head.fault.has_value());
    if (whole.head.fault)
        require(whole.head.fault->status >= 400 && !whole.head.fault->detail.empty());
    if (!whole.head.head)
        return 0;
    const Head &head = *whole.head.head;
    require(whole.head.length == pieces.head.length && head.fields == pieces.head.head->fields && head.path == pieces.head.head->path);
    require(!head.path.empty() && head.path.find('\0') == std::string::npos && head.fields.size() <= maximumFields);
    require(!(head.chunked && !head.field("content-length").empty()));
    (void)head.parameter("wait");
    require(whole.state == pieces.state);
    if (whole.state == BodyReader::State::Complete)
        require(whole.body == pieces.body && whole.rest == pieces.rest && (head.chunked || whole.body.size() == head.contentLength));
    return 0;
}
