import { renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Log } from '../core/log.ts';
import { TimelineRecorder, withTimeline } from '../core/timeline.ts';
import { takeChildrenCpuMs } from '../host/children-cpu.ts';
import { makeFolder, writeFileAtomic } from '../host/files.ts';
import { sampleUsage } from '../host/usage-sampler.ts';
import { renderTimelinePage } from '../report/timeline-page.ts';

/** Where a timeline goes. */
export interface TimelineFile {
  /** Absolute; its folder is made. */
  readonly path: string;
  /** Of what it is: `compose`, `build of anvil`. */
  readonly title: string;
  readonly log: Log;
}

/**
 * Runs `body` and writes what ran when as a page of HTML, also when `body` fails or a signal ends us.
 *
 * @throws what `body` throws; ConfigError OUTPUT_READ_ONLY, OUTPUT_NOT_A_FILE; BuildError DISK_FULL
 */
export async function withTimelineFile<T>(file: TimelineFile, body: () => Promise<T>): Promise<T> {
  return recordTimeline((recorder) => writingTimeline(file, recorder, body));
}

/** As `withTimelineFile`, of what `recorder` hears already. */
export async function writingTimeline<T>(
  { path, title, log }: TimelineFile,
  recorder: TimelineRecorder,
  body: () => Promise<T>,
): Promise<T> {
  // Where it cannot be written is better said before the work.
  await makeFolder(dirname(path));
  using _ = onSignal(() => {
    // Nothing is left to wait for, so beside and renamed without a sync.
    writeFileSync(`${path}.new`, renderTimelinePage(title, recorder.snapshot()));
    renameSync(`${path}.new`, path);
  });
  let result: T;
  try {
    result = await body();
  } catch (error) {
    await writePage(path, title, recorder).catch((fault: Error) =>
      log.warn(`cannot write the timeline: ${fault.message}`),
    );
    throw error;
  }
  await writePage(path, title, recorder);
  return result;
}

/** Runs `body` and records what it does, with how the machine is used meanwhile. */
export async function recordTimeline<T>(
  body: (recorder: TimelineRecorder) => Promise<T>,
): Promise<T> {
  const recorder = new TimelineRecorder(Date.now());
  // What ended before is none of it.
  takeChildrenCpuMs();
  const sampling = sampleUsage(recorder.timeline);
  recorder.beforeSnapshot(() => sampling.report());
  try {
    return await withTimeline(recorder.timeline, () => body(recorder));
  } finally {
    sampling[Symbol.dispose]();
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `body` when a signal ends us: what hangs is what one wants to know of. */
function onSignal(body: () => void): Disposable {
  const listeners = SIGNALS.map((signal) => {
    const listener = () => {
      try {
        body();
      } finally {
        // Die as we would have died without us, unless someone else decides how we end.
        if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
      }
    };
    process.once(signal, listener);
    return { signal, listener };
  });
  return {
    [Symbol.dispose]: () => {
      for (const { signal, listener } of listeners) process.off(signal, listener);
    },
  };
}

async function writePage(path: string, title: string, recorder: TimelineRecorder): Promise<void> {
  await writeFileAtomic(path, renderTimelinePage(title, recorder.snapshot()));
}
