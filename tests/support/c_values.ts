// What a C compiler makes of constant expressions. It writes their values into assembler text, and
// nothing has to be run: so a cross compiler does for another machine or system.

import { assert } from "@std/assert";

/** A C expression and the value that ferry holds it for. */
export type Expected = Record<string, number>;

/** Those exports of a module that are numbers and have a name of that form. */
export function numbersOf(module: object, names: RegExp): Expected {
  const entries = Object.entries(module);
  return Object.fromEntries(
    entries.filter(([name, value]) => names.test(name) && typeof value === "number"),
  );
}

/** The offsets of a struct's fields as expressions. */
export function offsets(
  struct: string,
  fields: Readonly<Record<string, number>>,
  field = (name: string) => name,
): Expected {
  return Object.fromEntries(
    Object.entries(fields).map(([name, at]) => [`offsetof(${struct}, ${field(name)})`, at]),
  );
}

/** A compiler and the headers that expressions are about. */
export class CValues {
  constructor(
    readonly compiler: string,
    private readonly headers: string,
    private readonly flags: readonly string[] = [],
  ) {}

  /** The first compiler that there is and that accepts a file with these headers; null where none does. */
  static find(
    candidates: readonly string[],
    headers: string,
    flags: readonly string[] = [],
  ): CValues | null {
    for (const name of candidates) {
      try {
        compile(name, [...flags, "-fsyntax-only"], headers);
        return new CValues(name, headers, flags);
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }
    return null;
  }

  macros(): string[] {
    const text = compile(this.compiler, [...this.flags, "-E", "-dM"], this.headers);
    return [...text.matchAll(/^#define (\w+) /gm)].map(([, name]) => name);
  }

  /** The values of constant expressions, read from lines that inline assembler leaves in the output. */
  of(expressions: readonly string[]): Expected {
    const lines = expressions.map((expression, i) =>
      `asm volatile("\\n# ferry ${i} = %0" :: "i"((long long)(${expression})));`
    );
    const source = `${this.headers}\nvoid values(void) {\n${lines.join("\n")}\n}`;
    const text = compile(this.compiler, [...this.flags, "-S"], source);
    const found = [...text.matchAll(/^# ferry (\d+) = [$#]?(-?\d+)\r?$/gm)];
    return Object.fromEntries(
      found.map(([, i, value]) => [expressions[Number(i)], Number(value)]),
    );
  }
}

function compile(compiler: string, flags: readonly string[], source: string): string {
  const folder = Deno.makeTempDirSync();
  try {
    Deno.writeTextFileSync(`${folder}/values.c`, source);
    const { success, stdout, stderr } = new Deno.Command(compiler, {
      args: [...flags, "-o", "-", `${folder}/values.c`],
    }).outputSync();
    assert(success, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}
