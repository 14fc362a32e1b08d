// The list of what is inside a release. CycloneDX' own schema is the judge of its form.

import "npm:ajv@8.20.0";
import "npm:ajv-formats@3.0.1";
import "npm:ajv-formats-draft2019@1.6.1";
import { Spec, Validation } from "npm:@cyclonedx/cyclonedx-library@10.3.0";
import { assert, assertEquals } from "@std/assert";
import { billOfMaterials, type Release } from "../../../scripts/release/sbom.ts";

const RELEASE: Release = {
  version: "1.2.3",
  commit: "0123456789abcdef0123456789abcdef01234567",
  time: 1_700_000_000,
  files: [{ path: "dist/ferry-1.2.3-x86_64-unknown-linux-gnu", sha256: "ab".repeat(32) }],
  deno: ["2.9.6"],
  v8: ["15.0.245.2"],
  crates: [
    { name: "ash", version: "0.38.0+1.3.281" },
    { name: "ed448-goldilocks", version: "0.14.0-pre.10" },
  ],
  dependencies: [
    {
      registry: "npm",
      name: "@a/b",
      version: "1.0.0",
      license: "(MIT OR Apache-2.0)",
      integrity: `sha512-${new Uint8Array(64).fill(171).toBase64()}`,
      isEmbedded: true,
    },
    {
      registry: "jsr",
      name: "@std/path",
      version: "1.0.0",
      license: "MIT",
      integrity: "cd".repeat(32),
      isEmbedded: false,
    },
  ],
};

const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);

Deno.test("billOfMaterials: is what the schema of CycloneDX 1.6 wants", async () => {
  assertEquals(await validator.validate(await billOfMaterials(RELEASE)), null);
  const unknown = { ...RELEASE, commit: null, time: null };
  assertEquals(await validator.validate(await billOfMaterials(unknown)), null);
  // The judge does find fault.
  const broken = (await billOfMaterials(RELEASE)).replace('"1.0.0"', "1");
  assert(await validator.validate(broken) !== null);
});

Deno.test("billOfMaterials: every reference leads to a component, and digests are in hexadecimal digits", async () => {
  const list = JSON.parse(await billOfMaterials(RELEASE));
  const refs = [list.metadata.component, ...list.components].map((each) => each["bom-ref"]);
  assertEquals(new Set(refs).size, refs.length);
  const used = list.dependencies.flatMap((
    { ref, dependsOn }: { ref: string; dependsOn: string[] },
  ) => [ref, ...dependsOn]);
  assertEquals(used.filter((ref: string) => !refs.includes(ref)), []);
  assertEquals(list.dependencies[0].dependsOn, ["deno@2.9.6", "pkg:npm/%40a/b@1.0.0"]);
  const [fromNpm, fromJsr] = list.components.slice(-2);
  assertEquals(fromNpm.hashes, [{ alg: "SHA-512", content: "ab".repeat(64) }]);
  assertEquals(fromJsr.hashes, [{ alg: "SHA-256", content: "cd".repeat(32) }]);
  assertEquals([fromNpm.scope, fromJsr.scope], ["required", "excluded"]);
});

Deno.test("billOfMaterials: the same for the same release, its number another for another", async () => {
  const text = await billOfMaterials(RELEASE);
  assertEquals(await billOfMaterials(RELEASE), text);
  const numberOf = (list: string) => JSON.parse(list).serialNumber;
  assert(numberOf(await billOfMaterials({ ...RELEASE, version: "1.2.4" })) !== numberOf(text));
});
