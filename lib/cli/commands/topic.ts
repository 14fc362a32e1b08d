// `ferry help filters` and its like.

import { textWidth } from "../columns.ts";
import { EXIT } from "../exit_codes.ts";
import type { Topic } from "../help_topics.ts";
import { topicText } from "../manual/topics.ts";
import type { Painter } from "../screen/painter.ts";

/** Prints what there is to say of a topic; gives the exit code. */
export function topicCommand({ topic }: { readonly topic: Topic }, painter: Painter): number {
  painter.out(topicText(topic, textWidth()));
  return EXIT.done;
}
