import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { BuildError } from '../core/errors.ts';
import { currentTimeline, type SpanOutcome } from '../core/timeline.ts';
import { stopWorker } from '../host/stop-worker.ts';
import type { RepoCode } from './errors.ts';
import type {
  HashTask,
  PrepareTask,
  StoredFiles,
  StoreTask,
  WorkerAnswer,
  WorkerResult,
  WorkerSettings,
  WorkerTask,
} from './worker-tasks.ts';

/** Beside the bundles it has a name of its own. */
const SCRIPT = new URL(
  import.meta.url.endsWith('.ts') ? './object-worker.ts' : './object-worker.mjs',
  import.meta.url,
);

/** Each needs some 40 MB while it compresses, and four do in a second what takes one five. */
const MAX_THREADS = 4;

/** How many threads there are unless someone says. */
export function defaultThreads(): number {
  return Math.min(MAX_THREADS, availableParallelism());
}

interface Job {
  readonly task: WorkerTask;
  readonly isUrgent: boolean;
  readonly resolve: (result: WorkerResult) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  /** Where the timeline draws it. */
  readonly lane: string;
  job?: Job | undefined;
  /** What it has been doing without a pause: one span of the timeline. */
  span?: { readonly name: string; readonly end: (outcome: SpanOutcome) => void } | undefined;
}

/** Threads that each take the next task when they are done with the one before. */
export class WorkerPool implements AsyncDisposable {
  private readonly threads: Thread[] = [];
  private readonly settings: WorkerSettings;
  private readonly count: number;
  private readonly toStore: Job[] = [];
  private readonly toPrepare: Job[] = [];
  /** A worker's message comes in no run's context. */
  private readonly timeline = currentTimeline();
  /** False while other work keeps a core busy. */
  private isHurried = false;
  /** Why no thread takes anything any more. */
  private broken: Error | undefined;

  constructor(settings: WorkerSettings, threads: number) {
    this.settings = settings;
    this.count = Math.max(1, threads);
  }

  /** Starts the threads, unless they run: the first task has not to wait for it then. */
  start(count = this.count): void {
    while (this.threads.length < count) {
      this.threads.push(this.startThread(`objects ${this.threads.length + 1}`));
    }
  }

  /**
   * All threads store, and share out the batches among themselves. While `beside` is pending, which is
   * other work that keeps a core busy, one of them stands back.
   *
   * @throws BuildError TREE_CHANGED, OBJECT_WRITER_FAILED
   */
  async store(task: StoreTask, beside?: Promise<unknown>): Promise<StoredFiles> {
    const all = Math.min(this.count, task.batches.length);
    const first = beside === undefined ? all : Math.min(this.otherThreads(), all);
    const takeShare = () => this.enqueue(this.toStore, task);
    const shares = Promise.all(Array.from({ length: first }, takeShare));
    let last: Promise<WorkerResult> | undefined;
    let isDone = false;
    const join = () => {
      if (isDone || first === all) return;
      last = takeShare();
      // It is awaited when the others are done.
      last.catch(() => undefined);
    };
    beside?.then(join, join);
    try {
      const results = await shares;
      isDone = true;
      return [...results, (await last) ?? {}].flatMap(({ stored = [] }) => stored);
    } finally {
      isDone = true;
    }
  }

  /** One less than there are, but one at least. */
  private otherThreads(): number {
    return Math.max(1, this.count - 1);
  }

  /** Done when there is nothing else to do, by all threads but one; what is urgent, first. */
  prepare(task: PrepareTask | HashTask, isUrgent = false): Promise<WorkerResult> {
    return this.enqueue(this.toPrepare, task, isUrgent);
  }

  /** Lets all threads take what is urgent, and hash. To compress takes long: whoever stores next would wait for it. */
  hurry(): void {
    this.isHurried = true;
    for (const thread of this.threads) this.giveWork(thread);
  }

  /** Forgets what of `prepare` is not begun. */
  stopPreparing(): void {
    for (const { resolve } of this.toPrepare.splice(0)) resolve({});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.toStore.length = 0;
    this.toPrepare.length = 0;
    for (const { job } of this.threads) {
      if (job?.task.kind === 'store') Atomics.store(job.task.taken, 0, job.task.batches.length);
    }
    await Promise.all(this.threads.map(({ worker }) => stopWorker(worker)));
    for (const thread of this.threads) endSpan(thread);
  }

  private enqueue(queue: Job[], task: WorkerTask, isUrgent = false): Promise<WorkerResult> {
    return new Promise((resolve, reject) => {
      if (this.broken !== undefined) return reject(this.broken);
      const job = { task, isUrgent, resolve, reject };
      if (isUrgent) queue.unshift(job);
      else queue.push(job);
      const isForAll = task.kind === 'store' || this.isHurried;
      this.start(isForAll ? this.count : this.otherThreads());
      for (const thread of this.threads) this.giveWork(thread);
    });
  }

  private giveWork(thread: Thread): void {
    if (thread.job !== undefined) return;
    const job = this.toStore.shift() ?? this.nextToPrepare();
    const name = job?.task.kind;
    if (thread.span?.name !== name) endSpan(thread);
    if (job === undefined || name === undefined) return;
    thread.job = job;
    thread.span ??= {
      name,
      end: this.timeline.begin(name, { kind: 'thread', lane: thread.lane }),
    };
    thread.worker.ref();
    thread.worker.postMessage(job.task);
  }

  private nextToPrepare(): Job | undefined {
    const busy = this.threads.filter(({ job }) => job !== undefined).length;
    const [next] = this.toPrepare;
    const isQuick = next?.isUrgent === true || next?.task.kind === 'hash';
    const most = this.isHurried && isQuick ? this.count : this.otherThreads();
    return busy < most ? this.toPrepare.shift() : undefined;
  }

  private startThread(lane: string): Thread {
    const worker = new Worker(SCRIPT, { workerData: this.settings, name: lane });
    const thread: Thread = { worker, lane };
    // A writer that is forgotten does not keep the process alive.
    worker.unref();
    worker.on('message', (answer: WorkerAnswer) => {
      const { job } = thread;
      thread.job = undefined;
      worker.unref();
      this.giveWork(thread);
      if ('error' in answer) job?.reject(failure(answer.error));
      else job?.resolve(answer);
    });
    worker.on('error', (error) => this.breakOff(error));
    return thread;
  }

  /** A thread has died: of want of memory, or of a fault of ours. */
  private breakOff(error: unknown): void {
    this.broken = failure({ code: '', message: String(error), path: '' });
    const running = this.threads.flatMap(({ job }) => job ?? []);
    const waiting = [...this.toStore.splice(0), ...this.toPrepare.splice(0)];
    for (const job of [...running, ...waiting]) job.reject(this.broken);
  }
}

function endSpan(thread: Thread): void {
  thread.span?.end({ ok: true });
  thread.span = undefined;
}

function failure({ code, message, path }: { code: string; message: string; path: string }): Error {
  if (code === 'TREE_CHANGED') return new BuildError<RepoCode>('TREE_CHANGED', message);
  return new BuildError<RepoCode>(
    'OBJECT_WRITER_FAILED',
    `${path === '' ? 'the object writer' : path}: ${message}`,
  );
}
