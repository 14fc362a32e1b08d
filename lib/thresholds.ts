// Every number that a measurement decided, with the measurement beside it. Machine: 2 cores, Linux
// 6.18, file systems on RAM; bench/ repeats them.

/** Bytes from which a copy inside the kernel is tried before read and write. */
export const SMALLEST_KERNEL_COPY = 64 * 1024;

/** Bytes from which a file is left to the system by name without its cache, which it would empty (CopyFileExW's documentation; not measured). */
export const SMALLEST_UNBUFFERED_COPY = 2 * 1024 * 1024 * 1024;

/** Bytes from which a clone is tried first. */
export const SMALLEST_CLONE = 64 * 1024;

/** Bytes from which room is reserved for a file where that pays: see ffi/linux/storage.ts. */
export const SMALLEST_RESERVATION = 1024 * 1024;

/** Bytes from which a file that cannot be cloned is split into ranges for idle workers. */
export const SMALLEST_SPLIT = 32 * 1024 * 1024;

/** Bytes of one range: a cancelled run stops after at most one of them a worker. */
export const RANGE_BYTES = 8 * 1024 * 1024;

/** Bytes that one call moves at most, so that progress shows and a signal is heard. */
export const CALL_BYTES = 8 * 1024 * 1024;

/** The least of that, and milliseconds from which a call was given too much: 8 MiB took 2 s where each 128 KiB waits 1 ms. */
export const LEAST_CALL_BYTES = 256 * 1024;
export const LONGEST_CALL_MS = 200;

/** Bytes of the buffer for read and write. */
export const BUFFER_BYTES = 256 * 1024;

/** Entries of one slice: of a huge folder, or of what was named on the command line. */
export const SLICE_ENTRIES = 2048;

/** Files from which a new folder without sub-folders is filled under a temporary name: that costs ten calls a folder and saves two a file. */
export const SMALLEST_STAGED_FOLDER = 12;

/**
 * Bytes of a path up to which folders are filled under a temporary name: Linux goes all the way up to the root
 * when it renames one, 0.4 to 0.8 ms where 10,000 folders are above it.
 */
export const LONGEST_STAGED_PATH = 1024;

/**
 * Entries after which a subtree under a temporary name goes on to no further folder (200, 1,000, 4,000: the same
 * within 4 %; 60,000 files, 8 a folder), and folders that it goes down at most, each with two descriptors.
 */
export const MOST_STAGED_ENTRIES = 1000;
export const DEEPEST_STAGED = 8;

/** Bytes of a file that may be without a name until its folder has one, and of all of them: what a killed run loses. */
export const LARGEST_STAGED_FILE = 1024 * 1024;
export const MOST_STAGED_BYTES = 256 * 1024 * 1024;

/** Bytes from which `--resume` keeps what a stopped run has of a file; smaller ones wait in no temporary folder. */
export const SMALLEST_RESUMED = LARGEST_STAGED_FILE + 1;

/** Bytes from which the main thread leaves a file to a worker, so that it hears signals meanwhile. */
export const SMALLEST_HAND_OVER = 32 * 1024 * 1024;

/** Bytes that take as long to copy as a small file takes besides its bytes. */
export const BYTES_PER_FILE = 64 * 1024;

/** Small files left to copy for which a worker is started at once: it takes 45 ms to come, 25 of them the main thread's. */
export const SMALLEST_POOLED = 4000;

/** Milliseconds after which a run is no small one, whatever is known to be left. */
export const POOL_AFTER_MS = 50;

/** Milliseconds that the main thread works before it looks at its event loop. */
export const SLICE_MS = 40;

/** Entries that the main thread deletes without a break, some 10 ms. */
export const MOST_INLINE = 1000;

/** Names that a file has at most on the most common file system with a limit (ext4, EXT4_LINK_MAX). */
export const MOST_NAMES = 65_000;
