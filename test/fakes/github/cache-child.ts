/** Runs @actions/cache for cache.test.ts. */
import { restoreCache, saveCache } from '@actions/cache';
import { answerCalls } from './official-client.ts';

interface CacheCall {
  readonly do: 'save' | 'restore';
  readonly paths: string[];
  readonly key: string;
  readonly restoreKeys?: string[];
}

await answerCalls((call: CacheCall) =>
  call.do === 'save'
    ? saveCache(call.paths, call.key)
    : restoreCache(call.paths, call.key, call.restoreKeys),
);
