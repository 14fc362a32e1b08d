// Where settings come from, in the words of the help and the manual page.

/** How options are set in the environment. */
export const ENVIRONMENT = "FERRY_ and the long name in capitals, with _ for -: FERRY_JOBS=4, " +
  "FERRY_NO_OWNER=1. Flags without a value take 1, true, yes, 0, false, no; rules stand one a " +
  "line. What is set to nothing counts as not set.";

/** Where the settings file is, and what may stand in it. */
export const SETTINGS_FILE =
  "ferry/settings.json in $XDG_CONFIG_HOME or ~/.config, in ~/Library/Application " +
  "Support on macOS, in %APPDATA% on Windows; none in the current folder is read. It is JSON " +
  "with comments, its keys are long names of options: " +
  '{ "jobs": 4, "owner": false, "exclude": ["*.tmp"], "mirror": { "max-delete": "10%" } }. A ' +
  "command's name holds settings of that command alone. A FILE that is named in it is looked " +
  "for beside it. What is meant for one run, or takes away a guard, cannot come from it: " +
  "--dry-run, --files-from, --delete-excluded, --allow-empty-source and others say so.";
