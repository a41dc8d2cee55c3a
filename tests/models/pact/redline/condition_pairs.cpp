// SPDX-License-Identifier: GPL-3.0-or-later
#include "condition_pairs.h"

namespace mandate {

namespace {

// clang-format off
const std::string amount = R"({"args.amount": ["<absent>", null, true, "abc", "120", "nan", -1, 0, 1, 49, 50, 99.5, 100, 100.0, 100.5, 101, 120, 150, 150.5, 151, 200, 1000000000, 9007199254740993, 18446744073709551615, [], {}]})";
const std::string text = R"({"args.s": ["<absent>", null, 5, "", "a", "ab", "abc", "b", "ba", "B", "gift_card_1", "gift_x", "certificate_9", "credit_card_2", "pending", "delivered", "cancelled", "other", "xcancelled", "my gift", ["a"], {}]})";
const std::string two = R"({"args.a": ["<absent>", "x", -5, 0, 1, 3, 7, 10, 2.5, 9223372036854775807], "args.b": ["<absent>", "x", -5, 0, 1, 3, 7, 10, 2.5, 9223372036854775807]})";
const std::string flags = R"({"args.p": ["<absent>", true, false, 1], "args.q": ["<absent>", true, false, "x"], "args.r": ["<absent>", true, false]})";
const std::string orders = R"({"args.id": ["<absent>", 7, "1", "2", "3"], "state.order": [{}, {"1": {"status": "pending", "total": 40}, "2": {"status": "delivered", "total": 600.5}}, {"1": {"status": "cancelled", "total": "x"}, "2": {}}, {"1": {"status": 5, "total": 501}}]})";
const std::string lists = R"({"args.items": ["<absent>", null, 3, "abcd", [], [1], [1, 1], [1, 2, 3], [1, 1, 1, 1, 1, 1], ["a"], ["a", "b", "c", "d"], [{"p": 5}], [{"p": 50}, {"p": 7}], [{"p": "x"}], [{"p": "x"}, {"p": 500}], [{"q": 1}], {}, {"k": 1, "l": 2}]})";
const std::string calls = R"({"history": [[], [{"tool": "a", "args": {}, "executed": true, "result": "", "message": 0, "call": 0}], [{"tool": "a", "args": {"id": "1"}, "executed": false, "result": "x", "message": 0, "call": 0}], [{"tool": "b", "args": {"id": "1"}, "executed": true, "result": "", "message": 0, "call": 0}, {"tool": "c", "args": {"id": "2"}, "executed": true, "result": "", "message": 1, "call": 0}], [{"tool": "a", "args": {"id": "1"}, "executed": true, "result": "", "message": 0, "call": 0}, {"tool": "a", "args": {"id": "1"}, "executed": true, "result": "", "message": 0, "call": 0}, {"tool": "a", "args": {"id": "1"}, "executed": true, "result": "", "message": 0, "call": 0}]], "args.id": ["<absent>", "1", "2"]})";
const std::string times = R"({"now": ["<absent>", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-02T12:00:00Z", "2026-01-03T00:00:00Z", "2026-03-01T00:00:00Z", "2025-06-01T10:00:00Z"], "args.at": ["<absent>", "", "2026-01-01T00:00:00Z", "2026-01-01T12:00:00Z", "2026-01-01", 5]})";
const std::string words = R"({"input": ["<absent>", "", "yes", "yesterday", "no", "ok", "please"], "confidence": ["<absent>", 0.0, 0.4, 0.5, 0.6, 0.7, 0.95, 1.0]})";

using enum Relation;

const std::vector<ConditionPair> table{
    // numbers and bounds
    {"a higher bound", "args.amount > 100", "args.amount > 150", Widens, amount},
    {"a lower bound", "args.amount > 150", "args.amount > 100", Narrows, amount},
    {"a higher bound as decimal", "double(args.amount) > 100.0", "double(args.amount) > 150.0", Widens, amount},
    {"guarded, a higher bound", "has(args.amount) && double(args.amount) > 100.0", "has(args.amount) && double(args.amount) > 150.0", Widens, amount},
    {"guarded, a lower bound", "has(args.amount) && double(args.amount) > 150.0", "has(args.amount) && double(args.amount) > 100.0", Narrows, amount},
    {"at least instead of more than", "args.amount > 100", "args.amount >= 100", Narrows, amount},
    {"more than instead of at least", "args.amount >= 100", "args.amount > 100", Widens, amount},
    {"turned round", "args.amount > 100", "100 < args.amount", Same, amount},
    {"not at most", "args.amount > 100", "!(args.amount <= 100)", Same, amount},
    {"not at most, where a text may read as no number", "double(args.amount) > 100.0", "!(double(args.amount) <= 100.0)", Narrows, amount},
    {"whole and decimal bound", "args.amount > 100", "args.amount > 100.0", Same, amount},
    {"a guard against absence", "args.amount > 100", "has(args.amount) && args.amount > 100", Widens, amount},
    {"a guard taken away", "has(args.amount) && args.amount > 100", "args.amount > 100", Narrows, amount},
    {"a range that moves", "args.amount > 50 && args.amount < 101", "args.amount > 100 && args.amount < 151", Moves, amount},
    {"a range within another", "args.amount > 0 && args.amount < 200", "args.amount > 49 && args.amount < 150", Widens, amount},
    {"a bound split in two", "args.amount > 100", "args.amount > 100 && args.amount <= 150 || args.amount > 150", Same, amount},
    {"a bound with a constant sum", "args.amount > 100", "args.amount > 60 + 40", Same, amount},
    {"twice as much", "args.amount > 100", "args.amount * 2 > 200", Moves, amount},
    {"equal or different", "args.amount == 100", "args.amount != 100", Moves, amount},
    {"equal whatever the kind", "args.amount == 100", "args.amount == 100.0", Same, amount},
    {"one value more", "args.amount in [100, 120]", "args.amount in [100, 120, 150]", Narrows, amount},
    {"one value less", "args.amount in [100, 120, 150]", "args.amount in [150, 100]", Widens, amount},
    {"a list as equalities", "args.amount in [100, 120]", "args.amount == 120 || args.amount == 100", Same, amount},
    {"always", "args.amount > 100", "true", Narrows, amount},
    {"never", "args.amount > 100", "false", Widens, amount},
    {"a condition that contradicts itself", "false", "args.amount > 100 && args.amount < 100 && false", Same, amount},
    {"null is excused", "has(args.amount) && args.amount > 100", "has(args.amount) && args.amount != null && args.amount > 100", Widens, amount},
    {"absence is a breach", "has(args.amount) && args.amount == 100", "!has(args.amount) || args.amount == 100", Narrows, amount},
    {"absence counts as nothing", "has(args.amount) && args.amount == 100", "args[?'amount'].orValue(0) == 100", Same, amount},
    {"absence counts as too much", "has(args.amount) && args.amount == 100", "args[?'amount'].orValue(100) == 100", Narrows, amount},
    {"another spelling of a field", "args.amount == 100", "args['amount'] == 100", Same, amount},
    {"two arguments swapped", "args.a < args.b", "args.b < args.a", Moves, two},
    {"two arguments turned round", "args.a < args.b", "args.b > args.a", Same, two},
    {"a sum of two", "args.a + args.b > 10", "args.a + args.b > 7", Narrows, two},
    {"a sum the other way round", "args.a + args.b > 7 && args.a > 0", "args.a > 0 && args.a + args.b > 7", Same, two},
    {"a difference", "args.a - args.b > 0", "args.a - args.b > 5", Widens, two},
    {"one of two instead of both", "args.a > 3 && args.b > 3", "args.a > 3 || args.b > 3", Narrows, two},
    {"a remainder", "args.a % 2 == 1", "args.a % 2 == 1 && args.a > 1", Widens, R"({"args.a": [-5, 0, 1, 3, 7, 10]})"},
    // truth values and three answers
    {"and turned round", "args.p && args.q", "args.q && args.p", Same, flags},
    {"De Morgan", "!(args.p && args.q)", "!args.p || !args.q", Same, flags},
    {"distributed", "args.p && (args.q || args.r)", "args.p && args.q || args.p && args.r", Same, flags},
    {"one condition more", "args.p", "args.p && args.q", Widens, flags},
    {"one alternative more", "args.p", "args.p || args.q", Narrows, flags},
    {"an implication turned round", "!args.p || args.q", "!args.q || args.p", Moves, flags},
    {"a choice as and and or", "args.p ? args.q : args.r", "args.p && args.q || !args.p && args.r", Widens, R"({"args.p": ["<absent>", true, false], "args.q": ["<absent>", true, false], "args.r": ["<absent>", true, false]})"},
    {"equal to true", "args.p == true", "args.p", Narrows, R"({"args.p": ["<absent>", true, false, 1]})"},
    {"an error that is absorbed", "true || args.p", "true", Same, flags},
    {"an error that is not", "args.p || false", "args.p && args.p", Same, flags},
    // texts
    {"another status", "args.s == 'pending'", "args.s == 'delivered'", Moves, text},
    {"one status more", "args.s != 'pending'", "!(args.s in ['pending', 'delivered'])", Widens, text},
    {"one reason less", "!(args.s in ['pending', 'delivered'])", "args.s != 'delivered'", Narrows, text},
    {"a longer prefix", "args.s.startsWith('gift')", "args.s.startsWith('gift_card')", Widens, text},
    {"a shorter prefix", "args.s.startsWith('gift_card')", "args.s.startsWith('gift')", Narrows, text},
    {"contains instead of begins", "args.s.startsWith('gift')", "args.s.contains('gift')", Narrows, text},
    {"ends instead of equals", "args.s == 'cancelled'", "args.s.endsWith('cancelled')", Narrows, text},
    {"guarded, ends instead of equals", "has(args.s) && string(args.s) == 'cancelled'", "has(args.s) && string(args.s).endsWith('cancelled')", Narrows, text},
    {"a longer text", "size(args.s) > 3", "size(args.s) > 5", Widens, text},
    {"not empty", "args.s != ''", "size(args.s) > 0", Widens, text},
    {"later in the alphabet", "args.s > 'a'", "args.s > 'b'", Widens, text},
    {"one of two prefixes", "args.s.startsWith('gift') || args.s.startsWith('credit')", "args.s.startsWith('gift')", Widens, text},
    {"any case", "args.s.lowerAscii() == 'b'", "args.s.lowerAscii() == 'b' || args.s.lowerAscii() == 'ab'", Narrows, text},
    {"a default text", "has(args.s) && args.s == 'a'", "args[?'s'].orValue('') == 'a'", Same, text},
    {"a pattern and a condition more", "args.s.matches('^gift')", "args.s.matches('^gift') && size(args.s) > 6", Widens, text},
    {"a pattern taken away", "args.s.matches('^gift') && args.s != 'gift_x'", "args.s.matches('^gift')", Narrows, text},
    // facts
    {"a status more, of a fact", "state.order[args.id].status != 'pending'", "!(state.order[args.id].status in ['pending', 'delivered'])", Widens, orders},
    {"a status less, of a fact", "!(state.order[args.id].status in ['pending', 'delivered'])", "state.order[args.id].status != 'pending'", Narrows, orders},
    {"a fact that need not be known", "state.order[args.id].status != 'pending'", "args.id in state.order && state.order[args.id].status != 'pending'", Widens, orders},
    {"a fact by another name", "state.order[args.id].status == 'pending'", "cel.bind(o, state.order[args.id], o.status == 'pending')", Same, orders},
    {"known facts only", "!(args.id in state.order)", "!has(args.id) || !(args.id in state.order)", Narrows, orders},
    {"a total of a fact", "double(state.order[args.id].total) > 500.0", "double(state.order[args.id].total) > 1000.0", Widens, orders},
    {"a fact with a default", "state.order[?args.id].hasValue()", "args.id in state.order", Same, orders},
    {"an exception by fact", "args.id != '3'", "args.id != '3' && state.order[args.id].status != 'pending'", Widens, orders},
    // lists
    {"more items", "size(args.items) > 3", "size(args.items) > 5", Widens, lists},
    {"fewer items", "size(args.items) > 2", "size(args.items) > 0", Narrows, lists},
    {"size as a member", "size(args.items) > 2", "args.items.size() > 2", Same, lists},
    {"some element more dearly", "args.items.exists(i, i.p > 10)", "args.items.exists(i, i.p > 100)", Widens, lists},
    {"some element more cheaply", "args.items.exists(i, i.p > 100)", "args.items.exists(i, i.p > 10)", Narrows, lists},
    {"another name of the element", "args.items.exists(i, i.p > 10)", "args.items.exists(item, item.p > 10)", Same, lists},
    {"all instead of some", "args.items.exists(i, i == 1)", "args.items.all(i, i == 1)", Moves, lists},
    {"not all is some not", "!args.items.all(i, i == 1)", "args.items.exists(i, i != 1)", Same, lists},
    {"more of a kind", "size(args.items.filter(i, i == 1)) > 1", "size(args.items.filter(i, i == 1)) > 3", Widens, lists},
    {"more kinds counted", "size(args.items.filter(i, i == 1)) > 1", "size(args.items.filter(i, i == 1 || i == 2)) > 1", Narrows, R"({"args.items": [[], [1], [1, 2], [1, 1], [2, 2, 2], [3, 1, 2]]})"},
    {"a sum that may be higher", "args.items.map(i, i).sum() > 5", "args.items.map(i, i).sum() > 7", Widens, R"({"args.items": [[], [1], [6], [3, 3], [4, 4], [9]]})"},
    {"an element of the list", "'a' in args.items", "'a' in args.items || 'b' in args.items", Narrows, R"({"args.items": ["<absent>", [], ["a"], ["b"], ["c"], {"a": 1}, {"b": 1}]})"},
    // history
    {"an earlier call, one tool more", "history.exists(h, h.tool == 'a')", "history.exists(h, h.tool in ['a', 'b'])", Narrows, calls},
    {"an earlier call that ran", "history.exists(h, h.tool == 'a')", "history.exists(h, h.executed && h.tool == 'a')", Widens, calls},
    {"an earlier call for the same", "history.exists(h, h.tool == 'a')", "history.exists(h, h.tool == 'a' && h.args[?'id'].orValue('') == args.id)", Widens, calls},
    {"more calls", "size(history) >= 1", "size(history) >= 3", Widens, calls},
    {"more calls of a tool", "size(history.filter(h, h.tool == 'a')) >= 1", "size(history.filter(h, h.tool == 'a')) >= 3", Widens, calls},
    {"some or a count", "history.exists(h, h.tool == 'a')", "size(history.filter(h, h.tool == 'a')) > 0", Same, calls},
    {"no earlier call", "!history.exists(h, h.tool == 'b')", "!history.exists(h, h.tool == 'b' || h.tool == 'a')", Widens, calls},
    // time
    {"a later day", "now < timestamp('2026-01-02T00:00:00Z')", "now < timestamp('2026-01-03T00:00:00Z')", Narrows, times},
    {"the same instant in another zone", "now < timestamp('2026-01-02T00:00:00Z')", "now < timestamp('2026-01-02T01:00:00+01:00')", Same, times},
    {"a longer time", "timestamp(args.at) < now - duration('24h')", "timestamp(args.at) < now - duration('48h')", Widens, times},
    {"hours as minutes", "timestamp(args.at) < now - duration('24h')", "timestamp(args.at) < now - duration('1440m')", Same, times},
    {"a sum turned round", "timestamp(args.at) + duration('24h') < now", "timestamp(args.at) < now - duration('24h')", Moves, R"({"now": ["2026-01-02T12:00:00Z", "0001-01-01T00:00:00Z"], "args.at": ["2026-01-01T00:00:00Z", "9999-12-31T12:00:00Z"]})"},
    // the rest
    {"a lower confidence", "confidence < 0.7", "confidence < 0.5", Widens, words},
    {"a higher confidence", "confidence < 0.5", "confidence < 0.7", Narrows, words},
    {"one word more", "input.matches('^(yes|ok)$')", "input.matches('^(yes|ok)$') || input == 'please'", Narrows, words},
    {"another pattern", "input.matches('yes')", "input.matches('^yes$')", Widens, words},
    {"permission with a higher bound", "args.amount < 100", "args.amount < 150", Widens, amount, ClauseKind::Permit},
    {"permission with a lower bound", "args.amount < 150", "args.amount < 100", Narrows, amount, ClauseKind::Permit},
    {"permission for one status more", "args.s == 'pending'", "args.s in ['pending', 'delivered']", Widens, text, ClauseKind::Permit},
    {"permission turned round", "args.amount < 100", "100 > args.amount", Same, amount, ClauseKind::Permit},
    {"escalation with a higher bound", "args.amount > 100", "args.amount > 150", Widens, amount, ClauseKind::Escalate},
    {"less is owed", "!(args.id in state.order)", "has(args.id) && !(args.id in state.order)", Widens, orders, ClauseKind::Evidence},
};
// clang-format on

} // namespace

const std::vector<ConditionPair> &conditionPairs()
{
    return table;
}

} // namespace mandate
