import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import type { RecordedTimeline } from '../../../lib/core/timeline.ts';
import { renderTimelinePage } from '../../../lib/report/timeline-page.ts';
import { sample, sampleTimeline, span } from './sample-timeline.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '</svg></style><img src=x onerror=alert(1)>',
  '"><title>x',
  "' onload='x",
  ']]>&amp;<!--',
  'a\u0000\u0008\u001B[31m\uFFFE b\u202Egnp.exe',
  '\uD800 half',
  '&#x41;',
];

/** Parses the SVG as XML, which stops at the first fault. */
function parseSvg(page: string) {
  const svg = page.slice(page.indexOf('<svg'), page.indexOf('</svg>') + '</svg>'.length);
  const elements: { name: string; attributes: Record<string, string> }[] = [];
  const titles: string[] = [];
  let open = '';
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    open = name;
    elements.push({ name, attributes: attributes as Record<string, string> });
    if (name === 'title') titles.push('');
  });
  parser.on('text', (text) => {
    if (open === 'title' && titles.length > 0) titles[titles.length - 1] += text;
  });
  parser.on('closetag', () => {
    open = '';
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(svg).close();
  return { elements, titles };
}

/** Parses the whole page as far as tags go: which there are. */
function tagsOf(page: string): Set<string> {
  return new Set(
    [...page.matchAll(/<([a-z0-9]+)/gi)].map(([, name]) => (name ?? '').toLowerCase()),
  );
}

const named = (name: string): RecordedTimeline => ({
  ...sampleTimeline(),
  spans: (['phase', 'tool', 'thread', 'download', 'mark'] as const).map((kind) =>
    span(kind, name, [0, 9], { lane: name }),
  ),
  samples: [sample(1, [1, 1]), sample(2, [1, 0])].map((one) => ({
    ...one,
    cores: one.cores.map((core) => ({ ...core, running: name })),
  })),
});

describe('renderTimelinePage', () => {
  it('draws each span to scale, and tells what it is', () => {
    const { elements, titles } = parseSvg(renderTimelinePage('compose of anvil', sampleTimeline()));
    expect(titles).toContain('rpm: 3.9 s, 3.9 s of CPU, from 2.1 s');
    expect(titles).toContain('b-1.rpm: 2.0 s, from 0.0 s');
    expect(titles).toContain('half');
    const rects = elements.filter(({ name }) => name === 'rect');
    expect(rects.map(({ attributes }) => attributes['width'])).toContain('429');
    expect(elements.filter(({ name }) => name === 'path').length).toBe(2 * 3 + 2);
    const [svg] = elements;
    expect(svg?.attributes).toMatchObject({
      role: 'img',
      'aria-labelledby': 'chart-title chart-desc',
    });
    const text = renderTimelinePage('x', sampleTimeline());
    for (const lane of ['hash 1', 'hash 2', 'core 0', 'core 1'])
      expect(text).toContain(`>${lane}<`);
  });

  it('has a row for each phase with its seconds, cores and waits, and the critical path', () => {
    const page = renderTimelinePage('x', sampleTimeline());
    expect(page).toContain(
      '>Install</td><td class="number">4.00</td><td class="number">4.00</td><td class="number">1.00</td><td>one process (rpm) 100 %</td>',
    );
    expect(page).toMatch(/Critical path[\s\S]*>2\.10<\/td><td>rpm<\/td><td class="number">3\.90</);
  });

  it('asks the network for nothing and runs nothing', () => {
    const page = renderTimelinePage('x', sampleTimeline());
    expect(tagsOf(page)).toEqual(
      new Set(
        'html head meta title style body h1 h2 p span div svg desc line text g rect path table thead tbody tr th td'.split(
          ' ',
        ),
      ),
    );
    expect(page).not.toMatch(/(\ssrc=|href|url\(|@import|\son[a-z]+=)/);
    expect(page).toContain("default-src 'none'");
  });

  it.each(HOSTILE)('shows %j as text', (name) => {
    const page = renderTimelinePage(name, named(name));
    const { titles } = parseSvg(page);
    expect(titles.length).toBeGreaterThan(5);
    expect(tagsOf(page)).toEqual(tagsOf(renderTimelinePage('x', named('x'))));
    expect(page).not.toMatch(/(?![\n])[\p{Cc}\p{Cf}\p{Cn}]/u);
  });

  it('marks what failed, and needs neither samples nor spans', () => {
    const failed = { ...named('x'), spans: [span('phase', 'Compose', [0, 1], { ok: false })] };
    const page = renderTimelinePage('x', failed);
    expect(page).toContain('class="failed"');
    expect(page).toContain('<span class="bad">failed</span>');
    const empty = { startedMs: 0, durationMs: 0, spans: [], samples: [], dropped: 3 };
    expect(parseSvg(renderTimelinePage('x', empty)).elements.length).toBeGreaterThan(2);
    expect(renderTimelinePage('x', empty)).toContain('3 more spans');
  });

  it('stays small, and quick, of a build that made 20,000 spans in an hour', () => {
    const spans = Array.from({ length: 20_000 }, (_, index) =>
      span('tool', `tool-${index}`, [index / 6, index / 6 + 0.1 + (index % 17)]),
    );
    const samples = Array.from({ length: 15_000 }, (_, index) => sample(index / 4, [1, 0.1]));
    const phases = Array.from({ length: 100 }, (_, index) =>
      span('phase', `p${index}`, [index * 30, index * 30 + 30]),
    );
    const startedMs = performance.now();
    const page = renderTimelinePage('x', {
      ...{ startedMs: 0, durationMs: 3_600_000, dropped: 0 },
      spans: [...phases, ...spans],
      samples,
    });
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    expect(Buffer.byteLength(page)).toBeLessThan(2 * 1024 * 1024);
    expect(page).toContain('are not drawn');
  });
});
