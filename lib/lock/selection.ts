import type { Log } from '../core/log.ts';
import type { RepositoryAccess } from '../remix/cached-get.ts';
import type { Treefile } from '../remix/treefile.ts';
import { lockBuildError, lockConfigError } from './errors.ts';
import { explainFailure } from './explain.ts';
import { expandGroups } from './groups.ts';
import type { Candidate, Pool } from './pool.ts';
import { type Request, type ResolvedRequest, resolveRequests } from './requests.ts';
import { solve } from './solver.ts';
import { unmetRequest } from './unmet.ts';

/** Conditional packages bring packages that bring more of them; no comps file goes this deep. */
const MAX_ROUNDS = 16;

/**
 * Returns the packages that meet every request of a treefile, in libsolv's order.
 *
 * @throws ConfigError NO_PACKAGE, EXCLUDED_PACKAGE, UNSATISFIABLE with the chain of reasons,
 *   UNKNOWN_GROUP; BuildError SOLVER_FAILED
 */
export async function selectPackages(
  treefile: Treefile,
  pool: Pool,
  access: RepositoryAccess & { readonly log: Log },
): Promise<Candidate[]> {
  const { log } = access;
  const groups = await expandGroups(treefile.groups, pool.repositories, access);
  const requests = uniqueRequests([...treefileRequests(treefile), ...groups.requests]);
  const resolved = await resolveRequests(requests, pool, log);
  const met: ResolvedRequest[] = [];
  for (const found of resolved) {
    if (found.jobs.length > 0) met.push(found);
    else if (found.request.optional !== true) throw unmetRequest(found, treefile, pool);
    else
      log.debug(
        `a group names ${found.request.text}, which no repository has for ${treefile.basearch}`,
      );
  }
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const solution = await solve(
      pool,
      met.flatMap(({ jobs }) => jobs),
      { recommends: treefile.recommends, log },
    );
    if (solution.problems.length > 0) {
      throw await explainFailure({ solution, resolved: met, treefile, pool, log });
    }
    const candidates = solution.chosen.map((solvable) => findCandidate(solvable, pool));
    const names = new Set(candidates.map(({ name }) => name));
    const due = groups.conditional
      .filter(({ request, requires }) => names.has(requires) && !names.has(request.text))
      .map(({ request }) => request)
      .filter((request) => !met.some((one) => one.request.text === request.text));
    const more = (await resolveRequests(due, pool, log)).filter(({ jobs }) => jobs.length > 0);
    if (more.length === 0) return candidates;
    met.push(...more);
  }
  throw lockBuildError(
    'SOLVER_FAILED',
    `conditional packages of groups after ${MAX_ROUNDS} rounds`,
  );
}

function treefileRequests(treefile: Treefile): Request[] {
  const { packages, repoPackages, excludePackages, origins, path } = treefile;
  for (const name of packages) {
    if (!excludePackages.includes(name)) continue;
    throw lockConfigError('EXCLUDED_PACKAGE', `"${name}" is asked for and excluded`, {
      place: origins.packages.get(name) ?? { file: path },
      hint: 'Take it out of "packages" or out of "exclude-packages".',
    });
  }
  const placeOf = (text: string) => origins.packages.get(text);
  return [
    ...packages.map((text) => ({ text, ...optionalPlace(placeOf(text)) })),
    ...repoPackages.flatMap(({ repo, packages: names }) =>
      names.map((text) => ({ text, repoid: repo, place: { file: path } })),
    ),
  ];
}

function optionalPlace(place: Request['place']): { place?: NonNullable<Request['place']> } {
  return place === undefined ? {} : { place };
}

/** What must come from one repository need not be asked for again without it. */
function uniqueRequests(requests: readonly Request[]): Request[] {
  const found = new Map<string, Request>();
  for (const request of requests) {
    const before = found.get(request.text);
    if (before === undefined || (before.repoid === undefined && request.repoid !== undefined)) {
      found.set(request.text, request);
    }
  }
  return [...found.values()];
}

function findCandidate(solvable: string, pool: Pool): Candidate {
  const [, name, evr, arch, alias] = /^(.+)-([^-]+-[^-]+)\.([^.@]+)@(r\d+)$/.exec(solvable) ?? [];
  const repository = pool.repositories.find((one) => one.alias === alias);
  const found = repository?.index.find(name ?? '', evr ?? '', arch ?? '');
  if (repository === undefined || found === undefined) {
    throw lockBuildError(
      'SOLVER_FAILED',
      `testsolv chose ${solvable}, which the index does not have`,
    );
  }
  return { ...found, repository };
}
