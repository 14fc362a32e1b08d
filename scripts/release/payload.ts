// What deno compile embeds in an executable, by the marks at its two ends.

const MARK = new TextEncoder().encode("d3n0l4nd");

/** One line for each fault of it, none where it is whole and has a program of this version. */
export function payloadFaults(payload: Uint8Array | null, version: string): string[] {
  if (payload === null) return ["nothing is embedded, or it is not where it is looked for"];
  if (!isAt(payload, 0, MARK) || !isAt(payload, payload.length - MARK.length, MARK)) {
    return ["what is embedded is not whole"];
  }
  return includes(payload, new TextEncoder().encode(version))
    ? []
    : [`what is embedded does not know that it is version ${version}`];
}

function includes(bytes: Uint8Array, part: Uint8Array): boolean {
  for (let at = bytes.indexOf(part[0]); at >= 0; at = bytes.indexOf(part[0], at + 1)) {
    if (isAt(bytes, at, part)) return true;
  }
  return false;
}

function isAt(bytes: Uint8Array, at: number, part: Uint8Array): boolean {
  return part.every((byte, i) => bytes[at + i] === byte);
}
