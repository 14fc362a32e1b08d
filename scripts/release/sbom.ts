// The list of what is inside a release, as CycloneDX 1.6 has it. It is the same for the same executables.

import { basename } from "@std/path";
import { DENO, type EmbeddedPart, OTHER_PARTS, V8 } from "./embedded.ts";
import type { Dependency } from "./dependencies.ts";
import type { Crate } from "./inspect_runtime.ts";

/** What a release consists of. */
export interface Release {
  readonly version: string;
  readonly commit: string | null;
  /** Of the commit, in seconds since 1970; null where it is not known. */
  readonly time: number | null;
  readonly files: readonly ReleasedFile[];
  readonly deno: readonly string[];
  readonly v8: readonly string[];
  readonly crates: readonly Crate[];
  readonly dependencies: readonly (Dependency & { readonly isEmbedded: boolean })[];
}

export interface ReleasedFile {
  readonly path: string;
  readonly sha256: string;
}

/** The text of the list. */
export async function billOfMaterials(release: Release): Promise<string> {
  const list = describe(release);
  const serialNumber = await serialNumberOf(JSON.stringify(list));
  const { bomFormat, specVersion, ...rest } = list;
  return JSON.stringify({ bomFormat, specVersion, serialNumber, ...rest }, null, 2) + "\n";
}

function describe(release: Release) {
  const own = `ferry@${release.version}`;
  const denos = release.deno.map((version) => part(DENO, version, "platform"));
  const engines = release.v8.map((version) => part(V8, version, "library"));
  const others = OTHER_PARTS.map((each) => part(each, null, "library"));
  const crates = release.crates.map(crate);
  const packages = release.dependencies.map(packageOf);
  const inside = release.dependencies.filter(({ isEmbedded }) => isEmbedded).map(packageOf);
  const refs = (components: readonly { readonly "bom-ref": string }[]) =>
    components.map((each) => each["bom-ref"]);
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      ...release.time === null
        ? {}
        : { timestamp: new Date(release.time * 1000).toISOString().replace(".000Z", "Z") },
      component: {
        type: "application",
        "bom-ref": own,
        name: "ferry",
        version: release.version,
        licenses: [{ license: { id: "MIT" } }],
        ...release.commit === null
          ? {}
          : { properties: [{ name: "ferry:commit", value: release.commit }] },
        components: release.files.map(({ path, sha256 }) => ({
          type: "file",
          "bom-ref": basename(path),
          name: basename(path),
          hashes: [{ alg: "SHA-256", content: sha256 }],
        })),
      },
    },
    components: [...denos, ...engines, ...others, ...crates, ...packages],
    dependencies: [
      { ref: own, dependsOn: [...refs(denos), ...refs(inside)] },
      ...refs(denos).map((ref) => ({
        ref,
        dependsOn: [...refs(engines), ...refs(others), ...refs(crates)],
      })),
    ],
    compositions: [
      { aggregate: "complete", dependencies: [own] },
      // Rust packages without a message of their own leave no name in a program.
      { aggregate: "incomplete", dependencies: refs(denos) },
    ],
  };
}

function part({ name, license, what }: EmbeddedPart, version: string | null, type: string) {
  const isDeno = name === DENO.name;
  return {
    type,
    "bom-ref": version === null ? name : `${name}@${version}`,
    name,
    ...version === null ? {} : { version },
    description: what,
    licenses: [{ license: { id: license } }],
    ...version === null || !isDeno ? {} : {
      cpe: `cpe:2.3:a:deno:deno:${version}:*:*:*:*:*:*:*`,
      purl: `pkg:github/denoland/deno@v${version}`,
    },
  };
}

function crate({ name, version }: Crate) {
  const purl = `pkg:cargo/${name}@${encodeURIComponent(version)}`;
  return { type: "library", "bom-ref": purl, name, version, purl };
}

function packageOf({ isEmbedded, ...dependency }: Release["dependencies"][number]) {
  const { registry, name, version, license } = dependency;
  const purl = `pkg:${registry}/${name.replace("@", "%40")}@${version}`;
  return {
    type: "library",
    "bom-ref": purl,
    name,
    version,
    // Excluded: what building and measuring uses, and no executable has.
    scope: isEmbedded ? "required" : "excluded",
    hashes: [hashOf(dependency)],
    // One licence has a name, several are an expression.
    licenses: [/^[\w.-]+$/.test(license) ? { license: { id: license } } : { expression: license }],
    purl,
  };
}

function hashOf({ registry, integrity }: Dependency): { alg: string; content: string } {
  if (registry === "jsr") return { alg: "SHA-256", content: integrity };
  const [algorithm, digest] = integrity.split("-");
  return {
    alg: algorithm.toUpperCase().replace("SHA", "SHA-"),
    content: Uint8Array.fromBase64(digest).toHex(),
  };
}

/** A UUID of RFC 9562's version 8, whose digits may be any: here those of the contents. */
async function serialNumberOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const bytes = new Uint8Array(digest).subarray(0, 16);
  bytes[6] = 0x80 | bytes[6] & 0x0f;
  bytes[8] = 0x80 | bytes[8] & 0x3f;
  const hex = bytes.toHex();
  const parts = [[0, 8], [8, 12], [12, 16], [16, 20], [20, 32]].map(([at, end]) =>
    hex.slice(at, end)
  );
  return `urn:uuid:${parts.join("-")}`;
}
