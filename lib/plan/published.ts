import { ConfigError } from '../core/errors.ts';
import type { PlanCode } from './errors.ts';
import { readOstreeRefs } from './published-commit.ts';
import { readOciLabels } from './published-image.ts';
import type { Published, PublishedContext } from './published-model.ts';
import { readState } from './published-state.ts';
import { isLocal, parseSource } from './source.ts';

export type { Published } from './published-model.ts';

/**
 * Reads what was last published, as a line of `published` says. What is not there (no such file, 404, no
 * such tag) counts as never published; what cannot be read is an error, never "unchanged".
 *
 * @throws ConfigError BAD_PUBLISHED, BAD_BUILD_STATE, OTHER_REMIX, UNKNOWN_REF, PUBLISHED_OFFLINE;
 *   BuildError PUBLISHED_UNREADABLE, PUBLISHED_CORRUPT
 */
export async function readPublished(line: string, context: PublishedContext): Promise<Published> {
  const source = parseSource(line);
  if (context.offline && !isLocal(source)) {
    throw new ConfigError<PlanCode>(
      'PUBLISHED_OFFLINE',
      `${source.name} is on a server, and nothing may be fetched`,
      { hint: 'Leave --offline out, or name a build-state.json on this machine.' },
    );
  }
  switch (source.kind) {
    case 'state':
      return readState(source, context);
    case 'ostree':
      return readOstreeRefs(source, context);
    case 'oci':
      return readOciLabels(source, context);
  }
}
