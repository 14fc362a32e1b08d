// What a release says of itself is one part of CHANGELOG.md, and a tag that does not fit makes none.

import { assertEquals, assertThrows } from "@std/assert";
import { forPage, notesFor } from "../../scripts/release/changelog.ts";

const CHANGELOG = `# Changelog

## 1.2.0

Faster.

### Commands

- \`ferry copy\`

## 1.1.0 (unreleased)

Open.

## 1.0.0

`;

Deno.test("notesFor: from the heading of the version to the next one", () => {
  const notes = "Faster.\n\n### Commands\n\n- `ferry copy`\n";
  assertEquals(notesFor("v1.2.0", "1.2.0", CHANGELOG), notes);
  assertEquals(notesFor("v1.2.0", "1.2.0", `## 1.2.0 (2026-11-30)\n\n${notes}`), notes);
});

for (
  const [what, tag, version, message] of [
    [
      "another version",
      "v1.2.1",
      "1.2.0",
      "the tag 'v1.2.1' is not the version of deno.json: that is 'v1.2.0'",
    ],
    ["no v", "1.2.0", "1.2.0", "the tag '1.2.0' is not"],
    ["not there", "v1.2", "1.2", "CHANGELOG.md has no heading '## 1.2'"],
    ["open", "v1.1.0", "1.1.0", "CHANGELOG.md still says '## 1.1.0 (unreleased)'"],
    ["empty", "v1.0.0", "1.0.0", "CHANGELOG.md says nothing under '## 1.0.0'"],
  ]
) {
  Deno.test(`notesFor: ${what} is refused`, () => {
    assertThrows(() => notesFor(tag, version, CHANGELOG), Error, message);
  });
}

Deno.test("forPage: one line a paragraph and an item, and links that lead somewhere", () => {
  const notes = `The first release;
0.1.0 was none.

### Commands

- \`ferry copy\` copies, as [this](SECURITY.md#trust)
  says, files
  and trees.
- See [that](https://example.org/a) and [below](#commands).

| a | b |
| - | - |
| c | d |
`;
  assertEquals(
    forPage(notes, "https://github.com/o/n/blob/v1"),
    `The first release; 0.1.0 was none.

### Commands

- \`ferry copy\` copies, as [this](https://github.com/o/n/blob/v1/SECURITY.md#trust) says, files and trees.
- See [that](https://example.org/a) and [below](#commands).

| a | b |
| - | - |
| c | d |
`,
  );
});
