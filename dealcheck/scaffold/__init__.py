"""The texts that `dealcheck new` starts a file with."""
