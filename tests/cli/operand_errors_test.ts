// Operands that are refused: those that are missing, empty, or one too many.

import { type Refusal, testRefusals } from "./refusals.ts";

const CASES: readonly Refusal[] = [
  [
    "help copy x",
    "EXTRA_OPERAND",
    "'ferry help' takes one COMMAND or TOPIC, or --man; 'x' is one too many",
    null,
  ],
  [
    "copy --files-from x a b c",
    "EXTRA_OPERAND",
    "--files-from takes one SOURCE and one DEST; 'c' is one too many",
    "quote names that contain spaces",
  ],
  [
    "copy --files-from x -t c a b",
    "EXTRA_OPERAND",
    "--files-from takes one SOURCE and one DEST; 'c' is one too many",
    "quote names that contain spaces",
  ],
  ["copy", "MISSING_OPERAND", "SOURCE is missing", "'ferry copy -h' shows how it is typed"],
  [
    "mirror a",
    "MISSING_OPERAND",
    "DEST is missing after 'a'",
    "'ferry mirror -h' shows how it is typed",
  ],
  ["copy -t d", "MISSING_OPERAND", "SOURCE is missing", "'ferry copy -h' shows how it is typed"],
  [
    "mirror a b c",
    "EXTRA_OPERAND",
    "'ferry mirror' takes one SOURCE and one DEST; 'c' is one too many",
    "quote names that contain spaces",
  ],
  [
    "copy -T a b c",
    "EXTRA_OPERAND",
    "--no-target-directory takes one SOURCE and one DEST; 'c' is one too many",
    "quote names that contain spaces",
  ],
  ['copy "" b', "EMPTY_OPERAND", "SOURCE is an empty name", null],
  ['copy a "" b', "EMPTY_OPERAND", "SOURCE is an empty name", null],
  ['mirror a ""', "EMPTY_OPERAND", "DEST is an empty name", null],
  [
    "copy --target-directory= a",
    "EMPTY_OPERAND",
    "--target-directory: the folder's name is empty",
    null,
  ],
];

testRefusals(CASES);
