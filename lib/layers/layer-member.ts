/** A member of a layer, its names as the layer has them. */
export interface LayerMember {
  readonly name: string;
  readonly type: 'file' | 'hard-link' | 'link' | 'folder' | 'character' | 'block' | 'fifo';
  /** Without the bits of the type. */
  readonly modeOctal: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeSeconds: number;
  readonly linkName: string;
  readonly sizeBytes: number;
  /** Where its data begins in the archive. */
  readonly offsetBytes: number;
  readonly major: number;
  readonly minor: number;
  /** Extended attributes, by name. */
  readonly attributes: ReadonlyMap<string, Buffer>;
  /** Of the data of a file, lower-case hex; where whoever read the layer has hashed it. */
  readonly sha256?: string;
}

/** What a member without extended attributes has. */
export const NO_ATTRIBUTES: ReadonlyMap<string, Buffer> = new Map();

/** A folder that an archive does not have, and that something in it lies in. */
export const MADE_FOLDER: LayerMember = {
  ...{ name: '', type: 'folder', modeOctal: 0o755, uid: 0, gid: 0, mtimeSeconds: 0, linkName: '' },
  ...{ sizeBytes: 0, offsetBytes: 0, major: 0, minor: 0, attributes: NO_ATTRIBUTES },
};
