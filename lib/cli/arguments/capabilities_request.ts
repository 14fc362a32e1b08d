// What `ferry capabilities` was asked for.

export interface CapabilitiesRequest {
  readonly command: "capabilities";
  /** As typed; the current folder where none was. */
  readonly paths: readonly string[];
  readonly json: boolean;
}
