# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a scope policy and says what it says of an action, independently of Mandate's own evaluator. Python 3.9 or newer, standard library only.

    allowed, words = ScopePolicy(document).check(action, deployment)

It knows a part of the condition language (CEL): constants, lists, && || ! ?: comparisons, arithmetic, in, fields and entries, has(), size(), string(),
int(), double(), startsWith, endsWith, contains, exists, all, filter, map. What it does not know, or cannot decide, it does not allow.
"""
import hashlib
import json
import operator
import re


class Undecided(Exception):
    """The condition has no yes or no here: something is missing, of another kind, or not known to this reader."""


TOKEN = re.compile(r"""\s*(?:(?P<number>\d+\.\d+(?:[eE][-+]?\d+)?|\d+)(?![\w.])|(?P<name>[A-Za-z_]\w*)|(?P<text>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")"""
                   r"""|(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()\[\]]))""")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"'}
COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
LONGEST = 2 ** 63


def tokens_of(source):
    found, at = [], 0
    source = source.rstrip()
    while at < len(source):
        match = TOKEN.match(source, at)
        if not match:
            raise Undecided("this reader does not know " + repr(source[at:at + 20]))
        found.append((match.lastgroup, match.group(match.lastgroup)))
        at = match.end()
    return found


class Parser:
    """Source to nested tuples, by recursive descent."""

    def __init__(self, source):
        self.tokens, self.at = tokens_of(source), 0

    def parse(self):
        tree = self.choice()
        if self.at != len(self.tokens):
            raise Undecided("this reader does not know the rest behind " + repr(self.tokens[self.at][1]))
        return tree

    def peek(self):
        return self.tokens[self.at][1] if self.at < len(self.tokens) and self.tokens[self.at][0] != "text" else None

    def take(self, sign):
        if self.peek() != sign:
            return False
        self.at += 1
        return True

    def need(self, sign):
        if not self.take(sign):
            raise Undecided("%r is missing" % sign)

    def choice(self):
        condition = self.either()
        if not self.take("?"):
            return condition
        yes = self.either()
        self.need(":")
        return ("choice", condition, yes, self.choice())

    def chain(self, below, signs):
        left = below()
        while self.peek() in signs:
            sign = self.tokens[self.at][1]
            self.at += 1
            left = (sign, left, below())
        return left

    def either(self):
        return self.chain(self.both, ("||",))

    def both(self):
        return self.chain(self.comparison, ("&&",))

    def comparison(self):
        return self.chain(self.sum, ("==", "!=", "<", "<=", ">", ">=", "in"))

    def sum(self):
        return self.chain(self.product, ("+", "-"))

    def product(self):
        return self.chain(self.unary, ("*", "/", "%"))

    def unary(self):
        if self.take("!"):
            return ("!", self.unary())
        if self.take("-"):
            return ("negative", self.unary())
        return self.member()

    def member(self):
        tree = self.primary()
        while True:
            if self.take("."):
                kind, name = self.tokens[self.at] if self.at < len(self.tokens) else (None, None)
                if kind != "name":
                    raise Undecided("a name is missing behind '.'")
                self.at += 1
                tree = ("method", tree, name, self.arguments(")")) if self.take("(") else ("field", tree, name)
            elif self.take("["):
                tree = ("entry", tree, self.choice())
                self.need("]")
            else:
                return tree

    def arguments(self, end):
        found = []
        while not self.take(end):
            if found:
                self.need(",")
            found.append(self.choice())
        return found

    def primary(self):
        if self.take("("):
            tree = self.choice()
            self.need(")")
            return tree
        if self.take("["):
            return ("list", self.arguments("]"))
        kind, word = self.tokens[self.at] if self.at < len(self.tokens) else (None, None)
        self.at += 1
        if kind == "number":
            return ("value", float(word) if "." in word else int(word))
        if kind == "text":
            if re.search(r"\\[^ntr\\'\"]", word):
                raise Undecided("this reader does not know the escape in " + word)
            return ("value", re.sub(r"\\(.)", lambda match: ESCAPES[match.group(1)], word[1:-1]))
        if kind == "name":
            if word in ("true", "false", "null"):
                return ("value", {"true": True, "false": False, "null": None}[word])
            return ("call", word, self.arguments(")")) if self.take("(") else ("name", word)
        raise Undecided("a value is missing")


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def equal(a, b):
    if is_number(a) and is_number(b):
        return a == b
    if type(a) is not type(b):
        return False
    if isinstance(a, list):
        return len(a) == len(b) and all(equal(x, y) for x, y in zip(a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(equal(a[key], b[key]) for key in a)
    return a == b


def arithmetic(sign, a, b):
    if sign == "+" and type(a) is type(b) and isinstance(a, (str, list)):
        return a + b
    if not (is_number(a) and is_number(b) and type(a) is type(b)) or (sign in "/%" and b == 0) or (sign == "%" and isinstance(a, float)):
        raise Undecided("%s does not work with these" % sign)
    if isinstance(a, int) and sign in "/%":
        quotient = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
        value = quotient if sign == "/" else a - quotient * b
    else:
        value = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}[sign](a, b)
    if isinstance(value, int) and not -LONGEST <= value < LONGEST:
        raise Undecided("the number is too large")
    return value


class Evaluation:
    """Of one condition over names. Counts its steps: a condition is not to run forever."""

    def __init__(self, names, steps=200_000):
        self.names, self.steps = names, steps

    def of(self, tree):
        self.steps -= 1
        if self.steps < 0:
            raise Undecided("it takes too long")
        return getattr(self, "do_" + {"!": "not", "||": "or", "&&": "and", "in": "in"}.get(tree[0], tree[0]) if tree[0].isalpha() or tree[0] in ("!", "||", "&&") else "do_binary")(tree)

    def yes(self, tree):
        value = self.of(tree)
        if not isinstance(value, bool):
            raise Undecided("this is no yes or no")
        return value

    def do_value(self, tree):
        return tree[1]

    def do_name(self, tree):
        if tree[1] not in self.names:
            raise Undecided("nothing is known by the name " + tree[1])
        return self.names[tree[1]]

    def do_list(self, tree):
        return [self.of(one) for one in tree[1]]

    def do_choice(self, tree):
        return self.of(tree[2] if self.yes(tree[1]) else tree[3])

    def do_not(self, tree):
        return not self.yes(tree[1])

    def do_negative(self, tree):
        return arithmetic("-", 0 * self.number(tree[1]), self.number(tree[1]))

    def number(self, tree):
        value = self.of(tree)
        if not is_number(value):
            raise Undecided("this is no number")
        return value

    def decides(self, trees, answer):
        """Absence stops where it does not matter: one side may decide although the other cannot be told."""
        open_side = None
        for tree in trees:
            try:
                if self.yes(tree) == answer:
                    return answer
            except Undecided as why:
                open_side = open_side or why
        if open_side:
            raise open_side
        return not answer

    def do_or(self, tree):
        return self.decides(tree[1:], True)

    def do_and(self, tree):
        return self.decides(tree[1:], False)

    def do_in(self, tree):
        value, among = self.of(tree[1]), self.of(tree[2])
        if isinstance(among, list):
            return any(equal(value, one) for one in among)
        if isinstance(among, dict):
            return isinstance(value, str) and value in among
        raise Undecided("nothing can be in this")

    def do_binary(self, tree):
        a, b = self.of(tree[1]), self.of(tree[2])
        if tree[0] in ("==", "!="):
            return equal(a, b) == (tree[0] == "==")
        if tree[0] not in COMPARE:
            return arithmetic(tree[0], a, b)
        if not (is_number(a) and is_number(b)) and not (isinstance(a, str) and isinstance(b, str)):
            raise Undecided("these cannot be ordered")
        return COMPARE[tree[0]](a, b)

    def do_field(self, tree):
        value = self.of(tree[1])
        if not isinstance(value, dict):
            raise Undecided("%s is asked of something that has no members" % tree[2])
        if tree[2] not in value:
            raise Undecided("%s is missing" % tree[2])
        return value[tree[2]]

    def do_entry(self, tree):
        value, key = self.of(tree[1]), self.of(tree[2])
        if isinstance(value, dict) and isinstance(key, str) and key in value:
            return value[key]
        if isinstance(value, list) and isinstance(key, int) and not isinstance(key, bool) and 0 <= key < len(value):
            return value[key]
        raise Undecided("there is no entry %r" % (key,))

    def do_call(self, tree):
        name, given = tree[1], tree[2]
        if name == "has" and len(given) == 1 and given[0][0] == "field":
            value = self.of(given[0][1])
            if not isinstance(value, dict):
                raise Undecided("has() asks something that has no members")
            return given[0][2] in value
        if len(given) != 1 or name not in ("size", "string", "int", "double"):
            raise Undecided("this reader does not know %s()" % name)
        value = self.of(given[0])
        try:
            if name == "size" and isinstance(value, (str, list, dict)):
                return len(value)
            if name == "string" and (isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool))):
                return str(value)
            if name == "double" and is_number(value):
                return float(value)
            if name == "int" and isinstance(value, int) and not isinstance(value, bool):
                return value
        except (ValueError, OverflowError):
            pass
        raise Undecided("%s() does not work with this" % name)

    def do_method(self, tree):
        name, given = tree[2], tree[3]
        if name in ("exists", "all", "filter", "map"):
            return self.macro(name, tree[1], given)
        value = self.of(tree[1])
        if name == "size" and not given and isinstance(value, (str, list, dict)):
            return len(value)
        if name not in ("startsWith", "endsWith", "contains") or len(given) != 1:
            raise Undecided("this reader does not know %s()" % name)
        part = self.of(given[0])
        if not isinstance(value, str) or not isinstance(part, str):
            raise Undecided("%s() works with texts" % name)
        return {"startsWith": value.startswith, "endsWith": value.endswith, "contains": lambda p: p in value}[name](part)

    def macro(self, name, over, given):
        if len(given) != 2 or given[0][0] != "name":
            raise Undecided("this reader knows %s(name, condition) only" % name)
        values = self.of(over)
        if isinstance(values, dict):
            values = list(values)
        if not isinstance(values, list):
            raise Undecided("%s() goes over lists" % name)
        inner = []
        for value in values:
            each = Evaluation({**self.names, given[0][1]: value}, self.steps)
            try:
                inner.append(each.of(given[1]) if name == "map" else each.yes(given[1]))
            except Undecided as why:
                if name in ("map", "filter"):
                    raise
                inner.append(why)
            self.steps = each.steps
        if name == "map":
            return inner
        if name == "filter":
            return [value for value, kept in zip(values, inner) if kept]
        wanted = name == "exists"
        if any(one is wanted for one in inner):
            return wanted
        for one in inner:
            if isinstance(one, Undecided):
                raise one
        return not wanted


def fits(pattern, text):
    return re.fullmatch(".*".join(re.escape(part) for part in pattern.split("*")), text, re.DOTALL) is not None


def digest_of(document):
    """SHA-256 over the RFC 8785 form; exact for documents without decimals, as scope policies are."""
    return hashlib.sha256(json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


class ScopePolicy:
    def __init__(self, document):
        if document.get("schema") != "mandate.scope-policy/1":
            raise Undecided("this is no scope policy of version 1")
        self.document, self.digest = document, digest_of(document)
        self.name = document["scope_policy_id"] + "@" + document["version"]

    def tool(self, name):
        tools = self.document.get("tools", [])
        exact = [tool for tool in tools if tool["name"] == name]
        return (exact or [tool for tool in tools if fits(tool["name"], name)] or [{}])[0]

    def binds(self, agent, deployment):
        return any(fits(one.get("agent", "*"), agent) and fits(one.get("deployment", "*"), deployment) for one in self.document["binds"])

    def check(self, action, deployment):
        """(whether it is allowed, why in a sentence) of an action as the gateway describes it: agent_id, target, parameters."""
        if not self.binds(action["agent_id"], deployment):
            return False, "%s does not bind this agent" % self.name
        name = action["target"]["tool_name"]
        tool = self.tool(name)
        names = {"args": action["parameters"], "agent": action["agent_id"], "environment": deployment, "target": action["target"].get("resource", ""),
                 "action": {"tool": name, "destructive": tool.get("destructive", False), "consequences": tool.get("consequence", []), "reversible": tool.get("reversible", "")}}
        said = {"refuse": [], "undecided": [], "allow": [], "perhaps": []}
        for rule in self.document["rules"]:
            if rule.get("tools") and not any(fits(pattern, name) for pattern in rule["tools"]):
                continue
            try:
                if Evaluation(names).yes(Parser(rule["when"]).parse()):
                    said[rule["effect"]].append((rule["id"], rule["reads_as"]))
            except (Undecided, RecursionError) as why:
                said["undecided" if rule["effect"] == "refuse" else "perhaps"].append((rule["id"], str(why)))
        for kind, words in (("refuse", "Rule %s of %s refuses it: %s"), ("undecided", "Rule %s of %s cannot be decided: %s"), ("allow", "Rule %s of %s allows it: %s"),
                            ("perhaps", "Rule %s of %s cannot be decided: %s")):
            if said[kind]:
                return kind == "allow", words % (said[kind][0][0], self.name, said[kind][0][1])
        return False, "No rule of %s allows it" % self.name
