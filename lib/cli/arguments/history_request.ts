// What `ferry history` was asked for.

export interface HistoryRequest {
  readonly command: "history";
  readonly clear: boolean;
  readonly json: boolean;
}
