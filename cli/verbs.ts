import type { Command } from 'commander';

/**
 * What loads each verb that people use, in the order of the pipeline. To load the code of all takes longer
 * than what many of them do.
 */
const VERBS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['setup', async () => (await import('./setup.ts')).setupCommand()],
  ['lock', async () => (await import('./lock.ts')).lockCommand()],
  ['plan', async () => (await import('./plan.ts')).planCommand()],
  ['compose', async () => (await import('./compose.ts')).composeCommand()],
  ['container', async () => (await import('./container.ts')).containerCommand()],
  ['image', async () => (await import('./image.ts')).imageCommand()],
  ['sbom', async () => (await import('./sbom.ts')).sbomCommand()],
  ['inspect-image', async () => (await import('./inspect-image.ts')).inspectImageCommand()],
  ['inspect', async () => (await import('./inspect.ts')).inspectCommand()],
  ['boot-test', async () => (await import('./boot-test.ts')).bootTestCommand()],
  ['boot', async () => (await import('./boot.ts')).bootCommand()],
  ['sign', async () => (await import('./sign.ts')).signCommand()],
  ['verify', async () => (await import('./verify.ts')).verifyCommand()],
  ['publish', async () => (await import('./publish.ts')).publishCommand()],
  ['registry', async () => (await import('./registry.ts')).registryCommand()],
  ['build', async () => (await import('./build.ts')).buildCommand()],
]);

/** Returns every verb that people use. */
export function allVerbs(): Promise<Command[]> {
  return Promise.all([...VERBS.values()].map((load) => load()));
}

/** Not for people. */
const HIDDEN: typeof VERBS = new Map([
  ['root-stage', async () => (await import('./root-stage.ts')).rootStageCommand()],
]);

/** Returns the verb of that name alone; all, whose names can be suggested, when there is none. */
export async function verbsFor(name = ''): Promise<Command[]> {
  const load = VERBS.get(name) ?? HIDDEN.get(name);
  return load === undefined ? allVerbs() : [await load()];
}
