import type { ConfigError } from '../core/errors.ts';
import { nearestName } from '../remix/nearest.ts';
import type { Treefile } from '../remix/treefile.ts';
import { type LockCode, lockConfigError } from './errors.ts';
import type { Exclusion } from './exclusions.ts';
import { type Candidate, nevraOf, type Pool } from './pool.ts';
import { formatReasons, type Reason } from './reasons.ts';
import type { ResolvedRequest } from './requests.ts';

/** Returns the error for requests that no package which may be chosen meets, with each candidate. */
export function unmetRequests(
  unmet: readonly ResolvedRequest[],
  treefile: Treefile,
  pool: Pool,
): ConfigError<LockCode> {
  const excluded = unmet.some(({ candidates }) =>
    candidates.some((found) => pool.disqualify(found)?.kind === 'exclude-packages'),
  );
  const [first] = unmet;
  const hint = unmet.length === 1 && first !== undefined ? hintFor(first, pool) : undefined;
  const trees = unmet.map((found) => {
    const { text, because } = describeUnmet(found, treefile, pool);
    const more = unmet.length === 1 ? undefined : hintFor(found, pool);
    return formatReasons({ text: more === undefined ? text : `${text}. ${more}`, because });
  });
  return lockConfigError(excluded ? 'EXCLUDED_PACKAGE' : 'NO_PACKAGE', trees.join('\n'), {
    place: first?.request.place ?? { file: treefile.path },
    ...(hint === undefined ? {} : { hint }),
  });
}

function describeUnmet(
  { request: { text, repoid }, candidates }: ResolvedRequest,
  treefile: Treefile,
  pool: Pool,
): Reason {
  if (
    repoid !== undefined &&
    pool.repositories.every(({ definition }) => definition.id !== repoid)
  ) {
    return {
      text: `"${text}" is to come from [${repoid}], which "repos" does not name`,
      because: [],
    };
  }
  const where = repoid === undefined ? 'no repository has a' : `[${repoid}] has no`;
  const what = repoid === undefined ? 'package, provide or file' : 'package';
  return {
    text:
      candidates.length === 0
        ? `${where} ${what} "${text}" for ${treefile.basearch}`
        : `no package meets "${text}" for ${treefile.basearch}`,
    because: candidates.map((found) => ({
      text: `${describeCandidate(found)} ${whyNot(found, text, treefile, pool)}`,
      because: [],
    })),
  };
}

/** `bash-5.2-1.x86_64 [anvil]`. */
export function describeCandidate(found: Candidate): string {
  return `${nevraOf(found)} [${found.repository.definition.id}]`;
}

/** Says why a package may not be chosen; follows its name. */
export function describeExclusion(exclusion: Exclusion, basearch: string): string {
  switch (exclusion.kind) {
    case 'arch':
      return `is for ${exclusion.arch}, which does not install on ${basearch}`;
    case 'exclude-packages':
      return 'is excluded by "exclude-packages" of the treefile';
    case 'excludepkgs':
      return `is excluded by excludepkgs=${exclusion.pattern} of [${exclusion.repoid}]`;
    case 'includepkgs':
      return `is not among includepkgs of [${exclusion.repoid}]`;
    case 'lockfile-repos':
      return `is not locked, and [${exclusion.repoid}] of "lockfile-repos" gives only what is`;
  }
}

function whyNot(found: Candidate, text: string, { basearch }: Treefile, pool: Pool): string {
  const exclusion = pool.disqualify(found);
  return exclusion === undefined ? `is not ${text}` : describeExclusion(exclusion, basearch);
}

function hintFor(
  { request: { text, repoid }, candidates }: ResolvedRequest,
  pool: Pool,
): string | undefined {
  if (candidates.length > 0) return undefined;
  const elsewhere = repoid === undefined ? [] : pool.named(text);
  if (elsewhere.length > 0) {
    const ids = new Set(elsewhere.map(({ repository }) => repository.definition.id));
    return `It is in ${[...ids].join(', ')}.`;
  }
  const [name = text] = text.split(/\s/);
  const names = pool.repositories.flatMap(({ index }) => [...index.names()]);
  const near = nearestName(name, names);
  return near === undefined ? undefined : `Did you mean "${near}"?`;
}
