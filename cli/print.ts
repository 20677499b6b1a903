/** Prints a verb's result on standard output: as JSON, or as lines for people. */
export function printResult(json: boolean, result: object, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : `${lines.join('\n')}\n`);
}
