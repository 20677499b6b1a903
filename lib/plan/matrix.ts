import { ConfigError } from '../core/errors.ts';
import type { Basearch } from '../host/architecture.ts';
import type { PlannedOutput } from './decide.ts';
import type { PlanCode } from './errors.ts';
import { type Runner, resolveRunner } from './runners.ts';

/** `strategy.matrix` of a workflow. */
export interface Matrix {
  readonly include: readonly MatrixLeg[];
}

/** One job: it composes the commit, and makes one image or container of it, or neither. */
export interface MatrixLeg extends Runner {
  readonly architecture: Basearch;
  /** Name of the image, or empty. */
  readonly image: string;
  /** Of the image, or empty. */
  readonly format: string;
  /** Name of the container, or empty. */
  readonly container: string;
  /** Name of the workflow artifact that the job leaves; no two jobs have one. */
  readonly artifact: string;
}

/** What GitHub runs of one matrix. https://docs.github.com/en/actions/reference/limits */
const MAX_LEGS = 256;

/**
 * Returns what the names of a remix's artifacts begin with. No other remix of the same run has it: `+`
 * is in no name of a remix.
 */
export function artifactPrefix(remix: string): string {
  return `treesmith-${remix}+`;
}

/**
 * Returns one leg for each image and container that must be made, and for each commit that nothing else
 * is made of, in the remix named `remix`. `formats` has the format of each image by name.
 *
 * @throws ConfigError TOO_MANY_LEGS
 */
export function planMatrix(
  remix: string,
  outputs: readonly PlannedOutput[],
  formats: ReadonlyMap<string, string>,
  runners: ReadonlyMap<Basearch, Runner>,
): Matrix {
  const changed = outputs.filter((output) => output.changed);
  const include = changed.flatMap((output): MatrixLeg[] => {
    const { basearch, kind, name } = output;
    const together = changed.some(
      (other) => other.basearch === basearch && other.kind !== 'commit',
    );
    if (kind === 'commit' && together) return [];
    return [
      {
        architecture: basearch,
        image: kind === 'image' ? name : '',
        format: kind === 'image' ? (formats.get(name) ?? '') : '',
        container: kind === 'container' ? name : '',
        ...resolveRunner(basearch, runners),
        artifact: `${artifactPrefix(remix)}${[basearch, ...(kind === 'commit' ? [] : [kind, name])].join('-')}`,
      },
    ];
  });
  if (include.length <= MAX_LEGS) return { include };
  throw new ConfigError<PlanCode>(
    'TOO_MANY_LEGS',
    `the matrix would have ${include.length} jobs, and GitHub runs at most ${MAX_LEGS}`,
    { hint: 'Plan one architecture at a time, or split the remix.' },
  );
}
