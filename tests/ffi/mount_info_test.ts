// What /proc/self/mountinfo says, taken apart.

import { assertEquals } from "@std/assert";
import { parseMountInfo } from "../../ffi/mount_info.ts";

const TEXT = String.raw`21 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
40 21 0:35 /@home /mnt/two\040words rw shared:7 master:2 - btrfs /dev/sdb rw,subvol=/@home
41 21 0:36 / /mnt/back\134slash rw - fuse.ntfs-3g /images/new\012line rw,default_permissions
`;

Deno.test("parseMountInfo: a mount a line, whatever optional fields it has, octal numbers in paths replaced", () => {
  assertEquals(parseMountInfo(TEXT), [
    {
      id: 21,
      fileSystem: "8:2",
      root: "/",
      point: "/",
      flags: ["rw", "relatime"],
      type: "ext4",
      source: "/dev/sda2",
      options: ["rw"],
    },
    {
      id: 40,
      fileSystem: "0:35",
      root: "/@home",
      point: "/mnt/two words",
      flags: ["rw"],
      type: "btrfs",
      source: "/dev/sdb",
      options: ["rw", "subvol=/@home"],
    },
    {
      id: 41,
      fileSystem: "0:36",
      root: "/",
      point: "/mnt/back\\slash",
      flags: ["rw"],
      type: "fuse.ntfs-3g",
      source: "/images/new\nline",
      options: ["rw", "default_permissions"],
    },
  ]);
});
