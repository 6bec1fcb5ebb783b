-- Neovim 0.11 and later find this by its name: vim.lsp.enable('dealcheck').
return require('dealcheck').config()
