// PowerShell's grammar, for scripts that cannot be run where there is no PowerShell: what was written is
// parsed and looked through, so that a slip of the pen is found before a user on Windows finds it.

import { fromFileUrl } from "@std/path";
import { Language, type Node, Parser } from "npm:web-tree-sitter@0.25.10";
// Named here so that the package is there when its grammar is looked for.
import "npm:tree-sitter-powershell@0.26.4/package.json" with { type: "json" };

export type { Node };

const GRAMMAR = "npm:tree-sitter-powershell@0.26.4/tree-sitter-powershell.wasm";
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(fromFileUrl(import.meta.resolve(GRAMMAR))));

/** The tree of a script. */
export function parsePowerShell(text: string): Node {
  return parser.parse(text)!.rootNode;
}

/** Every node of a type, in the order of the text. */
export function nodesOf(root: Node, ...types: string[]): Node[] {
  return root.descendantsOfType(types).filter((node) => node !== null);
}

/** What the grammar could not make sense of, with lines. */
export function syntaxErrors(root: Node): string[] {
  const wrong: string[] = [];
  const look = (node: Node) => {
    if (node.isError || node.isMissing) {
      wrong.push(`line ${node.startPosition.row + 1}: ${node.text.slice(0, 60)}`);
    }
    for (const child of node.children) if (child) look(child);
  };
  look(root);
  return wrong;
}

/** A variable's name as PowerShell compares it: without `$` and braces, in lower case. */
export function variableName({ text }: Node): string {
  return text.replace(/^[$@]\{?(?:script:|global:)?/i, "").replace(/\}$/, "").toLowerCase();
}
