// Flags for the start of containers.

import { ALL, type Flag } from "./flag.ts";

/** `--exec` */
export const CONTAINER_FLAGS: readonly Flag[] = [
  {
    name: "exec",
    isTypedOnly: true,
    takesCommand: true,
    group: "container",
    commands: ALL,
    help: "",
    longHelp:
      "Become COMMAND when all is done and the exit code would be 0, as exec in a shell does: with " +
      "the same process id, standard streams, environment and signals, and looked for in PATH. With " +
      "any other code ferry ends and says that COMMAND was not started. A dry run names COMMAND. Where " +
      "ferry cannot become another program (on Windows, without FFI) it runs COMMAND, passes signals " +
      "on, and ends with its exit code. All that follows '--' belongs to COMMAND.",
    apply(draft, words) {
      draft.exec = words.split("\0");
    },
  },
];
