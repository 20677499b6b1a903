import { readFile } from 'node:fs/promises';
import { packLeg } from '../../lib/build/pack-leg.ts';
import { runPublishFolder, runPublishRelease } from '../../lib/build/publish.ts';
import {
  type PushedContainer,
  type PushOptions,
  runPushContainers,
} from '../../lib/build/push-containers.ts';
import { formatBytes } from '../../lib/core/bytes.ts';
import { ConfigError } from '../../lib/core/errors.ts';
import { HttpClient } from '../../lib/host/http.ts';
import type { PublishedRelease } from '../../lib/publish/release.ts';
import { code, text } from '../../lib/report/markdown.ts';
import { count } from '../../lib/report/quantities.ts';
import type { ActionPorts, ActionResult } from '../../lib/runner/action.ts';
import { artifactName, type RunArtifact, uploadArtifact } from '../../lib/runner/artifacts.ts';
import type { RunnerCode } from '../../lib/runner/errors.ts';
import { pathInside } from '../../lib/runner/inputs.ts';
import { openPlace, type Place } from '../../lib/runner/place.ts';
import { loginFor, registryOf } from '../../lib/runner/registry-inputs.ts';
import type { Inputs } from './inputs.ts';

export { readInputs } from './inputs.ts';

/** Uploads the results, or lays them out for a web server. */
export async function run(inputs: Inputs, ports: ActionPorts): Promise<ActionResult> {
  // What is missing is said before anything is uploaded.
  const release = inputs.to.includes('release') ? await releaseInputs(inputs, ports) : undefined;
  const registry = inputs.to.includes('registry') ? registryInputs(inputs, ports) : undefined;
  const place = await openPlace(inputs, ports);
  const folder = inputs.to.includes('folder')
    ? await runPublishFolder(place, inputs.folder)
    : undefined;
  const artifact = inputs.to.includes('artifact') ? await upload(place, inputs, ports) : undefined;
  await using http = new HttpClient();
  const pushed =
    registry === undefined ? [] : await runPushContainers({ ...place, http }, registry);
  const published = release === undefined ? undefined : await runPublishRelease(place, release);
  return {
    outputs: {
      'artifact-id': String(artifact?.id ?? ''),
      'release-url': published?.url ?? '',
      assets: JSON.stringify(published?.assets ?? []),
      repository: folder?.folder ?? '',
      containers: JSON.stringify(pushed),
    },
    summary: renderPublished(place, { artifact, release: published, pushed }),
  };
}

async function upload(place: Place, inputs: Inputs, ports: ActionPorts): Promise<RunArtifact> {
  const { artifactName: name, retentionDays } = inputs;
  const { log, context } = ports;
  return log.group('Upload the artifact', async () => {
    await using leg = await packLeg(place);
    return await uploadArtifact({
      name: artifactName(name ?? `treesmith-${place.remix.name}`),
      root: leg.root,
      files: leg.files,
      ...(retentionDays === undefined ? {} : { retentionDays }),
      replace: context.runAttempt !== '1',
      log,
    });
  });
}

/** Where containers are pushed to. */
function registryInputs({ registry }: Inputs, { context }: ActionPorts): PushOptions {
  const namespace = given(registry.namespace, 'registry');
  const login = loginFor(registryOf(namespace), registry, context.serverUrl);
  return { registry: namespace, tags: registry.tags, login };
}

async function releaseInputs(inputs: Inputs, { context }: ActionPorts) {
  const { token, releaseTag, releaseName, releaseNotes, draft, prerelease } = inputs;
  const { apiUrl, repository, sha } = context;
  return {
    apiUrl,
    repository,
    token: given(token, 'token'),
    tag: given(releaseTag, 'release-tag'),
    ...(releaseName === undefined ? {} : { name: releaseName }),
    ...(releaseNotes === undefined ? {} : { notes: await readNotes(releaseNotes, context) }),
    ...(sha === '' ? {} : { targetCommit: sha }),
    draft,
    prerelease,
  };
}

/** Notes may be a file of the repository, or one that an earlier step made. */
async function readNotes(
  path: string,
  { workspace, tempDir }: ActionPorts['context'],
): Promise<string> {
  const root = path.startsWith(`${tempDir}/`) ? tempDir : workspace;
  const file = pathInside(root, path, 'input release-notes');
  return readFile(file, 'utf8').catch((cause: Error) => {
    throw new ConfigError<RunnerCode>(
      'INPUT_INVALID',
      `input release-notes: ${file} cannot be read: ${cause.message}`,
      { cause },
    );
  });
}

function given(value: string | undefined, name: string): string {
  if (value !== undefined) return value;
  throw new ConfigError<RunnerCode>('INPUT_MISSING', `${name} is empty, and needed to publish`);
}

interface Published {
  readonly artifact: RunArtifact | undefined;
  readonly release: PublishedRelease | undefined;
  readonly pushed: readonly PushedContainer[];
}

function renderPublished({ remix }: Place, { artifact, release, pushed }: Published): string {
  const uploaded = release?.assets.filter((asset) => asset.uploaded).length ?? 0;
  const lines = [
    ...(artifact === undefined ? [] : [`- artifact ${code(artifact.name)}`]),
    ...(release === undefined
      ? []
      : [
          `- release ${code(release.url)}: ${uploaded} of ${release.assets.length} files uploaded now`,
        ]),
    ...pushed.map(
      ({ reference, digest, pushedBytes, reusedLayers }) =>
        `- container ${code(reference)} ${code(digest)}: ${formatBytes(pushedBytes)} sent, ${count(reusedLayers, 'layer')} there before`,
    ),
  ];
  return lines.length === 0 ? '' : `# ${text(remix.name)}: published\n\n${lines.join('\n')}\n`;
}
