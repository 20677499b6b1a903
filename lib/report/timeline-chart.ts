import { formatBytes } from '../core/bytes.ts';
import type { RecordedTimeline, Span, SpanKind, UsageSample } from '../core/timeline.ts';
import { escapeMarkup } from './markup.ts';
import { count, formatDuration } from './quantities.ts';
import { packRows } from './timeline-facts.ts';

const LEFT = 150;
const RIGHT = 20;
const AXIS = 26;
const HEAD = 20;
const LEAST_WIDTH = 1100;
const MOST_WIDTH = 6000;
const PIXELS_PER_SECOND = 16;
/** Of a font of 11 pixels. */
const CHAR_WIDTH = 6.2;
/** More are not legible, and a page of them not small: the longest are drawn. */
const MAX_BARS = 4000;
const MAX_ROWS = 40;
/** Points of a curve. */
const MAX_POINTS = 800;
const COLOURS = 8;

/**
 * Returns the chart as one SVG element that is well-formed XML: phases, tools, threads and downloads
 * as bars that tell what they are when pointed at, and below them each core, memory and the disk.
 * Colours are classes, for the page to give.
 */
export function renderChart(timeline: RecordedTimeline): string {
  const seconds = timeline.durationMs / 1000;
  const plot = Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, Math.round(seconds * PIXELS_PER_SECOND)));
  const draw = new Drawing(timeline, plot);
  for (const group of groupSpans(timeline.spans)) draw.bars(group);
  draw.usage();
  const cores = timeline.samples[0]?.cores.length ?? 0;
  const described = [
    formatDuration(timeline.durationMs),
    count(timeline.spans.length, 'span'),
    cores === 0 ? 'use of the cores was not sampled' : count(cores, 'core'),
  ].join(', ');
  const height = draw.y + 10;
  const width = LEFT + plot + RIGHT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="chart-title chart-desc" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    '<title id="chart-title">What ran when</title>',
    `<desc id="chart-desc">${described}. The tables below say the same in words.</desc>`,
    ...draw.grid(height),
    ...draw.parts,
    '</svg>',
  ].join('\n');
}

/** Bars under one heading, laid in rows. */
interface Group {
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly spans: readonly Span[] }[];
  readonly rowHeight: number;
  readonly left: number;
}

function groupSpans(all: readonly Span[]): Group[] {
  const bars = all.filter(({ kind }) => kind !== 'mark');
  const drawn = bars.toSorted((a, b) => durationOf(b) - durationOf(a)).slice(0, MAX_BARS);
  const group = (title: string, kind: SpanKind, rowHeight: number): Group => {
    const spans = drawn
      .filter((span) => span.kind === kind)
      .sort((a, b) => a.startMs - b.startMs || b.endMs - a.endMs);
    // A lane of its own each, or as many as there are things at once.
    const lanes = new Map<string, Span[]>();
    for (const span of spans) {
      const { lane = '' } = span;
      const found = lanes.get(lane);
      if (found === undefined) lanes.set(lane, [span]);
      else found.push(span);
    }
    const rows = [...lanes]
      .flatMap(([lane, found]) =>
        packRows(found).map((row, index) => ({ label: index === 0 ? lane : '', spans: row })),
      )
      .slice(0, MAX_ROWS);
    const shown = rows.reduce((sum, row) => sum + row.spans.length, 0);
    const left = bars.filter((span) => span.kind === kind).length - shown;
    return { title, rows, rowHeight, left };
  };
  return [
    group('Phases', 'phase', 20),
    group('Processes', 'tool', 18),
    group('Threads', 'thread', 18),
    group('Downloads', 'download', 10),
  ].filter(({ rows }) => rows.length > 0);
}

class Drawing {
  readonly parts: string[] = [];
  y = AXIS;
  private readonly timeline: RecordedTimeline;
  private readonly plot: number;

  constructor(timeline: RecordedTimeline, plot: number) {
    this.timeline = timeline;
    this.plot = plot;
  }

  /** Lines and times of the axis, and marks, from top to bottom. */
  grid(height: number): string[] {
    const { durationMs, spans } = this.timeline;
    const stepMs = niceStep(durationMs / (this.plot / 100));
    const lines: string[] = [];
    for (let ms = 0; ms <= durationMs; ms += stepMs) {
      const x = this.x(ms);
      lines.push(
        `<line class="grid" x1="${x}" x2="${x}" y1="${AXIS - 6}" y2="${height}"/>`,
        `<text class="axis" x="${x}" y="14" text-anchor="middle">${formatTick(ms, stepMs)}</text>`,
      );
    }
    for (const { name, startMs } of spans.filter(({ kind }) => kind === 'mark')) {
      const x = this.x(startMs);
      lines.push(
        `<line class="mark" x1="${x}" x2="${x}" y1="${AXIS - 6}" y2="${height}"><title>${escapeMarkup(name)}</title></line>`,
      );
    }
    return lines;
  }

  bars({ title, rows, rowHeight, left }: Group): void {
    this.heading(left === 0 ? title : `${title} (${left} more are not drawn)`);
    for (const { label, spans } of rows) {
      this.label(label, rowHeight);
      for (const span of spans) this.bar(span, rowHeight - 2);
      this.y += rowHeight;
    }
  }

  usage(): void {
    const { samples } = this.timeline;
    const [first] = samples;
    if (first === undefined) return;
    const points = thin(samples);
    this.heading('Cores; below each, what of ours ran there');
    first.cores.forEach((_, index) => {
      const of = (sample: UsageSample) => sample.cores[index];
      this.label(`core ${index}`, 40);
      this.area('iowait', points, 40, (s) => sum(of(s)?.user, of(s)?.system, of(s)?.iowait));
      this.area('system', points, 40, (s) => sum(of(s)?.user, of(s)?.system));
      this.area('user', points, 40, (s) => of(s)?.user ?? 0);
      this.y += 42;
      this.strip(points, index);
    });
    const most = points.reduce((peak, { memoryBytes }) => Math.max(peak, memoryBytes), 1);
    this.heading(`Memory of all our processes, at most ${formatBytes(most)}`);
    this.area('memory', points, 40, ({ memoryBytes }) => memoryBytes / most);
    this.y += 46;
    if (points.every(({ diskPressure }) => diskPressure === undefined)) return;
    this.heading('Share of the time in which something waited for a disk');
    this.area('iowait', points, 30, ({ diskPressure = 0 }) => diskPressure);
    this.y += 34;
  }

  private heading(text: string): void {
    this.parts.push(`<text class="heading" x="4" y="${this.y + 14}">${escapeMarkup(text)}</text>`);
    this.y += HEAD;
  }

  private label(text: string, rowHeight: number): void {
    if (text === '') return;
    const shown = escapeMarkup(text.slice(0, 22));
    this.parts.push(`<text class="lane" x="8" y="${this.y + rowHeight / 2 + 4}">${shown}</text>`);
  }

  private bar(span: Span, height: number): void {
    const x = this.x(span.startMs);
    const width = Math.max(0.5, round(this.x(span.endMs) - x));
    const cpu = span.cpuMs === undefined ? '' : `, ${formatDuration(span.cpuMs)} of CPU`;
    const failed = span.ok ? '' : ', failed';
    const told = `${span.name}: ${formatDuration(durationOf(span))}${cpu}${failed}, from ${formatDuration(span.startMs)}`;
    const colour = span.ok ? `c${colourOf(span.name)}` : 'failed';
    this.parts.push(
      `<g><title>${escapeMarkup(told)}</title><rect class="${colour}" x="${x}" y="${this.y}" width="${width}" height="${height}" rx="2"/>`,
    );
    const room = Math.floor((width - 6) / CHAR_WIDTH);
    if (room >= 3 && height >= 14) {
      const name = span.name.length <= room ? span.name : `${span.name.slice(0, room - 1)}…`;
      const shown = escapeMarkup(name);
      this.parts.push(`<text class="bar" x="${x + 3}" y="${this.y + height - 5}">${shown}</text>`);
    }
    this.parts.push('</g>');
  }

  private area(
    name: string,
    samples: readonly UsageSample[],
    height: number,
    of: (sample: UsageSample) => number,
  ): void {
    const base = this.y + height;
    const top = (value: number) => round(base - Math.min(1, value) * height);
    let fromX = this.x(0);
    let path = `M${fromX} ${base}`;
    for (const sample of samples) {
      // Each is true of the time since the one before.
      const x = this.x(sample.atMs);
      path += `L${fromX} ${top(of(sample))}L${x} ${top(of(sample))}`;
      fromX = x;
    }
    this.parts.push(`<path class="${name}" d="${path}L${fromX} ${base}Z"/>`);
  }

  /** Who ran on the core: equal neighbours are one bar. */
  private strip(samples: readonly UsageSample[], core: number): void {
    let open: { name: string; startMs: number; endMs: number } | undefined;
    const close = () => {
      if (open !== undefined) this.bar({ kind: 'thread', ok: true, ...open }, 14);
    };
    samples.forEach((sample, index) => {
      const name = sample.cores[core]?.running;
      const startMs = samples[index - 1]?.atMs ?? 0;
      if (open !== undefined && open.name === name) {
        open.endMs = sample.atMs;
        return;
      }
      close();
      open = name === undefined ? undefined : { name, startMs, endMs: sample.atMs };
    });
    close();
    this.y += 20;
  }

  private x(ms: number): number {
    const share = Math.min(1, ms / Math.max(1, this.timeline.durationMs));
    return round(LEFT + share * this.plot);
  }
}

/** Joins neighbours until there are few enough, each for the length of its time. */
function thin(samples: readonly UsageSample[]): readonly UsageSample[] {
  const per = Math.ceil(samples.length / MAX_POINTS);
  if (per <= 1) return samples;
  const thinned: UsageSample[] = [];
  for (let at = 0; at < samples.length; at += per) {
    const group = samples.slice(at, at + per);
    const last = group.at(-1);
    if (last === undefined) break;
    const mean = (of: (sample: UsageSample) => number | undefined) =>
      group.reduce((total, sample) => total + (of(sample) ?? 0), 0) / group.length;
    thinned.push({
      ...last,
      cores: last.cores.map((core, index) => ({
        ...core,
        user: mean(({ cores }) => cores[index]?.user),
        system: mean(({ cores }) => cores[index]?.system),
        iowait: mean(({ cores }) => cores[index]?.iowait),
      })),
      ourCores: mean(({ ourCores }) => ourCores),
      memoryBytes: Math.max(...group.map(({ memoryBytes }) => memoryBytes)),
      ...(last.diskPressure === undefined
        ? {}
        : { diskPressure: mean(({ diskPressure }) => diskPressure) }),
    });
  }
  return thinned;
}

function durationOf({ startMs, endMs }: Span): number {
  return endMs - startMs;
}

/** The same name has the same colour, in every build. */
function colourOf(name: string): number {
  let hash = 0;
  for (const char of name) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 65_521;
  return hash % COLOURS;
}

/** Returns 1, 2 or 5 times a power of ten, at least `ms`. */
function niceStep(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, ms)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= ms) ?? 10 * power;
}

function formatTick(ms: number, stepMs: number): string {
  const digits = stepMs >= 1000 ? 0 : stepMs >= 100 ? 1 : 2;
  return `${(ms / 1000).toFixed(digits)} s`;
}

function sum(...values: readonly (number | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
