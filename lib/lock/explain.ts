import type { ConfigError } from '../core/errors.ts';
import { formatPlace } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Treefile } from '../remix/treefile.ts';
import { DependencyGraph } from './dependency-graph.ts';
import { type LockCode, lockConfigError } from './errors.ts';
import { type Candidate, type Pool, solvableId } from './pool.ts';
import { formatReasons, type Reason } from './reasons.ts';
import type { Request, ResolvedRequest } from './requests.ts';
import { listDependencies, missingFrom, type Solution } from './solver.ts';
import { describeCandidate, describeExclusion } from './unmet.ts';

/** Longer chains are cut: who reads them wants the end that can be mended. */
const MAX_DEPTH = 12;
const MAX_BRANCHES = 12;
const MAX_REQUESTS = 5;

/** What failed. */
export interface Failure {
  readonly solution: Solution;
  readonly resolved: readonly ResolvedRequest[];
  readonly treefile: Treefile;
  readonly pool: Pool;
  readonly log: Log;
}

/**
 * Returns the error of a solve that failed: under each request that can never be met every candidate
 * with why it is out, down to what is missing; of packages that exclude one another libsolv's sentences and
 * the requests that have to do with it.
 */
export async function explainFailure(failure: Failure): Promise<ConfigError<LockCode>> {
  const { solution, resolved, treefile, pool, log } = failure;
  const teller = new Teller(pool, treefile.basearch);
  const graph = new DependencyGraph();
  await listDependencies(pool, (line) => graph.addLine(line), log);
  const requested = (jobs: readonly string[]) =>
    graph.capabilities(jobs[0]?.replace(/^install (provides|name) /, '') ?? '');
  const names = resolved.flatMap(({ jobs }) => requested(jobs).map(({ name }) => name));
  graph.settle(isOutOf(pool), new Set(missingFrom(solution)), names);
  teller.graph = graph;
  const hopeless = resolved
    .map(({ request, candidates, jobs }) => {
      const ids =
        candidates.length > 0
          ? candidates.map(solvableId)
          : requested(jobs).flatMap((asked) => graph.providers(asked));
      return { request, ids, distance: Math.max(...ids.map((id) => graph.distance(id))) };
    })
    .filter(({ ids }) => ids.length > 0 && ids.every((id) => graph.isBroken(id)))
    // The shortest chain explains most; the others end in it.
    .sort((a, b) => a.distance - b.distance);
  const impossible = hopeless.slice(0, MAX_REQUESTS).map(({ request, ids }) => ({
    request,
    reason: { text: describeRequest(request), because: teller.tellAll(ids, 0) },
  }));
  const more = hopeless.slice(MAX_REQUESTS).map(({ request }) => request.text);
  const rest =
    more.length === 0 ? [] : [{ text: `and, as a consequence, ${more.join(', ')}`, because: [] }];
  const blamed = resolved.filter(({ jobs }) => jobs.some((job) => solution.blamed.includes(job)));
  const reasons: Reason[] =
    impossible.length > 0
      ? [...impossible.map(({ reason }) => reason), ...rest]
      : [
          ...solution.problems.map((text) => ({ text, because: [] })),
          {
            text: 'these requests have to do with it:',
            because: blamed.map(({ request }) => ({ text: describeRequest(request), because: [] })),
          },
        ];
  const first = impossible[0]?.request ?? blamed[0]?.request;
  const place = first?.place ?? { file: treefile.path };
  return lockConfigError(
    teller.sawTreefileExclusion ? 'EXCLUDED_PACKAGE' : 'UNSATISFIABLE',
    formatReasons({
      text: `the packages asked for cannot be installed together on ${treefile.basearch}`,
      because: reasons,
    }),
    { place },
  );
}

function describeRequest({ text, place, repoid }: Request): string {
  const from = repoid === undefined ? '' : ` from [${repoid}]`;
  return `${text}${from}${place === undefined ? '' : ` (${formatPlace(place)})`}`;
}

/** As `pool.disqualify`, of every package there is. */
function isOutOf({ disabled, rpmArches }: Pool): (id: string) => boolean {
  const out = new Set(disabled);
  return (id) => out.has(id) || !rpmArches.includes(/\.([^.@]+)@r\d+$/.exec(id)?.[1] ?? '');
}

/** Tells why packages cannot be installed. */
class Teller {
  graph: DependencyGraph | undefined;
  sawTreefileExclusion = false;
  readonly #pool: Pool;
  readonly #basearch: string;
  readonly #told = new Set<string>();

  constructor(pool: Pool, basearch: string) {
    this.#pool = pool;
    this.#basearch = basearch;
  }

  tellAll(ids: readonly string[], depth: number): Reason[] {
    const shown = ids.slice(0, MAX_BRANCHES).map((id) => this.#tell(id, depth));
    const more = ids.length - shown.length;
    return more > 0 ? [...shown, { text: `and ${more} more like these`, because: [] }] : shown;
  }

  #tell(id: string, depth: number): Reason {
    const candidate = this.#candidate(id);
    const name = candidate === undefined ? id : describeCandidate(candidate);
    const exclusion = candidate === undefined ? undefined : this.#pool.disqualify(candidate);
    if (exclusion !== undefined) {
      if (exclusion.kind === 'exclude-packages') this.sawTreefileExclusion = true;
      return { text: `${name} ${describeExclusion(exclusion, this.#basearch)}`, because: [] };
    }
    if (this.#told.has(id)) return { text: `${name} cannot be installed, see above`, because: [] };
    this.#told.add(id);
    const unmet = this.graph?.unmet(id);
    if (depth >= MAX_DEPTH || unmet === undefined) {
      return { text: `${name} cannot be installed`, because: [] };
    }
    return this.#requirement(name, unmet, depth);
  }

  #requirement(who: string, text: string, depth: number): Reason {
    const asked = this.graph?.capabilities(text) ?? [];
    const ids = [...new Set(asked.flatMap((one) => this.graph?.providers(one) ?? []))];
    if (ids.length > 0) {
      return { text: `${who} requires ${text}`, because: this.tellAll(ids, depth + 1) };
    }
    const others = asked.flatMap(({ name }) => this.graph?.versions(name) ?? []);
    return {
      text: `${who} requires ${text}, which nothing provides`,
      because: others.slice(0, MAX_BRANCHES).map(({ id, provided }) => {
        const candidate = this.#candidate(id);
        const version =
          provided.evr === undefined ? 'without a version' : `${provided.sign} ${provided.evr}`;
        const name = candidate === undefined ? id : describeCandidate(candidate);
        return { text: `${name} provides ${provided.name} ${version}`, because: [] };
      }),
    };
  }

  #candidate(id: string): Candidate | undefined {
    const [, name, evr, arch, alias] = /^(.+)-([^-]+-[^-]+)\.([^.@]+)@(r\d+)$/.exec(id) ?? [];
    const repository = this.#pool.repositories.find((one) => one.alias === alias);
    const found = repository?.index.find(name ?? '', evr ?? '', arch ?? '');
    return repository === undefined || found === undefined ? undefined : { ...found, repository };
  }
}
