// What install lines reach for, on this machine: servers that stand for the forge's page of a release, for npm's registry and
// for JSR. What they serve is what would be published there; their answers are as those describe them
// (https://github.com/npm/registry, https://jsr.io/docs/api).

import { basename, join } from "@std/path";
import { walkSync } from "@std/fs";
import { sha256 } from "../../scripts/release/checksums.ts";
import { sh } from "./safety.ts";

/** A server under way; it ends when it is disposed of. */
export interface Place extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly url: string;
}

/** Serves the files of a folder. */
export function servedFolder(folder: string): Place {
  return served((path) => Deno.readFileSync(join(folder, path)));
}

/** Serves packages as npm's registry does. @param tarballs paths of what `npm pack` made */
export function npmRegistry(tarballs: readonly string[]): Place {
  const files = new Map(tarballs.map((path) => [`/${basename(path)}`, path]));
  return served(async (path, url) => {
    const file = files.get(path);
    if (file !== undefined) return Deno.readFileSync(file);
    for (const tarball of tarballs) {
      const manifest = JSON.parse(sh(`tar xzOf '${tarball}' package/package.json`));
      if (path === `/${manifest.name}`) {
        return JSON.stringify(await packument(manifest, tarball, url));
      }
    }
    throw new Deno.errors.NotFound(path);
  });
}

/** What the registry tells of a package. */
async function packument(
  manifest: { readonly name: string; readonly version: string },
  tarball: string,
  url: string,
) {
  const digest = await crypto.subtle.digest("SHA-512", Deno.readFileSync(tarball));
  const dist = {
    tarball: `${url}/${basename(tarball)}`,
    integrity: `sha512-${new Uint8Array(digest).toBase64()}`,
  };
  const { name, version } = manifest;
  return { name, "dist-tags": { latest: version }, versions: { [version]: { ...manifest, dist } } };
}

/** Serves packages as JSR does. @param roots their folders, each with a deno.json that says what is published */
export async function jsrRegistry(...roots: readonly string[]): Promise<Place> {
  const answers = new Map<string, Answer>();
  for (const root of roots) {
    const { name, version, exports, publish } = JSON.parse(
      Deno.readTextFileSync(join(root, "deno.json")),
    );
    const manifest: Record<string, { size: number; checksum: string }> = {};
    for (const path of publish.include.flatMap((path: string) => filesOf(root, path))) {
      const file = join(root, path), { size } = Deno.statSync(file);
      manifest[`/${path}`] = { size, checksum: `sha256-${await sha256(file)}` };
      answers.set(`/${name}/${version}/${path}`, Deno.readFileSync(file));
    }
    answers.set(`/${name}/meta.json`, JSON.stringify({ name, versions: { [version]: {} } }));
    answers.set(`/${name}/${version}_meta.json`, JSON.stringify({ manifest, exports }));
  }
  return served((path) => {
    const answer = answers.get(path);
    if (answer === undefined) throw new Deno.errors.NotFound(path);
    return answer;
  });
}

function filesOf(root: string, path: string): string[] {
  if (Deno.statSync(join(root, path)).isFile) return [path];
  return [...walkSync(join(root, path), { includeDirs: false })].map((each) =>
    each.path.slice(root.length + 1)
  );
}

type Answer = string | Uint8Array<ArrayBuffer>;

/** @param answer throws where there is nothing of that path */
function served(answer: (path: string, url: string) => Answer | Promise<Answer>): Place {
  const options = { port: 0, hostname: "127.0.0.1", onListen: () => {} };
  const server: Deno.HttpServer<Deno.NetAddr> = Deno.serve(options, async (request) => {
    try {
      return new Response(await answer(decodeURIComponent(new URL(request.url).pathname), url));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      return new Response(null, { status: 404 });
    }
  });
  const url: string = `http://127.0.0.1:${server.addr.port}`;
  return { url, [Symbol.asyncDispose]: () => server.shutdown() };
}
