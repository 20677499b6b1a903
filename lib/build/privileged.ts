import type { Json } from '../core/digest.ts';
import type { Log } from '../core/log.ts';
import { makeFolder } from '../host/files.ts';
import { isRoot } from '../host/privilege.ts';
import { type PrivilegedTask, runPrivileged } from '../host/privileged-run.ts';
import { servePrivileged } from '../host/privileged-serve.ts';

/**
 * The stages that need root, for file ownership and chroot. But for the log, and callbacks and
 * promises where a stage runs in this process, their options and results are plain JSON. Who runs one does not wait for the code of the others.
 */
const STAGES = {
  compose: async () => (await import('../compose/compose.ts')).composeTree,
  'compose-check': async () => (await import('../compose/check.ts')).checkCompose,
  images: async () => (await import('./make-images.ts')).makeImages,
  'rootfs-container': async () => (await import('./rootfs-container.ts')).makeRootfsContainer,
};

type Stage = keyof typeof STAGES;
type Run<S extends Stage> = Awaited<ReturnType<(typeof STAGES)[S]>>;
type OptionsOf<S extends Stage> = Omit<Parameters<Run<S>>[0], 'log'>;
type ResultOf<S extends Stage> = Awaited<ReturnType<Run<S>>>;

const TASKS: Readonly<Record<string, PrivilegedTask>> = Object.fromEntries(
  Object.entries(STAGES).map(([name, load]) => [
    name,
    async (input: never, log: Log) => {
      const run = (await load()) as (options: object) => Promise<unknown>;
      return (await run({ ...(input as object), log })) as Json;
    },
  ]),
);

/** Loads the code of a stage, if it is to run here, while its caller waits for something else. */
export function preloadStage(stage: Stage): void {
  // Who runs it hears why it cannot be loaded.
  if (isRoot()) STAGES[stage]().catch(() => undefined);
}

/**
 * Runs a stage as root: here when we are, else in a process of our own under `sudo -n`. `folders`
 * are made before, so that they are ours; `outputs` are ours afterwards.
 *
 * @throws ConfigError NOT_PRIVILEGED; what the stage throws
 */
export async function runAsRoot<S extends Stage>(
  stage: S,
  options: OptionsOf<S>,
  {
    folders,
    outputs,
  }: { readonly folders: readonly string[]; readonly outputs: readonly string[] },
  { log, entry }: { readonly log: Log; readonly entry: string },
): Promise<ResultOf<S>> {
  for (const folder of folders) await makeFolder(folder);
  const result = await runPrivileged({
    task: stage,
    // A treefile holds Maps for messages alone; what is left is JSON.
    input: options as unknown as Json,
    outputs,
    tasks: TASKS,
    log,
    entry: [process.execPath, entry, 'root-stage'],
  });
  return result as unknown as ResultOf<S>;
}

/** Serves one stage to a parent that is not root, over standard input and output. */
export function serveRootStage(): Promise<void> {
  return servePrivileged(TASKS);
}
