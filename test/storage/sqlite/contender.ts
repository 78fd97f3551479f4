/** One of several processes that write to the same file at once: counts, and appends rows, `times` times each. */
import { floatColumn } from "../../../src/series/column.js";
import { Frame } from "../../../src/series/frame.js";
import { openSqlite } from "../../../src/sqlite.js";
import { COUNTER, COUNTERS, LIBRARY, SYMBOL } from "./contention.js";

const [file = "", times = "0"] = process.argv.slice(2);
const { series, records } = await openSqlite(file);

for (let time = 0; time < Number(times); time++) {
  for (let done = false; !done; ) {
    const count = (await records.get(COUNTERS, COUNTER))?.count;
    const next = { ...COUNTER, count: typeof count === "number" ? count + 1 : 1 };
    const expected = count === undefined ? null : { count };
    done = await records.compareAndSet({ kind: "put", collection: COUNTERS, document: next, expected });
  }
  for (let done = false; !done; ) {
    const stored = await series.read(LIBRARY, SYMBOL);
    const row = new Frame(Float64Array.of(stored?.frame.length ?? 0), {
      value: floatColumn(Float64Array.of(time)),
    });
    const expected = stored?.version ?? null;
    done = await series
      .apply({ kind: "append", library: LIBRARY, symbol: SYMBOL, frame: row, expected })
      .then(
        () => true,
        (error: { code?: string }) => {
          if (error.code === "STORE_VERSION_CONFLICT") return false;
          throw error;
        },
      );
  }
}
await series.close();
