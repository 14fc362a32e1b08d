// Which name of a linked file is the first, and what becomes of the others, for all threads of a run.

import { assert, assertEquals } from "@std/assert";
import { type FileStat, WORD } from "../../../ffi/mod.ts";
import { HardLinks, isFirst, isStillFirst } from "../../../lib/copy/links/hard_links.ts";
import type { FirstLink } from "../../../lib/entry/first_link.ts";
import { SPLIT } from "../../../lib/copy/links/split_causes.ts";
import { CONTROL, STOP, stop } from "../../../lib/shared/control.ts";
import { COUNTER, counterRow } from "../../../lib/shared/counters.ts";
import { createSharedMemory } from "../../../lib/shared/mod.ts";
import { statWith } from "../../support/stats.ts";

const PATH = new TextEncoder().encode("a/first");
const MOUNT = 3;

function views(reusesInodes = true) {
  const memory = createSharedMemory(2);
  const control = new Int32Array(memory.control);
  const counts = [0, 1].map((index) => counterRow(memory.counters, index));
  const [one, other] = counts.map((count) => new HardLinks(memory, control, count, reusesInodes));
  return { one, other, control, counts };
}

const SOURCE = statWith({ ino: 7, nlink: 3 });
const TARGET = statWith({ ino: 70, dev: 2, nlink: 1, btimeSec: 5 });

/** Claims a file and says where its first name stands. */
function publish(links: HardLinks, source = SOURCE, mount = MOUNT): FirstLink {
  links.claim(source, mount);
  links.publish(source, TARGET, { root: 0, path: PATH, mount });
  return links.firstName(source, mount)!;
}

Deno.test("HardLinks.claim: the first name is the caller's to copy; later ones are told where it stands", () => {
  const { one, other } = views();
  assertEquals(one.firstName(SOURCE, MOUNT), null);
  assertEquals(one.claim(SOURCE, MOUNT), null);
  assertEquals(other.firstName(SOURCE, MOUNT), null);
  one.publish(SOURCE, TARGET, { root: 4, path: PATH, mount: MOUNT });
  const first = other.claim(SOURCE, MOUNT)!;
  assertEquals([first.root, first.path, first.names], [4, PATH, 1]);
  assertEquals(other.firstName(SOURCE, MOUNT), first);
});

Deno.test("HardLinks.giveUp: the next name is the first one then", () => {
  const { one, other } = views();
  one.claim(SOURCE, MOUNT);
  assert(other.knows(SOURCE));
  one.giveUp(SOURCE, MOUNT);
  assert(!other.knows(SOURCE));
  assertEquals(other.claim(SOURCE, MOUNT), null);
  other.publish(SOURCE, TARGET, { root: 0, path: PATH, mount: MOUNT });
  assert(one.knows(SOURCE));
});

Deno.test("HardLinks.isInProgress: from the claim on, until it is copied or given up, on that mount", () => {
  const { one, other } = views();
  assert(!other.isInProgress(SOURCE, MOUNT));
  one.claim(SOURCE, MOUNT);
  assert(other.isInProgress(SOURCE, MOUNT) && !other.isInProgress(SOURCE, MOUNT + 1));
  one.giveUp(SOURCE, MOUNT);
  assert(!other.isInProgress(SOURCE, MOUNT));
  publish(one);
  assert(!other.isInProgress(SOURCE, MOUNT));
});

Deno.test("HardLinks.claim: waits for nobody once the run is to stop", () => {
  const { one, other, control } = views();
  one.claim(SOURCE, MOUNT);
  stop(control, STOP.cancelled);
  assertEquals(other.claim(SOURCE, MOUNT), null);
});

Deno.test("HardLinks.claim: another thread's copy is waited for", async () => {
  const memory = createSharedMemory(1);
  const control = new Int32Array(memory.control);
  const links = new HardLinks(memory, control, counterRow(memory.counters, 0), true);
  links.claim(SOURCE, MOUNT);
  const waiter = new Worker(new URL("../../support/waiting_claim.ts", import.meta.url), {
    type: "module",
  });
  const answers: string[] = [];
  const answered = new Promise<void>((resolve) => {
    waiter.onmessage = ({ data }) => {
      answers.push(data);
      if (data === "claims") {
        answers.push("published");
        links.publish(SOURCE, TARGET, { root: 0, path: PATH, mount: MOUNT });
      } else resolve();
    };
  });
  waiter.postMessage({ memory, words: SOURCE.words, mount: MOUNT });
  await answered;
  waiter.terminate();
  assertEquals(answers, ["claims", "published", "a/first"]);
});

Deno.test("HardLinks.publish: a source that changed while it was copied is found as it was and as it is", () => {
  const { one, other, control } = views();
  const changed = statWith({ ino: 7, nlink: 3, size: 1 });
  const location = { root: 0, path: PATH, mount: MOUNT };
  one.claim(SOURCE, MOUNT);
  one.publish(SOURCE, TARGET, location, changed);
  for (const source of [SOURCE, changed]) {
    assertEquals(other.claim(source, MOUNT)!.path, PATH, "a name waits for ever, or is a copy");
  }
  assertEquals(control[CONTROL.namesMissed], 0);
});

Deno.test("HardLinks.publish: a name that another thread copies after the change is linked again later", () => {
  const { one, other, control } = views();
  const changed = statWith({ ino: 7, nlink: 3, size: 1 });
  one.claim(SOURCE, MOUNT);
  assertEquals(other.claim(changed, MOUNT), null);
  one.publish(SOURCE, TARGET, { root: 0, path: PATH, mount: MOUNT }, changed);
  assert(other.isInProgress(changed, MOUNT));
  assertEquals(control[CONTROL.namesMissed], 1);
});

Deno.test("HardLinks: a number of another file, or on another mount, is a file of its own", () => {
  const { one, counts, control } = views();
  publish(one);
  assertEquals(one.claim(statWith({ ino: 8 }), MOUNT), null);
  assertEquals(one.claim(statWith({ ino: 7, size: 1 }), MOUNT), null, "the number was reused");
  assertEquals(one.claim(SOURCE, MOUNT + 1), null);
  one.publish(SOURCE, TARGET, { root: 9, path: PATH, mount: MOUNT + 1 });
  assertEquals(one.firstName(SOURCE, MOUNT)!.root, 0);
  assertEquals(one.firstName(SOURCE, MOUNT + 1)!.root, 9);
  assertEquals(counts[0][COUNTER.namesCopied], 1);
  assertEquals(control[CONTROL.splitCauses], SPLIT.across);
});

Deno.test("HardLinks.reclaim: one thread alone claims anew what cannot be linked to, and the cause is told", () => {
  const { one, other, counts, control } = views();
  const first = publish(one);
  assert(one.reclaim(SOURCE, MOUNT, first, SPLIT.full));
  assert(!other.reclaim(SOURCE, MOUNT, first, SPLIT.full), "it is in progress");
  one.publish(SOURCE, TARGET, { root: 0, path: PATH, mount: MOUNT });
  assert(!other.reclaim(SOURCE, MOUNT, first, SPLIT.gone), "it has another first name");
  const second = other.firstName(SOURCE, MOUNT)!;
  assert(other.reclaim(SOURCE, MOUNT, second, SPLIT.gone));
  other.publish(SOURCE, TARGET, { root: 0, path: PATH, mount: MOUNT });
  assert(one.reclaim(SOURCE, MOUNT, one.firstName(SOURCE, MOUNT)!, 0));
  assertEquals(counts.map((count) => count[COUNTER.namesCopied]), [1, 1]);
  assertEquals(counts.map((count) => count[COUNTER.filesWithCopies]), [1, 0]);
  assertEquals(control[CONTROL.splitCauses], SPLIT.full | SPLIT.gone);
});

Deno.test("HardLinks.renew: the first name leads to another run's copy, or to none; all names are looked at again", () => {
  const { one, other, control } = views();
  const first = publish(one);
  one.renew(SOURCE, MOUNT, first, statWith({ ino: 71, dev: 2, nlink: 2 }));
  const renewed = other.claim(SOURCE, MOUNT)!;
  assert(isFirst(statWith({ ino: 71, dev: 2 }), renewed) && !isFirst(TARGET, renewed));
  assertEquals([renewed.id, renewed.path, control[CONTROL.namesMissed]], [first.id, PATH, 1]);
  other.renew(SOURCE, MOUNT, renewed, null);
  assertEquals(one.claim(SOURCE, MOUNT), null);
  one.renew(SOURCE, MOUNT, renewed, TARGET);
  one.publish(SOURCE, TARGET, { root: 0, path: PATH, mount: MOUNT });
  assert(isFirst(TARGET, other.firstName(SOURCE, MOUNT)!), "who copies it says where it stands");
});

Deno.test("HardLinks.wasReplaced: a target of several names is remembered, one of a single name need not be", () => {
  const { one, other } = views();
  const linked = statWith({ ino: 70, nlink: 2 }), single = statWith({ ino: 71, nlink: 1 });
  assert(!one.wasReplaced(linked));
  one.rememberReplaced(linked);
  one.rememberReplaced(single);
  assert(other.wasReplaced(statWith({ ino: 70, nlink: 1, mtimeSec: 1 })));
  assert(!other.wasReplaced(single));
  assert(!other.knows(linked), "that it was replaced says nothing of a source");
});

// The tables were told apart by the uppermost bits of the device, which a volume of Windows may have set.
Deno.test("HardLinks: what is known of a target's names is told apart on each device", () => {
  for (const devMajor of [0, 1 << 30, 1 << 31, 3 << 30]) {
    const { one } = views();
    const target = statWith({ ino: 70, nlink: 2 }), other = statWith({ ino: 71, nlink: 2 });
    for (const { words } of [target, other]) words[WORD.devMajor] = devMajor;
    one.rememberReplaced(target);
    assert(
      one.claimTarget(target, SOURCE),
      "a name of it was replaced, and another one has no owner",
    );
    assert(one.claimTarget(other, SOURCE));
    assert(!one.wasReplaced(other), "it has an owner, and no name of it was replaced");
    assert(!one.knows(target) && !one.knows(other));
  }
});

Deno.test("HardLinks.claimTarget: a target belongs to the first source that stands there", () => {
  const { one, other } = views();
  const target = statWith({ ino: 70 });
  assert(one.claimTarget(target, SOURCE));
  assert(other.claimTarget(target, SOURCE));
  assert(!other.claimTarget(target, statWith({ ino: 8 })));
  assert(other.claimTarget(statWith({ ino: 71 }), statWith({ ino: 8 })));
});

Deno.test("HardLinks.isSame: the same number, and where numbers are reused nothing changed in between", () => {
  const changed = statWith({ ino: 7, nlink: 3, size: 1 });
  assert(views(true).one.isSame(SOURCE, statWith({ ino: 7 })));
  assert(!views(true).one.isSame(SOURCE, changed));
  assert(views(false).one.isSame(SOURCE, changed));
  assert(!views(false).one.isSame(SOURCE, statWith({ ino: 8 })));
});

Deno.test("isFirst and isStillFirst: the number alone, or also when it was made", () => {
  const first = publish(views().one);
  const changed = (word: number): FileStat => {
    const stat = statWith({ ino: 70, btimeSec: 5 });
    stat.words[word]++;
    return stat;
  };
  assert(isFirst(changed(WORD.btime), first) && !isFirst(statWith({ ino: 71 }), first));
  assert(isStillFirst(TARGET, first));
  for (const word of [WORD.ino, WORD.btime, WORD.btimeNsec]) {
    assert(!isStillFirst(changed(word), first), `word ${word}`);
  }
});
