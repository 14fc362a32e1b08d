// Flags about how bytes are copied. None of them changes what arrives.

import { MAX_JOBS, MAX_RETRIES } from "../../options.ts";
import { DURATION_SUFFIXES, parseDuration } from "../durations.ts";
import { parseRate, SIZE_SUFFIXES } from "../sizes.ts";
import { ALL, choice, COPYING, type Flag, parsed, toggle } from "./flag.ts";

const group = "how";

/** `--zero-copy` to `--jobs`. */
export const TRANSFER_FLAGS: readonly Flag[] = [
  toggle({
    name: "zero-copy",
    hasThreeStates: true,
    group,
    commands: COPYING,
    help: "insist on copying inside the kernel, or never do",
    longHelp: "Copy inside the kernel only; a file for which that fails counts as failed. " +
      "--no-zero-copy reads and writes instead. Without either, ferry takes what works best.",
  }, (draft, on) => draft.options.zeroCopy = on ? "always" : "never"),
  choice({
    name: "reflink",
    bareValue: "always",
    group,
    commands: COPYING,
    help: "share blocks with SOURCE: auto, always, never",
    longHelp:
      "Let a copy share its blocks with SOURCE where the file system can: auto if it can, " +
      "always or the file counts as failed, never. --reflink alone is --reflink=always.",
  }, (draft, when) => draft.options.reflink = when),
  toggle({
    name: "fsync",
    group,
    commands: COPYING,
    help: "",
    longHelp:
      "Have each file written to disk before it gets its name, and each folder when all in " +
      "it is done, so that what ferry reports survives a loss of power. Slow on most disks.",
  }, (draft, on) => draft.options.fsync = on),
  toggle({
    name: "verify",
    isDaily: true,
    group,
    commands: COPYING,
    help: "read each copy again and compare it",
    longHelp:
      "Read both sides of each copy again, the target's from its disk where possible, and " +
      "compare every byte before the copy gets its name. One that differs is discarded, what " +
      "stood there before stays, and the exit code is 3. So it is, with exit code 5, where SOURCE " +
      "changes each time it is read.",
  }, (draft, on) => draft.options.verify = on),
  toggle({
    name: "resume",
    group,
    commands: COPYING,
    help: "",
    longHelp: "Go on with large files (above 1 MiB) that an interrupted run with --resume began: " +
      "what is there is compared with SOURCE block by block, and what differs or is missing is " +
      "copied. A run without --resume removes such partial files. Wins over --zero-copy.",
  }, (draft, on) => draft.options.resume = on),
  parsed(
    {
      name: "bwlimit",
      value: "RATE",
      group,
      commands: COPYING,
      help: "",
      longHelp: "Copy at most so much a second, all workers together. RATE ends in " +
        `${SIZE_SUFFIXES}; a bare number is KiB, 0 is no limit. Clones are not limited, for ` +
        "they move no bytes. Wins over --zero-copy.",
    },
    parseRate,
    "a number of KiB per second, or a number with K, M, G ... (50M)",
    (draft, rate) => draft.options.bandwidthLimit = rate,
  ),
  parsed(
    {
      name: "retries",
      default: "0",
      value: "N",
      group,
      commands: COPYING,
      help: "",
      longHelp: "Try up to N times again what failed for a reason that may pass, be it a file, a " +
        "folder or a deletion: a busy or overloaded system, an I/O error, a server out of reach, " +
        "a source that changed while it was being read. By default only the last of these is tried " +
        "again, at once and once.",
    },
    parseRetries,
    `a whole number from 0 to ${MAX_RETRIES}`,
    (draft, retries) => draft.options.retries = retries,
  ),
  parsed(
    {
      name: "retry-wait",
      default: "1",
      value: "SECONDS",
      group,
      commands: COPYING,
      help: "",
      longHelp: "Wait so long before the first of the --retries (default 1), and before each " +
        `later one twice as long, up to a minute. Longer times end in ${DURATION_SUFFIXES}.`,
    },
    parseDuration,
    `a number and one of ${DURATION_SUFFIXES}`,
    (draft, seconds) => draft.options.retryWait = seconds,
  ),
  toggle({
    name: "materialize",
    group,
    commands: COPYING,
    help: "",
    longHelp: "Fetch files whose contents are not on this machine but with a cloud service. " +
      "Without it each of them counts as failed, and none is downloaded by accident.",
  }, (draft, on) => draft.options.materialize = on),
  parsed(
    {
      name: "jobs",
      isDaily: true,
      short: "j",
      value: "N",
      group,
      commands: ALL,
      help: "work on N files at a time",
      longHelp:
        `Use N workers, 1 to ${MAX_JOBS}. By default ferry decides as it goes: as many as ` +
        "there are processors, more while they wait for storage and each brings something.",
    },
    parseJobs,
    `a whole number from 1 to ${MAX_JOBS}`,
    (draft, jobs) => draft.options.jobs = jobs,
  ),
  toggle({
    name: "low-priority",
    group,
    commands: ALL,
    help: "",
    longHelp:
      "Leave processor and disk to others that want them: nice 19 and the idle class of I/O " +
      "on Linux, background mode on macOS and Windows. Not all disks know priorities.",
  }, (draft, on) => draft.options.lowPriority = on),
  toggle({
    name: "drop-cache",
    group,
    commands: ALL,
    help: "",
    longHelp: "Write each copy to disk when it is complete, and drop it and its source from the " +
      "system's cache, so that others keep theirs. For files that others read, too, that is slower.",
  }, (draft, on) => draft.options.dropCache = on),
];

function parseJobs(text: string): number {
  const jobs = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (jobs < 1 || jobs > MAX_JOBS) throw new RangeError(`'${text}' is not a number of jobs`);
  return jobs;
}

function parseRetries(text: string): number {
  const retries = /^\d{1,4}$/.test(text) ? Number(text) : MAX_RETRIES + 1;
  if (retries > MAX_RETRIES) throw new RangeError(`'${text}' is not a number of retries`);
  return retries;
}
