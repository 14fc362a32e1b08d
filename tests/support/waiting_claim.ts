// A thread that claims a linked file, for the test that it waits for the one which copies that.

import { FileStat } from "../../ffi/mod.ts";
import { HardLinks } from "../../lib/copy/links/hard_links.ts";
import { counterRow } from "../../lib/shared/counters.ts";
import type { SharedMemory } from "../../lib/shared/mod.ts";

interface Request {
  readonly memory: SharedMemory;
  readonly words: Uint32Array;
  readonly mount: number;
}

const thread = self as unknown as {
  onmessage: (event: MessageEvent<Request>) => void;
  postMessage(message: string): void;
};

thread.onmessage = ({ data: { memory, words, mount } }) => {
  const control = new Int32Array(memory.control);
  const links = new HardLinks(memory, control, counterRow(memory.counters, 0), true);
  const source = new FileStat();
  source.words.set(words);
  thread.postMessage("claims");
  const first = links.claim(source, mount);
  thread.postMessage(first === null ? "nothing" : new TextDecoder().decode(first.path));
};
