// struct statfs with 64-bit inode numbers (sys/mount.h), the same on x86-64 and arm64; on x86-64 only the call
// with $INODE64 in its name fills it.

/** Byte offsets of the fields that are read: f_fstypename, f_mntonname (the path of the volume's root); then the size. */
export const STRUCT_STATFS = { typeName: 72, mountedOn: 88, size: 2168 } as const;
