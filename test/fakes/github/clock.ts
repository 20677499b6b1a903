/** The fake's own time: the machine's, plus what a test let pass. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Lets time pass, for whatever expires. */
  advance(seconds: number): void;
}

/** Returns a clock that shows the machine's time. */
export function startClock(): Clock {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    advance: (seconds) => {
      aheadMs += seconds * 1000;
    },
  };
}
