// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/editor/editor_sections.h"

#include <QCoreApplication>

namespace mandate {
namespace {

using As = FieldSpec::Kind;

QString tr(const char *text)
{
    return QCoreApplication::translate("EditorSections", text);
}

FieldSpec field(const char *member, const QString &label, const QString &hint, As kind = As::Line)
{
    FieldSpec spec;
    spec.member = QLatin1String(member);
    spec.label = label;
    spec.hint = hint;
    spec.kind = kind;
    return spec;
}

FieldSpec required(FieldSpec spec)
{
    spec.required = true;
    return spec;
}

FieldSpec example(FieldSpec spec, const char *text)
{
    spec.example = QLatin1String(text);
    return spec;
}

FieldSpec coded(FieldSpec spec, QStringList codes, QStringList words)
{
    spec.codes = std::move(codes);
    spec.words = std::move(words);
    return spec;
}

QStringList codes(std::initializer_list<const char *> list)
{
    QStringList made;
    for (const char *code : list)
        made << QLatin1String(code);
    return made;
}

std::vector<FieldSpec> clauseFields(const QString &kind)
{
    std::vector<FieldSpec> fields{
        required(field("/id", tr("Short name"), tr("What verdicts and incidents cite: letters, digits, dot, hyphen. Each once."))),
        required(field("/reads_as", tr("Reads as"), tr("The clause as one sentence, as people read it. Legal signs this sentence."), As::Text)),
        field("/tools", tr("Tools"), tr("Names of the tools it speaks of, separated by commas; * stands for any text. Empty: every tool."), As::Tools),
        required(field("/when", kind == QLatin1String("permit") ? tr("Allowed when") : tr("Holds when"),
                       tr("The condition. It is looked at before every call of these tools."), As::Condition)),
    };
    if (kind == QLatin1String("escalate")) {
        fields.push_back(example(required(field("/escalation/to", tr("Who decides"), tr("owner, deputy, or the name of a desk."))), "owner"));
        fields.push_back(example(required(field("/escalation/respond_within", tr("Answers within"), tr("A whole number and s, m, h or d, such as 15m."))), "15m"));
        fields.push_back(coded(required(field("/escalation/if_unanswered", tr("If nobody answers"), tr("What happens when nobody decides in time. Nothing is ever allowed by silence."), As::Choice)),
                               codes({"deny", "hand_off"}), {tr("Deny the action"), tr("Hand the case to a person")}));
    }
    if (kind != QLatin1String("permit"))
        fields.push_back(coded(field("/severity", tr("Severity"), tr("How grave a breach is."), As::Choice), codes({"critical", "major", "minor"}),
                               {tr("Critical"), tr("Major"), tr("Minor")}));
    fields.push_back(field("/why", tr("Why"), tr("Where the rule comes from. Kept in the history."), As::Text));
    if (kind != QLatin1String("permit")) {
        fields.push_back(field("/heuristic", tr("Judged from words, so it can be wrong"), tr("Counted and shown as such; opens no incident by itself."), As::Flag));
        fields.push_back(field("/after_result", tr("Looks at the result"), tr("Known only afterwards, so it detects and never prevents."), As::Flag));
    }
    return fields;
}

EditorSection clauses(const char *key, const QString &title, const QString &about, const char *kind, const char *prefix, const QString &add, const QString &empty)
{
    ListSpec list;
    list.list = QStringLiteral("/clauses");
    list.titleMember = QStringLiteral("/id");
    list.textMember = QStringLiteral("/reads_as");
    list.kindMember = QStringLiteral("/kind");
    list.kind = QLatin1String(kind);
    list.fresh = {{QStringLiteral("id"), QString()}, {QStringLiteral("kind"), list.kind}, {QStringLiteral("when"), QStringLiteral("true")}, {QStringLiteral("reads_as"), QString()}};
    if (list.kind == QLatin1String("escalate"))
        list.fresh.insert(QStringLiteral("escalation"),
                          QVariantMap{{QStringLiteral("to"), QStringLiteral("owner")}, {QStringLiteral("respond_within"), QStringLiteral("15m")}, {QStringLiteral("if_unanswered"), QStringLiteral("deny")}});
    list.freshPrefix = QLatin1String(prefix);
    list.addText = add;
    list.emptyText = empty;
    list.fields = clauseFields(list.kind);
    return {QLatin1String(key), title, about, std::move(list)};
}

ListSpec listOf(const char *place, const char *title, const char *text, const QString &add, const QString &empty, std::vector<FieldSpec> fields, QVariantMap fresh)
{
    ListSpec list;
    list.list = QLatin1String(place);
    list.titleMember = QLatin1String(title);
    list.textMember = QLatin1String(text);
    list.fresh = std::move(fresh);
    list.addText = add;
    list.emptyText = empty;
    list.fields = std::move(fields);
    return list;
}

EditorSection header()
{
    return {QStringLiteral("header"), tr("Header"), tr("What this pact is for, and until when somebody has to look at it again."),
            std::vector<FieldSpec>{
                required(field("/title", tr("Title"), tr("The name people know the pact by."))),
                field("/purpose", tr("Purpose"), tr("What the agent is for, in one or two sentences."), As::Text),
                required(field("/pact_id", tr("Id"), tr("Short name that every version shares: letters, digits, dot, hyphen, underscore."))),
                example(required(field("/version", tr("Version"), tr("Three numbers. Each version is kept for ever once it is submitted."))), "1.1.0"),
                field("/parent_version", tr("Written against version"), tr("The version this one changes. Activation is refused when another one is in force by then.")),
                example(field("/valid_from", tr("Valid from"), tr("Date, or date and time with zone.")), "2026-03-01"),
                example(field("/valid_until", tr("Valid until"), tr("Date, or date and time with zone.")), "2027-03-01"),
                example(field("/review_by", tr("Review by"), tr("Until when a person has to look at it again.")), "2026-09-01"),
                example(field("/clock/fixed", tr("Fixed clock"), tr("What \"now\" is in every condition, for recorded runs that play at another time. Empty: the time of the action.")), "2024-05-15T15:00:00Z"),
                field("/clock/why", tr("Why the clock stands still"), tr("Shown beside every verdict that used it.")),
            }};
}

EditorSection people()
{
    return {QStringLiteral("people"), tr("Accountability"), tr("Who answers for this agent. A pact without a named owner cannot be activated."),
            std::vector<FieldSpec>{
                field("/accountability/owner", tr("Accountable owner"), tr("One named person.")),
                field("/accountability/deputy", tr("Deputy"), tr("Decides when the owner cannot.")),
                field("/accountability/answers_for", tr("Answers for"), tr("What the owner answers for, in one sentence."), As::Text),
            }};
}

EditorSection reviewers()
{
    std::vector<FieldSpec> fields{required(example(field("/role", tr("Role"), tr("Who has to sign: a role, such as legal.")), "legal")),
                                  field("/count", tr("How many of them"), tr("One when left out."), As::Count)};
    return {QStringLiteral("reviewers"), tr("Reviewers"), tr("Who signs before this pact takes effect. Nobody can approve what they submitted themselves."),
            listOf("/accountability/reviewers", "/role", "", tr("Add reviewer"), tr("No reviewers: one other person has to approve."), std::move(fields),
                   {{QStringLiteral("role"), QStringLiteral("legal")}, {QStringLiteral("count"), 1}})};
}

EditorSection binds()
{
    std::vector<FieldSpec> fields{example(field("/agent", tr("Agent"), tr("Name of the agent, or a pattern with *. Empty: every agent.")), "*"),
                                  example(field("/deployment", tr("Where it acts"), tr("Deployment, or a pattern with *. Empty: everywhere.")), "airline")};
    return {QStringLiteral("binds"), tr("Agents it binds"), tr("One of these has to match."),
            listOf("/binds", "/deployment", "/agent", tr("Add agents"), tr("It binds no agent yet."), std::move(fields), {{QStringLiteral("deployment"), QString()}})};
}

EditorSection identity()
{
    return {QStringLiteral("identity"), tr("Identity"), tr("What the agent acts as. A credential inherited from a person is how agents exceed their design."),
            std::vector<FieldSpec>{
                coded(required(field("/identity/credential", tr("Credential"), tr("Whose rights the agent has."), As::Choice)), codes({"own", "inherited"}),
                      {tr("Its own"), tr("Inherited from a person")}),
                field("/identity/reaches", tr("Reaches"), tr("Systems that this credential opens, separated by commas."), As::Lines),
            }};
}

EditorSection tools()
{
    std::vector<FieldSpec> fields{
        required(field("/name", tr("Name"), tr("As calls use it; each once."), As::Line)),
        required(field("/title", tr("In plain words"), tr("What it does, so that a reader knows without the code."))),
        coded(field("/consequence", tr("Consequence"), tr("What a call can lead to."), As::Checks), codes({"internal", "spends", "sends_outside", "deletes", "grants_access", "publishes"}),
              {tr("Internal"), tr("Spends money"), tr("Sends outside"), tr("Deletes"), tr("Grants access"), tr("Publishes")}),
        field("/destructive", tr("Can destroy something that matters"), tr("Such tools need an approval or a verification."), As::Flag),
        coded(field("/reversible", tr("Can be undone"), tr("Whether what it does can be taken back."), As::Choice), codes({"full", "partial", "none"}),
              {tr("Fully"), tr("In part"), tr("Not at all")}),
        example(field("/blast_radius", tr("One call can touch"), tr("How much one call can touch.")), "one customer"),
    };
    return {QStringLiteral("tools"), tr("Tools"), tr("Every tool the agent has, and what it can lead to."),
            listOf("/tools", "/name", "/title", tr("Add tool"), tr("No tools yet. Add the ones the agent has."), std::move(fields),
                   {{QStringLiteral("name"), QString()}, {QStringLiteral("title"), QString()}})};
}

EditorSection facts()
{
    std::vector<FieldSpec> fields{
        required(field("/fact", tr("Name"), tr("Conditions say state.name. Letters, digits and underscore."))),
        field("/title", tr("In plain words"), tr("What it is.")),
        field("/tools", tr("Read from results of"), tr("Names of tools, separated by commas. Empty: any tool."), As::Tools),
        field("/when", tr("When a result holds it"), tr("Condition over value, text, args and tool. Empty: always.")),
        field("/key", tr("Known by"), tr("Expression that gives the text by which it is looked up. Empty: there is only one.")),
        field("/value", tr("What is kept"), tr("Expression. Empty: the whole object.")),
        field("/under", tr("Also found under"), tr("Members of a result whose object is offered too, separated by commas."), As::Lines),
        field("/first", tr("The first one stays"), tr("Otherwise the last one read counts."), As::Flag),
    };
    return {QStringLiteral("facts"), tr("State facts"), tr("What conditions may know from results earlier in the same session."),
            listOf("/state", "/fact", "/title", tr("Add fact"), tr("No facts: conditions see only the call itself and earlier calls."), std::move(fields), {{QStringLiteral("fact"), QString()}})};
}

EditorSection windows()
{
    std::vector<FieldSpec> fields{
        required(field("/window", tr("Name"), tr("Conditions say window.name. Letters, digits and underscore."))),
        field("/title", tr("In plain words"), tr("What it is.")),
        field("/tools", tr("Actions of"), tr("Names of tools, separated by commas. Empty: every tool."), As::Tools),
        field("/when", tr("Which of them"), tr("Condition over args, tool, agent, session and environment. Empty: all.")),
        example(field("/by", tr("With the same"), tr("Expression that gives a text, such as args.customer_id or agent. Empty: all agents that the pact binds together.")), "args.customer_id"),
        example(field("/value", tr("What is kept"), tr("Expression. Empty: the arguments of each action.")), "double(args.amount)"),
        example(required(field("/within", tr("Within"), tr("A whole number and s, m, h or d, such as 1h; at most 366d."))), "1h"),
        field("/attempted", tr("Attempts count too"), tr("Also what failed or was refused. Otherwise only what ran, or may have."), As::Flag),
    };
    return {QStringLiteral("windows"), tr("Windows"), tr("What conditions may know of earlier actions in every session, those on their way included."),
            listOf("/windows", "/window", "/title", tr("Add window"), tr("No windows: conditions look back within one session only."), std::move(fields),
                   {{QStringLiteral("window"), QString()}, {QStringLiteral("within"), QStringLiteral("1h")}})};
}

EditorSection duties()
{
    return {QStringLiteral("evidence"), tr("Evidence duties"), tr("What every action owes, and how long it is kept. Clauses below can ask for more."),
            std::vector<FieldSpec>{
                coded(field("/evidence/owed", tr("Every action owes"), tr("An action that lacks one of these is itself a finding."), As::Checks),
                      codes({"input", "action", "basis", "result", "time", "signature", "decision_basis"}),
                      {tr("Input"), tr("Action"), tr("Authorization basis"), tr("Result"), tr("Time"), tr("Signature"), tr("Decision basis")}),
                field("/evidence/retention_days", tr("Kept for (days)"), tr("How long the evidence is kept."), As::Count),
            }};
}

EditorSection handOff()
{
    return {QStringLiteral("hand_off"), tr("Hand-off and verification"), tr("When the agent is not sure, and what a second agent must have checked."),
            std::vector<FieldSpec>{
                example(field("/hand_off/confidence_below", tr("Hand off below confidence"), tr("Between 0 and 1. Empty: no hand-off."), As::Number), "0.7"),
                field("/hand_off/to", tr("To whom"), tr("Who takes the case.")),
                field("/verification/tools", tr("A second agent checks"), tr("Tools whose calls another agent must have checked, separated by commas."), As::Tools),
            }};
}

EditorSection targets()
{
    std::vector<FieldSpec> fields{required(example(field("/metric", tr("Metric"), tr("What is measured.")), "scope_violation_rate")),
                                  required(field("/bound", tr("At most"), tr("The bound, as a share: 0.01 is one in a hundred."), As::Number)),
                                  example(field("/window", tr("Over"), tr("The window, such as 30d.")), "30d")};
    return {QStringLiteral("targets"), tr("Targets"), tr("Behavioural objectives, each with a bound."),
            listOf("/targets", "/metric", "/window", tr("Add target"), tr("No targets yet."), std::move(fields),
                   {{QStringLiteral("metric"), QStringLiteral("scope_violation_rate")}, {QStringLiteral("bound"), 0.01}, {QStringLiteral("window"), QStringLiteral("30d")}})};
}

EditorSection evaluation()
{
    return {QStringLiteral("evaluation"), tr("Evaluation and breach"), tr("When behaviour is measured again, and what happens by itself when the pact is broken."),
            std::vector<FieldSpec>{
                example(field("/evaluation/cadence", tr("Measured again"), tr("How often.")), "quarterly"),
                field("/evaluation/triggers", tr("And when one of these changes"), tr("Of model, prompt, tools, pact, context, drift, incident; separated by commas."), As::Lines),
                coded(field("/evaluation/on_overdue", tr("When it is overdue"), tr("What happens by itself when nobody evaluated it in time."), As::Choice), codes({"tell", "restrict", "suspend"}),
                      {tr("Say so"), tr("Restrict its tools that act"), tr("Suspend the agent")}),
                coded(field("/on_breach", tr("On breach"), tr("What happens by itself."), As::Checks), codes({"open_incident", "restrict_tool", "suspend"}),
                      {tr("Open an incident"), tr("Restrict the tool"), tr("Suspend the agent")}),
            }};
}

} // namespace

std::vector<EditorSection> editorSections()
{
    return {
        header(),
        people(),
        reviewers(),
        binds(),
        identity(),
        tools(),
        facts(),
        windows(),
        clauses("scope", tr("Scope"), tr("What the agent may do. Whatever no permission covers is out of scope."), "permit", "S", tr("Add permission"),
                tr("Nothing is permitted yet: every action would be out of scope.")),
        clauses("prohibitions", tr("Prohibitions"), tr("Hard limits, whatever else permits."), "forbid", "P", tr("Add prohibition"), tr("No prohibitions yet.")),
        clauses("escalations", tr("Escalations"), tr("When a person decides first."), "escalate", "E", tr("Add escalation"), tr("No escalations yet.")),
        handOff(),
        duties(),
        clauses("owed", tr("Evidence clauses"), tr("Evidence owed by some actions only: holds when it is owed and missing."), "evidence", "V", tr("Add evidence clause"),
                tr("No evidence clauses yet.")),
        targets(),
        evaluation(),
    };
}

} // namespace mandate
