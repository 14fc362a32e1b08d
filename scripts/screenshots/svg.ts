// A screen as an SVG: text that can be selected, on a background of its own, so that it is readable on light pages and dark.

import { type Colour, type Span, spansOf } from "./spans.ts";

/** Pixels. */
const FONT_SIZE = 14;
const COLUMN = 8.4;
const ROW = 19;
const MARGIN = 14;
const COLOURS: Readonly<Record<Colour, string>> = {
  plain: "#d8dee9",
  red: "#ff7b72",
  yellow: "#e3b341",
};
const WIDE =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}/gu;
const BACKGROUND = "#161b22", FRAME = "#8a94a6";

/**
 * Draws a screen.
 *
 * @param screen its lines, colours as escape sequences
 * @param label what is said to those who cannot see it
 */
export function drawScreen(screen: string, columns: number, label: string): string {
  const lines = screen.split("\n");
  const width = Math.ceil(columns * COLUMN + 2 * MARGIN);
  const height = lines.length * ROW + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(label)}">`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6" ` +
    `fill="${BACKGROUND}" stroke="${FRAME}"/>`,
    `<g font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" ` +
    `font-size="${FONT_SIZE}" fill="${COLOURS.plain}">`,
    ...lines.flatMap((line, row) => drawLine(spansOf(line), MARGIN + (row + 0.75) * ROW)),
    "</g>",
    "</svg>\n",
  ].join("\n");
}

/** The length is given, so that columns stand below each other whatever font there is. */
function drawLine(spans: readonly Span[], y: number): string[] {
  const text = spans.map((span) => span.text).join("");
  if (text.trim() === "") return [];
  const length = (widthOf(text) * COLUMN).toFixed(1);
  const parts = spans.map(({ text, colour }) =>
    colour === "plain"
      ? escapeXml(text)
      : `<tspan fill="${COLOURS[colour]}">${escapeXml(text)}</tspan>`
  );
  return [
    `<text x="${MARGIN}" y="${y}" textLength="${length}" xml:space="preserve">${
      parts.join("")
    }</text>`,
  ];
}

/** Columns of a text, as far as the scenes have it: combining marks none, East Asian letters and emoji two. */
export function widthOf(text: string): number {
  const wide = text.match(WIDE)?.length ?? 0, none = text.match(/\p{M}/gu)?.length ?? 0;
  return [...text].length + wide - none;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
