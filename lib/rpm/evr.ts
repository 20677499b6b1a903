/** Epoch, version and release of a package. `epoch` is a decimal number, `0` when there is none. */
export interface Evr {
  readonly epoch: string;
  readonly version: string;
  readonly release: string;
}

/** A package's full name: NEVRA. */
export interface Nevra extends Evr {
  readonly name: string;
  readonly arch: string;
}
