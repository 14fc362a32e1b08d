// A habit of users of another tool.

/** A command line, and ferry's own that means the same, or what the line says that refuses it. */
export type Habit = readonly [typed: string, meaning: string | RegExp];
