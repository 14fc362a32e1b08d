// Whether two import maps lead to the same code. Each module is bundled with all that it imports and minified, which leaves
// neither types nor comments, layout or names of files: of the same code comes the same text.

import { join } from "@std/path";

/** How much of two texts is shown from where they part. */
const SHOWN = 60;

/** A module cannot be had: its registry is out of reach, or does not have it. */
export class Unavailable extends Error {}

/** A line for each name that both maps do not lead to the same code. @throws {Unavailable} where one cannot be had */
export async function differences(oneMap: string, otherMap: string): Promise<string[]> {
  const [one, other] = [oneMap, otherMap].map(importsOf);
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  const found: string[] = [];
  for (const name of names) {
    if (!(name in one) || !(name in other)) {
      found.push(`${name}: only in ${name in one ? oneMap : otherMap}`);
      continue;
    }
    const a = await bundled(name, oneMap), b = await bundled(name, otherMap);
    if (a !== b) found.push(`${name}: ${one[name]} and ${other[name]} differ\n${parting(a, b)}`);
  }
  return found;
}

function importsOf(map: string): Record<string, string> {
  return JSON.parse(Deno.readTextFileSync(map)).imports;
}

/** Everything that a module exports, in as few letters as can be. */
async function bundled(name: string, map: string): Promise<string> {
  const folder = Deno.makeTempDirSync({ prefix: "ferry-std-" });
  try {
    const imports = importsOf(map);
    Deno.writeTextFileSync(join(folder, "map.json"), JSON.stringify({ imports }));
    Deno.writeTextFileSync(join(folder, "all.ts"), `export * from ${JSON.stringify(name)};\n`);
    const flags = ["--quiet", "--no-lock", "--no-config", "--import-map=map.json"];
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["bundle", ...flags, "--minify", "all.ts"],
      cwd: folder,
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    if (code !== 0) {
      const why = decoder.decode(stderr).trim().split("\n")[0];
      throw new Unavailable(`${imports[name]}: cannot be had and bundled: ${why}`);
    }
    return decoder.decode(stdout);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** From where two texts are no longer the same. */
function parting(a: string, b: string): string {
  let at = 0;
  while (a[at] === b[at]) at++;
  const from = Math.max(0, at - SHOWN / 2);
  return `  ${a.slice(from, from + SHOWN)}\n  ${b.slice(from, from + SHOWN)}`;
}
