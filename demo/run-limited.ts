import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';

/**
 * Runs `body` for each item, as many at once as there are processors, and returns the results in
 * order. When one fails, no other is started, and the failure is thrown once the running ones ended.
 */
export async function runLimited<Item, Result>(
  items: readonly Item[],
  body: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const limit = pLimit(availableParallelism());
  let failed = false;
  const runs = items.map((item, index) =>
    limit(async () => {
      if (failed) throw new Error('not started');
      try {
        return await body(item, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }),
  );
  const settled = await Promise.allSettled(runs);
  const rejected = settled
    .filter((result) => result.status === 'rejected')
    .map(({ reason }) => reason as Error);
  const cause = rejected.find((error) => error.message !== 'not started');
  if (cause !== undefined) throw cause;
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
