; For Helix.
[
  (source_body)
  (kind_body)
  (baseline_body)
  (letter_body)
  (deal_body)
  (policy_body)
  (test_body)
  (mapping)
  (term)
  (line)
  (bracket)
  (replacements)
] @indent

["}" "]" ")"] @outdent
