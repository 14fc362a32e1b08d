// When two names lead to one entry on volumes that ignore case or form.

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { cString, textOf } from "../../../ffi/c_string.ts";
import { withoutCase, withoutCaseByLetter, withoutForm } from "../../../ffi/posix/name_keys.ts";

type Key = typeof withoutCase;

/** The key of a name, up to its NUL. */
function keyOf(key: Key, name: string): string {
  return textOf(key(cString(name)));
}

function areOne(key: Key, a: string, b: string): boolean {
  return keyOf(key, a) === keyOf(key, b);
}

const COMPOSED = "\u00e9", DECOMPOSED = "e\u0301";

Deno.test("withoutCase: case and form are ignored, of letters of every alphabet", () => {
  for (
    const [a, b] of [["az", "AZ"], [COMPOSED, DECOMPOSED], ["ä", "Ä"], ["ß", "SS"], ["σ", "ς"]]
  ) {
    assert(areOne(withoutCase, a, b), `${a} and ${b}`);
  }
  for (const [a, b] of [["a", "b"], ["a`", "A@"], ["a{", "a["], ["a", "aa"], ["é", "e"]]) {
    assert(!areOne(withoutCase, a, b), `${a} and ${b}`);
  }
});

Deno.test("withoutForm: the form is ignored and case is not", () => {
  assert(areOne(withoutForm, COMPOSED, DECOMPOSED));
  assert(!areOne(withoutForm, "a", "A") && !areOne(withoutForm, "ä", "Ä"));
});

Deno.test("withoutCaseByLetter: each letter in upper case, unless that is more than one; the form counts", () => {
  assert(areOne(withoutCaseByLetter, "äz", "ÄZ") && !areOne(withoutCaseByLetter, "ß", "SS"));
  assert(!areOne(withoutCaseByLetter, COMPOSED, DECOMPOSED));
  assertEquals(keyOf(withoutCaseByLetter, "az{"), "AZ{");
});

Deno.test("name keys: what follows the NUL does not count, and a name that is not UTF-8 is itself alone", () => {
  for (const key of [withoutCase, withoutForm, withoutCaseByLetter]) {
    for (const name of ["a", "ä"]) {
      const running = new TextEncoder().encode(`${name}\0x`);
      assertEquals(textOf(key(running)), keyOf(key, name));
    }
    const odd = (...bytes: number[]) => key(Uint8Array.of(...bytes, 0)).slice(0, bytes.length);
    assertEquals(odd(97, 0xff), Uint8Array.of(97, 0xff));
    assertNotEquals(odd(0xff), odd(0xfe));
  }
});
