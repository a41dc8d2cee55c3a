// SPDX-License-Identifier: GPL-3.0-or-later
// The temporal blocks of an exported policy taken out of it, and evaluated over recorded events: the few forms that Mandate writes, by what the
// language's guide says they mean. No engine of the language: whatever it does not know is an error.

/** The end of a text that began at `from` with an opening brace or parenthesis; text constants are stepped over. */
function closing(text, from) {
    const pairs = { '{': '}', '(': ')' };
    let depth = 0;
    for (let at = from; at < text.length; ++at) {
        if (text[at] === '"') {
            while (text[++at] !== '"')
                at += text[at] === '\\';
        } else if (text[at] === text[from]) {
            ++depth;
        } else if (text[at] === pairs[text[from]] && --depth === 0) {
            return at;
        }
    }
    throw new Error(`not closed: ${text.slice(from, from + 80)}`);
}

/** {cedar, blocks: [{holds, text}]} */
export function takeOut(policy) {
    const blocks = [];
    for (let found; (found = /\n(when|unless) temporal \{/.exec(policy));) {
        const open = found.index + found[0].length - 1, end = closing(policy, open);
        blocks.push({ holds: found[1] === 'when', text: policy.slice(open + 1, end).trim() });
        policy = policy.slice(0, found.index) + policy.slice(end + 1);
    }
    return { cedar: policy, blocks };
}

/** A whole file's policies, blocks and all: each ends with ";" outside of constants and braces. Comments go. */
export function policiesOf(text) {
    const out = [];
    let one = '';
    for (const line of text.split('\n').filter(l => !l.startsWith('//'))) {
        one += line + '\n';
        if (/;$/.test(line) && !line.startsWith('@')) {
            out.push(one);
            one = '';
        }
    }
    if (one.trim())
        throw new Error(`a policy does not end: ${one}`);
    return out;
}

function event(text) {
    const parts = /^(\w+)::Action::("(?:[^"\\]|\\.)*")::response\{ (.*) \}$/s.exec(text);
    if (!parts)
        throw new Error(`no event: ${text}`);
    const fields = [];
    for (let rest = parts[3]; rest;) {
        const field = /^([\w.]+): ("(?:[^"\\]|\\.)*"|[\w.]+)(?:, )?/.exec(rest);
        if (!field)
            throw new Error(`no field: ${rest}`);
        fields.push([field[1], field[2]]);
        rest = rest.slice(field[0].length);
    }
    return { action: JSON.parse(parts[2]), fields };
}

/** Rows of the events that match, with what they bind: t is the event's place in the log, v a value. */
function formerly(text, log, request) {
    const found = /^formerly within (\d+)h (.*)$/s.exec(text);
    if (!found)
        throw new Error(`not known: ${text}`);
    let body = found[2];
    if (body.startsWith('(') && closing(body, 0) === body.length - 1)
        body = body.slice(1, -1).replace(/ && tp\(t\)$/, '');
    const wanted = event(body);
    const rows = [];
    log.forEach((one, t) => {
        if (one.kind !== 'response' || one.action !== wanted.action || request.time - one.time > found[1] * 3600)
            return;
        const row = { t };
        for (const [name, value] of wanted.fields) {
            const there = name === 'eventResource' ? one.resource : one.input[name.replace(/^input\./, '')];
            if (there === undefined)
                return;
            if (value === 'v') {
                row.v = there;
                continue;
            }
            const same = value === 'resource' ? request.resource : value === 'true' ? true : value === 'false' ? false
                : value.startsWith('"') ? JSON.parse(value) : value.startsWith('context.input.') ? request.input[value.slice(14)] : undefined;
            if (same === undefined || there !== same)
                return;
        }
        rows.push(row);
    });
    return rows;
}

function condition(text, log, request) {
    const aggregate = /^exists \(n: Long\)\. \(\((count|sum v) for ([^.]*)\. where /.exec(text);
    if (!aggregate)
        return formerly(text, log, request).length > 0;
    const open = aggregate[0].length, end = closing(text, open);
    const bound = /^\) == n && n >= (\d+)\)$/.exec(text.slice(end + 1));
    if (!bound)
        throw new Error(`not known: ${text}`);
    const names = [...aggregate[2].matchAll(/\((\w+): \w+\)/g)].map(m => m[1]);
    const rows = new Map(formerly(text.slice(open + 1, end), log, request).map(row => [JSON.stringify(names.map(n => row[n])), row]));
    const n = aggregate[1] === 'count' ? rows.size : [...rows.values()].reduce((sum, row) => sum + row.v, 0);
    return n >= Number(bound[1]);
}

export function blockHolds(text, log, request) {
    if (!text.startsWith('(')) // of "unless"
        return condition(text, log, request);
    for (let rest = text; rest;) {
        const end = closing(rest, 0);
        if (!condition(rest.slice(1, end), log, request))
            return false;
        rest = rest.slice(end + 1).replace(/^ &&\s+/, '');
    }
    return true;
}
