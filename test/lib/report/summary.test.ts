import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BuildReport } from '../../../lib/report/report.ts';
import { renderSummary } from '../../../lib/report/summary.ts';
import { samplePackages, sampleReport } from './sample-report.ts';
import { sampleTimeline, span } from './sample-timeline.ts';

const golden = (name: string) => join(import.meta.dirname, '../../data/report', name);

const EMPTY: BuildReport = {
  remix: 'anvil',
  commits: [],
  packages: [],
  images: [],
  containers: [],
  boots: [],
  timeline: [],
  files: {},
};

/** What tries to be HTML, Markdown, mermaid or a shell's. */
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</summary></details><script>alert(1)</script>',
  '`code` ```fence',
  '```\n## forged\n```',
  'a|b|c',
  '[link](javascript:alert(1)) ![x](y)',
  '**bold** _em_ ~~gone~~ @someone #1 https://evil.example www.evil.example',
  'title x: y; z # w %% {a}',
  "'; rm -rf ~ #\n$(reboot) `reboot`",
  '\u202Egnp.exe\u200B\u0000\u001B[31m',
  '&lt;b&gt; \\| \\',
];

function hostileReport(value: string): BuildReport {
  const change = { basearch: value, kind: 'upgraded', name: value } as const;
  return {
    remix: value,
    decisions: [{ id: value, changed: true, reason: value }],
    commits: [{ basearch: value, ref: value, version: value, commit: value, cached: false }],
    packages: [
      { basearch: value, packages: [{ name: value, evr: value, arch: value, sizeBytes: 1 }] },
    ],
    changes: [
      { ...change, oldEvr: value, newEvr: `${value}2` },
      ...Array.from({ length: 20 }, () => ({ ...change, newEvr: value })),
    ],
    images: [
      {
        ...{ basearch: 'x86_64', name: value, format: 'qcow2', file: value },
        ...{ sizeBytes: 1, sha256: value, cached: false },
      },
    ],
    containers: [
      {
        ...{ basearch: value, name: value, kind: value, path: value, digest: value },
        ...{ sizeBytes: 1, layers: 2, reusedLayers: 1, cached: false },
      },
    ],
    boots: [
      {
        ...{ basearch: value, image: value, firmware: value, accelerator: value },
        ...{ checks: [value], timings: { loginMs: 1 }, cached: false },
      },
    ],
    timeline: [{ title: value, startMs: 0, endMs: 1000, ok: false }],
    files: { repository: value, publicKey: value, checksums: value, signature: value },
  };
}

/** The lines outside of blocks of code. */
function proseOf(markdown: string): string[] {
  let mark: string | undefined;
  return markdown.split('\n').filter((line) => {
    const [fence] = /^`{3,}/.exec(line) ?? [];
    const isProse = mark === undefined && fence === undefined;
    if (mark === undefined) mark = fence;
    else if (line === mark) mark = undefined;
    return isProse;
  });
}

describe('renderSummary', () => {
  it('tells everything of a run that did everything', async () => {
    await expect(renderSummary(sampleReport())).toMatchFileSnapshot(golden('everything.md'));
  });

  it('leaves out what there is nothing to say of', async () => {
    const { images, files, ...rest } = sampleReport();
    const report = {
      ...rest,
      boots: [],
      timeline: [],
      packages: [],
      changes: [],
      images,
      files: {},
    };
    await expect(renderSummary(report)).toMatchFileSnapshot(golden('images-only.md'));
    expect(renderSummary(EMPTY)).toBe('# anvil: up to date\n');
  });

  it('is up to date when nothing is new', () => {
    const { commits, images, boots } = sampleReport();
    const cached = <T extends { cached: boolean }>(all: readonly T[]) =>
      all.map((one) => ({ ...one, cached: true }));
    const report = { commits: cached(commits), images: cached(images), boots: cached(boots) };
    expect(renderSummary({ ...EMPTY, ...report, changes: [] })).toMatch(/^# anvil: up to date\n/);
  });

  it('counts one and many', () => {
    const { commits } = sampleReport();
    const heading = (report: Partial<BuildReport>) =>
      renderSummary({ ...EMPTY, ...report }).split('\n')[0];
    expect(heading({ commits })).toBe('# anvil: 2 commits');
    expect(heading({ commits: commits.slice(0, 1) })).toBe('# anvil: 1 commit');
  });

  it('says of a plan what must be rebuilt, and why', async () => {
    const decisions = [
      { id: 'x86_64/commit', changed: true, reason: 'bash 5.2-1 → 5.2-2 and 3 more' },
      { id: 'x86_64/image/cloud', changed: true, reason: 'its commit changed' },
      { id: 'aarch64/commit', changed: false, reason: 'as published' },
    ];
    const markdown = renderSummary({ ...EMPTY, decisions });
    await expect(markdown).toMatchFileSnapshot(golden('plan.md'));
    expect(renderSummary({ ...EMPTY, decisions: decisions.slice(2) })).toMatch(
      /^# anvil: nothing to rebuild\n/,
    );
  });

  it('gives the same bytes for the same report', () => {
    expect(renderSummary(sampleReport())).toBe(renderSummary(sampleReport()));
  });

  it.each(HOSTILE)('shows %j and lets it do nothing', (value) => {
    const markdown = renderSummary(hostileReport(value));
    const prose = proseOf(markdown);
    const tags = prose.flatMap((line) => line.match(/<[^>]*>/g) ?? []);
    const ours = ['details', 'summary', 'b', 'code'].flatMap((tag) => [`<${tag}>`, `</${tag}>`]);
    expect(tags.filter((tag) => !ours.includes(tag))).toEqual([]);
    expect(prose.filter((line) => /^#/.test(line)).map((line) => line.split(':')[0])).toEqual([
      expect.stringMatching(/^# /),
      ...[
        '## What must be rebuilt',
        '## Commits',
        '## Images',
        '## Containers',
        '## Boot tests',
        '## What changed since the last lock',
      ],
      ...['## Packages', '## Timings', '## How to verify', '## Boot it at home'],
    ]);
    const text = prose.join('\n').replaceAll(/`[^`|\n]*`/g, '');
    expect(text).not.toMatch(/(?<![a-z0-9])_|[[\]~@\\{}!]|www\.|https?:|javascript:/);
    expect(markdown).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });

  it.each(HOSTILE)('keeps the cells of a table apart with %j', (value) => {
    for (const line of proseOf(renderSummary(hostileReport(value)))) {
      if (!line.startsWith('|')) continue;
      expect([2, 4, 5, 8, 11]).toContain(line.split('|').length - 1);
    }
  });

  it.each(HOSTILE)('draws a phase named %j as one bar', (value) => {
    const lines = renderSummary(hostileReport(value)).split('\n');
    const start = lines.indexOf('```mermaid');
    const bars = lines.slice(start + 5, lines.indexOf('```', start));
    expect(bars).toEqual([
      expect.stringMatching(/^ {4}[\p{L}\p{N}][\p{L}\p{N} ()/.,+_-]* :crit, 0, 1000$/u),
    ]);
    expect(bars[0]).not.toMatch(/^ *(title|section|click)/);
  });

  it('draws the thirty longest phases, as they began', () => {
    const timeline = Array.from({ length: 50 }, (_, index) => ({
      title: `p${index}`,
      startMs: 1000 * index,
      endMs: 1000 * index + 10 + index,
      ok: true,
    }));
    const markdown = renderSummary({ ...EMPTY, timeline });
    const bars = markdown.split('\n').flatMap((line) => /^ {4}(p\d+) /.exec(line)?.[1] ?? []);
    expect(bars).toEqual(Array.from({ length: 30 }, (_, index) => `p${index + 20}`));
    expect(markdown).toContain('The chart leaves out 20 shorter phases.');
  });

  it('draws the longest tools below the phases, and says what each phase waited for', () => {
    const recorded = sampleTimeline();
    const timeline = recorded.spans
      .filter(({ kind }) => kind === 'phase')
      .map(({ name, startMs, endMs, ok }) => ({
        ...{ title: name, ok },
        ...{ startMs: recorded.startedMs + startMs, endMs: recorded.startedMs + endMs },
      }));
    const lines = renderSummary({ ...EMPTY, timeline, recorded }).split('\n');
    const chart = lines.slice(lines.indexOf('    section Longest tools'), lines.lastIndexOf('```'));
    expect(chart).toEqual([
      '    section Longest tools',
      '    Downloads (2) (2.0 s) :1763704800000, 1763704802000',
      '    rpm (3.9 s) :1763704802100, 1763704806000',
      '    hash (2.0 s) :1763704806000, 1763704808000',
      '    hash (1.0 s) :1763704806000, 1763704807000',
      '    sync (2.0 s) :1763704808000, 1763704810000',
    ]);
    expect(lines).toContain('| Install | 4.0 s | 4.0 s | one process (rpm) 100 % |');
  });

  it.each(HOSTILE)('draws a tool named %j as one bar, and names it in one cell', (value) => {
    const recorded = {
      ...sampleTimeline(),
      spans: [span('phase', value, [0, 9]), span('tool', value, [0, 9])],
    };
    const timeline = [{ title: 'x', startMs: 0, endMs: 9000, ok: true }];
    const lines = renderSummary({ ...EMPTY, timeline, recorded }).split('\n');
    const start = lines.indexOf('    section Longest tools');
    expect(lines[start + 1]).toMatch(
      /^ {4}[\p{L}\p{N}][\p{L}\p{N} ()/.,+_-]* :1763704800000, 1763704809000$/u,
    );
    expect(lines[start + 1]).not.toMatch(/^ *(title|section|click)/);
    expect(lines[start + 2]).toBe('```');
    const rows = lines.filter((line) => line.startsWith('|'));
    expect(rows.map((line) => line.split('|').length)).toEqual([6, 6, 6]);
  });

  it('is far below 1 MiB with 60,000 packages, 10,000 changes and 5,000 of everything', () => {
    const sample = sampleReport();
    const many = <T>(items: readonly T[], amount = 5000) =>
      Array.from({ length: amount }, (_, index) => items[index % items.length] as T);
    const markdown = renderSummary({
      ...sample,
      commits: many(sample.commits),
      packages: sample.commits.map(({ basearch }) => ({
        basearch,
        packages: samplePackages(60_000),
      })),
      changes: many(sample.changes ?? [], 10_000),
      images: many(sample.images),
      boots: many(sample.boots),
      timeline: many(sample.timeline),
    });
    expect(Buffer.byteLength(markdown)).toBeLessThan(200 * 1024);
    expect(markdown).toContain('60000 packages');
    expect(markdown).toMatch(/\n\d+ more are not shown\./);
  });

  it('is below 1 MiB when every name is a megabyte of what must be escaped', () => {
    for (const one of ['<', '`', '😀', '\n', '&', "'"]) {
      const value = one.repeat(1024 * 1024);
      const report = hostileReport(value);
      const many = <T>(items: readonly T[] = []) =>
        Array.from({ length: 300 }, () => items[0] as T);
      const markdown = renderSummary({
        ...report,
        changes: Array.from({ length: 300 }, (_, index) => ({
          basearch: `${index}${one}`,
          kind: 'added' as const,
          name: value,
        })),
        commits: many(report.commits),
        decisions: many(report.decisions),
        images: many(report.images),
        boots: many(report.boots),
        packages: many(report.packages),
        timeline: many(report.timeline),
      });
      expect(Buffer.byteLength(markdown)).toBeLessThan(256 * 1024);
    }
  });
});
