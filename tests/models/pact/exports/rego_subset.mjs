// SPDX-License-Identifier: GPL-3.0-or-later
// A reader and evaluator of the part of Rego v1 that exports use, after the language's own description: an expression that has no value makes
// its body fail, `not` of such an expression holds, rules of one set add up, `else` is asked when the body before it fails. It is no engine:
// anything outside the part is refused with its place. Where opa is installed the tests run that as well.
//
//   node rego_subset.mjs ignored FOLDER

import { readFileSync, writeFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

function tokens(text) {
    const found = [];
    const pattern = /([ \t\r]+)|(#[^\n]*)|(\n)|("(?:[^"\\\n]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|(:=|==|!=|<=|>=|[<>{}()[\],:.|])/y;
    while (pattern.lastIndex < text.length) {
        const at = pattern.lastIndex;
        const m = pattern.exec(text);
        if (!m)
            throw new Error(`no Rego of ours at ${at}: ${text.slice(at, at + 40)}`);
        if (m[3])
            found.push({ kind: 'line' });
        else if (m[4])
            found.push({ kind: 'text', value: JSON.parse(m[4]) });
        else if (m[5])
            found.push({ kind: 'number', value: Number(m[5]) });
        else if (m[6])
            found.push({ kind: 'name', value: m[6] });
        else if (m[7])
            found.push({ kind: m[7] });
    }
    return found;
}

class Parser {
    constructor(text) { this.all = tokens(text); this.at = 0; }
    lines() { while (this.all[this.at]?.kind === 'line') this.at++; }
    peek(kind, value) { const t = this.all[this.at]; return t?.kind === kind && (value === undefined || t.value === value); }
    take(kind, value) { return this.peek(kind, value) ? this.all[this.at++] : null; }
    must(kind, value) {
        const t = this.take(kind, value);
        if (!t)
            throw new Error(`expected ${value ?? kind}, not ${JSON.stringify(this.all.slice(this.at, this.at + 6))}`);
        return t;
    }
    module() {
        const rules = new Map();
        this.lines();
        this.must('name', 'package'); this.must('name'); while (this.take('.')) this.must('name');
        this.lines();
        this.must('name', 'import'); this.must('name', 'rego'); this.must('.'); this.must('name', 'v1');
        for (this.lines(); this.at < this.all.length; this.lines())
            this.rule(rules);
        return rules;
    }
    rule(rules) {
        const name = this.must('name').value;
        const set = !!this.take('name', 'contains');
        const rule = rules.get(name) ?? { set, ways: [] };
        rules.set(name, rule);
        if (rule.set !== set)
            throw new Error(`${name} is a set and not one`);
        if (set) {
            rule.ways.push([{ head: this.term(), body: this.body() }]);
            return;
        }
        this.must(':=');
        const chain = [{ head: this.term(), body: this.body() }];
        while (this.take('name', 'else')) {
            this.must(':=');
            chain.push({ head: this.term(), body: this.body() });
        }
        rule.ways.push(chain);
    }
    body() {
        if (!this.take('name', 'if'))
            return [];
        this.must('{');
        const out = [];
        for (this.lines(); !this.take('}'); this.lines()) {
            out.push(this.statement());
            if (!this.peek('}'))
                this.must('line');
        }
        return out;
    }
    statement() {
        if (this.take('name', 'some')) {
            const name = this.must('name').value;
            this.must('name', 'in');
            return { some: name, range: this.term() };
        }
        if (this.take('name', 'not'))
            return { not: this.expression() };
        return { is: this.expression() };
    }
    expression() {
        const left = this.term();
        for (const operator of ['==', '!=', '<=', '>=', '<', '>'])
            if (this.take(operator))
                return { operator, left, right: this.term() };
        if (this.take('name', 'in'))
            return { operator: 'in', left, right: this.term() };
        return left;
    }
    list(close) {
        const out = [];
        for (this.lines(); !this.take(close); this.lines()) {
            out.push(this.term());
            this.lines();
            if (!this.peek(close))
                this.must(',');
        }
        return out;
    }
    term() {
        for (const kind of ['text', 'number']) {
            const t = this.take(kind);
            if (t)
                return { constant: t.value };
        }
        if (this.take('[')) {
            const first = this.term();
            if (this.take('|')) {
                const body = [this.statement()];
                this.must(']');
                return { each: first, body };
            }
            throw new Error('a list of another form');
        }
        if (this.take('{')) {
            const keys = [], values = [];
            let map = null;
            for (this.lines(); !this.take('}'); this.lines()) {
                keys.push(this.term());
                const pair = !!this.take(':');
                if (map !== null && map !== pair)
                    throw new Error('set or object?');
                map = pair;
                if (pair)
                    values.push(this.term());
                this.lines();
                if (!this.peek('}'))
                    this.must(',');
            }
            return map === false ? { members: keys } : { keys, values };
        }
        const name = this.must('name').value;
        if (name === 'null' || name === 'true' || name === 'false')
            return { constant: { null: null, true: true, false: false }[name] };
        let out = { variable: name }, dotted = name;
        for (;;) {
            if (this.take('.')) {
                const key = this.must('name').value;
                out = { of: out, key: { constant: key } };
                dotted += `.${key}`;
            } else if (this.take('[')) {
                out = { of: out, key: this.term() };
                this.must(']');
            } else if (this.take('(')) {
                return { call: dotted, with: this.list(')') };
            } else {
                return out;
            }
        }
    }
}

const none = Symbol('undefined');
const isObject = v => v !== null && typeof v === 'object' && !Array.isArray(v) && !(v instanceof Set);
const rank = v => [v === null, typeof v === 'boolean', typeof v === 'number', typeof v === 'string'].indexOf(true);
const plain = v => v === null || typeof v !== 'object';

function same(a, b) {
    if (plain(a) || plain(b))
        return a === b;
    return JSON.stringify(a) === JSON.stringify(b);
}

const functions = {
    'object.keys': v => (isObject(v) ? new Set(Object.keys(v)) : none),
    count: v => (typeof v === 'string' ? [...v].length : Array.isArray(v) ? v.length : v instanceof Set ? v.size : isObject(v) ? Object.keys(v).length : none),
    startswith: (a, b) => (typeof a === 'string' ? a.startsWith(b) : none),
    endswith: (a, b) => (typeof a === 'string' ? a.endsWith(b) : none),
    contains: (a, b) => (typeof a === 'string' ? a.includes(b) : none),
    concat: (by, list) => list.join(by),
    is_string: v => typeof v === 'string' || none, // false has the same effect here: each is asked alone
    is_number: v => typeof v === 'number' || none,
    is_boolean: v => typeof v === 'boolean' || none,
    is_array: v => Array.isArray(v) || none,
    is_object: v => isObject(v) || none,
    'regex.match': (pattern, text) => {
        const flags = /^\(\?([is]+)\)/.exec(pattern);
        const rest = (flags ? pattern.slice(flags[0].length) : pattern).replace('(?s:', '(?:');
        return typeof text === 'string' ? new RegExp(rest, (flags?.[1] ?? '') + 's').test(text) : none;
    },
};

class Evaluation {
    constructor(rules, input) { this.rules = rules; this.input = input; this.cache = new Map(); }
    rule(name) {
        if (this.cache.has(name))
            return this.cache.get(name);
        const rule = this.rules.get(name);
        const found = rule.set ? new Set() : [];
        for (const chain of rule.ways) {
            for (const { head, body } of chain) {
                let held = false;
                this.hold(body, 0, {}, bound => {
                    const value = this.value(head, bound);
                    if (value === none)
                        return;
                    held = true;
                    if (rule.set)
                        found.add(value);
                    else if (!found.some(f => same(f, value)))
                        found.push(value);
                });
                if (held)
                    break; // the else of a body that holds is not asked
            }
        }
        if (!rule.set && found.length > 1)
            throw new Error(`${name} has two values`);
        const value = rule.set ? found : found.length ? found[0] : none;
        this.cache.set(name, value);
        return value;
    }
    hold(body, at, bound, then) {
        if (at === body.length)
            return then(bound);
        const s = body[at];
        if (s.some) {
            const range = this.value(s.range, bound);
            if (range === none || plain(range))
                return;
            for (const item of isObject(range) ? Object.values(range) : range)
                this.hold(body, at + 1, { ...bound, [s.some]: item }, then);
            return;
        }
        const value = this.value(s.not ?? s.is, bound);
        const held = value !== none && value !== false;
        if (held !== ('not' in s))
            this.hold(body, at + 1, bound, then);
    }
    value(t, bound) {
        if ('constant' in t)
            return t.constant;
        if ('operator' in t)
            return this.compare(t, bound);
        if ('variable' in t)
            return t.variable === 'input' ? this.input : t.variable in bound ? bound[t.variable] : this.rules.has(t.variable) ? this.rule(t.variable) : this.unknown(t.variable);
        if ('of' in t) {
            const of = this.value(t.of, bound), key = this.value(t.key, bound);
            if (of === none || key === none || plain(of) || of instanceof Set)
                return none;
            if (Array.isArray(of))
                return typeof key === 'number' && key in of ? of[key] : none;
            return typeof key === 'string' && Object.hasOwn(of, key) ? of[key] : none;
        }
        if ('call' in t) {
            const values = t.with.map(a => this.value(a, bound));
            if (!functions[t.call])
                throw new Error(`no function ${t.call}`);
            return values.includes(none) ? none : functions[t.call](...values);
        }
        if ('members' in t)
            return new Set(t.members.map(m => this.value(m, bound)));
        if ('keys' in t)
            return Object.fromEntries(t.keys.map((k, i) => [this.value(k, bound), this.value(t.values[i], bound)]));
        const out = [];
        this.hold(t.body, 0, bound, inner => out.push(this.value(t.each, inner)));
        return out;
    }
    unknown(name) { throw new Error(`nothing is called ${name}`); }
    compare(t, bound) {
        const a = this.value(t.left, bound), b = this.value(t.right, bound);
        if (a === none || b === none)
            return none;
        switch (t.operator) {
        case '==': return same(a, b);
        case '!=': return !same(a, b);
        case 'in': return plain(b) ? false : [...(isObject(b) ? Object.values(b) : b)].some(item => same(item, a));
        }
        if (!plain(a) || !plain(b))
            throw new Error('an order of things that are no numbers or texts');
        const order = rank(a) !== rank(b) ? rank(a) - rank(b) : a < b ? -1 : a > b ? 1 : 0;
        return { '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[t.operator];
    }
}

const folder = process.argv[3];
const read = name => new Parser(readFileSync(join(folder, name, 'pact.rego'), 'utf8')).module();
const pacts = Object.fromEntries(readdirSync(folder, { withFileTypes: true }).filter(d => d.isDirectory()).map(d => [d.name, read(d.name)]));
const answers = readFileSync(join(folder, 'actions.jsonl'), 'utf8').split('\n').filter(Boolean).map(line => {
    const { pact, args, session } = JSON.parse(line);
    const evaluation = new Evaluation(pacts[pact], args === null ? session : { ...session, args });
    const sets = Object.fromEntries(['asked', 'yes', 'no', 'undecidable', 'outside'].map(name => [name, [...(pacts[pact].has(name) ? evaluation.rule(name) : [])]]));
    return { ...sets, answer: evaluation.rule('answer'), verdict: evaluation.rule('verdict') };
});
writeFileSync(join(folder, 'answers.json'), JSON.stringify(answers));
