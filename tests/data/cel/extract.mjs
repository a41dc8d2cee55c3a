// SPDX-License-Identifier: GPL-3.0-or-later
// Converts the CEL conformance cases of the npm package @bufbuild/cel-spec 0.6.1 (Apache-2.0) to conformance.json and excluded.json
// beside this file. Not part of the build; run it when the package is updated:
//
//   npm pack @bufbuild/cel-spec@0.6.1 && tar xzf bufbuild-cel-spec-0.6.1.tgz && node extract.mjs package
//
// Every case is either converted or listed as excluded with the reason; none is lost.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const packageDirectory = path.resolve(process.argv[2] ?? 'package');
const { tests } = await import(pathToFileURL(path.join(packageDirectory, 'dist/esm/testdata/conformance.js')));

class Excluded extends Error {}

const wellKnown = { 'google.protobuf.Timestamp': 'timestamp', 'google.protobuf.Duration': 'duration' };
const primitives = { BOOL: 'bool', INT64: 'int', UINT64: 'uint', DOUBLE: 'double', STRING: 'string', BYTES: 'bytes' };

/// A protobuf-JSON cel.expr.Value as ["kind", content].
function value(v) {
    const [key] = Object.keys(v);
    switch (key) {
    case 'nullValue': return ['null'];
    case 'boolValue': return ['bool', v[key]];
    case 'int64Value': return ['int', v[key]];
    case 'uint64Value': return ['uint', v[key]];
    case 'doubleValue': return ['double', String(v[key])];
    case 'stringValue': return ['string', v[key]];
    case 'bytesValue': return ['bytes', v[key]];
    case 'typeValue': return ['type', v[key]];
    case 'listValue': return ['list', (v[key].values ?? []).map(value)];
    case 'mapValue': return ['map', (v[key].entries ?? []).map((e) => [value(e.key), value(e.value)])];
    case 'enumValue': throw new Excluded('needs a protobuf enum value');
    case 'objectValue': {
        const name = v[key]['@type'].replace('type.googleapis.com/', '');
        if (name in wellKnown)
            return [wellKnown[name], v[key].value];
        throw new Excluded(`needs a protobuf message value: ${name}`);
    }
    default: throw new Error(`unknown value ${JSON.stringify(v)}`);
    }
}

/// A cel.expr.Type in the notation of the type parser.
function type(t) {
    const [key] = Object.keys(t);
    switch (key) {
    case 'primitive': return primitives[t[key]];
    case 'null': return 'null';
    case 'dyn': return 'dyn';
    case 'typeParam': return t[key];
    case 'listType': return `list(${type(t[key].elemType)})`;
    case 'mapType': return `map(${type(t[key].keyType)}, ${type(t[key].valueType)})`;
    case 'wellKnown': return t[key].toLowerCase();
    case 'type': return `type(${Object.keys(t[key]).length ? type(t[key]) : 'dyn'})`;
    case 'abstractType': {
        const parameters = (t[key].parameterTypes ?? []).map(type);
        return t[key].name + (parameters.length ? `(${parameters.join(', ')})` : '');
    }
    case 'messageType':
        if (t[key] in wellKnown)
            return wellKnown[t[key]];
        throw new Excluded(`needs a variable of the protobuf message type ${t[key]}`);
    case 'wrapper': throw new Excluded('needs a protobuf wrapper type');
    default: throw new Error(`unknown type ${JSON.stringify(t)}`);
    }
}

/// Reasons that only the expression shows.
function checkExpression(expression, container) {
    const bare = expression.replace(/("""|''')[\s\S]*?\1|"(\\.|[^"\\])*"|'(\\.|[^'\\])*'/g, '""').replace(/\/\/.*$/gm, '').replace(/\s+/g, ' ').replace(/ ?\. ?/g, '.');
    const message = bare.match(/\b([A-Za-z_][A-Za-z_0-9.]*[A-Z][A-Za-z_0-9]*)\s*\{/);
    if (message)
        throw new Excluded(`builds a protobuf message: ${message[1]}`);
    if (/\bproto\.(has|get)Ext\b/.test(bare))
        throw new Excluded('uses protobuf extensions');
    const enumeration = bare.match(/\b(GlobalEnum|TestAllTypes\.NestedEnum|NullValue)\b/);
    if (enumeration && container)
        throw new Excluded(`uses the protobuf enum ${enumeration[1]}`);
    if (/\bcel\.expr\.conformance\.proto[23]\b/.test(bare))
        throw new Excluded('names a protobuf message or enum type');
    const wrapper = bare.match(/\bgoogle\.protobuf\.(?!Timestamp\b|Duration\b)[A-Z]\w*/) ?? (container && bare.match(/\bTestAllTypes\b/));
    if (wrapper)
        throw new Excluded(`names the protobuf type ${wrapper[0]}`);
}

function convert(name, original, checkedType) {
    const test = { name, expr: original.expr };
    checkExpression(original.expr, original.container);
    if (original.container)
        test.container = original.container;
    if (original.disableCheck)
        test.unchecked = true;
    if (original.disableMacros)
        throw new Excluded('macros cannot be switched off');
    for (const declaration of original.typeEnv ?? []) {
        if (declaration.ident) {
            (test.variables ??= {})[declaration.name] = type(declaration.ident.type);
        } else {
            const overloads = declaration.function.overloads.map((o) => `${o.params.map(type).join(', ')} -> ${type(o.resultType)}`);
            (test.functions ??= {})[declaration.name] = overloads.join(' | ');
        }
    }
    for (const [variable, binding] of Object.entries(original.bindings ?? {}))
        (test.bindings ??= {})[variable] = value(binding.value);
    if (original.typedResult) {
        if (original.typedResult.deducedType)
            test.type = type(original.typedResult.deducedType);
        if (original.typedResult.result)
            test.value = value(original.typedResult.result);
    }
    if (!test.type && checkedType && !original.disableCheck)
        test.checkedType = checkedType;
    if (original.checkOnly)
        test.checkOnly = true;
    else if (original.evalError)
        test.error = original.evalError.errors?.[0]?.message ?? '';
    else if (original.value)
        test.value = value(original.value);
    else
        test.value ??= ['bool', true];
    return test;
}

const converted = [];
const excluded = [];
const names = new Map();

function walk(suite, trail) {
    for (const t of suite.tests ?? []) {
        let name = [...trail, t.original.name].join('/');
        const count = (names.get(name) ?? 0) + 1;
        names.set(name, count);
        if (count > 1)
            name += `#${count}`;
        try {
            converted.push(convert(name, t.original, t.type));
        } catch (reason) {
            if (!(reason instanceof Excluded))
                throw reason;
            excluded.push({ name, reason: reason.message });
        }
    }
    for (const inner of suite.suites ?? [])
        walk(inner, [...trail, inner.name]);
}
walk(tests, []);

const source = 'npm package @bufbuild/cel-spec 0.6.1, testdata/conformance.js (Apache-2.0), converted by extract.mjs';
const lines = (items) => items.map((item) => JSON.stringify(item)).join(',\n');
const write = (file, key, items) =>
    fs.writeFileSync(path.join(here, file), `{"source":${JSON.stringify(source)},"total":${converted.length + excluded.length},"${key}":[\n${lines(items)}\n]}\n`);
write('conformance.json', 'cases', converted);
write('excluded.json', 'cases', excluded);
console.log(`${converted.length} converted, ${excluded.length} excluded`);
