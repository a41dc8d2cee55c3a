// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/secret_input.h"

#include "app/cli/pact_file.h"

namespace mandate::cli {

Result<std::optional<std::string>> secretOption(const Arguments &arguments, std::string unaffected)
{
    if (!arguments.has("secret-file"))
        return std::optional<std::string>();
    const std::string path = arguments.text("secret-file");
    auto secret = readFile(path);
    if (!secret)
        return secret.error();
    while (!secret->empty() && (secret->back() == '\n' || secret->back() == '\r'))
        secret->pop_back();
    if (secret->empty()) {
        Error error;
        error.kind = ErrorKind::Input;
        error.code = "MND-CLI-031";
        error.happened = "The file with the secret is empty.";
        error.unaffected = std::move(unaffected);
        error.remedy = "Write the secret into it, and nothing else.";
        error.position.file = path;
        return error;
    }
    return std::optional(std::move(secret).value());
}

} // namespace mandate::cli
