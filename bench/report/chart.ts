// The bar chart of the README, drawn from kept results: for each workload the time of ferry and of its
// rivals, as shares of the slowest, so that workloads of milliseconds and of seconds fit one picture.

import { FERRY, ferryIn, type Outcome, type Series } from "../measure/outcome.ts";
import { OLDER, type Result } from "./results.ts";
import { medianOf } from "../measure/statistics.ts";
import { seconds } from "./table.ts";

/** Pixels. */
const WIDTH = 760;
const NAME_WIDTH = 230;
const LONGEST_BAR = 400;
const BAR_HEIGHT = 14;
const BAR_STEP = 18;
const GROUP_GAP = 30;
const MARGIN = 16;
/** Readable on GitHub's light and dark background alike. */
const COLOURS = { ferry: "#1f9d74", rival: "#8a94a6", text: "#6e7781" };

/** An SVG of every workload that was measured on one file system. */
export function drawChart(result: Result, fileSystem: string): string {
  let y = MARGIN;
  const parts: string[] = [];
  for (const outcome of result.outcomes) {
    if (outcome.fileSystem !== fileSystem || !ferryIn(outcome) || outcome.series.length < 2) {
      continue;
    }
    parts.push(text(MARGIN, y + BAR_HEIGHT, `${outcome.workload}: ${outcome.title}`, "bold"));
    y += BAR_STEP + 4;
    for (const bar of bars(outcome)) {
      parts.push(drawBar(bar, y));
      y += BAR_STEP;
    }
    y += GROUP_GAP - BAR_STEP;
  }
  const label = `Seconds on ${fileSystem}, ${result.date.slice(0, 10)}, less is better`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y + MARGIN * 2}" ` +
    `font-family="sans-serif" font-size="12" role="img" aria-label="${escape(label)}">`,
    ...parts,
    text(MARGIN, y + MARGIN, label),
    "</svg>\n",
  ].join("\n");
}

interface Bar {
  readonly name: string;
  readonly ms: number;
  readonly share: number;
}

function bars({ series }: Outcome): Bar[] {
  // What an older run measured has its place in ratios, not beside times of another run.
  const isOlder = ({ program, comparedWith }: Series) =>
    (comparedWith ?? program).startsWith(OLDER);
  const timed = series.filter((one) => one.samples.length > 0 && !isOlder(one))
    .map(({ program, samples }) => ({ name: program, ms: medianOf(samples, "wallMs")! }));
  const slowest = Math.max(...timed.map(({ ms }) => ms));
  return timed.map((bar) => ({ ...bar, share: bar.ms / slowest }));
}

function drawBar({ name, ms, share }: Bar, y: number): string {
  const width = Math.max(1, Math.round(share * LONGEST_BAR));
  const colour = name.startsWith(FERRY) ? COLOURS.ferry : COLOURS.rival;
  return [
    text(MARGIN * 2, y + BAR_HEIGHT - 3, name),
    `<rect x="${NAME_WIDTH}" y="${y}" width="${width}" height="${BAR_HEIGHT}" fill="${colour}"/>`,
    text(NAME_WIDTH + width + 6, y + BAR_HEIGHT - 3, `${seconds(ms)} s`),
  ].join("\n");
}

function text(x: number, y: number, content: string, weight = "normal"): string {
  return `<text x="${x}" y="${y}" fill="${COLOURS.text}" font-weight="${weight}">${
    escape(content)
  }</text>`;
}

function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
