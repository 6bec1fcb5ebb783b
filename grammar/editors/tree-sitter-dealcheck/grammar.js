/**
 * @file The dealcheck language for tree-sitter, after grammar/deal.lark, whose rules keep their names here where they are nodes.
 *
 * The kind at the head of a measure, which takes a look ahead, is found by src/scanner.c. Three places are read both ways until
 * one way fails: a name in a bracket is a value or a party, a comma after a code stands before one more code or before what
 * follows the codes, and a `by` after a pattern begins a key or a time.
 * @license MIT
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

const SCALES = ['thousand', 'mn', 'bn', 'tn'];
const UNITS = [
  't', 'kg', 'g', 'lb', 'kt', 'Mt', 'l', 'hl', 'kl', 'Ml', 'bbl', 'gal', 'm2', 'm3', 'm', 'units', 'doz', 'pairs', 'head',
  'gross', 'MWh', 'GWh', 'TWh', 'kWh',
];
const DURATIONS = ['day', 'days', 'week', 'weeks', 'month', 'months', 'quarter', 'quarters', 'year', 'years'];
/** The unit after a slash, as in `JPY/kg`. */
const PER = UNITS.join('|');

/** Letters that the generator's tables of Unicode hold only the first of: Chinese, Japanese and Korean. */
const LARGE = '\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uAC00-\\uD7A3\\u{20000}-\\u{323AF}';

const commas = rule => seq(rule, repeat(seq(',', rule)));

module.exports = grammar({
  name: 'dealcheck',

  word: $ => $.identifier,

  externals: $ => [$._kind],

  extras: $ => [/[ \t\r\n\uFEFF]/, $.comment],

  supertypes: $ => [$.declaration],

  conflicts: $ => [
    [$.pattern],
    [$.codes],
    [$._names, $._field_name],
  ],

  rules: {
    source_file: $ => repeat($.declaration),

    declaration: $ => choice(
      $.use, $.source, $.party, $.group, $.product, $.topic, $.kind, $.fact, $.event, $.baseline, $.letter, $.deal, $.policy,
      $.assess, $.waive, $.test,
    ),

    // ---- Declarations ------------------------------------------------------------------------------------------------

    use: $ => seq('use', field('path', $.string)),

    source: $ => seq('source', field('name', $.identifier), optional($._label), field('body', $.source_body)),
    source_body: $ => seq('{', repeat($.source_field), '}'),
    source_field: $ => seq(field('name', $.identifier), choice($.string, $.date)),

    party: $ => seq('party', field('name', $.identifier), optional($._label), optional(seq('members', $._names))),
    group: $ => seq('group', field('name', $.identifier), optional($._label), '=', $._names),
    _names: $ => commas($.identifier),
    _label: $ => field('label', $.string),

    product: $ => seq(
      'product', field('name', $.identifier), optional($._label), optional(seq('in', field('schedule', $.identifier))),
      '=', $._scope,
    ),
    topic: $ => seq('topic', field('name', $.dotted), optional($._label)),

    kind: $ => seq('kind', field('name', $.identifier), optional($._label), field('body', $.kind_body)),
    kind_body: $ => seq('{', repeat(choice($.key_declaration, $.value_declaration, $.absent_points, $.displaces)), '}'),
    key_declaration: $ => seq(
      'key', $._key_word, ':', field('type', $.identifier), optional(seq('=', field('default', $.identifier))),
    ),
    value_declaration: $ => seq(
      'value', field('name', $.identifier), ':', field('type', choice($.identifier, $.one_of)),
      repeat(seq(',', $._value_part)), optional(seq('=', field('default', $._expr))),
    ),
    one_of: $ => seq('one', 'of', $.identifier),
    _value_part: $ => choice(
      $.identifier, $.less_is_freer, $.more_is_freer, $.absent_is,
    ),
    less_is_freer: $ => seq('less', 'is', 'freer'),
    more_is_freer: $ => seq('more', 'is', 'freer'),
    absent_is: $ => seq('absent', 'is', $._expr),
    absent_points: $ => seq('absent', $.identifier, optional(seq('for', 'layer', $.identifier))),
    displaces: $ => seq('layer', $.identifier, 'displaces', $._names),

    fact: $ => seq(
      'fact', field('name', $.identifier), optional(field('subject', $.identifier)), optional(seq('on', $._scope)),
      '=', field('value', $._expr), optional(seq('on', $.date)),
    ),
    event: $ => seq('event', field('name', $.identifier), optional($._label), optional(seq('on', $.date))),

    // ---- Texts: baselines, letters and deals -------------------------------------------------------------------------

    baseline: $ => seq(
      'baseline', field('name', $.identifier), optional($._label), 'on', $.date, field('body', $.baseline_body),
    ),
    baseline_body: $ => seq('{', repeat(choice($.include, $._action, $.event, $.fact, $.source)), '}'),
    include: $ => seq('include', $.identifier),

    letter: $ => seq('letter', field('name', $.identifier), optional($._label), field('body', $.letter_body)),
    letter_body: $ => seq(
      '{', $.author, repeat(choice($.deal_date, $._action, $.event, $.fact, $.source)), '}',
    ),
    author: $ => seq('by', $._names),

    deal: $ => seq('deal', field('name', $.identifier), optional($._label), field('body', $.deal_body)),
    deal_body: $ => seq(
      '{',
      repeat(choice($.between, $.deal_date, $.against, $.term, $.event, $.fact, $.source, $.assess, $.waive)),
      '}',
    ),
    between: $ => seq('between', $._names),
    deal_date: $ => seq(choice('dated', 'signed', 'effective', 'expires'), choice($._moment, $.bracket)),
    against: $ => seq('against', $.identifier, optional(seq('with', $._names))),

    term: $ => seq(
      'term', field('name', $.identifier), optional($._label), repeat($._term_head), ':', repeat1($._action),
    ),
    _term_head: $ => choice(
      $.proposed, $.opposed, $.in_side_letter, $.status, $.optional, $.under, $.cites,
    ),
    proposed: $ => seq('proposed', 'by', $._names),
    opposed: $ => seq('opposed', 'by', $._names),
    in_side_letter: _ => seq('in', 'side_letter'),
    status: $ => seq('status', $.identifier),
    optional: $ => seq('[', $._names, ']'),
    _action: $ => choice($.measure, $.ending),

    // A measure begins at a name followed by `by`: keys first, then the fields that it sets.
    measure: $ => seq(
      field('kind', alias($._kind, $.identifier)),
      alias($._author_key, $.key),
      repeat(choice($.key, $.since, $.until, $.under, $.cites, $.table_rows)),
      optional(seq($.field, repeat(choice($.field, $.until, $.under, $.cites)))),
    ),
    _author_key: $ => seq('by', $._scope),
    ending: $ => seq('end', field('kind', $.identifier), repeat(choice($.key, $.since, $.cites))),

    key: $ => seq($._key_word, $._scope),
    _key_word: _ => choice('by', 'from', 'to', 'on', 'layer', 'toward'),
    since: $ => seq('from', choice($.date, $.day_of, $.after_moment, $.first_of_month)),
    until: $ => seq('until', choice($.date, $.moment_name)),
    under: $ => seq('if', optional('not'), $.identifier),
    cites: $ => prec.right(seq('cites', field('source', $.identifier), optional($.string))),
    table_rows: $ => seq('table', $.string, optional('complete'), $.mapping),
    mapping: $ => seq('{', repeat($.column), '}'),
    column: $ => seq($.identifier, optional($.since), '=', choice($.identifier, $.string)),

    field: $ => seq(field('name', $._field_name), $._stages),
    _stages: $ => prec.right(commas(choice($.stage, $.linear))),
    stage: $ => seq($._expr, optional($.since)),
    linear: $ => seq($._expr, 'to', $._expr, 'in', $.number, 'equal', $.identifier, 'steps', $.since),
    _field_name: $ => choice($.identifier, alias($._field_word, $.identifier)),
    _field_word: _ => choice('total', 'number', 'average', 'share'),

    _moment: $ => choice($.date, $.moment_name, $.day_of, $.after_moment, $.first_of_month),
    moment_name: $ => $.identifier,
    day_of: $ => seq('day', 'of', $.identifier),
    after_moment: $ => seq($.number, $.unit, 'after', $._moment),
    first_of_month: $ => seq('first', 'day', 'of', 'month', 'of', $._moment),

    // ---- Scopes: goods, topics, parties and layers -------------------------------------------------------------------

    _scope: $ => choice(
      $.dotted, $.codes, $.table_column, $.scope_union, $.scope_both, $.scope_less, $.scope_group,
    ),
    scope_union: $ => prec.left(1, seq($._scope, '|', $._scope)),
    scope_both: $ => prec.left(2, seq($._scope, '&', $._scope)),
    scope_less: $ => prec.left(2, seq($._scope, '-', $._scope)),
    scope_group: $ => seq('(', $._scope, ')'),
    codes: $ => seq('hs', $.code, repeat(seq(',', optional('hs'), $.code))),
    code: $ => seq($.number, optional(seq('..', $.number))),
    table_column: $ => seq('table', $.string, 'column', choice($.identifier, $.string)),
    dotted: $ => prec.right(seq($.identifier, repeat(seq('.', $.identifier)))),

    // ---- Values ------------------------------------------------------------------------------------------------------

    _expr: $ => choice($.add, $.subtract, $.multiply, $.divide, $.negative, $._atom),
    add: $ => prec.left(1, seq($._expr, '+', $._expr)),
    subtract: $ => prec.left(1, seq($._expr, '-', $._expr)),
    multiply: $ => prec.left(2, seq($._expr, '*', $._expr)),
    divide: $ => prec.left(2, seq($._expr, '/', $._expr)),
    negative: $ => prec(3, seq('-', $._expr)),
    _atom: $ => choice(
      $.number, $.percent, $.points, $.quantity, $.specific, $.money, $.date, $.string, $.parenthesis, $.ref, $.old, $.lowest,
      $.highest, $.minimum, $.maximum, $.all_in, $.bracket,
    ),
    percent: $ => seq($.number, '%'),
    points: $ => seq($.number, 'pp'),
    quantity: $ => prec.right(seq(
      $.number, choice(seq(optional($.scale), $.unit), $.scale), optional($.per),
    )),
    specific: $ => seq($.number, $.rate_unit),
    money: $ => prec.right(seq(
      field('currency', $.identifier), $.number, optional($.scale), optional(choice($.per, $.per_unit)),
    )),
    parenthesis: $ => seq('(', $._expr, ')'),
    old: $ => seq('old', $.ref),
    lowest: $ => seq('lowest', $.ref),
    highest: $ => seq('highest', $.ref),
    minimum: $ => seq('min', '(', commas($._expr), ')'),
    maximum: $ => seq('max', '(', commas($._expr), ')'),
    all_in: $ => seq('all_in', $._atom),
    per: $ => seq('per', field('period', $.identifier)),
    ref: $ => prec.right(seq(
      $._field_name, optional(seq('.', field('field', $._field_name))), optional($.replacements),
    )),
    replacements: $ => seq('(', commas($.key), ')'),

    // `[US: 25% | JP: 0%]`, `[US opposed by JP: 25% | 0%]`, `[?]`, `[10% .. 15%]`
    bracket: $ => seq('[', $.option, repeat(seq('|', $.option)), ']'),
    option: $ => seq(optional($.side), choice($._stages, $.range, '?')),
    range: $ => seq($._expr, '..', $._expr),
    side: $ => seq($._names, optional($.opposed), ':'),

    // ---- Policies and their sentences --------------------------------------------------------------------------------

    policy: $ => seq('policy', field('name', $.identifier), optional($._label), field('body', $.policy_body)),
    policy_body: $ => seq('{', repeat(choice($.line, $.source, $.assess, $.waive)), '}'),
    line: $ => seq(
      field('level', $.level), field('name', $.identifier), optional($._label),
      repeat(choice($.says, $.weight, $.active, $.cites)), ':', $._chain, repeat($.reading),
    ),
    level: _ => choice(seq('red', 'line'), 'concern', 'wish'),
    says: $ => seq('says', $.string),
    weight: $ => seq('weight', $.number),
    active: $ => prec.right(seq('active', repeat1(choice($.since, $.until)))),
    reading: $ => seq('reading', field('name', $.identifier), optional($._label), ':', $._chain),

    _chain: $ => seq($._element, repeat(seq(choice('and', 'or', 'unless'), $._element))),
    _element: $ => seq(repeat('not'), choice(seq($._sentence, optional($.time)), $.if_then)),
    if_then: $ => seq('if', $._chain, 'then', $._element),
    _sentence: $ => choice(
      $.comparison, $.group_of, $.no, $.every, $.some, $.aggregate, $.share_of, $.deal_must, $.judged,
    ),
    no: $ => seq('no', $.pattern, optional(seq('may', 'have', $._condition_start))),
    every: $ => seq('every', $.pattern, 'must', 'have', $._condition_start),
    some: $ => seq('some', $.pattern, optional(seq('has', $._condition_start))),
    aggregate: $ => seq(
      choice(seq(choice('total', 'average'), field('field', $._field_name)), 'number'),
      'of', $.pattern, 'must', 'be', $.limit, optional($.weights),
    ),
    share_of: $ => seq('share', 'of', $.pattern, 'having', $._having, 'must', 'be', $.limit, optional($.weights)),
    deal_must: $ => seq('the', 'deal', 'must', 'have', $._condition_start),
    judged: $ => seq('judged', $.string),
    _condition_start: $ => seq(repeat('not'), choice($.comparison, $.group_of)),
    group_of: $ => seq('(', $._chain, ')'),
    _having: $ => seq($._having_part, repeat(seq(choice('and', 'or'), $._having_part))),
    _having_part: $ => seq(repeat('not'), choice($.comparison, alias($._having_group, $.group_of))),
    _having_group: $ => seq('(', $._having, ')'),
    limit: $ => seq($._compare, $._expr),
    weights: $ => seq('weighted', 'by', $.string, $.mapping),

    _compare: _ => choice('=', '!=', '<=', '>=', '<', '>'),
    comparison: $ => choice(
      seq($._expr, $._compare, $._expr),
      seq($._expr, choice('reduced', 'raised', 'unchanged', 'eliminated')),
      seq($._expr, 'in', '{', commas($._expr), '}'),
    ),

    pattern: $ => seq(
      repeat(choice('new', 'changed', 'kept', 'written', 'general')), field('kind', $.identifier),
      repeat(choice($.key, $.except_key)),
    ),
    except_key: $ => seq('except', $.key),

    time: $ => choice(
      seq('at', $._moment),
      seq('by', choice($.date, $.after_moment)),
      seq('after', $._moment),
      seq('before', $._moment),
      seq('during', $._moment, '..', $._moment),
    ),

    assess: $ => seq(
      'assess', $.line_ref, field('verdict', $.identifier), 'by', $.string, 'on', $.date, 'because', $.string,
    ),
    waive: $ => seq('waive', $.line_ref, optional(seq('until', $.date)), 'because', $.string),
    line_ref: $ => seq(field('party', $.identifier), '.', field('line', $.identifier)),

    // ---- Tests -------------------------------------------------------------------------------------------------------

    test: $ => seq('test', field('name', $.string), field('body', $.test_body)),
    test_body: $ => seq(
      '{', repeat(choice($.test_deal, $.as_of, $.expect, $.test_table, $.fact, $.event, $.assess, $.waive)), '}',
    ),
    test_deal: $ => seq(
      'deal', choice(field('body', $.deal_body), seq(field('deal', $.identifier), optional(seq('with', repeat1($.term))))),
    ),
    as_of: $ => seq('as_of', $.date),
    expect: $ => seq('expect', $.line_ref, $._outcome, repeat($.expect_reading)),
    expect_reading: $ => seq('reading', field('name', $.identifier), $._outcome),
    _outcome: $ => seq(field('verdict', $.identifier), repeat(choice($.caused_by, $.places, $.begins, $.ends))),
    caused_by: $ => seq('by', $.identifier),
    places: $ => seq(optional('only'), 'on', $._scope),
    begins: $ => seq(optional('only'), 'from', $.date),
    ends: $ => seq(optional('only'), 'until', $.date),

    test_table: $ => seq('columns', commas($.table_heading), ':', commas($.line_ref), repeat1($.row)),
    table_heading: $ => choice(
      seq(field('term', $.identifier), '.', field('field', $._field_name)),
      $.identifier,
      alias(choice('as_of', 'dated', 'signed', 'effective', 'expires'), $.identifier),
    ),
    row: $ => seq('row', $._stages, ':', commas($.row_outcome)),
    row_outcome: $ => seq($._outcome, repeat($.expect_reading)),

    // ---- Tokens ------------------------------------------------------------------------------------------------------

    scale: _ => token(choice(...SCALES)),
    unit: _ => token(choice(...UNITS, ...DURATIONS)),
    rate_unit: _ => token(prec(1, new RegExp(`([A-Z]{3}|c)/(${PER})`))),
    per_unit: _ => token(prec(1, new RegExp(`/(${PER})`))),

    date: _ => /[0-9]{4}-[0-9]{2}-[0-9]{2}/,
    number: _ => /[0-9](_?[0-9])*(\.[0-9](_?[0-9])*)*/,

    string: $ => seq('"', repeat(choice($.string_content, $.escape_sequence)), token.immediate('"')),
    string_content: _ => token.immediate(prec(1, /[^"\\\n\r]+/)),
    escape_sequence: _ => token.immediate(prec(1, /\\[^\n\r]/)),

    identifier: _ => new RegExp(`[\\p{L}\\p{Nl}\\p{No}_${LARGE}][\\p{L}\\p{N}_${LARGE}]*`, 'u'),
    comment: _ => /#[^\n]*/,
  },
});
