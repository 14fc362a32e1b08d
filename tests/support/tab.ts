// Presses the TAB key in a real shell, inside tmux, and reads what the line has become.

import { needsPrograms } from "./programs.ts";

/** Behind the TAB comes this sign: when it is on the screen, the shell has dealt with the TAB before it. */
const AFTER = "#";
/** What the tests set as the prompt. */
const PROMPT = "% ";
const LONGEST_WAIT_MS = 10_000;

/** How a shell is started for a test. */
export interface ShellSetup {
  /** The command line that starts it, without the user's own settings. */
  readonly start: string;
  /** Lines that it is given first. */
  readonly lines: readonly string[];
}

/** Reason not to run a test that needs a shell, or null. */
export function needsShell(shell: string): string | null {
  return needsPrograms("tmux", shell);
}

/** A shell on a terminal of its own. */
export class TabShell {
  readonly #folder: string;

  /** @param folder where the lines are typed; also HOME, and tmux keeps its socket there */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Starts the shell, and waits until it has read the lines. */
  async start({ start, lines }: ShellSetup, path: string): Promise<void> {
    const { PATH } = Deno.env.toObject();
    const variables = `HOME='${this.#folder}' PATH='${path}:${PATH}' TERM=screen LC_ALL=C.UTF-8`;
    const size = ["-x", "120", "-y", "40"];
    const place = ["-c", this.#folder];
    await this.#tmux(
      "-f",
      "/dev/null",
      "new-session",
      "-d",
      ...size,
      ...place,
      `env -i ${variables} ${start}`,
    );
    for (const line of [...lines, "echo rea''dy"]) {
      await this.#type(line);
      await this.#tmux("send-keys", "Enter");
    }
    await this.#waitFor((screen) => /^ready$/m.test(screen));
  }

  /** What a line is after TAB was pressed at its end. */
  async complete(line: string): Promise<string> {
    await this.#clear();
    await this.#type(line);
    await this.#tmux("send-keys", "Tab");
    await this.#type(AFTER);
    const screen = await this.#waitFor((text) => text.includes(AFTER));
    const shown = screen.split("\n").findLast((row) => row.includes(AFTER))!;
    return shown.slice(PROMPT.length, shown.lastIndexOf(AFTER));
  }

  /** What is on the screen after TAB was pressed twice at a line's end, once that fits. */
  async list(line: string, isListed: (screen: string) => boolean): Promise<string> {
    await this.#clear();
    await this.#type(line);
    await this.#tmux("send-keys", "Tab", "Tab");
    return this.#waitFor(isListed);
  }

  /** What the programs print that a line runs, once that fits, after TAB was pressed at its end. */
  async run(line: string, isPrinted: (screen: string) => boolean): Promise<string> {
    await this.#clear();
    await this.#type(line);
    await this.#tmux("send-keys", "Tab", "Enter");
    return this.#waitFor(isPrinted);
  }

  /** Ends the shell. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tmux("kill-server");
  }

  async #clear(): Promise<void> {
    // Not C-c: the terminal then throws away what was typed after it.
    await this.#tmux("send-keys", "C-u", "C-l");
    await this.#waitFor((screen) => screen.trim() === PROMPT.trim());
  }

  async #type(text: string): Promise<void> {
    await this.#tmux("send-keys", "-l", "--", text);
  }

  async #waitFor(isThere: (screen: string) => boolean): Promise<string> {
    const end = Date.now() + LONGEST_WAIT_MS;
    for (;;) {
      const screen = await this.#tmux("capture-pane", "-p");
      if (isThere(screen)) return screen;
      if (Date.now() > end) throw new Error(`the screen stays:\n${screen.trimEnd()}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async #tmux(...args: string[]): Promise<string> {
    const { stdout, stderr, success } = await new Deno.Command("tmux", {
      args: ["-S", `${this.#folder}/.tmux`, ...args],
    }).output();
    const decoder = new TextDecoder();
    if (!success) throw new Error(`tmux ${args.join(" ")}: ${decoder.decode(stderr)}`);
    return decoder.decode(stdout);
  }
}
