/** Prints a verb's result on standard output: as JSON, or as lines for people. */
export function printResult(json: boolean, result: object, lines: readonly string[]): void {
  const text = json ? [JSON.stringify(result, null, 2)] : lines;
  process.stdout.write(text.map((line) => `${line}\n`).join(''));
}
