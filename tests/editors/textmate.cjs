// Reads the texts of a JSON list from standard input and writes, for each, its tokens as VS Code would cut them:
// [line, start, end, scopes], with places in UTF-16 units. Usage: node textmate.cjs MODULES SCOPE SCOPE=GRAMMAR...
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');

const [modules, scope, ...grammars] = process.argv.slice(2);
const load = createRequire(path.join(modules, 'any.js'));
const oniguruma = load('vscode-oniguruma');
const textmate = load('vscode-textmate');
const files = new Map(grammars.map((each) => each.split('=')));

async function main() {
  await oniguruma.loadWASM(fs.readFileSync(load.resolve('vscode-oniguruma/release/onig.wasm')).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (name) => {
      const file = files.get(name);
      return file ? textmate.parseRawGrammar(fs.readFileSync(file, 'utf8'), file) : null;
    },
    getInjections: (name) => [...files.keys()].filter((each) => each !== name && each.includes('codeblock')),
  });
  const grammar = await registry.loadGrammar(scope);
  const answer = JSON.parse(fs.readFileSync(0, 'utf8')).map((text) => {
    const found = [];
    let stack = textmate.INITIAL;
    const start = process.hrtime.bigint();
    text.split(/\r?\n/).forEach((line, row) => {
      const result = grammar.tokenizeLine(line, stack);
      stack = result.ruleStack;
      for (const token of result.tokens) found.push([row, token.startIndex, token.endIndex, token.scopes]);
    });
    return { tokens: found, seconds: Number(process.hrtime.bigint() - start) / 1e9 };
  });
  process.stdout.write(JSON.stringify(answer));
}

main().catch((fault) => {
  process.stderr.write(`${fault.stack}\n`);
  process.exitCode = 1;
});
