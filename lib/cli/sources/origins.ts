// Where options come from that were not typed: an error that speaks of one would puzzle who does not know.

import { errorOf, type FerryError } from "../../errors.ts";
import type { Origin } from "../settings.ts";
import { type Assignment, type Layers, SOURCES } from "./assignment.ts";

/** The options of all sources but argv. */
export function originsOf(layers: Layers): readonly Origin[] {
  return SOURCES.filter((source) => source !== "flag").toReversed().flatMap((source) =>
    layers[source].flatMap(originOf)
  );
}

function originOf({ flag, value, source, where }: Assignment): Origin[] {
  if (value === null) return [];
  const option = flag.value === undefined && value === "no"
    ? `--no-${flag.name}`
    : `--${flag.name}`;
  const isPreset = source === "preset" || source === "preset of the file";
  return [{ option, value, place: isPreset ? `the preset ${where}` : where }];
}

/** The error, and where the option comes from that its message names, or has the value of. */
export function withOrigin(error: FerryError, origins: readonly Origin[]): FerryError {
  const { kind, code, message, advice, path } = error;
  const named =
    origins.find(({ option, place }) =>
      !message.includes(place) && new RegExp(`${option}(?![\\w-])`).test(message)
    ) ?? origins.find(({ value, place }) =>
      !message.includes(place) && message.includes(`'${value}'`)
    );
  if (kind !== "usage" || named === undefined) return error;
  const origin = `${named.option} comes from ${named.place}`;
  return errorOf(kind, code, message, {
    advice: advice === null ? origin : `${advice}; ${origin}`,
    path,
  });
}
