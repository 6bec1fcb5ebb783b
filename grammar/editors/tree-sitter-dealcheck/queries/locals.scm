(source_file) @local.scope

(party name: (identifier) @local.definition)
(group name: (identifier) @local.definition)
(product name: (identifier) @local.definition)
(topic name: (dotted (identifier) @local.definition))
(kind name: (identifier) @local.definition)
(fact name: (identifier) @local.definition)
(event name: (identifier) @local.definition)
(source name: (identifier) @local.definition)
(baseline name: (identifier) @local.definition)
(letter name: (identifier) @local.definition)
(deal name: (identifier) @local.definition)

(identifier) @local.reference
