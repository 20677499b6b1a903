/** A place in a file that a person can open. `line` and `column` count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** What may be said about a failure beside its message. */
export interface ErrorDetails {
  readonly place?: Place;
  /** One sentence that says what to do next. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/**
 * Every failure that Treesmith foresees. `code` comes from the closed union of the folder that
 * throws it; tests assert codes, messages are free to improve.
 */
export class TreesmithError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly place: Place | undefined;
  readonly hint: string | undefined;

  constructor(code: Code, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.place = details.place;
    this.hint = details.hint;
  }
}

/** The user's files, options or machine are at fault and the user can mend it: exit code 2. */
export class ConfigError<Code extends string = string> extends TreesmithError<Code> {}

/** Anything else that goes wrong while building: exit code 1. */
export class BuildError<Code extends string = string> extends TreesmithError<Code> {}

/** Returns `file:line:column`, leaving out what is not known. */
export function formatPlace(place: Place): string {
  return [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
}
