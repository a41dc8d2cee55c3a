// SPDX-License-Identifier: GPL-3.0-or-later
// people …: who is enrolled with which key and as what, and who answers for which agent. Who acts is who is signed in.
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/pact_file.h"
#include "app/cli/surroundings.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <functional>

namespace mandate::cli {

namespace {

using PeopleJson = nlohmann::ordered_json;

Error peopleUsage(std::string happened, std::string remedy)
{
    Error error;
    error.kind = ErrorKind::Usage;
    error.code = "MND-CLI-020";
    error.happened = std::move(happened);
    error.unaffected = "Nothing was changed.";
    error.remedy = std::move(remedy);
    return error;
}

/// "owner,legal"
Result<std::vector<PersonRole>> rolesOf(const std::string &text)
{
    std::vector<PersonRole> roles;
    for (std::size_t begin = 0; begin <= text.size() && !text.empty();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const auto role = personRoleMeant(std::string_view(text).substr(begin, end - begin));
        if (!role)
            return peopleUsage("\"" + text.substr(begin, end - begin) + "\" is not a role.", "Roles are owner, deputy, legal, product_lead and auditor, with commas between.");
        if (std::find(roles.begin(), roles.end(), *role) == roles.end())
            roles.push_back(*role);
        begin = end + 1;
    }
    return roles;
}

/// Person ids are accounts; "ada" means "account:ada".
std::string personId(const std::string &word)
{
    return word.empty() || word.find(':') != std::string::npos ? word : "account:" + word;
}

PeopleJson orNull(const std::string &text)
{
    return text.empty() ? PeopleJson(nullptr) : PeopleJson(text);
}

PeopleJson appointmentJson(const Appointment &appointment)
{
    return {{"agent", appointment.agent},
            {"owner", appointment.owner},
            {"deputy", orNull(appointment.deputy)},
            {"from", formatInstant(appointment.from)},
            {"by", appointment.by},
            {"vacated", jsonOf(appointment.vacated)},
            {"duties", ownerDuties}};
}

PeopleJson delegationJson(const Delegation &delegation, const Instant &now)
{
    return {{"person", delegation.person},
            {"delegate", delegation.delegate},
            {"from", formatInstant(delegation.from)},
            {"until", formatInstant(delegation.until)},
            {"state", delegation.ended ? "ended" : delegation.isInForce(now) ? "in_force" : delegation.isAhead(now) ? "announced" : "over"},
            {"ended", jsonOf(delegation.ended)},
            {"ended_because", orNull(delegation.endedBecause)},
            {"note", delegation.note},
            {"entry", delegation.entry}};
}

int listPeople(const Arguments &arguments)
{
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const PeopleRegister people = (*workspace)->people();
    const auto finding = (*workspace)->peopleFinding();
    if (arguments.json()) {
        PeopleJson list = PeopleJson::array();
        for (const EnrolledPerson &person : people.people()) {
            PeopleJson roles = PeopleJson::array();
            for (const PersonRole role : person.roles)
                roles.push_back(nameOf(role));
            list.push_back({{"person", person.id},
                            {"name", orNull(person.name)},
                            {"roles", std::move(roles)},
                            {"state", person.left ? "left" : person.key ? "enrolled" : "key_revoked"},
                            {"key", person.key ? PeopleJson(person.key->id()) : PeopleJson(nullptr)},
                            {"since", formatInstant(person.since)},
                            {"entry", person.entry}});
        }
        PeopleJson appointments = PeopleJson::array();
        for (const Appointment &appointment : people.appointments().all())
            appointments.push_back(appointmentJson(appointment));
        PeopleJson delegations = PeopleJson::array();
        for (const Delegation &delegation : people.delegations().all())
            delegations.push_back(delegationJson(delegation, (*workspace)->now()));
        PeopleJson ignored = PeopleJson::array();
        for (const PeopleRegister::Event &event : people.history()) {
            if (!event.voidBecause.empty())
                ignored.push_back({{"entry", event.statement.entry}, {"void", event.voidBecause}});
        }
        printJson(PeopleJson{{"you", (*workspace)->person().id},
                             {"open", people.isOpen()},
                             {"finding", finding ? PeopleJson{{"code", finding->code}, {"says", finding->happened}} : PeopleJson(nullptr)},
                             {"people", std::move(list)},
                             {"appointments", std::move(appointments)},
                             {"delegations", std::move(delegations)},
                             {"void", std::move(ignored)}});
        return Done;
    }
    if (finding)
        print(visible(finding->happened) + ' ' + visible(finding->remedy) + '\n');
    std::vector<std::vector<std::string>> rows{{"person", "name", "roles", "key", "since"}};
    for (const EnrolledPerson &person : people.people())
        rows.push_back({person.id, person.name.empty() ? "-" : person.name, person.left ? "left" : namesOf(person.roles),
                        person.key ? person.key->id() : person.left ? "-" : "revoked", formatInstant(person.since)});
    printTable(rows);
    rows = {{"agent", "owner", "deputy", "since"}};
    for (const Appointment &appointment : people.appointments().all())
        rows.push_back({appointment.agent, appointment.vacated ? "nobody (" + appointment.owner + ' ' + appointment.vacatedBecause + ')' : appointment.owner,
                        appointment.deputy.empty() ? "-" : appointment.deputy, formatInstant(appointment.vacated.value_or(appointment.from))});
    print("");
    printTable(rows);
    rows = {{"away", "from", "until", "decides for them"}};
    for (const Delegation &delegation : people.delegations().all()) {
        if (delegation.isAhead((*workspace)->now()))
            rows.push_back({delegation.person, formatInstant(delegation.from), formatInstant(delegation.until), delegation.delegate});
    }
    if (rows.size() > 1) {
        print("");
        printTable(rows);
    }
    return Done;
}

/// Takes the step and prints what was signed.
int sign(const Arguments &arguments, const std::function<Result<PersonStatement>(Workspace &)> &step)
{
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto statement = step(**workspace);
    if (!statement)
        return fail(statement.error());
    const KeyStanding keys = (*workspace)->keyStanding();
    if (arguments.json()) {
        PeopleJson roles = PeopleJson::array();
        for (const PersonRole role : statement->roles)
            roles.push_back(nameOf(role));
        printJson(PeopleJson{{"statement",
                              {{"entry", statement->entry},
                               {"step", nameOf(statement->step)},
                               {"person", statement->person},
                               {"roles", std::move(roles)},
                               {"agent", orNull(statement->agent)},
                               {"deputy", orNull(statement->deputy)},
                               {"delegate", orNull(statement->delegate)},
                               {"from", jsonOf(statement->from)},
                               {"until", jsonOf(statement->until)},
                               {"note", statement->note},
                               {"by", statement->decidedBy},
                               {"at", formatInstant(statement->decidedAt)},
                               {"key", statement->keyId}}},
                             {"secrets", {{"kind", nameOf(keys.kind)}, {"description", keys.description}}}});
        return Done;
    }
    print(visible(statement->person) + ": " + std::string(nameOf(statement->step)) + (statement->roles.empty() ? "" : " as " + namesOf(statement->roles)) +
          (statement->agent.empty() ? "" : ", for " + visible(statement->agent)) +
          (statement->until ? " to " + visible(statement->delegate) + " from " + formatInstant(*statement->from) + " until " + formatInstant(*statement->until) : "") + ". Signed by " + statement->decidedBy + " and recorded as entry " +
          std::to_string(statement->entry) + '.');
    if (statement->person == statement->decidedBy && statement->key)
        print("Your key " + statement->key->id() + " is kept here: " + visible(keys.description));
    return Done;
}

int request(const Arguments &arguments)
{
    const Surroundings around = surroundings();
    const auto made = newKeyRequest(*around.secrets, around.identity->person());
    if (!made)
        return fail(made.error());
    print(*made); // JSON either way
    (void)arguments;
    return Done;
}

int enrol(const Arguments &arguments)
{
    const auto roles = rolesOf(arguments.text("role"));
    if (!roles)
        return fail(roles.error());
    if (!arguments.has("request"))
        return sign(arguments, [&](Workspace &workspace) { return workspace.enrolFirst(*roles, arguments.text("note")); });
    const auto file = readFile(arguments.text("request"));
    if (!file)
        return fail(file.error());
    return sign(arguments, [&](Workspace &workspace) { return workspace.enrol(*file, *roles, arguments.text("note")); });
}

int role(const Arguments &arguments)
{
    const auto roles = rolesOf(arguments.text("role"));
    if (!roles)
        return fail(roles.error());
    return sign(arguments, [&](Workspace &workspace) { return workspace.changeRoles(personId(arguments.word(1)), *roles, arguments.text("note")); });
}

int key(const Arguments &arguments)
{
    if (arguments.has("request") && arguments.has("revoke"))
        return fail(peopleUsage("A key is either given or revoked.", "Do one after the other."));
    if (arguments.has("revoke"))
        return sign(arguments, [&](Workspace &workspace) { return workspace.revokeKey(personId(arguments.text("revoke")), arguments.text("reason")); });
    if (!arguments.has("request"))
        return sign(arguments, [&](Workspace &workspace) { return workspace.renewKey(arguments.text("reason")); });
    const auto file = readFile(arguments.text("request"));
    if (!file)
        return fail(file.error());
    return sign(arguments, [&](Workspace &workspace) { return workspace.giveKey(*file, arguments.text("reason")); });
}

int leave(const Arguments &arguments)
{
    return sign(arguments, [&](Workspace &workspace) {
        return workspace.leave(arguments.words().size() > 1 ? personId(arguments.word(1)) : workspace.person().id, arguments.text("reason"));
    });
}

int appoint(const Arguments &arguments)
{
    return sign(arguments, [&](Workspace &workspace) {
        return workspace.appoint(arguments.word(1), personId(arguments.text("owner")), personId(arguments.text("deputy")), arguments.text("note"));
    });
}

int delegateDecisions(const Arguments &arguments)
{
    const bool ends = arguments.has("end");
    if (ends == arguments.has("to") || ends == arguments.has("until") || (ends && arguments.has("from")))
        return fail(peopleUsage(ends ? "--end ends what was handed over, and takes neither --to nor times." : "To whom or until when is missing.",
                                "Usage: mandate people delegate W --to PERSON --until T [--from T], or mandate people delegate W [PERSON] --end"));
    if (!ends && arguments.words().size() > 1)
        return fail(peopleUsage("\"" + arguments.word(1) + "\" is one word too many: everybody hands over what they decide themselves.",
                                "Usage: mandate people delegate W --to PERSON --until T [--from T]"));
    const auto from = arguments.time("from");
    const auto until = arguments.time("until");
    if (!from || !until)
        return fail(from ? until.error() : from.error());
    return sign(arguments, [&](Workspace &workspace) {
        if (ends)
            return workspace.endDelegation(arguments.words().size() > 1 ? personId(arguments.word(1)) : workspace.person().id, arguments.text("note"));
        return workspace.delegate(personId(arguments.text("to")), *from, **until, arguments.text("note"));
    });
}

} // namespace

std::vector<Command> peopleCommands()
{
    return {
        {"people request", "make a key and what an owner needs to enrol you", {"people request", 0, 0, {}, {}}, request},
        {"people enrol", "enrol who made a request; the first enrol themselves", {"people enrol W --role R[,R] [--request FILE] [--note T]", 1, 1, {"role", "request", "note"}, {}}, enrol},
        {"people role", "change what a person may do", {"people role W PERSON --role R[,R] [--note T]", 2, 2, {"role", "note"}, {}}, role},
        {"people key", "renew your key, give someone a new one, or revoke one", {"people key W [--request FILE | --revoke PERSON] [--reason T]", 1, 1, {"request", "revoke", "reason"}, {}}, key},
        {"people leave", "end a person's enrolment; their agents have no owner then", {"people leave W [PERSON] --reason T", 1, 2, {"reason"}, {}}, leave},
        {"people appoint", "make a person answer for an agent", {"people appoint W AGENT --owner PERSON [--deputy PERSON] [--note T]", 2, 2, {"owner", "deputy", "note"}, {}}, appoint},
        {"people delegate", "hand what you decide to another owner or deputy while you are away, or end that",
         {"people delegate W [PERSON] [--to PERSON --until T] [--from T] [--end] [--note T]", 1, 2, {"to", "until", "from", "note"}, {"end"}}, delegateDecisions},
        {"people", "who is enrolled, with which roles and key, and who answers for which agent", {"people W", 1, 1, {}, {}}, listPeople},
    };
}

} // namespace mandate::cli
