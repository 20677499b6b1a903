import type { Action } from '../lib/runner/action.ts';
import { runAsPost, runAsStep } from '../lib/runner/entry.ts';

/** Every action, loaded when it is asked for. */
export const ACTIONS = {
  setup: () => import('./setup/main.ts'),
  lock: () => import('./lock/main.ts'),
  plan: () => import('./plan/main.ts'),
  compose: () => import('./compose/main.ts'),
  'build-image': () => import('./build-image/main.ts'),
  'build-container': () => import('./build-container/main.ts'),
  'boot-test': () => import('./boot-test/main.ts'),
  sign: () => import('./sign/main.ts'),
  publish: () => import('./publish/main.ts'),
  collect: () => import('./collect/main.ts'),
} as const;

/** Those that have something to do at the end of the job. */
export const POSTS = {
  setup: () => import('./setup/post.ts'),
} as const;

/** Runs one action. `dist` is the folder of the bundles. */
export async function runAction(name: keyof typeof ACTIONS, dist: string): Promise<void> {
  // Each action reads inputs of a type of its own, and is given no others.
  const load = ACTIONS[name] as () => Promise<Action<unknown>>;
  await runAsStep({ name, load, dist });
}

/** Runs the `post` of one action. */
export async function runPost(name: keyof typeof POSTS): Promise<void> {
  await runAsPost(name, POSTS[name]);
}
