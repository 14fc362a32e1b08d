// What a command takes, from the lines that say how it is typed: `ferry copy [OPTIONS] SOURCE... DEST`,
// `ferry help [COMMAND|TOPIC|--man]`. A new command needs no other row for completions.

/** What may stand where. */
export interface Taken {
  /** True if the flags of the table follow. */
  readonly hasFlags: boolean;
  /** Options that stand in the line itself, and the placeholders of their values; null for none. */
  readonly options: readonly (readonly [name: string, value: string | null])[];
  /** The words that are no options, in their order. */
  readonly operands: readonly TakenOperand[];
}

/** One word that is no option. */
export interface TakenOperand {
  /** `SOURCE`; empty where one of `words` is meant. */
  readonly placeholder: string;
  /** The words to choose from: `bash|zsh|fish`; COMMAND and TOPIC stand for those that there are. */
  readonly words: readonly string[];
  /** `SOURCE...` */
  readonly isRepeated: boolean;
}

/** Reads the line. */
export function readUsage(line: string): Taken {
  const [, , ...rest] = line.split(" ");
  const text = rest.join(" ");
  const options = [...text.matchAll(/((?<!\w)--?[a-zA-Z][\w-]*)(?:[ =]([A-Z]+)(?!\.))?/g)];
  const words = options.reduce((left, [option]) => left.replace(option, ""), text);
  const operands = words.replace(/ -- .*/, "").split(/[ [\]]+/)
    .map((word) => word.replace(/^\|+|\|+$/g, ""))
    .filter((word) => word !== "" && word !== "OPTIONS" && word !== "...");
  return {
    hasFlags: /\bOPTIONS\b/.test(text),
    options: options.map(([, name, value]) => [name, value ?? null]),
    operands: operands.map(operandOf),
  };
}

function operandOf(word: string): TakenOperand {
  const isRepeated = word.endsWith("...");
  const name = word.replace(/\.\.\.$/, "");
  if (/^[A-Z]+$/.test(name)) return { placeholder: name, words: [], isRepeated };
  return { placeholder: "", words: name.split("|"), isRepeated };
}
