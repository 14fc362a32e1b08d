// Somebody who installs ferry by the README: a home that has nothing in it, and a shell to type in.

import { assertEquals } from "@std/assert";
import { dirname } from "@std/path";
import type { Outcome } from "./ferry.ts";
import { sh } from "./safety.ts";

export class Newcomer {
  readonly home: string;

  /** @param dir a new folder; the home's name has a space in it */
  constructor(readonly dir: string, private readonly env: Readonly<Record<string, string>> = {}) {
    this.home = `${dir}/a home`;
    Deno.mkdirSync(dir, { recursive: true });
    sh(`mkdir -p 'a home' photos/2024; echo a >photos/a; ln photos/a photos/2024/b`, dir);
  }

  /** Types lines into a shell. */
  async type(lines: string): Promise<Outcome> {
    const { code, stdout, stderr } = await new Deno.Command("bash", {
      args: ["-c", lines],
      cwd: this.dir,
      clearEnv: true,
      env: { PATH: PATH, HOME: this.home, NO_COLOR: "1", ...this.env },
    }).output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  }

  /** Types lines that have to succeed; gives what they print on stdout. */
  async types(lines: string): Promise<string> {
    const { code, stdout, stderr } = await this.type(`set -e\n${lines}`);
    assertEquals(code, 0, `${lines}\n${stdout}${stderr}`);
    return stdout;
  }

  /** Everything in the home, by path, with sizes of files. */
  atHome(): string[] {
    return sh(`find . -mindepth 1 -printf '%P %y\\n' | sort`, this.home).trim().split("\n");
  }
}

/** Deno, npm, curl and what a system has; no ferry of whoever runs the tests. */
const PATH = [dirname(Deno.execPath()), "/usr/local/bin", "/usr/bin", "/bin"].join(":");
