// Errors that mean another one: a call that a file system does not have is no fault of its disk.

import { EIO, EOPNOTSUPP } from "../errno.ts";
import { KIND } from "../file_system_kinds.ts";

/** The kind of file system of an open file or folder. */
export type KindOf = (file: number) => number;

/**
 * Gives what an answer means. rclone mount has neither links nor attributes of files, and says EIO where it means ENOSYS.
 *
 * @returns a function of an answer and of what was asked about: the file, or the folder that it is in
 */
export function honestAnswers(kindOf: KindOf): (answer: number, at: number) => number {
  return (answer, at) => answer === -EIO && kindOf(at) === KIND.rclone ? -EOPNOTSUPP : answer;
}
