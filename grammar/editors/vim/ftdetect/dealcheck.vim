autocmd BufNewFile,BufRead *.deal,*.policy setfiletype dealcheck
