/** The secrets of a run, which no log, summary or output shows. */
export interface Masks {
  add(secret: string): void;
  /** Returns the text with `***` for each secret. */
  mask(text: string): string;
  /** Whether the text has a secret in it. */
  has(text: string): boolean;
}

export function createMasks(): Masks {
  const secrets = new Set<string>();
  const longestFirst = () => [...secrets].sort((a, b) => b.length - a.length);
  return {
    add: (secret) => {
      // Logs are masked line by line, so each line of a key counts.
      for (const part of [secret, ...secret.split(/\r?\n/)]) {
        if (part.trim() !== '') secrets.add(part.trim());
      }
    },
    mask: (text) => longestFirst().reduce((masked, each) => masked.replaceAll(each, '***'), text),
    has: (text) => longestFirst().some((each) => text.includes(each)),
  };
}
