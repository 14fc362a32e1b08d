// What is found under an entry's name in the target.

/** `failed`: nothing is known of it, and that was reported; `unknown`: it was not looked for yet. */
export const TARGET = { absent: 0, present: 1, failed: 2, unknown: 3 } as const;
