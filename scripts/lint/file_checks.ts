// The files of the repository that other programs read, each kind by its linter.

import { walkSync } from "@std/fs";
import { fromFileUrl, join, relative } from "@std/path";
import { type Check, schemaCheck } from "./check.ts";
import { failureOf, type Tools } from "./tools.ts";

const ROOT = fromFileUrl(new URL("../..", import.meta.url));
/** Where what ferry's repository holds for others lies. */
const FOLDERS = [".ci", ".github", "scripts"];
/** Files, and the schemas that are for them. */
const SCHEMAS = {
  "scripts/container/compose.yaml": "compose_spec.json",
  ".github/dependabot.yml": "GitHub Dependabot v2 config",
};
const IS_KUBERNETES = /^apiVersion: /m;

export function fileChecks({ folder }: Tools): Check[] {
  const files = FOLDERS.flatMap((name) =>
    [...walkSync(join(ROOT, name), { includeDirs: false })].map(({ path }) => relative(ROOT, path))
  ).map((path) => path.replaceAll("\\", "/")).sort();
  const text = (path: string) => Deno.readTextFileSync(join(ROOT, path));
  const check = (paths: string[], program: string, ...options: string[]): Check[] =>
    paths.map((path) => ({
      what: `${path} (${program})`,
      needs: [program],
      run: () => failureOf(join(folder, program), [...options, join(ROOT, path)]),
    }));

  const yaml = files.filter((path) => /\.ya?ml$/.test(path));
  const workflows = yaml.filter((path) => path.startsWith(".github/workflows/"));
  const images = files.filter((path) => /(^|[/.])Dockerfile$/.test(path));
  const shell = files.filter((path) =>
    path.endsWith(".sh") || text(path).startsWith("#!/usr/bin/env bash")
  );
  const kubernetes = yaml.filter((path) => IS_KUBERNETES.test(text(path)));
  return [
    ...check(workflows, "actionlint", "-no-color", "-shellcheck", join(folder, "shellcheck")),
    ...check(images, "hadolint", "--no-color"),
    ...check(shell, "shellcheck", "--external-sources", `--source-path=${ROOT}`),
    ...check(kubernetes, "kubernetes-validate", "--strict", "--quiet"),
    ...Object.entries(SCHEMAS)
      .map(([path, id]) => schemaCheck(folder, path, [join(ROOT, path)], id)),
  ];
}
