// Keeps the runs of tests out of the history of whoever starts them: every process that this one starts inherits it.

Deno.env.set("FERRY_NO_HISTORY", "1");
