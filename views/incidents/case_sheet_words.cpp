// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/case_sheet_words.h"

#include <QCoreApplication>

namespace mandate {
namespace {

struct SheetWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::CaseSheet)
};

QString kept()
{
    return SheetWords::tr("Why. Everyone who works on the incident can read it, and it stays in the record.");
}

void askWhy(CaseForm &form)
{
    form.textName = kept();
    form.needsText = true;
}

void askNote(CaseForm &form)
{
    form.textName = SheetWords::tr("Note (may be empty). It stays in the record.");
}

void askNew(CaseForm &form, const CaseSubject &subject)
{
    form.lineName = SheetWords::tr("What happened, in a few words");
    form.choiceName = SheetWords::tr("Severity");
    form.choices = severityChoices();
    form.chosen = QStringLiteral("major");
    form.change.records = subject.records;
    askWhy(form);
}

void askDuty(CaseForm &form, const CaseSubject &subject)
{
    form.change.duty = subject.duty ? subject.duty->id : QString();
    form.change.role = subject.duty ? subject.duty->role : QString();
}

} // namespace

QString caseActWords(CaseAct act)
{
    switch (act) {
    case CaseAct::Open: return SheetWords::tr("New incident…");
    case CaseAct::Assign: return SheetWords::tr("Assign…");
    case CaseAct::Investigate: return SheetWords::tr("Investigate");
    case CaseAct::Contain: return SheetWords::tr("Contained");
    case CaseAct::Grade: return SheetWords::tr("Grade…");
    case CaseAct::Note: return SheetWords::tr("Note…");
    case CaseAct::Link: return SheetWords::tr("Link…");
    case CaseAct::Unlink: return SheetWords::tr("Take link away…");
    case CaseAct::Merge: return SheetWords::tr("Merge…");
    case CaseAct::Split: return SheetWords::tr("Split…");
    case CaseAct::Claim: return SheetWords::tr("Attribute a cause");
    case CaseAct::Agree: return SheetWords::tr("Agree…");
    case CaseAct::Withdraw: return SheetWords::tr("Withdraw…");
    case CaseAct::Aware: return SheetWords::tr("Somebody became aware…");
    case CaseAct::Reported: return SheetWords::tr("Reported…");
    case CaseAct::NoDuty: return SheetWords::tr("Does not apply…");
    case CaseAct::Close: return SheetWords::tr("Close…");
    case CaseAct::Reopen: return SheetWords::tr("Reopen…");
    }
    return {};
}

CaseForm caseForm(CaseAct act, const CaseSubject &subject)
{
    CaseForm form;
    form.change.act = act;
    form.change.incident = subject.incident.id;
    const QString &id = subject.incident.id;
    switch (act) {
    case CaseAct::Open:
        form.title = SheetWords::tr("Open an incident from %n record(s)?", nullptr, static_cast<int>(subject.records.size()));
        form.meaning = SheetWords::tr("It is opened in your name, not by a rule. Its records and its number stay in the ledger.");
        form.commit = SheetWords::tr("Open incident");
        askNew(form, subject);
        break;
    case CaseAct::Split:
        form.title = SheetWords::tr("Split %n record(s) off %1?", nullptr, static_cast<int>(subject.records.size())).arg(id);
        form.meaning = SheetWords::tr("They become a new incident's and are no longer this one's.");
        form.commit = SheetWords::tr("Split off");
        askNew(form, subject);
        break;
    case CaseAct::Assign:
        form.title = SheetWords::tr("Who works on %1?").arg(id);
        form.meaning = SheetWords::tr("Whoever is assigned is named beside the incident. It counts as somebody acting on it.");
        form.commit = SheetWords::tr("Assign incident");
        form.choiceName = SheetWords::tr("Person");
        form.choices = subject.people;
        form.chosen = subject.self;
        if (subject.people.isEmpty()) {
            form.lineName = SheetWords::tr("Person id, such as account:ada");
            form.line = subject.self;
        }
        form.timeName = SheetWords::tr("Due, in UTC");
        form.timeOptional = true;
        form.time = QDateTime::currentDateTimeUtc().addDays(1);
        askNote(form);
        break;
    case CaseAct::Investigate:
    case CaseAct::Contain:
        form.title = act == CaseAct::Contain ? SheetWords::tr("Is %1 contained?").arg(id) : SheetWords::tr("Investigate %1?").arg(id);
        form.meaning = act == CaseAct::Contain ? SheetWords::tr("It says that nothing more of it happens. It stops no agent: suspend the agent for that.")
                                               : SheetWords::tr("It says that somebody looks into it. It counts as somebody acting on it.");
        form.commit = act == CaseAct::Contain ? SheetWords::tr("Sign: contained") : SheetWords::tr("Sign: investigating");
        askNote(form);
        break;
    case CaseAct::Grade:
        form.title = SheetWords::tr("Grade %1 anew?").arg(id);
        form.meaning = SheetWords::tr("The severity that the rule computed stays in the record; yours is shown.");
        form.commit = SheetWords::tr("Grade incident");
        form.choiceName = SheetWords::tr("Severity");
        form.choices = severityChoices();
        askWhy(form);
        break;
    case CaseAct::Note:
        form.title = SheetWords::tr("Note about %1").arg(id);
        form.commit = SheetWords::tr("Sign note");
        form.textName = SheetWords::tr("Note. Everyone with this workspace can read it, and it stays in the record.");
        form.needsText = true;
        form.checkName = SheetWords::tr("Privileged: never leaves the workspace, whatever is exported");
        break;
    case CaseAct::Link:
        form.title = SheetWords::tr("Link %1 to another incident").arg(id);
        form.commit = SheetWords::tr("Link incidents");
        form.choiceName = SheetWords::tr("Other incident");
        form.choices = subject.others;
        form.secondName = SheetWords::tr("How this one stands to it");
        form.seconds = relationChoices();
        askNote(form);
        break;
    case CaseAct::Unlink:
        form.title = SheetWords::tr("Take a link of %1 away?").arg(id);
        form.meaning = SheetWords::tr("That it was linked stays in the record.");
        form.commit = SheetWords::tr("Take link away");
        form.choiceName = SheetWords::tr("Other incident");
        form.choices = subject.others;
        askNote(form);
        break;
    case CaseAct::Merge:
        form.title = SheetWords::tr("Merge %1 into another incident?").arg(id);
        form.meaning = SheetWords::tr("The other one has its records from then on, and this one asks for no more work. Reopening takes it out again.");
        form.commit = SheetWords::tr("Merge incident");
        form.choiceName = SheetWords::tr("Into");
        form.choices = subject.others;
        askWhy(form);
        break;
    case CaseAct::Agree:
        form.title = SheetWords::tr("Agree that the cause is: %1?").arg(subject.claim ? subject.claim->heading : QString());
        form.meaning = SheetWords::tr("You sign that you share this claim, for yourself or for the party you enter it for.");
        form.commit = SheetWords::tr("Sign agreement");
        form.choiceName = SheetWords::tr("For whom");
        form.choices = partyChoices();
        form.change.about = subject.claim ? subject.claim->digest : QString();
        askNote(form);
        break;
    case CaseAct::Withdraw:
        form.title = SheetWords::tr("Withdraw your claim: %1?").arg(subject.claim ? subject.claim->heading : QString());
        form.meaning = SheetWords::tr("It no longer counts. That it was made stays in the record.");
        form.commit = SheetWords::tr("Withdraw claim");
        form.change.about = subject.claim ? subject.claim->digest : QString();
        askWhy(form);
        break;
    case CaseAct::Aware:
        form.title = SheetWords::tr("When did somebody become aware? %1").arg(subject.duty ? subject.duty->title : QString());
        form.meaning = SheetWords::tr("A clock runs from then on, at the earliest reading. It is no legal advice.");
        form.commit = SheetWords::tr("Start clock");
        if (subject.duty && subject.duty->categories.size() > 1) {
            form.choiceName = SheetWords::tr("Category");
            for (const DutyCategoryItem &category : subject.duty->categories)
                form.choices.append({category.id, category.title});
        } else if (subject.duty && !subject.duty->categories.isEmpty())
            form.change.category = subject.duty->categories.first().id;
        form.timeName = SheetWords::tr("When, in UTC; not when it is written down");
        form.textName = SheetWords::tr("What was known then, and who established it. It stays in the record.");
        form.needsText = true;
        askDuty(form, subject);
        break;
    case CaseAct::Reported:
        form.title = SheetWords::tr("Was it reported? %1").arg(subject.duty ? subject.duty->title : QString());
        form.meaning = SheetWords::tr("It stops the clock. Mandate sends nothing: say what you sent, and when.");
        form.commit = SheetWords::tr("Stop clock");
        form.lineName = SheetWords::tr("Reference: the number or name that the receiver uses");
        form.timeName = SheetWords::tr("When it was reported, in UTC");
        askNote(form);
        askDuty(form, subject);
        break;
    case CaseAct::NoDuty:
        form.title = SheetWords::tr("Does this not apply? %1").arg(subject.duty ? subject.duty->title : QString());
        form.meaning = SheetWords::tr("No clock runs then. Your reason is what an auditor reads.");
        form.commit = SheetWords::tr("Sign: does not apply");
        askWhy(form);
        askDuty(form, subject);
        break;
    case CaseAct::Close:
        form.title = SheetWords::tr("Close %1?").arg(id);
        form.meaning = SheetWords::tr("It asks for no more work. It can be reopened; notes and reports stay possible.");
        form.commit = SheetWords::tr("Close incident");
        askWhy(form);
        break;
    case CaseAct::Reopen:
        form.title = SheetWords::tr("Reopen %1?").arg(id);
        form.meaning = SheetWords::tr("It asks for work again. That it was closed stays in the record.");
        form.commit = SheetWords::tr("Reopen incident");
        askWhy(form);
        break;
    case CaseAct::Claim: break; // has a form of its own
    }
    return form;
}

} // namespace mandate
