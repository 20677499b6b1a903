import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { BuildError } from '../core/errors.ts';
import { currentTimeline, type SpanOutcome } from '../core/timeline.ts';
import { explainFileError } from '../host/errors.ts';
import { stopWorker } from '../host/stop-worker.ts';
import type { MediaCode } from './errors.ts';
import type { CopyTask, Encoded, MediaAnswer, MediaTask, WorkerSettings } from './media-tasks.ts';

/** Beside the bundles it has a name of its own. */
const SCRIPT = new URL(
  import.meta.url.endsWith('.ts') ? './media-worker.ts' : './media-worker.mjs',
  import.meta.url,
);

/** Each needs some 60 MB with what it is ahead of the files by, and one thread writes what all make. */
const MAX_THREADS = 4;

/** How many threads there are unless someone says. */
export function defaultMediaThreads(): number {
  return Math.min(MAX_THREADS, availableParallelism());
}

interface Job {
  readonly task: MediaTask;
  readonly resolve: (answer: MediaAnswer) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  /** Where the timeline draws it. */
  readonly lane: string;
  job?: Job | undefined;
  /** What it has been doing without a pause: one span of the timeline. */
  span?: { readonly name: string; readonly end: (outcome: SpanOutcome) => void } | undefined;
}

/** Threads that each take the next task, in the order in which they come. */
export class MediaPool implements AsyncDisposable {
  private readonly threads: Thread[];
  private readonly waiting: Job[] = [];
  /** Of batches that are written. */
  private readonly memories: ArrayBuffer[] = [];
  /** A worker's message comes in no run's context. */
  private readonly timeline = currentTimeline();
  /** Why no thread takes anything any more. */
  private broken: Error | undefined;

  constructor(settings: WorkerSettings, threads: number) {
    this.threads = Array.from({ length: Math.max(1, threads) }, (_, index) =>
      this.startThread(settings, `media ${index + 1}`),
    );
  }

  /**
   * Returns the pieces of a batch. Their memory is to be given back once nobody looks at them any more.
   *
   * @throws BuildError DISK_BAD, DISK_FULL, MEDIA_WRITER_FAILED
   */
  async encode(batch: number): Promise<Encoded | undefined> {
    const answer = await this.enqueue({ kind: 'encode', batch });
    return 'pieces' in answer ? answer : undefined;
  }

  /** Takes the memory of a batch for the next one. */
  giveBack({ memory }: Encoded): void {
    this.memories.push(memory);
  }

  /** @throws BuildError DISK_BAD, DISK_FULL, MEDIA_WRITER_FAILED; ConfigError OUTPUT_READ_ONLY */
  async copy(task: CopyTask): Promise<readonly { sizeBytes: number; sha256: string }[]> {
    const answer = await this.enqueue(task);
    return 'files' in answer ? answer.files : [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const running = this.threads.map(({ worker, job }) => ({ worker, kind: job?.task.kind }));
    this.rejectAll(new BuildError<MediaCode>('MEDIA_WRITER_FAILED', 'the threads were stopped'));
    // A copy may take minutes, and compresses nothing.
    await Promise.all(
      running.map(({ worker, kind }) =>
        kind === 'copy' ? worker.terminate() : stopWorker(worker),
      ),
    );
    for (const thread of this.threads) endSpan(thread);
  }

  private enqueue(task: MediaTask): Promise<MediaAnswer> {
    return new Promise((resolve, reject) => {
      if (this.broken !== undefined) return reject(this.broken);
      this.waiting.push({ task, resolve, reject });
      for (const thread of this.threads) this.giveWork(thread);
    });
  }

  private giveWork(thread: Thread): void {
    if (thread.job !== undefined) return;
    const job = this.waiting.shift();
    const name = job?.task.kind;
    if (thread.span?.name !== name) endSpan(thread);
    if (job === undefined || name === undefined) return;
    thread.job = job;
    thread.span ??= {
      name,
      end: this.timeline.begin(name, { kind: 'thread', lane: thread.lane }),
    };
    thread.worker.ref();
    const memory = job.task.kind === 'encode' ? this.memories.pop() : undefined;
    if (memory === undefined) thread.worker.postMessage(job.task);
    else thread.worker.postMessage({ ...job.task, memory }, [memory]);
  }

  private startThread(settings: WorkerSettings, lane: string): Thread {
    const worker = new Worker(SCRIPT, { workerData: settings, name: lane });
    const thread: Thread = { worker, lane };
    worker.unref();
    worker.on('message', (answer: MediaAnswer) => {
      const { job } = thread;
      thread.job = undefined;
      worker.unref();
      this.giveWork(thread);
      if ('error' in answer) job?.reject(explain(answer.error, job.task));
      else job?.resolve(answer);
    });
    worker.on('error', (error) => this.breakOff(error));
    return thread;
  }

  /** A thread has died: of want of memory, or of a fault of ours. */
  private breakOff(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.rejectAll(
      new BuildError<MediaCode>(
        'MEDIA_WRITER_FAILED',
        `a thread that compresses has ended: ${message}`,
        { cause: error },
      ),
    );
  }

  private rejectAll(error: Error): void {
    this.broken = error;
    const running = this.threads.flatMap(({ job }) => job ?? []);
    for (const job of [...running, ...this.waiting.splice(0)]) job.reject(error);
  }
}

function endSpan(thread: Thread): void {
  thread.span?.end({ ok: true });
  thread.span = undefined;
}

/** An error of a thread comes as its code and message. */
function explain(
  error: { readonly code: string; readonly message: string; readonly path?: string },
  task: MediaTask,
): unknown {
  const { code, message } = error;
  if (code === 'DISK_BAD') return new BuildError<MediaCode>('DISK_BAD', message);
  const path = error.path ?? (task.kind === 'copy' ? task.files[0]?.path : undefined) ?? '';
  const plain = Object.assign(new Error(message), { code });
  const known = explainFileError(plain, path);
  if (known !== plain) return known;
  return new BuildError<MediaCode>('MEDIA_WRITER_FAILED', message, { cause: plain });
}
