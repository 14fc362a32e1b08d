// Random values that shrink to the least one that fails. Packages that tests alone need are named where they are
// used and locked in tests/deno.lock, so that who runs ferry downloads none of them.

import fc from "npm:fast-check@4.3.0";

export default fc;
