-- The server and the colours of dealcheck in Neovim, from 0.7 on.
--
--   vim.opt.runtimepath:append('PATH/grammar/editors/neovim')
--   require('dealcheck').setup()

local M = {}

-- grammar/editors, which this file lies in.
local editors = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h:h:h:h')

local defaults = {
  cmd = { 'dealcheck', 'lsp', '--stdio' },
  root_markers = { 'dealcheck.toml', 'pyproject.toml', '.git' },
  -- What the server is told, as check = { asOf = '2025-07-09' }, lint = { ignore = { 'style' } }.
  settings = {},
  -- Further fields of vim.lsp.Config, as on_attach.
  lsp = {},
}

local options = defaults

-- The configuration of the client, as vim.lsp.config and vim.lsp.start take it.
function M.config()
  -- A table without anything in it would reach the server as a list.
  local settings = next(options.settings) and options.settings or vim.empty_dict()
  local config = vim.tbl_deep_extend('force', {
    name = 'dealcheck',
    cmd = options.cmd,
    filetypes = { 'dealcheck' },
    root_markers = options.root_markers,
  }, options.lsp)
  config.settings = config.settings or { dealcheck = settings }
  config.init_options = config.init_options or settings
  return config
end

-- The folder of a project around a file, nil where there is none.
local function root_of(buffer)
  local name = vim.api.nvim_buf_get_name(buffer)
  local folder = name ~= '' and vim.fn.fnamemodify(name, ':p:h') or vim.fn.getcwd()
  for _, marker in ipairs(options.root_markers) do
    for _, kind in ipairs({ 'findfile', 'finddir' }) do
      local found = vim.fn[kind](marker, vim.fn.escape(folder, ' ,;') .. ';')
      if found ~= '' then
        return vim.fn.fnamemodify(found, kind == 'finddir' and ':p:h:h' or ':p:h')
      end
    end
  end
  return nil
end

-- Neovim before 0.8 starts no client by itself: one for each root.
local clients = {}

local function start(buffer)
  local config = M.config()
  config.root_dir = root_of(buffer)
  if vim.lsp.start then
    return vim.lsp.start(config, { bufnr = buffer })
  end
  local key = config.root_dir or ''
  if not clients[key] or not vim.lsp.get_client_by_id(clients[key]) then
    clients[key] = vim.lsp.start_client(config)
  end
  if clients[key] then
    vim.lsp.buf_attach_client(buffer, clients[key])
  end
  return clients[key]
end

local function is_ours(buffer)
  return vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].filetype == 'dealcheck'
end

-- The parser of tree-sitter, where it has been built into parser/dealcheck.so of the runtime path.
local function colours()
  if vim.treesitter.language and vim.treesitter.language.register then
    vim.treesitter.language.register('dealcheck', { 'dealcheck', 'deal', 'policy' })
  end
  if vim.fn.has('nvim-0.9') == 1 and #vim.api.nvim_get_runtime_file('parser/dealcheck.*', false) > 0 then
    vim.api.nvim_create_autocmd('FileType', {
      group = 'dealcheck',
      pattern = 'dealcheck',
      callback = function(event)
        pcall(vim.treesitter.start, event.buf, 'dealcheck')
      end,
    })
  end
end

-- Sends a command of the server; what it answers is handed to `done`.
local function execute(command, arguments, done)
  local buffer = vim.api.nvim_get_current_buf()
  local params = { command = command, arguments = arguments or { vim.uri_from_bufnr(buffer) } }
  vim.lsp.buf_request(buffer, 'workspace/executeCommand', params, function(fault, answer)
    if fault then
      vim.notify('dealcheck: ' .. fault.message, vim.log.levels.ERROR)
    elseif done then
      done(answer)
    end
  end)
end

M.execute = execute

function M.setup(wanted)
  options = vim.tbl_deep_extend('force', defaults, wanted or {})

  local vim_folder = editors .. '/vim'
  if vim.fn.isdirectory(vim_folder) == 1 then
    vim.opt.runtimepath:append(vim_folder)
  end
  vim.cmd('augroup filetypedetect | autocmd BufNewFile,BufRead *.deal,*.policy setfiletype dealcheck | augroup END')

  vim.api.nvim_create_augroup('dealcheck', { clear = true })
  colours()

  if vim.lsp.config and vim.lsp.enable then
    vim.lsp.config('dealcheck', M.config())
    vim.lsp.enable('dealcheck')
  else
    vim.api.nvim_create_autocmd('FileType', {
      group = 'dealcheck',
      pattern = 'dealcheck',
      callback = function(event)
        start(event.buf)
      end,
    })
    for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
      if is_ours(buffer) then
        start(buffer)
      end
    end
  end
end

return M
