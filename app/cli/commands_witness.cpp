// SPDX-License-Identifier: GPL-3.0-or-later
// checkpoint … and witness …: what is kept of the ledger outside of it, and holding that against the ledger of today.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/surroundings.h"
#include "app/cli/whole_file.h"
#include "models/workspace/witnesses.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace mandate::cli {

namespace {

using WitnessJson = nlohmann::ordered_json;

Result<std::string> readWhole(const std::string &path)
{
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        return Error{ErrorKind::Input, "MND-CLI-070", "The file \"" + path + "\" cannot be read.", "Nothing was changed.", "Check its name and rights.", {}};
    return std::string{std::istreambuf_iterator<char>(stream), {}};
}

int showCheckpoint(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto note = Witnesses(**workspace).checkpoint();
    if (!note)
        return fail(note.error());
    if (arguments.has("out")) {
        if (auto written = writeNewFile(arguments.text("out"), *note); !written)
            return fail(written.error());
    }
    const Checkpoint head = (*workspace)->store().head();
    if (arguments.json())
        printJson(WitnessJson{{"origin", head.origin}, {"size", head.size}, {"root", head.root.hex()}, {"key", (*workspace)->store().publicKey().id()}, {"checkpoint", *note}});
    else
        print(arguments.has("out") ? "Written: " + visible(arguments.text("out")) + ", over " + counted(head.size, "entry", "entries") + '.' : *note);
    return Done;
}

Result<CheckpointComparison> compared(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return workspace.error();
    const auto note = readWhole(arguments.word(1));
    if (!note)
        return note.error();
    if (!arguments.has("with"))
        return Witnesses(**workspace).compare(*note);
    const auto with = readWhole(arguments.text("with"));
    if (!with)
        return with.error();
    return Witnesses(**workspace).compare(*note, *with);
}

int compareCheckpoint(const Arguments &arguments)
{
    const auto comparison = compared(arguments);
    if (!comparison)
        return fail(comparison.error());
    if (arguments.json())
        printJson(WitnessJson{{"holds", comparison->holds}, {"says", comparison->says}, {"held_size", comparison->held.size}, {"held_root", comparison->held.root.hex()},
                              {"size", comparison->today.size}, {"root", comparison->today.root.hex()}, {"proof", comparison->proof.size()}});
    else
        print(comparison->says);
    return comparison->holds ? Done : Findings;
}

int proveCheckpoint(const Arguments &arguments)
{
    const auto comparison = compared(arguments);
    if (!comparison)
        return fail(comparison.error());
    if (!comparison->holds) {
        print(comparison->says);
        return Findings;
    }
    if (auto written = writeNewFile(arguments.word(2), consistencyText(*comparison)); !written)
        return fail(written.error());
    if (arguments.json())
        printJson(WitnessJson{{"path", arguments.word(2)}, {"older", comparison->held.size}, {"newer", comparison->today.size}, {"digests", comparison->proof.size()}});
    else
        print("Written: " + visible(arguments.word(2)) + ". " + comparison->says);
    return Done;
}

WitnessJson witnessJson(const WitnessStatement &witness)
{
    return {{"witness", witness.id}, {"kind", nameOf(witness.kind)}, {"place", witness.place}, {"note", witness.note}, {"by", witness.by}, {"at", formatInstant(witness.at)}};
}

WitnessJson stampJson(const LedgerTimestamp &stamp)
{
    WitnessJson object{{"entry", stamp.kept.entry}, {"witness", stamp.kept.witness}, {"size", stamp.checkpoint.size}, {"holds", stamp.stamp.has_value()}};
    object["at"] = stamp.stamp ? WitnessJson(formatInstant(stamp.stamp->at)) : WitnessJson(nullptr);
    object["authority"] = stamp.stamp ? WitnessJson(stamp.stamp->authority) : WitnessJson(nullptr);
    object["serial"] = stamp.stamp ? WitnessJson(stamp.stamp->serial) : WitnessJson(nullptr);
    object["policy"] = stamp.stamp ? WitnessJson(stamp.stamp->policy) : WitnessJson(nullptr);
    object["problem"] = stamp.problem.empty() ? WitnessJson(nullptr) : WitnessJson(stamp.problem);
    return object;
}

int listWitnesses(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const Witnesses witnesses(**workspace);
    const auto all = witnesses.list();
    const auto stamps = witnesses.timestamps();
    bool holds = true;
    if (arguments.json()) {
        WitnessJson named = WitnessJson::array(), kept = WitnessJson::array();
        for (const WitnessStatement &witness : all)
            named.push_back(witnessJson(witness));
        for (const LedgerTimestamp &stamp : stamps) {
            kept.push_back(stampJson(stamp));
            holds = holds && stamp.stamp;
        }
        printJson(WitnessJson{{"witnesses", std::move(named)}, {"timestamps", std::move(kept)}});
        return holds ? Done : Findings;
    }
    std::vector<std::vector<std::string>> rows{{"witness", "kind", "place", "set up by", "at"}};
    for (const WitnessStatement &witness : all)
        rows.push_back({witness.id, std::string(nameOf(witness.kind)), witness.place.empty() ? "by hand" : witness.place, witness.by, formatInstant(witness.at)});
    if (all.empty())
        print("No witness keeps the checkpoints of this ledger.");
    else
        printTable(rows);
    for (const LedgerTimestamp &stamp : stamps) {
        print(stamp.stamp ? "time stamp: the first " + counted(stamp.checkpoint.size, "entry was", "entries were") + " there at " + formatInstant(stamp.stamp->at) + ", says " + visible(stamp.stamp->authority)
                          : "time stamp of entry " + std::to_string(stamp.kept.entry) + " does not hold: " + visible(stamp.problem));
        holds = holds && stamp.stamp;
    }
    return holds ? Done : Findings;
}

int setWitness(const Arguments &arguments)
{
    WitnessStatement statement;
    statement.id = arguments.word(1);
    statement.note = arguments.text("note");
    const int kinds = static_cast<int>(arguments.has("authority") || arguments.has("by-hand")) + static_cast<int>(arguments.has("folder")) + static_cast<int>(arguments.has("mailbox"));
    if (kinds != 1)
        return fail(Error{ErrorKind::Usage, "MND-CLI-071", "It is not said what the witness is, or more than one thing.", "Nothing was signed.", "Give one of --authority URL, --by-hand, --folder PATH and --mailbox FILE.", {}});
    if (arguments.has("folder") || arguments.has("mailbox")) {
        statement.kind = arguments.has("folder") ? WitnessKind::Folder : WitnessKind::Mailbox;
        statement.place = std::filesystem::absolute(arguments.text(arguments.has("folder") ? "folder" : "mailbox")).lexically_normal().string();
    } else {
        statement.kind = WitnessKind::Authority;
        statement.place = arguments.text("authority");
        const auto certificates = readWhole(arguments.text("certificates"));
        if (!certificates)
            return fail(certificates.error());
        statement.certificates = *certificates;
    }
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    if (auto set = Witnesses(**workspace).set(statement); !set)
        return fail(set.error());
    if (arguments.json())
        printJson(WitnessJson{{"witness", statement.id}, {"kind", nameOf(statement.kind)}});
    else
        print(statement.id + " is a witness of this ledger from now on.");
    return Done;
}

int removeWitness(const Arguments &arguments)
{
    WitnessStatement statement;
    statement.id = arguments.word(1);
    statement.removed = true;
    statement.note = arguments.text("reason");
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    if (auto set = Witnesses(**workspace).set(statement); !set)
        return fail(set.error());
    if (arguments.json())
        printJson(WitnessJson{{"witness", statement.id}, {"removed", true}});
    else
        print(statement.id + " is no witness any more. What it kept is still true.");
    return Done;
}

int tellWitnesses(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto reports = Witnesses(**workspace).tell(arguments.words().size() > 1 ? arguments.word(1) : std::string());
    if (!reports)
        return fail(reports.error());
    bool all = true;
    WitnessJson list = WitnessJson::array();
    for (const WitnessReport &report : *reports) {
        all = all && !report.problem;
        if (arguments.json())
            list.push_back({{"witness", report.witness}, {"kind", nameOf(report.kind)}, {"size", report.size}, {"nothing_new", report.nothingNew},
                            {"at", report.stamp ? WitnessJson(formatInstant(report.stamp->at)) : WitnessJson(nullptr)}, {"problem", report.problem ? WitnessJson(describe(*report.problem)) : WitnessJson(nullptr)}});
        else
            print(report.witness + ": " + (report.problem ? describe(*report.problem) : report.nothingNew ? "has it already" : report.stamp ? "stamped at " + formatInstant(report.stamp->at) : "kept"));
    }
    if (arguments.json())
        printJson(WitnessJson{{"told", std::move(list)}});
    else if (reports->empty())
        print("No witness is told by this program.");
    return all ? Done : Findings;
}

int requestStamp(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto made = Witnesses(**workspace).request(arguments.word(1));
    if (!made)
        return fail(made.error());
    for (const auto &[path, text] : {std::pair{arguments.word(2), made->first}, {arguments.word(2) + ".checkpoint", made->second}}) {
        if (auto written = writeNewFile(path, text); !written)
            return fail(written.error());
    }
    if (arguments.json())
        printJson(WitnessJson{{"request", arguments.word(2)}, {"checkpoint", arguments.word(2) + ".checkpoint"}});
    else
        print("Written: " + visible(arguments.word(2)) + ". Keep the answer with \"mandate witness answer\", together with " + visible(arguments.word(2)) + ".checkpoint.");
    return Done;
}

int keepAnswer(const Arguments &arguments)
{
    const auto checkpoint = readWhole(arguments.word(2));
    const auto response = readWhole(arguments.word(3));
    if (!checkpoint || !response)
        return fail(!checkpoint ? checkpoint.error() : response.error());
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto stamp = Witnesses(**workspace).keep(arguments.word(1), *checkpoint, *response);
    if (!stamp)
        return fail(stamp.error());
    if (arguments.json())
        printJson(WitnessJson{{"witness", arguments.word(1)}, {"at", formatInstant(stamp->at)}, {"authority", stamp->authority}, {"serial", stamp->serial}});
    else
        print("Kept: stamped at " + formatInstant(stamp->at) + " by " + visible(stamp->authority) + '.');
    return Done;
}

} // namespace

std::vector<Command> witnessCommands()
{
    return {
        {"checkpoint show", "the signed checkpoint over the whole ledger, to be kept elsewhere", {"checkpoint show W [--out FILE]", 1, 1, {"out"}, {}}, showCheckpoint},
        {"checkpoint compare", "hold a checkpoint that was kept elsewhere against the ledger of today", {"checkpoint compare W FILE [--with FILE]", 2, 2, {"with"}, {}}, compareCheckpoint},
        {"checkpoint prove", "write the proof that the ledger of today extends a held checkpoint, for whoever holds it", {"checkpoint prove W FILE OUT [--with FILE]", 3, 3, {"with"}, {}}, proveCheckpoint},
        {"witness list", "who keeps this ledger's checkpoints, and the time stamps it has", {"witness list W", 1, 1, {}, {}}, listWitnesses},
        {"witness set", "let a time-stamp authority (RFC 3161), a folder or a mailbox file keep checkpoints",
         {"witness set W NAME [--authority URL] [--by-hand] [--certificates FILE] [--folder PATH] [--mailbox FILE] [--note T]", 2, 2, {"authority", "certificates", "folder", "mailbox", "note"}, {"by-hand"}},
         setWitness},
        {"witness remove", "take a witness away", {"witness remove W NAME --reason R", 2, 2, {"reason"}, {}}, removeWitness},
        {"witness tell", "take the present checkpoint to every witness, or to one", {"witness tell W [NAME]", 1, 2, {}, {}}, tellWitnesses},
        {"witness request", "a time-stamp request to be carried to an authority by hand", {"witness request W NAME OUT", 3, 3, {}, {}}, requestStamp},
        {"witness answer", "keep what an authority answered about a checkpoint", {"witness answer W NAME CHECKPOINT RESPONSE", 4, 4, {}, {}}, keepAnswer},
    };
}

} // namespace mandate::cli
