/**
 * GitHub's cache client in a process of its own. The client reads folders from the environment, tells
 * what went wrong by printing it alone, and starts tar with unquoted paths: here the environment is
 * made for it, and what it prints is an answer instead of a line in the user's log.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { ClientAnswer, ClientCall } from './client-protocol.ts';

const { restoreCache, saveCache } = await import('@actions/cache');
const spoken = new AsyncLocalStorage<string[]>();

process.stdout.write = (text: string | Uint8Array): boolean => {
  spoken.getStore()?.push(Buffer.from(text).toString());
  return true;
};

process.on('message', (call: ClientCall) => {
  const parts: string[] = [];
  const answer = (result: ClientAnswer['result']) => {
    const lines = parts.join('').split('\n');
    process.send?.({ id: call.id, result, lines } satisfies ClientAnswer);
  };
  spoken.run(parts, () =>
    runCall(call).then(answer, (error: unknown) => {
      parts.push(`\n::error::${error instanceof Error ? error.message : String(error)}\n`);
      answer(null);
    }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.({ id: 0, result: null, lines: [] } satisfies ClientAnswer);

async function runCall({ verb, path, key, restoreKeys }: ClientCall) {
  if (verb === 'save') return saveCache([path], key);
  const options = { lookupOnly: verb === 'lookup' };
  return (await restoreCache([path], key, [...restoreKeys], options)) ?? null;
}
