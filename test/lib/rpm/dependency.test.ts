import { describe, expect, it } from 'vitest';
import { DependencyGraph } from '../../../lib/lock/dependency-graph.ts';
import { meets, parseCapability, parseDependency } from '../../../lib/rpm/dependency.ts';

describe('meets', () => {
  it.each([
    ['a', 'a'],
    ['a = 1', 'a'],
    ['a = 1-1', 'a = 1'],
    ['a = 1-1', 'a >= 1'],
    ['a = 1:1-1', 'a > 2'],
    ['a >= 3', 'a > 1'],
    ['a < 3', 'a < 1'],
    ['a <= 1', 'a = 1'],
  ])('%s meets %s', (provided, asked) => {
    expect(meets(parseCapability(provided), parseCapability(asked))).toBe(true);
  });

  it.each([
    ['b', 'a'],
    ['a', 'a >= 1'],
    ['a = 1-1', 'a > 1-1'],
    ['a = 1-1', 'a < 1'],
    ['a < 1', 'a > 1'],
    ['a = 1', 'a = 1:1'],
    ['a = odd(text)', 'a = 1'],
  ])('%s does not meet %s', (provided, asked) => {
    expect(meets(parseCapability(provided), parseCapability(asked))).toBe(false);
  });
});

describe('parseDependency', () => {
  const a = { kind: 'capability', capability: { name: 'a' } };
  const b = { kind: 'capability', capability: { name: 'b', sign: '>=', evr: '1-2' } };

  it('reads boolean dependencies, nested ones too', () => {
    expect(parseDependency('(a or b >= 1-2)')).toEqual({ kind: 'any', parts: [a, b] });
    expect(parseDependency('((a or b >= 1-2) and a)')).toEqual({
      kind: 'all',
      parts: [{ kind: 'any', parts: [a, b] }, a],
    });
    expect(parseDependency('(a if b >= 1-2)')).toEqual({
      ...{ kind: 'conditional', when: b, part: a, otherwise: undefined },
    });
    expect(parseDependency('(a unless b >= 1-2 else a)')).toEqual({
      ...{ kind: 'conditional', when: b, part: a, otherwise: a },
    });
  });

  it('takes brackets in names for part of the name', () => {
    expect(parseDependency('libc.so.6(GLIBC_2.34)(64bit)')).toEqual({
      kind: 'capability',
      capability: { name: 'libc.so.6(GLIBC_2.34)(64bit)' },
    });
    expect(parseDependency('(libx()(64bit) or perl(:MODULE))')).toMatchObject({
      parts: [{ capability: { name: 'libx()(64bit)' } }, { capability: { name: 'perl(:MODULE)' } }],
    });
  });

  it('ends on brackets without end', () => {
    expect(() => parseDependency('('.repeat(10_000))).not.toThrow();
    expect(() => parseDependency(`${'('.repeat(10_000)}a${')'.repeat(10_000)}`)).not.toThrow();
  });
});

describe('DependencyGraph', () => {
  const lines = `  - a-1-1.noarch@r0
    solvable:provides:
      a = 1-1
    solvable:requires:
      b
      rpmlib(X) <= 4
  - b-1-1.noarch@r0
    solvable:provides:
      b = 1-1
    solvable:requires:
      a
      (c or d)
  - d-1-1.noarch@r0
    solvable:provides:
      d = 1-1`.split('\n');

  function graphWithout(isOut: (id: string) => boolean): DependencyGraph {
    const graph = new DependencyGraph();
    for (const line of lines) graph.addLine(line);
    graph.settle(isOut, new Set());
    return graph;
  }

  it('takes a circle for installable', () => {
    const graph = graphWithout(() => false);
    expect(graph.isBroken('a-1-1.noarch@r0')).toBe(false);
  });

  it('finds what is broken by what is out, all the way up', () => {
    const graph = graphWithout((id) => id.startsWith('d-'));
    expect(graph.isBroken('a-1-1.noarch@r0')).toBe(true);
    expect(graph.unmet('b-1-1.noarch@r0')).toBe('(c or d)');
  });
});
