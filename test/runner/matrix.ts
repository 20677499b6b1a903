import { type Dictionary, isDictionary, toText, type Value } from './evaluate.ts';
import { WorkflowError } from './workflow-error.ts';

const LEGS_LIMIT = 256;

/** One job of a matrix; without a matrix, the only one. */
export interface Leg {
  readonly matrix: Dictionary | null;
  /** ` (x86_64, cloud)`, as GitHub adds to the name of the job; empty without a matrix. */
  readonly suffix: string;
  readonly index: number;
  readonly total: number;
}

/**
 * Returns the legs of an evaluated `strategy.matrix`, in GitHub's order.
 * https://docs.github.com/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
 *
 * @throws WorkflowError for a matrix without legs, with too many, or that is none
 */
export function expandMatrix(matrix: Value | undefined): Leg[] {
  if (matrix === undefined || matrix === null) {
    return [{ matrix: null, suffix: '', index: 0, total: 1 }];
  }
  if (!isDictionary(matrix)) throw new WorkflowError('the matrix is no mapping');
  const { include, exclude, ...vectors } = matrix;
  const combined = combine(vectors).filter(
    (leg) => !listOf('exclude', exclude).some((pattern) => fits(leg, pattern)),
  );
  const legs = addIncludes(combined, vectors, listOf('include', include));
  if (legs.length === 0) throw new WorkflowError('the matrix has no legs');
  if (legs.length > LEGS_LIMIT) throw new WorkflowError(`the matrix has over ${LEGS_LIMIT} legs`);
  return legs.map((leg, index) => ({
    matrix: leg,
    suffix: ` (${Object.values(leg).flatMap(leaves).join(', ')})`,
    index,
    total: legs.length,
  }));
}

function combine(vectors: Dictionary): Dictionary[] {
  let legs: Dictionary[] = Object.keys(vectors).length === 0 ? [] : [{}];
  for (const [name, values] of Object.entries(vectors)) {
    if (!Array.isArray(values) || values.length === 0) {
      throw new WorkflowError(`matrix vector '${name}' does not contain any values`);
    }
    legs = legs.flatMap((leg) => values.map((value) => ({ ...leg, [name]: value })));
  }
  return legs;
}

/** An entry joins each leg whose own values it does not change; else it is a leg of its own. */
function addIncludes(
  combined: readonly Dictionary[],
  vectors: Dictionary,
  includes: readonly Dictionary[],
): Dictionary[] {
  const legs = combined.map((original) => ({ original, added: {} as Dictionary }));
  const alone: Dictionary[] = [];
  for (const entry of includes) {
    const shared = Object.fromEntries(Object.entries(entry).filter(([name]) => name in vectors));
    const joined = legs.filter(({ original }) => fits(original, shared));
    for (const leg of joined) Object.assign(leg.added, entry);
    if (joined.length === 0) alone.push(entry);
  }
  return [...legs.map(({ original, added }) => ({ ...original, ...added })), ...alone];
}

function fits(leg: Dictionary, pattern: Dictionary): boolean {
  return Object.entries(pattern).every(
    ([name, value]) => JSON.stringify(leg[name]) === JSON.stringify(value),
  );
}

function listOf(what: string, value: Value | undefined): Dictionary[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every(isDictionary)) return value;
  throw new WorkflowError(`the matrix has an ${what} that is no list of mappings`);
}

function leaves(value: Value): string[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  return isDictionary(value) ? Object.values(value).flatMap(leaves) : [toText(value)];
}
