// What setting an attribute answers besides 0 and errors.

/** The value is set but for the owner that it names, whom this process may not set. */
export const WITHOUT_OWNER = 1;
