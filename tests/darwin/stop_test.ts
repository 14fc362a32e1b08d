// How soon ferry stops, once more, on the stand-in for Darwin.

import { runThroughStandIn } from "../support/through_stand_in.ts";

runThroughStandIn("x86_64");
await import("../safety/stop_test.ts");
