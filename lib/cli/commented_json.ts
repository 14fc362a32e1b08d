// Reads JSON with comments (`//`, `/* … */`) and commas after the last item, and keeps the line of each value:
// JSON.parse takes no comments and tells no lines. Numbers stay as they were written.

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

/** What is wrong, and in which line. */
export class JsonError extends Error {
  constructor(readonly line: number, message: string) {
    super(message);
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
  if (after !== null) throw tokens.error(`${after} after the end`);
  return value;
}

class Tokens {
  #at = 0;
  #line = 1;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text.startsWith("\uFEFF") ? text.slice(1) : text;
  }

  /** The line of the token that came last. */
  get line(): number {
    return this.#line;
  }

  /** The next token; null at the end. */
  next(): string | null {
    this.#skip(SPACE);
    if (this.#at === this.#text.length) return null;
    const token = this.#skip(TOKEN);
    if (token === null) throw this.error(`'${this.#text.slice(this.#at).split("\n", 1)[0]}'`);
    return token;
  }

  /** Takes the next token if it is this one. */
  take(wanted: string): boolean {
    const [at, line] = [this.#at, this.#line];
    if (this.next() === wanted) return true;
    [this.#at, this.#line] = [at, line];
    return false;
  }

  error(found: string): JsonError {
    return new JsonError(this.#line, `${found} is not what JSON has here`);
  }

  #skip(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) return null;
    this.#at += found.length;
    this.#line += found.split("\n").length - 1;
    return found;
  }
}

function readValue(tokens: Tokens, depth: number): Value {
  const token = tokens.next();
  const { line } = tokens;
  if (depth > DEEPEST) throw new JsonError(line, "too many brackets in one another");
  return { line, content: contentOf(token, tokens, depth) };
}

function contentOf(token: string | null, tokens: Tokens, depth: number): Content {
  if (token === null) throw new JsonError(tokens.line, "the text ends too early");
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
  }
  if (token[0] === '"') return { kind: "text", text: textOf(token, tokens) };
  if (NUMBER.test(token)) return { kind: "number", text: token };
  throw tokens.error(`'${token}'`);
}

function readItems(tokens: Tokens, depth: number): readonly Value[] {
  const items: Value[] = [];
  while (!tokens.take("]")) {
    items.push(readValue(tokens, depth + 1));
    if (!tokens.take(",")) {
      expect(tokens, "]");
      break;
    }
  }
  return items;
}

function readMembers(tokens: Tokens, depth: number): readonly Member[] {
  const members: Member[] = [];
  while (!tokens.take("}")) {
    const token = tokens.next();
    const { line } = tokens;
    if (token === null) throw new JsonError(line, "the text ends too early");
    if (token[0] !== '"') throw tokens.error(`'${token}'`);
    expect(tokens, ":");
    members.push({ key: textOf(token, tokens), line, value: readValue(tokens, depth + 1) });
    if (!tokens.take(",")) {
      expect(tokens, "}");
      break;
    }
  }
  return members;
}

function expect(tokens: Tokens, wanted: string): void {
  const token = tokens.next();
  if (token === wanted) return;
  if (token === null) throw new JsonError(tokens.line, `the text ends before its '${wanted}'`);
  throw tokens.error(`'${token}'`);
}

function textOf(token: string, tokens: Tokens): string {
  try {
    return JSON.parse(token);
  } catch {
    throw tokens.error(token);
  }
}
