import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { BuildError } from '../core/errors.ts';
import { currentTimeline, type SpanOutcome } from '../core/timeline.ts';
import type { RepoCode } from './errors.ts';
import type {
  PrepareTask,
  StoredFile,
  StoreTask,
  WorkerAnswer,
  WorkerSettings,
  WorkerTask,
} from './worker-tasks.ts';

/** Beside the bundles it has a name of its own. */
const SCRIPT = new URL(
  import.meta.url.endsWith('.ts') ? './object-worker.ts' : './object-worker.mjs',
  import.meta.url,
);

/** More threads than this wait for the disk, and each needs some 15 MB. */
const MAX_THREADS = 16;

/** How many threads there are unless someone says. */
export function defaultThreads(): number {
  return Math.min(MAX_THREADS, availableParallelism());
}

interface Job {
  readonly task: WorkerTask;
  readonly resolve: (stored: readonly StoredFile[]) => void;
  readonly reject: (error: Error) => void;
}

/** Threads that each take the next task when they are done with the one before. */
export class WorkerPool implements AsyncDisposable {
  private readonly workers: Worker[];
  private readonly jobs = new Map<Worker, Job>();
  private readonly ends = new Map<Worker, (outcome: SpanOutcome) => void>();
  /** A worker's message comes in no run's context. */
  private readonly timeline = currentTimeline();
  private readonly toStore: Job[] = [];
  private readonly toPrepare: Job[] = [];

  constructor(settings: WorkerSettings, threads: number) {
    this.workers = Array.from({ length: Math.max(1, threads) }, () => this.startWorker(settings));
  }

  /** @throws BuildError TREE_CHANGED, OBJECT_WRITER_FAILED */
  store(task: StoreTask): Promise<readonly StoredFile[]> {
    return this.enqueue(this.toStore, task);
  }

  /** Done when there is nothing else to do, by all threads but one. */
  async prepare(task: PrepareTask): Promise<void> {
    await this.enqueue(this.toPrepare, task);
  }

  /** Forgets what of `prepare` is not begun. */
  stopPreparing(): void {
    for (const { resolve } of this.toPrepare.splice(0)) resolve([]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private enqueue(queue: Job[], task: WorkerTask): Promise<readonly StoredFile[]> {
    return new Promise((resolve, reject) => {
      queue.push({ task, resolve, reject });
      this.dispatch();
    });
  }

  private dispatch(): void {
    for (const worker of this.workers) {
      if (this.jobs.has(worker)) continue;
      const job = this.toStore.shift() ?? this.nextToPrepare();
      if (job === undefined) return;
      this.jobs.set(worker, job);
      const lane = `objects ${this.workers.indexOf(worker) + 1}`;
      this.ends.set(worker, this.timeline.begin(job.task.kind, { kind: 'thread', lane }));
      worker.ref();
      worker.postMessage(job.task);
    }
  }

  private nextToPrepare(): Job | undefined {
    return this.jobs.size < Math.max(1, this.workers.length - 1)
      ? this.toPrepare.shift()
      : undefined;
  }

  private startWorker(settings: WorkerSettings): Worker {
    const worker = new Worker(SCRIPT, { workerData: settings });
    worker.unref();
    worker.on('message', (answer: WorkerAnswer) => {
      const job = this.jobs.get(worker);
      this.jobs.delete(worker);
      this.ends.get(worker)?.({ ok: 'stored' in answer });
      worker.unref();
      if ('stored' in answer) job?.resolve(answer.stored);
      else job?.reject(failure(answer.error));
      this.dispatch();
    });
    worker.on('error', (error) => {
      // There is no thread for what waits.
      for (const job of [...this.jobs.values(), ...this.toStore.splice(0)]) {
        job.reject(failure({ code: '', message: String(error), path: '' }));
      }
    });
    return worker;
  }
}

function failure({ code, message, path }: { code: string; message: string; path: string }): Error {
  if (code === 'TREE_CHANGED') return new BuildError<RepoCode>('TREE_CHANGED', message);
  return new BuildError<RepoCode>(
    'OBJECT_WRITER_FAILED',
    `${path === '' ? 'the object writer' : path}: ${message}`,
  );
}
