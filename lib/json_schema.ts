// The promise of `--json`, which whoever writes lines and whoever reads them back share.

/**
 * What a reader may rely on, in every object: as long as this number stays, types and fields are added, and none
 * goes, changes its kind of value or its meaning. Lines may be read one by one, so that each carries it.
 */
export const SCHEMA = 1;
