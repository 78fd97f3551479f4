import type { InstrumentCode } from "../instruments/codes.js";

/** Values that were computed once, by the instrument that they belong to (none: the whole system) and by name. */
export interface Cache {
  /** The value under a name, computed at the first call. */
  once<T>(instrument: InstrumentCode | undefined, name: string, compute: () => T): T;
  /** Forgets the values of an instrument, but for those that `keep` says yes to. */
  drop(instrument: InstrumentCode, keep?: (name: string) => boolean): void;
  clear(): void;
  /** How many values are held. */
  readonly size: number;
}

/** An empty cache. */
export function createCache(): Cache {
  const kept = new Map<InstrumentCode | undefined, Map<string, unknown>>();
  return {
    once<T>(instrument: InstrumentCode | undefined, name: string, compute: () => T): T {
      const values = kept.get(instrument) ?? new Map<string, unknown>();
      kept.set(instrument, values);
      if (values.has(name)) return values.get(name) as T;
      const value = compute();
      values.set(name, value);
      return value;
    },
    drop(instrument, keep = () => false) {
      const values = kept.get(instrument);
      for (const name of values?.keys() ?? []) if (!keep(name)) values!.delete(name);
    },
    clear: () => kept.clear(),
    get size() {
      return [...kept.values()].reduce((total, values) => total + values.size, 0);
    },
  };
}
