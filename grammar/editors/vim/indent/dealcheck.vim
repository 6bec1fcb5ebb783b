" Vim indent file
" Language: dealcheck
" License: MIT

if exists('b:did_indent')
  finish
endif
let b:did_indent = 1

setlocal indentexpr=GetDealcheckIndent()
setlocal indentkeys=0},0),0],!^F,o,O,0=term,0=line,0=concern,0=wish,0=event,0=fact,0=source,0=expect
setlocal autoindent nosmartindent

let b:undo_indent = 'setlocal indentexpr< indentkeys< autoindent< smartindent<'

if exists('*GetDealcheckIndent')
  finish
endif

" A line without its comment and its texts, so that a bracket in them does not count.
function! s:Bare(number) abort
  return substitute(substitute(getline(a:number), '"\%([^"\\]\|\\.\)*"', '""', 'g'), '#.*$', '', '')
endfunction

" The brackets that stay open after a line, or, where negative, that it closes.
function! s:Opened(number) abort
  let l:text = s:Bare(a:number)
  return len(substitute(l:text, '[^{([]', '', 'g')) - len(substitute(l:text, '[^])}]', '', 'g'))
endfunction

" What opens a part of a deal or a policy that may go on over several lines, and what stands by itself.
let s:part = '^\s*\%(term\|red\s\+line\|concern\|wish\)\>'
let s:item = '^\s*\%(event\|fact\|source\|assess\|waive\|between\|dated\|signed\|effective\|expires\|against\|include\|key\|value\|absent\|expect\|test\|deal\|as_of\|columns\|row\)\>'

" The line that opens the bracket around a line, 0 outside any.
function! s:Around(number) abort
  let l:depth = 0
  let l:number = prevnonblank(a:number - 1)
  while l:number > 0
    let l:depth += s:Opened(l:number)
    if l:depth > 0
      return l:number
    elseif getline(l:number) =~# '^[[:alpha:]})\]]'
      return 0
    endif
    let l:number = prevnonblank(l:number - 1)
  endwhile
  return 0
endfunction

" Whether a term or a line has begun between two lines, and may go on.
function! s:GoesOn(first, number) abort
  let l:number = prevnonblank(a:number - 1)
  while l:number > a:first
    let l:text = s:Bare(l:number)
    if l:text =~# s:part
      return 1
    elseif l:text =~# s:item
      return 0
    endif
    let l:number = prevnonblank(l:number - 1)
  endwhile
  return 0
endfunction

" A line that goes on from the one before it, or a comment, may stand deeper than by the rule: how deep is for the writer
" to say, or for `dealcheck format`.
function! GetDealcheckIndent() abort
  let l:here = s:Bare(v:lnum)
  let l:around = s:Around(v:lnum)
  if l:around == 0
    return getline(v:lnum) =~# '^\s*$' ? 0 : -1
  endif
  let l:base = indent(l:around)
  if l:here =~# '^\s*[])}]'
    return l:base
  endif
  let l:inner = l:base + shiftwidth()
  if l:here =~# s:part || l:here =~# s:item
    return l:inner
  endif
  if getline(v:lnum) =~# '\S' && indent(v:lnum) >= l:inner
    return -1
  endif
  return s:GoesOn(l:around, v:lnum) && getline(v:lnum) !~# '^\s*#' ? l:inner + shiftwidth() : l:inner
endfunction
