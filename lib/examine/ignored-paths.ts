import { ConfigError } from '../core/errors.ts';
import type { ExamineCode } from './errors.ts';

/** Paths that whatever runs a container makes or changes: they say nothing of the image. */
export const CHANGED_BY_RUNNING: readonly string[] = [
  ...['/dev', '/proc', '/sys', '/run', '/tmp', '/var/tmp'],
  ...['/etc/hostname', '/etc/hosts', '/etc/resolv.conf', '/etc/mtab', '/.dockerenv'],
];

const MAX_PATTERN = 1000;

/**
 * Returns whether a path (relative, without a slash before it) is one of those that `patterns` name, or in
 * one. In a pattern `*` stands for any part of a name, `**` for any number of folders, `?` for one character.
 *
 * @throws ConfigError TARGET_UNREADABLE for a pattern that is none
 */
export function ignoreMatcher(patterns: readonly string[]): (path: string) => boolean {
  const exact = new Set<string>();
  const expressions: RegExp[] = [];
  for (const pattern of patterns) {
    const plain = pattern.replace(/^\/+|\/+$/g, '');
    if (plain === '' || plain.length > MAX_PATTERN || (plain.match(/\*/g)?.length ?? 0) > 10) {
      throw new ConfigError<ExamineCode>(
        'TARGET_UNREADABLE',
        `${JSON.stringify(pattern)} is no pattern of paths`,
        { hint: 'Write it as in /var/log or /srv/**/*.pid.' },
      );
    }
    if (/[*?]/.test(plain)) expressions.push(new RegExp(`^${expressionOf(plain)}(?:/|$)`, 'su'));
    else exact.add(plain);
  }
  return (path) => {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (exact.has(path.slice(0, end))) return true;
    }
    return expressions.some((expression) => expression.test(path));
  };
}

function expressionOf(pattern: string): string {
  return pattern.replace(/\*\*\/|\*\*|\*|\?|[^*?]+/gu, (part) => {
    if (part === '**/') return '(?:[^/]+/)*';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : part.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  });
}
