// What confines the process: the processors that it may use, a filter of its calls, a container.

/** Null stands for what the system does not tell, or does not have. */
export interface Confinement {
  /** Processors that the process may run on. */
  readonly processors: number | null;
  /** Processors' worth of time that its control groups leave it; null is no limit. */
  readonly processorQuota: number | null;
  /** Whether system calls are filtered; `strict` leaves but four of them. */
  readonly seccomp: "off" | "strict" | "filter" | null;
  /** The container that it is in, and by what that is seen. */
  readonly container: { readonly name: string; readonly seenBy: string } | null;
  /** True if its user and group numbers stand for other ones (a user namespace). */
  readonly mapsUsers: boolean;
}

export interface ConfinementCalls {
  confinement(): Promise<Confinement>;
}
