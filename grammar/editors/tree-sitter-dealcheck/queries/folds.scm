[
  (source_body)
  (kind_body)
  (baseline_body)
  (letter_body)
  (deal_body)
  (policy_body)
  (test_body)
  (term)
  (line)
  (mapping)
] @fold
