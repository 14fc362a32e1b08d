// What argv asks for: a run, or something that is told.

import type { CapabilitiesRequest } from "./capabilities_request.ts";
import type { CommandName } from "../commands.ts";
import type { Topic } from "../help_topics.ts";
import type { HistoryRequest } from "./history_request.ts";
import type { ReportRequest } from "./report_request.ts";
import type { Settings } from "../settings.ts";
import type { Shell } from "../shells.ts";
import type { SettingsRequest } from "../sources/explain.ts";

/** What argv asks for. */
export type Parsed =
  | Settings
  | {
    readonly command: "help";
    /** Null for the program as a whole. */
    readonly topic: CommandName | null;
    readonly long: boolean;
    /** True for `ferry` without arguments: the help is then an error message. */
    readonly asError: boolean;
  }
  | { readonly command: "version"; readonly verbose: boolean }
  | { readonly command: "manual" }
  | { readonly command: "topic"; readonly topic: Topic }
  | { readonly command: "presets"; readonly json: boolean }
  | CapabilitiesRequest
  | HistoryRequest
  | ReportRequest
  | { readonly command: "completions"; readonly shell: Shell }
  | SettingsRequest;
