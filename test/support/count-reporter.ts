import type { Reporter, TestModule } from 'vitest/node';

/** Ends the output with `N passed, N failed`, the line that any CI can read. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const count = (state: string) => states.filter((found) => found === state).length;
    const skipped = count('skipped');
    // The default reporter writes its summary in the same hook; ours comes after it.
    setImmediate(() => {
      console.log(
        `${count('passed')} passed, ${count('failed') + broken} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
      );
    });
  }
}
