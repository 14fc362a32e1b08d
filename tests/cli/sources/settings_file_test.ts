// The settings file: sections, paths, and what is refused in it, with its line.

import { assertEquals } from "@std/assert";
import { PATH, refusalIn, settingsIn } from "./sources.ts";

Deno.test("readSettings: a command's own section wins over the lines for all", () => {
  const file = {
    jobs: 8,
    owner: false,
    "max-delete": "10%",
    copy: { jobs: 2 },
    mirror: { "no-owner": false, "max-delete": 5 },
    verify: { "modify-window": 1.5 },
  };
  assertEquals(settingsIn({ file }, "copy a b").options.jobs, 2);
  const { jobs, keep, maxDelete } = settingsIn({ file }, "mirror a b").options;
  assertEquals([jobs, keep.owner], [8, true]);
  assertEquals(maxDelete, { amount: 5, unit: "entries" });
  assertEquals(settingsIn({ file }, "plan a b").options.maxDelete, maxDelete);
  assertEquals(settingsIn({ file }, "copy a b").options.keep.owner, false);
  assertEquals(settingsIn({ file }, "verify a b").options.modifyWindowNs, 1.5e9);
  const other = { "no-owner": false, mirror: { "no-owner": true } };
  assertEquals(settingsIn({ file: other }, "mirror a b").options.keep.owner, false);
});

Deno.test("readSettings: 'verify' is an option and a section", () => {
  assertEquals(settingsIn({ file: { verify: true } }, "mirror a b").options.verify, true);
});

Deno.test("readSettings: a FILE is looked for beside the settings file", () => {
  const file = { "exclude-from": ["rules", "/abs", "~/mine", "-"] };
  const inputs = settingsIn({ file }, "mirror a b").filterInputs;
  assertEquals(inputs.map((input) => input.kind === "file" && input.path), [
    "/home/u/.config/ferry/rules",
    "/abs",
    "/home/u/mine",
    "/home/u/.config/ferry/-",
  ]);
});

Deno.test("readSettings: the FILE of a rule is looked for there, too; ~ is the user's own folder, also in a DIR", () => {
  const rules = [". rules", "merge,- rules", ". ~/mine", ". /abs", ": name", "- *.o", "?"];
  const inputs = settingsIn({ file: { filter: rules } }, "mirror a b").filterInputs;
  assertEquals(inputs.map((input) => input.kind === "filter" && input.text), [
    ". /home/u/.config/ferry/rules",
    "merge,- /home/u/.config/ferry/rules",
    ". /home/u/mine",
    ". /abs",
    ": name",
    "- *.o",
    "?",
  ]);
  const file = { "backup-dir": "~/old", "link-dest": ["../1", "~/2"] };
  const { backupDir, linkDest } = settingsIn({ file }, "mirror a b").options;
  assertEquals([backupDir, ...linkDest], ["/home/u/old", "../1", "/home/u/2"]);
});

Deno.test("readSettings: what is wrong is named with its line, and what was meant", () => {
  const cases: readonly (readonly [string, string])[] = [
    ['{\n"job": 1}', ":2: there is no option 'job'; did you mean 'jobs'?"],
    ['{"--jobs": 1}', ":1: there is no option '--jobs'; did you mean 'jobs'?"],
    ['{"copy-links": true}', ":1: 'copy-links' is an option of rsync; ferry's is --dereference"],
    ['{"jobs": true}', ":1: 'jobs' takes a value (N)"],
    ['{"jobs": null}', ":1: 'jobs' takes a text or a number"],
    ['{"jobs": [1]}', ":1: 'jobs' takes a text or a number"],
    ['{"exclude": [\n"a",\n{}]}', ":3: 'exclude' takes a text or a number, or a list of such"],
    ['{"quiet": "yes"}', ":1: 'quiet' takes true or false"],
    ['{"sparse": false}', ":1: 'sparse' takes auto, always, never"],
    [
      '{\n\n"jobs": 999}',
      ":3: jobs: '999' is not a number of jobs; accepted: a whole number from 1 to 256",
    ],
    ['{"jobs": 1,\n"jobs": 2}', ":2: 'jobs' is there twice"],
    ['{"copy": {"delete": false}}', ":1: 'ferry copy' does not take 'delete'"],
    ['{"mirrow": {}}', ":1: 'mirrow' is no command that has options; did you mean 'mirror'?"],
    ['{"sync": {}}', ":1: 'sync' is no command that has options; did you mean 'mirror'?"],
    ["[]", ":1: the file is no object, { … }"],
    ["", ":1: the file is empty; {} has no settings; --no-config reads no file"],
    [" \n", ":1: the file is empty; {} has no settings; --no-config reads no file"],
    ['{"jobs" 1}', ":1:9: expected ':' before '1'"],
    ['{"jobs": 1\n  "owner": false}', `:2:3: expected ',' or '}' before "owner"`],
    ['{"dry-run": true}', ":1: 'dry-run' is for one run; type --dry-run, or set FERRY_DRY_RUN"],
    ['{"exec": "sh"}', ":1: 'exec' is for one run; type --exec"],
    ['{"help": true}', ":1: 'help' is for one run; type --help"],
  ];
  for (const [file, message] of cases) {
    for (const command of ["copy", "mirror", "verify"]) {
      assertEquals(refusalIn({ file }, `${command} a b`), `${PATH}${message}`);
    }
  }
});

Deno.test("readSettings: what takes a guard away or is for one run cannot come from a file", () => {
  const names = [
    ...["dry-run", "delete-excluded", "allow-empty-source", "files-from", "from0", "manifest"],
    ...["check", "target-directory", "no-target-directory", "config", "no-config"],
  ];
  for (const name of names) {
    const message = refusalIn({ file: { [name]: true } }, "mirror a b");
    assertEquals(message.startsWith(`${PATH}:1: '${name}' is for one run`), true, message);
  }
});
