// The client of `dealcheck lsp`, and the commands and tasks that run the program itself.
'use strict';

const { execFile } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');
const { programOf, argumentsOf, reportArguments } = require('./program');

/** The command of the server behind the lens over a deal, in the place of which this extension shows the whole page. */
const REPORT = 'dealcheck.report';

/** The settings that the server is told of. */
const TOLD = ['check', 'test', 'lint', 'inlayHints', 'codeLens', 'codePage'];

let client;

// ---- The program ------------------------------------------------------------------------------------------------------

function folderOf(uri) {
  return (uri && vscode.workspace.getWorkspaceFolder(uri)) ?? vscode.workspace.workspaceFolders?.[0];
}

function settingsOf(uri) {
  return vscode.workspace.getConfiguration('dealcheck', uri ?? null);
}

function program(uri) {
  const folder = folderOf(uri)?.uri.fsPath;
  return programOf(settingsOf(uri).get('path'), folder, vscode.workspace.isTrusted, fs.existsSync, process.platform);
}

// ---- The server -------------------------------------------------------------------------------------------------------

async function startServer() {
  const server = { command: program(), args: ['lsp', '--stdio'], transport: TransportKind.stdio };
  const settings = settingsOf();
  client = new LanguageClient('dealcheck', 'dealcheck', server, {
    documentSelector: [
      { scheme: 'file', language: 'dealcheck' },
      { scheme: 'untitled', language: 'dealcheck' },
    ],
    // The server asks for the settings, and says which files it wants to be told of.
    initializationOptions: Object.fromEntries(TOLD.map((name) => [name, settings.get(name)])),
  });
  // The client makes a command of each that the server offers; the one that is ours is left out.
  const feature = client.getFeature('workspace/executeCommand');
  const register = feature.register.bind(feature);
  feature.register = ({ registerOptions, ...rest }) => {
    const commands = registerOptions.commands.filter((name) => name !== REPORT);
    register({ ...rest, registerOptions: { ...registerOptions, commands } });
  };
  try {
    await client.start();
  } catch (fault) {
    const chosen = await vscode.window.showErrorMessage(
      `dealcheck could not be started (${fault.message}). Install it with: pip install 'dealcheck[lsp]'`,
      'Open Settings',
    );
    if (chosen) vscode.commands.executeCommand('workbench.action.openSettings', 'dealcheck.path');
  }
}

async function stopServer() {
  const old = client;
  client = undefined;
  if (old?.needsStop()) await old.stop();
  await old?.dispose().catch(() => undefined);
}

async function restartServer() {
  await stopServer();
  await startServer();
}

// ---- Commands ---------------------------------------------------------------------------------------------------------

/** The document that a command is about: a lens names it, else it is the one in front. */
async function documentOf(given) {
  const uri = typeof given === 'string' ? vscode.Uri.parse(given) : given instanceof vscode.Uri ? given : undefined;
  return uri ? vscode.workspace.openTextDocument(uri) : vscode.window.activeTextEditor?.document;
}

/** The file of that document, saved, for a program that reads files. */
async function fileOf(given) {
  const document = await documentOf(given);
  if (!document) return undefined;
  if (document.isUntitled || document.isDirty) await document.save();
  return document.uri.scheme === 'file' ? document.uri : undefined;
}

function taskOf(name, uri, definition) {
  const folder = folderOf(uri);
  const asOf = settingsOf(uri).get('check.asOf');
  const given = argumentsOf(definition.command, definition.files ?? [], { asOf, options: definition.options });
  const execution = new vscode.ProcessExecution(program(uri), given, { cwd: folder?.uri.fsPath });
  const task = new vscode.Task(
    { type: 'dealcheck', ...definition }, folder ?? vscode.TaskScope.Workspace, name, 'dealcheck', execution, '$dealcheck',
  );
  task.presentationOptions = { clear: true, showReuseMessage: false };
  if (definition.command === 'test') task.group = vscode.TaskGroup.Test;
  return task;
}

async function run(name, given, definition) {
  const uri = await fileOf(given);
  if (uri) await vscode.tasks.executeTask(taskOf(name, uri, definition(uri.fsPath)));
}

/** Runs the tests of a file. A lens over one test has the server run it, on the text as it is typed. */
function runTests(given) {
  return run('test', given, (file) => ({ command: 'test', files: [file] }));
}

function checkDraft(given) {
  return run('check', given, (file) => ({ command: 'check', files: [file] }));
}

/** Judges a draft, which is asked for, by the lines of this file. */
async function evaluateAgainst(given) {
  const policy = await fileOf(given);
  if (!policy) return;
  const found = await vscode.workspace.findFiles('**/*.deal', '**/{node_modules,.venv}/**', 2000);
  const rows = found.map((uri) => ({ label: path.basename(uri.fsPath), description: vscode.workspace.asRelativePath(uri), uri }));
  rows.sort((one, other) => (one.description < other.description ? -1 : 1));
  const row = await vscode.window.showQuickPick(rows, { placeHolder: 'The draft', matchOnDescription: true });
  if (!row) return;
  const options = ['--policies', policy.fsPath];
  await vscode.tasks.executeTask(taskOf('check', policy, { command: 'check', files: [row.uri.fsPath], options }));
}

/** Shows the page that `dealcheck report` makes of the text as it is typed: it is whole in itself, and runs no script. */
async function showReport(given) {
  const document = await documentOf(given);
  if (!document) return;
  const file = document.uri.scheme === 'file' ? document.uri.fsPath : 'untitled.deal';
  const asOf = settingsOf(document.uri).get('check.asOf');
  const command = reportArguments(file, asOf);
  const options = { cwd: folderOf(document.uri)?.uri.fsPath, maxBuffer: 256 * 1024 * 1024 };
  const [page, complaint] = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: 'dealcheck report' },
    () => new Promise((done) => {
      const child = execFile(program(document.uri), command, options, (fault, out, said) => done([out, said || fault?.message]));
      child.stdin?.on('error', () => undefined).end(document.getText());
    }),
  );
  if (!page.trim()) {
    vscode.window.showErrorMessage(`dealcheck: ${complaint || 'no report was made'}`);
    return;
  }
  const panel = vscode.window.createWebviewPanel(
    'dealcheck.report', `Report: ${path.basename(file)}`, vscode.ViewColumn.Beside, { enableScripts: false, enableFindWidget: true },
  );
  panel.webview.html = page;
}

// ---- Tasks ------------------------------------------------------------------------------------------------------------

const tasks = {
  provideTasks() {
    return (vscode.workspace.workspaceFolders ?? []).flatMap((folder) => [
      taskOf('lint', folder.uri, { command: 'lint' }),
      taskOf('test', folder.uri, { command: 'test' }),
    ]);
  },
  resolveTask(task) {
    const uri = task.scope?.uri;
    return taskOf(task.name, uri, task.definition);
  },
};

// ---- Start and end ----------------------------------------------------------------------------------------------------

async function activate(context) {
  const commands = { runTests, checkDraft, evaluateAgainst, showReport, restartServer, report: showReport };
  for (const [name, action] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(`dealcheck.${name}`, action));
  }
  context.subscriptions.push(
    vscode.tasks.registerTaskProvider('dealcheck', tasks),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('dealcheck.path')) restartServer();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(restartServer),
  );
  await startServer();
}

module.exports = { activate, deactivate: stopServer };
