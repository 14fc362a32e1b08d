// How long a call that signals interrupt (EINTR) is made again.

/** Times: what is interrupted for ever must not hold up a run for ever. */
export const MOST_INTERRUPTIONS = 100;
