// SPDX-License-Identifier: GPL-3.0-or-later
// pact edit: a pact's file in a text editor, on a copy; what was typed takes its place only when it is a pact, and is never thrown away.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/pact_check.h"
#include "app/cli/pact_file.h"
#include "app/cli/text_editor.h"
#include "app/cli/whole_file.h"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <unistd.h>

namespace mandate::cli {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

Error notReplaced(ErrorKind kind, std::string happened, std::string remedy)
{
    Error error;
    error.kind = kind;
    error.code = "MND-CLI-018";
    error.happened = std::move(happened);
    error.unaffected = "The pact's file is as it was.";
    error.remedy = std::move(remedy);
    return error;
}

/// An error, and where what was typed is kept.
Error keeping(Error error, const std::string &copy)
{
    error.unaffected += " What you typed is kept in " + copy + '.';
    return error;
}

/// A copy beside the file, which only this account reads; its path.
Result<std::string> copyOf(const std::string &place, const std::string &text)
{
    std::error_code problem;
    const fs::path whole = fs::absolute(place, problem);
    std::string copy = (whole.parent_path() / whole.stem()).string() + ".edit-XXXXXX.json";
    const int file = ::mkstemps(copy.data(), 5);
    if (file < 0)
        return notReplaced(ErrorKind::Storage, std::string("A copy to edit could not be made: ") + std::strerror(errno) + '.',
                           "Check the folder and the space on its disk.");
    ::close(file);
    if (const auto written = replaceFile(copy, text); !written) {
        ::unlink(copy.c_str());
        return written.error();
    }
    return copy;
}

bool editAgain()
{
    if (::isatty(STDIN_FILENO) == 0)
        return false;
    std::fputs("Edit again? [Y/n] ", stderr);
    std::string answer;
    return std::getline(std::cin, answer) && (answer.empty() || answer[0] == 'y' || answer[0] == 'Y');
}

/// What is wrong with what was typed, if that keeps it from being put in place.
Result<PactCheck> acceptable(const std::string &typed, const std::string &copy)
{
    auto check = checkPactText(typed, copy);
    if (!check || !check->has(ProblemClass::Error))
        return check;
    return notReplaced(ErrorKind::Refused, "The pact has problems of class error.",
                       "Correct them: edit again, or check the copy with \"mandate pact check\".");
}

/// Lets the person type until it is acceptable, or they give up. Nothing when nothing was changed.
Result<std::optional<PactCheck>> typeInto(const std::string &copy, const std::string &before, std::string &typed, bool json)
{
    for (;;) {
        const auto opened = openInEditor(copy, json);
        const auto text = readFile(copy);
        if (!text)
            return text.error();
        typed = *text;
        if (!opened)
            return opened.error();
        if (typed == before)
            return std::optional<PactCheck>();
        auto check = acceptable(typed, copy);
        if (check)
            return std::optional(std::move(check).value());
        if (!json) {
            if (const auto problems = checkPactText(typed, copy))
                printCheck(*problems);
            std::fflush(stdout);
        }
        if (::isatty(STDIN_FILENO) == 0)
            return check.error();
        std::fprintf(stderr, "mandate: %s\n", visible(describe(check.error())).c_str());
        if (!editAgain())
            return check.error();
    }
}

/// Unless somebody else changed the file meanwhile.
Result<void> putInPlace(const std::string &place, const std::string &before, const std::string &typed)
{
    const auto now = readFile(place);
    if (!now)
        return now.error();
    if (*now != before)
        return notReplaced(ErrorKind::Refused, '"' + place + "\" was changed while you edited it.", "Compare it with the copy and edit it again.");
    return replaceFile(place, typed);
}

int unchanged(const std::string &place, bool json)
{
    if (json)
        printJson(Json{{"path", place}, {"changed", false}});
    else
        print("Nothing was changed.");
    return Done;
}

int edit(const Arguments &arguments)
{
    const std::string &place = arguments.word(0);
    const auto before = readFile(place);
    if (!before)
        return fail(before.error());
    const auto copy = copyOf(place, *before);
    if (!copy)
        return fail(copy.error());
    std::string typed = *before;
    const auto check = typeInto(*copy, *before, typed, arguments.json());
    if (typed == *before) { // also where the editor failed: there is nothing to keep
        ::unlink(copy->c_str());
        return check ? unchanged(place, arguments.json()) : fail(check.error());
    }
    if (!check)
        return fail(keeping(check.error(), *copy));
    if (const auto put = putInPlace(place, *before, typed); !put)
        return fail(keeping(put.error(), *copy));
    ::unlink(copy->c_str());
    if (arguments.json()) {
        Json json{{"path", place}, {"changed", true}};
        json.update(checkJson(**check));
        printJson(json);
    } else {
        printCheck(**check);
        print(visible("Written: " + place));
    }
    return (*check)->has(ProblemClass::Security) ? Findings : Done;
}

} // namespace

std::vector<Command> pactEditCommands()
{
    return {{"pact edit", "a pact file in a text editor, checked before it is replaced", {"pact edit FILE", 1, 1, {}, {}}, edit}};
}

} // namespace mandate::cli
