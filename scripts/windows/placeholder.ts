// V8 looks VirtualAlloc2 up by name and, where it finds it, uses memory placeholders that Wine 8 does not
// have. With the name changed in a copy of deno.exe the look-up fails and V8 takes its older way.

const NAME = new TextEncoder().encode("VirtualAlloc2\0");

/** Changes the one name in place. @throws {Error} unless there is exactly one */
export function renameVirtualAlloc2(program: Uint8Array): void {
  const found: number[] = [];
  for (let at = program.indexOf(NAME[0]); at >= 0; at = program.indexOf(NAME[0], at + 1)) {
    if (NAME.every((byte, i) => program[at + i] === byte)) found.push(at);
  }
  if (found.length !== 1) throw new Error(`VirtualAlloc2 stands ${found.length} times in deno.exe`);
  program[found[0] + NAME.length - 2] = "X".charCodeAt(0);
}
