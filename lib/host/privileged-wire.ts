import type { Json } from '../core/digest.ts';
import { BuildError, ConfigError, type Place, TreesmithError } from '../core/errors.ts';
import type { Log, Progress } from '../core/log.ts';
import { currentTimeline, type Span } from '../core/timeline.ts';

/**
 * What travels between us and our other self that runs as root: one JSON value to a line. The
 * request goes over its stdin, so that no secret is on a command line or in an environment.
 */
export interface Request {
  readonly task: string;
  readonly input: Json;
  /** Files and folders that shall belong to the user who asked. */
  readonly outputs: readonly string[];
  /** The allow-list of variables that sudo has dropped. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether somebody wants to know what ran when. */
  readonly timeline: boolean;
}

/** What comes back over stdout. */
export type Message =
  | { readonly kind: 'debug' | 'info'; readonly text: string }
  | { readonly kind: 'warn'; readonly text: string; readonly place?: Place }
  | { readonly kind: 'group'; readonly id: number; readonly title: string }
  | { readonly kind: 'group-end'; readonly id: number; readonly failed: boolean }
  | {
      readonly kind: 'progress';
      readonly id: number;
      readonly title: string;
      readonly total: number;
      readonly unit: 'bytes' | 'packages' | 'objects';
    }
  | { readonly kind: 'advance'; readonly id: number; readonly amount: number }
  | { readonly kind: 'progress-end'; readonly id: number }
  | { readonly kind: 'span'; readonly span: Span }
  | { readonly kind: 'result'; readonly result: Json }
  | ({ readonly kind: 'error' } & WireError);

/** An error as it travels. */
export interface WireError {
  readonly class: 'config' | 'build' | 'other';
  readonly code: string;
  readonly text: string;
  readonly place?: Place;
  readonly hint?: string;
  /** The messages of its causes, outermost first. */
  readonly causes: readonly string[];
}

/** Returns a log whose lines travel by `send`. */
export function sendingLog(send: (message: Message) => void): Log {
  let ids = 0;
  return {
    debug: (text) => send({ kind: 'debug', text }),
    info: (text) => send({ kind: 'info', text }),
    warn: (text, place) => send({ kind: 'warn', text, ...(place === undefined ? {} : { place }) }),
    group: async (title, body) => {
      ids += 1;
      const id = ids;
      send({ kind: 'group', id, title });
      let failed = true;
      try {
        const result = await body();
        failed = false;
        return result;
      } finally {
        send({ kind: 'group-end', id, failed });
      }
    },
    progress: (title, total, unit) => {
      ids += 1;
      const id = ids;
      send({ kind: 'progress', id, title, total, unit });
      return {
        advance: (amount) => send({ kind: 'advance', id, amount }),
        done: () => send({ kind: 'progress-end', id }),
      };
    },
  };
}

/** Replays what a `sendingLog` sent on a log of ours. */
export class LogReplay {
  private readonly log: Log;
  private readonly groups = new Map<number, (failed: boolean) => void>();
  private readonly progresses = new Map<number, Progress>();

  constructor(log: Log) {
    this.log = log;
  }

  /** Takes a message; returns false when it is none of a log. */
  take(message: Message): boolean {
    switch (message.kind) {
      case 'debug':
      case 'info':
        this.log[message.kind](message.text);
        return true;
      case 'warn':
        this.log.warn(message.text, message.place);
        return true;
      case 'group':
        this.openGroup(message.id, message.title);
        return true;
      case 'group-end':
        this.groups.get(message.id)?.(message.failed);
        this.groups.delete(message.id);
        return true;
      case 'progress': {
        const { id, title, total, unit } = message;
        this.progresses.set(id, this.log.progress(title, total, unit));
        return true;
      }
      case 'advance':
        this.progresses.get(message.id)?.advance(message.amount);
        return true;
      case 'progress-end':
        this.progresses.get(message.id)?.done();
        this.progresses.delete(message.id);
        return true;
      case 'span':
        currentTimeline().add(message.span);
        return true;
      case 'result':
      case 'error':
        return false;
    }
  }

  /** Ends what the other side could not end any more. */
  end(): void {
    for (const progress of this.progresses.values()) progress.done();
    for (const close of this.groups.values()) close(true);
  }

  private openGroup(id: number, title: string): void {
    const closed = new Promise<void>((resolve, reject) => {
      this.groups.set(id, (failed) => (failed ? reject(new Error(title)) : resolve()));
    });
    // The failure itself travels as a message of its own.
    this.log.group(title, () => closed).catch(() => undefined);
  }
}

/** Returns `error` as it travels. */
export function formatWireError(error: unknown): WireError {
  if (!(error instanceof Error)) {
    return { class: 'other', code: '', text: String(error), causes: [] };
  }
  const causes: string[] = [];
  for (let { cause } = error; cause instanceof Error; { cause } = cause) causes.push(cause.message);
  if (!(error instanceof TreesmithError)) {
    return { class: 'other', code: '', text: error.stack ?? error.message, causes };
  }
  return {
    class: error instanceof ConfigError ? 'config' : 'build',
    code: error.code,
    text: error.message,
    ...(error.place === undefined ? {} : { place: error.place }),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    causes,
  };
}

/** Returns the error that travelled. */
export function parseWireError(wire: WireError): Error {
  const cause = wire.causes.reduceRight<Error | undefined>(
    (inner, text) => new Error(text, inner === undefined ? {} : { cause: inner }),
    undefined,
  );
  const details = {
    ...(wire.place === undefined ? {} : { place: wire.place }),
    ...(wire.hint === undefined ? {} : { hint: wire.hint }),
    ...(cause === undefined ? {} : { cause }),
  };
  switch (wire.class) {
    case 'config':
      return new ConfigError(wire.code, wire.text, details);
    case 'build':
      return new BuildError(wire.code, wire.text, details);
    case 'other':
      return new Error(wire.text, cause === undefined ? {} : { cause });
  }
}
