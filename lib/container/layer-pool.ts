import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { BuildError } from '../core/errors.ts';
import { currentTimeline, type Timeline } from '../core/timeline.ts';
import { explainFileError } from '../host/errors.ts';
import { stopWorker } from '../host/stop-worker.ts';
import type { LayerThreadData } from './collect-after.ts';
import type { ContainerCode } from './errors.ts';
import type { LayerCompression } from './layer-model.ts';
import type { LayerAnswer, LayerFacts, LayerTask } from './layer-tasks.ts';

/** Beside the bundles it has a name of its own. */
const SCRIPT = new URL(
  import.meta.url.endsWith('.ts') ? './layer-worker.ts' : './layer-worker.mjs',
  import.meta.url,
);

/** Each needs some 30 MB for gzip, and 40 for zstd: all of Node is to stay below 300. */
const MAX_THREADS = { gzip: 4, zstd: 3, 'zstd:chunked': 3 } as const;
/** Most of what a thread holds lies outside of its heap. */
const LIMITS = { resourceLimits: { maxYoungGenerationSizeMb: 4 } };
/** In all threads: to collect it costs each some milliseconds, whatever there is of it. */
const GARBAGE_BYTES = 24 * 2 ** 20;

/** A job that waits for a thread. */
export interface LayerJob {
  readonly name: string;
  /** Makes the task when a thread has time for it. */
  readonly task: () => LayerTask;
}

/**
 * Threads that write layers. They take a while to start, so whoever has something to do before there are jobs makes
 * them first: the first thread starts at once, for there may be just one other core, the others with `startAll`.
 */
export class LayerThreads implements AsyncDisposable {
  private readonly workers: Worker[] = [];
  private readonly count: number;
  private readonly timeline = currentTimeline();
  /** Why one of them has died. */
  private broken: Error | undefined;
  private ending: Promise<unknown> | undefined;

  /**
   * @param threads as many as fit in memory unless given
   * @param most when no more have anything to do
   */
  constructor(
    compression: LayerCompression,
    threads = Math.min(MAX_THREADS[compression], availableParallelism()),
    most = threads,
  ) {
    this.count = Math.max(1, Math.min(threads, most));
    this.start();
  }

  /** Starts all threads that have not been. */
  startAll(): void {
    while (this.workers.length < this.count) this.start();
  }

  /**
   * Runs all jobs, in their order, and returns what they have become in that order. Afterwards the threads end.
   *
   * @param onDone told of each layer when it is written
   * @throws BuildError CONTENT_WRONG, LAYER_WRITER_FAILED, DISK_FULL; ConfigError OUTPUT_READ_ONLY
   */
  async run<Job extends LayerJob>(
    jobs: readonly Job[],
    onDone: (job: Job) => void,
  ): Promise<LayerFacts[]> {
    this.startAll();
    const facts = new Map<Job, LayerFacts>();
    const waiting = [...jobs];
    try {
      // Each thread has the next job already when it ends one.
      const turns = this.workers.map((worker, index) => new Turn(worker, `layers ${index + 1}`));
      await Promise.all(
        [...turns, ...turns].map(async (turn) => {
          for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
            if (this.broken !== undefined) throw this.broken;
            facts.set(job, await turn.take(job.name, job.task(), this.timeline));
            onDone(job);
          }
        }),
      );
    } catch (error) {
      waiting.length = 0;
      await this.end();
      throw error;
    }
    void this.end();
    return jobs.flatMap((job) => facts.get(job) ?? []);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }

  private start(): void {
    const data: LayerThreadData = { garbageBytes: GARBAGE_BYTES / this.count };
    const worker = new Worker(SCRIPT, { ...LIMITS, workerData: data });
    const onEnd = (error: unknown): void => {
      this.broken ??= ended(error);
    };
    worker.on('error', onEnd).on('exit', () => onEnd(new Error('it was stopped')));
    this.workers.push(worker);
  }

  private end(): Promise<unknown> {
    this.ending ??= Promise.all(this.workers.map(stopWorker));
    return this.ending;
  }
}

/** The tasks of one thread, which takes one after another. */
class Turn {
  private readonly worker: Worker;
  private readonly lane: string;
  private last: Promise<unknown> = Promise.resolve();

  constructor(worker: Worker, lane: string) {
    this.worker = worker;
    this.lane = lane;
  }

  async take(name: string, task: LayerTask, timeline: Timeline): Promise<LayerFacts> {
    const before = this.last;
    const running = runTask(this.worker, task);
    this.last = running.catch(() => undefined);
    await before;
    return timeline.span(name, { kind: 'thread', lane: this.lane }, () => running);
  }
}

function runTask(worker: Worker, task: LayerTask): Promise<LayerFacts> {
  return new Promise((resolve, reject) => {
    const onMessage = (answer: LayerAnswer): void => {
      if (answer.path !== task.path) return;
      stop();
      if ('facts' in answer) resolve(answer.facts);
      else reject(explain(answer.error, task.path));
    };
    /** A thread has died: of want of memory, or of a fault of ours. */
    const onError = (error: unknown): void => {
      stop();
      reject(ended(error));
    };
    const onExit = (): void => onError(new Error('it was stopped'));
    const stop = (): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(task);
  });
}

/** An error of a thread comes as its code and message. */
function explain(error: { readonly code: string; readonly message: string }, path: string): Error {
  const { code, message } = error;
  if (code === 'CONTENT_WRONG') return new BuildError<ContainerCode>('CONTENT_WRONG', message);
  const plain = Object.assign(new Error(message), { code });
  const known = explainFileError(plain, path);
  return known instanceof Error && known !== plain ? known : failed(message, plain);
}

function ended(error: unknown): Error {
  return failed(`a thread that writes layers has ended: ${String(error)}`, error);
}

function failed(message: string, cause: unknown): BuildError<ContainerCode> {
  return new BuildError<ContainerCode>('LAYER_WRITER_FAILED', message, { cause });
}
