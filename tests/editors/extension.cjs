// Starts the bundled extension without VS Code: the module `vscode` is a stand-in that answers anything, notes which commands are
// registered and which tasks run, and holds one open document. Usage: node extension.cjs EXTENSION FILE PROGRAM
// Writes to standard output what came of it, as JSON.
'use strict';

const Module = require('node:module');
const fs = require('node:fs');
const path = require('node:path');

const [extension, file, program] = process.argv.slice(2);
const seen = { commands: [], diagnostics: [], tasks: [], errors: [], pages: [] };

/** A thing that can be called, made, read and extended, whatever is asked of it. */
function anything(known = {}) {
  class Stand { constructor(...given) { Object.assign(this, { given }); } dispose() {} }
  return new Proxy(Stand, {
    get: (target, name) => {
      if (name in known) return known[name];
      if (name === 'prototype' || typeof name === 'symbol' || name in Function.prototype) return target[name];
      return (known[name] = /^on(Did|Will)/.test(name) ? () => ({ dispose() {} }) : anything());
    },
    set: (target, name, value) => { known[name] = value; return true; },
    apply: () => anything(),
  });
}

class Position { constructor(line, character) { Object.assign(this, { line, character }); } }
class Range { constructor(start, end, ...rest) { Object.assign(this, rest.length ? { start: new Position(start, end), end: new Position(...rest) } : { start, end }); } }
class Diagnostic { constructor(range, message, severity) { Object.assign(this, { range, message, severity }); } }
class Uri {
  constructor(where) { Object.assign(this, { scheme: 'file', authority: '', path: where, fsPath: where, query: '', fragment: '' }); }
  static file(where) { return new Uri(where); }
  static parse(text) { return new Uri(decodeURIComponent(text.replace(/^file:\/\//, ''))); }
  with() { return this; }
  toString() { return `file://${encodeURI(this.path)}`; }
}
class Task { constructor(definition, scope, name, source, execution) { Object.assign(this, { definition, name, execution }); } }
class ProcessExecution { constructor(command, args) { Object.assign(this, { command, args }); } }

const text = fs.readFileSync(file, 'utf8');
const document = { uri: Uri.file(file), languageId: 'dealcheck', version: 1, isUntitled: false, isDirty: false, getText: () => text, save: async () => true };
const folder = { uri: Uri.file(path.dirname(file)), name: 'folder', index: 0 };
const listed = () => ({ set: (uri, found) => seen.diagnostics.push(...(found ?? [])), delete() {}, clear() {}, has: () => false, forEach() {}, dispose() {} });

const vscode = anything({
  version: '1.99.0', Position, Range, Diagnostic, Uri, Task, ProcessExecution,
  EventEmitter: class { constructor() { this.heard = []; this.event = (each) => { this.heard.push(each); return { dispose() {} }; }; } fire(what) { this.heard.forEach((each) => each(what)); } dispose() {} },
  CancellationTokenSource: class { constructor() { this.token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) }; } cancel() {} dispose() {} },
  Disposable: class { constructor(done) { this.dispose = done ?? (() => {}); } static from() { return { dispose() {} }; } },
  DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
  commands: anything({
    registerCommand: (name, action) => { seen.commands.push(name); vscode.commands[name] = action; return { dispose() {} }; },
    executeCommand: async () => undefined,
  }),
  env: anything({ appName: 'stand-in', language: 'en' }),
  languages: anything({ createDiagnosticCollection: listed, match: (selector, given) => (given.languageId === 'dealcheck' ? 10 : 0) }),
  workspace: anything({
    isTrusted: true, textDocuments: [document], notebookDocuments: [], workspaceFolders: [folder],
    getWorkspaceFolder: () => folder,
    openTextDocument: async () => document,
    findFiles: async () => [Uri.file('/drafts/a b.deal')],
    asRelativePath: (uri) => uri.path,
    createFileSystemWatcher: () => anything(),
    getConfiguration: () => ({ get: (name, otherwise) => ({ path: program, 'check.asOf': '2025-07-09', check: { asOf: '2025-07-09' } })[name] ?? otherwise }),
  }),
  tasks: anything({ executeTask: async (task) => { seen.tasks.push([task.execution.command, ...task.execution.args]); } }),
  window: anything({
    activeTextEditor: { document }, visibleTextEditors: [{ document }], tabGroups: anything({ all: [] }),
    showQuickPick: async (rows) => rows[0],
    showErrorMessage: async (words) => { seen.errors.push(words); },
    createOutputChannel: () => ({ append() {}, appendLine() {}, show() {}, dispose() {} }),
    createWebviewPanel: (kind, title, where, options) => ({ webview: { set html(page) { seen.pages.push([title, page, options]); } } }),
    withProgress: (options, work) => work({ report() {} }, { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) }),
  }),
});

const load = Module._load;
Module._load = function (name, ...rest) { return name === 'vscode' ? vscode : load.call(this, name, ...rest); };

async function main() {
  const { activate, deactivate } = require(path.resolve(extension));
  await activate({ subscriptions: [] });
  for (let waited = 0; seen.diagnostics.length === 0 && waited < 30000; waited += 50) await new Promise((done) => setTimeout(done, 50));
  await vscode.commands['dealcheck.runTests']();
  await vscode.commands['dealcheck.checkDraft'](document.uri.toString());
  await vscode.commands['dealcheck.evaluateAgainst']();
  await vscode.commands['dealcheck.showReport']();
  await vscode.commands['dealcheck.report'](document.uri.toString(), 'd');
  await deactivate();
  process.stdout.write(JSON.stringify(seen), () => process.exit(0));
}

main().catch((fault) => { process.stderr.write(`${fault.stack}\n`); process.exit(1); });
