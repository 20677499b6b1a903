/** One way in, as a server offers it in WWW-Authenticate (RFC 9110, 11.6.1). */
export interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  /** Names in lower case. */
  readonly parameters: Readonly<Record<string, string>>;
}

const MAX_HEADER = 8192;
const SCHEME = /[\s,]*([A-Za-z][\w.!#$%&'*+^`|~-]*)(?:[ \t]+|(?=,)|$)/y;
const PARAMETER = /[\s,]*([\w.!#$%&'*+^`|~-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/y;

/** Returns the challenges of a header; what is not well-formed ends the list. */
export function parseChallenges(header: string): Challenge[] {
  const text = header.slice(0, MAX_HEADER);
  const found: Challenge[] = [];
  let offset = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match !== null) offset = pattern.lastIndex;
    return match;
  };
  for (;;) {
    const scheme = take(SCHEME)?.[1];
    if (scheme === undefined) return found;
    const parameters: Record<string, string> = Object.create(null);
    for (;;) {
      const parameter = take(PARAMETER);
      if (parameter === null) break;
      const [, name = '', quoted, token = ''] = parameter;
      parameters[name.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? token;
    }
    found.push({ scheme: scheme.toLowerCase(), parameters });
  }
}
