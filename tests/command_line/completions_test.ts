// The TAB key in real shells, with each script where `ferry help completions` says it goes.

import { assert, assertEquals } from "@std/assert";
import { dirname, join } from "@std/path";
import { COMMANDS } from "../../lib/cli/commands.ts";
import { completionsCommand } from "../../lib/cli/commands/completions.ts";
import type { Painter } from "../../lib/cli/screen/painter.ts";
import type { Shell } from "../../lib/cli/shells.ts";
import { ferry } from "../support/ferry.ts";
import { run } from "../support/programs.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { needsShell, type ShellSetup, TabShell } from "../support/tab.ts";

const scratch = makeScratch("ferry-completions-");
const BASH_COMPLETION = "/usr/share/bash-completion/bash_completion";

/** What a shell reads otherwise if it is not quoted. */
const ODD_NAME = "odd:name=x & y's $HOME *";

Deno.mkdirSync(join(scratch, "bin"));
for (const program of ["ferry", "started-program"]) {
  const script = "#!/bin/sh\nprintf 'args:'; printf '<%s>' \"$@\"; echo .\n";
  Deno.writeTextFileSync(join(scratch, "bin", program), script, { mode: 0o755 });
}

/** What a line becomes by TAB; the same in every shell. */
const COMPLETED: readonly (readonly [string, string])[] = [
  ["ferry mir", "ferry mirror "],
  ["ferry mirror --swa", "ferry mirror --swap "],
  ["ferry sync --swa", "ferry sync --swap "],
  ["ferry mirror --no-del", "ferry mirror --no-delete"],
  ["ferry copy --backup-dir=my", "ferry copy --backup-dir=my\\ folder/"],
  ["ferry copy --backup-dir my", "ferry copy --backup-dir my\\ folder/"],
  ["ferry copy -t my", "ferry copy -t my\\ folder/"],
  ["ferry copy -vt my", "ferry copy -vt my\\ folder/"],
  ["ferry copy --config li", "ferry copy --config list.txt "],
  ["ferry copy --config=li", "ferry copy --config=list.txt "],
  ["ferry copy --reflink=al", "ferry copy --reflink=always "],
  ["ferry copy --color al", "ferry copy --color always "],
  ["ferry copy file", "ferry copy file\\ one.txt "],
  ["ferry mirror my", "ferry mirror my\\ folder/"],
  ["ferry copy -- my", "ferry copy -- my\\ folder/"],
  ["ferry help verif", "ferry help verify "],
  ["ferry completions pow", "ferry completions powershell "],
  ["ferry settings mirror --swa", "ferry settings mirror --swap "],
  ["ferry copy a b --exec -- started-pro", "ferry copy a b --exec -- started-program "],
  [
    "ferry copy a b --exec -- started-program li",
    "ferry copy a b --exec -- started-program list.txt ",
  ],
  // Not offered: another command's, given already, no folder, no option behind --, no value to offer.
  ["ferry copy --swa", "ferry copy --swa"],
  ["ferry copy -vn --dry", "ferry copy -vn --dry"],
  ["ferry mirror file", "ferry mirror file"],
  ["ferry copy --backup-dir=file", "ferry copy --backup-dir=file"],
  ["ferry copy -vt file", "ferry copy -vt file"],
  ["ferry copy -- --dry", "ferry copy -- --dry"],
  ["ferry copy --suffix fil", "ferry copy --suffix fil"],
];

/** Ways to set a shell up. */
const SETUPS: readonly (readonly [string, Shell, ShellSetup])[] = [
  ["bash without bash-completion", "bash", {
    start: "bash --norc --noprofile",
    lines: ["PS1='% '", "bind 'set bell-style none'", 'eval "$(cat completions)"'],
  }],
  ["bash with bash-completion", "bash", {
    start: "bash --norc --noprofile",
    lines: ["PS1='% '", "bind 'set bell-style none'", `source ${BASH_COMPLETION}`],
  }],
  ["zsh, in a folder of fpath", "zsh", {
    start: "zsh -f",
    lines: ["PS1='%% '", "fpath+=~/.zfunc", "autoload -Uz compinit; compinit -D"],
  }],
  ["zsh, by source", "zsh", {
    start: "zsh -f",
    lines: ["PS1='%% '", "autoload -Uz compinit; compinit -D", "source completions"],
  }],
  ["fish", "fish", { start: "fish", lines: ["function fish_prompt; echo -n '% '; end"] }],
];

for (const [name, shell, setup] of SETUPS) {
  testOrSkip(`completions: ${name}: TAB completes`, reasonToSkip(name, shell), async () => {
    const folder = makeHome();
    writeScript(shell, folder, setup.lines.some((line) => /(source|cat) completions/.test(line)));
    await using tab = new TabShell(folder);
    await tab.start(setup, join(scratch, "bin"));
    const wrong: string[] = [];
    for (const [line, expected] of [...COMPLETED, ...ofShell(shell)]) {
      const completed = await tab.complete(line);
      if (completed !== expected) wrong.push(`${line} → ${completed}, not ${expected}`);
    }
    assertEquals(wrong, []);
    for (
      const [typed, option] of [["odd", ""], ["--config odd", "--config"], [
        "--config=odd",
        "--config=",
      ]]
    ) {
      const printed = await tab.run(`ferry copy ${typed}`, (text) => text.includes(">."));
      const words = option.endsWith("=") ? [option + ODD_NAME] : [option, ODD_NAME].filter(Boolean);
      const expected = ["copy", ...words].map((word) => `<${word}>`).join("");
      assert(printed.includes(`args:${expected}.`), printed);
    }
    const listed = await tab.list("ferry mirror --delete", (text) => text.includes("-excluded"));
    assert(shell === "bash" || listed.includes("delete excluded entries"), listed);
    if (shell === "bash") return;
    const presets = await tab.list("ferry mirror --preset fast,", (text) => text.includes("none"));
    assert(presets.includes("out of the way of all else"), presets);
    assert(!presets.includes("fast,fast"), presets);
  });
}

/** Where zsh goes on with the sign that may follow. */
function ofShell(shell: Shell): readonly (readonly [string, string])[] {
  const [comma, equals] = shell === "zsh" ? [",", "="] : [" ", " "];
  const again = "ferry copy --exclude-from list.txt --exclude-f";
  return [
    ["ferry copy --preset ba", `ferry copy --preset background${comma}`],
    ["ferry copy --preset=ba", `ferry copy --preset=background${comma}`],
    ["ferry copy --preset fast,ba", `ferry copy --preset fast,background${comma}`],
    [again, `${again}rom${equals}`],
  ];
}

function reasonToSkip(name: string, shell: Shell): string | null {
  if (!name.endsWith("with bash-completion")) return needsShell(shell);
  return needsShell(shell) ?? (run("test", "-e", BASH_COMPLETION) && "no bash-completion");
}

/** A home with files to complete. Each setup has its own: a tmux that is ending still has its socket in the last one. */
function makeHome(): string {
  const home = Deno.makeTempDirSync({ dir: scratch });
  Deno.mkdirSync(join(home, "my folder"));
  for (const name of ["file one.txt", "list.txt", ODD_NAME]) {
    Deno.writeTextFileSync(join(home, name), "");
  }
  return home;
}

/** Writes a script into a home, as the examples of the help do, or where it is read by hand. */
function writeScript(shell: Shell, home: string, isByHand: boolean): void {
  const examples = COMMANDS.find((row) => row.name === "completions")!.examples;
  const place = examples.map((line) => /completions (\w+) >~\/(.+)/.exec(line))
    .find((found) => found?.[1] === shell)![2];
  let script = "";
  completionsCommand({ shell }, { out: (text: string) => script += text } as unknown as Painter);
  for (const file of [place, "completions"]) {
    Deno.mkdirSync(join(home, dirname(file)), { recursive: true });
  }
  if (!isByHand) Deno.writeTextFileSync(join(home, place), script);
  else Deno.writeTextFileSync(join(home, "completions"), script);
}

Deno.test("ferry completions: prints a script; another shell, or none, is refused with all four names", async () => {
  const { code, stdout } = await ferry("completions", "fish");
  assert(code === 0 && stdout.includes("complete -c ferry"));
  for (const args of [[], ["sh"], ["bash", "zsh"]]) {
    const refused = await ferry("completions", ...args);
    assertEquals([refused.code, refused.stdout], [2, ""]);
    assert(args.length > 1 || refused.stderr.includes("bash, zsh, fish or powershell"));
  }
});
