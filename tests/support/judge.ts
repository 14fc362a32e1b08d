// The judge that ferry has not written: what rsync would still have to do to make the target equal.

/** The exact question; `-c` reads every byte, `--modify-window=-1` compares nanoseconds. */
const ARGUMENTS = ["-aHAXSn", "--delete", "-ic", "--modify-window=-1"];

/**
 * Lines of what rsync finds different, none where it finds nothing. Throws where rsync fails.
 *
 * @param more options of rsync besides
 */
export async function judge(
  source: string,
  target: string,
  more: readonly string[] = [],
): Promise<string[]> {
  const { code, stdout, stderr } = await new Deno.Command("rsync", {
    args: [...ARGUMENTS, ...more, `${source}/`, `${target}/`],
    stdout: "piped",
    stderr: "piped",
  }).output();
  if (code !== 0) throw new Error(`rsync exit ${code}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout).split("\n").filter((line) => line !== "");
}
