/** The machines of a run: a job takes one, and gives it back. */
export interface RunSlots {
  /** Calls `work` with the number of a free machine, once there is one. */
  use<Result>(work: (slot: number) => Promise<Result>): Promise<Result>;
}

export function createSlots(count: number): RunSlots {
  const free = Array.from({ length: count }, (_, index) => index);
  const waiting: ((slot: number) => void)[] = [];
  return {
    use: async (work) => {
      const slot = free.shift() ?? (await new Promise<number>((take) => waiting.push(take)));
      try {
        return await work(slot);
      } finally {
        const next = waiting.shift();
        if (next === undefined) free.unshift(slot);
        else next(slot);
      }
    },
  };
}
