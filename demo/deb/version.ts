/** A Debian version: `[epoch:]upstream[-revision]` (Debian Policy 5.6.12). */
export interface DebianVersion {
  readonly epoch?: string;
  readonly upstream: string;
  /** Absent in native packages. */
  readonly revision?: string;
}

/** An RPM version. `release` is absent only in dependencies. */
export interface RpmVersion {
  readonly epoch?: string;
  readonly version: string;
  readonly release?: string;
}

/** Returns the parts of `text`. The epoch ends at the first colon, the revision starts at the last dash. */
export function parseDebianVersion(text: string): DebianVersion {
  const match = /^(?:(\d+):)?(.+?)(?:-([^-]+))?$/.exec(text.trim());
  if (match?.[2] === undefined) throw new RangeError(`"${text}" is no Debian version`);
  return {
    ...(match[1] === undefined ? {} : { epoch: match[1] }),
    upstream: match[2],
    ...(match[3] === undefined ? {} : { revision: match[3] }),
  };
}

/** Returns what RPM calls that version. rpmbuild refuses a second dash, therefore `_` stands for it. */
export function toRpmVersion(version: DebianVersion): RpmVersion {
  return {
    ...(version.epoch === undefined || version.epoch === '0' ? {} : { epoch: version.epoch }),
    version: version.upstream.replaceAll(/[-:]/g, '_'),
    ...(version.revision === undefined ? {} : { release: version.revision }),
  };
}

/** Returns `[epoch:]version[-release]`. */
export function formatRpmVersion(version: RpmVersion): string {
  const epoch = version.epoch === undefined ? '' : `${version.epoch}:`;
  const release = version.release === undefined ? '' : `-${version.release}`;
  return `${epoch}${version.version}${release}`;
}
