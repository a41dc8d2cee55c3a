// SPDX-License-Identifier: GPL-3.0-or-later
// mandate: the command line over the same core as the console.
#include "app/cli/commands.h"
#include "app/cli/help.h"
#include "app/cli/output.h"

#include <algorithm>
#include <csignal>
#include <malloc.h>

using namespace mandate;
using namespace mandate::cli;

namespace {

std::vector<Command> allCommands()
{
    std::vector<Command> commands = evidenceCommands();
    for (auto part : {bundleCommands(), pactNewCommands(), pactEditCommands(), pactCommands(), pactLifeCommands(), exportCommands(),
                      pactImportCommands(), redlineCommands(), pactMergeCommands(), miningCommands(), replayCommands(), authorizationCommands(),
                      peopleCommands(), pointCommands(), scopeCommands(), incidentCommands(), witnessCommands(), metricsCommands(), metricSourceCommands(), driftCommands(), evaluationCommands(), reevaluationCommands(), targetCommands(), readinessCommands(), labelCommands(),
                      gatewayCommands(), tokenCommands(), approvalCommands(), annotationCommands(), sealCommands(), sourceCommands(), keepingCommands(),
                      retentionCommands(), custodyCommands()}) {
        for (Command &command : part)
            commands.push_back(std::move(command));
    }
    return commands;
}

} // namespace

int main(int argc, char **argv)
{
    // An import takes and gives back blocks of some MiB all the time: kept by the allocator they cost no page faults.
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
    std::signal(SIGXFSZ, SIG_IGN); // a full disk or quota comes back as an error, not as a death
    std::signal(SIGPIPE, SIG_IGN);
    std::vector<std::string> words(argv + 1, argv + argc);
    const std::vector<Command> commands = allCommands();
    if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
        print("mandate " MANDATE_VERSION " - what agents may do, whether they kept to it, and proof of it\n");
        printCommands(commands);
        return words.empty() ? WrongInput : Done;
    }
    if (words[0] == "--version") {
        print("mandate " MANDATE_VERSION);
        return Done;
    }
    std::string name = words[0];
    words.erase(words.begin());
    // "pact check", "people enrol": two words where there is such a command; "people W" where there is not.
    const auto isCommand = [&](const std::string &wanted) { return std::any_of(commands.begin(), commands.end(), [&](const Command &command) { return command.name == wanted; }); };
    // "label --help": where there are only commands of two words, they are told.
    const bool isGroup = !isCommand(name) && std::any_of(commands.begin(), commands.end(), [&](const Command &command) { return command.name.starts_with(name + ' '); });
    if (isGroup && (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help")) {
        print(name == "pact" ? "mandate pact: what becomes of a pact, from the first draft on\n" : "mandate " + name + '\n');
        printCommands(commands, name);
        return words.empty() ? WrongInput : Done;
    }
    if (!words.empty() && (name == "pact" || isCommand(name + ' ' + words[0]))) {
        name += ' ' + words[0];
        words.erase(words.begin());
    }
    for (const Command &command : commands) {
        if (command.name != name)
            continue;
        for (const std::string &word : words) {
            if (word == "--help" || word == "-h") {
                printCommand(command);
                return Done;
            }
        }
        const auto arguments = Arguments::parse(words, command.shape);
        return arguments ? command.run(*arguments) : fail(arguments.error());
    }
    Error error;
    error.kind = ErrorKind::Usage;
    error.code = "MND-CLI-002";
    error.happened = "There is no command \"" + name + "\".";
    error.unaffected = "Nothing was done.";
    error.remedy = "See \"mandate --help\".";
    return fail(error);
}
