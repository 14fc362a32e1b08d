// The part of CHANGELOG.md that is about one version: what a release says of itself.

const HEADING = /^## (\S+)(.*)$/gm;

/**
 * @param tag of the release, as v0.2.0
 * @param version of deno.json
 * @throws {Error} where the tag is that of another version, or nothing is said of it, or it is still open
 */
export function notesFor(tag: string, version: string, changelog: string): string {
  if (tag !== `v${version}`) {
    throw new Error(`the tag '${tag}' is not the version of deno.json: that is 'v${version}'`);
  }
  const headings = [...changelog.matchAll(HEADING)];
  const at = headings.findIndex(([, name]) => name === version);
  if (at < 0) throw new Error(`CHANGELOG.md has no heading '## ${version}'`);
  const [heading, , rest] = headings[at];
  if (/unreleased/i.test(rest)) throw new Error(`CHANGELOG.md still says '${heading}'`);
  const begin = headings[at].index + heading.length;
  const notes = changelog.slice(begin, headings[at + 1]?.index).trim();
  if (notes === "") throw new Error(`CHANGELOG.md says nothing under '${heading}'`);
  return notes + "\n";
}

/**
 * Notes as the page of a release on GitHub shows them right: there each end of a line is one, and a link that begins
 * with no host leads nowhere.
 *
 * @param files where the repository's files are, as https://github.com/OWNER/NAME/blob/TAG
 */
export function forPage(notes: string, files: string): string {
  return unwrap(notes).replace(/\]\((?!https?:)([^)#][^)]*)\)/g, `](${files}/$1)`);
}

/** A line that goes on with nothing: empty, or the first of a heading, a row of a table or an item. */
const BEGINS = /^$|^#|^\||^\s*- /;

function unwrap(text: string): string {
  const lines: string[] = [];
  for (const line of text.split("\n")) {
    const before = lines.at(-1) ?? "";
    if (before === "" || before.startsWith("#") || BEGINS.test(line)) lines.push(line);
    else lines.push(`${lines.pop()} ${line.trimStart()}`);
  }
  return lines.join("\n");
}
