// Reads JSON with comments (`//`, `/* … */`) and commas after the last item, and keeps the line of each value:
// JSON.parse takes no comments and tells no lines. Numbers stay as they were written. What is wrong is told by what is
// expected there: for a missing comma, where it should stand.

/** A value and where it stands. */
export interface Value {
  /** Counted from 1. */
  readonly line: number;
  readonly content: Content;
}

/** What a value is. */
export type Content =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "boolean"; readonly isTrue: boolean }
  | { readonly kind: "null" }
  | { readonly kind: "list"; readonly items: readonly Value[] }
  | { readonly kind: "object"; readonly members: readonly Member[] };

/** One key of an object; its line is the key's. */
export interface Member {
  readonly key: string;
  readonly line: number;
  readonly value: Value;
}

/** A place in the text; both are counted from 1. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/** What is wrong, and where. */
export class JsonError extends Error {
  readonly line: number;
  readonly column: number;

  constructor({ line, column }: Place, message: string) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/** More brackets in one another are no settings. */
const DEEPEST = 32;
const SPACE = /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;
const TOKEN = /[{}[\],:]|"(?:[^"\\\n]|\\.)*"|[^\s{}[\],:"/]+/y;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Reads a text that is one value.
 *
 * @throws {JsonError} where it is none
 */
export function parseCommentedJson(text: string): Value {
  const tokens = new Tokens(text);
  const value = readValue(tokens, 0);
  const after = tokens.next();
  if (after !== null) throw tokens.expected("the end", after);
  return value;
}

/** What may stand where a value is wanted. */
const A_VALUE = 'a value: "a text", a number, true, false, null, [ or {';

class Tokens {
  #at = 0;
  /** Where the token that came last begins. */
  #begin = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text.startsWith("\uFEFF") ? text.slice(1) : text;
  }

  /** Where the token that came last begins. */
  get place(): Place {
    const before = this.#text.slice(0, this.#begin).split("\n");
    return { line: before.length, column: before[before.length - 1].length + 1 };
  }

  /** The next token; null at the end. */
  next(): string | null {
    this.#skip(SPACE);
    this.#begin = this.#at;
    if (this.#at === this.#text.length) return null;
    const token = this.#skip(TOKEN);
    if (token !== null) return token;
    const rest = this.#text.slice(this.#at).split("\n", 1)[0];
    throw rest.startsWith('"')
      ? new JsonError(this.place, `a text has no '"' at its end in this line: ${rest}`)
      : new JsonError(this.place, `'${rest}' is a comment without its end, '*/', or none`);
  }

  /** Takes the next token if it is this one. */
  take(wanted: string): boolean {
    const at = this.#at;
    if (this.next() === wanted) return true;
    this.#at = at;
    return false;
  }

  /** @param found the token that came last; null for the end */
  expected(wanted: string, found: string | null): JsonError {
    const what = found === null ? "the end of the file" : found[0] === '"' ? found : `'${found}'`;
    return new JsonError(this.place, `expected ${wanted} before ${what}`);
  }

  #skip(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) return null;
    this.#at += found.length;
    return found;
  }
}

function readValue(tokens: Tokens, depth: number): Value {
  const token = tokens.next();
  const { place } = tokens;
  if (depth > DEEPEST) throw new JsonError(place, "too many brackets in one another");
  return { line: place.line, content: contentOf(token, tokens, depth) };
}

function contentOf(token: string | null, tokens: Tokens, depth: number): Content {
  switch (token) {
    case "{":
      return { kind: "object", members: readMembers(tokens, depth) };
    case "[":
      return { kind: "list", items: readItems(tokens, depth) };
    case "true":
    case "false":
      return { kind: "boolean", isTrue: token === "true" };
    case "null":
      return { kind: "null" };
    case null:
      throw tokens.expected(A_VALUE, token);
  }
  if (token[0] === '"') return { kind: "text", text: textOf(token, tokens) };
  if (NUMBER.test(token)) return { kind: "number", text: token };
  throw tokens.expected(A_VALUE, token);
}

function readItems(tokens: Tokens, depth: number): readonly Value[] {
  const items: Value[] = [];
  while (!tokens.take("]")) {
    items.push(readValue(tokens, depth + 1));
    if (!tokens.take(",")) {
      expect(tokens, "]", "',' or ']'");
      break;
    }
  }
  return items;
}

function readMembers(tokens: Tokens, depth: number): readonly Member[] {
  const members: Member[] = [];
  while (!tokens.take("}")) {
    const token = tokens.next();
    const { line } = tokens.place;
    if (token?.[0] !== '"') throw tokens.expected("a key in double quotes or '}'", token);
    expect(tokens, ":", "':'");
    members.push({ key: textOf(token, tokens), line, value: readValue(tokens, depth + 1) });
    if (!tokens.take(",")) {
      expect(tokens, "}", "',' or '}'");
      break;
    }
  }
  return members;
}

/** @param expected what may stand there, in words */
function expect(tokens: Tokens, wanted: string, expected: string): void {
  const token = tokens.next();
  if (token !== wanted) throw tokens.expected(expected, token);
}

function textOf(token: string, tokens: Tokens): string {
  try {
    return JSON.parse(token);
  } catch {
    throw new JsonError(tokens.place, `${token} has a letter or a '\\' that no text in JSON has`);
  }
}
