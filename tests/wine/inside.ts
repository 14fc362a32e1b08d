// Run by Deno for Windows inside Wine, beside ferry and without any code of it: gives a tree attributes,
// or compares two trees by what Windows tells of each entry: its attributes and its streams. kernel32 alone.
//
//   inside.ts dress TREE            inside.ts compare TREE TREE

const READONLY = 1, HIDDEN = 2, SYSTEM = 4, NORMAL = 128;
const ERROR_HANDLE_EOF = 38;
/** V8's own memory calls leave it behind when they fall between a call and the question for its error. */
const ERROR_INVALID_ADDRESS = 487;
const INVALID_HANDLE = 2n ** 64n - 1n;
/** WIN32_FIND_STREAM_DATA: StreamSize, then 296 units of cStreamName. */
const STREAM_DATA_BYTES = 8 + 296 * 2;

const { symbols: kernel32 } = Deno.dlopen("kernel32.dll", {
  GetFileAttributesW: { parameters: ["buffer"], result: "u32" },
  SetFileAttributesW: { parameters: ["buffer", "u32"], result: "i32" },
  FindFirstStreamW: { parameters: ["buffer", "u32", "buffer", "u32"], result: "u64" },
  FindNextStreamW: { parameters: ["u64", "buffer"], result: "i32" },
  FindClose: { parameters: ["u64"], result: "i32" },
  GetLastError: { parameters: [], result: "u32" },
});
kernel32.GetLastError(); // bound before it is needed

function wide(path: string): Uint8Array<ArrayBuffer> {
  const verbatim = `\\\\?\\${path}\0`;
  const units = new Uint16Array(verbatim.length).map((_, i) => verbatim.charCodeAt(i));
  return new Uint8Array(units.buffer);
}

/** Paths below a folder, itself left out; Deno's own listing knows every name that the tree has. */
function* pathsIn(folder: string, below = ""): Generator<[path: string, isFolder: boolean]> {
  for (const { name, isDirectory } of Deno.readDirSync(`\\\\?\\${folder}${below}`)) {
    const path = `${below}\\${name}`;
    yield [path, isDirectory];
    if (isDirectory) yield* pathsIn(folder, path);
  }
}

/** Hides every fifth file, and so on: each combination is there many times. */
function dress(tree: string): number {
  const wanted = [0, READONLY, HIDDEN, SYSTEM, READONLY | HIDDEN | SYSTEM];
  let dressed = 0;
  for (const [path, isFolder] of pathsIn(tree)) {
    const attributes = isFolder ? 0 : wanted[dressed++ % wanted.length];
    if (attributes !== 0) kernel32.SetFileAttributesW(wide(tree + path), attributes);
    else if (!isFolder) kernel32.SetFileAttributesW(wide(tree + path), NORMAL);
  }
  return dressed;
}

/** Names and sizes of the streams, or the error that the system answers. */
function streamsOf(path: string): string {
  let answer = askForStreams(path);
  for (let again = 0; again < 3 && answer === `error ${ERROR_INVALID_ADDRESS}`; again++) {
    answer = askForStreams(path);
  }
  return answer;
}

function askForStreams(path: string): string {
  const data = new Uint8Array(STREAM_DATA_BYTES);
  const units = new Uint16Array(data.buffer, 8);
  const found: string[] = [];
  const handle = kernel32.FindFirstStreamW(wide(path), 0, data, 0);
  let error = handle === INVALID_HANDLE ? kernel32.GetLastError() : 0;
  while (error === 0) {
    const name = String.fromCharCode(...units.subarray(0, units.indexOf(0)));
    found.push(`${name} ${new DataView(data.buffer).getBigInt64(0, true)}`);
    if (kernel32.FindNextStreamW(handle, data) === 0) error = kernel32.GetLastError();
  }
  if (handle !== INVALID_HANDLE) kernel32.FindClose(handle);
  return error === ERROR_HANDLE_EOF ? found.sort().join(", ") : `error ${error}`;
}

function lookAt(tree: string): Map<string, string> {
  const seen = new Map<string, string>();
  for (const [path] of pathsIn(tree)) {
    const attributes = kernel32.GetFileAttributesW(wide(tree + path));
    seen.set(path, `${attributes}; ${streamsOf(tree + path)}`);
  }
  return seen;
}

function compare(one: string, other: string): object {
  const [a, b] = [lookAt(one), lookAt(other)];
  const paths = new Set([...a.keys(), ...b.keys()]);
  const different = [...paths].filter((path) => a.get(path) !== b.get(path));
  const kinds: Record<string, number> = {};
  for (const what of b.values()) kinds[what] = (kinds[what] ?? 0) + 1;
  return {
    entries: a.size,
    different: different.slice(0, 20).map((path) => `${path}: ${a.get(path)} | ${b.get(path)}`),
    kinds,
  };
}

const [what, ...trees] = Deno.args;
if (what === "dress") console.log(JSON.stringify(dress(trees[0])));
else console.log(JSON.stringify(compare(trees[0], trees[1])));
