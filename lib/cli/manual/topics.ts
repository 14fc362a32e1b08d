// The texts of `ferry help filters`, `ferry help json` and `ferry help exit-codes`: what the manual page has of them, for a
// screen.

import { EXIT_MEANINGS } from "../exit_codes.ts";
import { FLAGS } from "../flags.ts";
import { longLabel } from "../help.ts";
import type { Topic } from "../help_topics.ts";
import { continued, hanging, wrap } from "../wrap.ts";
import { JSON_NOTES, JSON_OBJECTS } from "./json_texts.ts";
import { FILTER_RULES } from "./texts.ts";

const CODE_COLUMNS = 12;

/** What is said of a topic, in lines of at most `width` columns. */
export function topicText(topic: Topic, width: number): string {
  return `${TEXTS[topic](width).join("\n")}\n`;
}

const TEXTS: Readonly<Record<Topic, (width: number) => string[]>> = {
  filters: (width) => [
    ...paragraphs(FILTER_RULES, width),
    "",
    "options, which 'ferry help copy' explains:",
    ...FLAGS.filter(({ group }) => group === "which entries")
      .flatMap((flag) => continued(longLabel(flag), 2, 4, width)),
  ],
  json: (width) => [
    ...paragraphs(JSON_NOTES, width),
    ...JSON_OBJECTS.flatMap(({ type, of, fields }) => [
      "",
      ...continued(`${type}: ${of}`, 0, 2, width),
      ...fields.flatMap(([names, meaning]) => [
        ...continued(names, 2, 2, width),
        ...wrap(meaning, 6, width),
      ]),
    ]),
  ],
  "exit-codes": (width) =>
    EXIT_MEANINGS.flatMap(([codes, meaning]) =>
      hanging(codes.padEnd(CODE_COLUMNS), meaning, width)
    ),
};

function paragraphs(texts: readonly string[], width: number): string[] {
  return texts.flatMap((text, at) => [...at > 0 ? [""] : [], ...wrap(text, 0, width)]);
}
