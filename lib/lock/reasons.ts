/** A sentence and what it rests on. */
export interface Reason {
  readonly text: string;
  readonly because: readonly Reason[];
}

/** Returns a tree of reasons with one sentence to a line. */
export function formatReasons({ text, because }: Reason): string {
  return [text, ...formatBranches(because, '  ')].join('\n');
}

function formatBranches(reasons: readonly Reason[], indent: string): string[] {
  return reasons.flatMap(({ text, because }, index) => {
    const last = index === reasons.length - 1;
    return [
      `${indent}${last ? '└─' : '├─'} ${text}`,
      ...formatBranches(because, `${indent}${last ? '   ' : '│  '}`),
    ];
  });
}
