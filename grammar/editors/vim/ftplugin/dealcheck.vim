" Vim filetype plugin
" Language: dealcheck
" License: MIT

if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:# commentstring=#\ %s
setlocal formatoptions-=t formatoptions+=croql
setlocal shiftwidth=2 softtabstop=2 expandtab
setlocal suffixesadd=.policy,.deal include=^\\s*use\\s\\+\"
" `:make` checks this file; each complaint is an entry of the quickfix list.
setlocal makeprg=dealcheck\ check\ --format\ concise\ %:S
setlocal errorformat=%f:%l:%c:\ %m

let b:match_words = '{:},\[:\]'
let b:undo_ftplugin = 'setlocal comments< commentstring< formatoptions< shiftwidth< softtabstop< expandtab< suffixesadd< include< makeprg< errorformat< | unlet! b:match_words'
