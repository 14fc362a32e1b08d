// The scripts as each shell's own parser reads them; a PowerShell there is not, but its grammar. Keys are pressed in
// tests/command_line/completions_test.ts.

import { assert, assertEquals } from "@std/assert";
import { bashScript } from "../../../lib/cli/completions/bash.ts";
import { fishScript } from "../../../lib/cli/completions/fish.ts";
import {
  type CompletedOption,
  completionModel,
  type Model,
  namesOf,
} from "../../../lib/cli/completions/model.ts";
import { powerShellScript } from "../../../lib/cli/completions/powershell.ts";
import { zshScript } from "../../../lib/cli/completions/zsh.ts";
import { presetHelp } from "../../../lib/cli/presets.ts";
import { parsePowerShell, syntaxErrors } from "../../support/powershell.ts";
import { complaintsAbout } from "../../support/powershell_check.ts";
import { needsPrograms } from "../../support/programs.ts";
import { makeScratch } from "../../support/scratch.ts";
import { testOrSkip } from "../../support/skip.ts";

const scratch = makeScratch("ferry-scripts-");

/** An option whose texts hold the signs that shells read, and behind which a program stands. */
const AWKWARD: CompletedOption = {
  commands: ["copy"],
  forms: [{ name: "--become", help: 'it\'s [50%]: "$HOME" `id` \\ (a;b) & *' }],
  value: null,
  isValueOptional: false,
  isRepeated: false,
  isBeforeProgram: true,
};
const own = completionModel();
const model: Model = { ...own, options: [...own.options, AWKWARD] };

const SCRIPTS = {
  bash: bashScript(model),
  zsh: zshScript(model),
  fish: fishScript(model),
  powershell: powerShellScript(model),
};

for (const [shell, script] of Object.entries(SCRIPTS)) {
  Deno.test(`${shell}: plain letters alone, and every option by every name`, () => {
    assertEquals([...script].filter((letter) => letter !== "\n" && !/[ -~]/.test(letter)), []);
    const names = namesOf(model.options).map((name) => shell === "fish" ? name.slice(2) : name);
    assertEquals(names.filter((name) => !script.includes(name)), []);
  });
}

for (const shell of ["zsh", "powershell"] as const) {
  Deno.test(`${shell}: each preset, and what it means`, () => {
    // A colon has a sign before it in zsh.
    const script = SCRIPTS[shell].replaceAll("\\:", ":");
    const stands = ([name, help]: [string, string]) =>
      new RegExp(`${RegExp.escape(name)}\\W+${RegExp.escape(help)}`).test(script);
    assertEquals([...presetHelp()].filter((preset) => !stands(preset)), []);
  });
}

for (const shell of ["bash", "zsh", "fish"] as const) {
  testOrSkip(`${shell}: can read its script`, needsPrograms(shell), () => {
    assertEquals(outputOf(shell, "-n", write(shell)), "");
  });
}

Deno.test("powershell: grammar, commands, parameters and variables", () => {
  const script = parsePowerShell(SCRIPTS.powershell);
  assertEquals(syntaxErrors(script), []);
  assertEquals(complaintsAbout([script]), []);
});

testOrSkip("bash: behind -- comes a program, its arguments after it", needsPrograms("bash"), () => {
  const script = `source ${write("bash")}; COMP_WORDS=(ferry copy a b --become -- gre); COMP_CWORD=6
COMP_LINE='ferry copy a b --become -- gre'; COMP_POINT=\${#COMP_LINE}; _ferry; echo " \${COMPREPLY[*]} "`;
  assert(outputOf("bash", "-c", script).includes(" grep "));
});

testOrSkip("fish: behind -- comes a program, its arguments after it", needsPrograms("fish"), () => {
  const complete = (line: string) =>
    outputOf("fish", "--no-config", "-c", `source ${write("fish")}; complete -C '${line}'`);
  assert(/^grep\b/m.test(complete("ferry copy a b --become -- gre")));
  assert(complete(`ferry copy --become -- cat ${scratch}/fi`).includes("/fish"));
  assertEquals(complete("ferry copy --bec"), `--become\t${AWKWARD.forms[0].help}\n`);
});

function write(shell: keyof typeof SCRIPTS): string {
  const file = `${scratch}/${shell}`;
  Deno.writeTextFileSync(file, SCRIPTS[shell]);
  return file;
}

function outputOf(program: string, ...args: string[]): string {
  const env = { HOME: scratch };
  const { stdout, stderr } = new Deno.Command(program, { args, env }).outputSync();
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}
