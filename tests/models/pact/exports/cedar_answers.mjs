// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the real Cedar engine: node cedar_answers.mjs PACKAGES FOLDER. Reads the exported files and mapping.json as any caller would, knows
// nothing of pacts. Writes FOLDER/answers.json, one entry an action: {refused} or {decision, yes: [clause ids], errors}. Of policies.dw the engine
// is given what is Cedar; temporal blocks are taken out and evaluated over the events of the session, which the actions before it make.
import { existsSync, readFileSync, writeFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { blockHolds, policiesOf, takeOut } from './temporal_blocks.mjs';

const [packages, folder] = process.argv.slice(2);
const cedar = createRequire(join(packages, 'package.json'))('@cedar-policy/cedar-wasm/nodejs');

function must(answer, what) {
    if (answer.type !== 'success')
        throw new Error(`${what}: ${JSON.stringify(answer.errors ?? answer)}`);
    return answer;
}

function load(name) {
    const read = file => readFileSync(join(folder, name, file), 'utf8');
    const schema = read('schema.cedarschema');
    const temporal = existsSync(join(folder, name, 'policies.dw'));
    const taken = temporal ? policiesOf(read('policies.dw')).map(takeOut) : [];
    const text = temporal ? taken.map(policy => policy.cedar).join('\n') : read('policies.cedar');
    const parts = must(cedar.policySetTextToParts(text), `${name}: policies`);
    const all = {}, permits = {}, forbids = {}, blocks = {};
    if (temporal && parts.policies.length !== taken.length)
        throw new Error(`${name}: ${taken.length} policies, ${parts.policies.length} of them Cedar`);
    for (const part of parts.policies) {
        const json = must(cedar.policyToJson(part), `${name}: ${part}`).json;
        const id = json.annotations.id;
        if (!id || !json.annotations.digest?.startsWith('sha256:') || id in all)
            throw new Error(`${name}: a policy without id or digest, or an id given twice: ${part}`);
        all[id] = part;
        blocks[id] = taken.find(policy => policy.cedar.includes(`@id(${JSON.stringify(id)})`))?.blocks ?? [];
        (json.effect === 'permit' ? permits : forbids)[id] = part;
    }
    must(cedar.checkParseSchema(schema), `${name}: schema`);
    const entities = JSON.parse(read('entities.json'));
    must(cedar.checkParseEntities({ entities, schema }), `${name}: entities`);
    const checked = must(cedar.validate({ schema, policies: { staticPolicies: all } }), `${name}: validation`);
    if (checked.validationErrors.length)
        throw new Error(`${name}: the policies are not valid: ${JSON.stringify(checked.validationErrors, null, 1)}`);
    must(cedar.preparseSchema(name, schema), name);
    must(cedar.preparsePolicySet(`${name} all`, { staticPolicies: all }), name);
    must(cedar.preparsePolicySet(`${name} permits`, { staticPolicies: permits }), name);
    must(cedar.preparsePolicySet(`${name} forbids`, { staticPolicies: forbids }), name);
    return { mapping: JSON.parse(read('mapping.json')), entities, policies: Object.keys(all), permits, blocks, temporal, logs: {} };
}

const refuse = why => { throw { refused: why }; };

/** value × 10^places where that is a whole number below 10^15, by its decimal digits. */
function units(value, places) {
    const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value));
    if (!parts || (parts[3] ?? '').length > places)
        refuse(`${value} is no whole number of units`);
    const whole = Number(parts[1] + parts[2] + (parts[3] ?? '').padEnd(places, '0'));
    if (Math.abs(whole) >= 1e15)
        refuse(`${value} is too large`);
    return whole;
}

function converted(value, entry) {
    switch (entry.kind) {
    case 'presence': return true;
    case 'text': return typeof value === 'string' ? value : refuse('no text');
    case 'truth': return typeof value === 'boolean' ? value : refuse('no truth value');
    case 'number': return typeof value === 'number' ? units(value, entry.decimal_places) : refuse('no number');
    case 'list of texts': return Array.isArray(value) && value.every(v => typeof v === 'string') ? value : refuse('no list of texts');
    case 'object': return value && typeof value === 'object' && !Array.isArray(value) ? {} : refuse('no object');
    }
    throw new Error(`mapping.json knows a kind that its own text does not: ${entry.kind}`);
}

function contextOf(entries, args) {
    if (!args || typeof args !== 'object' || Array.isArray(args))
        refuse('no arguments');
    const input = {};
    for (const entry of [...entries].sort((a, b) => a.argument.length - b.argument.length)) {
        let from = args, to = input;
        for (const key of entry.argument.slice(0, -1)) {
            from = from !== undefined && from !== null && Object.hasOwn(from, key) ? from[key] : undefined;
            to = to?.[key];
        }
        const key = entry.argument.at(-1);
        if (from === undefined || from === null || to === undefined || !Object.hasOwn(from, key)) {
            if (entry.required)
                refuse(`${entry.argument.join('.')} is missing`);
            continue;
        }
        if (from[key] === null) {
            if (entry.null === 'refuse')
                refuse(`${entry.argument.join('.')} is null`);
            continue;
        }
        if (entry.whole && !Number.isInteger(from[key]))
            refuse('not whole');
        to[key] = converted(from[key], entry);
    }
    return input;
}

function answer(pact, name, action) {
    const { mapping, entities } = pact;
    const known = Object.hasOwn(mapping.actions, action.tool) ? mapping.actions[action.tool] : refuse('a tool that is not listed');
    const call = {
        principal: { ...mapping.principal, id: 'agent' }, action: known.action, resource: mapping.resource,
        context: { [mapping.context_member]: contextOf(known.input, action.args) }, entities, preparsedSchemaName: name, validateRequest: true,
    };
    const out = { yes: [], errors: [] };
    for (const part of ['all', 'permits', 'forbids']) {
        const { response } = must(cedar.statefulIsAuthorized({ ...call, preparsedPolicySetId: `${name} ${part}` }), JSON.stringify(call));
        if (part === 'all')
            out.decision = response.decision;
        else
            out.yes.push(...response.diagnostics.reason);
        out.errors.push(...response.diagnostics.errors.map(e => `${e.policyId}: ${e.error.message}`));
    }
    if (pact.temporal) {
        const log = pact.logs[action.session.name] ??= [];
        const request = { time: action.session.time, input: call.context[mapping.context_member], resource: mapping.resource.id };
        out.yes = out.yes.filter(id => pact.blocks[id].every(block => blockHolds(block.text, log, request) === block.holds));
        out.decision = out.yes.length && out.yes.every(id => id in pact.permits) ? 'allow' : 'deny';
        log.push({ ...request, kind: action.session.executed ? 'response' : 'error', action: known.action.id });
    }
    return out;
}

const pacts = Object.fromEntries(readdirSync(folder, { withFileTypes: true }).filter(d => d.isDirectory()).map(d => [d.name, load(d.name)]));
const answers = readFileSync(join(folder, 'actions.jsonl'), 'utf8').split('\n').filter(Boolean).map(line => {
    const action = JSON.parse(line);
    try {
        return answer(pacts[action.pact], action.pact, action);
    } catch (problem) {
        if (problem.refused)
            return problem;
        throw problem;
    }
});
writeFileSync(join(folder, 'answers.json'), JSON.stringify(answers));
