// Flags that say where further settings come from.

import { badValue } from "../errors.ts";
import { presetHelp, presetNames } from "../presets.ts";
import { nearest } from "../../suggest.ts";
import { ALL, file, type Flag, toggle } from "./flag.ts";

const group = "settings";

/** `--preset` to `--no-config`. */
export const SETTINGS_FLAGS: readonly Flag[] = [
  {
    name: "preset",
    value: "NAME,...",
    choices: presetNames(),
    choiceHelp: presetHelp(),
    isList: true,
    isFromOneSource: true,
    group,
    commands: ALL,
    help: "",
    longHelp:
      "Set what a preset stands for; 'ferry presets' lists them. Of several the later wins. " +
      "Flags and variables of the environment win over it, 'none' takes back a preset that they name.",
    apply(draft, text, typed) {
      for (const name of text.split(",")) {
        if (!presetNames().includes(name)) throw unknownPreset(name, typed);
        draft.presets.push(name);
      }
    },
  },
  file({
    name: "config",
    isKeptOutOfFiles: true,
    group,
    commands: ALL,
    help: "",
    longHelp:
      "Take the settings of FILE instead of the user's own; 'ferry help settings' tells more.",
  }, (draft, path) => draft.config = path),
  toggle({
    name: "no-config",
    isKeptOutOfFiles: true,
    group,
    commands: ALL,
    help: "",
    longHelp: "Take no settings from a file.",
  }, (draft, on) => draft.config = on ? false : null),
  toggle({
    name: "history",
    onByDefault: true,
    group,
    commands: ALL,
    help: "",
    longHelp: "Do not remember this run; 'ferry help history' tells what is remembered.",
  }, (draft, on) => draft.history = on),
];

function unknownPreset(name: string, typed: string) {
  const near = nearest(name, presetNames());
  const advice = near === null
    ? `there are ${presetNames().join(", ")}; 'ferry presets' explains them`
    : `did you mean '${near}'?`;
  return badValue(typed, `there is no preset '${name}'`, advice);
}
