import { Worker } from 'node:worker_threads';

/** Beside the bundles it has a name of its own. */
const SCRIPT = new URL(
  import.meta.url.endsWith('.ts') ? './write-worker.ts' : './write-worker.mjs',
  import.meta.url,
);

/** What the thread is to do with a file, which has a number. */
export type WriteTask =
  /** Writes bytes of shared memory at the end of an open file, and hashes them. */
  | {
      readonly kind: 'append';
      readonly file: number;
      readonly fd: number;
      readonly bytes: Uint8Array;
      readonly algorithm: string;
    }
  /** Answers with the digest of what was written so far, in hexadecimal digits. */
  | { readonly kind: 'digest'; readonly file: number }
  | { readonly kind: 'forget'; readonly file: number };

/** What became of a task. */
export type WriteAnswer = { readonly id: number } & (
  | { readonly result: string }
  | { readonly message: string; readonly code: string | undefined }
);

interface Waiting {
  done(result: string): void;
  fail(error: Error): void;
}

/**
 * A thread that hashes and writes what others receive: with a fast network one core does not do all three.
 * It pays for some ten MiB or more. Ends when disposed.
 */
export class WriteThread implements AsyncDisposable {
  private readonly worker = new Worker(SCRIPT, { name: 'write' });
  private readonly waiting = new Map<number, Waiting>();
  private tasks = 0;
  private files = 0;

  constructor() {
    this.worker.on('message', (answer: WriteAnswer) => {
      const task = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      if ('result' in answer) task?.done(answer.result);
      else task?.fail(Object.assign(new Error(answer.message), { code: answer.code }));
    });
    this.worker.on('error', (error: Error) => {
      for (const { fail } of this.waiting.values()) fail(error);
    });
  }

  /** Returns a number that no other file has. */
  newFile(): number {
    this.files += 1;
    return this.files;
  }

  /** Does one task after the other. Fails with the error of the file system. */
  async ask(task: WriteTask): Promise<string> {
    this.tasks += 1;
    const id = this.tasks;
    return new Promise((done, fail) => {
      this.waiting.set(id, { done, fail });
      this.worker.postMessage({ id, ...task });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.worker.terminate();
  }
}
