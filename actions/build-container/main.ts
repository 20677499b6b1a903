import { type ContainerOutcome, runContainers } from '../../lib/build/container.ts';
import { LAYOUT_TAG } from '../../lib/build/make-container.ts';
import { type PreviousImages, parsePrevious } from '../../lib/build/previous-image.ts';
import { type PushedContainer, runPushContainers } from '../../lib/build/push-containers.ts';
import type { Workspace } from '../../lib/build/workspace.ts';
import type { ActionPorts, ActionResult } from '../../lib/runner/action.ts';
import { loginFor, registryOf } from '../../lib/runner/registry-inputs.ts';
import { withSigning, withWorkspace } from '../../lib/runner/remix-workspace.ts';
import type { Inputs } from './inputs.ts';

export { readInputs } from './inputs.ts';

/** Makes containers, composing first what they need, and pushes them when told where to. */
export async function run(inputs: Inputs, ports: ActionPorts): Promise<ActionResult> {
  return withWorkspace(inputs, ports, async (workspace) => {
    const { namespace, tags } = inputs.push;
    const { serverUrl } = ports.context;
    const login =
      namespace === undefined ? undefined : loginFor(registryOf(namespace), inputs.push, serverUrl);
    const names = inputs.names.length === 0 ? undefined : inputs.names;
    const previous = previousOf(inputs, workspace, serverUrl);
    const containers = await withSigning(inputs, workspace, (signing) =>
      runContainers(workspace, { check: inputs.check, names, previous, signing }),
    );
    for (const { path, digest } of containers) {
      ports.log.info(`${digest}  oci:${path}:${LAYOUT_TAG}`);
    }
    const pushed =
      namespace === undefined
        ? []
        : await runPushContainers(workspace, { registry: namespace, names, tags, login });
    for (const { reference, digest } of pushed) ports.log.info(`${digest}  ${reference}`);
    const [first] = containers;
    const [firstPushed] = pushed;
    return {
      outputs: {
        digest: firstPushed?.digest ?? first?.digest ?? '',
        reference: firstPushed?.reference ?? '',
        layout: first?.path ?? '',
        'layers-reused': String(countReused(containers, pushed)),
        'bytes-pushed': String(pushed.reduce((sum, { pushedBytes }) => sum + pushedBytes, 0)),
        containers: JSON.stringify(containers),
        pushed: JSON.stringify(pushed),
        cached: String(containers.every(({ cached }) => cached)),
      },
      part: { containers },
    };
  });
}

/** With `auto`, what is where this run pushes to. */
function previousOf({ previous, push, names }: Inputs, { remix }: Workspace, serverUrl: string) {
  const [only] = previous.length === 1 ? previous : [];
  if (only === 'none' || previous.length === 0) return { places: new Map() };
  const { namespace, tags } = push;
  if (only !== 'auto') {
    const lines = previous.map(lowerRepository);
    const given = parsePrevious(lines, remix, names.length === 0 ? undefined : names);
    const place = namespace ?? [...given.places.values()].find((text) => !text.startsWith('oci:'));
    if (place === undefined) return given;
    const host = registryOf(place.replace(/^docker:\/\//, '').split('/')[0] ?? '');
    return { ...given, login: loginFor(host, push, serverUrl) };
  }
  if (namespace === undefined) return { places: new Map() };
  const places = remix.containers.map(
    ({ name }) => [name, `${namespace}/${name}:${tags[0] ?? 'latest'}`] as const,
  );
  const login = loginFor(registryOf(namespace), push, serverUrl);
  return { places: new Map(places), login } satisfies PreviousImages;
}

/** Owners on GitHub may have capitals, repositories may not; tags are left. */
function lowerRepository(line: string): string {
  if (/^([^=]*=)?oci:/.test(line)) return line;
  const [, repository = line, rest = ''] = /^(.*\/[^:@]*)(.*)$/.exec(line) ?? [];
  return `${repository.toLowerCase()}${rest}`;
}

function countReused(
  containers: readonly ContainerOutcome[],
  pushed: readonly PushedContainer[],
): number {
  const counts =
    pushed.length > 0
      ? pushed.map(({ reusedLayers }) => reusedLayers)
      : containers.map(({ layers }) => layers.filter(({ reused }) => reused).length);
  return counts.reduce((sum, reused) => sum + reused, 0);
}
