// Permissions of entries that nobody but their owner may use yet.

/** Only the owner may read and write: the mode of a file until its owner, group and ACL are right. */
export const PRIVATE_MODE = 0o600;

/** Permissions of all but the owner. */
export const OTHERS = 0o077;
