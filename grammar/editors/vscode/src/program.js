// Which program is started, and with what: pure, so that it can be tried without an editor.
'use strict';

const path = require('node:path');

/**
 * The program `dealcheck`: what the settings name, else that of the folder's `.venv`, else the one on the PATH.
 * A folder that is not trusted has no say.
 */
function programOf(configured, folder, trusted, exists, platform) {
  if (configured) {
    const expanded = configured.replace('${workspaceFolder}', folder ?? '');
    const relative = /[\\/]/.test(expanded) && !path.isAbsolute(expanded);
    return relative && folder ? path.join(folder, expanded) : expanded;
  }
  if (folder && trusted) {
    const own = platform === 'win32' ? ['Scripts', 'dealcheck.exe'] : ['bin', 'dealcheck'];
    const found = path.join(folder, '.venv', ...own);
    if (exists(found)) return found;
  }
  return 'dealcheck';
}

/** The arguments of a command over files. No file's name is taken for an option. */
function argumentsOf(command, files, { asOf, options = [] } = {}) {
  const day = asOf && command === 'check' ? ['--as-of', asOf] : [];
  return [command, ...options, '--format', 'concise', ...day, ...(files.length ? ['--', ...files] : [])];
}

/** The arguments that make a page of the draft on standard input, which stands in the place of a file. */
function reportArguments(file, asOf) {
  const day = asOf ? ['--as-of', asOf] : [];
  return ['report', '--output', '-', '--exit-zero', '--stdin-filename', file, ...day, '-'];
}

module.exports = { programOf, argumentsOf, reportArguments };
