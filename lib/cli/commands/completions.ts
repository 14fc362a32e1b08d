// `ferry completions SHELL`: the script by which a shell completes ferry's words.

import { bashScript } from "../completions/bash.ts";
import { fishScript } from "../completions/fish.ts";
import { completionModel, type Model } from "../completions/model.ts";
import { powerShellScript } from "../completions/powershell.ts";
import { zshScript } from "../completions/zsh.ts";
import { EXIT } from "../exit_codes.ts";
import type { Painter } from "../screen/painter.ts";
import type { Shell } from "../shells.ts";

const WRITERS: Readonly<Record<Shell, (model: Model) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powerShellScript,
};

/** Prints the script; gives the exit code. */
export function completionsCommand({ shell }: { readonly shell: Shell }, painter: Painter): number {
  painter.out(WRITERS[shell](completionModel()));
  return EXIT.done;
}
