/** A disk as QEMU is to read it: a file of one of its formats, or a part of a file. */
export interface BackingFile {
  readonly file: string;
  /** As QEMU names it. */
  readonly format: string;
  readonly within?: { readonly offsetBytes: number; readonly sizeBytes: number };
}

/** Returns how QEMU is told of it where it takes a file's name. */
export function formatBackingFile({ file, format, within }: BackingFile): string {
  // A name with a colon would be taken for a protocol.
  if (within === undefined) return file.includes(':') ? `file:${file}` : file;
  const part = {
    driver: 'raw',
    offset: within.offsetBytes,
    size: within.sizeBytes,
    file: { driver: 'file', filename: file },
  };
  return `json:${JSON.stringify({ driver: format, file: part })}`;
}
