import { ConfigError, TreesmithError } from '../core/errors.ts';
import { type Nevra, parseNevra } from '../rpm/nevra.ts';
import { MAX_STATE_BYTES, parseBuildState } from './build-state.ts';
import type { PlanCode } from './errors.ts';
import { getPublished } from './published-bytes.ts';
import type { Published, PublishedContext } from './published-model.ts';
import type { PublishedSource } from './source.ts';

/**
 * Reads a build-state.json.
 *
 * @throws ConfigError BAD_BUILD_STATE, OTHER_REMIX; BuildError PUBLISHED_UNREADABLE
 */
export async function readState(
  { name, url }: PublishedSource & { kind: 'state' },
  { http, remix, log }: PublishedContext,
): Promise<Published> {
  const bytes = await getPublished(http, url, { name, limitBytes: MAX_STATE_BYTES });
  if (bytes === undefined) log.info(`${name} is not there: nothing was published yet.`);
  const state = bytes === undefined ? undefined : parseBuildState(bytes.toString('utf8'), name);
  if (state !== undefined && state.remix !== remix) {
    throw new ConfigError<PlanCode>(
      'OTHER_REMIX',
      `${name} is of the remix "${state.remix}", expected "${remix}"`,
      { hint: 'Name what this remix published, or plan everything with --force.' },
    );
  }
  const outputs = Object.entries(state?.outputs ?? {}).map(([id, { packages, ...output }]) => {
    const nevras = packages === undefined ? undefined : parsePackages(packages);
    return [id, nevras === undefined ? output : { ...output, packages: nevras }] as const;
  });
  return {
    source: name,
    basearches: undefined,
    commitsOnly: false,
    outputs: new Map(outputs),
    ...(state === undefined ? {} : { state }),
  };
}

/** They only explain: a list that cannot be read is no reason to stop. */
function parsePackages(packages: readonly string[]): Nevra[] | undefined {
  try {
    return packages.map(parseNevra);
  } catch (error) {
    if (error instanceof TreesmithError) return undefined;
    throw error;
  }
}
