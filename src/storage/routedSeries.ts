import { commit } from "./commit.js";
import type { SeriesStore } from "./seriesStore.js";
import { inTurn } from "./takeTurn.js";
import type { Coordination } from "./turn.js";

/** The series of all engines as one store, whose writes take their turn. */
export function routedSeries(coordination: Coordination, close: () => Promise<void>): SeriesStore {
  const { router } = coordination;
  const of = (library: string): SeriesStore => router.of(library).engine.series;
  return {
    list: (library) => of(library).list(library),
    info: (library, symbol) => of(library).info(library, symbol),
    read: (library, symbol, options) => of(library).read(library, symbol, options),
    async apply(change) {
      const [version] = await commit(coordination, [{ store: "series", change }]);
      return version ?? null;
    },
    stage: (change) => of(change.library).stage(change),
    publish: (staged) =>
      inTurn(coordination, [router.of(staged.library)], () => of(staged.library).publish(staged)),
    discard: (staged) => of(staged.library).discard(staged),
    async leftovers() {
      const stores = new Set(router.routes.map(({ engine }) => engine.series));
      const found = await Promise.all([...stores].map((store) => store.leftovers()));
      return found.flat();
    },
    close,
  };
}
