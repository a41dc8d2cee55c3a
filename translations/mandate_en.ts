<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>CaseWords</name>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) reached</source>
        <translation>
            <numerusform>%n person reached</numerusform>
            <numerusform>%n people reached</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DriftPanels</name>
    <message numerus="yes">
        <source>%Ln seldom value(s), not there before</source>
        <translation>
            <numerusform>%Ln seldom value, not there before</numerusform>
            <numerusform>%Ln seldom values, not there before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln other seldom value(s)</source>
        <translation>
            <numerusform>%Ln other seldom value</numerusform>
            <numerusform>%Ln other seldom values</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Evaluations</name>
    <message numerus="yes">
        <source>%n attack(s)</source>
        <translation>
            <numerusform>%n attack</numerusform>
            <numerusform>%n attacks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n version(s)</source>
        <translation>
            <numerusform>%n version</numerusform>
            <numerusform>%n versions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cell(s) were never measured, which is not 0.</source>
        <translation>
            <numerusform>%n cell was never measured, which is not 0.</numerusform>
            <numerusform>%n cells were never measured, which is not 0.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; %n older</source>
        <translation>
            <numerusform>; %n older</numerusform>
            <numerusform>; %n older</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; %n newer with nothing scored</source>
        <translation>
            <numerusform>; %n newer with nothing scored</numerusform>
            <numerusform>; %n newer with nothing scored</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) were scored before and are not any more, or less than half.</source>
        <translation>
            <numerusform>%n part was scored before and is not any more, or less than half.</numerusform>
            <numerusform>%n parts were scored before and are not any more, or less than half.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) have nothing scored before: that is not “no change”.</source>
        <translation>
            <numerusform>%n part has nothing scored before: that is not “no change”.</numerusform>
            <numerusform>%n parts have nothing scored before: that is not “no change”.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n evaluation(s) were brought in by who may not, and are in no cell.</source>
        <translation>
            <numerusform>%n evaluation was brought in by who may not, and is in no cell.</numerusform>
            <numerusform>%n evaluations were brought in by who may not, and are in no cell.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n evaluation(s) cannot be read any more and are in no cell; the list says which.</source>
        <translation>
            <numerusform>%n evaluation cannot be read any more and is in no cell; the list says which.</numerusform>
            <numerusform>%n evaluations cannot be read any more and are in no cell; the list says which.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MetricPanels</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tool(s)</source>
        <translation>
            <numerusform>%n tool</numerusform>
            <numerusform>%n tools</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more task(s)</source>
        <translation>
            <numerusform>%n more task</numerusform>
            <numerusform>%n more tasks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The windows of %n of them end with the agent&apos;s last action, of long ago: they say how it was then.</source>
        <translation>
            <numerusform>The window of %n of them ends with the agent&apos;s last action, of long ago: it says how it was then.</numerusform>
            <numerusform>The windows of %n of them end with the agent&apos;s last action, of long ago: they say how it was then.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The records of %n run(s) contradict each other about what became of them: there they are in no rate.</source>
        <translation>
            <numerusform>The records of %n run contradict each other about what became of them: there it is in no rate.</numerusform>
            <numerusform>The records of %n runs contradict each other about what became of them: there they are in no rate.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) name no session and are in no run.</source>
        <translation>
            <numerusform>%n call names no session and is in no run.</numerusform>
            <numerusform>%n calls name no session and are in no run.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Mining</name>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n call</numerusform>
            <numerusform>%n calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n session</numerusform>
            <numerusform>%n sessions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed or was refused.</source>
        <translation>
            <numerusform>%n failed or was refused.</numerusform>
            <numerusform>%n failed or were refused.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n was left out, since nothing becomes permitted by having been done.</source>
        <translation>
            <numerusform>%n was left out, since nothing becomes permitted by having been done.</numerusform>
            <numerusform>%n were left out, since nothing becomes permitted by having been done.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Widens: %n call(s) out of scope today</source>
        <translation>
            <numerusform>Widens: %n call is out of scope today</numerusform>
            <numerusform>Widens: %n calls are out of scope today</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rests on little: fewer than %n calls</source>
        <translation>
            <numerusform>Rests on little: fewer than %n call</numerusform>
            <numerusform>Rests on little: fewer than %n calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s) failed.</source>
        <translation>
            <numerusform>%n attempt failed.</numerusform>
            <numerusform>%n attempts failed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatementSheet</name>
    <message numerus="yes">
        <source>Suspend all %n agent(s) that may act?</source>
        <translation>
            <numerusform>Suspend the one agent that may act?</numerusform>
            <numerusform>Suspend all %n agents that may act?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln action(s) were let through and nobody reported how they ended.</source>
        <translation>
            <numerusform>%Ln action was let through and nobody reported how it ended.</numerusform>
            <numerusform>%Ln actions were let through and nobody reported how they ended.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln open decision(s) will be refused when it asks.</source>
        <translation>
            <numerusform>%Ln open decision will be refused when it asks.</numerusform>
            <numerusform>%Ln open decisions will be refused when it asks.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StopItem</name>
    <message numerus="yes">
        <source>Told %n time(s), and no answer yet. It is tried again.</source>
        <translation>
            <numerusform>Told %n time, and no answer yet. It is tried again.</numerusform>
            <numerusform>Told %n times, and no answer yet. It is tried again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n point(s) confirmed this.</source>
        <translation>
            <numerusform>%1 of %n point confirmed this.</numerusform>
            <numerusform>%1 of %n points confirmed this.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln action(s) ran after the stop.</source>
        <translation>
            <numerusform>%Ln action ran after the stop.</numerusform>
            <numerusform>%Ln actions ran after the stop.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Last drill %n day(s) ago, %1.</source>
        <extracomment>%1 date and time</extracomment>
        <translation>
            <numerusform>Last drill %n day ago, %1.</numerusform>
            <numerusform>Last drill %n days ago, %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tried %n time(s) in vain: people have to act.</source>
        <translation>
            <numerusform>Tried %n time in vain: people have to act.</numerusform>
            <numerusform>Tried %n times in vain: people have to act.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln action(s) reported after the stop are said to have run before it; nothing shows that they did.</source>
        <translation>
            <numerusform>%Ln action reported after the stop is said to have run before it; nothing shows that it did.</numerusform>
            <numerusform>%Ln actions reported after the stop are said to have run before it; nothing shows that they did.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::AgentFacts</name>
    <message numerus="yes">
        <source>%Ln call(s) in %1.</source>
        <extracomment>%1 is &quot;8 runs&quot;</extracomment>
        <translation>
            <numerusform>%Ln call in %1.</numerusform>
            <numerusform>%Ln calls in %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s)</source>
        <translation>
            <numerusform>%Ln run</numerusform>
            <numerusform>%Ln runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them failed.</source>
        <translation>
            <numerusform>%Ln of them failed.</numerusform>
            <numerusform>%Ln of them failed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No call broke a prohibition, in the %Ln call(s) we have. That does not prove it is safe.</source>
        <translation>
            <numerusform>No call broke a prohibition, in the %Ln call we have. That does not prove it is safe.</numerusform>
            <numerusform>No call broke a prohibition, in the %Ln calls we have. That does not prove it is safe.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln call(s) needed a person&apos;s approval, and none is recorded.</source>
        <translation>
            <numerusform>%Ln call needed a person&apos;s approval, and none is recorded.</numerusform>
            <numerusform>%Ln calls needed a person&apos;s approval, and none is recorded.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln call(s) cannot be decided, because a fact was not recorded.</source>
        <translation>
            <numerusform>%Ln call cannot be decided, because a fact was not recorded.</numerusform>
            <numerusform>%Ln calls cannot be decided, because a fact was not recorded.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n incident(s)</source>
        <translation>
            <numerusform>Show %n incident</numerusform>
            <numerusform>Show %n incidents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The gateway refused %Ln more before they ran.</source>
        <translation>
            <numerusform>The gateway refused %Ln more before it ran.</numerusform>
            <numerusform>The gateway refused %Ln more before they ran.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::AgentModel</name>
    <message numerus="yes">
        <source>Executed %n action(s) after it was suspended: the suspension does not hold.</source>
        <translation>
            <numerusform>Executed %n action after it was suspended: the suspension does not hold.</numerusform>
            <numerusform>Executed %n actions after it was suspended: the suspension does not hold.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its authorization ends at %1, in %n day(s).</source>
        <translation>
            <numerusform>Its authorization ends at %1, in %n day.</numerusform>
            <numerusform>Its authorization ends at %1, in %n days.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::AgentsPage</name>
    <message numerus="yes">
        <source>%1, of these %Ln suspended</source>
        <extracomment>%1 is &quot;6 agents&quot;</extracomment>
        <translation>
            <numerusform>%1, of these %Ln suspended</numerusform>
            <numerusform>%1, of these %Ln suspended</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln agent(s)</source>
        <translation>
            <numerusform>%Ln agent</numerusform>
            <numerusform>%Ln agents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::ApprovalCard</name>
    <message numerus="yes">
        <source>%n hidden character(s)</source>
        <extracomment>characters that cannot be seen, in what an agent wrote</extracomment>
        <translation>
            <numerusform>%n hidden character</numerusform>
            <numerusform>%n hidden characters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::ApprovalDetails</name>
    <message numerus="yes">
        <source>%n thing(s)</source>
        <extracomment>how many things an action names or would touch; %1 below is the argument it was counted by</extracomment>
        <translation>
            <numerusform>%n thing</numerusform>
            <numerusform>%n things</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::ApprovalEvidence</name>
    <message numerus="yes">
        <source>and %n earlier call(s)</source>
        <translation>
            <numerusform>and %n earlier call</numerusform>
            <numerusform>and %n earlier calls</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::ApprovalItem</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <extracomment>a list among the arguments of an action: how many elements it has</extracomment>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::ApprovalWords</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::BundlePage</name>
    <message numerus="yes">
        <source>%Ln entries of the ledger are withheld: only that they exist is proved.</source>
        <translation>
            <numerusform>%Ln entry of the ledger is withheld: only that it exists is proved.</numerusform>
            <numerusform>%Ln entries of the ledger are withheld: only that they exist is proved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries prove nothing and are left out.</source>
        <translation>
            <numerusform>%Ln entry proves nothing and is left out.</numerusform>
            <numerusform>%Ln entries prove nothing and are left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::CaseSheet</name>
    <message numerus="yes">
        <source>Open an incident from %n record(s)?</source>
        <translation>
            <numerusform>Open an incident from %n record?</numerusform>
            <numerusform>Open an incident from %n records?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Split %n record(s) off %1?</source>
        <translation>
            <numerusform>Split %n record off %1?</numerusform>
            <numerusform>Split %n records off %1?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::CaseText</name>
    <message numerus="yes">
        <source>%n privileged note(s) stay in the workspace.</source>
        <translation>
            <numerusform>%n privileged note stays in the workspace.</numerusform>
            <numerusform>%n privileged notes stay in the workspace.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::CaseWords</name>
    <message numerus="yes">
        <source>%n record(s) split off to %1</source>
        <translation>
            <numerusform>%n record split off to %1</numerusform>
            <numerusform>%n records split off to %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::ConversationModel</name>
    <message numerus="yes">
        <source>%n more character(s): open the record to read them.</source>
        <translation>
            <numerusform>%n more character: open the record to read them.</numerusform>
            <numerusform>%n more characters: open the record to read them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::Coverages</name>
    <message numerus="yes">
        <source>%Ln earlier</source>
        <translation>
            <numerusform>%Ln earlier</numerusform>
            <numerusform>%Ln earlier</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It is usually silent for at most %1; %Ln gap(s): %2.</source>
        <translation>
            <numerusform>It is usually silent for at most %1; one gap: %2.</numerusform>
            <numerusform>It is usually silent for at most %1; %Ln gaps: %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) without a time cover nothing.</source>
        <translation>
            <numerusform>%Ln record without a time covers nothing.</numerusform>
            <numerusform>%Ln records without a time cover nothing.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::CustodyTab</name>
    <message numerus="yes">
        <source>%Ln act(s) in the ledger</source>
        <translation>
            <numerusform>%Ln act in the ledger</numerusform>
            <numerusform>%Ln acts in the ledger</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::DecisionDesk</name>
    <message numerus="yes">
        <source>Approving %n request(s) in %1 s.</source>
        <extracomment>several requests are approved in %1 seconds</extracomment>
        <translation>
            <numerusform>Approving %n request in %1 s.</numerusform>
            <numerusform>Approving %n requests in %1 s.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Denying %n request(s) in %1 s: their agents will be told “%2”.</source>
        <extracomment>several requests are denied in %1 seconds, with the reason %2</extracomment>
        <translation>
            <numerusform>Denying %n request in %1 s: its agent will be told “%2”.</numerusform>
            <numerusform>Denying %n requests in %1 s: their agents will be told “%2”.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Your approval of %n request(s) from %1 was not sent.</source>
        <extracomment>a bulk decision; %1 a time</extracomment>
        <translation>
            <numerusform>Your approval of %n request from %1 was not sent.</numerusform>
            <numerusform>Your approval of %n requests from %1 was not sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Your denial of %n request(s) from %1 was not sent.</source>
        <extracomment>a bulk decision; %1 a time</extracomment>
        <translation>
            <numerusform>Your denial of %n request from %1 was not sent.</numerusform>
            <numerusform>Your denial of %n requests from %1 was not sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) approved, one signed record each.</source>
        <translation>
            <numerusform>%n request approved, one signed record each.</numerusform>
            <numerusform>%n requests approved, one signed record each.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) denied, one signed record each.</source>
        <translation>
            <numerusform>%n request denied, one signed record each.</numerusform>
            <numerusform>%n requests denied, one signed record each.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) claimed by you for 15 minutes.</source>
        <translation>
            <numerusform>%n request claimed by you for 15 minutes.</numerusform>
            <numerusform>%n requests claimed by you for 15 minutes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) released; others can take them.</source>
        <translation>
            <numerusform>%n request released; others can take it.</numerusform>
            <numerusform>%n requests released; others can take them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) reassigned.</source>
        <translation>
            <numerusform>%n request reassigned.</numerusform>
            <numerusform>%n requests reassigned.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) put aside. They come back before their answer is due.</source>
        <translation>
            <numerusform>%n request put aside. It comes back before its answer is due.</numerusform>
            <numerusform>%n requests put aside. They come back before their answer is due.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::DecisionForm</name>
    <message numerus="yes">
        <source>Approve %n request(s)</source>
        <translation>
            <numerusform>Approve %n request</numerusform>
            <numerusform>Approve %n requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deny %n request(s)</source>
        <translation>
            <numerusform>Deny %n request</numerusform>
            <numerusform>Deny %n requests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::DecisionsPage</name>
    <message numerus="yes">
        <source>%n put aside</source>
        <translation>
            <numerusform>%n put aside</numerusform>
            <numerusform>%n put aside</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) selected</source>
        <translation>
            <numerusform>%n request selected</numerusform>
            <numerusform>%n requests selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them can be decided.</source>
        <translation>
            <numerusform>%n of them can be decided.</numerusform>
            <numerusform>%n of them can be decided.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them cannot be approved by itself.</source>
        <translation>
            <numerusform>%n of them cannot be approved by itself.</numerusform>
            <numerusform>%n of them cannot be approved by themselves.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reassign %n request(s)?</source>
        <translation>
            <numerusform>Reassign %n request?</numerusform>
            <numerusform>Reassign %n requests?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Put %n request(s) aside?</source>
        <translation>
            <numerusform>Put %n request aside?</numerusform>
            <numerusform>Put %n requests aside?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::DraftModel</name>
    <message numerus="yes">
        <source>%n other fact(s)</source>
        <translation>
            <numerusform>%n other fact</numerusform>
            <numerusform>%n other facts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n question(s) about what follows from the clauses are answered (%1 s).</source>
        <extracomment>%n questions about what follows from the clauses, %1 a number of seconds such as 0.4</extracomment>
        <translation>
            <numerusform>The one question about what follows from the clauses is answered (%1 s).</numerusform>
            <numerusform>All %n questions about what follows from the clauses are answered (%1 s).</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::DueEvaluations</name>
    <message numerus="yes">
        <source>%Ln more agent(s) have to be evaluated again.</source>
        <translation>
            <numerusform>%Ln more agent has to be evaluated again.</numerusform>
            <numerusform>%Ln more agents have to be evaluated again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::EvaluationWatch</name>
    <message numerus="yes">
        <source>And %Ln more reason(s).</source>
        <translation>
            <numerusform>And %Ln more reason.</numerusform>
            <numerusform>And %Ln more reasons.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::Evidence</name>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n note</numerusform>
            <numerusform>%n notes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::EvidenceFieldsModel</name>
    <message numerus="yes">
        <source>%n other value(s)</source>
        <translation>
            <numerusform>%n other value</numerusform>
            <numerusform>%n other values</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n value(s)</source>
        <translation>
            <numerusform>%1: %n value</numerusform>
            <numerusform>%1: %n values</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::EvidenceTable</name>
    <message numerus="yes">
        <source>%n row(s) with a violation are marked here.</source>
        <translation>
            <numerusform>%n row with a violation is marked here.</numerusform>
            <numerusform>%n rows with a violation are marked here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) are on the clipboard.</source>
        <translation>
            <numerusform>%n row is on the clipboard.</numerusform>
            <numerusform>%n rows are on the clipboard.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) with a star: the arrows at the other edge.</source>
        <translation>
            <numerusform>%n row with a star: the arrows at the other edge.</numerusform>
            <numerusform>%n rows with a star: the arrows at the other edge.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time(s) for which nothing was received: the dashes.</source>
        <translation>
            <numerusform>%n time for which nothing was received: the dashes.</numerusform>
            <numerusform>%n times for which nothing was received: the dashes.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::ExportModel</name>
    <message numerus="yes">
        <source>A bundle of %n file(s) was sealed. Where it went from there is not recorded.</source>
        <translation>
            <numerusform>A bundle of %n file was sealed. Where it went from there is not recorded.</numerusform>
            <numerusform>A bundle of %n files was sealed. Where it went from there is not recorded.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::ExportSheet</name>
    <message numerus="yes">
        <source>%n clause(s) are said exactly.</source>
        <translation>
            <numerusform>%n clause is said exactly.</numerusform>
            <numerusform>%n clauses are said exactly.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) cannot be said there and are listed in the export:</source>
        <translation>
            <numerusform>%n part cannot be said there and is listed in the export:</numerusform>
            <numerusform>%n parts cannot be said there and are listed in the export:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::ExportWords</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chosen record(s)</source>
        <translation>
            <numerusform>%n chosen record</numerusform>
            <numerusform>%n chosen records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Verified, %n file(s)</source>
        <translation>
            <numerusform>Verified, %n file</numerusform>
            <numerusform>Verified, %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) are hidden; that nothing else was changed in these records is the workspace&apos;s signed word.</source>
        <translation>
            <numerusform>%n value is hidden; that nothing else was changed in these records is the workspace&apos;s signed word.</numerusform>
            <numerusform>%n values are hidden; that nothing else was changed in these records is the workspace&apos;s signed word.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::ExportWork</name>
    <message numerus="yes">
        <source>%Ln record(s)</source>
        <translation>
            <numerusform>%Ln record</numerusform>
            <numerusform>%Ln records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln action(s)</source>
        <translation>
            <numerusform>%Ln action</numerusform>
            <numerusform>%Ln actions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln session(s)</source>
        <translation>
            <numerusform>%Ln session</numerusform>
            <numerusform>%Ln sessions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln version(s) of pacts</source>
        <translation>
            <numerusform>%Ln version of pacts</numerusform>
            <numerusform>%Ln versions of pacts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n value(s) hidden, their digests kept; the bytes as received are withheld</source>
        <extracomment>%1 title of a redaction profile</extracomment>
        <translation>
            <numerusform>%1: %n value hidden, their digests kept; the bytes as received are withheld</numerusform>
            <numerusform>%1: %n values hidden, their digests kept; the bytes as received are withheld</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing is hidden; %n item(s) as received</source>
        <translation>
            <numerusform>Nothing is hidden; %n item as received</numerusform>
            <numerusform>Nothing is hidden; %n items as received</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::ExportsPage</name>
    <message numerus="yes">
        <source>%Ln export(s)</source>
        <translation>
            <numerusform>%Ln export</numerusform>
            <numerusform>%Ln exports</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>⬣ %Ln entries do not hold: who they name did not sign them</source>
        <translation>
            <numerusform>⬣ %Ln entry does not hold: who it names did not sign it</numerusform>
            <numerusform>⬣ %Ln entries do not hold: who they name did not sign them</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::FieldsPane</name>
    <message numerus="yes">
        <source>of %n record(s)</source>
        <translation>
            <numerusform>of %n record</numerusform>
            <numerusform>of %n records</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::FilterWords</name>
    <message numerus="yes">
        <source>There are more than %n brackets in each other.</source>
        <translation>
            <numerusform>There is more than %n bracket in each other.</numerusform>
            <numerusform>There are more than %n brackets in each other.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::HeldBar</name>
    <message numerus="yes">
        <source>%1 %n more on the way.</source>
        <extracomment>the newest of several decisions on their way: %1 its sentence; the plural is of those that wait before it</extracomment>
        <translation>
            <numerusform>%1 %n more on the way.</numerusform>
            <numerusform>%1 %n more on the way.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::Histogram</name>
    <message numerus="yes">
        <source>%1 Nothing at all was received for %n stretch(es) of it, the longest from %2 to %3.</source>
        <extracomment>sentence after the summary of the histogram, which is %1; %2 and %3 are times</extracomment>
        <translation>
            <numerusform>%1 Nothing at all was received for %n stretch of it, from %2 to %3.</numerusform>
            <numerusform>%1 Nothing at all was received for %n stretches of it, the longest from %2 to %3.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::HoldsTab</name>
    <message numerus="yes">
        <source>%Ln legal hold(s) in force</source>
        <translation>
            <numerusform>%Ln legal hold in force</numerusform>
            <numerusform>%Ln legal holds in force</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::IncidentAnswers</name>
    <message numerus="yes">
        <source>%n action(s) executed</source>
        <translation>
            <numerusform>%n action executed</numerusform>
            <numerusform>%n actions executed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more in the timeline</source>
        <translation>
            <numerusform>and %n more in the timeline</numerusform>
            <numerusform>and %n more in the timeline</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In session “%1”, which has %n record(s).</source>
        <translation>
            <numerusform>In session “%1”, which has %n record.</numerusform>
            <numerusform>In session “%1”, which has %n records.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In session “%1” of “%2”, which has %n record(s).</source>
        <translation>
            <numerusform>In session “%1” of “%2”, which has %n record.</numerusform>
            <numerusform>In session “%1” of “%2”, which has %n records.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::IncidentDetail</name>
    <message numerus="yes">
        <source>Timeline of the session · %n record(s)</source>
        <translation>
            <numerusform>Timeline of the session · %n record</numerusform>
            <numerusform>Timeline of the session · %n records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) of the incident</source>
        <translation>
            <numerusform>%n record of the incident</numerusform>
            <numerusform>%n records of the incident</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::IncidentsPage</name>
    <message numerus="yes">
        <source>Nobody acted in time on %n incident(s).</source>
        <translation>
            <numerusform>Nobody acted in time on %n incident.</numerusform>
            <numerusform>Nobody acted in time on %n incidents.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n closed or merged hidden</source>
        <extracomment>what a list shows, and that closed ones are not: %1 &quot;3 of 9 shown&quot;</extracomment>
        <translation>
            <numerusform>%1, %n closed or merged hidden</numerusform>
            <numerusform>%1, %n closed or merged hidden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::KeepingDesk</name>
    <message numerus="yes">
        <source>%1 keeps %n record(s) now, and what matches later. Signed and recorded.</source>
        <translation>
            <numerusform>%1 keeps %n record now, and what matches later. Signed and recorded.</numerusform>
            <numerusform>%1 keeps %n records now, and what matches later. Signed and recorded.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Erased the text of %n record(s). Their leaves stay, so every proof does; entry %1 of the ledger is the tombstone.</source>
        <translation>
            <numerusform>Erased the text of %n record. Its leaf stays, so every proof does; entry %1 of the ledger is the tombstone.</numerusform>
            <numerusform>Erased the text of %n records. Their leaves stay, so every proof does; entry %1 of the ledger is the tombstone.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::KeepingSheet</name>
    <message numerus="yes">
        <source>Erase %n record(s)?</source>
        <translation>
            <numerusform>Erase %n record?</numerusform>
            <numerusform>Erase %n records?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Erase %n record(s)</source>
        <translation>
            <numerusform>Erase %n record</numerusform>
            <numerusform>Erase %n records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Keeps %n record(s) now, and what matches later, from being erased, whatever their retention says. It ends only when an owner or legal releases it.</source>
        <translation>
            <numerusform>Keeps %n record now, and what matches later, from being erased, whatever their retention says. It ends only when an owner or legal releases it.</numerusform>
            <numerusform>Keeps %n records now, and what matches later, from being erased, whatever their retention says. It ends only when an owner or legal releases it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::KeepingWords</name>
    <message numerus="yes">
        <source>%1 and %n more range(s)</source>
        <translation>
            <numerusform>%1 and %n more range</numerusform>
            <numerusform>%1 and %n more ranges</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::LabelAnswerView</name>
    <message numerus="yes">
        <source>The last %n record(s) of this session are not shown.</source>
        <translation>
            <numerusform>The last %n record of this session is not shown.</numerusform>
            <numerusform>The last %n records of this session are not shown.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::LabelDesk</name>
    <message numerus="yes">
        <source>[%n more character(s) are not shown]</source>
        <translation>
            <numerusform>[%n more character is not shown]</numerusform>
            <numerusform>[%n more characters are not shown]</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::LabelPane</name>
    <message numerus="yes">
        <source>&amp;Label %n session(s)</source>
        <translation>
            <numerusform>&amp;Label %n session</numerusform>
            <numerusform>&amp;Label %n sessions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Label %n action(s)</source>
        <translation>
            <numerusform>&amp;Label %n action</numerusform>
            <numerusform>&amp;Label %n actions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::MainWindow</name>
    <message numerus="yes">
        <source>%n of the files are pacts, not evidence.</source>
        <translation>
            <numerusform>%n of the files is a pact, not evidence.</numerusform>
            <numerusform>%n of the files are pacts, not evidence.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add pact(s)</source>
        <translation>
            <numerusform>Add pact</numerusform>
            <numerusform>Add pacts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries prove nothing and are left out.</source>
        <translation>
            <numerusform>%Ln entry proves nothing and is left out.</numerusform>
            <numerusform>%Ln entries prove nothing and are left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::MergeSheet</name>
    <message numerus="yes">
        <source>%n part(s) were changed on both sides and are still to be chosen. Everything else is put together.</source>
        <translation>
            <numerusform>%n part was changed on both sides and is still to be chosen. Everything else is put together.</numerusform>
            <numerusform>%n parts were changed on both sides and are still to be chosen. Everything else is put together.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::MetricSourceList</name>
    <message numerus="yes">
        <source>%Ln series</source>
        <translation>
            <numerusform>%Ln series</numerusform>
            <numerusform>%Ln series</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hole(s); of these times nothing is known. The newest is from %1 to %2.</source>
        <translation>
            <numerusform>%Ln hole; of this time nothing is known. It is from %1 to %2.</numerusform>
            <numerusform>%Ln holes; of these times nothing is known. The newest is from %1 to %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln metrics source(s)</source>
        <translation>
            <numerusform>%Ln metrics source</numerusform>
            <numerusform>%Ln metrics sources</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::MetricsPage</name>
    <message numerus="yes">
        <source>The same holds for %n more agent(s).</source>
        <translation>
            <numerusform>The same holds for %n more agent.</numerusform>
            <numerusform>The same holds for %n more agents.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::MiningView</name>
    <message numerus="yes">
        <source>%1 of %n proposal(s) taken</source>
        <extracomment>how many of the proposals go into the draft</extracomment>
        <translation>
            <numerusform>%1 of %n proposal taken</numerusform>
            <numerusform>%1 of %n proposals taken</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::NotesTab</name>
    <message numerus="yes">
        <source>%n signed step(s). What is privileged never leaves the workspace.</source>
        <translation>
            <numerusform>%n signed step. What is privileged never leaves the workspace.</numerusform>
            <numerusform>%n signed steps. What is privileged never leaves the workspace.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::NotificationPlan</name>
    <message numerus="yes">
        <source>%n suspended agent(s) can still act or did. Stop them by hand now.</source>
        <translation>
            <numerusform>%n suspended agent can still act or did. Stop it by hand now.</numerusform>
            <numerusform>%n suspended agents can still act or did. Stop them by hand now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The stop of %n agent(s) is not confirmed everywhere.</source>
        <translation>
            <numerusform>The stop of %n agent is not confirmed everywhere.</numerusform>
            <numerusform>The stop of %n agents is not confirmed everywhere.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) expire soon, the next in %1.</source>
        <extracomment>requests that nobody can decide soon; %1 is a length of time such as &quot;4 min&quot;</extracomment>
        <translation>
            <numerusform>%n request expires soon, in %1.</numerusform>
            <numerusform>%n requests expire soon, the next in %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new request(s) wait for a decision.</source>
        <translation>
            <numerusform>%n new request waits for a decision.</numerusform>
            <numerusform>%n new requests wait for a decision.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The authorization of %n agent(s) ends within a day.</source>
        <translation>
            <numerusform>The authorization of %n agent ends within a day.</numerusform>
            <numerusform>The authorization of %n agents ends within a day.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::Oversight</name>
    <message numerus="yes">
        <source>%n seeded test item(s) approved that should have been refused.</source>
        <translation>
            <numerusform>%n seeded test item approved that should have been refused.</numerusform>
            <numerusform>%n seeded test items approved that should have been refused.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::PactModel</name>
    <message numerus="yes">
        <source>Has to sign before this pact takes effect: %n person(s).</source>
        <translation>
            <numerusform>Has to sign before this pact takes effect: %n person.</numerusform>
            <numerusform>Has to sign before this pact takes effect: %n persons.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::PactProse</name>
    <message numerus="yes">
        <source>Kept for %n day(s).</source>
        <translation>
            <numerusform>Kept for %n day.</numerusform>
            <numerusform>Kept for %n days.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Decided %Ln action(s)</source>
        <translation>
            <numerusform>Decided %Ln action</numerusform>
            <numerusform>Decided %Ln actions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::PactReview</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::PactsPage</name>
    <message numerus="yes">
        <source>%1, %n in force</source>
        <extracomment>%1 is &quot;5 versions&quot;</extracomment>
        <translation>
            <numerusform>%1, %n in force</numerusform>
            <numerusform>%1, %n in force</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n version(s)</source>
        <translation>
            <numerusform>%n version</numerusform>
            <numerusform>%n versions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::PeoplePage</name>
    <message numerus="yes">
        <source>%Ln person(s)</source>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln persons</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::PlainWords</name>
    <message numerus="yes">
        <source>… %n more character(s), see Raw bytes</source>
        <translation>
            <numerusform>… %n more character, see Raw bytes</numerusform>
            <numerusform>… %n more characters, see Raw bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other clause(s) were weighed and do not hold.</source>
        <translation>
            <numerusform>%n other clause was weighed and does not hold.</numerusform>
            <numerusform>%n other clauses were weighed and do not hold.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more fact(s) are in Fields.</source>
        <translation>
            <numerusform>%n more fact is in Fields.</numerusform>
            <numerusform>%n more facts are in Fields.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::PointsPane</name>
    <message numerus="yes">
        <source>%Ln enforcement point(s). Each is told what agents may do, and asked whether it keeps to it.</source>
        <translation>
            <numerusform>%Ln enforcement point. It is told what agents may do, and asked whether it keeps to it.</numerusform>
            <numerusform>%Ln enforcement points. Each is told what agents may do, and asked whether it keeps to it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::RateModel</name>
    <message numerus="yes">
        <source>%1, %2: %n judged call(s), none with a time, so nothing can be drawn. The table by agent and clause counts them.</source>
        <translation>
            <numerusform>%1, %2: %n judged call, none with a time, so nothing can be drawn. The table by agent and clause counts them.</numerusform>
            <numerusform>%1, %2: %n judged calls, none with a time, so nothing can be drawn. The table by agent and clause counts them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) cannot be decided for want of a recorded fact.</source>
        <translation>
            <numerusform>%n call cannot be decided for want of a recorded fact.</numerusform>
            <numerusform>%n calls cannot be decided for want of a recorded fact.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n run(s) hold at least one violation.</source>
        <translation>
            <numerusform>%1 of %n run holds at least one violation.</numerusform>
            <numerusform>%1 of %n runs hold at least one violation.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n judged call(s) have no time: they are in the sums and not in the chart.</source>
        <translation>
            <numerusform>%n judged call has no time: it is in the sums and not in the chart.</numerusform>
            <numerusform>%n judged calls have no time: they are in the sums and not in the chart.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::RecordFields</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n member</numerusform>
            <numerusform>%n members</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::RecordInspector</name>
    <message numerus="yes">
        <source>%Ln value(s) masked</source>
        <translation>
            <numerusform>%Ln value masked</numerusform>
            <numerusform>%Ln values masked</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::RecordRemarks</name>
    <message numerus="yes">
        <source>The stars on %Ln record(s) are taken back, each signed.</source>
        <translation>
            <numerusform>The star on %Ln record is taken back, signed.</numerusform>
            <numerusform>The stars on %Ln records are taken back, each signed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) have a star now, each signed.</source>
        <translation>
            <numerusform>%Ln record has a star now, signed.</numerusform>
            <numerusform>%Ln records have a star now, each signed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) are tagged “%1” now, each signed.</source>
        <translation>
            <numerusform>%Ln record is tagged “%1” now, signed.</numerusform>
            <numerusform>%Ln records are tagged “%1” now, each signed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::RemarksView</name>
    <message numerus="yes">
        <source>A star or a tag is for all %Ln selected record(s), one signed entry each. A note is for this one.</source>
        <translation>
            <numerusform>A star or a tag is for %Ln selected record. A note is for this one.</numerusform>
            <numerusform>A star or a tag is for all %Ln selected records, one signed entry each. A note is for this one.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::RetentionDesk</name>
    <message numerus="yes">
        <source>As of %1 %n record(s) may go: %2. The oldest is of %3.</source>
        <translation>
            <numerusform>As of %1 %n record may go: %2. The oldest is of %3.</numerusform>
            <numerusform>As of %1 %n records may go: %2. The oldest is of %3.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) stay.</source>
        <translation>
            <numerusform>%n record stays.</numerusform>
            <numerusform>%n records stay.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) were erased before.</source>
        <translation>
            <numerusform>%n record was erased before.</numerusform>
            <numerusform>%n records were erased before.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kept %n day(s) as %1 asks, and their time is over</source>
        <translation>
            <numerusform>Kept %n day as %1 asks, and their time is over</numerusform>
            <numerusform>Kept %n days as %1 asks, and their time is over</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::RetentionTab</name>
    <message numerus="yes">
        <source>%Ln tombstone(s): what was erased, and why</source>
        <translation>
            <numerusform>%Ln tombstone: what was erased, and why</numerusform>
            <numerusform>%Ln tombstones: what was erased, and why</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Erase %n record(s)…</source>
        <translation>
            <numerusform>Erase %n record…</numerusform>
            <numerusform>Erase %n records…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) may go</source>
        <translation>
            <numerusform>%Ln record may go</numerusform>
            <numerusform>%Ln records may go</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::SealWords</name>
    <message numerus="yes">
        <source>%Ln do(es) not hold</source>
        <translation>
            <numerusform>%Ln does not hold</numerusform>
            <numerusform>%Ln do not hold</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln with an unknown key</source>
        <translation>
            <numerusform>%Ln with an unknown key</numerusform>
            <numerusform>%Ln with an unknown key</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unknown</source>
        <translation>
            <numerusform>%Ln unknown</numerusform>
            <numerusform>%Ln unknown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hold(s)</source>
        <translation>
            <numerusform>%Ln holds</numerusform>
            <numerusform>%Ln hold</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not sealed</source>
        <translation>
            <numerusform>%Ln not sealed</numerusform>
            <numerusform>%Ln not sealed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln gap(s)</source>
        <translation>
            <numerusform>%Ln gap</numerusform>
            <numerusform>%Ln gaps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::Session</name>
    <message numerus="yes">
        <source>Importing %n file(s)</source>
        <translation>
            <numerusform>Importing %n file</numerusform>
            <numerusform>Importing %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing new: everything in %n file(s) was there already.</source>
        <translation>
            <numerusform>Nothing new: everything in %n file was there already.</numerusform>
            <numerusform>Nothing new: everything in %n files was there already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No records were found in %n file(s).</source>
        <translation>
            <numerusform>No records were found in %n file.</numerusform>
            <numerusform>No records were found in %n files.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) skipped, as they hold no evidence.</source>
        <translation>
            <numerusform>%n file skipped, as it holds no evidence.</numerusform>
            <numerusform>%n files skipped, as they hold no evidence.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n incident(s) opened.</source>
        <translation>
            <numerusform>%n incident opened.</numerusform>
            <numerusform>%n incidents opened.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Imported %1 from %n file(s).</source>
        <extracomment>%1 is &quot;1 204 records&quot;</extracomment>
        <translation>
            <numerusform>Imported %1 from %n file.</numerusform>
            <numerusform>Imported %1 from %n files.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s)</source>
        <translation>
            <numerusform>%Ln record</numerusform>
            <numerusform>%Ln records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) could not be read and are kept in quarantine.</source>
        <translation>
            <numerusform>%Ln item could not be read and is kept in quarantine.</numerusform>
            <numerusform>%Ln items could not be read and are kept in quarantine.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is restricted since %2, without %n tool(s). Reason: %3.</source>
        <translation>
            <numerusform>%1 is restricted since %2, without %n tool. Reason: %3.</numerusform>
            <numerusform>%1 is restricted since %2, without %n tools. Reason: %3.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln agent(s) suspended, each by a statement of its own.</source>
        <translation>
            <numerusform>%Ln agent suspended, by a statement of its own.</numerusform>
            <numerusform>%Ln agents suspended, each by a statement of its own.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::SessionTrail</name>
    <message numerus="yes">
        <source>%1 %n record(s) have no time and no bar.</source>
        <translation>
            <numerusform>%1 %n record has no time and no bar.</numerusform>
            <numerusform>%1 %n records have no time and no bar.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 The last %n record(s) of this session are not shown here; filter for the session to see them.</source>
        <translation>
            <numerusform>%1 The last record of this session is not shown here; filter for the session to see it.</numerusform>
            <numerusform>%1 The last %n records of this session are not shown here; filter for the session to see them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Bars begin when the source says a record happened. %n of them end(s) when it says so, the others reach to the next record.</source>
        <translation>
            <numerusform>Bars begin when the source says a record happened. %n of them ends when it says so, the others reach to the next record.</numerusform>
            <numerusform>Bars begin when the source says a record happened. %n of them end when it says so, the others reach to the next record.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::SessionView</name>
    <message numerus="yes">
        <source>%n record(s): session %1 of %2</source>
        <extracomment>whose session is followed: %1 the session, %2 the agent</extracomment>
        <translation>
            <numerusform>%n record: session %1 of %2</numerusform>
            <numerusform>%n records: session %1 of %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::SourceModel</name>
    <message numerus="yes">
        <source>%Ln item(s)</source>
        <translation>
            <numerusform>%Ln item</numerusform>
            <numerusform>%Ln items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::SourcesPage</name>
    <message numerus="yes">
        <source>%Ln source(s)</source>
        <translation>
            <numerusform>%Ln source</numerusform>
            <numerusform>%Ln sources</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) set aside, because they could not be read. They are kept as they came; the rest was imported.</source>
        <translation>
            <numerusform>%Ln item set aside, because it could not be read. It is kept as it came; the rest was imported.</numerusform>
            <numerusform>%Ln items set aside, because they could not be read. They are kept as they came; the rest was imported.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::StatusBar</name>
    <message numerus="yes">
        <source>Chain holds, %Ln entry(s)</source>
        <translation>
            <numerusform>Chain holds, %Ln entry</numerusform>
            <numerusform>Chain holds, %Ln entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln source(s)</source>
        <translation>
            <numerusform>%Ln source</numerusform>
            <numerusform>%Ln sources</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln agent(s) not stopped</source>
        <translation>
            <numerusform>%Ln agent not stopped</numerusform>
            <numerusform>%Ln agents not stopped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln stop(s) not confirmed</source>
        <translation>
            <numerusform>%Ln stop not confirmed</numerusform>
            <numerusform>%Ln stops not confirmed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Bundle holds, %Ln entry(s) shown</source>
        <translation>
            <numerusform>Bundle holds, %Ln entry shown</numerusform>
            <numerusform>Bundle holds, %Ln entries shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::StopBanners</name>
    <message numerus="yes">
        <source>%n suspended agent(s) can still act or did: %1</source>
        <extracomment>%1 names of agents</extracomment>
        <translation>
            <numerusform>%n suspended agent can still act, or did: %1</numerusform>
            <numerusform>%n suspended agents can still act, or did: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s) suspended: %1</source>
        <translation>
            <numerusform>%n agent suspended: %1</numerusform>
            <numerusform>%n agents suspended: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s) suspended: %1 and others</source>
        <translation>
            <numerusform>%n agent suspended: %1 and others</numerusform>
            <numerusform>%n agents suspended: %1 and others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The authorization of %n agent(s) ends within %1 days, or ended: %2</source>
        <translation>
            <numerusform>The authorization of %n agent ends within %1 days, or ended: %2</numerusform>
            <numerusform>The authorizations of %n agents end within %1 days, or ended: %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::StopPanel</name>
    <message numerus="yes">
        <source>%Ln action(s) ran after the stop, the last at %1.</source>
        <translation>
            <numerusform>%Ln action ran after the stop, the last at %1.</numerusform>
            <numerusform>%Ln actions ran after the stop, the last at %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln action(s) were let through before, and nobody reported how they ended.</source>
        <translation>
            <numerusform>%Ln action was let through before, and nobody reported how it ended.</numerusform>
            <numerusform>%Ln actions were let through before, and nobody reported how they ended.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln open decision(s) will be refused when it asks.</source>
        <translation>
            <numerusform>%Ln open decision will be refused when it asks.</numerusform>
            <numerusform>%Ln open decisions will be refused when it asks.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln action(s) were reported after the stop and are said to have run before it. Nothing shows that they did: the gateway permitted none of them before.</source>
        <translation>
            <numerusform>%Ln action was reported after the stop and is said to have run before it. Nothing shows that it did: the gateway did not permit it before.</numerusform>
            <numerusform>%Ln actions were reported after the stop and are said to have run before it. Nothing shows that they did: the gateway permitted none of them before.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::ToolChooser</name>
    <message numerus="yes">
        <source>%1, %Ln call(s)</source>
        <extracomment>a tool of an agent: %1 its name</extracomment>
        <translation>
            <numerusform>%1, %Ln call</numerusform>
            <numerusform>%1, %Ln calls</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::TurnDelegate</name>
    <message numerus="yes">
        <source>%n more character(s): Enter opens the record.</source>
        <translation>
            <numerusform>%n more character: Enter opens the record.</numerusform>
            <numerusform>%n more characters: Enter opens the record.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::UndoBar</name>
    <message numerus="yes">
        <source>%1 is suspended. For %n second(s), undo proposes to resume it: a second person has to confirm.</source>
        <extracomment>%1 an agent</extracomment>
        <translation>
            <numerusform>%1 is suspended. For %n second, undo proposes to resume it: a second person has to confirm.</numerusform>
            <numerusform>%1 is suspended. For %n seconds, undo proposes to resume it: a second person has to confirm.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is suspended. For %n second(s), undo resumes it by a statement of its own.</source>
        <translation>
            <numerusform>%1 is suspended. For %n second, undo resumes it by a statement of its own.</numerusform>
            <numerusform>%1 is suspended. For %n seconds, undo resumes it by a statement of its own.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::WitnessDesk</name>
    <message numerus="yes">
        <source>%n entries behind</source>
        <translation>
            <numerusform>%n entry behind</numerusform>
            <numerusform>%n entries behind</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 %n entries came since.</source>
        <extracomment>two sentences: what a witness has, and what came since</extracomment>
        <translation>
            <numerusform>%1 %n entry came since.</numerusform>
            <numerusform>%1 %n entries came since.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mandate::WitnessesTab</name>
    <message numerus="yes">
        <source>%Ln witness(es)</source>
        <translation>
            <numerusform>%Ln witness</numerusform>
            <numerusform>%Ln witnesses</numerusform>
        </translation>
    </message>
</context>
</TS>
