// What `ferry help` explains beside the commands, and the words by which newcomers look for it. The texts are in
// `manual/topics.ts`, which is loaded when one is asked for.

/** What is explained. */
export const TOPICS = ["filters", "json", "exit-codes"] as const;

/** One of them. */
export type Topic = typeof TOPICS[number];

/** Other words for a topic, or for the command whose help has it. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ["filter", "filters"],
  ["rules", "filters"],
  ["exit", "exit-codes"],
  ["codes", "exit-codes"],
  ["environment", "settings"],
  ["variables", "settings"],
  ["config", "settings"],
  ["shards", "report"],
]);

/** The topic of this name; null if there is none. */
export function findTopic(word: string): Topic | null {
  return TOPICS.find((topic) => topic === word) ?? null;
}

/** What has the help that a word was meant for; null where that is not known. */
export function topicMeant(word: string): string | null {
  return OTHER_WORDS.get(word) ?? null;
}
