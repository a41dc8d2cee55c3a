// SPDX-License-Identifier: GPL-3.0-or-later
// The real Cedar engine's decision on policies and arguments as they are: node plain_cedar_answers.mjs PACKAGES FOLDER.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [packages, folder] = process.argv.slice(2);
const cedar = createRequire(join(packages, 'package.json'))('@cedar-policy/cedar-wasm/nodejs');
const answers = readFileSync(join(folder, 'actions.jsonl'), 'utf8').split('\n').filter(Boolean).map(line => {
    const { pact, tool, args } = JSON.parse(line);
    const answer = cedar.isAuthorized({
        principal: { type: 'Agent', id: 'a' }, action: { type: 'Action', id: tool }, resource: { type: 'Tool', id: 't' }, context: { input: args },
        policies: { staticPolicies: readFileSync(join(folder, pact, 'policies.cedar'), 'utf8') }, entities: [],
    });
    if (answer.type !== 'success')
        throw new Error(`${line}: ${JSON.stringify(answer)}`);
    return answer.response.decision;
});
writeFileSync(join(folder, 'answers.json'), JSON.stringify(answers));
