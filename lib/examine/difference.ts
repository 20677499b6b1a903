/** One thing that is not as the image has it. */
export interface Difference {
  /** Absolute within the image; of a blob its digest. */
  readonly path: string;
  readonly kind: 'changed' | 'missing' | 'additional';
  /** What of it; empty for what is missing or additional. */
  readonly fields: readonly DifferentField[];
  /** In a layer that is damaged: the first file that differs; `none` where only the compressed form does. */
  readonly firstFile?: FirstDifference | 'none';
}

/** Where two layers begin to differ. */
export interface FirstDifference {
  /** Absolute within the image. */
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

/** A property that differs. */
export interface DifferentField {
  /** `type`, `mode`, `owner`, `size`, `sha256`, `target`, `device`, or the name of an extended attribute. */
  readonly field: string;
  readonly expected: string;
  readonly got: string;
}

/** How much was compared. */
export interface ComparedCounts {
  readonly files: number;
  readonly folders: number;
  /** Symbolic links, devices, pipes. */
  readonly others: number;
  /** Of the files that were read here. */
  readonly bytes: number;
  /** Paths that were left out; what is in a folder is not counted. */
  readonly ignored: number;
}
