import { assertEquals } from "@std/assert";
import { FolderChain } from "../../../lib/engine/worker/folder_chain.ts";

/** Goes to a path and gives each folder that has no value yet the path to it; those that it gave. */
function visit(chain: FolderChain<string>, path: string, root = 0): string[] {
  const added: string[] = [];
  chain.goTo(root, new TextEncoder().encode(path));
  for (let end = chain.nextEnd(); end >= 0; end = chain.nextEnd()) {
    added.push(path.slice(0, end));
    chain.add(end, path.slice(0, end));
  }
  return added;
}

Deno.test("FolderChain: a value for the root and each folder of a path", () => {
  const chain = new FolderChain<string>();
  assertEquals(visit(chain, "a/bc/d"), ["", "a", "a/bc", "a/bc/d"]);
  assertEquals(chain.values, ["", "a", "a/bc", "a/bc/d"]);
  assertEquals(visit(chain, "a/bc/d"), []);
});

Deno.test("FolderChain: what is not above the next path is forgotten, and all of another root", () => {
  const chain = new FolderChain<string>();
  visit(chain, "a/bc/d");
  assertEquals(visit(chain, "a/b/d"), ["a/b", "a/b/d"]);
  assertEquals(visit(chain, "a"), []);
  assertEquals(chain.values, ["", "a"]);
  assertEquals(visit(chain, "ab"), ["ab"]);
  assertEquals(visit(chain, "ab", 1), ["", "ab"]);
  assertEquals(visit(chain, "", 1), []);
  assertEquals(chain.values, [""]);
});
