// The one token that needs a look ahead: the kind at the head of a measure, which is a name followed by `by`, where any other
// name would be one more field of the measure before it. The terminal KIND of grammar/deal.lark says the same.
#include "tree_sitter/parser.h"

#include <string.h>

enum TokenType { KIND };

void *tree_sitter_dealcheck_external_scanner_create(void) { return NULL; }
void tree_sitter_dealcheck_external_scanner_destroy(void *payload) { (void)payload; }
unsigned tree_sitter_dealcheck_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload;
  (void)buffer;
  return 0;
}
void tree_sitter_dealcheck_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  (void)payload;
  (void)buffer;
  (void)length;
}

static bool is_blank(int32_t c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
static bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }
/// What is not ASCII is taken for a letter: the characters that are none are faults anyway.
static bool is_letter(int32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80; }

/// Goes past blanks and comments; false where there is neither.
static bool pass_blanks(TSLexer *lexer) {
  bool any = false;
  while (!lexer->eof(lexer)) {
    if (lexer->lookahead == '#') {
      while (!lexer->eof(lexer) && lexer->lookahead != '\n') lexer->advance(lexer, false);
    } else if (is_blank(lexer->lookahead)) {
      lexer->advance(lexer, false);
    } else {
      break;
    }
    any = true;
  }
  return any;
}

bool tree_sitter_dealcheck_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid_symbols) {
  (void)payload;
  if (!valid_symbols[KIND]) return false;
  while (is_blank(lexer->lookahead)) lexer->advance(lexer, true);
  if (!is_letter(lexer->lookahead) || lexer->lookahead == 0xFEFF) return false;

  char word[10] = {0}; // as much as is needed to tell the words that stand before another `by`
  unsigned length = 0;
  while (is_letter(lexer->lookahead) || is_digit(lexer->lookahead)) {
    if (length < sizeof word - 1) word[length] = lexer->lookahead < 0x80 ? (char)lexer->lookahead : '?';
    length++;
    lexer->advance(lexer, false);
  }
  if (!strcmp(word, "proposed") || !strcmp(word, "opposed") || !strcmp(word, "weighted")) return false;
  lexer->mark_end(lexer);

  if (!pass_blanks(lexer) || lexer->lookahead != 'b') return false;
  lexer->advance(lexer, false);
  if (lexer->lookahead != 'y') return false;
  lexer->advance(lexer, false);
  if (is_letter(lexer->lookahead) || is_digit(lexer->lookahead)) return false;
  // In `rate reduced by 2026-01-01` the `by` is that of a time.
  pass_blanks(lexer);
  if (is_digit(lexer->lookahead)) return false;

  lexer->result_symbol = KIND;
  return true;
}
