// SPDX-License-Identifier: GPL-3.0-or-later
// What a condition compares: kinds that never fit, and texts that were never seen where they are looked for.
#include "models/pact/condition_check.h"
#include "models/pact/nearest.h"

#include <algorithm>
#include <cctype>

namespace mandate {

namespace {

using Stands = Reading::Role;
using cel::ExprKind;

constexpr std::size_t mostOfEnumeration = 20;
constexpr std::uint64_t sureOfEnumeration = 20; ///< values after which one that was never seen is hardly one of them

/// Numbers of either kind compare with each other.
KindSet comparable(KindSet kinds)
{
    return kinds & numberKinds ? kinds | numberKinds : kinds;
}

bool hasDigit(const std::string &text)
{
    return std::ranges::any_of(text, [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
}

/// Whether something that was seen on one side does not fit the other.
bool leavesOut(const Reading &a, KindSet left, const Reading &b, KindSet right)
{
    return (a.isObserved() && (left & ~right) != 0) || (b.isObserved() && (right & ~left) != 0);
}

std::string conversionTo(KindSet kinds, const std::string &path)
{
    if (kinds == textKind)
        return "string(" + path + ')';
    if ((kinds & ~numberKinds) == 0 && kinds != 0)
        return (kinds == intKind ? "int(" : "double(") + path + ')';
    return {};
}

} // namespace

std::string_view ConditionCheck::textAt(cel::ExprId id) const
{
    const cel::Expr &e = m_ast[id];
    return e.kind == ExprKind::Literal && e.literal.isString() ? e.literal.text() : std::string_view();
}

void ConditionCheck::kindsDiffer(const cel::Expr &e, const Reading &a, const Reading &b, const std::string &use, bool partly)
{
    const Reading &seen = a.isObserved() ? a : b;
    const Reading &other = a.isObserved() ? b : a;
    const std::string convert = conversionTo(other.kinds, seen.path);
    std::string reason = '"' + seen.path + "\" was " + (partly ? "" : "only ever ") + wordsOf(seen.kinds & ~(partly ? nullKind : 0)) +
                         " in the trail, and is " + use + ' ' + wordsOf(other.kinds) + " here";
    reason += partly ? ", which does not always work." : ", which never works.";
    add(partly ? ProblemClass::Warning : ProblemClass::Error, "wrong-kind", e, std::move(reason),
        convert.empty() ? "Check which value is meant, or convert it." : "Convert it: " + convert + '.', seen.path + use);
}

void ConditionCheck::compare(const cel::Expr &e, const Reading &a, const Reading &b)
{
    const bool known = (a.isObserved() && b.kinds != anyKind) || (b.isObserved() && a.kinds != anyKind);
    if (known && a.kinds != nullKind && b.kinds != nullKind && (comparable(a.kinds) & comparable(b.kinds)) == 0)
        kindsDiffer(e, a, b, "compared with", false);
    checkTexts(a, e.children[1]);
    checkTexts(b, e.children[0]);
}

void ConditionCheck::order(const cel::Expr &e, const Reading &a, const Reading &b)
{
    if (!((a.isObserved() && b.kinds != anyKind) || (b.isObserved() && a.kinds != anyKind)))
        return;
    const KindSet left = comparable(a.kinds & ~nullKind);
    const KindSet right = comparable(b.kinds & ~nullKind);
    if ((left & right) == 0)
        kindsDiffer(e, a, b, "compared with", false);
    else if (leavesOut(a, left, b, right) && !m_asksType)
        kindsDiffer(e, a, b, "compared with", true);
}

void ConditionCheck::arithmetic(const cel::Expr &e, const Reading &a, const Reading &b)
{
    if (!((a.isObserved() && b.kinds != anyKind) || (b.isObserved() && a.kinds != anyKind)))
        return;
    if (((a.kinds | b.kinds) & otherKinds) != 0)
        return; // times and durations add to each other
    const KindSet left = a.kinds & ~nullKind;
    const KindSet right = b.kinds & ~nullKind;
    if ((left & right) == 0)
        kindsDiffer(e, a, b, "combined with", false);
    else if (leavesOut(a, left, b, right) && !m_asksType)
        kindsDiffer(e, a, b, "combined with", true);
}

void ConditionCheck::mustBe(const cel::Expr &e, const Reading &x, KindSet wanted, const std::string &use)
{
    if (!x.isObserved() || (x.kinds & wanted) != 0 || (x.kinds & ~nullKind) == 0)
        return;
    const std::string convert = conversionTo(wanted, x.path);
    add(ProblemClass::Error, "wrong-kind", e, '"' + x.path + "\" was only ever " + wordsOf(x.kinds) + " in the trail, and " + use + " here.",
        convert.empty() ? "Check which value is meant." : "Convert it: " + convert + '.', x.path + use);
}

void ConditionCheck::checkTexts(const Reading &of, cel::ExprId literal)
{
    if (const std::string_view text = textAt(literal); !text.empty())
        checkText(of, std::string(text), m_ast[literal]);
}

void ConditionCheck::checkText(const Reading &of, const std::string &text, const cel::Expr &at)
{
    const Vocabulary *vocabulary = m_readings.vocabulary();
    switch (of.role) {
    case Stands::Tool:
        if (!m_names.knowsTool(text)) {
            const std::string near = m_names.nearTool(text);
            add(ProblemClass::Error, "unknown-tool", at,
                "No tool \"" + text + "\" is listed in the pact" + (vocabulary ? " or was ever seen in the trail." : "."),
                near.empty() ? "List the tool under \"tools\", or correct its name."
                             : "Did you mean \"" + near + "\"? Else list the tool under \"tools\".",
                text);
        }
        return;
    case Stands::Agent:
        if (vocabulary)
            checkName(vocabulary->agents, "agent", text, at);
        return;
    case Stands::Deployment:
        if (vocabulary)
            checkName(vocabulary->deployments, "deployment", text, at);
        return;
    case Stands::Data: checkValue(of, text, at); return;
    default: return;
    }
}

void ConditionCheck::checkName(const std::vector<std::string> &known, std::string_view what, const std::string &text, const cel::Expr &at)
{
    if (known.empty() || m_readings.vocabulary()->toolsCut || std::ranges::binary_search(known, text))
        return;
    Nearest near(text, Nearest::How::Misspelt);
    for (const std::string &name : known)
        near.offer(name);
    add(near.name().empty() ? ProblemClass::Info : ProblemClass::Error, "unknown-value", at,
        "No " + std::string(what) + " \"" + text + "\" that this pact binds was ever seen in the trail.",
        near.name().empty() ? "Correct the name, unless it is still to come." : "Did you mean \"" + near.name() + "\"?", text);
}

void ConditionCheck::checkValue(const Reading &of, const std::string &text, const cel::Expr &at)
{
    std::set<std::string> known;
    std::uint64_t times = 0;
    for (const ObservedValue *value : of.values) {
        if (value->textsCut)
            return;
        known.insert(value->texts.begin(), value->texts.end());
        times += value->seen[static_cast<std::size_t>(ObservedKind::Text)];
    }
    if (known.empty() || known.contains(text))
        return;
    Nearest near(text, Nearest::How::Misspelt);
    std::string all;
    for (const std::string &one : known) {
        if (!m_written.contains(one)) // what the condition names beside it is another value
            near.offer(one);
        all += (all.empty() ? "\"" : ", \"") + one + '"';
    }
    // Values that hardly repeat are names and numbers of things: any other may come.
    const bool enumerated = known.size() <= mostOfEnumeration && times >= 3 * known.size();
    const bool misspelt = !near.name().empty() && (enumerated || !(hasDigit(text) || hasDigit(near.name())));
    if (!enumerated && !misspelt)
        return;
    // What resembles nothing may be still to come: it is said, and does not stop a version that a person wants.
    add(misspelt ? ProblemClass::Error : times >= sureOfEnumeration ? ProblemClass::Warning : ProblemClass::Info, "unknown-value", at,
        "The value \"" + text + "\" of \"" + of.path + "\" was never seen in the trail, in " + std::to_string(times) + " values.",
        misspelt ? "Did you mean \"" + near.name() + "\"?" : "Correct it, unless it is still to come; these were seen: " + all + '.',
        of.path + '=' + text);
}

} // namespace mandate
