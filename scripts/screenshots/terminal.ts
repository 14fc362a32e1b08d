// A terminal that nobody sits at: tmux runs a shell in one, is told what to type, and tells what the screen shows.

/** How the shell is started. */
export interface TerminalSetup {
  readonly columns: number;
  readonly rows: number;
  readonly cwd: string;
  /** Lines that the shell reads before anything is typed; they are not seen. */
  readonly prepare: readonly string[];
}

const PROMPT = "$ ";
const LOOK_EACH_MS = 50;
const LONGEST_WAIT_MS = 30_000;

export class Terminal {
  /** A server of its own: whoever runs this may be inside tmux. */
  readonly #server = `ferry-screenshots-${Deno.pid}-${crypto.randomUUID().slice(0, 8)}`;

  /** Starts the shell. */
  constructor({ columns, rows, cwd, prepare }: TerminalSetup) {
    const startup = Deno.makeTempFileSync();
    Deno.writeTextFileSync(
      startup,
      [...prepare, `PS1='${PROMPT}'`, `rm '${startup}'`, ""].join("\n"),
    );
    const size = ["-x", String(columns), "-y", String(rows)];
    const shell = `exec bash --noprofile --rcfile '${startup}' -i`;
    // No settings of the user's: they could change what the screen looks like.
    this.#tmux("-f", "/dev/null", "new-session", "-d", ...size, "-c", cwd, shell);
    this.#tmux("set", "-g", "status", "off");
    this.#tmux("resize-window", ...size);
  }

  /** Types a line, once it shows: until then the prompt before it looks like the next one. */
  async type(line: string): Promise<void> {
    this.#tmux("send-keys", "-l", line);
    await this.waitFor(new RegExp(RegExp.escape(PROMPT + line)));
    this.#tmux("send-keys", "Enter");
  }

  /** The screen's lines, colours as escape sequences (SGR). */
  get screen(): string {
    return this.#tmux("capture-pane", "-e", "-p").trimEnd();
  }

  /** Waits until the text of the screen is as expected. @throws {Error} if it takes too long */
  async waitFor(expected: RegExp): Promise<void> {
    const end = performance.now() + LONGEST_WAIT_MS;
    for (;;) {
      const text = this.#tmux("capture-pane", "-p").trimEnd();
      if (expected.test(text)) return;
      if (performance.now() > end) throw new Error(`the screen never showed ${expected}:\n${text}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EACH_MS));
    }
  }

  /** Waits for a prompt with nothing behind it. */
  waitForPrompt(): Promise<void> {
    return this.waitFor(/^\$$/m);
  }

  close(): void {
    this.#tmux("kill-server");
  }

  #tmux(...args: string[]): string {
    const { success, stdout, stderr } = new Deno.Command("tmux", {
      args: ["-u", "-L", this.#server, ...args],
      env: { LC_ALL: "C.UTF-8" },
    }).outputSync();
    if (!success) throw new Error(`tmux ${args[0]}: ${new TextDecoder().decode(stderr)}`);
    return new TextDecoder().decode(stdout);
  }
}
