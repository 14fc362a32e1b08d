// Random trees, with ferry on the stand-in for Darwin: rsync judges here as well.

import { runThroughStandIn } from "../support/through_stand_in.ts";

runThroughStandIn("x86_64");
await import("../safety/properties_test.ts");
await import("../engine/verify_test.ts");
