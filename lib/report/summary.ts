import { renderChanges } from './changes.ts';
import { renderBootAtHome, renderVerification } from './instructions.ts';
import { text } from './markdown.ts';
import { renderPackages } from './packages.ts';
import { count } from './quantities.ts';
import type { BuildReport } from './report.ts';
import {
  renderBoots,
  renderCache,
  renderCommits,
  renderContainers,
  renderDecisions,
  renderImages,
} from './results.ts';
import { renderTimings } from './timings.ts';

/**
 * Returns the summary of a run as GitHub's Markdown: `# remix: verdict`, then a section (`## …`) for
 * each thing that there is to say. Bounded, some 200 KiB with everything there is to bound; the
 * same report gives the same bytes.
 */
export function renderSummary(report: BuildReport): string {
  const { decisions, commits, images, containers, boots, packages } = report;
  const { changes, timeline, recorded, cache } = report;
  const lines = [
    `# ${text(report.remix)}: ${verdictOf(report)}`,
    '',
    ...(decisions === undefined ? [] : renderDecisions(decisions)),
    ...(commits.length === 0 ? [] : renderCommits(commits)),
    ...(images.length === 0 ? [] : renderImages(images)),
    ...(containers.length === 0 ? [] : renderContainers(containers)),
    ...(boots.length === 0 ? [] : renderBoots(boots)),
    ...(changes === undefined ? [] : renderChanges(changes)),
    ...(packages.length === 0 ? [] : renderPackages(packages)),
    ...(timeline.length === 0 ? [] : renderTimings(timeline, recorded)),
    ...(cache === undefined ? [] : renderCache(cache)),
    ...renderVerification(report),
    ...renderBootAtHome(report),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** `1 commit, 2 images, 2 boot tests passed`; `up to date` when nothing is new. */
function verdictOf(report: BuildReport): string {
  const { decisions, commits, images, containers, boots, changes = [] } = report;
  if (decisions !== undefined) {
    const changed = decisions.filter((decision) => decision.changed).length;
    return changed === 0 ? 'nothing to rebuild' : `${changed} of ${decisions.length} to rebuild`;
  }

  const results = [...commits, ...images, ...containers, ...boots];
  const isNew = changes.length > 0 || results.some(({ cached }) => !cached);
  if (!isNew) return 'up to date';
  const parts = [
    changes.length === 0 ? [] : [count(changes.length, 'package change')],
    commits.length === 0 ? [] : [count(commits.length, 'commit')],
    images.length === 0 ? [] : [count(images.length, 'image')],
    containers.length === 0 ? [] : [count(containers.length, 'container')],
    boots.length === 0 ? [] : [`${count(boots.length, 'boot test')} passed`],
  ];
  return parts.flat().join(', ');
}
