// Disks that are full, with ferry on the stand-in for Darwin: it writes to the same small file system.

import { runThroughStandIn } from "../support/through_stand_in.ts";

runThroughStandIn("aarch64", /ext4/);
await import("../safety/full_disk_test.ts");
