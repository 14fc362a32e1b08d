// What Deno's runtime brings into each executable, beside Rust packages: parts that have licences of their own.

export interface EmbeddedPart {
  readonly name: string;
  /** As SPDX names it. */
  readonly license: string;
  readonly what: string;
}

export const DENO: EmbeddedPart = {
  name: "deno",
  license: "MIT",
  what: "the runtime, with some 280 Rust packages, most of them under MIT or Apache-2.0",
};

export const V8: EmbeddedPart = {
  name: "v8",
  license: "BSD-3-Clause",
  what: "the engine that runs JavaScript, in Deno",
};

/** In the order in which they are listed. */
export const OTHER_PARTS: readonly EmbeddedPart[] = [
  { name: "icu", license: "Unicode-3.0", what: "dates and languages, in V8" },
  { name: "libffi", license: "MIT", what: "calls of C, in Deno" },
  { name: "sqlite", license: "blessing", what: "in Deno; ferry does not use it" },
];
