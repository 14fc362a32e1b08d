// What `ferry report` was asked for.

export interface ReportRequest {
  readonly command: "report";
  /** As typed; `-` is standard input. */
  readonly files: readonly string[];
  readonly json: boolean;
  /** Whether each shard has a line. */
  readonly verbose: boolean;
}
