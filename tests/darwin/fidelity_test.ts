// The tests of fidelity, with ferry on the stand-in for Darwin.

import { runThroughStandIn } from "../support/through_stand_in.ts";

runThroughStandIn("aarch64");
await import("../engine/fidelity_test.ts");
