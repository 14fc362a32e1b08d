// The tests that do not depend on a platform, once more, with ferry on the stand-in for Darwin. Left out
// is what looks at Linux's own calls by strace or by a filter of them; what measures time is in stop_test.ts.

import { runThroughStandIn } from "../support/through_stand_in.ts";

runThroughStandIn("x86_64");
await import("../engine/link_groups_test.ts");
await import("../safety/bad_input_test.ts");
await import("../safety/changing_source_test.ts");
await import("../safety/delete_guards_test.ts");
await import("../safety/dry_run_test.ts");
await import("../safety/leftovers_test.ts");
await import("../safety/replace_test.ts");
await import("../safety/user_access_test.ts");
await import("../safety/user_test.ts");
