/** What the process of GitHub's cache client is asked. */
export interface ClientCall {
  readonly id: number;
  readonly verb: 'restore' | 'lookup' | 'save';
  /** As the client has it: `~/packs/…`. */
  readonly path: string;
  readonly key: string;
  readonly restoreKeys: readonly string[];
}

/** What it answers. */
export interface ClientAnswer {
  readonly id: number;
  /** Key that was found, id of what was saved (-1 when it was not), or null. */
  readonly result: string | number | null;
  /** Lines that the client printed, its only word on what went wrong. */
  readonly lines: readonly string[];
}
