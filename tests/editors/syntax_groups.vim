" Writes the syntax group at each place of $DEALCHECK_PLACES, a JSON list of [row, byte column], to $DEALCHECK_ANSWER.
let s:places = json_decode(join(readfile($DEALCHECK_PLACES), ''))
let s:found = map(s:places, {_, place -> synIDattr(synID(place[0], place[1], 1), 'name')})
call writefile([json_encode(s:found)], $DEALCHECK_ANSWER)
qall!
